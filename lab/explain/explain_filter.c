/* SPDX-License-Identifier: MIT */
/* The pages of Wireshark's fields, and of filters made of them. What a field means stands in
 * compare/fields.c; here are only those around mail that are no fact of ours. */
#include "explain_source.h"
#include "filter_words.h"

#include "compare/fields.h"

#include <string.h>

/* clang-format off */
static const struct {
    const char *name, *meaning, *rfc;
} other_fields[] = {
    { "smtp", "something of SMTP or LMTP", "RFC 5321 §4" },
    { "pop", "something of POP3", "RFC 1939 §3" },
    { "imap", "something of IMAP", "RFC 9051 §2.2" },
    { "imf", "a whole message, header and body, that ends in this packet", "RFC 5322 §2.1" },
    { "mime_multipart", "a body of several parts", "RFC 2046 §5.1" },
    { "tcp", "a segment of TCP", "RFC 9293 §3.1" },
    { "tls", "a record of TLS", "RFC 8446 §5.1" },
    { "dns", "a question to the DNS, or its answer", "RFC 1035 §4.1" },
    { "frame.number", "the number of the packet in the file, as maillab's first column has it", "vendor" },
    { "frame.comment", "what somebody, perhaps maillab, has written beside the packet", "vendor" },
    { "tcp.port", "the port of either side", "RFC 9293 §3.1" },
    { "tcp.len", "how many octets the segment carries; 0 is a bare acknowledgement", "RFC 9293 §3.1" },
    { "tcp.flags.syn", "1 in the packets that open a connection", "RFC 9293 §3.5" },
    { "tcp.flags.ack", "1 if the packet acknowledges something; of the packets that open a connection the server's alone has it", "RFC 9293 §3.5" },
    { "tcp.flags.fin", "1 in the packets with which a side says that it is done", "RFC 9293 §3.6" },
    { "tcp.flags.reset", "1 in a packet that breaks the connection off", "RFC 9293 §3.5.2" },
    { "ip.addr", "the IPv4 address of either side", "RFC 791 §3.1" },
    { "dns.qry.name", "the name that is asked for", "RFC 1035 §4.1.2" },
    { "dns.qry.type", "what is asked for: 1 an IPv4 address, 28 an IPv6 address, 15 who takes the mail (MX)", "RFC 1035 §3.2.2" },
    { "tls.handshake.type", "the step of the handshake: 1 the client begins, 2 the server answers, 11 certificate", "RFC 8446 §4" },
    { "tls.handshake.extensions_server_name", "the name of the server that the client asks for, in clear", "RFC 6066 §3" },
};
/* clang-format on */

/* A field of either table. */
typedef struct {
    const char *name, *meaning, *rfc, *unanswered;
    gboolean is_presence; /* there, or not there: it has no value to compare */
} Field;

static gboolean field_at(guint index, Field *field) {
    guint n_rows;
    const FieldRow *rows = fields_rows(&n_rows);
    if (index < n_rows) {
        const FieldRow *row = &rows[index];
        *field = (Field){row->name, row->meaning, row->rfc != NULL ? row->rfc : "vendor",
                         row->unanswered, row->compare == FIELD_PRESENCE};
        return TRUE;
    }
    index -= n_rows;
    if (index >= G_N_ELEMENTS(other_fields))
        return FALSE;
    *field = (Field){other_fields[index].name, other_fields[index].meaning, other_fields[index].rfc,
                     NULL, strchr(other_fields[index].name, '.') == NULL};
    return TRUE;
}

static gboolean find_field(const char *name, Field *field) {
    for (guint i = 0; field_at(i, field); i++) {
        if (strcmp(field->name, name) == 0)
            return TRUE;
    }
    return FALSE;
}

gboolean explain_field_at(const ExplainSource *self, guint index, ExplainEntry *entry) {
    Field field;
    if (!field_at(index, &field))
        return FALSE;
    *entry = (ExplainEntry){field.name, field.meaning};
    return TRUE;
}

