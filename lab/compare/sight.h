/* SPDX-License-Identifier: MIT */
/* What Wireshark has shown up to a frame, a few octets for each, and where the facts of maillab
 * stand: for rules that must look back. */
#pragma once

#include "compare/facts.h"
#include "compare/pdml.h"

typedef struct Sight Sight;

/* `store` is sealed and outlives it. */
Sight *sight_new(const FactStore *store);
void sight_free(Sight *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sight, sight_free)

/* The next frame that Wireshark shows; in order. */
void sight_see(Sight *self, const PdmlFrame *frame);
