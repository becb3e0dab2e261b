/* SPDX-License-Identifier: MIT */
/* Cuts sections out of a message by the places of its parts. It knows nothing of answers. */
#include "imap/section.h"

#include "syntax/imap_words.h"

#include <string.h>

static GBytes *slice(const MessageTree *tree, guint64 offset, guint64 length) {
    gsize size = g_bytes_get_size(tree->octets);
    offset = MIN(offset, size);
    return g_bytes_new_from_bytes(tree->octets, offset, MIN(length, size - offset));
}

static GBytes *header_of(const MessageTree *tree, const MessagePart *part) {
    return slice(tree, part->header_offset, part->body_offset - part->header_offset);
}

static GBytes *body_of(const MessageTree *tree, const MessagePart *part) {
    return slice(tree, part->body_offset, part->body_length);
}

/* header-list = "(" header-fld-name *(SP header-fld-name) ")". The names in lower case. */
static GHashTable *listed_names(const ImapText *text, const ImapItem *item) {
    gsize at = imap_slice_at(text, item->fields), end = imap_slice_end(text, item->fields);
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    ImapValue value;
    while (imap_next_value(text, &at, end, &value, NULL)) {
        g_autofree char *name = imap_value_dup(&value);
        if (name != NULL)
            g_hash_table_add(names, g_ascii_strdown(name, -1));
    }
    return names;
}

/* HEADER.FIELDS and HEADER.FIELDS.NOT: the fields in the order of the message, and the empty line.
 */
static GBytes *some_fields(const MessageTree *tree, const MessagePart *part, const ImapText *text,
                           const ImapItem *item, gboolean is_wanted) {
    const guint8 *octets = g_bytes_get_data(tree->octets, NULL);
    g_autoptr(GHashTable) names = listed_names(text, item);
    GByteArray *header = g_byte_array_new();
    for (guint i = 0; i < part->fields->len; i++) {
        const MessageField *field = &g_array_index(part->fields, MessageField, i);
        g_autofree char *name = g_ascii_strdown(field->name, -1);
        if (g_hash_table_contains(names, name) == is_wanted)
            g_byte_array_append(header, octets + field->offset, (guint)field->length);
    }
    g_byte_array_append(header, (const guint8 *)"\r\n", 2);
    return g_byte_array_free_to_bytes(header);
}

static gboolean says(const ImapItem *item, const char *word) {
    return item->what.length == strlen(word) &&
           g_ascii_strncasecmp(item->what.octets, word, item->what.length) == 0;
}

/* section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"
 * After a number these ask for the message inside that part. */
static GBytes *message_text(const MessageTree *tree, const MessagePart *message,
                            const ImapText *text, const ImapItem *item) {
    if (says(item, "HEADER"))
        return header_of(tree, message);
    if (says(item, "TEXT"))
        return body_of(tree, message);
    return some_fields(tree, message, text, item, says(item, "HEADER.FIELDS"));
}

GBytes *section_octets(const MessageTree *tree, const ImapText *text, const ImapItem *item) {
    const MessagePart *part = message_tree_find(tree, item->part.octets, item->part.length);
    gboolean is_whole = item->part.length == 0;
    if (part == NULL)
        return NULL;
    if (item->kind == IMAP_ITEM_RFC822_HEADER)
        return header_of(tree, part);
    if (item->kind == IMAP_ITEM_RFC822_TEXT)
        return body_of(tree, part);
    if (item->what.length == 0)
        return is_whole ? g_bytes_ref(tree->octets) : body_of(tree, part);
    if (says(item, "MIME"))
        return header_of(tree, part);
    const MessagePart *message = is_whole ? part : message_tree_inner(tree, part);
    return message != NULL ? message_text(tree, message, text, item) : NULL;
}

GBytes *section_content(const MessageTree *tree, const ImapItem *item,
                        gboolean *is_unknown_encoding) {
    const MessagePart *part = message_tree_find(tree, item->part.octets, item->part.length);
    *is_unknown_encoding = FALSE;
    if (part == NULL)
        return NULL;
    if (item->part.length == 0)
        return g_bytes_ref(tree->octets);
    *is_unknown_encoding = part->is_leaf && part->encoding == MIME_ENCODING_UNKNOWN;
    return *is_unknown_encoding ? NULL
                                : g_byte_array_free_to_bytes(message_tree_content(tree, part));
}

GBytes *section_cut(GBytes *whole, const ImapItem *item) {
    gsize size = g_bytes_get_size(whole);
    if (!item->has_origin)
        return g_bytes_ref(whole);
    gsize from = (gsize)MIN(item->origin, size), left = size - from;
    return g_bytes_new_from_bytes(whole, from,
                                  item->has_count ? (gsize)MIN(item->count, left) : left);
}
