/* SPDX-License-Identifier: MIT */
/* Turns the numbers that a search found into ESEARCH (RFC 9051 §7.3.4) and into "$"
 * (RFC 9051 §6.4.4.1). It searches nothing. */
#include "imap/esearch.h"

#include "imap/wire_text.h"

#include <string.h>

static gboolean set_option(const ImapCore *self, SearchReturn *wanted, const char *word) {
    const struct {
        const char *name;
        gboolean *field;
    } options[] = {
        {"MIN", &wanted->min},     {"MAX", &wanted->max},   {"ALL", &wanted->all},
        {"COUNT", &wanted->count}, {"SAVE", &wanted->save},
    };
    for (guint i = 0; i < G_N_ELEMENTS(options); i++) {
        if (strcmp(options[i].name, word) != 0)
            continue;
        *options[i].field = TRUE;
        return options[i].field != &wanted->save || session_has(self->session, "SEARCHRES");
    }
    return FALSE;
}

/* RETURN () is RETURN (ALL): RFC 4731 §3.1. IMAP4rev2 answers with ESEARCH in any case. */
gboolean esearch_read(ImapCore *self, const ImapCall *call, const ImapValue *options,
                      SearchReturn *wanted) {
    *wanted = (SearchReturn){.is_extended = options != NULL || self->is_rev2};
    if (options != NULL && !session_has(self->session, "ESEARCH")) {
        imap_bad(self, "RETURN is switched off here: --without ESEARCH");
        return FALSE;
    }
    g_auto(GStrv) words = imap_words(call->text, options);
    for (guint i = 0; words[i] != NULL; i++) {
        if (!set_option(self, wanted, words[i])) {
            imap_bad(self, "SEARCH returns MIN, MAX, ALL, COUNT or SAVE: RFC 9051 §6.4.4");
            return FALSE;
        }
    }
    wanted->all |= words[0] == NULL;
    return TRUE;
}

static guint32 number_at(const GArray *numbers, guint i) {
    return g_array_index(numbers, guint32, i);
}

static char *print_set(const GArray *numbers) {
    g_autoptr(MessageSet) set = message_set_new(FALSE);
    for (guint i = 0; i < numbers->len; i++)
        message_set_append(set, number_at(numbers, i));
    return message_set_print(set);
}

/* esearch-response = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data) */
void esearch_tell(ImapCore *self, const ImapCall *call, const SearchReturn *wanted,
                  const GArray *found) {
    if (!wanted->min && !wanted->max && !wanted->all && !wanted->count)
        return; /* SAVE alone: RFC 5182 §2.1 */
    g_autoptr(GString) text = g_string_new("(TAG ");
    wire_text_string(text, call->line->tag.octets, call->line->tag.length);
    g_string_append(text, call->is_uid ? ") UID" : ")");
    if (wanted->min && found->len > 0)
        g_string_append_printf(text, " MIN %u", number_at(found, 0));
    if (wanted->max && found->len > 0)
        g_string_append_printf(text, " MAX %u", number_at(found, found->len - 1));
    if (wanted->count)
        g_string_append_printf(text, " COUNT %u", found->len);
    if (wanted->all && found->len > 0) {
        g_autofree char *set = print_set(found);
        g_string_append_printf(text, " ALL %s", set);
    }
    session_untagged(self->session, "ESEARCH", "%s", text->str);
}

/* MIN and MAX alone keep only what they told: RFC 5182 §2.4. */
void esearch_save(ImapCore *self, const SearchReturn *wanted, const GArray *uids) {
    gboolean keeps_all = wanted->all || wanted->count || (!wanted->min && !wanted->max);
    g_clear_pointer(&self->saved, message_set_free);
    self->saved = message_set_new(TRUE);
    for (guint i = 0; i < uids->len; i++) {
        if (keeps_all || (wanted->min && i == 0) || (wanted->max && i + 1 == uids->len))
            message_set_append(self->saved, number_at(uids, i));
    }
}
