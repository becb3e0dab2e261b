/* SPDX-License-Identifier: MIT */
/* Collects what the MIME scanner tells into an array of parts. It knows nothing of IMAP's answers.
 */
#include "imap/message_tree.h"

#include <string.h>

static void clear_field(gpointer data) {
    MessageField *field = data;
    g_free(field->name);
    g_free(field->raw);
    g_free(field->value);
}

static GArray *new_fields(void) {
    GArray *fields = g_array_new(FALSE, FALSE, sizeof(MessageField));
    g_array_set_clear_func(fields, clear_field);
    return fields;
}

static void free_part(gpointer data) {
    MessagePart *part = data;
    g_free(part->path);
    g_free(part->type);
    g_free(part->charset);
    g_free(part->encoding_name);
    g_array_unref(part->fields);
    g_free(part);
}

/* What is open while the scanner runs. */
typedef struct {
    MessageTree *tree;
    GArray *pending; /* fields of the header being read */
    GArray *open;    /* of guint: indexes of the parts that have begun */
} Collector;

/* Unfolding: a CRLF before a blank is taken out (RFC 5322 §2.2.3); so is NUL, which no string of
 * IMAP may hold. */
static char *unfold(const char *raw, gsize length) {
    char *text = g_malloc(length + 1);
    gsize n = 0;
    for (gsize i = 0; i < length; i++) {
        if (raw[i] != '\r' && raw[i] != '\n' && raw[i] != '\0')
            text[n++] = raw[i];
    }
    text[n] = '\0';
    return g_strstrip(text);
}

static void on_header(gpointer user, guint depth, const MimeHeader *header) {
    Collector *self = user;
    MessageField field = {.name = g_strdup(header->name),
                          .raw = unfold(header->raw, header->raw_length),
                          .value = g_strdup(header->value),
                          .offset = header->offset,
                          .length = header->length};
    g_array_append_val(self->pending, field);
}

static guint top_of(const Collector *self) {
    return self->open->len > 0 ? g_array_index(self->open, guint, self->open->len - 1)
                               : MESSAGE_NO_PARENT;
}

static void on_part_begin(gpointer user, const MimePart *mime) {
    Collector *self = user;
    MessagePart *part = g_new0(MessagePart, 1);
    part->path = g_strdup(mime->path);
    part->type = g_strdup(mime->type);
    part->charset = g_strdup(mime->charset);
    part->encoding_name = g_strdup(mime->encoding_name);
    part->encoding = mime->encoding;
    part->index = self->tree->parts->len;
    part->parent = top_of(self);
    part->depth = mime->depth;
    part->is_leaf = mime->is_leaf;
    part->fields = self->pending;
    part->header_offset = mime->header_offset;
    part->body_offset = mime->body_offset;
    self->pending = new_fields();
    g_array_append_val(self->open, part->index);
    g_ptr_array_add(self->tree->parts, part);
}

static void on_part_end(gpointer user, const MimePart *mime) {
    Collector *self = user;
    MessagePart *part = g_ptr_array_index(self->tree->parts, top_of(self));
    part->body_length = mime->body_length;
    part->lines = mime->lines;
    part->decoded_octets = mime->decoded_octets;
    g_array_set_size(self->open, self->open->len - 1);
}

void message_scan(GBytes *octets, const MimeSink *sink, gpointer user) {
    g_autoptr(MimeScanner) scanner = mime_scanner_new(sink, user);
    gsize length = 0;
    const guint8 *data = g_bytes_get_data(octets, &length);
    mime_scanner_push(scanner, data, length);
    mime_scanner_finish(scanner);
}

MessageTree *message_tree_new(GBytes *octets) {
    static const MimeSink sink = {
        .part_begin = on_part_begin, .header = on_header, .part_end = on_part_end};
    MessageTree *self = g_new0(MessageTree, 1);
    self->octets = g_bytes_ref(octets);
    self->parts = g_ptr_array_new_with_free_func(free_part);
    Collector collector = {self, new_fields(), g_array_new(FALSE, FALSE, sizeof(guint))};
    message_scan(octets, &sink, &collector);
    g_array_unref(collector.pending);
    g_array_unref(collector.open);
    return self;
}

void message_tree_free(MessageTree *self) {
    if (self == NULL)
        return;
    g_bytes_unref(self->octets);
    g_ptr_array_unref(self->parts);
    g_free(self);
}

const MessagePart *message_tree_part(const MessageTree *self, guint index) {
    return index < self->parts->len ? g_ptr_array_index(self->parts, index) : NULL;
}

/* A multipart inside message/rfc822 has that one's path and stands behind it: the first one is
 * meant. */
const MessagePart *message_tree_find(const MessageTree *self, const char *path, gsize length) {
    for (guint i = 0; i < self->parts->len; i++) {
        const MessagePart *part = message_tree_part(self, i);
        if (length == 0 || (strlen(part->path) == length && memcmp(part->path, path, length) == 0))
            return part;
    }
    return NULL;
}

gboolean message_part_is_multipart(const MessagePart *self) {
    return !self->is_leaf && g_str_has_prefix(self->type, "multipart/");
}

gboolean message_part_is_message(const MessagePart *self) {
    return !self->is_leaf && g_str_has_prefix(self->type, "message/");
}

const MessagePart *message_tree_inner(const MessageTree *self, const MessagePart *part) {
    return message_part_is_message(part) ? message_tree_part(self, part->index + 1) : NULL;
}

const MessageField *message_part_field(const MessagePart *self, const char *name) {
    for (guint i = 0; i < self->fields->len; i++) {
        const MessageField *field = &g_array_index(self->fields, MessageField, i);
        if (g_ascii_strcasecmp(field->name, name) == 0)
            return field;
    }
    return NULL;
}

const char *message_part_raw(const MessagePart *self, const char *name) {
    const MessageField *field = message_part_field(self, name);
    return field != NULL ? field->raw : NULL;
}

/* The content of one leaf on a second pass. */
typedef struct {
    guint64 body_offset; /* of the leaf that is wanted */
    gboolean is_wanted;
    GByteArray *content;
} ContentReader;

static void content_part_begin(gpointer user, const MimePart *part) {
    ContentReader *self = user;
    self->is_wanted = part->is_leaf && part->body_offset == self->body_offset;
}

static void content_octets(gpointer user, const guint8 *octets, gsize length) {
    ContentReader *self = user;
    if (self->is_wanted)
        g_byte_array_append(self->content, octets, (guint)length);
}

static void content_part_end(gpointer user, const MimePart *part) {
    ((ContentReader *)user)->is_wanted = FALSE;
}

GByteArray *message_tree_content(const MessageTree *self, const MessagePart *part) {
    static const MimeSink sink = {
        .part_begin = content_part_begin, .content = content_octets, .part_end = content_part_end};
    ContentReader reader = {.body_offset = part->body_offset, .content = g_byte_array_new()};
    const guint8 *octets = g_bytes_get_data(self->octets, NULL);
    if (part->is_leaf)
        message_scan(self->octets, &sink, &reader);
    else
        g_byte_array_append(reader.content, octets + part->body_offset, (guint)part->body_length);
    return reader.content;
}
