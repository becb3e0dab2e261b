/* SPDX-License-Identifier: MIT */
/* What sasl_scram.c and sasl_scram_proof.c share. Private to them. */
#pragma once

#include "dissect/sasl_mechanism.h"

/* The messages that the proofs cover: slots of sasl_keep(). */
#define SCRAM_CLIENT_FIRST 0u /* without the GS2 header */
#define SCRAM_SERVER_FIRST 1u
#define SCRAM_CLIENT_FINAL 2u /* without the proof */

/* More rounds than this are not computed: the number comes from the capture. */
#define SCRAM_ITERATIONS_MAX 100000u

typedef enum { SCRAM_PROOF_OF_CLIENT, SCRAM_PROOF_OF_SERVER } ScramSide;

/* The value of an attribute ("r=value"); octets NULL if it is not there. */
NoteText scram_attribute(NoteText message, char letter);

/* A name with "=2C" and "=3D" decoded; free with g_free(). */
char *scram_decode_name(NoteText name, gsize *length);

/* Recomputes what a side sent (base64) with the passwords given, by the messages kept. */
void scram_verify(const SaslExchange *self, SaslStep *step, ScramSide side, NoteText sent);
