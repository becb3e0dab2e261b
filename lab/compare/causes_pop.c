/* SPDX-License-Identifier: MIT */
/* Rules about POP3. Wireshark reads each packet by itself: its first line is a command or a reply,
 * and a packet of the server that begins otherwise goes to a message, as the octet count says. */
#include "compare/causes_parts.h"

#include <string.h>

/* Units of this direction that have octets in the frame: the first of them, and how many. */
static guint units_in_frame(const Difference *self, const FactUnit **first) {
    guint n = 0, index = sight_last_unit(self, self->direction, self->frame);
    *first = NULL;
    for (; index != G_MAXUINT; index--) {
        const FactUnit *unit = sight_unit(self, self->direction, index);
        if (!unit_in_frame(unit, self->frame))
            break;
        *first = unit;
        n++;
    }
    return n;
}

/* "+ challenge", or the client's answer to one. */
static gboolean is_exchange(const FactUnit *unit) {
    return unit_is(unit, "<sasl-response>") ||
           (unit != NULL && unit->status != NULL && strcmp(unit->status, "+") == 0);
}

/* Our line, if it is one of ours, is what Wireshark shows as a command. */
static gboolean is_line_shown(const Difference *self) {
    gsize length;
    const char *line = difference_ours(self, &length);
    const PdmlField *shown = difference_shown(self, "pop.request");
    return self->kind == DIFFERENCE_ONLY_THEIRS ||
           (shown != NULL && line != NULL && shown->value_length == length &&
            memcmp(pdml_value(self->shown, shown), line, length) == 0);
}

static CauseId request_row(const Difference *self) {
    const FactUnit *first;
    guint n = units_in_frame(self, &first);
    const FactUnit *unit = self->ours != NULL ? self->unit : first;
    if (n > 1 && (self->kind != DIFFERENCE_ONLY_OURS || unit != first))
        return CAUSE_FIRST_LINE_ONLY;
    if (is_exchange(unit) && is_line_shown(self))
        return CAUSE_LOGIN_EXCHANGE;
    return unit != NULL && unit->frames.first < unit->frames.last ? CAUSE_SPLIT_LINE : CAUSE_NONE;
}

/* The packet goes on with a reply that began in an earlier one. */
static gboolean goes_on(const Difference *self, const FactUnit *first) {
    return first != NULL && first->frames.first < self->frame;
}

/* Wireshark does not take this packet for a reply. */
static gboolean is_taken_for_message(const Difference *self) {
    return difference_shown(self, "pop.response") == NULL;
}

/* Their line ends with the packet, and no line end is there. */
static gboolean is_cut_line(const Difference *self) {
    gsize length;
    const char *text = difference_theirs(self, &length);
    guint index = sight_last_unit(self, self->direction, self->frame);
    return self->kind != DIFFERENCE_ONLY_OURS && length > 0 && text[length - 1] != '\n' &&
           index != G_MAXUINT &&
           sight_unit(self, self->direction, index)->frames.last > self->frame &&
           is_field(self, "pop.response.data");
}

static CauseId response_row(const Difference *self) {
    const FactUnit *first;
    guint n = units_in_frame(self, &first);
    if (is_exchange(self->unit))
        return CAUSE_LOGIN_EXCHANGE;
    if (is_cut_line(self))
        return CAUSE_SPLIT_LINE;
    if (goes_on(self, first) && self->kind == DIFFERENCE_ONLY_OURS)
        return is_taken_for_message(self) ? CAUSE_TEXT_WITH_STATUS : CAUSE_LOOKS_LIKE_REPLY;
    if (goes_on(self, first))
        return CAUSE_LOOKS_LIKE_REPLY;
    return n > 1 ? CAUSE_FIRST_LINE_ONLY : CAUSE_NONE;
}

static gint64 their_length(const Difference *self) {
    g_autofree char *text =
        g_strndup(pdml_value(self->shown, self->theirs), self->theirs->value_length);
    return (gint64)g_ascii_strtoull(text, NULL, 10);
}

/* The length that Wireshark tells has the lone dot and its line end in it. */
static CauseId length_row(const Difference *self) {
    const FactMessage *message = self->message;
    gint64 more = their_length(self) - (gint64)message->octets;
    if (message->integrity > NOTE_CONFLICTING)
        return CAUSE_NONE;
    if (more == 3)
        return CAUSE_LONE_DOT_COUNTED;
    return message->stuffed_dots > 0 && more == 3 + (gint64)message->stuffed_dots
               ? CAUSE_DOT_STUFFING
               : CAUSE_NONE;
}

/* A header line that was stuffed. */
static gboolean keeps_dot(const Difference *self) {
    gsize ours, theirs;
    const char *value = difference_ours(self, &ours), *text = difference_theirs(self, &theirs);
    return value != NULL && text != NULL && theirs == ours + 1 && text[0] == '.' &&
           memcmp(value, text + 1, ours) == 0;
}

/* The packets that Wireshark put together here are those of the message, and all of them. */
static gboolean is_whole(const Difference *self, const FactMessage *message) {
    const SeenFrame *seen = sight_frame(self, self->frame);
    if (message == NULL || seen == NULL || seen->n_fragments == 0)
        return FALSE;
    const guint64 *frames = &g_array_index(self->sight->fragments, guint64, seen->fragments);
    return frames[0] == message->frames.first && message->shown_frame == self->frame;
}

/* Fields about a message. */
static CauseId message_row(const Difference *self) {
    const FactUnit *first;
    units_in_frame(self, &first);
    const FactMessage *message = self->message;
    if (is_field(self, "pop.data.reassembled.length") && self->ours != NULL &&
        !sight_is_length(self))
        return CAUSE_NONE;
    if (is_exchange(first))
        return CAUSE_LOGIN_EXCHANGE;
    if (is_whole(self, message)) {
        if (self->kind == DIFFERENCE_VALUE && is_field(self, "pop.data.reassembled.length"))
            return length_row(self);
        return keeps_dot(self) ? CAUSE_DOT_STUFFING : CAUSE_NONE;
    }
    if (message != NULL && first != NULL && !is_taken_for_message(self) && !goes_on(self, first))
        return CAUSE_TEXT_WITH_STATUS;
    return goes_on(self, first) ? CAUSE_OCTET_COUNT : CAUSE_NONE;
}

CauseId cause_of_pop(const Difference *difference) {
    if (difference->talk == NULL || difference->talk->group != FACTS_POP ||
        difference->row->group == FACTS_TCP)
        return CAUSE_NONE;
    if (difference->row->group != FACTS_POP || is_field_of(difference, "pop.data."))
        return message_row(difference);
    return difference->direction == DIRECTION_CLIENT ? request_row(difference)
                                                     : response_row(difference);
}
