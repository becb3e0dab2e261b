/* SPDX-License-Identifier: MIT */
/* Turns lines of bodies and boundaries into labelled leaves that tile them. It decodes nothing. */
#include "mime/mime_leaves.h"

#include <string.h>

void mime_leaf(MimeScanner *self, guint64 offset, guint64 length, const char *label) {
    if (length > 0 && self->sink.leaf != NULL) {
        self->sink.leaf(self->user, offset, length, label);
    }
}

static void leaf_line_end(MimeScanner *self, const MimePiece *piece) {
    mime_leaf(self, piece->offset + piece->length, piece->end_length, "line end");
}

void mime_leaves_piece(MimeScanner *self, const MimePiece *piece, gsize from, const char *label) {
    mime_leaf(self, piece->offset + from, piece->length - from, label);
    leaf_line_end(self, piece);
}

void mime_leaves_boundary(MimeScanner *self, const MimePiece *piece, gsize boundary_length,
                          gboolean is_close) {
    guint64 at = piece->offset;
    gsize padding = piece->length - 2 - boundary_length - (is_close ? 2 : 0);
    mime_leaf(self, at, 2, "boundary dashes");
    mime_leaf(self, at + 2, boundary_length, "boundary");
    mime_leaf(self, at + 2 + boundary_length, is_close ? 2 : 0, "boundary close");
    mime_leaf(self, piece->offset + piece->length - padding, padding, "padding");
    leaf_line_end(self, piece);
}

/* Consecutive octets of one class are one leaf. */
static void leaves_by_class(MimeScanner *self, const MimePiece *piece,
                            const char *(*label_of)(guint8 octet)) {
    gsize from = 0;
    for (gsize at = 1; at <= piece->length; at++) {
        const char *label = label_of(piece->octets[from]);
        if (at == piece->length || label_of(piece->octets[at]) != label) {
            mime_leaf(self, piece->offset + from, at - from, label);
            from = at;
        }
    }
}

static const char *base64_label(guint8 octet) {
    static const char letters[] = "base64", padding[] = "base64 padding", junk[] = "base64 junk";
    if (base64_is_letter(octet)) {
        return letters;
    }
    return octet == '=' ? padding : junk;
}

static void base64_leaves(MimeScanner *self, const MimePiece *piece) {
    leaves_by_class(self, piece, base64_label);
}

static gsize count_last_blanks(const MimePiece *piece) {
    gsize n = 0;
    while (n < piece->length && strchr(" \t", piece->octets[piece->length - 1 - n]) != NULL &&
           piece->octets[piece->length - 1 - n] != '\0') {
        n++;
    }
    return n;
}

/* An escape at `at`: its length and label. `end` is where the blanks at the line's end begin. */
static gsize qp_escape(const MimePiece *piece, gsize at, gsize end, const char **label) {
    if (at + 1 == end && piece->end_length > 0) {
        *label = "qp soft break";
        return 1;
    }
    gboolean is_sound = at + 2 < piece->length && g_ascii_isxdigit(piece->octets[at + 1]) &&
                        g_ascii_isxdigit(piece->octets[at + 2]);
    *label = is_sound ? "qp escape" : "qp broken escape";
    return is_sound ? 3 : 1;
}

static void qp_leaves(MimeScanner *self, const MimePiece *piece) {
    gsize n_blanks = piece->end_length > 0 ? count_last_blanks(piece) : 0;
    gsize end = piece->length - n_blanks, at = 0;
    while (at < end) {
        const guint8 *escape = memchr(piece->octets + at, '=', end - at);
        gsize next = escape != NULL ? (gsize)(escape - piece->octets) : end;
        mime_leaf(self, piece->offset + at, next - at, "qp literal");
        at = next;
        if (at < end) {
            const char *label = NULL;
            gsize length = qp_escape(piece, at, end, &label);
            mime_leaf(self, piece->offset + at, length, label);
            at += length;
        }
    }
    mime_leaf(self, piece->offset + end, n_blanks, "padding");
}

static void uu_leaves(MimeScanner *self, const MimePiece *piece) {
    static const char *const labels[] = {[UU_OUTSIDE] = "text",
                                         [UU_BEGIN] = "uuencode begin",
                                         [UU_DATA] = "uuencode line",
                                         [UU_END] = "uuencode end"};
    mime_leaf(self, piece->offset, piece->length,
              labels[uu_decoder_line_kind(&self->body.uuencode)]);
}

static void text_leaves(MimeScanner *self, const MimePiece *piece) {
    mime_leaf(self, piece->offset, piece->length, "text");
}

void mime_leaves_body(MimeScanner *self, const MimePiece *piece) {
    static void (*const functions[])(MimeScanner * self, const MimePiece *piece) = {
        [MIME_ENCODING_7BIT] = text_leaves,     [MIME_ENCODING_8BIT] = text_leaves,
        [MIME_ENCODING_BINARY] = text_leaves,   [MIME_ENCODING_QUOTED_PRINTABLE] = qp_leaves,
        [MIME_ENCODING_BASE64] = base64_leaves, [MIME_ENCODING_UUENCODE] = uu_leaves,
        [MIME_ENCODING_UNKNOWN] = text_leaves,
    };
    functions[self->body.encoding](self, piece);
    leaf_line_end(self, piece);
}
