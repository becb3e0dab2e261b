/* SPDX-License-Identifier: MIT */
/* Octets off the wire -> text that is safe on a terminal and on paper, and how wide it is there.
 * It knows no colours and no layout. */
#include "render/safe_text.h"

#include <string.h>

gsize safe_text_decode(const char *octets, gsize left, gunichar *character) {
    guchar first = (guchar)octets[0];
    if (first < 0x80) {
        *character = first;
        return 1;
    }
    gunichar decoded = g_utf8_get_char_validated(octets, (gssize)MIN(left, 4));
    if (decoded == (gunichar)-1 || decoded == (gunichar)-2)
        return 0;
    *character = decoded;
    return (gsize)g_utf8_skip[first];
}

/* Letters that show nothing: a name of them looks like no name. */
static gboolean is_invisible_letter(gunichar character) {
    static const gunichar invisible[] = {0x034f, 0x115f, 0x1160, 0x17b4,
                                         0x17b5, 0x2800, 0x3164, 0xffa0};
    for (guint i = 0; i < G_N_ELEMENTS(invisible); i++) {
        if (character == invisible[i])
            return TRUE;
    }
    return FALSE;
}

gboolean safe_text_is_printable(gunichar character) {
    if (character < 0x7f)
        return character >= 0x20;
    switch (g_unichar_type(character)) {
    case G_UNICODE_CONTROL: /* C1 */
    case G_UNICODE_FORMAT:  /* bidirectional marks, zero-width, soft hyphen, tags */
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return FALSE;
    default:
        return !is_invisible_letter(character);
    }
}

static void append_escape(GString *out, gunichar character) {
    switch (character) {
    case '\n':
        g_string_append(out, "\\n");
        return;
    case '\r':
        g_string_append(out, "\\r");
        return;
    case '\t':
        g_string_append(out, "\\t");
        return;
    default:
        if (character < 0x80)
            g_string_append_printf(out, "\\x%02x", character);
        else
            g_string_append_printf(out, "\\u{%x}", character);
    }
}

static gboolean is_shown(gunichar character, SafeCharset charset) {
    return safe_text_is_printable(character) && (charset == SAFE_UTF8 || character < 0x80);
}

/* Would "\" and what follows it, as it will be shown, read like one of our escapes? */
static gboolean imitates_escape(const char *rest, gsize left, SafeCharset charset) {
    gunichar next;
    if (left == 0)
        return FALSE;
    if (safe_text_decode(rest, left, &next) == 0 || !is_shown(next, charset))
        return TRUE;
    return strchr("nrtxu\\", rest[0]) != NULL;
}

void safe_text_append(GString *out, const char *octets, gsize length, SafeCharset charset) {
    for (gsize at = 0; at < length;) {
        gunichar character;
        gsize size = safe_text_decode(octets + at, length - at, &character);
        if (size == 0) {
            g_string_append_printf(out, "\\x%02x", (guchar)octets[at]);
            at++;
            continue;
        }
        if (!is_shown(character, charset))
            append_escape(out, character);
        else
            g_string_append_len(out, octets + at, (gssize)size);
        at += size;
        if (character == '\\' && imitates_escape(octets + at, length - at, charset))
            g_string_append_c(out, '\\');
    }
}

char *safe_text(const char *octets, gssize length, SafeCharset charset) {
    gsize size = length < 0 ? strlen(octets) : (gsize)length;
    GString *out = g_string_sized_new(size + 8);
    safe_text_append(out, octets, size, charset);
    return g_string_free(out, FALSE);
}

/* clang-format off */
static const struct {
    gunichar character;
    const char *spelled;
} spellings[] = {
    { 0x00a0, " " },   { 0x00a7, "section " }, { 0x00b5, "u" },   { 0x00b7, "-" },  { 0x00d7, "x" },
    { 0x2013, "-" },   { 0x2014, "-" },        { 0x2018, "'" },   { 0x2019, "'" },  { 0x201c, "\"" },
    { 0x201d, "\"" },  { 0x2026, "..." },      { 0x2190, "<-" },  { 0x2192, "->" }, { 0x2260, "!=" },
    { 0x2264, "<=" },  { 0x2265, ">=" },       { 0x2212, "-" },   { 0x2194, "<->" },
};
/* clang-format on */

static const char *spelling_of(gunichar character) {
    for (guint i = 0; i < G_N_ELEMENTS(spellings); i++) {
        if (spellings[i].character == character)
            return spellings[i].spelled;
    }
    return NULL;
}

void safe_sentence_append(GString *out, const char *sentence, SafeCharset charset) {
    gsize length = strlen(sentence);
    if (charset == SAFE_UTF8) {
        safe_text_append(out, sentence, length, charset);
        return;
    }
    gsize plain_from = 0;
    for (gsize at = 0; at < length;) {
        gunichar character;
        gsize size = safe_text_decode(sentence + at, length - at, &character);
        const char *spelled = size > 1 ? spelling_of(character) : NULL;
        if (spelled != NULL) {
            safe_text_append(out, sentence + plain_from, at - plain_from, charset);
            g_string_append(out, spelled);
            plain_from = at + size;
        }
        at += MAX(size, 1);
    }
    safe_text_append(out, sentence + plain_from, length - plain_from, charset);
}

guint safe_text_columns_of(gunichar character) {
    if (character >= 0x20 && character < 0x7f)
        return 1;
    if (g_unichar_iszerowidth(character))
        return 0;
    return g_unichar_iswide(character) ? 2 : 1;
}

guint safe_text_columns(const char *utf8, gsize length) {
    guint columns = 0;
    for (const char *at = utf8, *end = utf8 + length; at < end; at = g_utf8_next_char(at))
        columns += safe_text_columns_of(g_utf8_get_char(at));
    return columns;
}
