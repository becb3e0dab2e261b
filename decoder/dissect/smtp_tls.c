/* SPDX-License-Identifier: MIT */
/* Where an SMTP session goes over into TLS (RFC 3207 §4), and what begins anew inside. It sees no
 * record: tls_layer.h. */
#include "dissect/smtp.h"
#include "dissect/smtp_session.h"

void smtp_tls_begin(Smtp *self) {
    TlsStart start = {
        .class = &smtp_dissector,
        .dissector = self,
        .start = {self->client.offset, self->server.line_start},
        .injection = "smtp.starttls-injection",
        .tokens = smtp_command_tokens,
    };
    self->client.mode = SMTP_CLIENT_TLS;
    self->server.is_tls = TRUE;
    tls_layer_begin(self->conversation, &start);
}

gsize smtp_tls_octets(Smtp *self, Direction from, const guint8 *octets, gsize length) {
    tls_layer_octets(self->conversation->tls, from, octets, length);
    return length;
}

/* RFC 3207 §4.2: both forget what they knew of each other, as if they had just met. Offsets count
 * from the first octet inside. */
static void begin_anew(Smtp *self) {
    SmtpClient *client = &self->client;
    SmtpServer *server = &self->server;
    client->mode = SMTP_CLIENT_COMMANDS;
    client->offset = client->arrived = client->waited = client->line_start = 0;
    client->strict_until = 0;
    client->is_resync = client->has_inferred = FALSE;
    server->offset = server->line_start = 0;
    server->is_tls = server->is_resync = FALSE;
    smtp_transaction_reset(&self->transaction);
    self->offers.is_known = FALSE;
}

/* TLS from the first octet, and nothing to see: not even the greeting will be told of. */
static void leave_protocol(Smtp *self) {
    while (self->conversation->is_tls && !g_queue_is_empty(&self->pending)) {
        smtp_exchange_free(smtp_exchange_pop(self));
    }
    self->client.mode = SMTP_CLIENT_TLS;
    self->server.is_tls = TRUE;
    spec_machine_enter(&self->machine, SMTP_STATE_TLS);
}

void smtp_tls_secured(gpointer user, gboolean is_readable) {
    if (is_readable) {
        begin_anew(user);
    } else {
        leave_protocol(user);
    }
}
