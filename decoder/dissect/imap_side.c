/* SPDX-License-Identifier: MIT */
/* Turns the pieces of one direction into units, and the literals in them that carry messages into
 * messages. What a unit means is not known here. */
#include "dissect/imap_session.h"
#include "dissect/labels.h"
#include "dissect/tcp_story.h"

void imap_side_init(ImapSide *self, Direction direction) {
    gboolean is_server = direction == DIRECTION_SERVER;
    *self = (ImapSide){.direction = direction};
    imap_framer_init(&self->framer, is_server,
                     is_server ? imap_looks_like_response : imap_looks_like_command);
    imap_unit_init(&self->unit, is_server);
    self->messages = g_ptr_array_new_with_free_func(imap_message_free);
}

void imap_side_clear(ImapSide *self) {
    imap_framer_clear(&self->framer);
    imap_unit_clear(&self->unit);
    g_clear_pointer(&self->messages, g_ptr_array_unref);
}

void imap_side_resync(ImapSide *self) {
    gsize used = 0;
    imap_framer_gap(&self->framer, 1);
    imap_framer_next(&self->framer, NULL, 0, &used);
}

void imap_side_next(Imap *imap, ImapSide *self) {
    imap_unit_reset(&self->unit);
    g_ptr_array_set_size(self->messages, 0);
    self->has_unit = FALSE;
    self->labelled = 0;
    self->is_after_message = FALSE;
    self->awaits_message = FALSE;
    self->message = NULL;
}

/* A literal that is kept inside the text gets its label with it; before any other the text so far
 * has to have its labels. */
static void begin_literal(Imap *imap, ImapSide *self) {
    if (self->unit.is_inline) {
        return;
    }
    gboolean is_server = self->direction == DIRECTION_SERVER;
    ImapPlaceRole role = imap_unit_place(&self->unit).role;
    imap_label_text(imap, self, is_server ? IMAP_UNIT_RESPONSE : IMAP_UNIT_COMMAND, FALSE);
    self->is_after_message = role == IMAP_PLACE_FETCH || role == IMAP_PLACE_MESSAGE;
    self->awaits_message = self->is_after_message;
}

/* The message begins with the first octets of its literal: a literal that is refused has none. */
static void begin_message(Imap *imap, ImapSide *self, const ImapPiece *piece) {
    gboolean is_lost = piece->kind == IMAP_PIECE_LITERAL_END && piece->missing > 0;
    gboolean is_literal = piece->kind == IMAP_PIECE_LITERAL_OCTETS ||
                          piece->kind == IMAP_PIECE_LITERAL_GAP ||
                          piece->kind == IMAP_PIECE_LITERAL_END;
    if (!self->awaits_message || !is_literal) {
        return;
    }
    self->awaits_message = FALSE;
    if (!is_lost) {
        self->message = imap_message_new(imap, self);
    }
}

/* Keeps memory flat while much text passes. */
static void fold(Imap *imap, const ImapSide *self) {
    conversation_fold(imap->conversation, self->direction, self->message->reader->wire_start,
                      self->offset);
}

static void literal_octets(Imap *imap, ImapSide *self, const ImapPiece *piece) {
    if (self->message != NULL) {
        message_reader_push(self->message->reader, piece->octets, piece->length);
        fold(imap, self);
    } else if (!self->unit.is_inline) {
        label_track_lines(imap->conversation->labels[self->direction], piece->length, "string");
    }
}

static void literal_gap(ImapSide *self, const ImapPiece *piece) {
    if (self->message != NULL) {
        message_reader_gap(self->message->reader, piece->missing, self->gap_reason);
    }
}

static void literal_end(Imap *imap, ImapSide *self, const ImapPiece *piece) {
    if (self->message == NULL) {
        return;
    }
    if (piece->missing > 0) {
        message_reader_worsen(self->message->reader, NOTE_UNTERMINATED);
    }
    imap_message_end(imap, self);
}

/* Octets of which it is not known what they belong to: some may be secret. */
static void skipped(Imap *imap, const ImapSide *self, const ImapPiece *piece) {
    Conversation *conversation = imap->conversation;
    gboolean is_client = self->direction == DIRECTION_CLIENT;
    gsize end = piece->length > 0 && piece->octets[piece->length - 1] == '\n' ? 1 : 0;
    end += end > 0 && piece->length > 1 && piece->octets[piece->length - 2] == '\r' ? 1 : 0;
    label_track_take(conversation->labels[self->direction], piece->length - end, "fragment",
                     is_client);
    label_track_take(conversation->labels[self->direction], end, "line end", FALSE);
    if (is_client && piece->length > end && !conversation->workshop->options->reveal) {
        Span span = {DIRECTION_CLIENT, self->offset, piece->length - end};
        tcp_story_secret(conversation, conversation_wire_span(conversation, span));
    }
}

gboolean imap_side_push(Imap *imap, ImapSide *self, const ImapPiece *piece) {
    if (piece->kind == IMAP_PIECE_SKIPPED) {
        skipped(imap, self, piece);
        self->offset += piece->length;
        self->unit_start = self->offset;
        return FALSE;
    }
    if (!self->has_unit) {
        self->has_unit = TRUE;
        self->unit_start = self->offset;
    }
    begin_message(imap, self, piece);
    gboolean is_over = imap_unit_push(&self->unit, piece);
    self->offset += piece->length + (piece->kind == IMAP_PIECE_LITERAL_GAP ? piece->missing : 0);
    if (piece->kind == IMAP_PIECE_LITERAL_BEGIN) {
        begin_literal(imap, self);
    } else if (piece->kind == IMAP_PIECE_LITERAL_OCTETS) {
        literal_octets(imap, self, piece);
    } else if (piece->kind == IMAP_PIECE_LITERAL_GAP) {
        literal_gap(self, piece);
    } else if (piece->kind == IMAP_PIECE_LITERAL_END) {
        literal_end(imap, self, piece);
    }
    return is_over;
}
