/* SPDX-License-Identifier: MIT */
/* Rules about SMTP. Wireshark reads a packet of the client as commands or as text; once it is in
 * the wrong mode it stays there, so most rules look back for the command with which that began. */
#include "compare/causes_parts.h"

#include <string.h>

static const Direction client = DIRECTION_CLIENT;

/* Does Wireshark show this unit for what it is? */
static gboolean is_understood(const Difference *self, const FactUnit *unit) {
    guint seen = unit_is(unit, "<end-of-data>")     ? SEEN_TEXT_END
                 : unit_is(unit, "<sasl-response>") ? SEEN_LOGIN
                                                    : SEEN_COMMAND;
    return unit->span.length == 0 || sight_shows(self, unit->frames.last, seen);
}

/* DATA and octets of its text stand in this packet. */
static gboolean is_one_segment(const Difference *self, guint64 frame) {
    for (guint i = sight_last_unit(self, client, frame); i != G_MAXUINT && i > 0; i--) {
        const FactUnit *end = sight_unit(self, client, i);
        const FactUnit *before = sight_unit(self, client, i - 1);
        if (!unit_in_frame(end, frame))
            return FALSE;
        if (unit_is(end, "<end-of-data>") && unit_is(before, "DATA") &&
            end->frames.first == frame && before->frames.last == frame)
            return TRUE;
    }
    return FALSE;
}

static gboolean is_refused(const Difference *self, const FactUnit *command) {
    const FactUnit *reply = sight_reply(self, command);
    return reply != NULL && reply->status != NULL && strchr("45", reply->status[0]) != NULL;
}

/* Four letters, or one of the longer verbs that Wireshark knows. */
static gboolean has_plain_verb(const FactUnit *unit) {
    const char *verb = unit->verb == NULL ? "" : unit->verb;
    for (guint i = 0; i < 4; i++) {
        if (!g_ascii_isalpha(verb[i]))
            return FALSE;
    }
    return verb[4] == '\0' || g_ascii_strcasecmp(verb, "STARTTLS") == 0;
}

