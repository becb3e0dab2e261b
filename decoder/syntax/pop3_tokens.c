/* SPDX-License-Identifier: MIT */
/* Turns POP3 lines into tokens that tile them, by a table of verbs and one of contents. */
#include "syntax/pop3_syntax.h"
#include "syntax/smtp_scanner.h"

#include <string.h>

/* What the words of an argument are; the last name stands for all that is left. */
typedef struct {
    const char *verb;
    const char *words[2];
} ArgumentRow;

/* clang-format off */
static const ArgumentRow argument_rows[] = {
    { "USER", { NULL,             "user name" } },
    { "PASS", { NULL,             "password" } },
    { "APOP", { "user name",      "digest" } },
    { "AUTH", { "mechanism",      "sasl response" } },
    { "LIST", { "message number", "argument" } },
    { "UIDL", { "message number", "argument" } },
    { "RETR", { "message number", "argument" } },
    { "DELE", { "message number", "argument" } },
    { "TOP",  { "message number", "line count" } },
    { "LANG", { "language",       "argument" } },
};
/* clang-format on */

static const ArgumentRow *find_row(SyntaxSlice verb) {
    static const ArgumentRow other = {"", {NULL, "argument"}};
    for (guint i = 0; i < G_N_ELEMENTS(argument_rows); i++) {
        if (smtp_slice_is(verb, argument_rows[i].verb)) {
            return &argument_rows[i];
        }
    }
    return &other;
}

static gboolean is_alpha(guchar octet) {
    return g_ascii_isalpha((gchar)octet);
}

void pop3_command_tokens(const char *line, gsize length, GArray *tokens) {
    SmtpScanner scanner = {.line = line, .length = length, .tokens = tokens};
    SyntaxSlice verb = smtp_scanner_take(&scanner, smtp_scanner_count(&scanner, is_alpha), "verb");
    smtp_scanner_word(&scanner, "unknown");
    smtp_scanner_space(&scanner);
    const ArgumentRow *row = find_row(verb);
    if (row->words[0] != NULL) {
        smtp_scanner_word(&scanner, row->words[0]);
    }
    smtp_scanner_rest(&scanner, row->words[1]);
}

/* ---- contents of replies -------------------------------------------------------------------- */

static gboolean is_digit(guchar octet) {
    return g_ascii_isdigit((gchar)octet);
}

static void text_tokens(SmtpScanner *self) {
    smtp_scanner_rest(self, "text");
}

static void greeting_tokens(SmtpScanner *self) {
    SyntaxSlice text = {self->line + self->at, smtp_scanner_left(self)};
    SyntaxSlice timestamp;
    if (pop3_parse_timestamp(text, &timestamp)) {
        smtp_scanner_take(self, (gsize)(timestamp.octets - text.octets), "text");
        smtp_scanner_take(self, timestamp.length, "timestamp");
    }
    smtp_scanner_rest(self, "text");
}

/* Words by name, then text. */
static void take_words(SmtpScanner *self, const char *first, const char *second) {
    smtp_scanner_space(self);
    smtp_scanner_word(self, first);
    smtp_scanner_space(self);
    smtp_scanner_word(self, second);
    smtp_scanner_rest(self, "text");
}

static void number_tokens(SmtpScanner *self) {
    take_words(self, "number", "octet count");
}

static void unique_id_tokens(SmtpScanner *self) {
    take_words(self, "message number", "unique id");
}

/* Text with a number before the word octets. */
static void octets_tokens(SmtpScanner *self) {
    guint64 octets;
    if (!pop3_parse_octets((SyntaxSlice){self->line + self->at, smtp_scanner_left(self)},
                           &octets)) {
        smtp_scanner_rest(self, "text");
        return;
    }
    smtp_scanner_space(self);
    smtp_scanner_take(self, smtp_scanner_count(self, is_digit), "octet count");
    smtp_scanner_rest(self, "text");
}

static void challenge_tokens(SmtpScanner *self) {
    smtp_scanner_rest(self, "challenge");
}

/* capa-tag *(SP param): RFC 2449 §3 */
static void capability_tokens(SmtpScanner *self) {
    smtp_scanner_word(self, "keyword");
    while (smtp_scanner_space(self)) {
        smtp_scanner_word(self, "parameter");
    }
}

static void language_tokens(SmtpScanner *self) {
    smtp_scanner_word(self, "language");
    smtp_scanner_rest(self, "text");
}

static void mechanism_tokens(SmtpScanner *self) {
    smtp_scanner_word(self, "mechanism");
    smtp_scanner_rest(self, "text");
}

typedef void (*ContentTokens)(SmtpScanner *self);

static const ContentTokens contents[POP3_N_CONTENTS] = {
    [POP3_TEXT] = text_tokens,
    [POP3_GREETING] = greeting_tokens,
    [POP3_NUMBERS] = number_tokens,
    [POP3_UNIQUE_ID] = unique_id_tokens,
    [POP3_OCTETS] = octets_tokens,
    [POP3_CHALLENGE] = challenge_tokens,
    [POP3_CAPABILITY] = capability_tokens,
    [POP3_LANGUAGE] = language_tokens,
    [POP3_MECHANISM] = mechanism_tokens,
};

/* The lines of these contents hold items; what stands beside +OK is text. */
static Pop3Content of_status(const Pop3Status *status, Pop3Content content) {
    if (status->status[0] == '-' || content >= POP3_CAPABILITY) {
        return POP3_TEXT;
    }
    gboolean is_challenge = strcmp(status->status, "+") == 0;
    gboolean is_numeric = content == POP3_NUMBERS || content == POP3_UNIQUE_ID;
    gboolean has_number = status->text.length > 0 && g_ascii_isdigit(status->text.octets[0]);
    if (is_challenge || (content == POP3_CHALLENGE && !is_challenge)) {
        return is_challenge ? POP3_CHALLENGE : POP3_TEXT;
    }
    return is_numeric && !has_number ? POP3_TEXT : content;
}

void pop3_status_tokens(const char *line, gsize length, Pop3Content content, GArray *tokens) {
    SmtpScanner scanner = {.line = line, .length = length, .tokens = tokens};
    Pop3Status status;
    if (!pop3_parse_status(line, length, &status)) {
        smtp_scanner_take(&scanner, length, "unknown");
        return;
    }
    smtp_scanner_take(&scanner, strlen(status.status), "status indicator");
    smtp_scanner_take(&scanner, MIN(1, smtp_scanner_left(&scanner)), "space");
    if (status.code.octets != NULL) {
        smtp_scanner_take(&scanner, 1, "bracket");
        smtp_scanner_take(&scanner, status.code.length, "response code");
        smtp_scanner_take(&scanner, 1, "bracket");
        smtp_scanner_rest(&scanner, "text");
        return;
    }
    contents[of_status(&status, content)](&scanner);
}

void pop3_item_tokens(const char *line, gsize length, Pop3Content content, GArray *tokens) {
    SmtpScanner scanner = {.line = line, .length = length, .tokens = tokens};
    contents[content](&scanner);
}
