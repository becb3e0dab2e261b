/* SPDX-License-Identifier: MIT */
/* Turns octets of a named charset into valid UTF-8 by way of iconv. It knows nothing of encoded
 * words or parameters. */
#include "mime/charset.h"

#include <string.h>

#define REPLACEMENT "\357\277\275" /* U+FFFD */

/* Names that mails use and iconv does not know. */
static const struct {
    const char *alias, *name;
} aliases[] = {
    {"ks_c_5601-1987", "CP949"},
    {"ks_c_5601", "CP949"},
    {"ksc5601", "CP949"},
    {"x-sjis", "CP932"},
    {"shift-jis", "CP932"},
    {"x-euc-jp", "EUC-JP"},
    {"x-gbk", "GBK"},
    {"gb2312", "GB18030"},
    {"x-big5", "BIG5"},
    {"x-windows-949", "CP949"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"iso-8859-8-e", "ISO-8859-8"},
    {"x-mac-roman", "MACINTOSH"},
    {"x-unicode", "UTF-16"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"x-cp1250", "CP1250"},
    {"x-cp1251", "CP1251"},
    {"x-cp1252", "CP1252"},
    {"cp-850", "CP850"},
    {"ansi_x3.110-1983", "ISO-8859-1"},
};

static const char *canonical_name(const char *charset) {
    for (gsize i = 0; i < G_N_ELEMENTS(aliases); i++) {
        if (g_ascii_strcasecmp(aliases[i].alias, charset) == 0) {
            return aliases[i].name;
        }
    }
    return charset;
}

static gboolean is_utf8_name(const char *charset) {
    static const char *const names[] = {"utf-8", "utf8", "us-ascii", "ascii"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strcasecmp(names[i], charset) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Each round either uses octets up, or skips one that cannot be converted. */
static GString *convert(GIConv converter, const char *octets, gsize length) {
    GString *text = g_string_sized_new(length + length / 2);
    char room[512], *in = (char *)octets;
    while (length > 0) {
        char *out = room;
        gsize left = sizeof room;
        gsize result = g_iconv(converter, &in, &length, &out, &left);
        g_string_append_len(text, room, out - room);
        if (result == (gsize)-1 && out == room && length > 0) {
            g_string_append(text, REPLACEMENT);
            in++;
            length--;
            g_iconv(converter, NULL, NULL, NULL, NULL);
        }
    }
    char *out = room;
    gsize left = sizeof room;
    g_iconv(converter, NULL, NULL, &out, &left); /* what a stateful charset still holds */
    g_string_append_len(text, room, out - room);
    return text;
}

char *charset_to_utf8(const char *charset, const void *octets, gsize length, gboolean *is_known) {
    gboolean is_utf8 = charset != NULL && is_utf8_name(charset), is_open = FALSE;
    GIConv converter = NULL;
    if (charset != NULL && *charset != '\0' && !is_utf8) {
        converter = g_iconv_open("UTF-8", canonical_name(charset));
        is_open = (gintptr)converter != -1;
    }
    if (is_known != NULL) {
        *is_known = is_utf8 || is_open;
    }
    if (!is_open) {
        return g_utf8_make_valid(octets, (gssize)length);
    }
    g_autoptr(GString) text = convert(converter, octets, length);
    g_iconv_close(converter);
    return g_utf8_make_valid(text->str, (gssize)text->len);
}
