/* SPDX-License-Identifier: MIT */
/* Leaves of both directions, merged by the packets that carried them -> lines. It keeps the octets
 * of a conversation until it is over, and does not know what a label means but the stuffed dot's.
 */
#include "render/follow.h"

#include "render/safe_text.h"

#include <string.h>

#define FOLLOW_LINE_MAX 4096u /* octets; what is longer goes on in a line of its own */

/* Octets in a row that one packet completed, or a mark. */
typedef struct {
    guint64 frame;       /* by which it had arrived */
    guint64 start, end;  /* of the octets kept */
    guint64 missing;     /* a gap of so many octets stands before them */
    gboolean is_stuffed; /* a dot that the receiver removes */
} Piece;

typedef struct {
    guint64 frame;
    char *text;
} Mark;

typedef struct {
    GByteArray *octets;
    GArray *pieces; /* of Piece */
    guint64 offset; /* of the octet that comes next */
    guint64 missed; /* octets in the gaps so far */
} Side;

typedef struct {
    Side sides[N_DIRECTIONS];
    GArray *marks; /* of Mark, as they were told: by packet */
} Talk;

struct FollowRenderer {
    RenderOutput output;
    GString *out;
    Direction speaker; /* of what stands in `line` */
    GString *line;     /* said, and not ended yet */
    gboolean has_stuffed_dot;
};

static void clear_mark(gpointer data) {
    g_free(((Mark *)data)->text);
}

FollowRenderer *follow_renderer_new(const RenderOutput *output) {
    FollowRenderer *self = g_new0(FollowRenderer, 1);
    self->output = *output;
    self->out = g_string_new(NULL);
    self->line = g_string_new(NULL);
    return self;
}

void follow_renderer_free(FollowRenderer *self) {
    if (self == NULL)
        return;
    g_string_free(self->out, TRUE);
    g_string_free(self->line, TRUE);
    g_free(self);
}

static void on_opened(gpointer user, NoteConversation *note) {
    (void)user;
    Talk *talk = g_new0(Talk, 1);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        talk->sides[d].octets = g_byte_array_new();
        talk->sides[d].pieces = g_array_new(FALSE, TRUE, sizeof(Piece));
    }
    talk->marks = g_array_new(FALSE, TRUE, sizeof(Mark));
    g_array_set_clear_func(talk->marks, clear_mark);
    note->renderer_data = talk;
}

static void talk_free(Talk *talk) {
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        g_byte_array_unref(talk->sides[d].octets);
        g_array_unref(talk->sides[d].pieces);
    }
    g_array_unref(talk->marks);
    g_free(talk);
}

/* Can the leaf be added to what came last? */
static gboolean goes_on(const Side *side, const Piece *piece) {
    const Piece *last = &g_array_index(side->pieces, Piece, side->pieces->len - 1);
    return last->frame == piece->frame && piece->missing == 0 && !piece->is_stuffed &&
           !last->is_stuffed;
}

static void on_leaf(gpointer user, NoteConversation *conversation, const NoteLeaf *note) {
    (void)user;
    Talk *talk = conversation->renderer_data;
    if (talk == NULL || note->layer != NULL)
        return;
    Side *side = &talk->sides[note->span.direction];
    const Piece *last =
        side->pieces->len == 0 ? NULL : &g_array_index(side->pieces, Piece, side->pieces->len - 1);
    Piece piece = {.frame = MAX(note->frames.last, last == NULL ? 0 : last->frame),
                   .start = side->octets->len,
                   .end = side->octets->len + note->span.length,
                   .missing = note->span.offset - side->offset,
                   .is_stuffed = strcmp(note->label, "dot-stuffing") == 0};
    g_byte_array_append(side->octets, note->octets, (guint)note->span.length);
    side->offset = note->span.offset + note->span.length;
    side->missed += piece.missing;
    if (last != NULL && goes_on(side, &piece))
        g_array_index(side->pieces, Piece, side->pieces->len - 1).end = piece.end;
    else
        g_array_append_val(side->pieces, piece);
}

static void on_tcp(gpointer user, NoteConversation *conversation, const NoteTcp *note) {
    (void)user;
    Talk *talk = conversation->renderer_data;
    if (talk == NULL || strcmp(note->event, "conflict") != 0)
        return;
    Mark mark = {note->frame,
                 g_strdup_printf("conflict: packet %" G_GUINT64_FORMAT " brings %" G_GUINT64_FORMAT
                                 " octets of the %s again with different content; "
                                 "only one copy is shown",
                                 note->frame, note->octets, direction_name(note->from))};
    g_array_append_val(talk->marks, mark);
}

