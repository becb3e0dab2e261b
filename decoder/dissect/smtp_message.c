/* SPDX-License-Identifier: MIT */
/* Turns a message that was read, and the envelope that replies confirmed, into the message note and
 * its findings. */
#include "dissect/message_findings.h"
#include "dissect/message_note.h"
#include "dissect/smtp_session.h"

/* Appends the recipients of one fate; how many there are. */
static guint list_recipients(const SmtpTransaction *transaction, SmtpRecipientFate fate,
                             GArray *texts) {
    guint before = texts->len;
    for (guint i = 0; i < transaction->recipients->len; i++) {
        const SmtpRecipient *recipient = &g_array_index(transaction->recipients, SmtpRecipient, i);
        if (recipient->fate == fate && !recipient->is_unknown) {
            NoteText text = {transaction->addresses->str + recipient->offset, recipient->length};
            g_array_append_val(texts, text);
        }
    }
    return texts->len - before;
}

/* The lists stand one behind the other in `texts`. */
static void fill_envelope(const SmtpTransaction *transaction, NoteMessage *note, GArray *texts) {
    g_array_set_size(texts, 0);
    note->n_to = list_recipients(transaction, SMTP_RCPT_ACCEPTED, texts);
    note->n_refused_to = list_recipients(transaction, SMTP_RCPT_REFUSED, texts);
    note->n_unanswered_to = list_recipients(transaction, SMTP_RCPT_UNANSWERED, texts);
    note->to = (const NoteText *)(void *)texts->data;
    note->refused_to = note->to + note->n_to;
    note->unanswered_to = note->refused_to + note->n_refused_to;
    note->has_envelope = transaction->has_from || transaction->recipients->len > 0;
    if (transaction->has_from) {
        note->from = (NoteText){transaction->addresses->str, transaction->from_length};
    }
}

static gboolean is_chunked(const SmtpExchange *exchange) {
    return exchange->is_abandoned || exchange->command == SMTP_BDAT_LAST;
}

void smtp_write_message(Smtp *self, SmtpExchange *exchange, NoteVerdict verdict) {
    g_autoptr(MessageReader) reader =
        exchange != NULL ? g_steal_pointer(&exchange->message) : g_steal_pointer(&self->reader);
    gboolean by_chunks =
        exchange != NULL ? is_chunked(exchange) : self->client.mode != SMTP_CLIENT_TEXT;
    gboolean is_ended = exchange != NULL && !exchange->is_abandoned;
    NoteMessage note = {
        .carried_by = by_chunks ? "BDAT" : "DATA",
        .verdict = verdict,
    };
    if (is_ended) {
        note.command = &exchange->written->command;
        note.reply = exchange->replies_seen > 0 ? &exchange->written->reply : NULL;
    } else if (by_chunks) {
        note.command = self->last_chunk;
    }
    message_check_conflicts(reader);
    message_fill_text(reader, &note);
    fill_envelope(&self->transaction, &note, self->conversation->workshop->texts);
    conversation_write_message(self->conversation, reader->key, &note);
    MessageContext context = {
        .command_n = note.command != NULL ? (int)note.command->n : -1,
        .is_8bit = self->transaction.is_8bit || by_chunks,
        .is_utf8 = self->transaction.is_utf8,
        .has_size = self->transaction.has_size,
        .size = self->transaction.size,
    };
    message_find(self->conversation, reader, &note, &context);
    if (!is_ended && self->client.has_smuggling) {
        FindingPlace place = {note.frames, FALSE, {0}, -1};
        conversation_find(self->conversation, "smtp.smuggling", place, NULL);
    }
}
