/* SPDX-License-Identifier: MIT */
/* Turns steps along a line into tokens that tile it. It knows octets and white space, and nothing
 * of what a token means. */
#include "syntax/smtp_scanner.h"

#include <string.h>

gboolean smtp_is_blank(guchar octet) {
    return octet == ' ' || octet == '\t';
}

gboolean smtp_is_not_blank(guchar octet) {
    return !smtp_is_blank(octet);
}

gboolean smtp_is_ldh(guchar octet) {
    return g_ascii_isalnum((gchar)octet) || octet == '-';
}

/* atext = ALPHA / DIGIT / "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "/" / "=" / "?" /
 *         "^" / "_" / "`" / "{" / "|" / "}" / "~"
 * atext =/ UTF8-non-ascii */
gboolean smtp_is_atext(guchar octet) {
    return g_ascii_isalnum((gchar)octet) || octet >= 0x80 ||
           (octet != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", octet) != NULL);
}

gboolean smtp_slice_is(SyntaxSlice slice, const char *word) {
    return slice.length == strlen(word) &&
           (slice.length == 0 || g_ascii_strncasecmp(slice.octets, word, slice.length) == 0);
}

gboolean smtp_slice_has_8bit(SyntaxSlice slice) {
    for (gsize i = 0; i < slice.length; i++) {
        if ((guchar)slice.octets[i] >= 0x80)
            return TRUE;
    }
    return FALSE;
}

SyntaxSlice smtp_scanner_take(SmtpScanner *self, gsize count, const char *label) {
    SyntaxSlice slice = {self->line + self->at, count};
    if (count > 0 && self->tokens != NULL) {
        SyntaxToken token = {.offset = self->at, .length = count, .label = label};
        g_array_append_val(self->tokens, token);
    }
    self->at += count;
    return slice;
}

gsize smtp_scanner_count(const SmtpScanner *self, SmtpOctetTest test) {
    gsize at = self->at;
    while (at < self->length && test((guchar)self->line[at]))
        at++;
    return at - self->at;
}

gboolean smtp_scanner_space(SmtpScanner *self) {
    return smtp_scanner_take(self, smtp_scanner_count(self, smtp_is_blank), "space").length > 0;
}

SyntaxSlice smtp_scanner_word(SmtpScanner *self, const char *label) {
    return smtp_scanner_take(self, smtp_scanner_count(self, smtp_is_not_blank), label);
}

void smtp_scanner_rest(SmtpScanner *self, const char *label) {
    smtp_scanner_space(self);
    gsize end = self->length;
    while (end > self->at && smtp_is_blank((guchar)self->line[end - 1]))
        end--;
    smtp_scanner_take(self, end - self->at, label);
    smtp_scanner_space(self);
}
