/* SPDX-License-Identifier: MIT */
/* Turns a finished exchange into what a student should notice about it. */
#include "dissect/imap_session.h"

#include <string.h>

/* The fields stand in the order in which a row reads well. */
/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding) */
typedef struct {
    guint bit;
    const char *code;
    const char *what;
    gboolean is_once; /* a habit: said the first time */
} FindingRow;

/* clang-format off */
static const FindingRow fact_rows[] = {
    { IMAP_FACT_BARE_LF,  "imap.bare-lf",            NULL, TRUE },
    { IMAP_FACT_TOO_LONG, "imap.line-too-long",      NULL, FALSE },
    { IMAP_FACT_EARLY,    "imap.early-talker",       NULL, FALSE },
    { IMAP_FACT_INFERRED, "imap.reply-not-captured", NULL, TRUE },
};

static const FindingRow problem_rows[] = {
    { IMAP_PROBLEM_NO_TAG,           "imap.bad-tag",         "there is no tag before the verb", FALSE },
    { IMAP_PROBLEM_BAD_TAG,          "imap.bad-tag",         "the tag holds characters that no tag may hold", FALSE },
    { IMAP_PROBLEM_MISSING_ARGUMENT, "imap.argument-syntax", "an argument is missing", FALSE },
    { IMAP_PROBLEM_EXTRA_ARGUMENT,   "imap.argument-syntax", "there is an argument too many", FALSE },
    { IMAP_PROBLEM_SPACES,           "imap.argument-syntax", "arguments are separated by one space, and none stands at the end", FALSE },
    { IMAP_PROBLEM_NO_SPACE,         "imap.argument-syntax", "two arguments touch", FALSE },
    { IMAP_PROBLEM_QUOTE_OPEN,       "imap.argument-syntax", "a quoted string is not closed", FALSE },
    { IMAP_PROBLEM_PARENTHESIS,      "imap.argument-syntax", "the parentheses are not balanced", FALSE },
    { IMAP_PROBLEM_BAD_SET,          "imap.argument-syntax", "that is no set of message numbers", FALSE },
    { IMAP_PROBLEM_BAD_SECTION,      "imap.argument-syntax", "that is no section of a message", FALSE },
    { IMAP_PROBLEM_BAD_DATE,         "imap.argument-syntax", "that is no date as IMAP writes it", FALSE },
    { IMAP_PROBLEM_UNKNOWN_WORD,     "imap.argument-syntax", "a word in it is not known to the grammar", FALSE },
};
/* clang-format on */

static void find_facts(Imap *self, const ImapExchange *exchange, FindingPlace place) {
    for (guint i = 0; i < G_N_ELEMENTS(fact_rows); i++) {
        if ((exchange->facts & fact_rows[i].bit) == 0) {
            continue;
        }
        if (fact_rows[i].is_once) {
            conversation_find_once(self->conversation, fact_rows[i].code, place, NULL);
        } else {
            conversation_find(self->conversation, fact_rows[i].code, place, NULL);
        }
    }
}

static const char *outcome_of(const ImapReply *reply) {
    if (reply == NULL) {
        return "";
    }
    return strcmp(reply->status, "BAD") == 0 ? "; the server refused it" : "; this server took it";
}

static void find_problems(Imap *self, const ImapExchange *exchange, const ImapReply *reply,
                          FindingPlace place) {
    guint broken = IMAP_FACT_CUT | IMAP_FACT_REFUSED | IMAP_FACT_SECRET | IMAP_FACT_TOO_LONG;
    if ((exchange->facts & broken) != 0 || exchange->command < 0) {
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS(problem_rows); i++) {
        if ((exchange->parsed.problems & problem_rows[i].bit) != 0) {
            conversation_find(self->conversation, problem_rows[i].code, place, "%s: %s%s.",
                              self->machine.spec->commands[exchange->command].name,
                              problem_rows[i].what, outcome_of(reply));
        }
    }
}

static void find_unknown(Imap *self, const ImapExchange *exchange, FindingPlace place) {
    if (exchange->command >= 0 || (exchange->facts & IMAP_FACT_CUT) != 0) {
        return;
    }
    const NoteText *verb = &exchange->note.verb;
    gboolean is_shown = verb->length > 0 && (exchange->facts & IMAP_FACT_SECRET) == 0;
    conversation_find(self->conversation, "imap.unknown-command", place,
                      is_shown ? "\"%s\" is no command of IMAP that this program knows."
                               : "A line came that is no command of IMAP.%s",
                      is_shown ? conversation_quote(self->conversation, verb->octets, verb->length)
                               : "");
}

/* The command was refused because of where it stood: then the server was right. */
static void find_order(Imap *self, const ImapExchange *exchange, const ImapReply *reply,
                       FindingPlace place) {
    const SpecProtocol *spec = self->machine.spec;
    gboolean is_refused =
        reply != NULL && (strcmp(reply->status, "BAD") == 0 || strcmp(reply->status, "NO") == 0);
    if (exchange->command < 0 || !is_refused ||
        spec_is_legal(spec, exchange->note.state, exchange->command)) {
        return;
    }
    conversation_find(self->conversation, "imap.order-refused", place,
                      "%s is not allowed in state %s; the server was right to answer %s.",
                      spec->commands[exchange->command].name,
                      spec->states[exchange->note.state].name, reply->status);
}

static void find_login(Imap *self, const ImapExchange *exchange, const ImapReply *reply,
                       FindingPlace place) {
    gboolean is_login = exchange->command == IMAP_LOGIN || exchange->command == IMAP_AUTHENTICATE ||
                        exchange->command == IMAP_SASL_RESPONSE;
    if (!is_login || reply == NULL || strcmp(reply->status, "NO") != 0) {
        return;
    }
    conversation_find(
        self->conversation, "imap.login-refused", place, "The server refused the login: \"%s\".",
        conversation_quote(self->conversation,
                           reply->line.text.octets != NULL ? reply->line.text.octets : "",
                           reply->line.text.length));
}

static void find_literal(Imap *self, const ImapExchange *exchange, FindingPlace place) {
    if ((exchange->facts & IMAP_FACT_REFUSED) != 0) {
        conversation_find(self->conversation, "imap.literal-refused", place, NULL);
    }
}

/* EXPUNGE renumbers: after it the same number names another message. */
static void find_renumbered(Imap *self, const ImapExchange *exchange, FindingPlace place) {
    static const int commands[] = {IMAP_FETCH, IMAP_STORE, IMAP_COPY, IMAP_MOVE};
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (commands[i] == exchange->command && self->mailbox.expunged > 0) {
            conversation_find_once(self->conversation, "imap.renumbered", place, NULL);
        }
    }
}

/* CLOSE removes without a word: RFC 9051 §6.4.1. */
static void find_silent_expunge(Imap *self, const ImapExchange *exchange, const ImapReply *reply,
                                FindingPlace place) {
    if (exchange->command == IMAP_CLOSE && reply != NULL && strcmp(reply->status, "OK") == 0 &&
        self->has_deleted) {
        conversation_find(self->conversation, "imap.silent-expunge", place, NULL);
        self->has_deleted = FALSE;
    }
}

void imap_exchange_findings(Imap *self, const ImapExchange *exchange, const ImapReply *reply) {
    FindingPlace place = imap_place(exchange);
    find_facts(self, exchange, place);
    find_problems(self, exchange, reply, place);
    find_unknown(self, exchange, place);
    find_order(self, exchange, reply, place);
    find_login(self, exchange, reply, place);
    find_literal(self, exchange, place);
    find_renumbered(self, exchange, place);
    find_silent_expunge(self, exchange, reply, place);
}
