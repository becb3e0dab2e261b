/* SPDX-License-Identifier: MIT */
/* LIST and LSUB (RFC 9051 §6.3.9, RFC 3501 §6.3.8, §6.3.9): one line for each mailbox whose name
 * fits. */
#include "imap/cmd_list.h"

#include "imap/cmd_status.h"
#include "imap/commands.h"
#include "imap/mailbox_pattern.h"
#include "imap/wire_text.h"
#include "syntax/imap_words.h"

#include <string.h>

#define PATTERN_MAX 1000u /* octets: a pattern is compared with every name */

void list_add_pattern(const ImapCore *self, ListRequest *request, const char *reference,
                      const ImapValue *pattern) {
    g_autofree char *octets = imap_value_dup(pattern);
    if (octets == NULL)
        return;
    g_autofree char *joined = g_strconcat(reference, octets, NULL);
    if (strlen(joined) <= PATTERN_MAX)
        g_ptr_array_add(request->patterns,
                        self->is_rev2 ? g_steal_pointer(&joined)
                                      : imap_mailbox_to_utf8(joined, strlen(joined), NULL));
}

static gboolean fits(const ListRequest *request, const char *name) {
    for (guint i = 0; i < request->patterns->len; i++) {
        if (mailbox_pattern_fits(g_ptr_array_index(request->patterns, i), name))
            return TRUE;
    }
    return FALSE;
}

/* The names above subscribed mailboxes. */
static GHashTable *levels_above(const GPtrArray *folders) {
    GHashTable *above = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < folders->len; i++) {
        const StoreFolder *folder = g_ptr_array_index(folders, i);
        if (!folder->is_subscribed)
            continue;
        for (const char *slash = strchr(folder->name, MAILBOX_SEPARATOR); slash != NULL;
             slash = strchr(slash + 1, MAILBOX_SEPARATOR))
            g_hash_table_add(above, g_strndup(folder->name, (gsize)(slash - folder->name)));
    }
    return above;
}

static void append_attribute(GString *out, const char *word) {
    g_string_append_printf(out, "%s%s", out->str[out->len - 1] == '(' ? "" : " ", word);
}

/* mbx-list-flags */
static void append_attributes(const ImapCore *self, GString *out, const ListRequest *request,
                              const StoreFolder *folder) {
    gboolean tells_use = session_has(self->session, "SPECIAL-USE");
    gboolean is_hidden = request->is_lsub && !folder->is_subscribed;
    g_string_append_c(out, '(');
    if (folder->is_no_select || is_hidden)
        append_attribute(out, request->is_extended ? "\\NonExistent" : "\\Noselect");
    if (request->tells_subscribed && folder->is_subscribed)
        append_attribute(out, "\\Subscribed");
    if (session_has(self->session, "CHILDREN"))
        append_attribute(out, folder->has_children ? "\\HasChildren" : "\\HasNoChildren");
    if (tells_use && folder->special_use != NULL)
        append_attribute(out, folder->special_use);
    g_string_append_c(out, ')');
}

/* mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox [SP
 * mbox-list-extended] */
static void tell_folder(ImapCore *self, const ListRequest *request, const StoreFolder *folder,
                        gboolean has_child) {
    g_autoptr(GString) text = g_string_new(NULL);
    append_attributes(self, text, request, folder);
    g_string_append(text, " \"/\" ");
    wire_text_mailbox(text, folder->name, self->is_rev2);
    if (has_child && request->is_recursive)
        g_string_append(text, " (CHILDINFO (\"SUBSCRIBED\"))");
    session_untagged(self->session, request->is_lsub ? "LSUB" : "LIST", "%s", text->str);
    if (request->status != NULL && !folder->is_no_select)
        status_tell(self, folder->name, request->status);
}

