/* SPDX-License-Identifier: MIT */
/* Turns steps of a login into notes and findings. It knows no protocol and no mechanism. */
#include "dissect/sasl_notes.h"

#include <string.h>

SaslStep sasl_note_begin(Conversation *conversation) {
    Workshop *workshop = conversation->workshop;
    g_array_set_size(workshop->fields, 0);
    return (SaslStep){
        .strings = workshop->strings,
        .fields = workshop->fields,
        .reveal = workshop->options->reveal,
        .secrets = &workshop->options->secrets,
    };
}

void sasl_find_proof(Conversation *conversation, SaslProof proof, Direction from, const char *what,
                     FindingPlace place) {
    if (proof == SASL_PROOF_VERIFIED) {
        conversation_find(conversation, "login.digest-verified", place,
                          "The %s's %s digest was recomputed with the password given: it is right, "
                          "so the %s knows this password.",
                          direction_name(from), what, direction_name(from));
    } else if (proof == SASL_PROOF_DIFFERS && from == DIRECTION_CLIENT) {
        conversation_find(conversation, "login.digest-differs", place,
                          "The client's %s digest was made with another password than the one "
                          "given.",
                          what);
    } else if (proof == SASL_PROOF_DIFFERS) {
        conversation_find(conversation, "login.server-unproven", place, NULL);
    }
}

void sasl_note_step(Conversation *conversation, SaslExchange *exchange, const NoteCommand *command,
                    const SaslStep *step, Direction from, const char *result) {
    NoteRemark remark = {step->words, step->words, step->rfc}; /* each sentence once */
    gboolean has_remark = step->words != NULL && !conversation->workshop->options->no_remarks;
    NoteSasl note = {
        .command = command,
        .mechanism = exchange->name[0] != '\0' ? exchange->name : "unknown",
        .step = ++exchange->step,
        .from = from,
        .fields = (const NoteSaslField *)(void *)step->fields->data,
        .n_fields = step->fields->len,
        .result = result,
        .remarks = &remark,
        .n_remarks = has_remark ? 1 : 0,
    };
    conversation_write_sasl(conversation, &note);
}

void sasl_note_answer(Conversation *conversation, SaslExchange *exchange,
                      const NoteCommand *command, FindingPlace place, const char *octets,
                      gsize length, const char *result) {
    SaslStep step = sasl_note_begin(conversation);
    if (result == NULL || strcmp(result, "cancelled") != 0) {
        sasl_read_answer(exchange, octets, length, &step);
    } else {
        step.words = "A lone * gives the login up.";
        step.rfc = "RFC 4422 §3.5";
    }
    sasl_note_step(conversation, exchange, command, &step, DIRECTION_CLIENT, result);
    sasl_find_proof(conversation, step.proof, DIRECTION_CLIENT, exchange->name, place);
}

void sasl_note_challenge(Conversation *conversation, SaslExchange *exchange,
                         const NoteCommand *command, FindingPlace place, const char *octets,
                         gsize length) {
    SaslStep step = sasl_note_begin(conversation);
    sasl_read_challenge(exchange, octets, length, &step);
    sasl_note_step(conversation, exchange, command, &step, DIRECTION_SERVER, "continue");
    sasl_find_proof(conversation, step.proof, DIRECTION_SERVER, exchange->name, place);
}
