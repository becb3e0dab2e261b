/* SPDX-License-Identifier: MIT */
/* One stream of notes for two readers: a renderer, and --extract. */
#pragma once

#include "extract.h"
#include "note_pass.h"

typedef struct {
    NotePass renderer; /* first */
    Extract *extract;
} ExtractTee;

/* `user` is the ExtractTee. */
extern const NoteSink extract_tee_sink;
