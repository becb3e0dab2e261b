/* SPDX-License-Identifier: MIT */
/* DATA and the text after it, up to the lone dot; what becomes of the message, and who is told.
 * RFC 5321 §4.1.1.4, RFC 2033 §4.2. Only CRLF.CRLF ends a text, but see ends_leniently(). */
#include "smtp/smtp_core.h"

#include <string.h>

static void run_data(SmtpCore *self, SyntaxSlice argument) {
    if (argument.length > 0) {
        smtp_core_say(self, "501", "5.5.4", "DATA takes no argument");
        return;
    }
    smtp_core_open_delivery(self);
    dot_text_init(&self->dots);
    self->text_octets = 0;
    self->told_smuggling = FALSE;
    self->reads = SMTP_READS_TEXT;
    session_say(self->session, "354", NULL,
                "send the text: header, empty line, body; end with a line that holds only a dot");
}

/* ---- what became of it ---- */

static const struct {
    const char *code, *enhanced, *text;
} outcomes[DELIVERY_N_OUTCOMES] = {
    [DELIVERY_OK] = {"250", "2.0.0", "the mail is stored: from here this server is responsible"},
    [DELIVERY_FULL] = {"452", "4.2.2", "there is no room for the mail now"},
    [DELIVERY_TEMPORARY] = {"451", "4.3.0", "the mail could not be stored now: try again later"},
    [DELIVERY_TOO_BIG] = {"552", "5.3.4", "the mail is larger than EHLO's SIZE allows"},
    [DELIVERY_LOOP] = {"554", "5.4.6",
                       "100 Received fields: the mail goes round in a loop (RFC 5321 section 6.3)"},
    [DELIVERY_BARE_LF] = {"554", "5.6.0",
                          "lines of the text end with LF alone (RFC 5321 section 2.3.8)"},
};

static void answer(SmtpCore *self, DeliveryOutcome outcome, const char *recipient,
                   gboolean has_more) {
    gboolean has_codes = session_has(self->session, smtp_enhanced_codes.word);
    session_reply(self->session, &(SessionReply){
                                     .status = outcomes[outcome].code,
                                     .enhanced = has_codes ? outcomes[outcome].enhanced : NULL,
                                     .text = outcomes[outcome].text,
                                     .recipient = recipient,
                                     .is_one_of_many = has_more,
                                 });
}

/* The lessons that only the whole text gives; strict may refuse. */
static DeliveryOutcome judge_text(SmtpCore *self) {
    if (smtp_delivery_has_8bit(self->delivery) && !self->envelope.is_8bit &&
        !self->envelope.is_utf8)
        session_lesson(self->session, "smtp.8bit-not-declared", "RFC 6152 §3",
                       "the text has octets above 127 and MAIL did not say BODY=8BITMIME");
    if (!smtp_delivery_has_bare_lf(self->delivery))
        return DELIVERY_OK;
    session_lesson(self->session, "smtp.bare-lf", "RFC 5321 §2.3.8",
                   "lines of the text end with LF alone; they are stored with CRLF");
    return session_setup(self->session)->is_strict ? DELIVERY_BARE_LF : DELIVERY_OK;
}

static DeliveryOutcome commit_all(SmtpCore *self, DeliveryOutcome judged) {
    DeliveryOutcome outcome =
        judged == DELIVERY_OK ? smtp_delivery_commit_all(self->delivery) : judged;
    if (outcome == DELIVERY_OK && session_fault(self->session, FAULT_DUPLICATE))
        outcome = DELIVERY_TEMPORARY;
    answer(self, outcome, NULL, FALSE);
    return outcome;
}

/* RFC 2033 §4.2: one reply for each recipient that was accepted, in their order. */
static DeliveryOutcome commit_each(SmtpCore *self, DeliveryOutcome judged, GPtrArray *refused) {
    DeliveryOutcome best = DELIVERY_TEMPORARY;
    GPtrArray *to = self->envelope.to;
    for (guint i = 0; i < to->len; i++) {
        const SmtpRecipient *recipient = to->pdata[i];
        DeliveryOutcome outcome =
            judged == DELIVERY_OK ? smtp_delivery_commit_one(self->delivery, recipient) : judged;
        if (outcome != DELIVERY_OK)
            g_ptr_array_add(refused, recipient->address);
        best = outcome == DELIVERY_OK || best != DELIVERY_OK ? outcome : best;
        answer(self, outcome, recipient->address, i + 1 < to->len);
    }
    return best;
}

/* ---- telling of it ---- */

static gboolean is_among(GPtrArray *addresses, const char *address) {
    return g_ptr_array_find(addresses, address, NULL);
}

