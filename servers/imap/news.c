/* SPDX-License-Identifier: MIT */
/* Turns the store's changes into untagged lines. It does not know which command they follow. */
#include "imap/news.h"

/* clang-format off */
static const struct {
    guint bit;
    const char *name;
} system_flags[] = {
    { STORE_ANSWERED, "\\Answered" }, { STORE_FLAGGED, "\\Flagged" }, { STORE_DELETED, "\\Deleted" },
    { STORE_SEEN, "\\Seen" }, { STORE_DRAFT, "\\Draft" },
};
/* clang-format on */

static void append_word(GString *out, const char *word) {
    if (out->len > 0 && out->str[out->len - 1] != '(')
        g_string_append_c(out, ' ');
    g_string_append(out, word);
}

/* RFC 9051 §2.3.2: IMAP4rev2 has no \Recent. */
void news_append_flags(const ImapCore *self, GString *out, const StoreMessage *message) {
    const GPtrArray *keywords = self->box->keywords;
    g_string_append_c(out, '(');
    for (guint i = 0; i < G_N_ELEMENTS(system_flags); i++) {
        if ((message->flags & system_flags[i].bit) != 0)
            append_word(out, system_flags[i].name);
    }
    if ((message->flags & STORE_RECENT) != 0 && !self->is_rev2)
        append_word(out, "\\Recent");
    for (guint i = 0; i < keywords->len; i++) {
        if ((message->keywords & (1u << i)) != 0)
            append_word(out, g_ptr_array_index(keywords, i));
    }
    g_string_append_c(out, ')');
}

static void say_flags(ImapCore *self, gboolean is_unsolicited) {
    const GPtrArray *keywords = self->box->keywords;
    g_autoptr(GString) flags = g_string_new("(");
    for (guint i = 0; i < G_N_ELEMENTS(system_flags); i++)
        append_word(flags, system_flags[i].name);
    for (guint i = 0; i < keywords->len; i++)
        append_word(flags, g_ptr_array_index(keywords, i));
    g_string_append_c(flags, ')');
    session_reply(self->session, &(SessionReply){.status = "*",
                                                 .data = "FLAGS",
                                                 .text = flags->str,
                                                 .is_unsolicited = is_unsolicited});
    g_autoptr(GString) code = g_string_new("PERMANENTFLAGS ()");
    if (!self->box->is_read_only) {
        g_string_truncate(flags, flags->len - 1);
        if (keywords->len < STORE_KEYWORDS_MAX)
            append_word(flags, "\\*");
        g_string_printf(code, "PERMANENTFLAGS %s)", flags->str);
    }
    session_reply(self->session, &(SessionReply){.status = "OK",
                                                 .code = code->str,
                                                 .text = "These flags are kept",
                                                 .is_untagged = TRUE,
                                                 .is_unsolicited = is_unsolicited});
}

void news_tell_flags(ImapCore *self) {
    say_flags(self, FALSE);
}

static void say_number(ImapCore *self, guint number, const char *data, const char *text,
                       gboolean is_unsolicited) {
    session_reply(self->session, &(SessionReply){.status = "*",
                                                 .data = data,
                                                 .has_number = TRUE,
                                                 .number = number,
                                                 .text = text,
                                                 .is_unsolicited = is_unsolicited});
}

static guint count_recent(const ImapCore *self) {
    guint n = 0;
    for (guint i = 0; i < self->box->messages->len; i++)
        n += (imap_message(self, i)->flags & STORE_RECENT) != 0 ? 1 : 0;
    return n;
}

static void say_message_flags(ImapCore *self, guint number, gboolean is_unsolicited) {
    const StoreMessage *message = imap_message(self, number - 1);
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_printf(text, "(UID %u FLAGS ", message->uid);
    news_append_flags(self, text, message);
    g_string_append_c(text, ')');
    say_number(self, number, "FETCH", text->str, is_unsolicited);
}

void news_tell(ImapCore *self, gboolean keeps_expunged, gboolean is_unsolicited) {
    if (self->box == NULL)
        return;
    g_autoptr(StoreChanges) changes = imap_store(self)->sync(self->box, keeps_expunged);
    if (changes == NULL)
        return;
    for (guint i = 0; i < changes->expunged->len; i++)
        say_number(self, g_array_index(changes->expunged, guint32, i), "EXPUNGE", NULL,
                   is_unsolicited);
    if (changes->has_keywords)
        say_flags(self, is_unsolicited);
    if (changes->has_new) {
        say_number(self, self->box->messages->len, "EXISTS", NULL, is_unsolicited);
        if (!self->is_rev2)
            say_number(self, count_recent(self), "RECENT", NULL, is_unsolicited);
    }
    for (guint i = 0; i < changes->flags->len; i++)
        say_message_flags(self, g_array_index(changes->flags, guint32, i), is_unsolicited);
}
