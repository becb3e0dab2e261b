/* SPDX-License-Identifier: MIT */
/* Tells the processor what will be read soon, so that it fetches all of it at once. With many open
 * connections nearly everything that belongs to the next one has to come from far away. */
#pragma once

#include <glib.h>

#define EXPECT_LINE 64u /* octets that come together */

/* `length` octets from here on; the address need not be a good one. */
static inline void expect_memory(const void *memory, gsize length) {
    for (gsize at = 0; at < length; at += EXPECT_LINE)
        __builtin_prefetch((const char *)memory + at, 1);
}
