/* SPDX-License-Identifier: MIT */
/* What happened below the mail, TLS and TCP -> rows that live until their conversation is written.
 * It refuses to know how they will look. */
#include "render/text_layout.h"
#include "render/text_store.h"
#include "render/text_words.h"

#include <string.h>

static const char *keep_safe(TextConversation *self, const GString *text) {
    g_autofree char *safe = safe_text(text->str, (gssize)text->len, self->charset);
    return g_string_chunk_insert(self->strings, safe);
}

static const char *keep(TextConversation *self, const char *text) {
    return text == NULL ? NULL : g_string_chunk_insert(self->strings, text);
}

static void append_fact(GString *text, const char *name, const char *value) {
    if (value != NULL)
        g_string_append_printf(text, ", %s %s", name, value);
}

/* A handshake is told when it is known, which may be after what followed it on the wire. */
static gboolean is_later_event(const TextRow *row, guint64 frame) {
    return row->kind == TEXT_ROW_TCP && row->frames.first > frame;
}

/* Encryption hides what is said, and not that something is said. */
static void append_eavesdropper(GString *text, const TextConversation *self, const NoteTls *note) {
    gboolean shows_certificate = note->certificate != NULL && strcmp(note->version, "TLS 1.3") != 0;
    g_string_append(text, " An eavesdropper still learns");
    if (self->note.security == NOTE_SECURITY_STARTTLS)
        g_string_append(text, " all that was said before this point,");
    g_string_append_printf(text,
                           " who talks to whom (addresses, port %u: %s), when, and how many "
                           "octets each side sends",
                           self->note.server.port, self->note.spec->name);
    if (note->sni != NULL)
        g_string_append_printf(text, "%s the name of the server that the client asks for",
                               shows_certificate ? "," : ", and");
    if (shows_certificate)
        g_string_append(text, ", and the names in the certificate");
    g_string_append(text, "; not who logs in, who writes to whom, nor the mails.");
}

void text_store_tls(TextConversation *self, const NoteTls *note) {
    g_autoptr(GString) text = g_string_new("TLS handshake");
    append_fact(text, "version", note->version);
    append_fact(text, "cipher", note->cipher);
    append_fact(text, "server name asked for:", note->sni);
    append_fact(text, "protocol (ALPN)", note->alpn);
    append_fact(text, "certificate", note->certificate);
    g_string_append(text, note->decrypted ? "; opened here with the secrets of the session."
                                          : "; encrypted from here on, no keys.");
    append_eavesdropper(text, self, note);
    TextRow row = {.kind = TEXT_ROW_TLS,
                   .has_step = !note->decrypted,
                   .to = self->note.spec->tls,
                   .frames = note->frames,
                   .command = -1,
                   .text = keep_safe(self, text),
                   .latency_ns = -1,
                   .filter = keep(self, note->filter),
                   .message = -1};
    guint at = self->rows->len;
    while (at > 0 && is_later_event(text_row(self, at - 1), note->frames.first))
        at--;
    g_array_insert_val(self->rows, at, row);
}

/* What happens on the way, and whether a reader of the ladder has to know it. */
/* clang-format off */
static const struct {
    const char *event;
    const char *sentence; /* after "client: " */
    gboolean is_harmless;
    gsize counter; /* offset of the counter in TextConversation, 0 if none */
} tcp_events[] = {
    { "retransmission", "sent again, nothing new", TRUE, G_STRUCT_OFFSET(TextConversation, retransmissions) },
    { "out-of-order", "ahead of its turn, put back in order", TRUE, G_STRUCT_OFFSET(TextConversation, out_of_order) },
    { "keep-alive", "keep-alive, asks whether the other side is still there", TRUE, G_STRUCT_OFFSET(TextConversation, keep_alives) },
    { "bad-checksum", "TCP checksum does not hold", TRUE, G_STRUCT_OFFSET(TextConversation, bad_checksums) },
    { "conflict", "sent again with different octets", FALSE, 0 },
    { "rst", "breaks the connection off (RST)", FALSE, 0 },
    { "gap", "which the capture does not hold", FALSE, 0 },
};
/* clang-format on */

void text_store_tcp(TextConversation *self, const NoteTcp *note, gboolean show_all) {
    const char *sentence = note->event;
    gboolean is_harmless = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(tcp_events); i++) {
        if (strcmp(tcp_events[i].event, note->event) != 0)
            continue;
        sentence = tcp_events[i].sentence;
        is_harmless = tcp_events[i].is_harmless;
        if (tcp_events[i].counter != 0)
            G_STRUCT_MEMBER(guint, self, tcp_events[i].counter)++;
    }
    if (is_harmless && !show_all)
        return;
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "%s: ", direction_name(note->from));
    if (note->octets > 0) {
        text_count(text, note->octets, "octet", "octets");
        g_string_append(text, ", ");
    }
    g_string_append(text, sentence);
    TextRow row = {.kind = TEXT_ROW_TCP,
                   .frames = {note->frame, note->frame},
                   .command = -1,
                   .text = g_string_chunk_insert(self->strings, text->str),
                   .latency_ns = -1,
                   .filter = keep(self, note->filter),
                   .message = -1};
    g_array_append_val(self->rows, row);
}
