/* SPDX-License-Identifier: MIT */
/* A display filter -> the frames that Wireshark would show, asked of tshark. */
#pragma once

#include "exercise/frames.h"

typedef enum {
    TSHARK_DONE,
    TSHARK_MISSING, /* it is not installed */
    TSHARK_REFUSED, /* the filter is not understood */
} TsharkResult;

/* `frames` is new in any case. With TSHARK_REFUSED `error` says what tshark said. */
TsharkResult tshark_select(const char *capture, const char *filter, Frames **frames,
                           GError **error);
gboolean tshark_is_installed(void);
