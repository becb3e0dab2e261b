/* SPDX-License-Identifier: MIT */
/* What a value says: its content without escapes, as a number, as a word. It knows nothing of where
 * the value stands. */
#include "syntax/imap_reader.h"

#include <string.h>

gboolean imap_is_digit(guchar octet) {
    return g_ascii_isdigit((gchar)octet);
}

gboolean imap_slice_is(SyntaxSlice slice, const char *word) {
    return slice.length == strlen(word) &&
           (slice.length == 0 || g_ascii_strncasecmp(slice.octets, word, slice.length) == 0);
}

/* number64 = 1*DIGIT ; below 2^63 */
gboolean imap_slice_number(SyntaxSlice slice, guint64 *number) {
    guint64 value = 0;
    return smtp_parse_number(slice.octets, slice.length, &value) && value <= G_MAXINT64 &&
           (*number = value, TRUE);
}

void imap_slice_upper(SyntaxSlice slice, char *name, gsize size) {
    gsize length = MIN(slice.length, size - 1);
    for (gsize i = 0; i < length; i++)
        name[i] = g_ascii_toupper(slice.octets[i]);
    name[length] = '\0';
}

gsize imap_slice_at(const ImapText *text, SyntaxSlice slice) {
    return slice.octets == NULL ? text->length : (gsize)(slice.octets - text->octets);
}

gsize imap_slice_end(const ImapText *text, SyntaxSlice slice) {
    return imap_slice_at(text, slice) + slice.length;
}

static gboolean has_content(const ImapValue *value) {
    return value->kind != IMAP_VALUE_NONE && value->kind != IMAP_VALUE_NIL &&
           value->kind != IMAP_VALUE_LIST && value->octets.octets != NULL;
}

/* quoted         = DQUOTE *QUOTED-CHAR DQUOTE
 * QUOTED-CHAR    = <any TEXT-CHAR except quoted-specials> / "\" quoted-specials / UTF8-2 / … */
char *imap_value_dup(const ImapValue *value) {
    if (!has_content(value))
        return NULL;
    GString *content = g_string_sized_new(value->octets.length);
    for (gsize i = 0; i < value->octets.length; i++) {
        char octet = value->octets.octets[i];
        gboolean is_escape =
            value->kind == IMAP_VALUE_QUOTED && octet == '\\' && i + 1 < value->octets.length;
        i += is_escape ? 1 : 0;
        g_string_append_c(content, value->octets.octets[i]);
    }
    return g_string_free(content, FALSE);
}

gboolean imap_value_is(const ImapValue *value, const char *word) {
    return has_content(value) && imap_slice_is(value->octets, word);
}

gboolean imap_value_number(const ImapValue *value, guint64 *number) {
    return has_content(value) && imap_slice_number(value->octets, number);
}

gboolean imap_next_value(const ImapText *text, gsize *at, gsize end, ImapValue *value,
                         guint *problems) {
    ImapReader reader = {.text = text, .at = *at, .end = MIN(end, text->length)};
    imap_reader_space(&reader);
    /* A parenthesis that closes nothing is stepped over. */
    while (imap_reader_sees(&reader, ')')) {
        imap_reader_take(&reader, 1, NULL);
        imap_reader_space(&reader);
        reader.problems |= IMAP_PROBLEM_PARENTHESIS;
    }
    *value = imap_reader_pass(&reader);
    *at = reader.at;
    if (problems != NULL)
        *problems |= reader.problems;
    return value->kind != IMAP_VALUE_NONE;
}
