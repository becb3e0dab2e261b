/* SPDX-License-Identifier: MIT */
/* Turns the lines of a leaf's body into its content, by the transfer encoding. It knows neither
 * boundaries nor headers. RFC 2045 §6. */
#include "mime/mime_body.h"

#include <string.h>

static void identity_piece(MimeBody *self, const MimePiece *piece) {
    if (piece->is_stable) {
        mime_content_lend(self->content, piece->octets, piece->length);
    } else {
        mime_content_copy(self->content, piece->octets, piece->length);
    }
}

static void identity_line_end(MimeBody *self, const guint8 *octets, gsize length,
                              gboolean is_stable) {
    if (is_stable) {
        mime_content_lend(self->content, octets, length);
    } else {
        mime_content_copy(self->content, octets, length);
    }
}

static void identity_end(MimeBody *self, guint64 offset) {
}

static void base64_piece(MimeBody *self, const MimePiece *piece) {
    for (gsize used = 0, taken = 0; used < piece->length && !self->skips_line; used += taken) {
        taken = MIN(piece->length - used, MIME_CONTENT_ROOM / 2);
        guint8 *out = mime_content_reserve(self->content, BASE64_ROOM(taken));
        gsize written = base64_decoder_push(&self->base64, piece->offset + used,
                                            piece->octets + used, taken, out);
        mime_content_commit(self->content, written);
    }
}

static void base64_line_end(MimeBody *self, const guint8 *octets, gsize length,
                            gboolean is_stable) {
    self->skips_line = FALSE;
}

static void base64_end(MimeBody *self, guint64 offset) {
    guint8 *out = mime_content_reserve(self->content, BASE64_ROOM(0));
    mime_content_commit(self->content, base64_decoder_finish(&self->base64, offset, out));
    for (guint i = 0; i < BASE64_N_FAULTS; i++) {
        self->tally->faults[MIME_TALLY_BASE64_OUTSIDE + i] = self->base64.faults[i];
    }
}

static void qp_piece(MimeBody *self, const MimePiece *piece) {
    for (gsize used = 0, taken = 0; used < piece->length; used += taken) {
        taken = MIN(piece->length - used, MIME_CONTENT_ROOM / 2);
        guint8 *out = mime_content_reserve(self->content, QP_ROOM(taken));
        gsize written = qp_decoder_push(&self->quoted_printable, piece->offset + used,
                                        piece->octets + used, taken, out);
        mime_content_commit(self->content, written);
    }
}

static void qp_line_end(MimeBody *self, const guint8 *octets, gsize length, gboolean is_stable) {
    guint8 *out = mime_content_reserve(self->content, QP_ROOM(length));
    mime_content_commit(self->content,
                        qp_decoder_line_end(&self->quoted_printable, octets, length, out));
}

static void qp_end(MimeBody *self, guint64 offset) {
    guint8 *out = mime_content_reserve(self->content, QP_ROOM(0));
    mime_content_commit(self->content, qp_decoder_finish(&self->quoted_printable, out));
    for (guint i = 0; i < QP_N_FAULTS; i++) {
        self->tally->faults[MIME_TALLY_QP_ESCAPE + i] = self->quoted_printable.faults[i];
    }
}

static void uu_piece(MimeBody *self, const MimePiece *piece) {
    uu_decoder_push(&self->uuencode, piece->offset, piece->octets, piece->length);
}

static void uu_line_end(MimeBody *self, const guint8 *octets, gsize length, gboolean is_stable) {
    guint8 *out = mime_content_reserve(self->content, UU_ROOM);
    mime_content_commit(self->content, uu_decoder_line_end(&self->uuencode, out));
}

static void uu_end(MimeBody *self, guint64 offset) {
    guint8 *out = mime_content_reserve(self->content, UU_ROOM);
    mime_content_commit(self->content, uu_decoder_finish(&self->uuencode, offset, out));
    for (guint i = 0; i < UU_N_FAULTS; i++) {
        self->tally->faults[MIME_TALLY_UU_BEGIN + i] = self->uuencode.faults[i];
    }
}

