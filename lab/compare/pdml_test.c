/* SPDX-License-Identifier: MIT */
#include "compare/pdml.h"

#include <criterion/criterion.h>
#include <string.h>

/* What the reader told, one frame a line: number, stream, then name=value of each field. */
static void write_down(gpointer user, const PdmlFrame *frame) {
    GString *out = user;
    g_string_append_printf(out, "%u/%d", (guint)frame->number,
                           frame->has_stream ? (int)frame->stream : -1);
    for (guint i = 0; i < frame->fields->len; i++) {
        const PdmlField *field = &g_array_index(frame->fields, PdmlField, i);
        g_string_append_printf(out, " %s=%.*s", field->row->name, (int)MIN(field->value_length, 40),
                               pdml_value(frame, field));
    }
    g_string_append_c(out, '\n');
}

#define HEAD "<?xml version=\"1.0\"?><pdml>"
#define FRAME(n, rest)                                                                             \
    "<packet><proto name=\"geninfo\"><field name=\"num\" show=\"" n "\"/></proto>" rest "</"       \
    "packet>"
#define TCP(stream)                                                                                \
    "<proto name=\"tcp\"><field name=\"tcp.stream\" show=\"" stream                                \
    "\"/><field name=\"tcp.srcport\" show=\"25\"/></proto>"
#define CODE "<field name=\"smtp.response.code\" show=\"250\" value=\"323530\" size=\"3\"/>"
#define VERB(show, hex)                                                                            \
    "<field name=\"smtp.req.command\" show=\"" show "\" value=\"" hex "\" size=\"4\"/>"

/* clang-format off */
static const struct {
    const char *name, *text;
    const char *expected; /* NULL: an error */
} cases[] = {
    { "nothing", HEAD "</pdml>", "" },
    { "a frame without fields", HEAD FRAME("7", "") "</pdml>", "7/-1\n" },
    { "connection and code", HEAD FRAME("1", TCP("3") "<proto name=\"smtp\">" CODE "</proto>") "</pdml>",
      "1/3 tcp.stream=3 smtp.response.code=250\n" },
    { "octets count, not what is shown", HEAD FRAME("1", "<proto name=\"smtp\">" VERB("MA", "4d41494c") "</proto>") "</pdml>",
      "1/-1 smtp.req.command=MAIL\n" },
    { "fields within fields", HEAD FRAME("1", "<proto name=\"smtp\"><field name=\"x\">" CODE "</field></proto>") "</pdml>",
      "1/-1 smtp.response.code=250\n" },
    { "entities", HEAD FRAME("1", "<proto name=\"smtp\"><field name=\"smtp.req.command\" show=\"&lt;&quot;&amp;\"/></proto>") "</pdml>",
      "1/-1 smtp.req.command=<\"&\n" },
    { "a TCP header quoted by ICMP is not the frame's", HEAD FRAME("1", "<proto name=\"icmp\"><proto name=\"tcp\"><field name=\"tcp.stream\" show=\"9\"/></proto></proto>") "</pdml>",
      "1/-1\n" },
    { "reassembly stands beside TCP", HEAD FRAME("1", "<proto name=\"fake-field-wrapper\"><field name=\"tcp.segments\"><field name=\"tcp.segment.count\" show=\"2\"/></field></proto>") "</pdml>",
      "1/-1 tcp.segments= tcp.segment.count=2\n" },
    { "unknown fields", HEAD FRAME("1", "<proto name=\"frame\"><field name=\"frame.len\" show=\"60\"/></proto>") "</pdml>", "1/-1\n" },
    { "half a hexadecimal octet", HEAD FRAME("1", "<proto name=\"smtp\">" VERB("x", "4d4") "</proto>") "</pdml>", "1/-1 smtp.req.command=M\n" },
    { "no hexadecimal", HEAD FRAME("1", "<proto name=\"smtp\">" VERB("x", "zz") "</proto>") "</pdml>", "1/-1 smtp.req.command=\n" },
    { "octets that are no ASCII", HEAD FRAME("1", "<proto name=\"smtp\"><field name=\"smtp.req.command\" show=\"\xff\x01\"/></proto>") "</pdml>",
      "1/-1 smtp.req.command=??\n" },
    { "a stream beyond 32 bits", HEAD FRAME("1", TCP("99999999999")) "</pdml>", "1/-1 tcp.stream=99999999999\n" },
    { "fields outside of packets", HEAD CODE "</pdml>", "" },
    { "a packet without a number", HEAD "<packet><proto name=\"smtp\">" CODE "</proto></packet></pdml>", "" },
    { "not closed", HEAD FRAME("1", ""), NULL },
    { "closed in disorder", HEAD "<packet></pdml></packet>", NULL },
    { "no XML", "Wireshark is not installed", NULL },
    { "an entity that is none", HEAD FRAME("1", "<proto name=\"&nonsense;\"/>") "</pdml>", NULL },
};
/* clang-format on */

