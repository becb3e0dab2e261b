/* SPDX-License-Identifier: MIT */
/* Frames of Wireshark's and facts of ours -> what a rule may ask about one difference. It knows
 * where things are and no cause. */
#include "compare/causes_parts.h"

#include <string.h>

static GArray *numbers(void) {
    return g_array_new(FALSE, FALSE, sizeof(guint));
}

static void index_units(Sight *self) {
    const GArray *units = self->store->units;
    for (guint i = 0; i < units->len; i++) {
        const FactUnit *unit = &g_array_index(units, FactUnit, i);
        g_array_append_val(self->talks[unit->talk].units[unit->direction], i);
    }
    for (guint i = 0; i < self->store->messages->len; i++) {
        guint talk = g_array_index(self->store->messages, FactMessage, i).talk;
        g_array_append_val(self->talks[talk].messages, i);
    }
}

static void index_remarks(Sight *self) {
    for (guint i = 0; i < self->store->findings->len; i++) {
        guint talk = g_array_index(self->store->findings, FactRemark, i).talk;
        g_array_append_val(self->talks[talk].findings, i);
    }
    for (guint i = 0; i < self->store->events->len; i++) {
        guint talk = g_array_index(self->store->events, FactRemark, i).talk;
        g_array_append_val(self->talks[talk].events, i);
    }
}

Sight *sight_new(const FactStore *store) {
    Sight *self = g_new0(Sight, 1);
    self->store = store;
    self->frames = g_array_new(FALSE, FALSE, sizeof(SeenFrame));
    self->fragments = g_array_new(FALSE, FALSE, sizeof(guint64));
    self->greeted = g_hash_table_new(NULL, NULL);
    self->n_talks = store->talks->len;
    self->talks = g_new0(TalkIndex, self->n_talks);
    for (guint i = 0; i < self->n_talks; i++)
        self->talks[i] = (TalkIndex){.units = {numbers(), numbers()},
                                     .messages = numbers(),
                                     .findings = numbers(),
                                     .events = numbers()};
    index_units(self);
    index_remarks(self);
    return self;
}

void sight_free(Sight *self) {
    if (self == NULL)
        return;
    for (guint i = 0; i < self->n_talks; i++) {
        for (guint d = 0; d < N_DIRECTIONS; d++)
            g_array_unref(self->talks[i].units[d]);
        g_array_unref(self->talks[i].messages);
        g_array_unref(self->talks[i].findings);
        g_array_unref(self->talks[i].events);
    }
    g_array_unref(self->frames);
    g_array_unref(self->fragments);
    g_hash_table_unref(self->greeted);
    g_free(self->talks);
    g_free(self);
}

/* clang-format off */
static const struct { const char *prefix; guint seen; } field_bits[] = {
    { "smtp.req.command", SEEN_COMMAND }, { "smtp.eom", SEEN_TEXT_END },
    { "smtp.auth.", SEEN_LOGIN },         { "smtp.data.fragments", SEEN_FRAGMENTS },
    { "pop.data.fragments", SEEN_FRAGMENTS }, { "smtp.", SEEN_SMTP },
    { "pop.", SEEN_POP },                 { "imap.", SEEN_IMAP },
    { "imf.", SEEN_HEADER },              { "tcp.analysis.retransmission", SEEN_AGAIN },
    { "tcp.analysis.out_of_order", SEEN_LATE }, { "tcp.analysis.lost_segment", SEEN_LOST },
};
/* clang-format on */

static guint bits_of(const char *field) {
    guint bits = 0;
    for (guint i = 0; i < G_N_ELEMENTS(field_bits); i++) {
        if (g_str_has_prefix(field, field_bits[i].prefix))
            bits |= field_bits[i].seen;
    }
    return bits;
}

static guint talk_number(const Sight *self, guint32 stream) {
    const FactTalk *talk = fact_store_talk(self->store, stream);
    return talk == NULL ? G_MAXUINT : (guint)(talk - (const FactTalk *)self->store->talks->data);
}

/* +OK, 220 or a line of an IMAP server: fields that only a server's line has. */
static gboolean has_greeting(const PdmlFrame *frame) {
    for (guint i = 0; i < frame->fields->len; i++) {
        const PdmlField *field = &g_array_index(frame->fields, PdmlField, i);
        const char *name = field->row->name;
        if (strcmp(name, "pop.response.indicator") == 0 || strcmp(name, "smtp.response.code") == 0)
            return TRUE;
        if (strcmp(name, "imap.line") == 0 && field->value_length > 0 &&
            pdml_value(frame, field)[0] == '*')
            return TRUE;
    }
    return FALSE;
}

static void note_greeting(Sight *self, const PdmlFrame *frame) {
    gpointer stream = GUINT_TO_POINTER(frame->stream);
    if (frame->has_stream && !g_hash_table_contains(self->greeted, stream))
        g_hash_table_insert(self->greeted, stream, GINT_TO_POINTER(has_greeting(frame) ? 1 : 2));
}

gboolean sight_no_greeting(const Difference *self) {
    gpointer stream = GUINT_TO_POINTER(self->shown->stream);
    return GPOINTER_TO_INT(g_hash_table_lookup(self->sight->greeted, stream)) == 2;
}

