/* SPDX-License-Identifier: MIT */
/* Holds what follows a doubtful lone dot until the server's replies show what it was, then goes on
 * in the reading that they prove. The judgement itself is in smtp_lenient_end.c. */
#include "dissect/smtp_session.h"

#include <string.h>

/* LMTP answers a text once for each recipient that it accepted: RFC 2033 §4.2. */
static guint text_replies(const Smtp *self) {
    if (self->machine.spec != &spec_lmtp) {
        return 1;
    }
    return MAX(smtp_transaction_accepted(&self->transaction), 1);
}

void smtp_lenient_begin(Smtp *self, const DotTextPiece *piece) {
    SmtpClient *client = &self->client;
    client->mode = SMTP_CLIENT_LENIENT;
    client->lenient_piece = *piece;
    /* Its octets are lent, but there are only so many lone dots. */
    g_assert(piece->length <= sizeof client->lenient_octets);
    memcpy(client->lenient_octets, piece->octets, piece->length);
    client->lenient_piece.octets = client->lenient_octets;
    self->lenient = smtp_lenient_end_new(&client->dots, text_replies(self));
}

gsize smtp_lenient_octets(Smtp *self, const guint8 *octets, gsize length) {
    smtp_lenient_end_push(self->lenient, octets, length);
    self->client.offset += length;
    return length;
}

/* The client speaks again, and the strict reading explains every reply so far. */
void smtp_lenient_client_speaks(Smtp *self) {
    if (self->client.mode == SMTP_CLIENT_LENIENT && !g_queue_is_empty(&self->held_replies)) {
        smtp_lenient_resolve(self, FALSE);
    }
}

void smtp_lenient_check(Smtp *self) {
    if (self->client.mode == SMTP_CLIENT_LENIENT && self->lenient->octets->len > SMTP_HELD_MAX) {
        smtp_lenient_resolve(self, FALSE);
    }
}

static void go_on_as_text(Smtp *self, const GByteArray *held) {
    SmtpClient *client = &self->client;
    const DotTextPiece *piece = &client->lenient_piece;
    client->mode = SMTP_CLIENT_TEXT;
    client->has_smuggling = TRUE;
    /* Lone dots among the held octets were judged with it. */
    client->strict_until = client->offset + held->len;
    if (piece->stuffing > 0) {
        message_reader_dot(self->reader);
    }
    message_reader_push(self->reader, piece->octets + piece->stuffing,
                        piece->length - piece->stuffing);
}

void smtp_lenient_settle(Smtp *self, gboolean is_end) {
    SmtpClient *client = &self->client;
    SmtpLenientEnd *lenient = g_steal_pointer(&self->lenient);
    client->offset -= lenient->octets->len;
    if (is_end) {
        smtp_text_end(self, SMTP_FACT_LENIENT_END);
    } else {
        go_on_as_text(self, lenient->octets);
    }
    smtp_client_unread(self, lenient->octets->data, lenient->octets->len);
    smtp_lenient_end_free(lenient);
}

void smtp_lenient_resolve(Smtp *self, gboolean is_end) {
    smtp_lenient_settle(self, is_end);
    smtp_client_resume(self);
    smtp_release_replies(self);
}

void smtp_lenient_reply(Smtp *self, const SmtpReply *reply) {
    self->lenient->evidence.replies++;
    LenientVerdict verdict = lenient_end_judge(&self->lenient->evidence, reply->status);
    smtp_hold_reply(self, reply);
    if (verdict != LENIENT_UNDECIDED ||
        g_queue_get_length(&self->held_replies) >= SMTP_HELD_REPLIES_MAX) {
        smtp_lenient_resolve(self, verdict == LENIENT_IS_END);
    }
}