static void hand_on(FollowRenderer *self) {
    self->output.write(self->output.user, self->out->str, self->out->len);
    g_string_truncate(self->out, 0);
}

static void write_mark(FollowRenderer *self, const char *text) {
    g_string_append_printf(self->out, "-- %s\n", text);
}

/* Writes what was said; `is_ended`: CR LF followed. */
static void end_line(FollowRenderer *self, gboolean is_ended) {
    if (self->line->len == 0 && !is_ended)
        return;
    if (self->has_stuffed_dot)
        write_mark(self, "dot stuffing: the receiver removes the first dot of the next line");
    self->has_stuffed_dot = FALSE;
    g_string_append_c(self->out, self->speaker == DIRECTION_CLIENT ? 'C' : 'S');
    g_string_append(self->out, is_ended ? ": " : "~ ");
    safe_text_append(self->out, self->line->str, self->line->len, SAFE_UTF8);
    g_string_append_c(self->out, '\n');
    g_string_truncate(self->line, 0);
    hand_on(self);
}

/* CR LF ends a line, and so does LF alone, which then is shown. */
static void say_octet(FollowRenderer *self, char octet) {
    GString *line = self->line;
    if (octet == '\n' && line->len > 0 && line->str[line->len - 1] == '\r') {
        g_string_truncate(line, line->len - 1);
        end_line(self, TRUE);
        return;
    }
    g_string_append_c(line, octet);
    if (octet == '\n' || (line->len >= FOLLOW_LINE_MAX && octet != '\r'))
        end_line(self, FALSE);
}

static void say(FollowRenderer *self, const Side *side, Direction direction, const Piece *piece) {
    if (direction != self->speaker || piece->missing > 0)
        end_line(self, FALSE);
    self->speaker = direction;
    if (piece->missing > 0) {
        g_autofree char *text =
            g_strdup_printf("gap: %" G_GUINT64_FORMAT " octets of the %s are missing here",
                            piece->missing, direction_name(direction));
        write_mark(self, text);
    }
    self->has_stuffed_dot |= piece->is_stuffed;
    for (guint64 i = piece->start; i < piece->end; i++)
        say_octet(self, (char)side->octets->data[i]);
}

static guint64 frame_of(const GArray *pieces, guint at) {
    return at < pieces->len ? g_array_index(pieces, Piece, at).frame : G_MAXUINT64;
}

/* The server greets first, and a command stands before its reply: in one packet there is only one
 * speaker, so packets order all. */
static void merge(FollowRenderer *self, const Talk *talk) {
    guint next[N_DIRECTIONS] = {0}, mark = 0;
    for (;;) {
        guint64 frames[N_DIRECTIONS];
        for (guint d = 0; d < N_DIRECTIONS; d++)
            frames[d] = frame_of(talk->sides[d].pieces, next[d]);
        Direction first = frames[DIRECTION_SERVER] < frames[DIRECTION_CLIENT];
        while (mark < talk->marks->len &&
               g_array_index(talk->marks, Mark, mark).frame <= frames[first]) {
            end_line(self, FALSE);
            write_mark(self, g_array_index(talk->marks, Mark, mark++).text);
        }
        if (frames[first] == G_MAXUINT64)
            return;
        const Side *side = &talk->sides[first];
        say(self, side, first, &g_array_index(side->pieces, Piece, next[first]++));
    }
}

static void on_conversation(gpointer user, NoteConversation *note) {
    FollowRenderer *self = user;
    Talk *talk = g_steal_pointer(&note->renderer_data);
    if (talk == NULL)
        return;
    merge(self, talk);
    end_line(self, FALSE);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        if (note->missing[d] <= talk->sides[d].missed)
            continue;
        g_autofree char *text =
            g_strdup_printf("gap: %" G_GUINT64_FORMAT " octets of the %s are missing at the end",
                            note->missing[d] - talk->sides[d].missed, direction_name((Direction)d));
        write_mark(self, text);
    }
    hand_on(self);
    talk_free(talk);
}

const NoteSink follow_sink = {
    .opened = on_opened,
    .leaf = on_leaf,
    .tcp = on_tcp,
    .conversation = on_conversation,
};