void sight_see(Sight *self, const PdmlFrame *frame) {
    guint talk = frame->has_stream ? talk_number(self, frame->stream) : G_MAXUINT;
    SeenFrame seen = {.frame = frame->number,
                      .stream = frame->has_stream ? frame->stream : G_MAXUINT32,
                      .has_octets = frame->payload_length > 0,
                      .fragments = self->fragments->len};
    if (talk != G_MAXUINT)
        seen.direction =
            frame->source_port == g_array_index(self->store->talks, FactTalk, talk).server_port
                ? DIRECTION_SERVER
                : DIRECTION_CLIENT;
    for (guint i = 0; i < frame->fields->len; i++) {
        const PdmlField *field = &g_array_index(frame->fields, PdmlField, i);
        seen.seen |= bits_of(field->row->name);
        if (!g_str_has_suffix(field->row->name, ".data.fragment"))
            continue;
        g_autofree char *text = g_strndup(pdml_value(frame, field), field->value_length);
        guint64 number = g_ascii_strtoull(text, NULL, 10);
        g_array_append_val(self->fragments, number);
        seen.n_fragments++;
    }
    if (seen.seen == 0)
        return;
    if ((seen.seen & (SEEN_SMTP | SEEN_POP | SEEN_IMAP)) != 0)
        note_greeting(self, frame);
    g_array_append_val(self->frames, seen);
    if (talk != G_MAXUINT)
        self->talks[talk].seen |= seen.seen;
}

const TalkIndex *sight_talk(const Difference *self) {
    return &self->sight->talks[self->talk - (const FactTalk *)self->store->talks->data];
}

const SeenFrame *sight_frame(const Difference *self, guint64 frame) {
    const GArray *frames = self->sight->frames;
    guint low = 0, high = frames->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(frames, SeenFrame, middle).frame < frame)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == frames->len || g_array_index(frames, SeenFrame, low).frame != frame)
        return NULL;
    return &g_array_index(frames, SeenFrame, low);
}

gboolean sight_shows(const Difference *self, guint64 frame, guint seen) {
    const SeenFrame *found = sight_frame(self, frame);
    return found != NULL && (found->seen & seen) != 0;
}

static const GArray *units_of(const Difference *self, Direction direction) {
    return sight_talk(self)->units[direction];
}

static guint n_units(const Difference *self, Direction direction) {
    return units_of(self, direction)->len;
}

const FactUnit *sight_unit(const Difference *self, Direction direction, guint index) {
    guint number = g_array_index(units_of(self, direction), guint, index);
    return &g_array_index(self->store->units, FactUnit, number);
}

guint sight_last_unit(const Difference *self, Direction direction, guint64 frame) {
    guint low = 0, high = n_units(self, direction);
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (sight_unit(self, direction, middle)->frames.first <= frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? G_MAXUINT : low - 1;
}

const FactUnit *sight_reply(const Difference *self, const FactUnit *command) {
    guint n = n_units(self, DIRECTION_SERVER);
    guint from = sight_last_unit(self, DIRECTION_SERVER, command->frames.first);
    for (guint i = from == G_MAXUINT ? 0 : from; i < n; i++) {
        const FactUnit *reply = sight_unit(self, DIRECTION_SERVER, i);
        if (reply->command == command->n)
            return reply;
        if (reply->command != G_MAXUINT && reply->command > command->n)
            return NULL;
    }
    return NULL;
}

static gboolean has_remark(const GArray *remarks, const GArray *indices, const char *code,
                           const NoteFrames *frames) {
    for (guint i = 0; i < indices->len; i++) {
        const FactRemark *remark =
            &g_array_index(remarks, FactRemark, g_array_index(indices, guint, i));
        if (remark->frames.first <= frames->last && remark->frames.last >= frames->first &&
            strcmp(remark->code, code) == 0)
            return TRUE;
    }
    return FALSE;
}

gboolean sight_finding(const Difference *self, const char *code, const NoteFrames *frames) {
    const FactStore *store = self->store;
    return has_remark(store->findings, sight_talk(self)->findings, code, frames);
}

gboolean sight_event(const Difference *self, const char *event, const NoteFrames *frames) {
    const FactStore *store = self->store;
    return has_remark(store->events, sight_talk(self)->events, event, frames);
}

const FactMessage *sight_message(const Difference *self, guint64 frame) {
    const GArray *indices = sight_talk(self)->messages;
    const FactMessage *carried = NULL;
    for (guint i = 0; i < indices->len; i++) {
        const FactMessage *message =
            &g_array_index(self->store->messages, FactMessage, g_array_index(indices, guint, i));
        if (message->shown_frame == frame)
            return message;
        if (message->frames.first <= frame && frame <= message->frames.last)
            carried = message;
    }
    return carried;
}

gboolean sight_is_length(const Difference *self) {
    const GArray *indices = sight_talk(self)->messages;
    for (guint i = 0; self->ours != NULL && i < indices->len; i++) {
        const FactMessage *message =
            &g_array_index(self->store->messages, FactMessage, g_array_index(indices, guint, i));
        if (message->shown_frame == self->frame && message->octets == self->ours->number)
            return TRUE;
    }
    return FALSE;
}

gboolean unit_is(const FactUnit *unit, const char *verb) {
    return unit != NULL && unit->verb != NULL && g_ascii_strcasecmp(unit->verb, verb) == 0;
}

gboolean unit_in_frame(const FactUnit *unit, guint64 frame) {
    return unit->frames.first <= frame && frame <= unit->frames.last;
}

gboolean is_field(const Difference *self, const char *name) {
    return strcmp(self->row->name, name) == 0;
}

gboolean is_field_of(const Difference *self, const char *prefix) {
    return g_str_has_prefix(self->row->name, prefix);
}
