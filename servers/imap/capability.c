/* SPDX-License-Identifier: MIT */
/* The extensions as rows: word, and when it is told. What is switched off is left out. */
#include "imap/capability.h"

/* clang-format off */
static const char *const words[] = {
    "IMAP4rev2", "LITERAL+", "SASL-IR", "ID", "ENABLE",
};
/* Told after the login only: before it they are of no use to anybody. */
static const char *const words_for_users[] = {
    "IDLE", "NAMESPACE", "UIDPLUS", "MOVE", "UNSELECT", "CHILDREN", "SPECIAL-USE", "LIST-EXTENDED", "LIST-STATUS",
    "ESEARCH", "SEARCHRES", "WITHIN", "STATUS=SIZE", "BINARY",
};
/* clang-format on */

static void append_words(const ImapCore *self, GString *out, const char *const *rows, guint n) {
    for (guint i = 0; i < n; i++) {
        if (session_has(self->session, rows[i]))
            g_string_append_printf(out, " %s", rows[i]);
    }
}

/* RFC 9051 §6.2.1, §6.2.2: how one may log in. */
static void append_logins(const ImapCore *self, GString *out) {
    if (self->setup->has_certificate && !session_is_tls(self->session) &&
        session_has(self->session, "STARTTLS"))
        g_string_append(out, " STARTTLS");
    g_autofree char *mechanisms = login_mechanisms(self->session);
    g_auto(GStrv) names = g_strsplit(mechanisms, " ", -1);
    for (guint i = 0; names[i] != NULL; i++) {
        if (*names[i] != '\0')
            g_string_append_printf(out, " AUTH=%s", names[i]);
    }
}

char *capability_list(const ImapCore *self) {
    GString *list = g_string_new("IMAP4rev1");
    append_words(self, list, words, G_N_ELEMENTS(words));
    if (session_user(self->session) == NULL) {
        append_logins(self, list);
        return g_string_free(list, FALSE);
    }
    append_words(self, list, words_for_users, G_N_ELEMENTS(words_for_users));
    if (session_has(self->session, "APPENDLIMIT"))
        g_string_append_printf(list, " APPENDLIMIT=%" G_GUINT64_FORMAT, self->setup->size_limit);
    return g_string_free(list, FALSE);
}

char *capability_code(const ImapCore *self) {
    g_autofree char *list = capability_list(self);
    return g_strdup_printf("CAPABILITY %s", list);
}
