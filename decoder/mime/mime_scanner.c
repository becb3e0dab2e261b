/* SPDX-License-Identifier: MIT */
/* Turns the octets of a message, pushed in pieces of any size, into the events of a MimeSink: cuts
 * them into lines, finds boundaries, hands each line to what is open. It does not know how a field
 * or a body is read. RFC 2046 §5.1.1. */
#include "mime/mime_leaves.h"

#include <string.h>

static void begin(MimeScanner *self, const MimeSink *sink, gpointer user) {
    *self = (MimeScanner){.sink = *sink, .user = user, .begins_line = TRUE, .nodes = self->nodes};
    self->content = (MimeContent){.sink = &self->sink, .user = user};
    self->body.content = &self->content;
    line_splitter_init(&self->splitter, MIME_PIECE_MAX);
    mime_tree_begin_node(self, 0);
}

MimeScanner *mime_scanner_new(const MimeSink *sink, gpointer user) {
    MimeScanner *self = g_new0(MimeScanner, 1);
    self->nodes = g_ptr_array_new_with_free_func((GDestroyNotify)mime_node_free);
    begin(self, sink, user);
    return self;
}

/* All but the scanner itself and its list of nodes. */
static void clear(MimeScanner *self) {
    if (self->field.raw != NULL) {
        g_string_free(self->field.raw, TRUE);
    }
    mime_header_drop_spare(self);
    line_splitter_clear(&self->splitter);
    g_ptr_array_set_size(self->nodes, 0);
    g_free(self->told);
}

void mime_scanner_restart(MimeScanner *self, const MimeSink *sink, gpointer user) {
    clear(self);
    begin(self, sink, user);
}

void mime_scanner_free(MimeScanner *self) {
    if (self == NULL) {
        return;
    }
    clear(self);
    g_ptr_array_unref(self->nodes);
    g_free(self);
}

/* A line "--name" or "--name--" of an open multipart, the innermost first. Returns its place among
 * the nodes, or -1. */
static int find_boundary(const MimeScanner *self, const guint8 *name, gsize length,
                         gboolean *is_close) {
    for (guint i = self->nodes->len; i-- > 0;) {
        const MimeNode *node = g_ptr_array_index(self->nodes, i);
        gsize wanted = node->boundary_length;
        *is_close = length == wanted + 2;
        if (node->is_searched && (length == wanted || *is_close) &&
            memcmp(name, node->part.boundary, wanted) == 0 &&
            (!*is_close || memcmp(name + wanted, "--", 2) == 0)) {
            return (int)i;
        }
    }
    return -1;
}

/* Where the blanks at the end of the line begin. */
static gsize trimmed_length(const MimePiece *piece) {
    gsize length = piece->length;
    while (length > 0 && (piece->octets[length - 1] == ' ' || piece->octets[length - 1] == '\t')) {
        length--;
    }
    return length;
}

static void end_parts_inside(MimeScanner *self, const MimePiece *piece, guint index,
                             gboolean is_close) {
    mime_tree_end_nodes(self, index + 1, piece->offset, self->line_end_length);
    mime_leaves_boundary(self, piece, self->top->boundary_length, is_close);
    if (piece->end_length > 0) {
        mime_tally_line(&self->top->tally, piece->offset, piece->length, piece->end_length);
    }
}

static void take_delimiter(MimeScanner *self, const MimePiece *piece, guint index) {
    end_parts_inside(self, piece, index, FALSE);
    if (self->n_parts < MIME_PARTS_MAX) {
        mime_tree_begin_node(self, piece->offset + piece->length + piece->end_length);
        return;
    }
    mime_report(self, MIME_DEFECT_TOO_MANY_PARTS, piece->offset, NULL);
    self->top->state = MIME_STATE_EPILOGUE;
    self->top->is_searched = FALSE;
    self->n_searched--;
}

static void take_close_delimiter(MimeScanner *self, const MimePiece *piece, guint index) {
    end_parts_inside(self, piece, index, TRUE);
    self->top->state = MIME_STATE_EPILOGUE;
    self->top->is_searched = FALSE;
    self->n_searched--;
}

/* dash-boundary   := "--" boundary
 * delimiter       := CRLF dash-boundary
 * close-delimiter := delimiter "--"                  RFC 2046 §5.1.1
 * Each is followed by transport-padding and CRLF, or the end. The line must hold nothing else: a
 * boundary may be the beginning of another. */
static gboolean take_boundary(MimeScanner *self, const MimePiece *piece) {
    if (self->n_searched == 0 || !piece->begins_line || piece->length < 3 ||
        piece->octets[0] != '-' || piece->octets[1] != '-' ||
        piece->length > MIME_BOUNDARY_LINE_MAX) {
        return FALSE;
    }
    gboolean is_close = FALSE;
    int index = find_boundary(self, piece->octets + 2, trimmed_length(piece) - 2, &is_close);
    if (index < 0) {
        return FALSE;
    }
    (is_close ? take_close_delimiter : take_delimiter)(self, piece, index);
    return TRUE;
}

static gboolean leaf_line(MimeScanner *self, const MimePiece *piece) {
    mime_body_piece(&self->body, piece);
    if (self->sink.leaf != NULL) {
        mime_leaves_body(self, piece);
    }
    return TRUE;
}

