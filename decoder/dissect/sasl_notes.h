/* SPDX-License-Identifier: MIT */
/* Steps of a login as notes, the same in every protocol, and what verifying a digest showed. */
#pragma once

#include "dissect/conversation.h"
#include "dissect/sasl.h"

/* Writes the step that the client's latest answer is. `result` as in NoteSasl; of an answer that
 * was "cancelled" nothing is read. */
void sasl_note_answer(Conversation *conversation, SaslExchange *exchange,
                      const NoteCommand *command, FindingPlace place, const char *octets,
                      gsize length, const char *result);

/* Writes the step that a challenge of the server is. */
void sasl_note_challenge(Conversation *conversation, SaslExchange *exchange,
                         const NoteCommand *command, FindingPlace place, const char *octets,
                         gsize length);

/* Adds the finding about a digest that was recomputed; `what` made it ("CRAM-MD5"). */
void sasl_find_proof(Conversation *conversation, SaslProof proof, Direction from, const char *what,
                     FindingPlace place);