/* `refused_late`: of addresses lent from the envelope, refused after the dot. */
static void tell_message(SmtpCore *self, SessionMessage *message, GPtrArray *refused_late) {
    const SmtpEnvelope *envelope = &self->envelope;
    g_autoptr(GPtrArray) to = g_ptr_array_new();
    g_autoptr(GPtrArray) refused = g_ptr_array_new();
    for (guint i = 0; i < envelope->refused->len; i++)
        g_ptr_array_add(refused, envelope->refused->pdata[i]);
    for (guint i = 0; i < envelope->to->len; i++) {
        char *address = ((const SmtpRecipient *)envelope->to->pdata[i])->address;
        gboolean is_late = refused_late != NULL && is_among(refused_late, address);
        g_ptr_array_add(is_late ? refused : to, address);
    }
    g_ptr_array_add(to, NULL);
    g_ptr_array_add(refused, NULL);
    /* Chunks may come outside of a transaction. */
    message->has_envelope = envelope->from != NULL || envelope->refused->len > 0;
    message->from = envelope->from;
    message->to = (const char *const *)to->pdata;
    message->refused_to = (const char *const *)refused->pdata;
    session_message_end(self->session);
    session_message(self->session, message);
}

static void forget_message(SmtpCore *self) {
    g_clear_pointer(&self->delivery, smtp_delivery_free);
    self->reads = SMTP_READS_LINES;
    self->chunk.is_open = self->chunk.is_refused = FALSE;
}

void smtp_core_give_up_message(SmtpCore *self, gboolean is_unterminated) {
    gboolean is_refused = self->chunk.is_refused || !is_unterminated;
    SessionMessage message = {
        .carried_by = self->chunk.is_open ? "BDAT" : "DATA",
        .verdict = is_refused ? SESSION_REFUSED : SESSION_UNANSWERED,
        .is_unterminated = is_unterminated,
        .given_up = is_unterminated && self->chunk.is_open ? self->chunk.command_n + 1 : 0,
    };
    tell_message(self, &message, NULL);
    forget_message(self);
}

void smtp_core_finish_message(SmtpCore *self, const char *carried_by) {
    if (session_fault(self->session, FAULT_DROP_AFTER_DATA)) {
        smtp_core_give_up_message(self, TRUE);
        session_close(self->session);
        return;
    }
    DeliveryOutcome judged = judge_text(self);
    g_autoptr(GPtrArray) refused = g_ptr_array_new();
    DeliveryOutcome outcome =
        self->is_lmtp ? commit_each(self, judged, refused) : commit_all(self, judged);
    SessionMessage message = {
        .carried_by = carried_by,
        .verdict = outcome == DELIVERY_OK ? SESSION_ACCEPTED : SESSION_REFUSED,
    };
    tell_message(self, &message, refused);
    forget_message(self);
    smtp_envelope_reset(&self->envelope);
}

/* ---- the text ---- */

void smtp_core_take_content(SmtpCore *self, const guint8 *octets, gsize length) {
    if (length == 0)
        return;
    session_message_octets(self->session, octets, length);
    smtp_delivery_write(self->delivery, octets, length);
}

static void end_text(SmtpCore *self) {
    session_command(self->session, &(SessionCommand){
                                       .command = SMTP_END_OF_DATA,
                                       .octets = self->text_octets,
                                   });
    smtp_core_finish_message(self, "DATA");
}

/* A person at plain nc ends the text with LF.LF. That is taken for the end only from a client that
 * has never sent a CRLF on this connection: whoever sends CRLF, and lets a lone dot between bare
 * LFs pass as text, must not be made to say what follows it (SMTP smuggling). */
static gboolean ends_leniently(const SmtpCore *self, const DotTextPiece *piece) {
    gboolean is_feed = piece->length == 2 && piece->octets[1] == '\n';
    gboolean begins_line = piece->stuffing == 0 ? smtp_delivery_ends_with_feed(self->delivery)
                                                : smtp_delivery_is_empty(self->delivery);
    return is_feed && begins_line && !self->has_crlf && !smtp_delivery_has_crlf(self->delivery) &&
           !session_setup(self->session)->is_strict;
}

/* TRUE: it is the end. */
static gboolean take_lenient(SmtpCore *self, const DotTextPiece *piece) {
    if (ends_leniently(self, piece)) {
        session_lesson(self->session, "smtp.lenient-end", "RFC 5321 §4.1.1.4",
                       "LF.LF is taken for the end of the text, as this client knows no CRLF; the "
                       "RFC's end is CRLF.CRLF");
        return TRUE;
    }
    if (!self->told_smuggling)
        session_lesson(self->session, "smtp.smuggling", "RFC 5321 §4.1.1.4",
                       "a lone dot between line ends that are not both CRLF: it is text here, but "
                       "a careless server would end the mail and take what follows for commands");
    self->told_smuggling = TRUE;
    smtp_core_take_content(self, piece->octets + piece->stuffing, piece->length - piece->stuffing);
    return FALSE;
}

gsize smtp_core_take_text(SmtpCore *self, const guint8 *octets, gsize length) {
    gsize used = 0;
    for (;;) {
        gsize before = used;
        DotTextPiece piece = dot_text_next(&self->dots, octets, length, &used);
        self->text_octets += used - before;
        if (piece.kind == DOT_TEXT_MORE)
            return used;
        if (piece.kind == DOT_TEXT_CONTENT)
            smtp_core_take_content(self, piece.octets, piece.length);
        if (piece.kind == DOT_TEXT_END ||
            (piece.kind == DOT_TEXT_LENIENT && take_lenient(self, &piece))) {
            end_text(self);
            return used;
        }
    }
}

const SmtpVerb smtp_text_verbs[] = {
    {SMTP_DATA, run_data},
    {0, NULL},
};
