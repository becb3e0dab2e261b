/* SPDX-License-Identifier: MIT */
/* Turns a command line into its verb and argument, and into tokens. Which argument a verb takes is
 * a row of a table; it knows nothing of the state in which the command comes. */
#include "syntax/smtp_scanner.h"

void smtp_parse_command(const char *line, gsize length, SyntaxSlice *verb, SyntaxSlice *argument) {
    SmtpScanner scanner = {.line = line, .length = length};
    *verb = smtp_scanner_word(&scanner, NULL);
    smtp_scanner_space(&scanner);
    *argument = smtp_scanner_take(&scanner, smtp_scanner_left(&scanner), NULL);
}

/* 1*DIGIT */
gboolean smtp_parse_number(const char *octets, gsize length, guint64 *number) {
    guint64 value = 0;
    for (gsize i = 0; i < length; i++) {
        guint64 digit = (guint64)(octets[i] - '0');
        if (!g_ascii_isdigit(octets[i]) || value > (G_MAXUINT64 - digit) / 10)
            return FALSE;
        value = value * 10 + digit;
    }
    *number = value;
    return length > 0;
}

/* bdat-cmd   = "BDAT" SP chunk-size [ SP end-marker ] CR LF
 * chunk-size = 1*DIGIT
 * end-marker = "LAST" */
gboolean smtp_parse_bdat(const char *argument, gsize length, guint64 *size, gboolean *is_last) {
    SmtpScanner scanner = {.line = argument, .length = length};
    SyntaxSlice number = smtp_scanner_word(&scanner, NULL);
    smtp_scanner_space(&scanner);
    SyntaxSlice marker = smtp_scanner_word(&scanner, NULL);
    smtp_scanner_space(&scanner);
    *is_last = smtp_slice_is(marker, "LAST");
    return smtp_scanner_left(&scanner) == 0 && (marker.length == 0 || *is_last) &&
           smtp_parse_number(number.octets, number.length, size) && *size <= G_MAXINT64;
}

/* mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF */
static void mail_tokens(SmtpScanner *self) {
    SmtpPath path;
    smtp_scan_path(self, "FROM", &path);
}

/* rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path )
 *        [SP Rcpt-parameters] CRLF */
static void rcpt_tokens(SmtpScanner *self) {
    SmtpPath path;
    smtp_scan_path(self, "TO", &path);
}

/* ehlo = "EHLO" SP ( Domain / address-literal ) CRLF */
static void hello_tokens(SmtpScanner *self) {
    smtp_scanner_word(self, smtp_scanner_sees(self, '[') ? "address literal" : "domain");
    smtp_scanner_rest(self, "unknown");
}

static void bdat_tokens(SmtpScanner *self) {
    smtp_scanner_word(self, "chunk size");
    smtp_scanner_space(self);
    smtp_scanner_word(self, "end marker");
    smtp_scanner_rest(self, "unknown");
}

/* auth-command = "AUTH" SP sasl-mech [SP initial-response] CRLF: RFC 4954 §8 */
static void auth_tokens(SmtpScanner *self) {
    smtp_scanner_word(self, "mechanism");
    smtp_scanner_space(self);
    smtp_scanner_word(self, "initial response");
    smtp_scanner_rest(self, "unknown");
}

/* ETRN [<option character>]<node name>: RFC 1985 §5 */
static void etrn_tokens(SmtpScanner *self) {
    if (smtp_scanner_sees(self, '@') || smtp_scanner_sees(self, '#'))
        smtp_scanner_take(self, 1, "option character");
    hello_tokens(self);
}

/* vrfy = "VRFY" SP String CRLF; help = "HELP" [ SP String ] CRLF; noop = "NOOP" [ SP String ] CRLF
 */
static void string_tokens(SmtpScanner *self) {
    smtp_scanner_rest(self, "argument");
}

static void unknown_tokens(SmtpScanner *self) {
    smtp_scanner_rest(self, "unknown");
}

static const struct {
    const char *verb;
    void (*tokens)(SmtpScanner *self); /* of the argument */
} arguments[] = {
    {"MAIL", mail_tokens},   {"RCPT", rcpt_tokens},   {"EHLO", hello_tokens},
    {"HELO", hello_tokens},  {"LHLO", hello_tokens},  {"BDAT", bdat_tokens},
    {"AUTH", auth_tokens},   {"ETRN", etrn_tokens},   {"VRFY", string_tokens},
    {"EXPN", string_tokens}, {"HELP", string_tokens}, {"NOOP", string_tokens},
};

void smtp_command_tokens(const char *line, gsize length, GArray *tokens) {
    SmtpScanner scanner = {.line = line, .length = length, .tokens = tokens};
    SyntaxSlice verb = smtp_scanner_word(&scanner, "verb");
    smtp_scanner_space(&scanner);
    for (guint i = 0; i < G_N_ELEMENTS(arguments); i++) {
        if (smtp_slice_is(verb, arguments[i].verb)) {
            arguments[i].tokens(&scanner);
            return;
        }
    }
    unknown_tokens(&scanner);
}
