/* SPDX-License-Identifier: MIT */
/* Lines of SMTP, LMTP and POP3 -> facts. What a line is, its first label says. */
#include "compare/gather_parts.h"

#include <string.h>

static gboolean begins_with(const GatherLine *line, const char *label) {
    return strcmp(gather_line_label(line, 0), label) == 0;
}

/* The first token that is not white space. */
static guint skip_space(const GatherLine *line, guint index) {
    return strcmp(gather_line_label(line, index), "space") == 0 ? index + 1 : index;
}

static void command(GatherTalk *self, const GatherLine *line) {
    const Direction client = DIRECTION_CLIENT;
    gather_split(self, client, line);
    gather_fact(self, client, line, FACT_HAS_COMMAND, 0, 0);
    gather_fact(self, client, line, FACT_COMMAND_LINE, 0, line->octets->len);
    gsize verb_end = line->tokens->len < 2 ? gather_line_end(line) : gather_line_start(line, 1);
    gather_fact(self, client, line, FACT_COMMAND_VERB, 0, verb_end);
    gsize argument = gather_line_start(line, skip_space(line, 1));
    if (argument < gather_line_end(line))
        gather_fact(self, client, line, FACT_COMMAND_ARGUMENT, argument, gather_line_end(line));
}

static gboolean is_answer(const GatherLine *line) {
    return begins_with(line, "sasl response") || begins_with(line, "cancel") ||
           begins_with(line, "star") || begins_with(line, "digest");
}

static void answer(GatherTalk *self, const GatherLine *line) {
    gather_split(self, DIRECTION_CLIENT, line);
    gather_fact(self, DIRECTION_CLIENT, line, FACT_ANSWER_LINE, 0, line->octets->len);
}

static void client_line(GatherTalk *self, const GatherLine *line) {
    if (begins_with(line, "verb"))
        command(self, line);
    else if (is_answer(line))
        answer(self, line);
    else
        gather_text_line(self, DIRECTION_CLIENT, line);
}

/* The text behind POP3's status indicator and a space, if there is any. */
static void reply_text(GatherTalk *self, const GatherLine *line, guint token) {
    gsize text = gather_line_start(line, token);
    if (text < gather_line_end(line))
        gather_fact(self, DIRECTION_SERVER, line, FACT_REPLY_TEXT, text, gather_line_end(line));
}

void gather_smtp_line(GatherTalk *self, Direction direction, const GatherLine *line) {
    GatherSide *side = &self->sides[direction];
    if (direction == DIRECTION_CLIENT) {
        client_line(self, line);
        return;
    }
    if (!begins_with(line, "reply code"))
        return;
    gather_split(self, direction, line);
    gather_fact(self, direction, line, FACT_HAS_REPLY, 0, 0);
    if (!side->is_reply_open) {
        gather_fact(self, direction, line, FACT_REPLY_LINE, 0, line->octets->len);
        gather_fact(self, direction, line, FACT_REPLY_CODE, 0, 3);
    }
    side->is_reply_open = line->octets->len > 3 && line->octets->str[3] == '-';
    if (gather_line_end(line) > 3)
        gather_fact(self, direction, line, FACT_REPLY_TEXT, 4, gather_line_end(line));
}

void gather_pop_line(GatherTalk *self, Direction direction, const GatherLine *line) {
    if (direction == DIRECTION_CLIENT) {
        client_line(self, line);
        return;
    }
    if (begins_with(line, "status indicator")) {
        gather_split(self, direction, line);
        gather_fact(self, direction, line, FACT_REPLY_LINE, 0, line->octets->len);
        gather_fact(self, direction, line, FACT_REPLY_CODE, 0,
                    line->tokens->len < 2 ? gather_line_end(line) : gather_line_start(line, 1));
        reply_text(self, line, skip_space(line, 1));
        return;
    }
    gather_fact(self, direction, line, FACT_REPLY_DATA, 0, line->octets->len);
    gather_text_line(self, direction, line);
}
