/* SPDX-License-Identifier: MIT */
/* `maillab explain base64 TEXT`: octets -> bits -> groups of six -> letters, and back: RFC 2045
 * §6.8. */
#include "steps.h"

#include "mime/base64_decoder.h"
#include "options.h"

#include <string.h>

#define LINE_LETTERS 76u /* RFC 2045 §6.8 */
#define LINES_SHOWN 20u

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Three octets, or what is left of them, and the letters they become. */
typedef struct {
    guint8 octets[3];
    guint n_octets;
    guint32 bits; /* 24 of them, filled up with zeros */
} Group;

static guint n_letters(const Group *group) {
    return group->n_octets + 1;
}

static guint sextet(const Group *group, guint place) {
    return group->bits >> (18 - 6 * place) & 63;
}

static void append_bits(GString *row, guint value, guint n_bits) {
    for (guint i = n_bits; i-- > 0;)
        g_string_append_c(row, (value >> i & 1) != 0 ? '1' : '0');
}

static void tell_octets(ExplainPage *page, const Group *group) {
    g_autoptr(GString) bits = g_string_new(NULL);
    g_autofree char *hex = steps_hex(group->octets, group->n_octets, 3);
    g_autoptr(GString) octets =
        g_string_new_len((const char *)group->octets, (gssize)group->n_octets);
    g_autofree char *shown = steps_show(octets, 12);
    for (guint i = 0; i < group->n_octets; i++) {
        g_string_append(bits, i > 0 ? " " : "");
        append_bits(bits, group->octets[i], 8);
    }
    explain_page_row(page, "octets   %s  (%s)", hex, shown);
    explain_page_row(page, "bits     %s", bits->str);
}

static void tell_letters(ExplainPage *page, const Group *group) {
    g_autoptr(GString) bits = g_string_new(NULL);
    g_autoptr(GString) numbers = g_string_new(NULL);
    g_autoptr(GString) letters = g_string_new(NULL);
    for (guint i = 0; i < 4; i++) {
        gboolean is_padding = i >= n_letters(group);
        if (!is_padding)
            append_bits(bits, sextet(group, i), 6);
        g_string_append(bits, i < 3 ? " " : "");
        if (!is_padding)
            g_string_append_printf(numbers, "%6u ", sextet(group, i));
        g_string_append_printf(letters, "%6c ", is_padding ? '=' : alphabet[sextet(group, i)]);
    }
    explain_page_row(page, "in sixes %s", g_strchomp(bits->str));
    explain_page_row(page, "numbers  %s", g_strchomp(numbers->str));
    explain_page_row(page, "letters  %s", g_strchomp(letters->str));
}

static Group read_group(const GString *text, gsize offset) {
    Group group = {.n_octets = (guint)MIN(3, text->len - offset)};
    memcpy(group.octets, text->str + offset, group.n_octets);
    group.bits = (guint32)group.octets[0] << 16 | (guint32)group.octets[1] << 8 | group.octets[2];
    return group;
}

static void tell_padding(ExplainPage *page, gsize length) {
    static const char *const sentences[] = {
        "The octets fill the groups of three: no padding is needed.",
        "The last group has one octet: its 8 bits are filled up with zeros to 12, which are two "
        "letters, and == fills up the group of four.",
        "The last group has two octets: their 16 bits are filled up with zeros to 18, which are "
        "three letters, and = fills up the group of four.",
    };
    explain_page_paragraph(page, "%s", sentences[length % 3]);
}

/* The letters in lines; how many octets they take with their line ends. */
static gsize tell_lines(ExplainPage *page, const char *letters) {
    gsize length = strlen(letters), n_lines = (length + LINE_LETTERS - 1) / LINE_LETTERS;
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    for (gsize i = 0; i < length; i += LINE_LETTERS)
        g_ptr_array_add(lines, g_strndup(letters + i, LINE_LETTERS));
    explain_page_paragraph(page, "The result, in lines of at most 76 letters, each ended by CRLF:");
    steps_tell_rows(page, lines, LINES_SHOWN);
    return length + 2 * n_lines;
}