/* Does the request want this mailbox? `has_child`: a subscribed one stands below it. */
static gboolean is_wanted(const ListRequest *request, const StoreFolder *folder,
                          gboolean has_child) {
    if (!fits(request, folder->name))
        return FALSE;
    if (request->only_special_use && folder->special_use == NULL)
        return FALSE;
    if (request->only_subscribed)
        return folder->is_subscribed || (has_child && (request->is_recursive || request->is_lsub));
    return !folder->is_no_select || folder->has_children;
}

/* LSUB names a level that is not subscribed only where the pattern stops above one that is:
 * RFC 3501 §6.3.9. */
static gboolean stands_for_child(const ListRequest *request, const char *name) {
    g_autofree char *below = g_strdup_printf("%s%cx", name, MAILBOX_SEPARATOR);
    return !fits(request, below);
}

static void tell_all(ImapCore *self, const ListRequest *request, const GPtrArray *folders) {
    g_autoptr(GHashTable) above = levels_above(folders);
    for (guint i = 0; i < folders->len; i++) {
        const StoreFolder *folder = g_ptr_array_index(folders, i);
        gboolean has_child = g_hash_table_contains(above, folder->name);
        if (request->is_lsub)
            has_child = has_child && stands_for_child(request, folder->name);
        if (is_wanted(request, folder, has_child))
            tell_folder(self, request, folder, has_child);
    }
}

static void answer(ImapCore *self, const ListRequest *request) {
    g_autoptr(GPtrArray) folders = NULL;
    StoreResult result =
        imap_store(self)->list(self->setup->store, session_user(self->session), &folders);
    if (result == STORE_OK)
        tell_all(self, request, folders);
    imap_answer(self, result, "Those are the mailboxes");
}

static const ImapValue *value_of(const ImapCall *call, ImapRole role) {
    return imap_argument(&call->line->arguments, role);
}

/* LIST "" "" asks for the separator: RFC 9051 §6.3.9. */
static gboolean asks_for_separator(const ImapCall *call) {
    const ImapValue *pattern = value_of(call, IMAP_ROLE_PATTERN);
    return pattern->kind != IMAP_VALUE_LIST && pattern->octets.length == 0;
}

static gboolean is_extended(const ImapCall *call) {
    return value_of(call, IMAP_ROLE_OPTIONS) != NULL ||
           value_of(call, IMAP_ROLE_PATTERN)->kind == IMAP_VALUE_LIST;
}

static void run(ImapCore *self, const ImapCall *call, ListRequest *request) {
    if (value_of(call, IMAP_ROLE_PATTERN) == NULL || value_of(call, IMAP_ROLE_REFERENCE) == NULL) {
        imap_bad(self, "%s takes a reference and a pattern, such as \"\" \"*\": RFC 9051 §6.3.9",
                 request->is_lsub ? "LSUB" : "LIST");
        return;
    }
    g_autofree char *reference = imap_value_dup(value_of(call, IMAP_ROLE_REFERENCE));
    if (is_extended(call)) {
        if (list_extended_read(self, call, request))
            answer(self, request);
    } else if (asks_for_separator(call)) {
        session_untagged(self->session, request->is_lsub ? "LSUB" : "LIST",
                         "(\\Noselect) \"/\" \"\"");
        imap_ok(self, NULL, "The separator is /");
    } else {
        list_add_pattern(self, request, reference != NULL ? reference : "",
                         value_of(call, IMAP_ROLE_PATTERN));
        answer(self, request);
    }
}

void cmd_list(ImapCore *self, const ImapCall *call) {
    ListRequest request = {.patterns = g_ptr_array_new_with_free_func(g_free)};
    run(self, call, &request);
    g_ptr_array_unref(request.patterns);
    g_strfreev(request.status);
}

void cmd_lsub(ImapCore *self, const ImapCall *call) {
    ListRequest request = {.patterns = g_ptr_array_new_with_free_func(g_free),
                           .is_lsub = TRUE,
                           .only_subscribed = TRUE};
    run(self, call, &request);
    g_ptr_array_unref(request.patterns);
}
