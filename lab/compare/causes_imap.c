/* SPDX-License-Identifier: MIT */
/* Rules about IMAP. Wireshark reads lines: what stands in a literal, and what is no tagged line at
 * all, looks to it like a tag and a command. */
#include "compare/causes_parts.h"

#include <string.h>

static gboolean ends_with(const char *octets, gsize length, const char *end) {
    gsize n = strlen(end);
    return length >= n && memcmp(octets + length - n, end, n) == 0;
}

/* A line of the unit that announces a literal, "{12}" or "{12+}", and does not end the unit. */
static gboolean announces_literal(const Fact *line, const FactUnit *unit) {
    guint64 end = unit->span.offset + unit->span.length;
    return line->kind == FACT_LINE && line->value != NULL && line->direction == unit->direction &&
           line->offset >= unit->span.offset && line->offset + line->length < end &&
           (ends_with(line->value, line->length, "}\r\n") ||
            ends_with(line->value, line->length, "}\n"));
}

/* How many literals the command or reply has; it stops looking at `enough`. */
static guint count_literals(const Difference *self, const FactUnit *unit, guint enough) {
    guint found = 0;
    for (guint64 frame = unit->frames.first; frame != 0 && frame <= unit->frames.last;
         frame = fact_store_next_frame(self->store, frame)) {
        guint n;
        const Fact *facts = fact_store_frame(self->store, frame, &n);
        for (guint i = 0; i < n && found < enough; i++)
            found += announces_literal(&facts[i], unit);
        if (found == enough)
            break;
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
        if (count_literals(self, unit, 1) > 0)
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
    guint wanted = self->unit == NULL ? G_MAXUINT : self->unit->command;
    guint index = sight_last_unit(self, DIRECTION_CLIENT, self->frame);
    for (; wanted != G_MAXUINT && index != G_MAXUINT; index--) {
        const FactUnit *unit = sight_unit(self, DIRECTION_CLIENT, index);
        if (unit->n <= wanted)
            return unit->n == wanted ? unit : NULL;
    }
    return NULL;
}

/* LOGIN with literals: Wireshark gives up within its line. */
static gboolean is_login_with_literal(const Difference *self) {
    const FactUnit *unit = self->direction == DIRECTION_SERVER ? answered_command(self)
                                                               : unit_with(self, "LOGIN", NULL);
    return unit_is(unit, "LOGIN") && count_literals(self, unit, 1) > 0;
}

static gboolean contains(const char *in, gsize length, const char *what, gsize n) {
    for (gsize i = 0; n > 0 && i + n <= length; i++) {
        if (memcmp(in + i, what, n) == 0)
            return TRUE;
    }
    return FALSE;
}

/* What they show is the length of our literal: "{8}", "8+". */
static gboolean is_length_of(const char *text, gsize length, gsize octets) {
    g_autofree char *number = g_strndup(text, length);
    const char *digits = number[0] == '{' ? number + 1 : number;
    return g_ascii_isdigit(digits[0]) && g_ascii_strtoull(digits, NULL, 10) == octets;
}

/* The user name has a blank, at which Wireshark cuts, so that it takes the rest for the password.
 */
static gboolean is_cut_at_blank(const Difference *self, const char *value, gsize length) {
    const Fact *name = difference_known(self, FACT_USER_NAME);
    const Fact *line = difference_known(self, FACT_COMMAND_LINE);
    return name != NULL && line != NULL && value != NULL &&
           is_field(self, "imap.request.password") &&
           memchr(name->value, ' ', MIN(name->length, FACT_VALUE_MAX)) != NULL &&
           contains(line->value, MIN(line->length, FACT_VALUE_MAX), value, length);
}

/* Ours with its quotes, or without its first and last octet, or what is in braces in front of it.
 */
static CauseId login_row(const Difference *self) {
    gsize ours, theirs;
    const char *value = difference_ours(self, &ours), *text = difference_theirs(self, &theirs);
    if (unit_with(self, "LOGIN", NULL) == NULL)
        return CAUSE_NONE;
    if (value == NULL || text == NULL)
        return is_login_with_literal(self) ? CAUSE_LOGIN_STRING : CAUSE_NONE;
    if (is_cut_at_blank(self, value, ours))
        return CAUSE_LOGIN_STRING;
    gboolean is_same =
        contains(value, ours, text, theirs) || contains(text, theirs, value, ours) ||
        (theirs > 1 && text[0] == '"' && contains(value, ours, text + 1, theirs - 1));
    return is_same || is_length_of(text, theirs, ours) ? CAUSE_LOGIN_STRING : CAUSE_NONE;
}

/* The verb of the command that is answered: behind IDLE and AUTHENTICATE come lines that are units
 * of their own and no commands. */
static const char *answered_verb(const Difference *self) {
    const FactUnit *unit = answered_command(self);
    guint index =
        unit == NULL ? G_MAXUINT : sight_last_unit(self, DIRECTION_CLIENT, unit->frames.first);
    while (index != G_MAXUINT && unit->verb != NULL && unit->verb[0] == '<')
        unit = sight_unit(self, DIRECTION_CLIENT, index--);
    if (unit == NULL || unit->verb == NULL)
        return NULL;
    return g_str_has_prefix(unit->verb, "UID ") ? unit->verb + 4 : unit->verb;
}

/* The word behind OK, NO or BAD, which is the front of the text for people; ours is the verb. */
static gboolean is_word_of_text(const Difference *self) {
    gsize length;
    const char *ours = difference_ours(self, &length);
    if (self->kind != DIFFERENCE_VALUE ||
        (!is_field(self, "imap.response.command") && !is_field(self, "imap.command")))
        return FALSE;
    const char *verb = answered_verb(self);
    return ours != NULL && verb != NULL && strlen(verb) == length &&
           g_ascii_strncasecmp(ours, verb, length) == 0;
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
    const FactUnit *unit = self->unit != NULL && count_literals(self, self->unit, 1) > 0
                               ? self->unit
                               : literal_unit(self);
    if (unit == NULL)
        return CAUSE_NONE;
    gboolean is_plain = message != NULL && message->section == NULL && !message->is_partial &&
                        strcmp(message->carried_by, "FETCH") == 0 &&
                        count_literals(self, unit, 2) == 1;
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
    if (is_word_of_text(difference))
        return CAUSE_REPLY_WORD;
    if (unit_with(difference, "<sasl-response>", NULL) != NULL)
        return CAUSE_LOGIN_EXCHANGE;
    if (unit_with(difference, "<idle-done>", NULL) != NULL)
        return CAUSE_IDLE_DONE;
    return unit_with(difference, NULL, "+") != NULL ? CAUSE_CONTINUATION : CAUSE_NONE;
}