typedef struct {
    void (*piece)(MimeBody *self, const MimePiece *piece);
    void (*line_end)(MimeBody *self, const guint8 *octets, gsize length, gboolean is_stable);
    void (*end)(MimeBody *self, guint64 offset);
    guint forbidden;          /* MimeOctets that are a defect */
    gsize line_max;           /* 0: no limit */
    MimeTallyKind line_tally; /* a line over it */
    gboolean has_lines;       /* a bare LF is a defect, and so is a line over 998 octets */
} Decoding;

#define CONTROLS (MIME_OCTETS_NUL | MIME_OCTETS_CR)
#define IDENTITY identity_piece, identity_line_end, identity_end

/* clang-format off */
static const Decoding decodings[] = {
    [MIME_ENCODING_7BIT]    = {IDENTITY, CONTROLS | MIME_OCTETS_8BIT, 0, 0, TRUE},
    [MIME_ENCODING_8BIT]    = {IDENTITY, CONTROLS, 0, 0, TRUE},
    [MIME_ENCODING_BINARY]  = {IDENTITY, 0, 0, 0, FALSE},
    [MIME_ENCODING_QUOTED_PRINTABLE] = {qp_piece, qp_line_end, qp_end, 0, 76, MIME_TALLY_QP_LINE, TRUE},
    [MIME_ENCODING_BASE64]  = {base64_piece, base64_line_end, base64_end, 0, 76, MIME_TALLY_BASE64_LINE, TRUE},
    [MIME_ENCODING_UUENCODE] = {uu_piece, uu_line_end, uu_end, 0, 0, 0, TRUE},
    [MIME_ENCODING_UNKNOWN] = {IDENTITY, CONTROLS, 0, 0, TRUE},
};
/* clang-format on */

void mime_body_begin(MimeBody *self, MimeEncoding encoding, MimeTally *tally) {
    self->encoding = encoding;
    self->tally = tally;
    self->skips_line = FALSE;
    mime_content_begin(self->content);
    base64_decoder_init(&self->base64);
    if (encoding == MIME_ENCODING_QUOTED_PRINTABLE) {
        qp_decoder_init(&self->quoted_printable);
    } else if (encoding == MIME_ENCODING_UUENCODE) {
        uu_decoder_init(&self->uuencode);
    }
}

void mime_body_piece(MimeBody *self, const MimePiece *piece) {
    const Decoding *decoding = &decodings[self->encoding];
    if (decoding->forbidden != 0) {
        guint found = mime_octets_scan(piece->octets, piece->length) & decoding->forbidden;
        mime_tally_octets(self->tally, found, piece->offset, piece->octets, piece->length);
    }
    decoding->piece(self, piece);
}

void mime_body_line_end(MimeBody *self, const guint8 *octets, gsize length, gboolean is_stable) {
    decodings[self->encoding].line_end(self, octets, length, is_stable);
}

void mime_body_tally_line(MimeBody *self, guint64 offset, guint64 length, gsize end_length) {
    const Decoding *decoding = &decodings[self->encoding];
    if (decoding->line_max > 0 && length > decoding->line_max) {
        octet_fault_add(&self->tally->faults[decoding->line_tally], offset);
    }
    if (decoding->has_lines) {
        mime_tally_line(self->tally, offset, length, end_length);
    }
}

void mime_body_end(MimeBody *self, guint64 offset) {
    decodings[self->encoding].end(self, offset);
    mime_content_flush(self->content);
}

void mime_body_gap(MimeBody *self) {
    if (self->encoding == MIME_ENCODING_BASE64) {
        base64_decoder_gap(&self->base64);
        self->skips_line = TRUE;
    } else if (self->encoding == MIME_ENCODING_QUOTED_PRINTABLE) {
        qp_decoder_gap(&self->quoted_printable);
    } else if (self->encoding == MIME_ENCODING_UUENCODE) {
        uu_decoder_gap(&self->uuencode);
    }
}
