/* SPDX-License-Identifier: MIT */
/* Where a POP3 session goes over into TLS (RFC 2595 §4), and what begins anew inside. It sees no
 * record: tls_layer.h. */
#include "dissect/pop3.h"
#include "dissect/pop3_session.h"
#include "dissect/tls_layer.h"

void pop3_tls_begin(Pop3 *self) {
    TlsStart start = {
        .class = &pop3_dissector,
        .dissector = self,
        .start = {self->client.offset, self->server.offset},
        .injection = "pop3.stls-injection",
        .tokens = pop3_command_tokens,
    };
    self->client.mode = POP3_CLIENT_TLS;
    self->server.mode = POP3_SERVER_TLS;
    tls_layer_begin(self->conversation, &start);
}

gsize pop3_tls_octets(Pop3 *self, Direction from, const guint8 *octets, gsize length) {
    tls_layer_octets(self->conversation->tls, from, octets, length);
    return length;
}

/* RFC 2595 §4: what was learned before is void. Offsets count from the first octet inside. */
static void begin_anew(Pop3 *self) {
    pop3_client_clear(self);
    pop3_server_clear(self);
    self->client = (Pop3Client){.mode = POP3_CLIENT_COMMANDS};
    self->server = (Pop3Server){.mode = POP3_SERVER_STATUS};
    pop3_client_init(self);
    pop3_server_init(self);
    self->has_capabilities = FALSE;
}

/* TLS from the first octet, and nothing to see: not even the greeting will be told of. */
static void leave_protocol(Pop3 *self) {
    while (self->conversation->is_tls && !g_queue_is_empty(&self->pending)) {
        g_free(g_queue_pop_head(&self->pending));
    }
    self->client.mode = POP3_CLIENT_TLS;
    self->server.mode = POP3_SERVER_TLS;
    spec_machine_enter(&self->machine, POP3_STATE_TLS);
}

void pop3_tls_secured(gpointer user, gboolean is_readable) {
    if (is_readable) {
        begin_anew(user);
    } else {
        leave_protocol(user);
    }
}
