/* SPDX-License-Identifier: MIT */
/* A TLS key log that another program is still writing -> the decoder. */
#pragma once

#include "dissect/decoder.h"

typedef struct WatchKeylog WatchKeylog;

/* `path` is lent; the file need not be there yet. */
WatchKeylog *watch_keylog_new(const char *path);
void watch_keylog_free(WatchKeylog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WatchKeylog, watch_keylog_free)

/* TRUE once there is a file. */
gboolean watch_keylog_is_open(const WatchKeylog *self);
/* Gives the decoder the lines that have come since the last call. Never waits. */
void watch_keylog_read(WatchKeylog *self, Decoder *decoder);
