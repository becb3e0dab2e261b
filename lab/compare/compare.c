/* SPDX-License-Identifier: MIT */
/* Frame by frame, what maillab knows is put beside what Wireshark shows. Within a frame both stand
 * in the order of their octets, so equal values pair up, and what stands between two pairs differs.
 */
#include "compare/compare.h"

#include "compare/broken.h"
#include "compare/causes_parts.h"

#define LOOK_AHEAD 64u /* values that are searched for the next pair */

struct Compare {
    const FactStore *store;
    Sight *sight;
    CompareTell tell;
    CompareCounted counted;
    gpointer user;
    CompareCount count;
    guint64 frame;  /* the last that was told */
    Broken *broken; /* NULL but in tests */
    guint n_rows;
    const FieldRow *rows;
    GPtrArray **ours, **theirs;      /* per row: of Fact, of PdmlField; of this frame */
    GArray *kind_rows[N_FACT_KINDS]; /* of guint: the rows that a kind may answer */
};

Compare *compare_new(const FactStore *store, CompareTell tell, CompareCounted counted,
                     gpointer user) {
    Compare *self = g_new0(Compare, 1);
    self->store = store;
    self->sight = sight_new(store);
    self->tell = tell;
    self->counted = counted;
    self->user = user;
    self->rows = fields_rows(&self->n_rows);
    self->ours = g_new0(GPtrArray *, self->n_rows);
    self->theirs = g_new0(GPtrArray *, self->n_rows);
    for (guint k = 0; k < N_FACT_KINDS; k++)
        self->kind_rows[k] = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < self->n_rows; i++) {
        self->ours[i] = g_ptr_array_new();
        self->theirs[i] = g_ptr_array_new();
        g_array_append_val(self->kind_rows[self->rows[i].fact], i);
    }
    return self;
}

void compare_free(Compare *self) {
    if (self == NULL)
        return;
    for (guint i = 0; i < self->n_rows; i++) {
        g_ptr_array_unref(self->ours[i]);
        g_ptr_array_unref(self->theirs[i]);
    }
    for (guint k = 0; k < N_FACT_KINDS; k++)
        g_array_unref(self->kind_rows[k]);
    sight_free(self->sight);
    broken_free(self->broken);
    g_free(self->ours);
    g_free(self->theirs);
    g_free(self);
}

void compare_break(Compare *self, const FieldRow *row) {
    broken_free(self->broken);
    self->broken = broken_new(row);
}

/* What a whole frame has in common. */
typedef struct {
    const PdmlFrame *shown;
    const FactTalk *talk;
    Direction direction;
    gboolean
        is_whole; /* its fields stand in its own octets: nothing is put together or decrypted */
    gboolean has_base; /* a pair has been found: `base` is known */
    guint64 base;      /* our offset of what has position 0 in the frame; may wrap */
} Place;

/* The message whose facts stand in the frame, or whose octets are on their way in it. */
static const FactMessage *message_at(const Difference *self) {
    const GArray *indices = sight_talk(self)->messages;
    const FactMessage *found = NULL;
    for (guint i = 0; i < indices->len; i++) {
        guint index = g_array_index(indices, guint, i);
        const FactMessage *message = &g_array_index(self->store->messages, FactMessage, index);
        if (self->frame < message->frames.first || self->frame > message->shown_frame)
            continue;
        if (found == NULL || message->shown_frame == self->frame)
            found = message;
    }
    return found;
}

/* The first unit of the frame's side that has octets in it. */
static const FactUnit *unit_at(const Difference *self, Direction direction) {
    guint index = sight_last_unit(self, direction, self->frame);
    if (index == G_MAXUINT)
        return NULL;
    while (index > 0 && unit_in_frame(sight_unit(self, direction, index - 1), self->frame))
        index--;
    const FactUnit *unit = sight_unit(self, direction, index);
    return unit_in_frame(unit, self->frame) ? unit : NULL;
}

static void find_surroundings(Difference *self, Direction direction) {
    if (self->talk != NULL) {
        self->message = message_at(self);
        self->unit = unit_at(self, direction);
    }
    if (self->ours != NULL && self->ours->unit != FACT_NO_UNIT)
        self->unit = &g_array_index(self->store->units, FactUnit, self->ours->unit);
}