/* Was there a BDAT before? Wireshark goes on counting its octets. */
static gboolean has_chunk_before(const Difference *self, guint index) {
    while (index > 0) {
        if (unit_is(sight_unit(self, client, --index), "BDAT"))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_lenient(const Difference *self, const NoteFrames *frames) {
    return sight_finding(self, "smtp.lenient-end", frames);
}

/* A text whose end Wireshark did not see. */
static CauseId missed_end(const Difference *self, guint index) {
    const FactUnit *end = sight_unit(self, client, index);
    const FactMessage *message = sight_message(self, end->frames.last);
    CauseId cause = message == NULL ? CAUSE_NONE : cause_of_text(self, message);
    if (cause != CAUSE_NONE)
        return cause;
    return has_chunk_before(self, index) ? CAUSE_CHUNKING : CAUSE_NONE;
}

/* Why Wireshark did not understand `first`, although it understood `before`. */
static CauseId misread(const Difference *self, guint index) {
    const FactUnit *first = sight_unit(self, client, index);
    const FactUnit *before = index == 0 ? NULL : sight_unit(self, client, index - 1);
    if (is_lenient(self, &first->frames))
        return CAUSE_LENIENT_END;
    if (unit_is(before, "DATA") && is_refused(self, before))
        return CAUSE_REFUSED_DATA;
    if (unit_is(first, "BDAT") || unit_is(before, "BDAT"))
        return CAUSE_CHUNKING;
    if (unit_is(before, "<end-of-data>") && before->frames.last == first->frames.last)
        return CAUSE_AFTER_DOT;
    if (is_one_segment(self, first->frames.last))
        return CAUSE_ONE_SEGMENT;
    if (unit_is(first, "<sasl-response>"))
        return CAUSE_LOGIN_EXCHANGE;
    if (unit_is(first, "<end-of-data>"))
        return missed_end(self, index);
    if (before == NULL && self->talk->opened == NOTE_OPENED_LATE)
        return CAUSE_LATE_START;
    return has_plain_verb(first) ? CAUSE_NONE : CAUSE_UNKNOWN_VERB;
}

/* The first of the units up to `index` that Wireshark misread one after the other. What was asked
 * last is remembered, so that a long run is not walked again for each of its differences. */
static guint find_run(const Difference *self, guint index) {
    TalkIndex *known = &self->sight->talks[self->talk - (const FactTalk *)self->store->talks->data];
    guint start = index;
    while (start > 0 && !is_understood(self, sight_unit(self, client, start - 1))) {
        start--;
        if (start == known->run_end) {
            start = known->run_start;
            break;
        }
    }
    known->run_start = start;
    known->run_end = index;
    return start;
}

static CauseId misread_since(const Difference *self, guint index) {
    return misread(self, find_run(self, index));
}

/* The index of the fact's own unit, or of the first in this frame that Wireshark does not show. */
static guint unit_index(const Difference *self) {
    guint last = sight_last_unit(self, client, self->frame);
    guint found = last;
    for (guint i = last; i != G_MAXUINT; i--) {
        const FactUnit *unit = sight_unit(self, client, i);
        if (unit == self->unit)
            return i;
        if (!unit_in_frame(unit, self->frame))
            break;
        found = i;
    }
    return found;
}

static CauseId command_row(const Difference *self) {
    guint index = unit_index(self);
    if (index == G_MAXUINT)
        return self->talk->opened == NOTE_OPENED_LATE ? CAUSE_LATE_START : CAUSE_NONE;
    const FactUnit *unit = sight_unit(self, client, index);
    if (self->kind == DIFFERENCE_ONLY_OURS)
        return is_understood(self, unit) && !unit_is(unit, "<sasl-response>")
                   ? CAUSE_NONE
                   : misread_since(self, index);
    if (self->kind == DIFFERENCE_ONLY_THEIRS && unit_is(unit, "<sasl-response>"))
        return CAUSE_LOGIN_EXCHANGE;
    if (self->kind == DIFFERENCE_ONLY_THEIRS && unit_is(unit, "BDAT"))
        return CAUSE_CHUNKING;
    return CAUSE_NONE;
}

/* A verb longer than four letters, of which Wireshark shows the first four. */
static gboolean cuts_verb(const Difference *self) {
    gsize ours, theirs;
    if (self->kind != DIFFERENCE_VALUE || !is_field(self, "smtp.req.command"))
        return FALSE;
    const char *verb = difference_ours(self, &ours), *cut = difference_theirs(self, &theirs);
    return ours > 4 && theirs == 4 && memcmp(verb, cut, 4) == 0;
}

/* What is left of such a verb, taken for an argument. */
static gboolean is_rest_of_verb(const Difference *self) {
    const Fact *verb = difference_known(self, FACT_COMMAND_VERB);
    gsize length;
    if (!is_field(self, "smtp.req.parameter") || self->theirs == NULL || verb == NULL ||
        verb->length <= 5)
        return FALSE;
    const char *argument = difference_theirs(self, &length);
    gsize rest = verb->length - 5;
    return length >= rest && memcmp(argument, verb->value + 5, rest) == 0;
}

/* Their base64 says what we say. */
static gboolean is_base64_of_ours(const Difference *self) {
    gsize ours, theirs, n;
    const char *value = difference_ours(self, &ours), *text = difference_theirs(self, &theirs);
    if (value == NULL || text == NULL)
        return FALSE;
    g_autofree char *base64 = g_strndup(text, theirs);
    g_autofree guchar *octets = g_base64_decode(base64, &n);
    return n >= ours && ours > 0 && memcmp(octets + n - ours, value, ours) == 0;
}

static CauseId login_row(const Difference *self) {
    if (is_base64_of_ours(self))
        return CAUSE_BASE64_ANSWER;
    return self->kind != DIFFERENCE_VALUE && unit_is(self->unit, "<sasl-response>")
               ? CAUSE_LOGIN_EXCHANGE
               : CAUSE_NONE;
}

/* A frame of the client whose octets Wireshark put into the text that it shows here, though they
 * are none of it; 0: none. */
static guint64 foreign_fragment(const Difference *self, const FactMessage *message) {
    const SeenFrame *seen = sight_frame(self, self->frame);
    for (guint i = 0; seen != NULL && i < seen->n_fragments; i++) {
        guint64 frame = g_array_index(self->sight->fragments, guint64, seen->fragments + i);
        if (message == NULL || frame < message->frames.first || frame > message->frames.last)
            return frame;
    }
    return 0;
}

static CauseId foreign(const Difference *self, guint64 frame) {
    guint index = sight_last_unit(self, client, frame);
    if (index == G_MAXUINT)
        return self->talk->opened == NOTE_OPENED_LATE ? CAUSE_LATE_START : CAUSE_NONE;
    while (index > 0 && unit_in_frame(sight_unit(self, client, index - 1), frame))
        index--;
    return misread_since(self, index);
}

/* The length of the text that Wireshark shows in this frame; -1: it shows none. */
static gint64 their_length(const Difference *self) {
    const PdmlField *field = difference_shown(self, "smtp.data.reassembled.length");
    if (field == NULL)
        return -1;
    g_autofree char *text = g_strndup(pdml_value(self->shown, field), field->value_length);
    return (gint64)g_ascii_strtoull(text, NULL, 10);
}

static gboolean is_length(const Difference *self) {
    return is_field_of(self, "smtp.data.reassembled.length");
}

/* Their line begins with the dot that is not in ours. */
static gboolean keeps_dot(const Difference *self) {
    gsize ours, theirs;
    const char *value = difference_ours(self, &ours), *text = difference_theirs(self, &theirs);
    return value != NULL && text != NULL && theirs == ours + 1 && text[0] == '.' &&
           memcmp(value, text + 1, ours) == 0;
}

/* The text is the same for both but for what is counted. */
static CauseId counted(const Difference *self, const FactMessage *message) {
    gint64 ours = (gint64)message->octets, dots = (gint64)message->stuffed_dots;
    gint64 theirs = their_length(self);
    if (theirs < 0 ||
        (is_length(self) && self->ours != NULL && self->ours->number != message->octets))
        return CAUSE_NONE;
    if (dots > 0 && (is_length(self) ? theirs == ours + dots : keeps_dot(self)))
        return CAUSE_DOT_STUFFING;
    return theirs == ours + dots - 2 ? CAUSE_EMPTY_LAST_LINE : CAUSE_NONE;
}

/* Wireshark's text ends before ours, in a message with such line ends. */
static gboolean is_ended_early(const Difference *self, const FactMessage *message) {
    NoteFrames frames = {message->frames.first, MAX(message->frames.last, message->shown_frame)};
    gint64 theirs = their_length(self), ours = (gint64)(message->octets + message->stuffed_dots);
    return sight_finding(self, "smtp.smuggling", &frames) && theirs >= 0 && theirs < ours - 2;
}

static CauseId end_not_shown(const Difference *self) {
    guint index = unit_index(self);
    return index == G_MAXUINT ? CAUSE_NONE : misread_since(self, index);
}

static CauseId text_row(const Difference *self) {
    const FactMessage *message = self->message;
    if (message != NULL && strcmp(message->carried_by, "BDAT") == 0)
        return CAUSE_CHUNKING;
    if (message != NULL &&
        is_lenient(self, &(NoteFrames){message->frames.first, message->shown_frame}))
        return CAUSE_LENIENT_END;
    if (is_one_segment(self, self->frame))
        return CAUSE_ONE_SEGMENT;
    guint64 frame = foreign_fragment(self, message);
    if (frame != 0)
        return foreign(self, frame);
    if (message == NULL)
        return CAUSE_NONE;
    if (is_ended_early(self, message))
        return CAUSE_BARE_LINE_END;
    CauseId cause = counted(self, message);
    if (cause != CAUSE_NONE)
        return cause;
    return sight_shows(self, self->frame, SEEN_TEXT_END) ? CAUSE_NONE : end_not_shown(self);
}

/* A unit of ours whose octets stand in this packet and in another. */
static gboolean is_split(const Difference *self) {
    guint index = sight_last_unit(self, self->direction, self->frame);
    for (; index != G_MAXUINT; index--) {
        const FactUnit *unit = sight_unit(self, self->direction, index);
        if (!unit_in_frame(unit, self->frame))
            return FALSE;
        if (unit->frames.first < unit->frames.last && !unit_is(unit, "<end-of-data>") &&
            (self->ours == NULL || self->unit == unit))
            return TRUE;
    }
    return FALSE;
}

CauseId cause_of_smtp(const Difference *difference) {
    if (difference->talk == NULL || difference->talk->group != FACTS_SMTP)
        return CAUSE_NONE;
    if (difference->row->group == FACTS_TCP)
        return is_field_of(difference, "tcp.segment") && difference->kind == DIFFERENCE_ONLY_OURS &&
                       is_split(difference)
                   ? CAUSE_SPLIT_REPLY
                   : CAUSE_NONE;
    if (cuts_verb(difference) || is_rest_of_verb(difference))
        return CAUSE_FOUR_LETTERS;
    if (is_field_of(difference, "smtp.auth."))
        return login_row(difference);
    if (difference->row->group != FACTS_SMTP || is_field_of(difference, "smtp.data.") ||
        is_field_of(difference, "smtp.eom"))
        return text_row(difference);
    CauseId cause = difference->direction == client ? command_row(difference) : CAUSE_NONE;
    return cause == CAUSE_NONE && is_split(difference) ? CAUSE_SPLIT_REPLY : cause;
}
