/* SPDX-License-Identifier: MIT */
/* A display filter -> the frames that Wireshark would show, asked of tshark. */
#pragma once

#include "exercise/frames.h"

typedef enum {
    TSHARK_DONE,
    TSHARK_MISSING, /* it is not installed */
    TSHARK_REFUSED, /* the filter is not understood */
} TsharkResult;

/* `frames` is new in any case. With TSHARK_MISSING `error` is a sentence, with TSHARK_REFUSED it is
 * what tshark said. */
TsharkResult tshark_select(const char *capture, const char *filter, Frames **frames,
                           GError **error);
/* FALSE with a sentence. */
gboolean tshark_is_installed(GError **error);