/* Preamble and epilogue are nobody's content. */
static gboolean preamble_line(MimeScanner *self, const MimePiece *piece) {
    mime_leaves_piece(self, piece, 0, "preamble");
    return TRUE;
}

static gboolean epilogue_line(MimeScanner *self, const MimePiece *piece) {
    mime_leaves_piece(self, piece, 0, "epilogue");
    return TRUE;
}

typedef gboolean (*LineFunction)(MimeScanner *self, const MimePiece *piece);

static const LineFunction line_functions[MIME_STATE_PARENT] = {
    [MIME_STATE_HEADER] = mime_header_line,
    [MIME_STATE_LEAF] = leaf_line,
    [MIME_STATE_PREAMBLE] = preamble_line,
    [MIME_STATE_EPILOGUE] = epilogue_line,
};

/* The line end before this line is no boundary's: it is the leaf's, if it stands in its body. */
static void release_line_end(MimeScanner *self) {
    if (self->top->state == MIME_STATE_LEAF && self->line_end_length > 0 &&
        self->offset > self->top->part.body_offset) {
        mime_body_line_end(&self->body, self->line_end, self->line_end_length,
                           self->is_line_end_stable);
    }
    self->line_end_length = 0;
}

static void tally_line(MimeScanner *self, const MimePiece *piece) {
    guint64 length = piece->offset + piece->length - self->line_offset;
    if (self->top->state == MIME_STATE_LEAF && self->line_offset >= self->top->part.body_offset) {
        mime_body_tally_line(&self->body, self->line_offset, length, piece->end_length);
    } else {
        mime_tally_line(&self->top->tally, self->line_offset, length, piece->end_length);
    }
}

static void take_line(MimeScanner *self, const MimePiece *piece) {
    if (piece->begins_line) {
        self->line_offset = piece->offset;
    }
    if (!take_boundary(self, piece)) {
        release_line_end(self);
        while (!line_functions[self->top->state](self, piece)) {
        }
        if (piece->end_length > 0) {
            tally_line(self, piece);
        }
    }
    self->offset = piece->offset + piece->length + piece->end_length;
    self->begins_line = piece->end_length > 0;
    self->line_ends += piece->end_length > 0 ? 1 : 0;
    self->line_end = piece->octets + piece->length;
    self->line_end_length = piece->end_length;
    self->is_line_end_stable = piece->is_stable;
}

/* What was lent is about to go away. */
static void unlend(MimeScanner *self) {
    static const guint8 crlf[] = "\r\n";
    mime_content_flush(&self->content);
    if (self->line_end_length > 0) {
        self->line_end = crlf + 2 - self->line_end_length;
        self->is_line_end_stable = TRUE;
    }
}

static MimePiece piece_of_line(const MimeScanner *self, const Line *line) {
    return (MimePiece){.octets = line->octets,
                       .length = line->length,
                       .end_length = line->end_length,
                       .offset = self->offset,
                       .begins_line = self->begins_line};
}

void mime_scanner_push(MimeScanner *self, const guint8 *octets, gsize length) {
    guint8 room[MIME_CONTENT_ROOM];
    Line line;
    gsize used = 0;
    g_return_if_fail(!self->is_finished);
    self->content.room = room;
    while (line_splitter_next(&self->splitter, octets, length, &used, &line)) {
        MimePiece piece = piece_of_line(self, &line);
        piece.is_stable = line.octets >= octets && line.octets < octets + length;
        take_line(self, &piece);
        if (!piece.is_stable) {
            unlend(self);
        }
    }
    unlend(self);
    self->content.room = NULL;
}

/* The beginning of a line that will never be complete. */
static void take_rest(MimeScanner *self) {
    Line line;
    if (line_splitter_rest(&self->splitter, &line)) {
        MimePiece piece = piece_of_line(self, &line);
        take_line(self, &piece);
    }
    line_splitter_clear(&self->splitter);
    if (!self->begins_line) {
        tally_line(self, &(MimePiece){.offset = self->offset});
    }
}

void mime_scanner_gap(MimeScanner *self, guint64 length) {
    guint8 room[MIME_CONTENT_ROOM];
    g_return_if_fail(!self->is_finished);
    self->content.room = room;
    take_rest(self);
    release_line_end(self);
    if (self->top->state == MIME_STATE_HEADER) {
        self->field.is_cut = self->field.raw != NULL;
        self->field.end_length = 0;
        mime_header_end_field(self);
        self->skips_line = TRUE;
    } else if (self->top->state == MIME_STATE_LEAF) {
        mime_body_gap(&self->body);
    }
    mime_content_flush(&self->content);
    self->offset += length;
    self->begins_line = TRUE;
    self->content.room = NULL;
}

void mime_scanner_finish(MimeScanner *self) {
    guint8 room[MIME_CONTENT_ROOM];
    g_return_if_fail(!self->is_finished);
    self->is_finished = TRUE;
    self->content.room = room;
    take_rest(self);
    release_line_end(self);
    mime_tree_end_nodes(self, 0, self->offset, 0);
    mime_report_untold(self);
    self->content.room = NULL;
}
