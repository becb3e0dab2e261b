/* SPDX-License-Identifier: MIT */
/* Lines of logins -> steps with named fields, by the readers that the analyzer has. It does not
 * know which replies there were. */
#include "serve_login.h"

#include "dissect/sasl_apop.h"

#include <string.h>

static NoteText text_of(const char *text) {
    return (NoteText){text, text != NULL ? strlen(text) : 0};
}

/* USER and PASS are two steps of one login; APOP and LOGIN of IMAP are whole. */
static SaslExchange *exchange_of_words(ServeLogin *self, const SessionSaslReport *report) {
    gboolean goes_on = report->name == NULL && strcmp(self->words.name, report->mechanism) == 0;
    if (!goes_on)
        sasl_begin(&self->words, report->mechanism, strlen(report->mechanism));
    return &self->words;
}

static void read_words(const SessionSaslReport *report, SaslStep *step) {
    if (strcmp(report->mechanism, "APOP") == 0) {
        sasl_read_apop(step, text_of(report->name), text_of(report->secret),
                       text_of(report->timestamp));
        return;
    }
    if (report->name != NULL)
        sasl_read_name(step, report->name, strlen(report->name));
    if (report->secret != NULL)
        sasl_read_password(step, report->secret, strlen(report->secret));
}

/* A name alone (USER) waits for its password; anything else ends such a login. */
static void end_words(ServeLogin *self, const SessionSaslReport *report) {
    if (report->secret != NULL || strcmp(report->mechanism, "USER") != 0)
        sasl_clear(&self->words);
}

static SaslExchange *exchange_of_sasl(ServeLogin *self, const SessionSaslReport *report) {
    if (!self->is_open)
        sasl_begin(&self->sasl, report->mechanism, strlen(report->mechanism));
    self->is_open = g_strcmp0(report->result, "continue") == 0;
    return &self->sasl;
}

static void read_line(SaslExchange *exchange, const SessionSaslReport *report, SaslStep *step) {
    gboolean is_cancelled = g_strcmp0(report->result, "cancelled") == 0;
    if (report->from_client)
        (void)sasl_count_answer(exchange);
    if (report->from_client && !is_cancelled)
        sasl_read_answer(exchange, report->base64, report->length, step);
    else if (!report->from_client)
        sasl_read_challenge(exchange, report->base64, report->length, step);
}

void serve_login_read(ServeLogin *self, const SessionSaslReport *report, SaslStep *step,
                      NoteSasl *note) {
    gboolean is_words = report->base64 == NULL;
    SaslExchange *exchange =
        is_words ? exchange_of_words(self, report) : exchange_of_sasl(self, report);
    if (is_words)
        read_words(report, step);
    else
        read_line(exchange, report, step);
    note->mechanism = is_words                    ? report->mechanism
                      : exchange->name[0] != '\0' ? exchange->name
                                                  : "unknown";
    note->step = ++exchange->step;
    note->from = report->from_client ? DIRECTION_CLIENT : DIRECTION_SERVER;
    note->fields = (const NoteSaslField *)(gpointer)step->fields->data;
    note->n_fields = step->fields->len;
    note->result = report->result;
    if (is_words)
        end_words(self, report);
}

void serve_login_clear(ServeLogin *self) {
    sasl_clear(&self->sasl);
    sasl_clear(&self->words);
}
