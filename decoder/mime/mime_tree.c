/* SPDX-License-Identifier: MIT */
/* Turns complete headers into parts: what type they are, which path they have, what is inside them,
 * and where they end. It does not look at lines. RFC 2045 §5, RFC 2046 §5, RFC 9051 §6.4.5.1. */
#include "mime/mime_internal.h"

#include <string.h>

void mime_node_free(MimeNode *node) {
    g_free(node->prefix);
    g_free(node->path);
    g_free(node->encoding_name);
    g_free(node->content_id);
    g_free(node->description);
    g_free(node->version);
    mime_parameters_free(node->content_type);
    mime_parameters_free(node->disposition);
    g_free(node);
}

/* The message itself, the next part of the multipart on top, or what message/rfc822 holds. */
void mime_tree_begin_node(MimeScanner *self, guint64 offset) {
    MimeNode *node = g_new0(MimeNode, 1), *parent = self->top;
    node->part.header_offset = offset;
    if (parent == NULL) {
        node->is_message = TRUE;
        node->prefix = g_strdup("");
    } else {
        node->part.depth = parent->part.depth + 1;
        node->is_message = parent->is_message_rfc822;
        node->in_digest = parent->is_digest;
        parent->n_children++;
        parent->state = MIME_STATE_PARENT;
        node->prefix = node->is_message
                           ? g_strdup(parent->path)
                           : g_strdup_printf("%s%s%u", parent->path,
                                             *parent->path != '\0' ? "." : "", parent->n_children);
    }
    g_ptr_array_add(self->nodes, node);
    self->top = node;
    self->n_parts++;
}

/* clang-format off */
static const struct {
    const char *name;
    MimeEncoding encoding;
} encodings[] = {
    {"7bit", MIME_ENCODING_7BIT},
    {"8bit", MIME_ENCODING_8BIT},
    {"binary", MIME_ENCODING_BINARY},
    {"quoted-printable", MIME_ENCODING_QUOTED_PRINTABLE},
    {"base64", MIME_ENCODING_BASE64},
    {"x-uuencode", MIME_ENCODING_UUENCODE},
    {"uuencode", MIME_ENCODING_UUENCODE},
    {"x-uue", MIME_ENCODING_UUENCODE},
    {"uue", MIME_ENCODING_UUENCODE},
    {"x-uu", MIME_ENCODING_UUENCODE},
};
/* clang-format on */

static MimeEncoding find_encoding(const char *name) {
    for (gsize i = 0; i < G_N_ELEMENTS(encodings); i++) {
        if (strcmp(encodings[i].name, name) == 0) {
            return encodings[i].encoding;
        }
    }
    return MIME_ENCODING_UNKNOWN;
}

static void read_encoding(MimeScanner *self, MimeNode *node) {
    node->part.encoding_name = mime_encoding_name(MIME_ENCODING_7BIT);
    if (node->encoding_name == NULL) {
        return;
    }
    node->part.encoding = find_encoding(node->encoding_name);
    node->part.encoding_name = node->encoding_name;
    if (node->part.encoding == MIME_ENCODING_UNKNOWN) {
        mime_report(self, MIME_DEFECT_ENCODING_UNKNOWN,
                    node->seen[MIME_FIELD_CONTENT_TRANSFER_ENCODING] - 1, node->encoding_name);
    }
}

static const char *parameter(const MimeParameters *parameters, const char *name) {
    return parameters != NULL ? mime_parameters_get(parameters, name) : NULL;
}

static const struct {
    guint problem;
    const char *detail;
} parameter_problems[] = {
    {MIME_PARAMETERS_SYNTAX, NULL},
    {MIME_PARAMETERS_ENCODED_WORD, "encoded word in a parameter"},
    {MIME_PARAMETERS_DUPLICATE, "parameter given twice"},
    {MIME_PARAMETERS_TOO_MANY, "too many parameters"},
};

