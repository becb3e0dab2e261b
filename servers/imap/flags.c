/* SPDX-License-Identifier: MIT */
/* Turns a list of flags into bits and names. */
#include "imap/flags.h"

#include <string.h>

/* clang-format off */
static const struct {
    const char *name;
    guint bit;
} system_flags[] = {
    { "\\Answered", STORE_ANSWERED }, { "\\Flagged", STORE_FLAGGED }, { "\\Deleted", STORE_DELETED },
    { "\\Seen", STORE_SEEN }, { "\\Draft", STORE_DRAFT },
};
/* clang-format on */

static guint system_flag(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(system_flags); i++) {
        if (g_ascii_strcasecmp(system_flags[i].name, name) == 0)
            return system_flags[i].bit;
    }
    return 0;
}

/* atom = 1*ATOM-CHAR: it is told back in FLAGS, where nothing else may stand. */
static gboolean is_atom(const char *name) {
    for (const char *at = name; *at != '\0'; at++) {
        if (!g_ascii_isgraph(*at) || strchr("(){%*\"\\]", *at) != NULL)
            return FALSE;
    }
    return *name != '\0';
}

/* flag = "\Answered" / … / flag-keyword / flag-extension ; flag-keyword = … / atom */
static gboolean read_flag(const ImapValue *value, ImapFlags *flags) {
    g_autofree char *name = value->kind == IMAP_VALUE_ATOM ? imap_value_dup(value) : NULL;
    if (name == NULL)
        return FALSE;
    if (*name == '\\') {
        flags->system |= system_flag(name);
        return system_flag(name) != 0;
    }
    if (!is_atom(name))
        return FALSE;
    if (flags->names == NULL)
        flags->names = g_ptr_array_new_with_free_func(g_free);
    if (flags->names->len < STORE_KEYWORDS_MAX)
        g_ptr_array_add(flags->names, g_steal_pointer(&name));
    return TRUE;
}

gboolean flags_read(const ImapText *text, const ImapValue *list, ImapFlags *flags) {
    SyntaxSlice inside = list->kind == IMAP_VALUE_LIST ? list->octets : list->raw;
    gsize at = imap_slice_at(text, inside), end = imap_slice_end(text, inside);
    ImapValue value;
    *flags = (ImapFlags){0};
    while (imap_next_value(text, &at, end, &value, NULL)) {
        if (!read_flag(&value, flags)) {
            flags_clear(flags);
            return FALSE;
        }
    }
    return TRUE;
}

void flags_clear(ImapFlags *flags) {
    g_clear_pointer(&flags->names, g_ptr_array_unref);
}

gboolean flags_find_keywords(ImapCore *self, ImapFlags *flags) {
    gboolean has_room = TRUE;
    for (guint i = 0; flags->names != NULL && i < flags->names->len; i++) {
        int bit = imap_store(self)->keyword(self->box, g_ptr_array_index(flags->names, i), TRUE);
        has_room &= bit >= 0;
        flags->keywords |= bit >= 0 ? 1u << bit : 0;
    }
    return has_room;
}