static guint tell_field(ExplainPage *page, const Field *field) {
    explain_page_title(page, field->name, "a field of Wireshark, for display filters.");
    explain_page_paragraph(page, field->is_presence ? "It is there to say: %s." : "It is %s.",
                           field->meaning);
    if (field->unanswered != NULL)
        explain_page_paragraph(page, "maillab has no fact of its own for it: %s.",
                               field->unanswered);
    explain_page_paragraph(page, "Asked for alone it selects the packets that have it: `%s`.",
                           field->name);
    explain_page_paragraph(page, "What then? `maillab analyze --filters CAPTURE` shows with every "
                                 "row the filter that finds it, with the value to compare.");
    explain_page_source(page, field->rfc);
    return 1;
}

static void tell_unknown(ExplainPage *page, const char *before, const char *name) {
    explain_page_item(page,
                      "%s%s is no field that is known here; `maillab explain fields` lists those "
                      "around mail.",
                      before, name);
}

/* "smtp.req.command is the verb …. It is to be exactly "MAIL"." */
static void tell_condition(ExplainPage *page, const char *before, const char *name,
                           const FilterWord *compare, const FilterWord *value) {
    Field field;
    if (!find_field(name, &field)) {
        tell_unknown(page, before, name);
        return;
    }
    g_autofree char *what = value == NULL ? g_strdup("is there")
                                          : g_strdup_printf("%s %s", compare->meaning, value->text);
    explain_page_item(page, "%s%s %s. (%s: %s; %s)", before, name, what, name, field.meaning,
                      strcmp(field.rfc, "vendor") == 0 ? "Wireshark's own" : field.rfc);
}

/* The condition that begins at word i; how many words it has. */
static guint tell_words(ExplainPage *page, const GArray *words, guint i, const char *before) {
    const FilterWord *name = &g_array_index(words, FilterWord, i);
    const FilterWord *next = i + 1 < words->len ? name + 1 : NULL;
    gboolean has_value = next != NULL && next->kind == FILTER_WORD_COMPARE && i + 2 < words->len;
    tell_condition(page, before, name->text, next, has_value ? next + 1 : NULL);
    return has_value ? 3 : 1;
}

static void tell_conditions(ExplainPage *page, const GArray *words) {
    g_autoptr(GString) before = g_string_new(NULL);
    for (guint i = 0; i < words->len;) {
        const FilterWord *word = &g_array_index(words, FilterWord, i);
        if (word->kind == FILTER_WORD_NAME) {
            i += tell_words(page, words, i, before->str);
            g_string_truncate(before, 0);
            continue;
        }
        if (word->kind == FILTER_WORD_BRACKET)
            g_string_append_printf(before, "%s ", word->text);
        else if (word->kind != FILTER_WORD_VALUE)
            g_string_append_printf(before, "%s ", word->meaning);
        i++;
    }
}

/* Has it a field that is known, and an operator? */
static gboolean is_filter(const GArray *words) {
    gboolean has_field = FALSE, has_operator = FALSE;
    Field field;
    for (guint i = 0; i < words->len; i++) {
        const FilterWord *word = &g_array_index(words, FilterWord, i);
        has_field |= word->kind == FILTER_WORD_NAME && find_field(word->text, &field);
        has_operator |= word->meaning != NULL;
    }
    return has_field && has_operator;
}

/* The sentence behind a filter's words, once: what `any` of several values means. */
static void tell_rules(ExplainPage *page) {
    explain_page_paragraph(page,
                           "A packet may have a field several times, when several lines end in "
                           "it: it is enough that one of them fits. What is split over packets "
                           "is found in the last of them. Capitals count, but for `matches`.");
    explain_page_paragraph(page,
                           "What then? Type it into Wireshark's filter line, or: "
                           "tshark -r CAPTURE -Y 'FILTER'. The other way round, from a row to "
                           "its filter: `maillab analyze --filters`.");
}

guint explain_field(const ExplainSource *self, ExplainPage *page, const char *term) {
    Field field;
    if (find_field(term, &field))
        return tell_field(page, &field);
    g_autoptr(GArray) words = filter_words_read(term);
    if (words == NULL || !is_filter(words))
        return 0;
    explain_page_title(page, "Filter", "a display filter of Wireshark.");
    explain_page_quote(page, term);
    explain_page_paragraph(page, "It selects the packets of which this holds:");
    tell_conditions(page, words);
    tell_rules(page);
    return 1;
}