static void encode(ExplainPage *page, const GString *text) {
    g_autofree char *letters = steps_to_base64(text);
    explain_page_paragraph(page, "Three octets are 24 bits; cut into four groups of six, each is a "
                                 "number from 0 to 63, and each number has its letter.");
    gsize offset = 0;
    for (guint i = 0; i < STEPS_ROWS_MAX && offset < text->len; i++, offset += 3) {
        Group group = read_group(text, offset);
        if (i > 0)
            explain_page_blank_line(page);
        tell_octets(page, &group);
        tell_letters(page, &group);
    }
    if (offset < text->len)
        explain_page_paragraph(page,
                               "… and so on for the other %" G_GSIZE_FORMAT " groups of octets.",
                               (text->len - offset + 2) / 3);
    tell_padding(page, text->len);
    gsize on_the_wire = tell_lines(page, letters);
    steps_tell_cost(page, "with the line ends", text->len, on_the_wire);
    explain_page_paragraph(page, "It hides nothing: anyone can undo it, with "
                                 "`maillab explain base64 --decode`.");
}

static void tell_fault(ExplainPage *page, const OctetFault *fault, const char *what) {
    if (fault->count > 0)
        explain_page_item(page, "At octet %" G_GUINT64_FORMAT ": %s.", fault->first, what);
}

static void tell_faults(ExplainPage *page, const Base64Decoder *decoder) {
    static const char *const sentences[BASE64_N_FAULTS] = {
        [BASE64_FAULT_OUTSIDE] = "an octet that is no letter of base64 is passed over",
        [BASE64_FAULT_PADDING] = "the padding stands where none belongs",
        [BASE64_FAULT_LENGTH] =
            "the end comes inside a group of four letters: something is missing",
    };
    for (guint i = 0; i < BASE64_N_FAULTS; i++)
        tell_fault(page, &decoder->faults[i], sentences[i]);
}

/* "TWFu  19 22 5 46  010011…": a group of four letters on its way back. */
static void tell_group_back(ExplainPage *page, const char *letters, gsize length) {
    g_autoptr(GString) numbers = g_string_new(NULL);
    g_autoptr(GString) bits = g_string_new(NULL);
    for (gsize i = 0; i < length; i++) {
        const char *place =
            base64_is_letter((guint8)letters[i]) ? strchr(alphabet, letters[i]) : NULL;
        if (place == NULL)
            continue;
        g_string_append_printf(numbers, "%s%d", numbers->len > 0 ? " " : "",
                               (int)(place - alphabet));
        append_bits(bits, (guint)(place - alphabet), 6);
    }
    for (gsize at = 8; at < bits->len; at += 9)
        g_string_insert_c(bits, (gssize)at, ' ');
    explain_page_row(page, "%.*s  %-12s %s", (int)length, letters, numbers->str, bits->str);
}

/* Line ends and blanks are no letters. */
static GString *strip(const GString *text) {
    GString *letters = g_string_new(NULL);
    for (gsize i = 0; i < text->len; i++) {
        if (!g_ascii_isspace(text->str[i]))
            g_string_append_c(letters, text->str[i]);
    }
    return letters;
}

static void decode(ExplainPage *page, const GString *given) {
    g_autoptr(GString) text = strip(given);
    explain_page_paragraph(page, "Each letter stands for six bits; four letters are 24 bits, which "
                                 "are three octets.");
    gsize offset = 0;
    for (guint i = 0; i < STEPS_ROWS_MAX && offset < text->len; i++, offset += 4)
        tell_group_back(page, text->str + offset, MIN(4, text->len - offset));
    if (offset < text->len)
        explain_page_paragraph(page, "… and so on.");
    Base64Decoder decoder;
    base64_decoder_init(&decoder);
    g_autofree guint8 *octets = g_malloc(BASE64_ROOM(text->len) + BASE64_ROOM(0));
    gsize length = base64_decoder_push(&decoder, 0, (const guint8 *)text->str, text->len, octets);
    length += base64_decoder_finish(&decoder, text->len, octets + length);
    tell_faults(page, &decoder);
    g_autoptr(GString) result = g_string_new_len((const char *)octets, (gssize)length);
    g_autofree char *shown = steps_show(result, 1000);
    explain_page_paragraph(page, "The result, %" G_GSIZE_FORMAT " octet%s:", length,
                           length == 1 ? "" : "s");
    explain_page_quote(page, shown);
}

gboolean steps_base64(ExplainPage *page, const StepsInput *input, GError **error) {
    const GString *text = steps_argument(input, 0);
    g_autofree char *shown = steps_show(text, 30);
    if (text->len == 0)
        return options_refuse(error, "Give some text: maillab explain base64 \"Hello\".");
    explain_page_title(page, "base64", "\"%s\" %s, step by step.", shown,
                       input->decode ? "decoded" : "encoded");
    if (input->decode)
        decode(page, text);
    else
        encode(page, text);
    explain_page_source(page, "RFC 2045 §6.8");
    return TRUE;
}
