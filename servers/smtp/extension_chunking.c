/* SPDX-License-Identifier: MIT */
/* CHUNKING (RFC 3030): BDAT sends the message in counted chunks. The octets of a chunk are read
 * whatever the answer will be, and the command is told and answered when they are in. */
#include "smtp/smtp_core.h"

/* Reached only if the argument is no BDAT's. */
static void run_bdat(SmtpCore *self, SyntaxSlice argument) {
    if (self->chunk.is_open) { /* a chunk is refused, and with it the message */
        self->chunk.is_refused = TRUE;
        self->chunk.command_n = session_command_number(self->session);
        g_clear_pointer(&self->delivery, smtp_delivery_free);
    }
    smtp_core_say(self, "501", "5.5.4",
                  "BDAT takes a number of octets, and LAST with the last chunk");
}

static gboolean is_first_chunk(const SmtpCore *self) {
    return session_state(self->session) == SMTP_STATE_RCPT && self->delivery == NULL;
}

/* After a refused chunk there is no delivery: what follows is read and refused. */
static void answer_refused(SmtpCore *self) {
    guint n_replies = self->is_lmtp && self->chunk.is_last ? MAX(self->envelope.to->len, 1) : 1;
    for (guint i = 0; i < n_replies; i++)
        session_reply(
            self->session,
            &(SessionReply){
                .status = "503",
                .enhanced = session_has(self->session, smtp_enhanced_codes.word) ? "5.5.1" : NULL,
                .text = "an earlier chunk was refused: RSET, then begin anew",
                .is_one_of_many = i + 1 < n_replies});
}

/* With the last of the chunks the message is over, of which one was refused. */
static void refuse_chunk(SmtpCore *self) {
    self->chunk.is_refused = TRUE;
    if (self->chunk.is_last)
        smtp_core_give_up_message(self, FALSE);
}

static void answer_chunk(SmtpCore *self) {
    if (smtp_delivery_octets(self->delivery) > session_setup(self->session)->size_limit) {
        smtp_core_say(self, "552", "5.3.4", "the mail is larger than EHLO's SIZE allows");
        g_clear_pointer(&self->delivery, smtp_delivery_free);
        self->chunk.is_refused = TRUE;
        return;
    }
    smtp_core_say(self, "250", "2.0.0", "%" G_GUINT64_FORMAT " octets are in", self->chunk.size);
}

static void finish_chunk(SmtpCore *self) {
    self->reads = SMTP_READS_LINES;
    self->chunk.command_n = session_command(
        self->session, &(SessionCommand){
                           .command = self->chunk.is_last ? SMTP_BDAT_LAST : SMTP_BDAT,
                           .argument = self->chunk.argument->str,
                           .argument_length = self->chunk.argument->len,
                           .octets = self->chunk.line_octets + self->chunk.size,
                       });
    if (!session_is_legal(self->session)) {
        g_autofree char *why = session_explain_refusal(self->session);
        smtp_core_say(self, "503", "5.5.1", "%s", why);
        refuse_chunk(self);
    } else if (!self->chunk.is_taken) {
        answer_refused(self);
        refuse_chunk(self);
    } else if (self->chunk.is_last) {
        smtp_core_finish_message(self, "BDAT");
    } else {
        answer_chunk(self);
    }
}

gboolean smtp_core_chunk_begin(SmtpCore *self, SyntaxSlice argument, gsize line_octets) {
    SmtpChunk *chunk = &self->chunk;
    if (!session_has(self->session, smtp_chunking.word) ||
        !smtp_parse_bdat(argument.octets, argument.length, &chunk->size, &chunk->is_last))
        return FALSE;
    g_string_truncate(chunk->argument, 0);
    g_string_append_len(chunk->argument, argument.octets, (gssize)argument.length);
    chunk->line_octets = line_octets;
    chunk->left = chunk->size;
    if (is_first_chunk(self))
        smtp_core_open_delivery(self);
    chunk->is_taken = self->delivery != NULL && !chunk->is_refused;
    chunk->is_open = TRUE;
    self->reads = SMTP_READS_CHUNK;
    if (chunk->left == 0)
        finish_chunk(self);
    return TRUE;
}

gsize smtp_core_chunk_octets(SmtpCore *self, const guint8 *octets, gsize length) {
    gsize taken = (gsize)MIN((guint64)length, self->chunk.left);
    if (self->chunk.is_taken)
        smtp_core_take_content(self, octets, taken);
    else
        session_message_octets(self->session, octets, taken);
    self->chunk.left -= taken;
    if (self->chunk.left == 0)
        finish_chunk(self);
    return taken;
}

const SmtpExtension smtp_chunking = {
    .word = "CHUNKING",
    .verbs = {{SMTP_BDAT, run_bdat}},
};
