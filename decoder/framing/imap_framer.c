/* SPDX-License-Identifier: MIT */
/* Turns octets into the lines and literals of IMAP units. It holds a line at most, never a literal,
 * and knows of the grammar only how a literal is announced and which lines end in text that may
 * merely look so. */
#include "framing/imap_framer.h"

#include <string.h>

typedef enum {
    STEP_TEXT,
    STEP_LITERAL_BEGIN,
    STEP_WAIT,
    STEP_LITERAL,
    STEP_LITERAL_END,
    STEP_UNIT_END,
    STEP_REFUSED,
} Step;

void imap_framer_init(ImapFramer *self, gboolean is_server, ImapUnitTest unit_test) {
    *self = (ImapFramer){.is_server = is_server, .unit_test = unit_test};
    line_splitter_init(&self->lines, IMAP_FRAMER_TEXT_MAX);
}

void imap_framer_clear(ImapFramer *self) {
    line_splitter_clear(&self->lines);
}

/* literal  = "{" number64 ["+"] "}" CRLF *CHAR8
 * literal8 = "~{" number64 ["+"] "}" CRLF *OCTET
 * Is there such a header at the end of the line? RFC 9051 §9, RFC 7888 §8. */
static gboolean read_header(const guint8 *line, gsize length, ImapFramerLiteral *literal) {
    gsize at = length;
    if (at == 0 || line[--at] != '}') {
        return FALSE;
    }
    *literal = (ImapFramerLiteral){.is_non_synchronising = at > 0 && line[at - 1] == '+'};
    at -= literal->is_non_synchronising ? 1 : 0;
    gsize digits_end = at;
    while (at > 0 && g_ascii_isdigit(line[at - 1])) {
        at--;
    }
    if (at == digits_end || at == 0 || line[at - 1] != '{') {
        return FALSE;
    }
    for (gsize i = at; i < digits_end; i++) {
        guint64 digit = (guint64)(line[i] - '0');
        if (literal->size > (G_MAXINT64 - digit) / 10) {
            return FALSE;
        }
        literal->size = literal->size * 10 + digit;
    }
    literal->is_binary = at > 1 && line[at - 2] == '~';
    literal->header_length = length - at + (literal->is_binary ? 2 : 1);
    return TRUE;
}

/* Reads the header at the end of a line, which may have begun in the part handed out before. */
static gboolean find_header(const ImapFramer *self, const Line *line, ImapFramerLiteral *literal) {
    if (self->is_free_text) {
        return FALSE;
    }
    if (self->n_tail == 0 || line->length >= sizeof self->tail) {
        return read_header(line->octets, line->length, literal);
    }
    guint8 joined[2 * sizeof self->tail];
    memcpy(joined, self->tail, self->n_tail);
    memcpy(joined + self->n_tail, line->octets, line->length);
    return read_header(joined, self->n_tail + line->length, literal);
}

static gboolean begins_with_word(const guint8 *octets, gsize length, const char *word) {
    gsize n = strlen(word);
    return length >= n && g_ascii_strncasecmp((const char *)octets, word, n) == 0 &&
           (length == n || octets[n] == ' ');
}

/* resp-text = ["[" resp-text-code "]" SP] [text]: it stands at the end of these responses, and text
 * may hold any octet but CR and LF. */
static gboolean ends_in_text(const guint8 *line, gsize length) {
    static const char *const statuses[] = {"OK", "NO", "BAD", "BYE", "PREAUTH"};
    if (length > 0 && line[0] == '+') {
        return TRUE;
    }
    const guint8 *space = length > 0 ? memchr(line, ' ', length) : NULL;
    gsize at = space == NULL ? length : (gsize)(space - line) + 1;
    for (guint i = 0; i < G_N_ELEMENTS(statuses); i++) {
        if (begins_with_word(line + at, length - at, statuses[i])) {
            return TRUE;
        }
    }
    return FALSE;
}

static ImapPiece more(void) {
    return (ImapPiece){.kind = IMAP_PIECE_MORE};
}

static LineEnd kind_of_end(gsize length) {
    static const LineEnd ends[] = {LINE_END_NONE, LINE_END_LF, LINE_END_CRLF};
    return ends[length];
}

/* A line end of `length` octets; the input that it came in may be gone. */
static const guint8 *line_end_octets(gsize length) {
    return (const guint8 *)"\r\n" + (2 - length);
}

static void begin_unit(ImapFramer *self, const Line *line) {
    if (!self->has_unit) {
        self->is_free_text = self->is_server && ends_in_text(line->octets, line->length);
    }
    self->has_unit = TRUE;
    self->is_resyncing = FALSE;
}

/* TRUE if the line is skipped: a gap lies before it, and it cannot begin a unit. */
static gboolean skip_line(ImapFramer *self, const Line *line, ImapPiece *piece) {
    if (!self->is_resyncing) {
        return FALSE;
    }
    gboolean is_start = self->unit_test != NULL
                            ? self->unit_test((const char *)line->octets, line->length)
                            : !self->is_mid_line;
    gboolean is_part = line->end == LINE_END_NONE;
    if (is_start && !is_part) {
        return FALSE;
    }
    self->is_mid_line = is_part;
    *piece = (ImapPiece){.kind = IMAP_PIECE_SKIPPED,
                         .octets = line->octets,
                         .length = line->length + line->end_length};
    return TRUE;
}

static void keep_tail(ImapFramer *self, const Line *line) {
    self->n_tail = MIN(line->length, sizeof self->tail);
    memcpy(self->tail, line->octets + line->length - self->n_tail, self->n_tail);
}

