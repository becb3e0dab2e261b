/* SPDX-License-Identifier: MIT */
/* LIST-EXTENDED (RFC 5258), LIST-STATUS (RFC 5819), SPECIAL-USE (RFC 6154): the selection options,
 * several patterns, and the return options of LIST. It lists nothing itself. */
#include "imap/cmd_list.h"
#include "imap/cmd_status.h"

#include <string.h>

/* Which option sets what, before the patterns and behind RETURN. */
typedef struct {
    const char *name;
    gsize offset; /* of the gboolean in ListRequest; 0: accepted, and changes nothing */
} ListOption;

#define SETS(field) G_STRUCT_OFFSET(ListRequest, field)

/* clang-format off */
static const ListOption selection_options[] = {
    { "SUBSCRIBED", SETS(only_subscribed) },
    { "SPECIAL-USE", SETS(only_special_use) },
    { "RECURSIVEMATCH", SETS(is_recursive) },
    { "REMOTE", 0 },
};
static const ListOption return_options[] = {
    { "SUBSCRIBED", SETS(tells_subscribed) },
    { "SPECIAL-USE", SETS(tells_special_use) },
    { "CHILDREN", 0 }, /* they are always told */
};
/* clang-format on */

static gboolean set_option(ListRequest *request, const ListOption *options, guint n_options,
                           const char *word) {
    for (guint i = 0; i < n_options; i++) {
        if (strcmp(options[i].name, word) != 0)
            continue;
        if (options[i].offset != 0)
            *(gboolean *)G_STRUCT_MEMBER_P(request, options[i].offset) = TRUE;
        return TRUE;
    }
    return FALSE;
}

/* "STATUS" SP "(" status-att *(SP status-att) ")": RFC 5819 §2 */
static gboolean read_status(const ImapCore *self, ListRequest *request, const char *list) {
    if (list == NULL || !session_has(self->session, "LIST-STATUS") || request->status != NULL)
        return FALSE;
    g_autofree char *inside = g_strdup(list);
    request->status = g_strsplit(g_strstrip(g_strdelimit(inside, "()", ' ')), " ", -1);
    return status_items_are_known(self, request->status);
}

static gboolean read_selection(ListRequest *request, char **words) {
    for (guint i = 0; words[i] != NULL; i++) {
        if (!set_option(request, selection_options, G_N_ELEMENTS(selection_options), words[i]))
            return FALSE;
    }
    /* RFC 5258 §3.1: RECURSIVEMATCH never stands alone; SUBSCRIBED implies itself in the answer. */
    request->tells_subscribed |= request->only_subscribed;
    return !request->is_recursive || request->only_subscribed;
}

static gboolean read_return(const ImapCore *self, ListRequest *request, char **words) {
    for (guint i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], "STATUS") == 0) {
            if (!read_status(self, request, words[i + 1]))
                return FALSE;
            i++;
        } else if (!set_option(request, return_options, G_N_ELEMENTS(return_options), words[i])) {
            return FALSE;
        }
    }
    return TRUE;
}

/* mbox-or-pat = list-mailbox / patterns ; patterns = "(" list-mailbox *(SP list-mailbox) ")" */
static void read_patterns(const ImapCore *self, const ImapCall *call, ListRequest *request,
                          const char *reference, const ImapValue *pattern) {
    if (pattern->kind != IMAP_VALUE_LIST) {
        list_add_pattern(self, request, reference, pattern);
        return;
    }
    gsize at = imap_slice_at(call->text, pattern->octets),
          end = imap_slice_end(call->text, pattern->octets);
    ImapValue value;
    while (request->patterns->len < IMAP_ARGUMENTS_MAX &&
           imap_next_value(call->text, &at, end, &value, NULL))
        list_add_pattern(self, request, reference, &value);
}

static gboolean read_options(const ImapCore *self, const ImapCall *call, ListRequest *request) {
    const ImapArguments *arguments = &call->line->arguments;
    gboolean is_return = FALSE;
    for (guint i = 0; i < arguments->n; i++) {
        is_return |= arguments->items[i].role == IMAP_ROLE_PATTERN;
        if (arguments->items[i].role != IMAP_ROLE_OPTIONS)
            continue;
        g_auto(GStrv) words = imap_words(call->text, &arguments->items[i].value);
        if (is_return ? !read_return(self, request, words) : !read_selection(request, words))
            return FALSE;
    }
    return TRUE;
}

gboolean list_extended_read(ImapCore *self, const ImapCall *call, ListRequest *request) {
    const ImapArguments *arguments = &call->line->arguments;
    if (!session_has(self->session, "LIST-EXTENDED") || request->is_lsub) {
        imap_bad(self, "Options and lists of patterns are not offered here: RFC 5258");
        return FALSE;
    }
    request->is_extended = TRUE;
    if (!read_options(self, call, request)) {
        imap_bad(self, "LIST has no such option: RFC 5258 §3, RFC 5819 §2, RFC 6154 §2");
        return FALSE;
    }
    g_autofree char *reference = imap_value_dup(imap_argument(arguments, IMAP_ROLE_REFERENCE));
    read_patterns(self, call, request, reference != NULL ? reference : "",
                  imap_argument(arguments, IMAP_ROLE_PATTERN));
    return TRUE;
}
