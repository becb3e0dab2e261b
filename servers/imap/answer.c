/* SPDX-License-Identifier: MIT */
/* How commands answer, and how they read the arguments that many of them share. It knows no single
 * command. */
#include "imap/imap_core.h"

#include "imap/mailbox_pattern.h"
#include "imap/news.h"
#include "syntax/imap_words.h"

#include <string.h>

/* ---- answers -------------------------------------------------------------------------------- */

/* resp-text is one line: what it quotes of the client must not begin another. */
static char *one_line(const char *text) {
    char *line = g_utf8_make_valid(text, -1);
    for (char *at = line; *at != '\0'; at++) {
        if (g_ascii_iscntrl(*at))
            *at = ' ';
    }
    return line;
}

static void answer(ImapCore *self, const char *status, const char *code, const char *format,
                   va_list arguments) {
    g_autofree char *formatted = g_strdup_vprintf(format, arguments);
    g_autofree char *text = one_line(formatted);
    session_reply(self->session, &(SessionReply){.status = status, .code = code, .text = text});
}

void imap_ok(ImapCore *self, const char *code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    news_tell(self, self->keeps_expunged, FALSE);
    answer(self, "OK", code, format, arguments);
    va_end(arguments);
    self->n_bad = 0;
}

void imap_no(ImapCore *self, const char *code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    news_tell(self, self->keeps_expunged, FALSE);
    answer(self, "NO", code, format, arguments);
    va_end(arguments);
    self->n_bad = 0;
}

/* Said before the tagged BAD, so that it is this command that it ends: what the client may have
 * sent behind it is never taken up. */
static void say_enough(ImapCore *self) {
    session_reply(self->session,
                  &(SessionReply){.status = "BYE",
                                  .text = "Too many commands that cannot be understood",
                                  .is_untagged = TRUE});
    session_close(self->session);
}

void imap_bad(ImapCore *self, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (++self->n_bad == IMAP_BAD_MAX)
        say_enough(self);
    answer(self, "BAD", NULL, format, arguments);
    va_end(arguments);
}

/* clang-format off */
static const struct {
    const char *code, *text;
} refusals[STORE_N_RESULTS] = {
    [STORE_NO_SUCH]   = { "NONEXISTENT", "There is no such mailbox" },
    [STORE_EXISTS]    = { "ALREADYEXISTS", "There is a mailbox of that name already" },
    [STORE_IN_USE]    = { "INUSE", "Another session uses it" },
    [STORE_FULL]      = { "OVERQUOTA", "There is no room for it" },
    [STORE_TEMPORARY] = { "UNAVAILABLE", "That failed now and may work later" },
    [STORE_INVALID]   = { "CANNOT", "No mailbox can have that name, or this cannot be done to it" },
};
/* clang-format on */

void imap_answer(ImapCore *self, StoreResult result, const char *done) {
    if (result == STORE_OK)
        imap_ok(self, NULL, "%s", done);
    else
        imap_no(self, refusals[result].code, "%s", refusals[result].text);
}

void imap_untagged_ok(ImapCore *self, const char *code, const char *text) {
    session_reply(self->session,
                  &(SessionReply){.status = "OK", .code = code, .text = text, .is_untagged = TRUE});
}

/* ---- arguments ------------------------------------------------------------------------------ */

/* mailbox = "INBOX" / astring ; INBOX is case-insensitive (RFC 9051 §5.1) */
char *imap_core_mailbox_name(const ImapCore *self, const ImapValue *value) {
    g_autofree char *octets = value != NULL ? imap_value_dup(value) : NULL;
    if (octets == NULL)
        return NULL;
    char *name =
        self->is_rev2 ? g_strdup(octets) : imap_mailbox_to_utf8(octets, strlen(octets), NULL);
    gboolean is_inbox = g_ascii_strncasecmp(name, "INBOX", 5) == 0 &&
                        (name[5] == '\0' || name[5] == MAILBOX_SEPARATOR);
    if (is_inbox)
        memcpy(name, "INBOX", 5);
    if (!g_utf8_validate(name, -1, NULL))
        g_clear_pointer(&name, g_free);
    return name;
}

static guint64 last_number(const ImapCore *self, gboolean is_uid) {
    guint n = self->box->messages->len;
    return is_uid && n > 0 ? imap_message(self, n - 1)->uid : n;
}

/* RFC 9051 §9: a sequence number that no message has is BAD; UIDs that are not there are passed
 * over (§6.4.9). */
GArray *imap_named_messages(ImapCore *self, const ImapCall *call) {
    const ImapValue *value = imap_argument(&call->line->arguments, IMAP_ROLE_SET);
    g_autoptr(MessageSet) set =
        value != NULL ? message_set_parse(value->raw, call->is_uid, last_number(self, call->is_uid),
                                          self->saved)
                      : NULL;
    guint n = self->box->messages->len;
    if (set == NULL) {
        imap_bad(self, "The message numbers cannot be read: RFC 9051 §9, sequence-set");
        return NULL;
    }
    guint64 first = set->ranges->len > 0 ? g_array_index(set->ranges, MessageRange, 0).first : 1;
    if (!set->is_uids && (message_set_largest(set) > n || first == 0)) {
        imap_bad(self, "The mailbox has %u messages: RFC 9051 §9, seq-number", n);
        return NULL;
    }
    GArray *indexes = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < n; i++) {
        if (message_set_holds(set, i + 1, imap_message(self, i)->uid))
            g_array_append_val(indexes, i);
    }
    return indexes;
}

char **imap_words(const ImapText *text, const ImapValue *value) {
    GPtrArray *words = g_ptr_array_new();
    if (value != NULL) {
        SyntaxSlice inside = value->kind == IMAP_VALUE_LIST ? value->octets : value->raw;
        gsize at = imap_slice_at(text, inside), end = imap_slice_end(text, inside);
        ImapValue word;
        while (imap_next_value(text, &at, end, &word, NULL)) {
            g_autofree char *octets = word.kind == IMAP_VALUE_LIST
                                          ? g_strndup(word.raw.octets, word.raw.length)
                                          : imap_value_dup(&word);
            if (octets != NULL)
                g_ptr_array_add(words, g_ascii_strup(octets, -1));
        }
    }
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_free(words, FALSE);
}

/* ---- the mailbox that is selected ----------------------------------------------------------- */

void imap_close_box(ImapCore *self) {
    if (self->box != NULL)
        imap_store(self)->close(self->box);
    self->box = NULL;
    g_clear_pointer(&self->mailbox, g_free);
    g_clear_pointer(&self->saved, message_set_free);
}

/* Each line renumbers what stands behind: RFC 9051 §7.5.1. */
StoreResult imap_expunge(ImapCore *self, const GArray *indexes, gboolean is_silent) {
    if (indexes->len == 0)
        return STORE_OK;
    StoreResult result =
        imap_store(self)->expunge(self->box, &g_array_index(indexes, guint, 0), indexes->len);
    for (guint i = 0; result == STORE_OK && !is_silent && i < indexes->len; i++)
        session_untagged_number(self->session, g_array_index(indexes, guint, i) + 1 - i, "EXPUNGE");
    return result;
}
