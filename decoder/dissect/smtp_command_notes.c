/* SPDX-License-Identifier: MIT */
/* Turns what is special about a command into remarks (what a parameter means) and findings (what is
 * wrong with it), by tables. It moves no state. */
#include "dissect/client_line.h"
#include "dissect/smtp_session.h"

#include <string.h>

/* ---- remarks: parameters of MAIL and RCPT --------------------------------------------------- */

typedef const char *(*ValueReader)(Smtp *self, const SyntaxSlice *value);

static const char *read_size(Smtp *self, const SyntaxSlice *value) {
    guint64 size = 0;
    if (!smtp_parse_number(value->octets, value->length, &size)) {
        return NULL;
    }
    return size == 0
               ? "The client does not know the size."
               : conversation_text(self->conversation,
                                   "The client announces %" G_GUINT64_FORMAT " octets.", size);
}

/* RFC 3461 §4.4: an xtext. */
static const char *read_xtext(Smtp *self, const SyntaxSlice *value) {
    g_autofree char *decoded = smtp_decode_xtext(value->octets, value->length);
    if (decoded == NULL) {
        return "The value is no valid xtext.";
    }
    return conversation_text(self->conversation, "Decoded: %s.",
                             conversation_quote(self->conversation, decoded, strlen(decoded)));
}

/* RFC 3461 §4.2: address type, semicolon, xtext. */
static const char *read_original(Smtp *self, const SyntaxSlice *value) {
    const char *semicolon = memchr(value->octets, ';', value->length);
    if (semicolon == NULL) {
        return "The value lacks its address type.";
    }
    gsize skipped = (gsize)(semicolon + 1 - value->octets);
    SyntaxSlice address = {semicolon + 1, value->length - skipped};
    return read_xtext(self, &address);
}

/* Words that a value may be, and what each means. */
typedef struct {
    const char *keyword, *value, *text;
} ValueRow;

/* clang-format off */
static const ValueRow value_rows[] = {
    { "BODY",   "7BIT",       "The text holds no octet over 127." },
    { "BODY",   "8BITMIME",   "The text may hold octets over 127." },
    { "BODY",   "BINARYMIME", "The text may hold anything, so it must be sent with BDAT." },
    { "RET",    "FULL",       "A report of failure shall hold the whole message." },
    { "RET",    "HDRS",       "A report of failure shall hold only the header." },
    { "NOTIFY", "NEVER",      "No report is wanted in any case." },
    { "NOTIFY", "SUCCESS",    "A report is wanted when the mail has been delivered." },
    { "NOTIFY", "FAILURE",    "A report is wanted if the mail cannot be delivered." },
    { "NOTIFY", "DELAY",      "A report is wanted if delivery takes long." },
};

static const struct {
    const char *keyword;
    ValueReader read;
} value_readers[] = {
    { "SIZE", read_size },
    { "ENVID", read_xtext },
    { "ORCPT", read_original },
    { "AUTH", read_xtext },
};
/* clang-format on */

static gboolean is_word(const SyntaxSlice *slice, const char *word) {
    return slice->length == strlen(word) &&
           g_ascii_strncasecmp(slice->octets, word, slice->length) == 0;
}

/* What the values of a list separated by commas mean, one sentence each. */
static const char *read_words(Smtp *self, const SyntaxSlice *keyword, const SyntaxSlice *value) {
    g_autoptr(GString) text = g_string_new(NULL);
    const char *at = value->octets;
    const char *end = value->octets + value->length;
    while (at < end) {
        const char *comma = memchr(at, ',', (gsize)(end - at));
        SyntaxSlice word = {at, (gsize)((comma != NULL ? comma : end) - at)};
        for (guint i = 0; i < G_N_ELEMENTS(value_rows); i++) {
            if (is_word(keyword, value_rows[i].keyword) && is_word(&word, value_rows[i].value)) {
                g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", value_rows[i].text);
            }
        }
        at += word.length + 1;
    }
    return text->len > 0 ? conversation_text(self->conversation, "%s", text->str) : NULL;
}

static const char *read_value(Smtp *self, const SmtpParameter *parameter) {
    if (parameter->value.octets == NULL) {
        return NULL;
    }
    for (guint i = 0; i < G_N_ELEMENTS(value_readers); i++) {
        if (is_word(&parameter->keyword, value_readers[i].keyword)) {
            return value_readers[i].read(self, &parameter->value);
        }
    }
    return read_words(self, &parameter->keyword, &parameter->value);
}

