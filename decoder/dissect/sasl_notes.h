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

/* For logins that are not in base64: a step to be filled in, and its writing. */
SaslStep sasl_note_begin(Conversation *conversation);
void sasl_note_step(Conversation *conversation, SaslExchange *exchange, const NoteCommand *command,
                    const SaslStep *step, Direction from, const char *result);

/* Adds the finding about a digest that was recomputed; `what` made it ("CRAM-MD5"). */
void sasl_find_proof(Conversation *conversation, SaslProof proof, Direction from, const char *what,
                     FindingPlace place);
