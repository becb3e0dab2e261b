/* SPDX-License-Identifier: MIT */
/* Hands a session over to the layer that opens TLS after STARTTLS (RFC 9051 §6.2.1), and begins it
 * anew once something inside can be read. */
#include "dissect/imap.h"
#include "dissect/imap_session.h"
#include "dissect/tls_layer.h"

static void read_tokens(const char *line, gsize length, GArray *tokens) {
    ImapText text = {.octets = line, .length = length};
    imap_command_tokens(&text, tokens);
}

void imap_tls_begin(Imap *self) {
    Conversation *conversation = self->conversation;
    TlsStart start = {
        .class = &imap_dissector,
        .dissector = self,
        .start = {self->client.side.offset, self->server.side.offset},
        .injection = "imap.starttls-injection",
        .tokens = read_tokens,
    };
    g_autoptr(GByteArray) held = imap_client_take_held(self);
    self->client.mode = IMAP_CLIENT_TLS;
    self->server.is_tls = TRUE;
    if (conversation->note.security == NOTE_SECURITY_NONE) {
        conversation->note.security = NOTE_SECURITY_STARTTLS;
    }
    tls_layer_begin(conversation, &start);
    if (held->len > 0) {
        tls_layer_octets(conversation->tls, DIRECTION_CLIENT, held->data, held->len);
    }
}

void imap_tls_secured(Imap *self, gboolean is_readable) {
    if (!is_readable) {
        spec_machine_enter(&self->machine, IMAP_STATE_TLS);
        return;
    }
    gboolean is_first = self->conversation->is_tls;
    imap_client_clear(self);
    imap_server_clear(self);
    self->client = (ImapClient){.mode = IMAP_CLIENT_COMMANDS};
    self->server = (ImapServer){.is_tls = FALSE};
    imap_client_init(self);
    imap_server_init(self);
    spec_machine_enter(&self->machine, is_first ? IMAP_STATE_START : IMAP_STATE_NOT_AUTHENTICATED);
    if (is_first) {
        imap_begin_connect(self);
    }
}