static void report_parameters(MimeScanner *self, const MimeParameters *parameters, guint64 offset) {
    for (guint i = 0; i < G_N_ELEMENTS(parameter_problems); i++) {
        if (parameters->problems & parameter_problems[i].problem) {
            mime_report(self, MIME_DEFECT_CONTENT_TYPE_SYNTAX, offset,
                        parameter_problems[i].detail);
        }
    }
    if (parameters->problems & MIME_PARAMETERS_CHARSET) {
        mime_report(self, MIME_DEFECT_CHARSET_UNKNOWN, offset, "in a parameter");
    }
}

/* RFC 2045 §5.2, RFC 2046 §5.1.5: without (a readable) Content-Type. */
static const char *default_type(const MimeNode *node) {
    return node->in_digest ? "message/rfc822" : "text/plain";
}

static void read_type(MimeScanner *self, MimeNode *node) {
    const MimeParameters *content_type = node->content_type;
    node->part.type = default_type(node);
    if (content_type == NULL) {
        return;
    }
    guint64 offset = node->seen[MIME_FIELD_CONTENT_TYPE] - 1;
    if (mime_parameters_has_media_type(content_type)) {
        node->part.type = content_type->value;
        report_parameters(self, content_type, offset);
    } else {
        node->part.type = "text/plain";
        mime_report(self, MIME_DEFECT_CONTENT_TYPE_SYNTAX, offset, content_type->value);
    }
}

static void read_header(MimeScanner *self, MimeNode *node) {
    MimePart *part = &node->part;
    read_type(self, node);
    read_encoding(self, node);
    part->charset = parameter(node->content_type, "charset");
    part->boundary = parameter(node->content_type, "boundary");
    part->filename = parameter(node->disposition, "filename");
    if (part->filename == NULL) {
        part->filename = parameter(node->content_type, "name");
    }
    if (node->disposition != NULL) {
        report_parameters(self, node->disposition, node->seen[MIME_FIELD_CONTENT_DISPOSITION] - 1);
        part->disposition = node->disposition->value;
    }
    part->content_id = node->content_id;
    part->description = node->description;
}

static gboolean is_multipart(const MimePart *part) {
    return g_str_has_prefix(part->type, "multipart/");
}

static gboolean is_message(const MimePart *part) {
    return strcmp(part->type, "message/rfc822") == 0 || strcmp(part->type, "message/global") == 0;
}

static gboolean is_identity(const MimePart *part) {
    return part->encoding <= MIME_ENCODING_BINARY;
}

/* Is there a usable boundary? */
static gboolean has_boundary(MimeScanner *self, MimeNode *node) {
    const char *boundary = node->part.boundary;
    gsize length = boundary != NULL ? strlen(boundary) : 0;
    while (length > 0 && (boundary[length - 1] == ' ' || boundary[length - 1] == '\t')) {
        length--; /* bchars: the last one is no blank */
    }
    guint64 offset = node->seen[MIME_FIELD_CONTENT_TYPE] - 1;
    if (length > MIME_BOUNDARY_MAX) {
        mime_report(self, MIME_DEFECT_BOUNDARY_TOO_LONG, offset, NULL);
    }
    if (length == 0 || length > MIME_BOUNDARY_USED_MAX) {
        mime_report(self, MIME_DEFECT_BOUNDARY_MISSING, offset, NULL);
        return FALSE;
    }
    node->boundary_length = length;
    return TRUE;
}

/* RFC 2045 §6.4: composite types are 7bit, 8bit or binary. (message/global may be encoded: RFC 6532
 * §3.7; it is not looked into then.) */
static gboolean may_contain(MimeScanner *self, MimeNode *node) {
    guint64 offset = node->part.header_offset;
    if (!is_identity(&node->part) && strcmp(node->part.type, "message/global") != 0) {
        mime_report(self, MIME_DEFECT_ENCODING_ON_MULTIPART,
                    node->seen[MIME_FIELD_CONTENT_TRANSFER_ENCODING] - 1, node->part.type);
    }
    if (node->part.depth >= MIME_DEPTH_MAX) {
        mime_report(self, MIME_DEFECT_TOO_DEEP, offset, NULL);
        return FALSE;
    }
    if (is_message(&node->part) && self->n_parts >= MIME_PARTS_MAX) {
        mime_report(self, MIME_DEFECT_TOO_MANY_PARTS, offset, NULL);
        return FALSE;
    }
    return is_multipart(&node->part) ? has_boundary(self, node) : is_identity(&node->part);
}