static void add_parameter(Smtp *self, SpecWordKind kind, const SmtpParameter *parameter,
                          GArray *remarks) {
    const SpecWord *word =
        spec_find_word(kind, parameter->keyword.octets, parameter->keyword.length);
    if (word == NULL) {
        return;
    }
    const char *value = read_value(self, parameter);
    NoteRemark remark = {
        .about = conversation_text(self->conversation, "%s-parameter:%s",
                                   kind == SPEC_WORD_MAIL_PARAMETER ? "mail" : "rcpt", word->word),
        .text = conversation_text(self->conversation, "%s: %s%s%s", word->word, word->meaning,
                                  value != NULL ? " " : "", value != NULL ? value : ""),
        .rfc = word->rfc,
    };
    g_array_append_val(remarks, remark);
}

void smtp_command_remarks(Smtp *self, const SmtpExchange *exchange, GArray *remarks) {
    SmtpPath path;
    if (self->conversation->workshop->options->no_remarks || !smtp_exchange_path(exchange, &path)) {
        return;
    }
    gboolean is_mail = exchange->command == SMTP_MAIL;
    if (is_mail && path.address.length == 0 && path.problems == 0) {
        NoteRemark remark = {"null-sender",
                             "The null sender <>: this mail is itself a report, and nobody wants a "
                             "report about it.",
                             "RFC 5321 §4.5.5"};
        g_array_append_val(remarks, remark);
    }
    for (guint i = 0; i < path.n_parameters; i++) {
        add_parameter(self, is_mail ? SPEC_WORD_MAIL_PARAMETER : SPEC_WORD_RCPT_PARAMETER,
                      &path.parameters[i], remarks);
    }
}

/* ---- findings ------------------------------------------------------------------------------- */

/* clang-format off */
static const FactRow fact_rows[] = {
    { SMTP_FACT_BARE_LF,           "smtp.bare-lf",           TRUE },
    { SMTP_FACT_TOO_LONG,          "smtp.line-too-long",     FALSE },
    { SMTP_FACT_EARLY,             "smtp.early-talker",      FALSE },
    { SMTP_FACT_TEXT_BEFORE_REPLY, "smtp.text-before-reply", FALSE },
    { SMTP_FACT_LENIENT_END,       "smtp.lenient-end",       FALSE },
    { SMTP_FACT_SMUGGLING,         "smtp.smuggling",         FALSE },
    { SMTP_FACT_INFERRED,          "smtp.reply-not-captured", FALSE },
    { SMTP_FACT_NO_SIZE,           "smtp.bdat-syntax",       FALSE },
};

static const struct {
    guint problem;
    const char *code;
    const char *what;
} path_rows[] = {
    { SMTP_PATH_NO_BRACKETS,        "smtp.no-brackets",       "the address stands without angle brackets" },
    { SMTP_PATH_SPACE_BEFORE_COLON, "smtp.space-around-colon", "there is a space before the colon" },
    { SMTP_PATH_SPACE_AFTER_COLON,  "smtp.space-around-colon", "there is a space after the colon" },
    { SMTP_PATH_SOURCE_ROUTE,       "smtp.source-route",      "the path carries an obsolete source route" },
    { SMTP_PATH_NO_KEYWORD,         "smtp.path-syntax",       "the word FROM: or TO: is missing" },
    { SMTP_PATH_UNBALANCED,         "smtp.path-syntax",       "an angle bracket is not closed" },
    { SMTP_PATH_BAD_LOCAL_PART,     "smtp.path-syntax",       "the part before the @ has characters that are not allowed there" },
    { SMTP_PATH_BAD_DOMAIN,         "smtp.path-syntax",       "the part after the @ is no domain" },
    { SMTP_PATH_NO_DOMAIN,          "smtp.path-syntax",       "the address has no domain; only postmaster needs none" },
    { SMTP_PATH_EMPTY,              "smtp.path-syntax",       "there is no address" },
    { SMTP_PATH_BAD_PARAMETER,      "smtp.path-syntax",       "a parameter is malformed" },
    { SMTP_PATH_TOO_MANY_PARAMETERS, "smtp.path-syntax",      "there are too many parameters" },
};

/* What uses which extension. */
static const struct {
    const char *word, *keyword;
} parameter_needs[] = {
    { "SIZE", "SIZE" }, { "BODY", "8BITMIME" }, { "SMTPUTF8", "SMTPUTF8" }, { "RET", "DSN" },
    { "ENVID", "DSN" }, { "NOTIFY", "DSN" }, { "ORCPT", "DSN" }, { "AUTH", "AUTH" },
};

static const struct {
    int command;
    const char *keyword;
} command_needs[] = {
    { SMTP_BDAT, "CHUNKING" }, { SMTP_BDAT_LAST, "CHUNKING" }, { SMTP_AUTH, "AUTH" },
    { SMTP_STARTTLS, "STARTTLS" }, { SMTP_ETRN, "ETRN" },
};
/* clang-format on */

/* Where FROM: or TO: is missing, what stands in brackets further on was not read as an address:
 * nothing else can be said of it. */
