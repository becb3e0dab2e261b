/* SPDX-License-Identifier: MIT */
/* Notes -> the same notes to a renderer, each with the display filter that finds it in Wireshark:
 * analyze --filters. */
#pragma once

#include "note_pass.h"

typedef struct {
    NotePass renderer;    /* first */
    guint16 told_port;    /* of which it was said that Wireshark does not know it */
    gboolean pass_leaves; /* the renderer shows octets too; the decoder makes labels in any case */
} FilterTee;

/* `user` is the FilterTee. */
extern const NoteSink filter_tee_sink;
