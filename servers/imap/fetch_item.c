/* SPDX-License-Identifier: MIT */
/* Turns one item of FETCH and one message into its part of the answer (RFC 9051 §6.4.5, §7.5.2,
 * RFC 3501 §6.4.5). It neither asks who may read nor sends anything. */
#include "imap/fetch_item.h"

#include "imap/body_structure.h"
#include "imap/envelope.h"
#include "imap/news.h"
#include "imap/section.h"
#include "imap/wire_text.h"

const MessageTree *fetch_tree(FetchMessage *self) {
    if (!self->is_loaded) {
        self->octets = imap_store(self->core)->text(self->core->box, self->index);
        self->tree = self->octets != NULL ? message_tree_new(self->octets) : NULL;
        self->is_loaded = TRUE;
    }
    return self->tree;
}

void fetch_message_clear(FetchMessage *self) {
    g_clear_pointer(&self->tree, message_tree_free);
    g_clear_pointer(&self->octets, g_bytes_unref);
    self->is_loaded = FALSE;
}

static const StoreMessage *message_of(const FetchMessage *self) {
    return imap_message(self->core, self->index);
}

static GBytes *append_flags(FetchMessage *message, const ImapItem *item, GString *out) {
    g_string_append(out, "FLAGS ");
    news_append_flags(message->core, out, message_of(message));
    return NULL;
}

static GBytes *append_uid(FetchMessage *message, const ImapItem *item, GString *out) {
    g_string_append_printf(out, "UID %u", message_of(message)->uid);
    return NULL;
}

static GBytes *append_size(FetchMessage *message, const ImapItem *item, GString *out) {
    g_string_append_printf(out, "RFC822.SIZE %" G_GUINT64_FORMAT, message_of(message)->octets);
    return NULL;
}

/* date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE */
static GBytes *append_date(FetchMessage *message, const ImapItem *item, GString *out) {
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(message_of(message)->received_s);
    if (date == NULL)
        date = g_date_time_new_from_unix_utc(0);
    g_string_append_printf(out, "INTERNALDATE \"%2d-%s-%04d %02d:%02d:%02d +0000\"",
                           g_date_time_get_day_of_month(date),
                           months[g_date_time_get_month(date) - 1], g_date_time_get_year(date),
                           g_date_time_get_hour(date), g_date_time_get_minute(date),
                           g_date_time_get_second(date));
    return NULL;
}

static GBytes *append_envelope(FetchMessage *message, const ImapItem *item, GString *out) {
    g_string_append(out, "ENVELOPE ");
    envelope_append(out, message_tree_part(fetch_tree(message), 0));
    return NULL;
}

static GBytes *append_body(FetchMessage *message, const ImapItem *item, GString *out) {
    g_string_append(out, "BODY ");
    body_structure_append(out, fetch_tree(message), FALSE);
    return NULL;
}

static GBytes *append_structure(FetchMessage *message, const ImapItem *item, GString *out) {
    g_string_append(out, "BODYSTRUCTURE ");
    body_structure_append(out, fetch_tree(message), TRUE);
    return NULL;
}

char *fetch_section_name(const ImapItem *item) {
    gsize n_words = item->fields.octets != NULL
                        ? (gsize)(item->fields.octets - item->section.octets)
                        : item->section.length;
    g_autofree char *words = g_ascii_strup(item->section.octets, (gssize)n_words);
    return g_strdup_printf("%s%.*s", words, (int)(item->section.length - n_words),
                           item->section.octets + n_words);
}

/* "BODY[1.HEADER.FIELDS (A B)]<0> " */
static void append_section_name(GString *out, const char *name, const ImapItem *item) {
    g_autofree char *section = fetch_section_name(item);
    g_string_append_printf(out, "%s[%s]", name, section);
    if (item->has_origin)
        g_string_append_printf(out, "<%" G_GUINT64_FORMAT ">", item->origin);
    g_string_append_c(out, ' ');
}

/* The octets as a literal, or NIL. */
static GBytes *append_octets(GString *out, GBytes *whole, const ImapItem *item) {
    if (whole == NULL) {
        g_string_append(out, "NIL");
        return NULL;
    }
    GBytes *octets = section_cut(whole, item);
    wire_text_literal_header(out, g_bytes_get_size(octets), FALSE);
    return octets;
}

static GBytes *append_section(FetchMessage *message, const ImapItem *item, GString *out) {
    g_autoptr(GBytes) whole = section_octets(fetch_tree(message), message->text, item);
    append_section_name(out, "BODY", item);
    return append_octets(out, whole, item);
}

/* RFC822, RFC822.HEADER, RFC822.TEXT: RFC 3501 §6.4.5. */
static GBytes *append_rfc822(FetchMessage *message, const ImapItem *item, GString *out) {
    g_autoptr(GBytes) whole = section_octets(fetch_tree(message), message->text, item);
    g_autofree char *name = g_ascii_strup(item->name.octets, (gssize)item->name.length);
    g_string_append_printf(out, "%s ", name);
    return append_octets(out, whole, item);
}

/* clang-format off */
static const FetchRow rows[] = {
    /* item                    answered by       sets \Seen  text */
    { IMAP_ITEM_FLAGS,         append_flags },
    { IMAP_ITEM_UID,           append_uid },
    { IMAP_ITEM_INTERNALDATE,  append_date },
    { IMAP_ITEM_RFC822_SIZE,   append_size },
    { IMAP_ITEM_ENVELOPE,      append_envelope,  FALSE, TRUE },
    { IMAP_ITEM_BODY,          append_body,      FALSE, TRUE },
    { IMAP_ITEM_BODYSTRUCTURE, append_structure, FALSE, TRUE },
    { IMAP_ITEM_SECTION,       append_section,   TRUE,  TRUE },
    { IMAP_ITEM_RFC822,        append_rfc822,    TRUE,  TRUE },
    { IMAP_ITEM_RFC822_HEADER, append_rfc822,    FALSE, TRUE },
    { IMAP_ITEM_RFC822_TEXT,   append_rfc822,    TRUE,  TRUE },
    { IMAP_ITEM_BINARY,        fetch_binary,     TRUE,  TRUE, "BINARY" },
    { IMAP_ITEM_BINARY_SIZE,   fetch_binary_size, FALSE, TRUE, "BINARY" },
};
/* clang-format on */

const FetchRow *fetch_row_find(ImapItemKind kind) {
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].kind == kind)
            return &rows[i];
    }
    return NULL;
}
