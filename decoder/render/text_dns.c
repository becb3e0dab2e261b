/* SPDX-License-Identifier: MIT */
/* A look-up in the DNS -> a row of the ladder that says in plain words what was asked and answered.
 * It does not know which conversation it led to. */
#include "render/text_dns.h"

#include <string.h>

typedef struct {
    const char *kind;
    const char *before, *after; /* of the name, in the question */
    const char *about, *sentence, *rfc;
} DnsWords;

/* clang-format off */
static const DnsWords words[] = {
    { "MX", "who takes mail for ", "?", "dns:MX",
      "The sender asks the DNS which hosts take mail for the domain behind the @; of several it tries the one with the lowest preference number first",
      "RFC 5321 §5.1" },
    { "A", "what is the IPv4 address of ", "?", "dns:A",
      "The answer is an address to connect to, here for a host whose name is known",
      "RFC 1035 §3.4.1" },
    { "AAAA", "what is the IPv6 address of ", "?", "dns:AAAA",
      "AAAA records hold IPv6 addresses; a host that speaks IPv6 asks for both kinds",
      "RFC 5321 §5.2" },
};
/* clang-format on */

static const DnsWords *find_words(const char *kind) {
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(words[i].kind, kind) == 0)
            return &words[i];
    }
    return &words[0];
}

static void append_safe(GString *out, const char *text, SafeCharset charset) {
    safe_text_append(out, text, strlen(text), charset);
}

/* "10 mta.b.example" -> "mta.b.example (preference 10)" */
static void append_exchange(GString *out, const char *answer, SafeCharset charset) {
    const char *space = strchr(answer, ' ');
    append_safe(out, space == NULL ? answer : space + 1, charset);
    if (space != NULL)
        g_string_append_printf(out, " (preference %.*s)", (int)(space - answer), answer);
}

static void append_answer(GString *out, const NoteDns *note, const char *answer, const char *server,
                          SafeCharset charset) {
    if (strcmp(note->kind, "MX") == 0) {
        append_exchange(out, answer, charset);
        return;
    }
    append_safe(out, answer, charset);
    if (g_strcmp0(answer, server) == 0)
        g_string_append(out, " (this server)");
}

/* What is said where no record came back. */
static const char *say_nothing(const NoteDns *note) {
    if (note->has_no_such_name)
        return "there is no such name";
    if (note->failure != NULL)
        return NULL;
    return strcmp(note->kind, "MX") == 0
               ? "no MX record: then mail goes to the address of the name itself"
               : "no such address";
}

static void append_answers(GString *out, const NoteDns *note, const char *server,
                           SafeCharset charset) {
    const char *nothing = say_nothing(note);
    if (note->is_null_mx) {
        g_string_append(out, "nobody, it wants no mail (null MX)");
        return;
    }
    for (guint i = 0; i < note->n_answers; i++) {
        g_string_append(out, i == 0 ? "" : ", ");
        append_answer(out, note, note->answers[i], server, charset);
    }
    if (note->n_answers == 0 && nothing != NULL)
        g_string_append(out, nothing);
    else if (note->n_answers == 0)
        g_string_append_printf(out, "no answer (%s)", note->failure);
}

void text_dns_sentence(GString *out, const NoteDns *note, const char *server, SafeCharset charset,
                       const TextSigns *signs) {
    const DnsWords *row = find_words(note->kind);
    g_string_append(out, row->before);
    append_safe(out, note->name, charset);
    g_string_append_printf(out, "%s %s ", row->after, signs->to);
    append_answers(out, note, server, charset);
}

void text_store_dns(TextConversation *self, const NoteDns *note, const TextSigns *signs) {
    char server[NET_ADDRESS_TEXT_SIZE];
    net_address_text(&self->note.server.address, server);
    g_autoptr(GString) text = g_string_new("DNS: ");
    text_dns_sentence(text, note, server, self->charset, signs);
    const DnsWords *row_words = find_words(note->kind);
    TextRemark remark = {.row = self->rows->len,
                         .about = row_words->about,
                         .text = row_words->sentence,
                         .rfc = row_words->rfc};
    g_array_append_val(self->remarks, remark);
    if (note->is_null_mx) {
        remark.about = "dns:null-mx";
        remark.text = "An MX record that names the root as its host says that the domain takes no "
                      "mail at all";
        remark.rfc = "RFC 7505 §3";
        g_array_append_val(self->remarks, remark);
    }
    TextRow row = {
        .kind = TEXT_ROW_DNS,
        .frames = note->frames,
        .command = -1,
        .text = g_string_chunk_insert(self->strings, text->str),
        .latency_ns = -1,
        .filter = note->filter == NULL ? NULL : g_string_chunk_insert(self->strings, note->filter),
        .message = -1};
    g_array_append_val(self->rows, row);
}
