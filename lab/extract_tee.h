/* SPDX-License-Identifier: MIT */
/* One stream of notes for two readers: a renderer, and --extract. */
#pragma once

#include "extract.h"

typedef struct {
    const NoteSink *renderer;
    gpointer renderer_user;
    Extract *extract;
} ExtractTee;

/* `user` is the ExtractTee. */
extern const NoteSink extract_tee_sink;
