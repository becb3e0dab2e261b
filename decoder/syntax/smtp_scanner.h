/* SPDX-License-Identifier: MIT */
/* Walks along a line and, if somebody wants them, notes the tokens it passes; inside
 * decoder/syntax only. Every octet is passed exactly once, so the tokens tile the line. */
#pragma once

#include "syntax/smtp_syntax.h"

typedef struct {
    const char *line;
    gsize length;
    gsize at;       /* the next octet */
    GArray *tokens; /* of SyntaxToken, or NULL */
} SmtpScanner;

typedef gboolean (*SmtpOctetTest)(guchar octet);

/* Octets that are left. */
static inline gsize smtp_scanner_left(const SmtpScanner *self) {
    return self->length - self->at;
}

/* Is the next octet this one? */
static inline gboolean smtp_scanner_sees(const SmtpScanner *self, char octet) {
    return self->at < self->length && self->line[self->at] == octet;
}

/* The next `count` octets are one token (none if `count` is 0); returns them. */
SyntaxSlice smtp_scanner_take(SmtpScanner *self, gsize count, const char *label);

/* How many of the next octets pass the test, without taking them. */
gsize smtp_scanner_count(const SmtpScanner *self, SmtpOctetTest test);

/* Takes white space, if there is any; TRUE if there was. */
gboolean smtp_scanner_space(SmtpScanner *self);

/* Takes the next word, up to white space. */
SyntaxSlice smtp_scanner_word(SmtpScanner *self, const char *label);

/* Takes all that is left: white space at its ends and, between, one token. */
void smtp_scanner_rest(SmtpScanner *self, const char *label);

gboolean smtp_is_blank(guchar octet);
gboolean smtp_is_not_blank(guchar octet);
/* ALPHA / DIGIT / "-" */
gboolean smtp_is_ldh(guchar octet);
/* atext of RFC 5322 §3.2.3, or an octet of UTF-8 (RFC 6531 §3.3) */
gboolean smtp_is_atext(guchar octet);
/* Does the slice equal this word, in any case? */
gboolean smtp_slice_is(SyntaxSlice slice, const char *word);
/* Is there an octet above 127? */
gboolean smtp_slice_has_8bit(SyntaxSlice slice);

/* Domain / address-literal: smtp_domain.c */
gboolean smtp_domain_is_valid(SyntaxSlice domain);

/* The argument of MAIL or RCPT, noting tokens on the way: smtp_path.c */
void smtp_scan_path(SmtpScanner *self, const char *keyword, SmtpPath *path);
