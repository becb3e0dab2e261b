/* SPDX-License-Identifier: MIT */
/* Octets -> text in which each of them can be seen. It knows no encoding but base64 in one line. */
#include "steps.h"

#include "mime/base64_decoder.h"

#include <string.h>

const GString *steps_argument(const StepsInput *self, guint index) {
    return index < self->arguments->len ? self->arguments->pdata[index] : NULL;
}

/* The length of the UTF-8 character at the beginning, 0 if there is none that can be shown. */
static gsize printable_length(const char *text, gsize length) {
    gunichar character = g_utf8_get_char_validated(text, (gssize)length);
    if (character == (gunichar)-1 || character == (gunichar)-2 || !g_unichar_isprint(character))
        return 0;
    return (gsize)g_unichar_to_utf8(character, NULL);
}

char *steps_show(const GString *octets, guint columns) {
    GString *text = g_string_new(NULL);
    guint shown = 0;
    for (gsize i = 0; i < octets->len && shown < columns;) {
        gsize length = printable_length(octets->str + i, octets->len - i);
        if (length == 0)
            g_string_append_printf(text, "\\x%02X", (guint8)octets->str[i]);
        else
            g_string_append_len(text, octets->str + i, (gssize)length);
        shown += length == 0 ? 4 : 1;
        i += MAX(length, 1);
        if (shown >= columns && i < octets->len)
            g_string_append(text, "…");
    }
    return g_string_free(text, FALSE);
}

GString *steps_from_base64(const GString *letters) {
    for (gsize i = 0; i < letters->len; i++) {
        if (!base64_is_letter((guint8)letters->str[i]) && letters->str[i] != '=')
            return NULL;
    }
    Base64Decoder decoder;
    base64_decoder_init(&decoder);
    GString *octets = g_string_sized_new(BASE64_ROOM(letters->len) + BASE64_ROOM(0));
    guint8 *out = (guint8 *)octets->str;
    gsize length =
        base64_decoder_push(&decoder, 0, (const guint8 *)letters->str, letters->len, out);
    length += base64_decoder_finish(&decoder, letters->len, out + length);
    g_string_set_size(octets, length);
    return octets;
}

char *steps_to_base64(const GString *octets) {
    return g_base64_encode((const guchar *)octets->str, octets->len);
}

char *steps_hex(const guint8 *octets, gsize length, gsize n_max) {
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < MIN(length, n_max); i++)
        g_string_append_printf(text, "%s%02X", i > 0 ? " " : "", octets[i]);
    if (length > n_max)
        g_string_append(text, " …");
    return g_string_free(text, FALSE);
}

void steps_tell_cost(ExplainPage *page, const char *what, gsize before, gsize after) {
    double more = before == 0 ? 0 : 100.0 * ((double)after - (double)before) / (double)before;
    explain_page_paragraph(
        page, "The cost: %" G_GSIZE_FORMAT " octet%s became %" G_GSIZE_FORMAT " %s: %.0f %% %s.",
        before, before == 1 ? "" : "s", after, what, more < 0 ? -more : more,
        more < 0 ? "fewer" : "more");
}

void steps_tell_rows(ExplainPage *page, const GPtrArray *rows, guint n_max) {
    for (guint i = 0; i < MIN(rows->len, n_max); i++)
        explain_page_row(page, "%s", (const char *)rows->pdata[i]);
    if (rows->len > n_max)
        explain_page_row(page, "… (and %u more lines)", rows->len - n_max);
}
