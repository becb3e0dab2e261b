/* SPDX-License-Identifier: MIT */
/* Turns BODYSTRUCTURE and BODY of a FETCH (RFC 9051 §7.5.2) into the tree of parts that the server
 * sees, as a message note has it. It does not look into the message. */
#include "dissect/imap_session.h"
#include "mime/encoded_word.h"

#include <string.h>

static const char *keep(Imap *self, char *take_text) {
    g_autofree char *text = take_text;
    if (text == NULL) {
        return NULL;
    }
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return g_string_chunk_insert(self->conversation->workshop->strings, valid);
}

static const char *keep_lower(Imap *self, const ImapValue *value) {
    g_autofree char *text = imap_value_dup(value);
    return text == NULL ? NULL : keep(self, g_ascii_strdown(text, -1));
}

/* body-fld-param = "(" string SP string *(SP string SP string) ")" / nil : the value of one name.
 */
static char *find_parameter(const ImapText *text, const ImapValue *list, const char *name) {
    if (list->kind != IMAP_VALUE_LIST) {
        return NULL;
    }
    gsize at = imap_slice_at(text, list->octets);
    gsize end = imap_slice_end(text, list->octets);
    ImapValue key;
    ImapValue value;
    while (imap_next_value(text, &at, end, &key, NULL) &&
           imap_next_value(text, &at, end, &value, NULL)) {
        if (imap_value_is(&key, name)) {
            return imap_value_dup(&value);
        }
    }
    return NULL;
}

/* body-fld-dsp = "(" string SP body-fld-param ")" / nil */
static void fill_disposition(Imap *self, const ImapText *text, const ImapBodyPart *part,
                             NotePart *note) {
    ImapValue name = {.kind = IMAP_VALUE_NONE};
    ImapValue parameters = {.kind = IMAP_VALUE_NONE};
    if (part->disposition.kind == IMAP_VALUE_LIST) {
        gsize at = imap_slice_at(text, part->disposition.octets);
        gsize end = imap_slice_end(text, part->disposition.octets);
        if (imap_next_value(text, &at, end, &name, NULL)) {
            imap_next_value(text, &at, end, &parameters, NULL);
        }
    }
    note->disposition = keep_lower(self, &name);
    g_autofree char *file = find_parameter(text, &parameters, "FILENAME");
    if (file == NULL) {
        file = find_parameter(text, &part->parameters, "NAME");
    }
    if (file != NULL) {
        note->filename = keep(self, encoded_words_decode(file, strlen(file), FALSE, NULL));
    }
}

static const char *type_name(Imap *self, const ImapBodyPart *part) {
    const char *type = part->is_multipart ? "multipart" : keep_lower(self, &part->type);
    const char *subtype = keep_lower(self, &part->subtype);
    return conversation_text(self->conversation, "%s/%s", type != NULL ? type : "?",
                             subtype != NULL ? subtype : "?");
}

static NotePart make_part(Imap *self, const ImapText *text, const GArray *parts, guint index) {
    const ImapBodyPart *part = &g_array_index(parts, ImapBodyPart, index);
    NotePart note = {
        .path = keep(self, imap_body_path(parts, index)),
        .type = type_name(self, part),
        .charset = keep(self, find_parameter(text, &part->parameters, "CHARSET")),
        .encoding = keep_lower(self, &part->encoding),
        .octets = part->octets,
        .encoded_octets = part->octets,
        .depth = part->depth,
        .is_leaf = !part->is_multipart && !part->is_message,
    };
    fill_disposition(self, text, part, &note);
    return note;
}

/* Seen from the end, the first of its parent is the last. */
static void mark_last_children(const GArray *parts, GArray *notes) {
    g_autoptr(GByteArray) has_child = g_byte_array_new();
    g_byte_array_set_size(has_child, parts->len + 1);
    memset(has_child->data, 0, has_child->len);
    for (guint i = parts->len; i > 0; i--) {
        guint parent = g_array_index(parts, ImapBodyPart, i - 1).parent;
        guint8 *seen = &has_child->data[MIN(parent, parts->len)];
        g_array_index(notes, NotePart, i - 1).is_last_child = *seen == 0;
        *seen = 1;
    }
}

static void read_structure(Imap *self, const ImapReply *reply, const ImapValue *value) {
    g_autoptr(GArray) parts = g_array_new(FALSE, TRUE, sizeof(ImapBodyPart));
    imap_parse_body(&reply->text, value, parts);
    for (guint i = 0; i < parts->len; i++) {
        NotePart note = make_part(self, &reply->text, parts, i);
        g_array_append_val(self->structure, note);
    }
    mark_last_children(parts, self->structure);
}

void imap_structure_read(Imap *self, const ImapReply *reply) {
    const ImapValue *data = imap_argument(&reply->line.arguments, IMAP_ROLE_DATA);
    g_array_set_size(self->structure, 0);
    if (data == NULL || data->octets.octets == NULL) {
        return;
    }
    gsize at = imap_slice_at(&reply->text, data->octets);
    gsize end = imap_slice_end(&reply->text, data->octets);
    ImapItem item;
    ImapValue value;
    ImapValue body = {.kind = IMAP_VALUE_NONE};
    while (imap_next_item(&reply->text, &at, end, &item, &value)) {
        gboolean is_better = item.kind == IMAP_ITEM_BODYSTRUCTURE ||
                             (item.kind == IMAP_ITEM_BODY && body.kind == IMAP_VALUE_NONE);
        if (is_better && value.kind == IMAP_VALUE_LIST) {
            body = value;
        }
    }
    if (body.kind == IMAP_VALUE_LIST) {
        read_structure(self, reply, &body);
    }
}
