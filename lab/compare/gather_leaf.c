/* SPDX-License-Identifier: MIT */
/* Labelled octets -> lines for the reader of their protocol, and the frames that carried them.
 * Octets of an IMAP literal are told apart by their count. */
#include "compare/gather_parts.h"

#include <string.h>

#define RECENT_MAX 1024u /* frames that may still turn out to be late */

static void tell_late(GatherTalk *self, const NoteLeaf *leaf, guint64 frame) {
    GatherLine place = {.offset = leaf->span.offset, .frames = {frame, frame}};
    gather_tcp_number(self, leaf->span.direction, &place, FACT_OUT_OF_ORDER, 1);
}

/* Octets in a row come in frames that grow. Where one does not, the frames before it that are newer
 * came late: they brought octets that stand in front of some that were here already. */
static void note_order(GatherTalk *self, GatherSide *side, const NoteLeaf *leaf, guint64 frame) {
    GArray *recent = side->recent;
    while (recent->len > 0 && g_array_index(recent, guint64, recent->len - 1) > frame) {
        guint64 late = g_array_index(recent, guint64, recent->len - 1);
        g_array_set_size(recent, recent->len - 1);
        tell_late(self, leaf, late);
    }
    if (recent->len == 0 || g_array_index(recent, guint64, recent->len - 1) < frame)
        g_array_append_val(recent, frame);
    if (recent->len > RECENT_MAX)
        g_array_remove_index(recent, 0);
}

static void note_carrier(GatherTalk *self, GatherSide *side, const NoteLeaf *leaf, guint64 frame) {
    guint n = side->carriers->len;
    GatherCarrier carrier = {leaf->span.offset, frame};
    if (n > 0 && g_array_index(side->carriers, GatherCarrier, n - 1).frame == frame)
        return;
    g_array_append_val(side->carriers, carrier);
    note_order(self, side, leaf, frame);
}

void gather_split(GatherTalk *self, Direction direction, const GatherLine *line) {
    const GArray *carriers = self->sides[direction].carriers;
    guint n = 0;
    if (line->frames.first == line->frames.last || line->length == 0)
        return;
    for (guint i = 0; i < carriers->len; i++) {
        guint64 from = g_array_index(carriers, GatherCarrier, i).offset;
        guint64 to = i + 1 < carriers->len ? g_array_index(carriers, GatherCarrier, i + 1).offset
                                           : G_MAXUINT64;
        if (from < line->offset + line->length && to > line->offset)
            n++;
    }
    gather_tcp_number(self, direction, line, FACT_SPLIT, n);
}

void gather_end_line(GatherTalk *self, Direction direction) {
    static void (*const readers[N_FACTS])(GatherTalk *, Direction, const GatherLine *) = {
        [FACTS_SMTP] = gather_smtp_line,
        [FACTS_POP] = gather_pop_line,
        [FACTS_IMAP] = gather_imap_line,
    };
    GatherSide *side = &self->sides[direction];
    const GatherLine *line = &side->line;
    if (line->tokens->len == 0)
        return;
    if (line->frames.last != side->told_frame) {
        side->told_frame = line->frames.last;
        gather_tcp_number(self, direction, line, FACT_STREAM, gather_talk(self)->stream);
        gather_number(self, direction, line, FACT_IS_REQUEST,
                      direction == DIRECTION_CLIENT ? 1 : 0);
    }
    readers[self->group](self, direction, line);
    gather_line_empty(&side->line);
}

static gboolean is_label(const NoteLeaf *leaf, const char *label) {
    return strcmp(leaf->label, label) == 0;
}

/* "{218}", "{218+}", "~{218}" */
static guint64 literal_length(const NoteLeaf *leaf) {
    g_autofree char *text = g_strndup((const char *)leaf->octets, leaf->span.length);
    const char *digits = strpbrk(text, "0123456789");
    return digits == NULL ? 0 : g_ascii_strtoull(digits, NULL, 10);
}

/* Does the line begin with a literal that is an argument? */
static gboolean is_argument(const GatherLine *line) {
    static const char *const labels[] = {"user name", "password", "mailbox", "target mailbox",
                                         "search value"};
    for (guint i = 0; i < G_N_ELEMENTS(labels); i++) {
        if (strcmp(gather_line_label(line, 0), labels[i]) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Octets of a literal: of a message text, unless they are an argument, which the line keeps. */
static void literal_leaf(GatherTalk *self, GatherSide *side, const NoteLeaf *leaf) {
    side->literal_left -= MIN(side->literal_left, leaf->span.length);
    gather_line_add(&side->line, leaf);
    gboolean ends_line = is_label(leaf, "line end") || is_label(leaf, "blank line");
    if (is_argument(&side->line) || (!ends_line && side->literal_left > 0))
        return;
    gather_text_line(self, leaf->span.direction, &side->line);
    gather_line_empty(&side->line);
}

/* A verb right behind the octets of a chunk begins a line. */
static gboolean begins_line(const GatherTalk *self, const GatherSide *side, const NoteLeaf *leaf) {
    return self->group == FACTS_SMTP && leaf->span.direction == DIRECTION_CLIENT &&
           is_label(leaf, "verb") && side->line.tokens->len > 0;
}

/* TLS records and compressed octets are seen by what comes out of them. */
static gboolean is_wrapping(GatherTalk *self, const NoteLeaf *leaf) {
    FactTalk *talk = gather_talk(self);
    if (g_str_has_prefix(leaf->label, "tls ")) {
        talk->tls_from = talk->tls_from == 0 ? leaf->frames.first : talk->tls_from;
        return TRUE;
    }
    if (!is_label(leaf, "deflate"))
        return FALSE;
    talk->compressed_from = talk->compressed_from == 0 ? leaf->frames.first : talk->compressed_from;
    return TRUE;
}

static void line_leaf(GatherTalk *self, GatherSide *side, const NoteLeaf *leaf) {
    Direction direction = leaf->span.direction;
    gboolean opens_literal = is_label(leaf, "literal line end");
    if (begins_line(self, side, leaf))
        gather_end_line(self, direction);
    if (is_label(leaf, "literal header"))
        side->literal_next = literal_length(leaf);
    gather_line_add(&side->line, leaf);
    if (!opens_literal && !is_label(leaf, "line end") && !is_label(leaf, "blank line"))
        return;
    gather_end_line(self, direction);
    side->literal_left = opens_literal ? side->literal_next : 0;
    side->is_continued = opens_literal;
    if (opens_literal && self->group == FACTS_IMAP)
        gather_text_end(self, direction, 0);
}

void gather_leaf(gpointer user, NoteConversation *conversation, const NoteLeaf *leaf) {
    (void)user;
    GatherTalk *self = conversation->renderer_data;
    if (self == NULL || is_wrapping(self, leaf))
        return;
    GatherSide *side = &self->sides[leaf->span.direction];
    if (leaf->span.offset > side->end && side->line.tokens->len > 0)
        gather_end_line(self, leaf->span.direction); /* behind a hole there is another line */
    if (leaf->span.offset > side->end)
        side->is_reply_open = FALSE;
    note_carrier(self, side, leaf, leaf->frames.first);
    note_carrier(self, side, leaf, leaf->frames.last);
    side->end = leaf->span.offset + leaf->span.length;
    if (side->literal_left > 0)
        literal_leaf(self, side, leaf);
    else
        line_leaf(self, side, leaf);
}