static void differ(Compare *self, const Place *place, const FieldRow *row, const Fact *ours,
                   const PdmlField *theirs) {
    Difference difference = {
        .kind = ours == NULL     ? DIFFERENCE_ONLY_THEIRS
                : theirs == NULL ? DIFFERENCE_ONLY_OURS
                                 : DIFFERENCE_VALUE,
        .row = row,
        .frame = place->shown->number,
        .ours = ours,
        .theirs = theirs,
        .shown = place->shown,
        .store = self->store,
        .sight = self->sight,
        .talk = place->talk,
        .direction = ours != NULL ? ours->direction : place->direction,
    };
    find_surroundings(&difference, place->direction);
    const Cause *cause = causes_explain(&difference);
    self->count.kinds[difference.kind]++;
    if (cause != NULL)
        self->count.explained++;
    else
        self->count.unexplained++;
    if (self->counted != NULL)
        self->counted(self->user, row, difference.kind);
    self->tell(self->user, &difference, cause);
}

static void agree(Compare *self, const FieldRow *row) {
    self->count.agreed++;
    if (self->counted != NULL)
        self->counted(self->user, row, N_DIFFERENCE_KINDS);
}

/* The two lists of one row, from here on. */
typedef struct {
    GPtrArray *ours, *theirs;
    guint i, j;
} Pairing;

/* Do both say where the octets stand in the frame? */
static gboolean is_placed(const Place *place, const FieldRow *row, const PdmlField *theirs) {
    const PdmlFrame *shown = place->shown;
    gboolean is_dialogue =
        row->group == FACTS_SMTP || row->group == FACTS_POP || row->group == FACTS_IMAP;
    return place->is_whole && is_dialogue && row->compare == FIELD_TEXT && theirs->length > 0 &&
           theirs->position >= shown->payload_position &&
           theirs->position + theirs->length <= shown->payload_position + shown->payload_length;
}

/* Equal octets at another place are others. */
static gboolean is_pair(const Place *place, const FieldRow *row, const Pairing *self, guint i,
                        guint j) {
    const Fact *ours = self->ours->pdata[i];
    const PdmlField *theirs = self->theirs->pdata[j];
    if (!compare_values(row, ours, place->shown, theirs))
        return FALSE;
    return !place->has_base || !is_placed(place, row, theirs) ||
           ours->offset - theirs->position == place->base;
}

static void note_base(Place *place, const FieldRow *row, const Fact *ours,
                      const PdmlField *theirs) {
    if (place->has_base || !is_placed(place, row, theirs))
        return;
    place->has_base = TRUE;
    place->base = ours->offset - theirs->position;
}

/* How many of each list stand before the next pair. */
static void find_pair(const Place *place, const FieldRow *row, const Pairing *self,
                      guint *skip_ours, guint *skip_theirs) {
    guint left_ours = self->ours->len - self->i, left_theirs = self->theirs->len - self->j;
    for (guint distance = 1; distance < LOOK_AHEAD; distance++) {
        for (guint a = 0; a <= distance; a++) {
            guint b = distance - a;
            if (a < left_ours && b < left_theirs &&
                is_pair(place, row, self, self->i + a, self->j + b)) {
                *skip_ours = a;
                *skip_theirs = b;
                return;
            }
        }
    }
    *skip_ours = left_ours;
    *skip_theirs = left_theirs;
}

static void compare_lists(Compare *self, Place *place, const FieldRow *row, Pairing *lists) {
    while (lists->i < lists->ours->len || lists->j < lists->theirs->len) {
        gboolean has_both = lists->i < lists->ours->len && lists->j < lists->theirs->len;
        if (has_both && is_pair(place, row, lists, lists->i, lists->j)) {
            note_base(place, row, lists->ours->pdata[lists->i], lists->theirs->pdata[lists->j]);
            agree(self, row);
            lists->i++;
            lists->j++;
            continue;
        }
        guint a = 0, b = 0;
        find_pair(place, row, lists, &a, &b);
        for (guint n = 0; n < MAX(a, b); n++)
            differ(self, place, row, n < a ? lists->ours->pdata[lists->i + n] : NULL,
                   n < b ? lists->theirs->pdata[lists->j + n] : NULL);
        lists->i += a;
        lists->j += b;
    }
}

/* Several of Wireshark's fields may be answered by the presence of one fact: one of them is enough.
 */
static gboolean is_answered_by_another(const Compare *self, const FieldRow *row) {
    const GArray *same = self->kind_rows[row->fact];
    for (guint n = 0; n < same->len; n++) {
        guint i = g_array_index(same, guint, n);
        const FieldRow *other = &self->rows[i];
        if (other == row || other->group != row->group || other->compare != FIELD_PRESENCE)
            continue;
        if (self->theirs[i]->len > 0 || other < row)
            return TRUE;
    }
    return FALSE;
}