/* Pieces of `size` octets (0: the two pieces that `cut` makes) -> what was told, or NULL. */
static char *read_pieces(const char *text, gsize cut, gsize size) {
    GString *out = g_string_new(NULL);
    g_autoptr(PdmlReader) reader = pdml_reader_new(write_down, out);
    gsize length = strlen(text), at = 0;
    gboolean is_good = TRUE;
    while (is_good && at < length) {
        gsize piece = size > 0 ? size : at < cut ? cut : length - cut;
        piece = MIN(piece, length - at);
        is_good = pdml_reader_push(reader, text + at, piece, NULL);
        at += piece;
    }
    is_good = is_good && pdml_reader_finish(reader, NULL);
    return g_string_free(out, !is_good);
}

Test(pdml, whole) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *told = read_pieces(cases[i].text, strlen(cases[i].text), 0);
        cr_expect(g_strcmp0(told, cases[i].expected) == 0, "%s: %s", cases[i].name, told);
    }
}

Test(pdml, cut_at_every_point) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize cut = 1; cut < strlen(cases[i].text); cut++) {
            g_autofree char *told = read_pieces(cases[i].text, cut, 0);
            cr_assert(g_strcmp0(told, cases[i].expected) == 0, "%s at %zu: %s", cases[i].name, cut,
                      told);
        }
    }
}

Test(pdml, octet_by_octet) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *told = read_pieces(cases[i].text, 0, 1);
        cr_expect(g_strcmp0(told, cases[i].expected) == 0, "%s: %s", cases[i].name, told);
    }
}

/* A mail of any size may stand in an attribute; what is kept of it does not grow. */
Test(pdml, long_attributes_are_cut) {
    g_autoptr(GString) text =
        g_string_new(HEAD "<packet><proto name=\"geninfo\"><field name=\"num\" "
                          "show=\"1\"/></proto><proto name=\"smtp\"><field "
                          "name=\"smtp.command_line\" value=\"");
    for (guint i = 0; i < 1000000; i++)
        g_string_append(text, "41");
    g_string_append(text, "\" size=\"1000000\" show=\"");
    for (guint i = 0; i < 1000000; i++)
        g_string_append(text, "&quot;");
    g_string_append(text, "\"/></proto></packet></pdml>");
    g_autofree char *told = read_pieces(text->str, 0, 4093);
    g_autofree char *expected =
        g_strdup_printf("1/-1 smtp.command_line=%s\n", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    cr_expect_str_eq(told, expected);
}

static void count_fields(gpointer user, const PdmlFrame *frame) {
    guint64 *counts = user;
    counts[0] += frame->fields->len;
    counts[1] += frame->left_out;
}

Test(pdml, fields_of_a_frame_are_bounded) {
    guint64 counts[2] = {0, 0};
    g_autoptr(PdmlReader) reader = pdml_reader_new(count_fields, counts);
    const char *head =
        HEAD "<packet><proto name=\"geninfo\"><field name=\"num\" show=\"1\"/></proto>";
    cr_assert(pdml_reader_push(reader, head, strlen(head), NULL));
    for (guint i = 0; i < PDML_FIELDS_MAX + 5; i++)
        cr_assert(pdml_reader_push(reader, CODE, strlen(CODE), NULL));
    cr_assert(pdml_reader_push(reader, "</packet></pdml>", 16, NULL));
    cr_expect(counts[0] == PDML_FIELDS_MAX);
    cr_expect(counts[1] == 5);
}

Test(pdml, depth_is_bounded) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(PdmlReader) reader = pdml_reader_new(write_down, out);
    gboolean is_good = pdml_reader_push(reader, "<pdml>", 6, NULL);
    for (guint i = 0; is_good && i < PDML_DEPTH_MAX + 10; i++)
        is_good = pdml_reader_push(reader, "<proto name=\"smtp\">", 19, &error);
    cr_expect_not(is_good);
    cr_expect_not_null(error);
}