/* A message of one part has that part under number 1; a multipart has the number of its message. */
static char *make_path(const MimeNode *node, gboolean is_open_multipart) {
    if (!node->is_message || is_open_multipart) {
        return g_strdup(node->prefix);
    }
    return g_strconcat(node->prefix, *node->prefix != '\0' ? "." : "", "1", NULL);
}

void mime_tree_header_done(MimeScanner *self, guint64 offset, guint64 lines_before) {
    MimeNode *node = self->top;
    MimePart *part = &node->part;
    read_header(self, node);
    mime_header_check(self, node);
    mime_header_drop_spare(self);
    gboolean is_container = (is_multipart(part) || is_message(part)) && may_contain(self, node);
    gboolean is_open_multipart = is_container && is_multipart(part);
    node->path = make_path(node, is_open_multipart);
    node->lines_before = lines_before;
    part->path = node->path;
    part->body_offset = offset;
    part->is_leaf = !is_container;
    if (self->sink.part_begin != NULL) {
        self->sink.part_begin(self->user, part);
    }
    if (is_open_multipart) {
        node->state = MIME_STATE_PREAMBLE;
        node->is_searched = TRUE;
        node->is_digest = strcmp(part->type, "multipart/digest") == 0;
        self->n_searched++;
    } else if (is_container) {
        node->is_message_rfc822 = TRUE;
        mime_tree_begin_node(self, offset);
    } else {
        node->state = MIME_STATE_LEAF;
        mime_body_begin(&self->body, part->encoding, &node->tally);
    }
}

static void end_multipart(MimeScanner *self, MimeNode *node, guint64 offset) {
    if (!node->is_searched) {
        return;
    }
    self->n_searched--;
    if (node->n_children > 0) {
        mime_report(self, MIME_DEFECT_BOUNDARY_NOT_CLOSED, offset, node->part.boundary);
    } else {
        mime_report(self, MIME_DEFECT_BOUNDARY_NEVER_SEEN, node->part.body_offset,
                    node->part.boundary);
    }
}

static void end_top(MimeScanner *self, guint64 offset, gsize line_end_length) {
    MimeNode *node = self->top;
    MimePart *part = &node->part;
    guint64 end = offset - line_end_length;
    gboolean is_own = line_end_length == 0 || end < part->body_offset;
    if (is_own) {
        end = offset;
    }
    part->body_length = end - part->body_offset;
    part->lines = self->line_ends - node->lines_before - (is_own ? 0 : 1);
    if (part->is_leaf) {
        mime_body_end(&self->body, end);
        part->decoded_octets = self->content.octets;
    }
    end_multipart(self, node, offset);
    mime_report_tally(self, &node->tally);
    if (self->sink.part_end != NULL) {
        self->sink.part_end(self->user, part);
    }
    g_ptr_array_remove_index(self->nodes, self->nodes->len - 1); /* frees the node */
    self->top = self->nodes->len > 0 ? g_ptr_array_index(self->nodes, self->nodes->len - 1) : NULL;
}

/* A part that ends inside its header has an empty body. Its header may turn out to open a message
 * inside, but that one has no header: so this ends. */
void mime_tree_end_nodes(MimeScanner *self, guint keep, guint64 offset, gsize line_end_length) {
    while (self->nodes->len > keep) {
        if (self->top->state == MIME_STATE_HEADER) {
            mime_header_end_field(self);
            mime_tree_header_done(self, offset, self->line_ends);
        } else {
            end_top(self, offset, line_end_length);
        }
    }
}
