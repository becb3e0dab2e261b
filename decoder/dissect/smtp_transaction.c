/* SPDX-License-Identifier: MIT */
/* Turns MAIL, RCPT and their replies into an envelope, and the reply to EHLO into what the server
 * offers. It sees each command only when its reply is known. */
#include "dissect/smtp_session.h"

#include <string.h>

void smtp_transaction_init(SmtpTransaction *self) {
    *self = (SmtpTransaction){
        .addresses = g_string_new(NULL),
        .recipients = g_array_new(FALSE, FALSE, sizeof(SmtpRecipient)),
    };
}

void smtp_transaction_clear(SmtpTransaction *self) {
    g_string_free(self->addresses, TRUE);
    g_array_unref(self->recipients);
}

void smtp_transaction_reset(SmtpTransaction *self) {
    GString *addresses = g_string_truncate(self->addresses, 0);
    GArray *recipients = g_array_set_size(self->recipients, 0);
    *self = (SmtpTransaction){.addresses = addresses, .recipients = recipients};
}

guint smtp_transaction_accepted(const SmtpTransaction *self) {
    return self->n_accepted;
}

/* They are asked for in order, so each look-up goes on where the last one ended. */
SmtpRecipient *smtp_transaction_nth(SmtpTransaction *self, guint k) {
    if (k < self->cursor_k) {
        self->cursor_k = self->cursor_i = 0;
    }
    for (; self->cursor_i < self->recipients->len; self->cursor_i++) {
        SmtpRecipient *recipient = &g_array_index(self->recipients, SmtpRecipient, self->cursor_i);
        if (!recipient->was_accepted) {
            continue;
        }
        if (self->cursor_k == k) {
            return recipient;
        }
        self->cursor_k++;
    }
    return NULL;
}

static void read_parameter(SmtpTransaction *self, const SmtpParameter *parameter) {
    const SyntaxSlice *keyword = &parameter->keyword;
    const SyntaxSlice *value = &parameter->value;
    if (keyword->length == 4 && g_ascii_strncasecmp(keyword->octets, "SIZE", 4) == 0) {
        self->has_size =
            value->octets != NULL && smtp_parse_number(value->octets, value->length, &self->size);
    } else if (keyword->length == 4 && g_ascii_strncasecmp(keyword->octets, "BODY", 4) == 0) {
        self->is_8bit = value->octets != NULL &&
                        !(value->length == 4 && g_ascii_strncasecmp(value->octets, "7BIT", 4) == 0);
    } else if (keyword->length == 8 && g_ascii_strncasecmp(keyword->octets, "SMTPUTF8", 8) == 0) {
        self->is_utf8 = TRUE;
    }
}

static void begin_mail(SmtpTransaction *self, const SmtpPath *path) {
    smtp_transaction_reset(self);
    self->has_from = TRUE;
    self->from_length = path->address.length;
    g_string_append_len(self->addresses, path->address.octets, (gssize)path->address.length);
    for (guint i = 0; i < path->n_parameters; i++) {
        read_parameter(self, &path->parameters[i]);
    }
}

static void add_recipient(SmtpTransaction *self, const SmtpPath *path, SmtpRecipientFate fate,
                          gboolean is_cut) {
    if (self->recipients->len >= SMTP_RECIPIENTS_MAX) {
        return;
    }
    SmtpRecipient recipient = {
        .offset = self->addresses->len,
        .length = path->address.length,
        .fate = fate,
        .is_unknown = is_cut,
        .was_accepted = fate == SMTP_RCPT_ACCEPTED,
    };
    g_array_append_val(self->recipients, recipient);
    g_string_append_len(self->addresses, path->address.octets, (gssize)path->address.length);
    self->n_accepted += recipient.was_accepted ? 1 : 0;
}

static SmtpRecipientFate fate_of(const char *status) {
    if (status == NULL) {
        return SMTP_RCPT_UNANSWERED;
    }
    return status[0] == '2' ? SMTP_RCPT_ACCEPTED : SMTP_RCPT_REFUSED;
}

gboolean smtp_exchange_path(const SmtpExchange *exchange, SmtpPath *path) {
    if (exchange->command != SMTP_MAIL && exchange->command != SMTP_RCPT) {
        return FALSE;
    }
    SyntaxSlice verb;
    SyntaxSlice argument;
    smtp_parse_command(exchange->line, exchange->length, &verb, &argument);
    smtp_parse_path(argument.octets, argument.length,
                    exchange->command == SMTP_MAIL ? "FROM" : "TO", path);
    return TRUE;
}

/* Commands that a positive reply makes forget the transaction; the end of a text does so whatever
 * its reply: RFC 5321 §4.1.1.4, §4.1.1.5, §4.1.4. */
static gboolean ends_transaction(int command, gboolean is_positive) {
    switch (command) {
    case SMTP_EHLO:
    case SMTP_HELO:
    case SMTP_LHLO:
    case SMTP_RSET:
    case SMTP_BDAT_LAST:
        return is_positive;
    case SMTP_END_OF_DATA:
        return TRUE;
    default:
        return FALSE;
    }
}

void smtp_transaction_answer(Smtp *self, const SmtpExchange *exchange, const SmtpPath *path,
                             const char *status) {
    SmtpTransaction *transaction = &self->transaction;
    gboolean is_positive = status != NULL && status[0] == '2';
    gboolean is_cut = (exchange->facts & SMTP_FACT_CUT) != 0;
    if (exchange->command == SMTP_MAIL && (is_positive || status == NULL)) {
        begin_mail(transaction, path);
        transaction->has_from = !is_cut;
    } else if (exchange->command == SMTP_RCPT) {
        add_recipient(transaction, path, fate_of(status), is_cut);
    } else if (exchange->command == SMTP_BDAT) {
        transaction->is_chunk_refused |= status != NULL && !is_positive;
    } else if (exchange->command == SMTP_BDAT_LAST) {
        transaction->is_chunk_refused = FALSE; /* that message has been judged: RFC 3030 §2 */
    }
    if (ends_transaction(exchange->command, is_positive)) {
        smtp_transaction_reset(transaction);
    }
}

void smtp_offers_read(Smtp *self, const SmtpExchange *exchange, const SmtpReply *reply) {
    SmtpOffers *offers = &self->offers;
    int command = exchange != NULL ? exchange->command : -1;
    gboolean is_ehlo = command == SMTP_EHLO || command == SMTP_LHLO;
    if ((!is_ehlo && command != SMTP_HELO) || reply->status[0] != '2') {
        return;
    }
    offers->is_known = !reply->is_cut;
    offers->is_helo = command == SMTP_HELO;
    if (offers->keywords == NULL) {
        offers->keywords = g_string_new(NULL);
    }
    g_string_assign(offers->keywords, "\n");
    for (guint i = 1; is_ehlo && i < reply->lines->len; i++) {
        const SyntaxToken *line = &g_array_index(reply->lines, SyntaxToken, i);
        g_string_append_len(offers->keywords, reply->text->str + line->offset,
                            (gssize)line->length);
        g_string_append_c(offers->keywords, '\n');
    }
    g_string_ascii_up(offers->keywords);
}

gboolean smtp_offers_keyword(const SmtpOffers *self, const char *keyword) {
    if (!self->is_known) {
        return TRUE;
    }
    gsize length = strlen(keyword);
    const char *at = self->keywords->str;
    while ((at = strchr(at, '\n')) != NULL) {
        at++;
        if (strncmp(at, keyword, length) == 0 && strchr(" =\n", at[length]) != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}
