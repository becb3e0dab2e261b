/* SPDX-License-Identifier: MIT */
/* Turns the pieces of the framer into one text with its literals. It holds no message and no more
 * than its caps, and knows of the grammar only what imap_place.c tells it of a literal. */
#include "syntax/imap_unit.h"

#include "syntax/imap_place.h"

/* A buffer that grew beyond this is not kept for the next unit. */
#define KEPT_OCTETS 4096u

void imap_unit_init(ImapUnit *self, gboolean is_server) {
    *self = (ImapUnit){.is_server = is_server, .is_complete = TRUE};
    self->text = g_byte_array_new();
    self->literals = g_array_new(FALSE, FALSE, sizeof(ImapLiteral));
}

void imap_unit_clear(ImapUnit *self) {
    g_byte_array_unref(self->text);
    g_array_unref(self->literals);
    *self = (ImapUnit){.is_server = self->is_server};
}

void imap_unit_reset(ImapUnit *self) {
    if (self->text->len > KEPT_OCTETS) {
        g_byte_array_unref(self->text);
        self->text = g_byte_array_new();
    }
    g_byte_array_set_size(self->text, 0);
    g_array_set_size(self->literals, 0);
    *self = (ImapUnit){.is_server = self->is_server,
                       .text = self->text,
                       .literals = self->literals,
                       .is_complete = TRUE};
}

ImapText imap_unit_text(const ImapUnit *self) {
    static const char nothing[] = "";
    return (ImapText){
        .octets = self->text->len > 0 ? (const char *)self->text->data : nothing,
        .length = self->text->len,
        .literals = self->literals->len > 0 ? &g_array_index(self->literals, ImapLiteral, 0) : NULL,
        .n_literals = self->literals->len,
    };
}

/* From the first octet that finds no room on, none is held: what is held stays a beginning. */
static void append(ImapUnit *self, const guint8 *octets, gsize length) {
    gsize room = self->dropped == 0 ? IMAP_UNIT_TEXT_MAX - self->text->len : 0;
    gsize kept = MIN(length, room);
    if (kept > 0)
        g_byte_array_append(self->text, octets, (guint)kept);
    self->dropped += length - kept;
}

/* Message octets are never kept, however few: they go where the message goes. */
static gboolean should_keep(ImapPlaceRole role, const ImapUnit *self, guint64 size) {
    return role != IMAP_PLACE_FETCH && role != IMAP_PLACE_MESSAGE &&
           size <= IMAP_LITERAL_INLINE_MAX && size <= IMAP_UNIT_TEXT_MAX - self->text->len;
}

static void begin_literal(ImapUnit *self, const ImapPiece *piece) {
    gsize header = piece->literal.header_length;
    self->is_inline = FALSE;
    append(self, piece->octets, piece->length);
    if (self->dropped > 0 || header + piece->length > self->text->len)
        return;
    ImapLiteral literal = {.at = self->text->len - piece->length - header,
                           .header_length = header + piece->length,
                           .size = piece->literal.size,
                           .is_binary = piece->literal.is_binary,
                           .is_non_synchronising = piece->literal.is_non_synchronising};
    ImapText text = imap_unit_text(self);
    imap_place_walk(&self->walk, &text, literal.at, self->is_server);
    literal.is_inline =
        should_keep(imap_place_of(&self->walk, &text, self->is_server).role, self, literal.size);
    self->is_inline = literal.is_inline;
    guint n = self->literals->len;
    literal.referred = (n > 0 ? g_array_index(self->literals, ImapLiteral, n - 1).referred : 0) +
                       (literal.is_inline ? 0 : literal.size);
    g_array_append_val(self->literals, literal);
}

/* Octets of a literal that is kept; those that are lost are held as NUL, so that what follows stays
 * in place. */
static void literal_octets(ImapUnit *self, const ImapPiece *piece) {
    if (self->is_inline && piece->length > 0)
        append(self, piece->octets, piece->length);
    for (guint64 i = 0; self->is_inline && i < piece->missing; i++)
        append(self, (const guint8 *)"", 1);
    if (piece->missing > 0)
        self->is_complete = FALSE;
}

static gboolean end_unit(ImapUnit *self, const ImapPiece *piece) {
    self->end = piece->end;
    self->is_refused = piece->is_refused;
    if (piece->is_broken || piece->is_refused || self->dropped > 0)
        self->is_complete = FALSE;
    return TRUE;
}

gboolean imap_unit_push(ImapUnit *self, const ImapPiece *piece) {
    self->wire_octets += piece->length + piece->missing;
    switch (piece->kind) {
    case IMAP_PIECE_TEXT:
        append(self, piece->octets, piece->length);
        return FALSE;
    case IMAP_PIECE_LITERAL_BEGIN:
        begin_literal(self, piece);
        return FALSE;
    case IMAP_PIECE_LITERAL_OCTETS:
    case IMAP_PIECE_LITERAL_GAP:
    case IMAP_PIECE_LITERAL_END:
        literal_octets(self, piece);
        return FALSE;
    case IMAP_PIECE_UNIT_END:
        return end_unit(self, piece);
    case IMAP_PIECE_SKIPPED:
    case IMAP_PIECE_WAIT:
    case IMAP_PIECE_MORE:
        return FALSE;
    }
    return FALSE;
}

ImapPlace imap_unit_place(const ImapUnit *self) {
    ImapText text = imap_unit_text(self);
    return imap_place_of(&self->walk, &text, self->is_server);
}

guint64 imap_unit_wire_offset(const ImapUnit *self, gsize at) {
    guint low = 0, high = self->literals->len; /* those before `low` stand before `at` */
    while (low < high) {
        guint middle = low + (high - low) / 2;
        const ImapLiteral *literal = &g_array_index(self->literals, ImapLiteral, middle);
        if (literal->at + literal->header_length <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return at + (low > 0 ? g_array_index(self->literals, ImapLiteral, low - 1).referred : 0);
}
