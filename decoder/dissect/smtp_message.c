/* SPDX-License-Identifier: MIT */
/* Turns a message that was read, and the envelope that replies confirmed, into the message note and
 * its findings. */
#include "dissect/message_findings.h"
#include "dissect/smtp_session.h"
#include "dissect/tcp_story.h"

#include <string.h>

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
        note->from = (NoteText){transaction->from->str, transaction->from->len};
    }
}

static void fill_text(const MessageReader *reader, NoteMessage *note) {
    note->integrity = reader->integrity;
    note->octets = reader->octets;
    note->stuffed_dots = reader->stuffed_dots;
    note->has_sha256 = reader->message_hash != NULL && reader->integrity <= NOTE_CONFLICTING;
    memcpy(note->sha256, reader->sha256, sizeof note->sha256);
    note->frames = carrier_frames(&reader->carrier);
    note->segments = reader->carrier.segments;
    note->subject = reader->fields[MESSAGE_SUBJECT];
    note->from_header = reader->fields[MESSAGE_FROM];
    note->to_header = reader->fields[MESSAGE_TO];
    note->date = reader->fields[MESSAGE_DATE];
    note->message_id = reader->fields[MESSAGE_ID];
    note->queue_id = reader->queue_id;
    note->header_fields = (const NoteHeaderField *)(void *)reader->header_fields->data;
    note->n_header_fields = reader->header_fields->len;
    note->parts = (const NotePart *)(void *)reader->parts->data;
    note->n_parts = reader->parts->len;
}

/* Digests of what is not whole would be digests of something else. */
static void drop_digests(MessageReader *reader) {
    for (guint i = 0; i < reader->parts->len && reader->integrity > NOTE_CONFLICTING; i++) {
        g_array_index(reader->parts, NotePart, i).has_sha256 = FALSE;
    }
}

static void check_conflicts(const Smtp *self, MessageReader *reader) {
    Span span = {DIRECTION_CLIENT, reader->wire_start, reader->wire_end - reader->wire_start};
    if (tcp_story_conflicts(self->conversation, span)) {
        message_reader_worsen(reader, NOTE_CONFLICTING);
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
    check_conflicts(self, reader);
    drop_digests(reader);
    NoteMessage note = {
        .carried_by = by_chunks ? "BDAT" : "DATA",
        .verdict = verdict,
    };
    if (is_ended) {
        note.command = &exchange->note;
        note.reply = exchange->replies_seen > 0 ? &exchange->reply : NULL;
    } else if (by_chunks && self->has_last_chunk) {
        note.command = &self->last_chunk_note;
    }
    fill_text(reader, &note);
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
