/* SPDX-License-Identifier: MIT */
/* The grammar of arguments as rows: which follow a command's verb, a response's name, a response
 * code. It decides nothing; imap_arguments.c reads by these rows. */
#include "syntax/imap_scan.h"

#include <string.h>

#define ROLE(name) IMAP_ROLE_##name
#define OPTIONAL IMAP_PARAMETER_OPTIONAL
#define RUN IMAP_PARAMETER_REPEATED
#define IF_LIST (IMAP_PARAMETER_OPTIONAL | IMAP_PARAMETER_IF_LIST)
#define IF_QUOTED (IMAP_PARAMETER_OPTIONAL | IMAP_PARAMETER_IF_QUOTED)
#define AFTER(word) (IMAP_PARAMETER_OPTIONAL | IMAP_PARAMETER_AFTER_WORD), word

/* clang-format off */
#define MAILBOX_ONLY { { ROLE(MAILBOX) } }
#define SEARCHING    { { ROLE(OPTIONS), AFTER("RETURN") }, { ROLE(CHARSET), AFTER("CHARSET") }, { ROLE(SEARCH) } }
#define SORTING      { { ROLE(OPTIONS), AFTER("RETURN") }, { ROLE(OPTIONS), IF_LIST }, { ROLE(CHARSET) }, { ROLE(SEARCH) } }
#define THREADING    { { ROLE(NAME) }, { ROLE(CHARSET) }, { ROLE(SEARCH) } }
#define FETCHING     { { ROLE(SET) }, { ROLE(ITEMS) }, { ROLE(OPTIONS), IF_LIST } }
#define STORING      { { ROLE(SET) }, { ROLE(OPTIONS), IF_LIST }, { ROLE(ACTION) }, { ROLE(FLAGS), RUN } }
#define COPYING      { { ROLE(SET) }, { ROLE(NEW_MAILBOX) } }

static const ImapGrammar commands[] = {
    { "CAPABILITY" }, { "NOOP" }, { "LOGOUT" }, { "STARTTLS" }, { "CHECK" }, { "CLOSE" }, { "UNSELECT" }, { "EXPUNGE" },
    { "IDLE" }, { "NAMESPACE" }, { "UNAUTHENTICATE" }, { "DONE" },
    { "ID", { { ROLE(FIELDS) } } },
    { "AUTHENTICATE", { { ROLE(MECHANISM) }, { ROLE(INITIAL_RESPONSE), OPTIONAL } } },
    { "LOGIN", { { ROLE(USER) }, { ROLE(PASSWORD) } } },
    { "ENABLE", { { ROLE(CAPABILITY), RUN } } },
    { "SELECT", { { ROLE(MAILBOX) }, { ROLE(OPTIONS), IF_LIST } } },
    { "EXAMINE", { { ROLE(MAILBOX) }, { ROLE(OPTIONS), IF_LIST } } },
    { "CREATE", { { ROLE(MAILBOX) }, { ROLE(OPTIONS), IF_LIST } } },
    { "DELETE", MAILBOX_ONLY },
    { "RENAME", { { ROLE(MAILBOX) }, { ROLE(NEW_MAILBOX) } } },
    { "SUBSCRIBE", MAILBOX_ONLY }, { "UNSUBSCRIBE", MAILBOX_ONLY },
    { "LIST", { { ROLE(OPTIONS), IF_LIST }, { ROLE(REFERENCE) }, { ROLE(PATTERN) }, { ROLE(OPTIONS), AFTER("RETURN") } } },
    { "LSUB", { { ROLE(REFERENCE) }, { ROLE(PATTERN) } } },
    { "XLIST", { { ROLE(REFERENCE) }, { ROLE(PATTERN) } } },
    { "STATUS", { { ROLE(MAILBOX) }, { ROLE(STATUS) } } },
    { "APPEND", { { ROLE(MAILBOX) }, { ROLE(FLAGS), IF_LIST }, { ROLE(DATE), IF_QUOTED }, { ROLE(MESSAGE) } }, TRUE },
    { "GETQUOTA", { { ROLE(NAME) } } }, { "GETQUOTAROOT", MAILBOX_ONLY },
    { "SETQUOTA", { { ROLE(NAME) }, { ROLE(OPTIONS) } } },
    { "GETACL", MAILBOX_ONLY }, { "MYRIGHTS", MAILBOX_ONLY },
    { "SETACL", { { ROLE(MAILBOX) }, { ROLE(USER) }, { ROLE(NAME) } } },
    { "DELETEACL", { { ROLE(MAILBOX) }, { ROLE(USER) } } },
    { "LISTRIGHTS", { { ROLE(MAILBOX) }, { ROLE(USER) } } },
    { "GETMETADATA", { { ROLE(OPTIONS), IF_LIST }, { ROLE(MAILBOX) }, { ROLE(NAME) } } },
    { "SETMETADATA", { { ROLE(MAILBOX) }, { ROLE(NAME) } } },
    { "COMPRESS", { { ROLE(MECHANISM) } } },
    { "SEARCH", SEARCHING }, { "UID SEARCH", SEARCHING },
    { "SORT", SORTING }, { "UID SORT", SORTING },
    { "THREAD", THREADING }, { "UID THREAD", THREADING },
    { "FETCH", FETCHING }, { "UID FETCH", FETCHING },
    { "STORE", STORING }, { "UID STORE", STORING },
    { "COPY", COPYING }, { "UID COPY", COPYING }, { "MOVE", COPYING }, { "UID MOVE", COPYING },
    { "UID EXPUNGE", { { ROLE(SET) } } },
};

