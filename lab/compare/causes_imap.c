/* SPDX-License-Identifier: MIT */
/* Rules about IMAP. Wireshark reads lines: what stands in a literal, and what is no tagged line at
 * all, looks to it like a tag and a command. */
#include "compare/causes_parts.h"

#include <string.h>

static gboolean ends_with(const char *octets, gsize length, const char *end) {
    gsize n = strlen(end);
    return length >= n && memcmp(octets + length - n, end, n) == 0;
}

/* A line of ours that announces a literal: "{12}", "{12+}". */
static gboolean announces_literal(const Fact *line) {
    return line->kind == FACT_LINE && line->value != NULL &&
           (ends_with(line->value, line->length, "}\r\n") ||
            ends_with(line->value, line->length, "}\n"));
}

/* How many literals the command or reply has. */
static guint count_literals(const Difference *self, const FactUnit *unit) {
    guint found = 0;
    for (guint64 frame = unit->frames.first; frame != 0 && frame <= unit->frames.last;
         frame = fact_store_next_frame(self->store, frame)) {
        guint n;
        const Fact *facts = fact_store_frame(self->store, frame, &n);
        for (guint i = 0; i < n; i++) {
            found += announces_literal(&facts[i]) && facts[i].direction == unit->direction &&
                     facts[i].offset >= unit->span.offset &&
                     facts[i].offset < unit->span.offset + unit->span.length;
        }
    }
    return found;
}

/* A unit with a literal that has octets in this frame, or NULL. */
static const FactUnit *literal_unit(const Difference *self) {
    guint index = sight_last_unit(self, self->direction, self->frame);
    for (; index != G_MAXUINT; index--) {
        const FactUnit *unit = sight_unit(self, self->direction, index);
        if (!unit_in_frame(unit, self->frame))
            break;
        if (count_literals(self, unit) > 0)
            return unit;
    }
    return NULL;
}

/* Does their value stand at the front of a command or reply of ours in this frame? */
static gboolean is_front_of_unit(const Difference *self) {
    gsize length;
    const char *text = difference_theirs(self, &length);
    guint n;
    const Fact *facts = fact_store_frame(self->store, self->frame, &n);
    for (guint i = 0; text != NULL && i < n; i++) {
        if (facts[i].kind != FACT_LINE || facts[i].unit == FACT_NO_UNIT || length == 0 ||
            facts[i].length < length)
            continue;
        const FactUnit *unit = &g_array_index(self->store->units, FactUnit, facts[i].unit);
        if (unit->span.offset == facts[i].offset &&
            memcmp(facts[i].value, text, MIN(length, FACT_VALUE_MAX)) == 0)
            return TRUE;
    }
    return FALSE;
}

static const FactUnit *unit_with(const Difference *self, const char *verb, const char *status) {
    guint index = sight_last_unit(self, self->direction, self->frame);
    for (; index != G_MAXUINT; index--) {
        const FactUnit *unit = sight_unit(self, self->direction, index);
        if (!unit_in_frame(unit, self->frame))
            break;
        if ((verb != NULL && unit_is(unit, verb)) ||
            (status != NULL && g_strcmp0(unit->status, status) == 0))
            return unit;
    }
    return NULL;
}

/* The command that the reply in question answers. */
static const FactUnit *answered_command(const Difference *self) {
    guint n = sight_n_units(self, DIRECTION_CLIENT);
    guint wanted = self->unit == NULL ? G_MAXUINT : self->unit->command;
    for (guint i = n; wanted != G_MAXUINT && i > 0; i--) {
        const FactUnit *unit = sight_unit(self, DIRECTION_CLIENT, i - 1);
        if (unit->n == wanted)
            return unit;
    }
    return NULL;
}

/* LOGIN with literals: Wireshark gives up within its line. */
static gboolean is_login_with_literal(const Difference *self) {
    const FactUnit *unit = self->direction == DIRECTION_SERVER ? answered_command(self)
                                                               : unit_with(self, "LOGIN", NULL);
    return unit_is(unit, "LOGIN") && count_literals(self, unit) > 0;
}

/* Ours with its quotes, or without its first and last octet, or the braces in front of a literal.
 */
static CauseId login_row(const Difference *self) {
    gsize ours, theirs;
    const char *value = difference_ours(self, &ours), *text = difference_theirs(self, &theirs);
    if (unit_with(self, "LOGIN", NULL) == NULL)
        return CAUSE_NONE;
    if (is_login_with_literal(self))
        return CAUSE_LOGIN_STRING;
    if (value == NULL || text == NULL)
        return CAUSE_NONE;
    gboolean is_chopped = ours >= 2 && memcmp(value + 1, text, MIN(ours - 2, theirs)) == 0;
    gboolean is_quoted = theirs > 0 && (text[0] == '"' || memchr(value, ' ', ours) != NULL ||
                                        memchr(text, '\\', theirs) != NULL);
    return is_chopped || is_quoted ? CAUSE_LOGIN_STRING : CAUSE_NONE;
}

