/* SPDX-License-Identifier: MIT */
/* USER, PASS and APOP: who the client is, and the way into the maildrop. RFC 1939 §4, §7. */
#include "pop3/pop3_core.h"

#include "auth/login.h"

static const struct {
    const char *code, *text;
} refusals[STORE_N_RESULTS] = {
    [STORE_NO_SUCH] = {"SYS/PERM", "the mailbox is missing"},
    [STORE_EXISTS] = {"SYS/TEMP", "the mailbox cannot be opened now"},
    [STORE_IN_USE] = {"IN-USE", "another session holds the maildrop (RFC 1939 §4)"},
    [STORE_FULL] = {"SYS/TEMP", "the disk is full"},
    [STORE_TEMPORARY] = {"SYS/TEMP", "the mailbox cannot be opened now"},
    [STORE_INVALID] = {"SYS/PERM", "the mailbox is missing"},
};

static void tell_apop(Pop3Core *self, SyntaxSlice argument) {
    SyntaxSlice name = pop3_next_word(&argument);
    SyntaxSlice digest = pop3_next_word(&argument);
    g_autofree char *user = g_strndup(name.octets, name.length);
    g_autofree char *proof = g_strndup(digest.octets, digest.length);
    login_tell_words(self->session, "APOP", user, proof, self->timestamp);
}

/* The log has each line of a login, also of one that is refused. */
void pop3_tell_login(Pop3Core *self, int command, SyntaxSlice argument) {
    g_autofree char *word = g_strndup(argument.octets, argument.length);
    if (command == POP3_USER) {
        login_tell_words(self->session, "USER", word, NULL, NULL);
    } else if (command == POP3_PASS) {
        login_tell_words(self->session, "USER", NULL, word, NULL);
    } else if (command == POP3_APOP) {
        tell_apop(self, argument);
    } else if (command == POP3_AUTH) {
        SyntaxSlice mechanism = pop3_next_word(&argument);
        login_tell_response(self->session, mechanism, pop3_next_word(&argument));
    }
}

void pop3_core_enter(Pop3Core *self) {
    StoreResult result = session_fault(self->session, FAULT_MAILDROP_LOCKED)
                             ? STORE_IN_USE
                             : pop3_maildrop_open(self);
    if (result != STORE_OK) {
        session_set_user(self->session, NULL);
        pop3_core_err(self, refusals[result].code, "%s", refusals[result].text);
        return;
    }
    guint n = pop3_maildrop_count(self);
    pop3_core_ok(self, "the maildrop is open and locked: %u message%s", n, n == 1 ? "" : "s");
}

/* Says that no login can be checked; TRUE: it has answered. */
static gboolean is_down(Pop3Core *self) {
    if (!session_fault(self->session, FAULT_AUTH_DOWN))
        return FALSE;
    pop3_core_err(self, "SYS/TEMP", "no login can be checked: the named fault auth-down is on");
    return TRUE;
}

static void refuse_login(Pop3Core *self) {
    gboolean has_code = session_has(self->session, "AUTH-RESP-CODE");
    pop3_core_err(self, has_code ? "AUTH" : NULL, "name or password are wrong");
}

/* Any name is taken, so as not to tell which ones exist. */
static void run_user(Pop3Core *self, SyntaxSlice argument) {
    if (argument.length == 0) {
        pop3_core_err(self, NULL, "who? USER bob");
        return;
    }
    g_free(self->name);
    self->name = g_strndup(argument.octets, argument.length);
    pop3_core_ok(self, "now the password: PASS and the word");
}

static void run_pass(Pop3Core *self, SyntaxSlice argument) {
    g_autofree char *name = g_steal_pointer(&self->name);
    g_autofree char *password = g_strndup(argument.octets, argument.length);
    if (is_down(self))
        return;
    if (name == NULL || !login_check_password(self->session, name, password))
        refuse_login(self);
    else
        pop3_core_enter(self);
}

/* APOP name digest */
static void run_apop(Pop3Core *self, SyntaxSlice argument) {
    SyntaxSlice name = pop3_next_word(&argument);
    SyntaxSlice digest = pop3_next_word(&argument);
    g_autofree char *user = g_strndup(name.octets, name.length);
    g_autofree char *proof = g_strndup(digest.octets, digest.length);
    if (digest.length == 0 || argument.length > 0)
        pop3_core_err(self, NULL, "APOP takes a name and the MD5 of timestamp and password");
    else if (is_down(self))
        return;
    else if (!login_check_apop(self->session, user, self->timestamp, proof))
        refuse_login(self);
    else
        pop3_core_enter(self);
}

const Pop3Verb pop3_login_verbs[] = {
    {POP3_USER, "USER", run_user},
    {POP3_PASS, "USER", run_pass},
    {POP3_APOP, "APOP", run_apop},
    {0, NULL, NULL},
};