#define LISTING { { ROLE(FLAGS) }, { ROLE(DELIMITER) }, { ROLE(MAILBOX) }, { ROLE(OPTIONS), IF_LIST } }

static const ImapGrammar data[] = {
    { "EXISTS" }, { "RECENT" }, { "EXPUNGE" },
    { "FETCH", { { ROLE(DATA) } } }, { "UIDFETCH", { { ROLE(DATA) } } },
    { "CAPABILITY", { { ROLE(CAPABILITY), RUN } } },
    { "ENABLED", { { ROLE(CAPABILITY), RUN | OPTIONAL } } },
    { "FLAGS", { { ROLE(FLAGS) } } },
    { "LIST", LISTING }, { "LSUB", LISTING }, { "XLIST", LISTING },
    { "NAMESPACE", { { ROLE(NAMESPACE) }, { ROLE(NAMESPACE) }, { ROLE(NAMESPACE) } } },
    { "STATUS", { { ROLE(MAILBOX) }, { ROLE(STATUS) } } },
    { "SEARCH", { { ROLE(NUMBER), RUN | OPTIONAL }, { ROLE(OPTIONS), IF_LIST } } },
    { "SORT", { { ROLE(NUMBER), RUN | OPTIONAL }, { ROLE(OPTIONS), IF_LIST } } },
    { "ESEARCH", { { ROLE(OPTIONS), IF_LIST }, { ROLE(NAME), RUN | OPTIONAL } } },
    { "THREAD", { { ROLE(NAME), RUN | OPTIONAL } } },
    { "VANISHED", { { ROLE(OPTIONS), IF_LIST }, { ROLE(SET) } } },
    { "ID", { { ROLE(FIELDS) } } },
    { "QUOTA", { { ROLE(NAME) }, { ROLE(OPTIONS) } } },
    { "QUOTAROOT", { { ROLE(MAILBOX) }, { ROLE(NAME), RUN | OPTIONAL } } },
    { "ACL", { { ROLE(MAILBOX) }, { ROLE(NAME), RUN | OPTIONAL } } },
    { "MYRIGHTS", { { ROLE(MAILBOX) }, { ROLE(NAME) } } },
    { "LISTRIGHTS", { { ROLE(MAILBOX) }, { ROLE(USER) }, { ROLE(NAME), RUN } } },
    { "METADATA", { { ROLE(MAILBOX) }, { ROLE(NAME), RUN } } },
};

static const ImapGrammar codes[] = {
    { "APPENDUID", { { ROLE(UIDVALIDITY) }, { ROLE(SET) } } },
    { "COPYUID", { { ROLE(UIDVALIDITY) }, { ROLE(SET) }, { ROLE(SET) } } },
    { "BADCHARSET", { { ROLE(OPTIONS), IF_LIST } } },
    { "CAPABILITY", { { ROLE(CAPABILITY), RUN } } },
    { "PERMANENTFLAGS", { { ROLE(FLAGS) } } },
    { "UIDNEXT", { { ROLE(NUMBER) } } }, { "UNSEEN", { { ROLE(NUMBER) } } },
    { "UIDVALIDITY", { { ROLE(UIDVALIDITY) } } },
    { "HIGHESTMODSEQ", { { ROLE(NUMBER) } } },
    { "MODIFIED", { { ROLE(SET) } } },
    { "NEWNAME", { { ROLE(MAILBOX) }, { ROLE(NEW_MAILBOX) } } },
    { "REFERRAL", { { ROLE(NAME) } } }, { "BADURL", { { ROLE(NAME) } } },
    { "MAILBOXID", { { ROLE(OPTIONS) } } },
    { "ALERT" }, { "PARSE" }, { "READ-ONLY" }, { "READ-WRITE" }, { "TRYCREATE" }, { "CLOSED" }, { "NOMODSEQ" },
    { "UIDNOTSTICKY" }, { "ALREADYEXISTS" }, { "AUTHENTICATIONFAILED" }, { "NONEXISTENT" },
};
/* clang-format on */

static const ImapGrammar *find(const ImapGrammar *rows, guint n_rows, const char *name) {
    for (guint i = 0; i < n_rows; i++) {
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    }
    return NULL;
}

const ImapGrammar *imap_find_command_grammar(const char *name) {
    return find(commands, G_N_ELEMENTS(commands), name);
}

const ImapGrammar *imap_find_data_grammar(const char *name) {
    return find(data, G_N_ELEMENTS(data), name);
}

const ImapGrammar *imap_find_code_grammar(const char *name) {
    return find(codes, G_N_ELEMENTS(codes), name);
}
