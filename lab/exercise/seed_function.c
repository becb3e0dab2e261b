/* SPDX-License-Identifier: MIT */
/* "FUNCTION ARGUMENTS" -> text: encodings and digests of the lecture, as a table. It knows neither
 * variables nor exercises. */
#include "exercise/seed_function.h"

#include "options.h"

#include <string.h>

/* ---- escapes -------------------------------------------------------------------------------- */

/* The octet of an escape whose letter is at `text`; the octets it takes, 0 if it is none. */
static gsize read_escape(const char *text, char *octet) {
    static const char letters[] = "0rnt\\", octets[] = "\0\r\n\t\\";
    const char *found = *text != '\0' ? strchr(letters, *text) : NULL;
    if (found != NULL) {
        *octet = octets[found - letters];
        return 1;
    }
    if (text[0] != 'x' || !g_ascii_isxdigit(text[1]) || !g_ascii_isxdigit(text[2]))
        return 0;
    *octet = (char)(g_ascii_xdigit_value(text[1]) * 16 + g_ascii_xdigit_value(text[2]));
    return 3;
}

GString *seed_function_unescape(const char *text) {
    GString *out = g_string_new(NULL);
    while (*text != '\0') {
        char octet = *text++;
        if (octet == '\\')
            text += read_escape(text, &octet);
        g_string_append_c(out, octet);
    }
    return out;
}

/* ---- functions ------------------------------------------------------------------------------ */

static char *base64(const GString *text) {
    return g_base64_encode((const guint8 *)text->str, text->len);
}

static char *unbase64(const GString *text) {
    gsize length = 0;
    g_autofree guint8 *octets = g_base64_decode(text->str, &length);
    return g_strndup((const char *)octets, length);
}

/* RFC 2045 §6.7, of a text in one line. */
static char *quoted_printable(const GString *text) {
    GString *out = g_string_new(NULL);
    for (gsize i = 0; i < text->len; i++) {
        guint8 octet = (guint8)text->str[i];
        gboolean is_last_blank = (octet == ' ' || octet == '\t') && i + 1 == text->len;
        if (octet == '=' || (octet != '\t' && (octet < ' ' || octet > '~')) || is_last_blank)
            g_string_append_printf(out, "=%02X", octet);
        else
            g_string_append_c(out, (char)octet);
    }
    return g_string_free(out, FALSE);
}

/* RFC 2047 §4.2; only what is safe everywhere (§5, rule 3) stands for itself. */
static char *encoded_word(const GString *text) {
    GString *out = g_string_new("=?utf-8?Q?");
    for (gsize i = 0; i < text->len; i++) {
        char octet = text->str[i];
        if (octet == ' ')
            g_string_append_c(out, '_');
        else if (g_ascii_isalnum(octet) || (octet != '\0' && strchr("!*+-/", octet) != NULL))
            g_string_append_c(out, octet);
        else
            g_string_append_printf(out, "=%02X", (guint8)octet);
    }
    g_string_append(out, "?=");
    return g_string_free(out, FALSE);
}

static char *encoded_word_b(const GString *text) {
    g_autofree char *encoded = base64(text);
    return g_strdup_printf("=?utf-8?B?%s?=", encoded);
}

static char *md5(const GString *text) {
    return g_compute_checksum_for_data(G_CHECKSUM_MD5, (const guchar *)text->str, text->len);
}

char *seed_function_cram_md5(const char *password, gsize password_length, const char *challenge,
                             gsize challenge_length) {
    return g_compute_hmac_for_data(G_CHECKSUM_MD5, (const guchar *)password, password_length,
                                   (const guchar *)challenge, challenge_length);
}

/* PASSWORD CHALLENGE */
static char *cram_md5(const GString *text) {
    const char *space = memchr(text->str, ' ', text->len);
    if (space == NULL)
        return NULL;
    gsize password_length = (gsize)(space - text->str);
    return seed_function_cram_md5(text->str, password_length, space + 1,
                                  text->len - password_length - 1);
}

static char *length(const GString *text) {
    return g_strdup_printf("%" G_GSIZE_FORMAT, text->len);
}

static char *upper(const GString *text) {
    return g_ascii_strup(text->str, (gssize)text->len);
}

static char *lower(const GString *text) {
    return g_ascii_strdown(text->str, (gssize)text->len);
}

/* TERM TERM … : whole numbers, added. */
static char *sum(const GString *text) {
    g_auto(GStrv) terms = g_strsplit_set(text->str, " +", -1);
    gint64 total = 0;
    for (guint i = 0; terms[i] != NULL; i++) {
        gint64 term = 0;
        if (terms[i][0] == '\0')
            continue;
        if (!g_ascii_string_to_signed(terms[i], 10, -1000000000, 1000000000, &term, NULL))
            return NULL;
        total += term;
    }
    return g_strdup_printf("%" G_GINT64_FORMAT, total);
}

static const struct {
    const char *name;
    char *(*call)(const GString *text); /* NULL: not what it takes */
} functions[] = {
    {"base64", base64},
    {"unbase64", unbase64},
    {"quoted-printable", quoted_printable},
    {"encoded-word", encoded_word},
    {"encoded-word-b", encoded_word_b},
    {"md5", md5},
    {"cram-md5", cram_md5},
    {"length", length},
    {"upper", upper},
    {"lower", lower},
    {"sum", sum},
};

char *seed_function_call(const char *call, GError **error) {
    const char *space = strchr(call, ' ');
    gsize name_length = space != NULL ? (gsize)(space - call) : strlen(call);
    g_autoptr(GString) text = seed_function_unescape(space != NULL ? space + 1 : "");
    for (guint i = 0; i < G_N_ELEMENTS(functions); i++) {
        if (strlen(functions[i].name) != name_length ||
            strncmp(functions[i].name, call, name_length) != 0)
            continue;
        char *result = functions[i].call(text);
        if (result == NULL)
            options_refuse(error, "\"%s\" is not what %s takes.", call, functions[i].name);
        return result;
    }
    g_autofree char *known = seed_function_list();
    options_refuse(error, "There is no function for \"%s\"; there are %s.", call, known);
    return NULL;
}

char *seed_function_list(void) {
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(functions); i++)
        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", functions[i].name);
    return g_string_free(names, FALSE);
}
