/* SPDX-License-Identifier: MIT */
/* Turns a message into the texts that SEARCH looks through: transfer encodings, encoded words and
 * charsets undone, in one pass. It does not know what is searched for. */
#include "imap/search_text.h"

#include "mime/charset.h"

#include <string.h>

char *search_text_fold(const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return g_utf8_casefold(valid, -1);
}

static void append_field(GString *out, const char *name, const char *value) {
    g_string_append_printf(out, "%s: %s\n", name, value);
}

char *search_text_of_header(const MessageTree *tree) {
    g_autoptr(GString) text = g_string_new(NULL);
    const GArray *fields = message_tree_part(tree, 0)->fields;
    for (guint i = 0; i < fields->len; i++) {
        const MessageField *field = &g_array_index(fields, MessageField, i);
        append_field(text, field->name, field->value);
    }
    return search_text_fold(text->str);
}

typedef struct {
    GString *text;
    GByteArray *content; /* of the open part, if it is text */
    gboolean is_text;
} BodyReader;

static void on_header(gpointer user, guint depth, const MimeHeader *header) {
    if (depth > 0)
        append_field(((BodyReader *)user)->text, header->name, header->value);
}

static void on_part_begin(gpointer user, const MimePart *part) {
    BodyReader *self = user;
    self->is_text = part->is_leaf && g_str_has_prefix(part->type, "text/");
}

static void on_content(gpointer user, const guint8 *octets, gsize length) {
    BodyReader *self = user;
    if (self->is_text)
        g_byte_array_append(self->content, octets, (guint)length);
}

static void on_part_end(gpointer user, const MimePart *part) {
    BodyReader *self = user;
    if (self->content->len == 0)
        return;
    g_autofree char *text =
        charset_to_utf8(part->charset, self->content->data, self->content->len, NULL);
    g_string_append(self->text, text);
    g_byte_array_set_size(self->content, 0);
}

char *search_text_of_body(const MessageTree *tree) {
    static const MimeSink sink = {.part_begin = on_part_begin,
                                  .header = on_header,
                                  .content = on_content,
                                  .part_end = on_part_end};
    BodyReader reader = {.text = g_string_new(NULL), .content = g_byte_array_new()};
    message_scan(tree->octets, &sink, &reader);
    char *folded = search_text_fold(reader.text->str);
    g_byte_array_unref(reader.content);
    g_string_free(reader.text, TRUE);
    return folded;
}
