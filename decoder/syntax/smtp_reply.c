/* SPDX-License-Identifier: MIT */
/* Turns a line of a reply into code, enhanced code and text, and into tokens. It knows nothing of
 * the command that is answered but whether it was EHLO. */
#include "syntax/smtp_scanner.h"

#include <string.h>

#define CODE_LENGTH 3u

static gboolean is_digit(guchar octet) {
    return g_ascii_isdigit((gchar)octet);
}

/* 1*3DIGIT, without a leading zero: RFC 3463 §2. Its length, or 0. */
static gsize number_length(const char *octets, gsize length) {
    gsize digits = 0;
    while (digits < length && is_digit((guchar)octets[digits]))
        digits++;
    gboolean has_leading_zero = digits > 1 && octets[0] == '0';
    return digits > 3 || has_leading_zero ? 0 : digits;
}

/* status-code = class "." subject "." detail: RFC 2034 §4; the class is the first digit of the
 * reply code. The length of the code that `text` begins with, or 0. */
static gsize enhanced_length(SyntaxSlice text, char class) {
    if (text.length < strlen("2.0.0") || text.octets[0] != class || strchr("245", class) == NULL ||
        text.octets[1] != '.')
        return 0;
    gsize subject = number_length(text.octets + 2, text.length - 2);
    gsize dot = 2 + subject;
    if (subject == 0 || dot >= text.length || text.octets[dot] != '.')
        return 0;
    gsize detail = number_length(text.octets + dot + 1, text.length - dot - 1);
    gsize end = dot + 1 + detail;
    gboolean is_delimited = end == text.length || smtp_is_blank((guchar)text.octets[end]);
    return detail > 0 && is_delimited ? end : 0;
}

/* Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF */
gboolean smtp_parse_reply_line(const char *line, gsize length, SmtpReplyLine *reply) {
    SmtpScanner scanner = {.line = line, .length = length};
    *reply = (SmtpReplyLine){.is_last = TRUE};
    if (length < CODE_LENGTH || !is_digit((guchar)line[0]) || !is_digit((guchar)line[1]) ||
        !is_digit((guchar)line[2]))
        return FALSE;
    if (length > CODE_LENGTH && line[CODE_LENGTH] != ' ' && line[CODE_LENGTH] != '-')
        return FALSE;

    memcpy(reply->code, line, CODE_LENGTH);
    scanner.at = CODE_LENGTH;
    reply->is_last = !smtp_scanner_sees(&scanner, '-');
    smtp_scanner_take(&scanner, MIN(1, smtp_scanner_left(&scanner)), NULL);
    reply->text = (SyntaxSlice){line + scanner.at, smtp_scanner_left(&scanner)};

    gsize enhanced = enhanced_length(reply->text, reply->code[0]);
    memcpy(reply->enhanced, reply->text.octets, enhanced);
    smtp_scanner_take(&scanner, enhanced, NULL);
    if (enhanced > 0)
        smtp_scanner_space(&scanner);
    reply->phrase = (SyntaxSlice){line + scanner.at, smtp_scanner_left(&scanner)};
    return TRUE;
}

/* ehlo-line    = ehlo-keyword *( SP ehlo-param )
 * ehlo-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
 * Some servers still say "AUTH=PLAIN" for clients older than RFC 2554. */
static void ehlo_line_tokens(SmtpScanner *self) {
    smtp_scanner_take(self, smtp_scanner_count(self, smtp_is_ldh), "keyword");
    if (smtp_scanner_sees(self, '=')) {
        smtp_scanner_take(self, 1, "equals");
        smtp_scanner_word(self, "parameter");
    }
    smtp_scanner_word(self, "unknown");
    while (smtp_scanner_space(self))
        smtp_scanner_word(self, "parameter");
}

/* Greeting = "220 " (Domain / address-literal) [ SP textstring ]
 * ehlo-ok-rsp begins with Domain [ SP ehlo-greet ] */
static void greeting_tokens(SmtpScanner *self) {
    smtp_scanner_word(self, smtp_scanner_sees(self, '[') ? "address literal" : "domain");
    smtp_scanner_rest(self, "text");
}

/* 220 greets, but also answers STARTTLS, with any text. A greeting begins with a domain name: it
 * has a dot, or is a literal, or the name of the protocol follows. */
static gboolean is_greeting(const SmtpReplyLine *reply) {
    SmtpScanner scanner = {.line = reply->text.octets, .length = reply->text.length};
    SyntaxSlice name = smtp_scanner_word(&scanner, NULL);
    smtp_scanner_space(&scanner);
    SyntaxSlice next = smtp_scanner_word(&scanner, NULL);
    if (strcmp(reply->code, "220") != 0 || reply->enhanced[0] != '\0' ||
        !smtp_domain_is_valid(name))
        return FALSE;
    return name.octets[0] == '[' || memchr(name.octets, '.', name.length) != NULL ||
           smtp_slice_is(next, "ESMTP") || smtp_slice_is(next, "SMTP") ||
           smtp_slice_is(next, "LMTP");
}

/* What follows code and separator in other replies: an enhanced code and text, or the challenge of
 * "334 [base64]" (RFC 4954 §4). */
static void text_tokens(SmtpScanner *self, const SmtpReplyLine *reply) {
    gsize enhanced = strlen(reply->enhanced);
    if (enhanced > 0) {
        smtp_scanner_take(self, enhanced, "enhanced code");
        smtp_scanner_space(self);
    }
    smtp_scanner_rest(self, strcmp(reply->code, "334") == 0 ? "challenge" : "text");
}

void smtp_reply_tokens(const char *line, gsize length, gboolean is_ehlo, gboolean is_first,
                       GArray *tokens) {
    SmtpScanner scanner = {.line = line, .length = length, .tokens = tokens};
    SmtpReplyLine reply;
    if (!smtp_parse_reply_line(line, length, &reply)) {
        smtp_scanner_take(&scanner, length, "unknown");
        return;
    }
    smtp_scanner_take(&scanner, CODE_LENGTH, "reply code");
    smtp_scanner_take(&scanner, MIN(1, smtp_scanner_left(&scanner)), "separator");
    gboolean is_ok = is_ehlo && reply.code[0] == '2';
    if (is_ok && !is_first)
        ehlo_line_tokens(&scanner);
    else if (is_first && (is_ok || is_greeting(&reply)))
        greeting_tokens(&scanner);
    else
        text_tokens(&scanner, &reply);
}