static ImapPiece take_line(ImapFramer *self, const Line *line) {
    ImapPiece piece = {.kind = IMAP_PIECE_TEXT, .octets = line->octets, .length = line->length};
    begin_unit(self, line);
    if (line->end == LINE_END_NONE) {
        keep_tail(self, line);
        piece.is_part = TRUE;
        return piece;
    }
    self->step = find_header(self, line, &self->literal) ? STEP_LITERAL_BEGIN : STEP_UNIT_END;
    self->end_length = line->end_length;
    self->n_tail = 0;
    return piece;
}

static ImapPiece step_literal_begin(ImapFramer *self) {
    gboolean waits = !self->is_server && !self->literal.is_non_synchronising;
    self->step = waits ? STEP_WAIT : STEP_LITERAL;
    self->left = self->literal.size;
    return (ImapPiece){.kind = IMAP_PIECE_LITERAL_BEGIN,
                       .octets = line_end_octets(self->end_length),
                       .length = self->end_length,
                       .end = kind_of_end(self->end_length),
                       .literal = self->literal};
}

static ImapPiece end_unit(ImapFramer *self, gsize end_length) {
    self->step = STEP_TEXT;
    self->has_unit = FALSE;
    self->n_tail = 0;
    return (ImapPiece){.kind = IMAP_PIECE_UNIT_END,
                       .octets = line_end_octets(end_length),
                       .length = end_length,
                       .end = kind_of_end(end_length)};
}

static ImapPiece step_text(ImapFramer *self, const guint8 *octets, gsize length, gsize *used) {
    Line line;
    ImapPiece piece;
    if (!line_splitter_next(&self->lines, octets, length, used, &line)) {
        return more();
    }
    if (skip_line(self, &line, &piece)) {
        return piece;
    }
    piece = take_line(self, &line);
    if (piece.length > 0) {
        return piece;
    }
    /* An empty line, or one that goes on with the line end behind its first part. */
    return self->step == STEP_LITERAL_BEGIN ? step_literal_begin(self)
                                            : end_unit(self, self->end_length);
}

static ImapPiece step_literal(ImapFramer *self, const guint8 *octets, gsize length, gsize *used) {
    gsize n = (gsize)MIN((guint64)(length - *used), self->left);
    if (n == 0) {
        return more();
    }
    ImapPiece piece = {.kind = IMAP_PIECE_LITERAL_OCTETS, .octets = octets + *used, .length = n};
    *used += n;
    self->left -= n;
    return piece;
}

static ImapPiece step_literal_end(ImapFramer *self) {
    ImapPiece piece = {.kind = IMAP_PIECE_LITERAL_END, .missing = self->left};
    self->left = 0;
    self->step = STEP_TEXT;
    return piece;
}

/* What is held and open, one piece a call. */
static ImapPiece break_unit(ImapFramer *self) {
    Line line;
    if (self->step == STEP_LITERAL || self->step == STEP_LITERAL_END || self->step == STEP_WAIT) {
        return step_literal_end(self);
    }
    if (line_splitter_rest(&self->lines, &line)) {
        gboolean is_skipped = self->is_resyncing;
        if (!is_skipped) {
            begin_unit(self, &line);
        }
        return (ImapPiece){.kind = is_skipped ? IMAP_PIECE_SKIPPED : IMAP_PIECE_TEXT,
                           .octets = line.octets,
                           .length = line.length,
                           .is_part = !is_skipped};
    }
    self->is_breaking = FALSE;
    self->is_resyncing = TRUE;
    self->is_mid_line = TRUE;
    if (!self->has_unit) {
        return more();
    }
    ImapPiece piece = end_unit(self, 0);
    piece.is_broken = TRUE;
    return piece;
}

static ImapPiece step_refused(ImapFramer *self) {
    ImapPiece piece = end_unit(self, 0);
    piece.is_refused = TRUE;
    return piece;
}

ImapPiece imap_framer_next(ImapFramer *self, const guint8 *octets, gsize length, gsize *used) {
    if (self->lost > 0) {
        ImapPiece piece = {.kind = IMAP_PIECE_LITERAL_GAP, .missing = self->lost};
        self->lost = 0;
        return piece;
    }
    if (self->is_breaking) {
        ImapPiece piece = break_unit(self);
        if (piece.kind != IMAP_PIECE_MORE) {
            return piece;
        }
    }
    if (self->step == STEP_LITERAL && self->left == 0) {
        self->step = STEP_LITERAL_END;
    }
    switch ((Step)self->step) {
    case STEP_TEXT:
        return step_text(self, octets, length, used);
    case STEP_LITERAL_BEGIN:
        return step_literal_begin(self);
    case STEP_WAIT:
        return (ImapPiece){.kind = IMAP_PIECE_WAIT};
    case STEP_LITERAL:
        return step_literal(self, octets, length, used);
    case STEP_LITERAL_END:
        return step_literal_end(self);
    case STEP_UNIT_END:
        return end_unit(self, self->end_length);
    case STEP_REFUSED:
        return step_refused(self);
    }
    return more();
}

void imap_framer_resume(ImapFramer *self, gboolean is_accepted) {
    if (self->step == STEP_WAIT) {
        self->step = is_accepted ? STEP_LITERAL : STEP_REFUSED;
    }
}

gboolean imap_framer_is_waiting(const ImapFramer *self) {
    return self->step == STEP_WAIT;
}

void imap_framer_gap(ImapFramer *self, guint64 length) {
    guint64 inside = 0;
    if (self->step == STEP_LITERAL) {
        inside = MIN(length, self->left);
        self->left -= inside;
        self->lost += inside;
    }
    self->is_breaking |= length > inside;
}

void imap_framer_finish(ImapFramer *self) {
    self->is_breaking = TRUE;
}
