/* SPDX-License-Identifier: MIT */
/* `maillab explain quoted-printable TEXT`: octets -> what may stand as it is and what becomes =XX,
 * and back: RFC 2045 §6.7. */
#include "steps.h"

#include "mime/quoted_printable.h"
#include "options.h"

#include <string.h>

#define LINE_OCTETS 76u /* with the = of a soft break: RFC 2045 §6.7, rule 5 */
#define LINES_SHOWN 20u

static gboolean is_line_end(const GString *text, gsize at) {
    return at >= text->len || text->str[at] == '\n' ||
           (text->str[at] == '\r' && at + 1 < text->len && text->str[at + 1] == '\n');
}

/* Why an octet cannot stand as it is; NULL if it can. */
static const char *reason(const GString *text, gsize at) {
    guint8 octet = (guint8)text->str[at];
    if (octet > 126)
        return "is no ASCII (rule 1)";
    if (octet == '=')
        return "begins an escape, so it needs one itself (rule 1)";
    if ((octet == ' ' || octet == '\t') && is_line_end(text, at + 1))
        return "at the end of a line might be lost on the way (rule 3)";
    if (octet < 32 && octet != '\t')
        return "is a control (rule 1)";
    return NULL;
}

typedef struct {
    GPtrArray *lines;
    GString *line;
    guint n_soft; /* soft line breaks */
} Writer;

static void writer_end_line(Writer *self) {
    g_ptr_array_add(self->lines, g_string_free(self->line, FALSE));
    self->line = g_string_new(NULL);
}

/* A piece that is not to be torn apart; the last of a line needs no room for a soft break. */
static void writer_add(Writer *self, const char *piece, gboolean is_last) {
    gsize room = is_last ? LINE_OCTETS : LINE_OCTETS - 1;
    if (self->line->len + strlen(piece) > room) {
        g_string_append_c(self->line, '=');
        writer_end_line(self);
        self->n_soft++;
    }
    g_string_append(self->line, piece);
}

/* The encoded lines; each takes two octets more on the wire. */
static void write_all(Writer *self, const GString *text) {
    for (gsize i = 0; i < text->len; i++) {
        if (is_line_end(text, i)) {
            i += text->str[i] == '\r' ? 1 : 0;
            writer_end_line(self);
            continue;
        }
        char piece[] = {text->str[i], '\0', '\0', '\0'};
        if (reason(text, i) != NULL)
            g_snprintf(piece, sizeof piece, "=%02X", (guint8)text->str[i]);
        writer_add(self, piece, is_line_end(text, i + 1));
    }
    if (self->line->len > 0)
        writer_end_line(self);
}

static void tell_reasons(ExplainPage *page, const GString *text) {
    gboolean is_told[256] = {FALSE};
    guint n_told = 0, n_others = 0;
    for (gsize i = 0; i < text->len; i++) {
        guint8 octet = (guint8)text->str[i];
        if (is_line_end(text, i) || is_told[octet] || reason(text, i) == NULL)
            continue;
        is_told[octet] = TRUE;
        if (n_told++ < STEPS_ROWS_MAX)
            explain_page_item(page, "The octet %02X%s%s%s becomes =%02X: it %s.", octet,
                              octet > 32 && octet < 127 ? " (" : "",
                              octet > 32 && octet < 127 ? (char[]){(char)octet, 0} : "",
                              octet > 32 && octet < 127 ? ")" : "", octet, reason(text, i));
        else
            n_others++;
    }
    if (n_told == 0)
        explain_page_item(page, "Every octet may stand as it is.");
    if (n_others > 0)
        explain_page_item(page, "… and %u other octets likewise.", n_others);
}

static void encode(ExplainPage *page, const GString *text) {
    explain_page_paragraph(page,
                           "Octets 33 to 126 stand as they are, but for the equals sign; so "
                           "does a blank that does not end a line. All else becomes = and two "
                           "hexadecimal digits. Text from the terminal is in UTF-8, where a "
                           "letter beyond ASCII is two octets or more.");
    tell_reasons(page, text);
    Writer writer = {g_ptr_array_new_with_free_func(g_free), g_string_new(NULL), 0};
    write_all(&writer, text);
    gsize octets = 0;
    for (guint i = 0; i < writer.lines->len; i++)
        octets += strlen(writer.lines->pdata[i]) + 2;
    explain_page_paragraph(page, "The result, each line ended by CRLF:");
    steps_tell_rows(page, writer.lines, LINES_SHOWN);
    if (writer.n_soft > 0)
        explain_page_paragraph(page,
                               "A line may have 76 characters: %u soft line break%s (an = at the "
                               "end) had to be put in, which the reader takes out again.",
                               writer.n_soft, writer.n_soft == 1 ? "" : "s");
    steps_tell_cost(page, "with the line ends", text->len, octets);
    gsize base64 = (text->len + 2) / 3 * 4;
    explain_page_paragraph(page, "In base64 it would be %" G_GSIZE_FORMAT " letters%s.", base64,
                           base64 < octets ? ", which is shorter here"
                                           : ", and nobody could read it");
    g_ptr_array_unref(writer.lines);
    g_string_free(writer.line, TRUE);
}

static void decode(ExplainPage *page, const GString *text) {
    QpDecoder decoder;
    qp_decoder_init(&decoder);
    g_autoptr(GString) result = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
    guint64 offset = 0;
    for (guint i = 0; lines[i] != NULL; i++) {
        gsize length = strcspn(lines[i], "\r");
        g_autofree guint8 *out = g_malloc(QP_ROOM(length));
        gsize n = qp_decoder_push(&decoder, offset, (const guint8 *)lines[i], length, out);
        g_string_append_len(result, (const char *)out, (gssize)n);
        guint8 end[QP_ROOM(0)];
        n = lines[i + 1] != NULL ? qp_decoder_line_end(&decoder, (const guint8 *)"\r\n", 2, end)
                                 : qp_decoder_finish(&decoder, end);
        g_string_append_len(result, (const char *)end, (gssize)n);
        offset += strlen(lines[i]) + 1;
    }
    explain_page_paragraph(page, "Every = with two hexadecimal digits becomes the octet they stand "
                                 "for; an = at the end of a line joins it to the next.");
    if (decoder.faults[QP_FAULT_ESCAPE].count > 0)
        explain_page_item(page, "An = stands before neither two hexadecimal digits nor a line end: "
                                "it is kept as it is.");
    g_autofree char *shown = steps_show(result, 1000);
    explain_page_paragraph(page, "The result, %" G_GSIZE_FORMAT " octets:", result->len);
    explain_page_quote(page, shown);
}

gboolean steps_quoted_printable(ExplainPage *page, const StepsInput *input, GError **error) {
    const GString *text = steps_argument(input, 0);
    g_autofree char *shown = steps_show(text, 30);
    if (text->len == 0)
        return options_refuse(error, "Give some text: maillab explain quoted-printable \"Grüße\".");
    explain_page_title(page, "quoted-printable", "\"%s\" %s, step by step.", shown,
                       input->decode ? "decoded" : "encoded");
    if (input->decode)
        decode(page, text);
    else
        encode(page, text);
    explain_page_source(page, "RFC 2045 §6.7");
    return TRUE;
}