static guint problems_of(const SmtpPath *path) {
    gboolean has_brackets =
        path->address.length > 0 && memchr(path->address.octets, '<', path->address.length) != NULL;
    gboolean is_unread = (path->problems & SMTP_PATH_NO_KEYWORD) != 0 && has_brackets;
    return is_unread ? SMTP_PATH_NO_KEYWORD : path->problems;
}

static void find_path(Smtp *self, const SmtpExchange *exchange, const SmtpPath *path,
                      FindingPlace place) {
    static const char *const outcomes[] = {
        ['2'] = "this server took it, a strict one answers 501",
        ['4'] = "the server refused the command for now",
        ['5'] = "the server refused the command",
    };
    guint problems = problems_of(path);
    guint8 class = (guint8)exchange->written->status[0];
    const char *outcome = class < G_N_ELEMENTS(outcomes) ? outcomes[class] : NULL;
    const char *verb = self->machine.spec->commands[exchange->command].name;
    for (guint i = 0; i < G_N_ELEMENTS(path_rows); i++) {
        if ((problems & path_rows[i].problem) != 0) {
            conversation_find(self->conversation, path_rows[i].code, place, "%s: %s%s%s.", verb,
                              path_rows[i].what, outcome != NULL ? "; " : "",
                              outcome != NULL ? outcome : "");
        }
    }
    if ((problems & SMTP_PATH_8BIT) != 0 && !self->transaction.is_utf8) {
        conversation_find(self->conversation, "smtp.utf8-not-declared", place, NULL);
    }
}

static void need_keyword(Smtp *self, const char *keyword, const char *user, FindingPlace place) {
    if (!smtp_offers_keyword(&self->offers, keyword)) {
        conversation_find(self->conversation, "smtp.extension-not-offered", place,
                          self->offers.is_helo
                              ? "%s needs the extension %s, but the client said HELO, which offers "
                                "none."
                              : "%s needs the extension %s, which the server's answer to EHLO does "
                                "not list.",
                          user, keyword);
    }
}

static void find_needs(Smtp *self, const SmtpExchange *exchange, const SmtpPath *path,
                       FindingPlace place) {
    for (guint i = 0; i < G_N_ELEMENTS(command_needs); i++) {
        if (command_needs[i].command == exchange->command) {
            need_keyword(self, command_needs[i].keyword,
                         self->machine.spec->commands[exchange->command].name, place);
        }
    }
    for (guint k = 0; path != NULL && k < path->n_parameters; k++) {
        for (guint i = 0; i < G_N_ELEMENTS(parameter_needs); i++) {
            if (is_word(&path->parameters[k].keyword, parameter_needs[i].word)) {
                need_keyword(self, parameter_needs[i].keyword, parameter_needs[i].word, place);
            }
        }
    }
}

static void find_pipelining(Smtp *self, const SmtpExchange *exchange, FindingPlace place) {
    gboolean is_pseudo = exchange->span.length == 0 || exchange->command == SMTP_END_OF_DATA;
    if ((exchange->facts & SMTP_FACT_PIPELINED) == 0 || is_pseudo) {
        return;
    }
    if ((exchange->facts & SMTP_FACT_EARLY) == 0 &&
        !smtp_offers_keyword(&self->offers, "PIPELINING")) {
        conversation_find_once(self->conversation, "smtp.pipelining-not-offered", place, NULL);
    }
    if ((exchange->facts & SMTP_FACT_AFTER_LAST) != 0) {
        conversation_find_once(self->conversation, "smtp.not-last-in-group", place, NULL);
    }
}

static void find_unknown(Smtp *self, const SmtpExchange *exchange, FindingPlace place) {
    if (exchange->secret < exchange->length) {
        conversation_find(self->conversation, "smtp.unknown-command", place, NULL);
        return;
    }
    const NoteText *verb = &exchange->written->command.verb;
    conversation_find(self->conversation, "smtp.unknown-command", place,
                      "\"%s\" is no command of SMTP.",
                      conversation_quote(self->conversation, verb->octets, verb->length));
}

void smtp_command_findings(Smtp *self, const SmtpExchange *exchange, const SmtpPath *path) {
    FindingPlace place = smtp_place(exchange);
    client_line_find(self->conversation, exchange->facts, fact_rows, G_N_ELEMENTS(fact_rows),
                     place);
    find_pipelining(self, exchange, place);
    if (path != NULL && (exchange->facts & SMTP_FACT_CUT) == 0) {
        find_path(self, exchange, path, place);
    }
    find_needs(self, exchange, path, place);
    if (exchange->command == SMTP_HELO) {
        conversation_find_once(self->conversation, "smtp.helo-not-ehlo", place, NULL);
    }
    if (exchange->command < 0 && (exchange->facts & SMTP_FACT_CUT) == 0) {
        find_unknown(self, exchange, place);
    }
}