/* The word behind OK, NO or BAD, which is the front of the text for people. */
static gboolean is_word_of_text(const Difference *self) {
    return self->kind != DIFFERENCE_ONLY_OURS && self->direction == DIRECTION_SERVER &&
           (is_field(self, "imap.response.command") || is_field(self, "imap.command"));
}

static gboolean theirs_is(const Difference *self, const char *word) {
    gsize length;
    const char *text = difference_theirs(self, &length);
    return text != NULL && length == strlen(word) && g_ascii_strncasecmp(text, word, length) == 0;
}

/* Wireshark knows a mailbox in ten commands, and takes the word behind the verb for it. */
static CauseId folder_row(const Difference *self) {
    gsize length;
    const char *text = difference_theirs(self, &length);
    if (self->kind == DIFFERENCE_ONLY_THEIRS)
        return unit_with(self, "SEARCH", NULL) != NULL ||
                       unit_with(self, "UID SEARCH", NULL) != NULL
                   ? CAUSE_FOLDER
                   : CAUSE_NONE;
    if (self->kind == DIFFERENCE_ONLY_OURS)
        return CAUSE_FOLDER;
    return length > 0 && (text[0] == '"' || text[0] == '{') ? CAUSE_FOLDER : CAUSE_NONE;
}

/* Fields about a message: Wireshark makes one of the first literal of a FETCH, whatever that is,
 * and none of others. */
static CauseId message_row(const Difference *self) {
    const FactMessage *message = self->message;
    const FactUnit *unit = self->unit != NULL && count_literals(self, self->unit) > 0
                               ? self->unit
                               : literal_unit(self);
    if (unit == NULL)
        return CAUSE_NONE;
    gboolean is_plain = message != NULL && message->section == NULL && !message->is_partial &&
                        strcmp(message->carried_by, "FETCH") == 0 &&
                        count_literals(self, unit) == 1;
    return is_plain ? CAUSE_NONE : CAUSE_LITERAL;
}

/* Lines, tags and commands where a literal is. */
static gboolean is_within_literal(const Difference *self) {
    if (literal_unit(self) == NULL)
        return FALSE;
    if (self->kind == DIFFERENCE_ONLY_OURS)
        return is_field(self, "imap.line") && sight_shows(self, self->frame, SEEN_HEADER);
    return !is_front_of_unit(self);
}

/* The time runs from the command's first line there, and from its last octet here. */
static gboolean is_time_of_long_command(const Difference *self) {
    const FactUnit *command = answered_command(self);
    return is_field(self, "imap.time") && self->kind == DIFFERENCE_VALUE && command != NULL &&
           command->frames.first < command->frames.last;
}

CauseId cause_of_imap(const Difference *difference) {
    if (difference->talk == NULL || difference->talk->group != FACTS_IMAP)
        return CAUSE_NONE;
    if (difference->row->group == FACTS_TCP)
        return is_field_of(difference, "tcp.segment") && literal_unit(difference) != NULL
                   ? CAUSE_LITERAL
                   : CAUSE_NONE;
    if (difference->row->group != FACTS_IMAP)
        return message_row(difference);
    if (is_field(difference, "imap.request.username") ||
        is_field(difference, "imap.request.password"))
        return login_row(difference);
    if (is_field(difference, "imap.command") && theirs_is(difference, "UID"))
        return CAUSE_UID_WORD;
    if (is_time_of_long_command(difference))
        return CAUSE_TIME_FROM_LINE;
    if (is_login_with_literal(difference) && difference->kind == DIFFERENCE_ONLY_OURS)
        return CAUSE_LOGIN_STRING;
    if (is_field(difference, "imap.request.folder"))
        return folder_row(difference);
    if (is_within_literal(difference))
        return CAUSE_LITERAL;
    if (unit_with(difference, "<sasl-response>", NULL) != NULL)
        return CAUSE_LOGIN_EXCHANGE;
    if (unit_with(difference, "<idle-done>", NULL) != NULL)
        return CAUSE_IDLE_DONE;
    if (unit_with(difference, NULL, "+") != NULL)
        return CAUSE_CONTINUATION;
    return is_word_of_text(difference) ? CAUSE_REPLY_WORD : CAUSE_NONE;
}