static void compare_presence(Compare *self, const Place *place, guint i) {
    const FieldRow *row = &self->rows[i];
    if (self->ours[i]->len > 0 && self->theirs[i]->len > 0)
        agree(self, row);
    else if (self->theirs[i]->len > 0)
        differ(self, place, row, NULL, self->theirs[i]->pdata[0]);
    else if (self->ours[i]->len > 0 && !is_answered_by_another(self, row))
        differ(self, place, row, self->ours[i]->pdata[0], NULL);
}

static void compare_row(Compare *self, Place *place, guint i) {
    const FieldRow *row = &self->rows[i];
    gboolean is_told = row->group != FACTS_TCP || place->talk != NULL;
    if (row->compare == FIELD_UNANSWERED) {
        self->count.unanswered += self->theirs[i]->len;
    } else if (is_told && row->compare == FIELD_PRESENCE) {
        compare_presence(self, place, i);
    } else if (is_told && (row->fact != FACT_STREAM || self->ours[i]->len > 0)) {
        Pairing lists = {self->ours[i], self->theirs[i], 0, 0};
        compare_lists(self, place, row, &lists);
    }
    g_ptr_array_set_size(self->ours[i], 0);
    g_ptr_array_set_size(self->theirs[i], 0);
}

static gboolean answers(const FieldRow *row, const Fact *fact) {
    return row->group == fact->group &&
           (row->detail == NULL || g_strcmp0(row->detail, fact->detail) == 0);
}

static void sort_facts(Compare *self, guint64 frame, Place *place) {
    guint n;
    const Fact *facts = fact_store_frame(self->store, frame, &n);
    for (guint f = 0; f < n; f++) {
        const GArray *rows = self->kind_rows[facts[f].kind];
        for (guint r = 0; r < rows->len; r++) {
            guint i = g_array_index(rows, guint, r);
            gboolean is_there = facts[f].kind == FACT_IS_REQUEST && self->ours[i]->len > 0;
            const Fact *fact = broken_see(self->broken, &self->rows[i], &facts[f]);
            if (fact != NULL && !is_there && answers(&self->rows[i], fact))
                g_ptr_array_add(self->ours[i], (gpointer)fact);
        }
    }
    if (place->talk == NULL && n > 0)
        place->talk = &g_array_index(self->store->talks, FactTalk, facts[0].talk);
}

static void compare_one(Compare *self, const PdmlFrame *frame) {
    sight_see(self->sight, frame);
    Place place = {.shown = frame};
    if (frame->has_stream)
        place.talk = fact_store_talk(self->store, frame->stream);
    if (place.talk != NULL && frame->source_port == place.talk->server_port)
        place.direction = DIRECTION_SERVER;
    sort_facts(self, frame->number, &place);
    place.is_whole = place.talk != NULL && place.talk->tls_from == 0;
    for (guint i = 0; i < frame->fields->len; i++) {
        PdmlField *field = &g_array_index(frame->fields, PdmlField, i);
        place.is_whole = place.is_whole && field->row->fact != FACT_SPLIT;
        g_ptr_array_add(self->theirs[field->row - self->rows], field);
    }
    self->count.left_out += frame->left_out;
    for (guint i = 0; i < self->n_rows; i++)
        compare_row(self, &place, i);
}

/* Frames with facts that Wireshark did not show. */
static void skip_to(Compare *self, guint64 frame) {
    guint64 next;
    while ((next = fact_store_next_frame(self->store, self->frame)) != 0 && next < frame) {
        PdmlFrame nothing = {.number = next,
                             .fields = g_array_new(FALSE, FALSE, sizeof(PdmlField)),
                             .values = g_string_new(NULL)};
        compare_one(self, &nothing);
        g_array_unref(nothing.fields);
        g_string_free(nothing.values, TRUE);
        self->frame = next;
    }
}

void compare_frame(gpointer user, const PdmlFrame *frame) {
    Compare *self = user;
    if (frame->number <= self->frame)
        return;
    skip_to(self, frame->number);
    compare_one(self, frame);
    self->frame = frame->number;
}

void compare_finish(Compare *self, CompareCount *count) {
    skip_to(self, G_MAXUINT64);
    *count = self->count;
}
