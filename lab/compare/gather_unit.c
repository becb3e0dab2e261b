/* SPDX-License-Identifier: MIT */
/* Commands and replies -> units, which claim the facts that stand in their octets. */
#include "compare/gather_parts.h"

#include <string.h>

static gboolean is_within(guint64 offset, const Span *span) {
    return offset >= span->offset && offset < span->offset + span->length;
}

/* The fact belongs to the unit. Wireshark shows what is split in the last frame: a message text,
 * and a reply of IMAP with all that is in it. */
static void settle_fact(GatherTalk *self, Fact *fact, guint index) {
    FactUnit *unit = &g_array_index(self->store->units, FactUnit, index);
    gboolean is_text =
        fact->group == FACTS_IMF || fact->group == FACTS_MULTIPART || fact->kind == FACT_TEXT_END;
    gboolean is_imap_reply = fact->group == FACTS_IMAP && !unit->is_command;
    fact->unit = index;
    if (is_text || is_imap_reply)
        fact->frame = unit->frames.last;
    if (fact->kind == FACT_COMMAND_LINE && unit->line_frame == 0)
        unit->line_frame = fact->frame;
}

/* The facts that waited and stand in this unit are its. */
static void claim(GatherTalk *self, guint unit, const Span *span) {
    GArray *waiting = self->sides[span->direction].facts;
    guint kept = 0;
    for (guint i = 0; i < waiting->len; i++) {
        guint index = g_array_index(waiting, guint, i);
        Fact *fact = gather_last(self, index);
        if (fact->unit != FACT_NO_UNIT)
            continue;
        if (is_within(fact->offset, span))
            settle_fact(self, fact, unit);
        else if (fact->offset >= span->offset)
            g_array_index(waiting, guint, kept++) = index;
    }
    g_array_set_size(waiting, kept);
}

/* A literal that was refused does not come; what was before the unit's end is forgotten. */
static void settle(GatherSide *side, const Span *span) {
    guint64 end = span->offset + span->length;
    guint old = 0;
    if (side->end == end && side->line.tokens->len == 0) {
        side->literal_left = 0;
        side->is_continued = FALSE;
    }
    while (old + 1 < side->carriers->len &&
           g_array_index(side->carriers, GatherCarrier, old + 1).offset <= end)
        old++;
    if (old > 0)
        g_array_remove_range(side->carriers, 0, old);
}

static guint add_unit(GatherTalk *self, const FactUnit *unit) {
    guint index = self->store->units->len;
    GatherSide *side = &self->sides[unit->direction];
    if (index >= FACTS_MAX) {
        self->store->left_out++;
        return FACT_NO_UNIT;
    }
    g_array_append_val(self->store->units, *unit);
    claim(self, index, &unit->span);
    GatherLine place = {
        .offset = unit->span.offset, .length = unit->span.length, .frames = unit->frames};
    if (self->group == FACTS_IMAP && !unit->is_command)
        gather_split(self, unit->direction, &place);
    settle(side, &unit->span);
    return index;
}

/* Until the reply with its tag comes. */
static void remember(GatherTalk *self, const NoteCommand *note, guint unit) {
    static const char uid[] = "UID ";
    GatherAsked *asked = g_new0(GatherAsked, 1);
    const char *verb = gather_word(self, &note->verb);
    *asked = (GatherAsked){.verb = g_str_has_prefix(verb, uid) ? verb + strlen(uid) : verb,
                           .frame = g_array_index(self->store->units, FactUnit, unit).line_frame,
                           .unit = unit,
                           .offset = note->span.offset,
                           .time_ns = note->time_ns};
    g_hash_table_replace(self->asked, g_strndup(note->tag.octets, note->tag.length), asked);
}

void gather_command(gpointer user, NoteConversation *conversation, const NoteCommand *note) {
    (void)user;
    GatherTalk *self = conversation->renderer_data;
    if (self == NULL || !note->is_written)
        return;
    FactUnit unit = {.talk = self->talk,
                     .direction = DIRECTION_CLIENT,
                     .n = note->n,
                     .is_command = TRUE,
                     .verb = gather_word(self, &note->verb),
                     .frames = note->frames,
                     .span = note->span,
                     .pipelined = note->pipelined,
                     .segments = note->segments};
    guint index = add_unit(self, &unit);
    if (self->group == FACTS_IMAP && note->tag.octets != NULL && index != FACT_NO_UNIT)
        remember(self, note, index);
}

/* What ties a tagged reply of IMAP to the command with that tag. */
static void answered(GatherTalk *self, const NoteReply *note, guint unit) {
    g_autofree char *tag = g_strndup(note->tag.octets, note->tag.length);
    const GatherAsked *asked = g_hash_table_lookup(self->asked, tag);
    GatherLine place = {.offset = note->span.offset, .frames = note->frames};
    if (asked == NULL)
        return;
    GString verb = {(char *)asked->verb, strlen(asked->verb), 0};
    GatherLine word = {.octets = &verb, .offset = note->span.offset, .frames = note->frames};
    GatherLine asking = {.offset = asked->offset, .frames = {asked->frame, asked->frame}};
    guint first = self->store->facts->len;
    gather_fact(self, DIRECTION_SERVER, &word, FACT_REPLY_COMMAND, 0, verb.len);
    gather_fact(self, DIRECTION_SERVER, &word, FACT_COMMAND_OR_ANSWERED, 0, verb.len);
    gather_number(self, DIRECTION_SERVER, &place, FACT_COMMAND_FRAME, asked->frame);
    gather_number(self, DIRECTION_SERVER, &place, FACT_LATENCY,
                  (guint64)MAX(note->time_ns - asked->time_ns, 0));
    for (guint i = first; i < self->store->facts->len; i++)
        g_array_index(self->store->facts, Fact, i).unit = unit;
    Fact *reply = gather_last(
        self, gather_number(self, DIRECTION_CLIENT, &asking, FACT_REPLY_FRAME, note->frames.last));
    if (reply != NULL)
        reply->unit = asked->unit;
    g_hash_table_remove(self->asked, tag);
}

void gather_reply(gpointer user, NoteConversation *conversation, const NoteReply *note) {
    (void)user;
    GatherTalk *self = conversation->renderer_data;
    if (self == NULL)
        return;
    NoteText status = {note->status, strlen(note->status)};
    FactUnit unit = {.talk = self->talk,
                     .direction = DIRECTION_SERVER,
                     .n = note->n,
                     .verb = note->command == NULL ? NULL : gather_word(self, &note->command->verb),
                     .status = gather_word(self, &status),
                     .frames = note->frames,
                     .span = note->span,
                     .n_lines = note->n_lines,
                     .command = note->command == NULL ? G_MAXUINT : note->command->n};
    guint index = add_unit(self, &unit);
    if (self->group == FACTS_IMAP && note->tag.octets != NULL)
        answered(self, note, index);
}
