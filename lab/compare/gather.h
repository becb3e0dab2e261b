/* SPDX-License-Identifier: MIT */
/* Notes of the decoder -> facts. The decoder has to make labels and to reveal secrets. */
#pragma once

#include "compare/facts.h"

typedef struct Gather Gather;

/* Adds to `store`, which outlives it. */
Gather *gather_new(FactStore *store);
void gather_free(Gather *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Gather, gather_free)

/* `user` is the Gather. */
extern const NoteSink gather_sink;
