/* SPDX-License-Identifier: MIT */
/* The table of named faults, and which of them are on. What a fault does stands where it is asked
 * for; here it is only named. */
#include "session/faults.h"

#include <string.h>

/* clang-format off */
static const FaultKind kinds[FAULT_N] = {
    [FAULT_GREYLIST] = { "greylist", NULL, "SMTP", "RFC 6647 §2.4",
        "the first RCPT from each client for each sender and recipient is answered 450; a real mail server tries again later and is let in, much spam software does not" },
    [FAULT_MAILBOX_FULL] = { "mailbox-full", NULL, "SMTP, LMTP, IMAP", "RFC 5321 §4.2.3",
        "mailboxes have no room: RCPT is answered 452 and APPEND NO; the sender keeps the mail and tries again" },
    [FAULT_SLOW] = { "slow", "[MILLISECONDS]", "all", "RFC 5321 §4.5.3.2",
        "every reply comes late (2000 ms unless said otherwise); clients must wait minutes before they give up" },
    [FAULT_DROP_AFTER_DATA] = { "drop-after-data", NULL, "SMTP, LMTP", "RFC 5321 §4.5.3.2.6",
        "the connection ends after the final dot and before the reply: the mail is not stored, and the client, which cannot know, must send it again" },
    [FAULT_CLOSE_421] = { "close-421", NULL, "SMTP, LMTP", "RFC 5321 §3.8",
        "the first MAIL of each session is answered 421 and the connection is closed; the client tries again later" },
    [FAULT_REJECT] = { "reject", "ADDRESS", "SMTP, LMTP", "RFC 5321 §4.2.3",
        "RCPT for this address is answered 550: for good, so that the sender gets a bounce" },
    [FAULT_STARTTLS_INJECTION] = { "starttls-injection", NULL, "all", "RFC 3207 §4.2",
        "octets sent in clear behind STARTTLS are kept and obeyed inside TLS, as broken servers did in 2011 (CVE-2011-0411): whoever sits on the wire can put commands into an encrypted session" },
    [FAULT_NO_STARTTLS] = { "no-starttls", NULL, "all", "RFC 3207 §4",
        "STARTTLS is offered and then refused: will the client go on in clear, or stop?" },
    [FAULT_AUTH_DOWN] = { "auth-down", NULL, "all", "RFC 4954 §6",
        "no login can be checked at the moment: 454, -ERR, NO; the password may be right all the same" },
    [FAULT_BUSY] = { "busy", NULL, "all", "RFC 5321 §3.1",
        "the server answers every connection with a refusal instead of its greeting" },
    [FAULT_MAILDROP_LOCKED] = { "maildrop-locked", NULL, "POP3", "RFC 2449 §8.1.2",
        "the maildrop seems open in another session: -ERR [IN-USE] after a right password" },
    [FAULT_DUPLICATE] = { "duplicate", NULL, "SMTP, LMTP", "RFC 5321 §4.5.3.2.6",
        "the mail is stored but the reply is 451: the client sends it again, and it is there twice" },
};
/* clang-format on */

#define KEYS_MAX 10000u

struct Faults {
    gboolean is_on[FAULT_N];
    char *argument[FAULT_N];
    GHashTable *keys; /* seen by faults_first_time() */
};

const FaultKind *fault_kind(Fault fault) {
    return &kinds[fault];
}

Faults *faults_new(void) {
    Faults *self = g_new0(Faults, 1);
    self->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return self;
}

void faults_free(Faults *self) {
    if (self == NULL)
        return;
    for (guint i = 0; i < FAULT_N; i++)
        g_free(self->argument[i]);
    g_hash_table_unref(self->keys);
    g_free(self);
}

static int find_kind(const char *word, gsize length) {
    for (int i = 0; i < FAULT_N; i++) {
        if (strlen(kinds[i].name) == length &&
            g_ascii_strncasecmp(kinds[i].name, word, length) == 0)
            return i;
    }
    return -1;
}

static gboolean refuse(GError **error, const char *sentence, const char *word) {
    g_set_error(error, g_quark_from_static_string("maillab-faults"), 0,
                "%s \"%s\"; `--fault list` explains them all", sentence, word);
    return FALSE;
}

gboolean faults_add(Faults *self, const char *word, GError **error) {
    const char *colon = strchr(word, ':');
    gsize length = colon != NULL ? (gsize)(colon - word) : strlen(word);
    int found = find_kind(word, length);
    if (found < 0)
        return refuse(error, "there is no fault", word);
    const char *wanted = kinds[found].argument;
    gboolean has_argument = colon != NULL && colon[1] != '\0';
    if (has_argument && wanted == NULL)
        return refuse(error, "this fault takes nothing behind its name:", word);
    if (!has_argument && wanted != NULL && wanted[0] != '[')
        return refuse(
            error,
            "this fault needs something behind its name, as in reject:bob@lab.example:", word);
    self->is_on[found] = TRUE;
    g_free(self->argument[found]);
    self->argument[found] = has_argument ? g_strdup(colon + 1) : NULL;
    return TRUE;
}

gboolean faults_has(const Faults *self, Fault fault) {
    return self != NULL && self->is_on[fault];
}

const char *faults_argument(const Faults *self, Fault fault) {
    return self != NULL ? self->argument[fault] : NULL;
}

gboolean faults_first_time(const Faults *self, const char *key) {
    if (g_hash_table_size(self->keys) >= KEYS_MAX)
        g_hash_table_remove_all(self->keys);
    return g_hash_table_add(self->keys, g_strdup(key));
}
