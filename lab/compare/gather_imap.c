/* SPDX-License-Identifier: MIT */
/* Lines of IMAP -> facts. Octets of literals do not come here, but for those that are an argument.
 */
#include "compare/gather_parts.h"

#include <string.h>

static gboolean is_label(const GatherLine *line, guint index, const char *label) {
    return strcmp(gather_line_label(line, index), label) == 0;
}

static gboolean says(const GatherLine *line, guint index, const char *word) {
    gsize start = gather_line_start(line, index), end = gather_line_start(line, index + 1);
    return end - start == strlen(word) &&
           g_ascii_strncasecmp(line->octets->str + start, word, end - start) == 0;
}

static guint token_fact(GatherTalk *self, const GatherLine *line, guint token, FactKind kind,
                        Direction direction) {
    return gather_fact(self, direction, line, kind, gather_line_start(line, token),
                       gather_line_start(line, token + 1));
}

static void tag(GatherTalk *self, Direction direction, const GatherLine *line) {
    guint index = token_fact(self, line, 0, FACT_TAG, direction);
    Fact *fact = gather_last(self, index);
    if (fact != NULL)
        fact->detail = direction == DIRECTION_CLIENT ? "command" : "reply";
}

/* The mailbox that a command names: COPY and MOVE have a target only. */
static void mailbox(GatherTalk *self, const GatherLine *line) {
    guint token = gather_line_find(line, 0, "mailbox");
    if (token == line->tokens->len)
        token = gather_line_find(line, 0, "target mailbox");
    if (token < line->tokens->len)
        token_fact(self, line, token, FACT_MAILBOX, DIRECTION_CLIENT);
}

static void verb(GatherTalk *self, const GatherLine *line, guint token) {
    const Direction client = DIRECTION_CLIENT;
    if (says(line, token, "UID") && is_label(line, token + 2, "verb")) {
        token_fact(self, line, token, FACT_UID, client);
        token += 2;
    }
    token_fact(self, line, token, FACT_COMMAND_VERB, client);
    token_fact(self, line, token, FACT_COMMAND_OR_ANSWERED, client);
}

static void login(GatherTalk *self, const GatherLine *line) {
    guint user = gather_line_find(line, 0, "user name");
    guint password = gather_line_find(line, 0, "password");
    if (user < line->tokens->len)
        token_fact(self, line, user, FACT_USER_NAME, DIRECTION_CLIENT);
    if (password < line->tokens->len)
        token_fact(self, line, password, FACT_PASSWORD, DIRECTION_CLIENT);
}

static void client_line(GatherTalk *self, const GatherLine *line) {
    const Direction client = DIRECTION_CLIENT;
    gboolean goes_on = self->sides[client].is_continued;
    if (!is_label(line, 0, "tag") || goes_on) {
        if (!goes_on)
            gather_fact(self, client, line, FACT_ANSWER_LINE, 0, gather_line_end(line));
        login(self, line);
        mailbox(self, line);
        return;
    }
    gather_fact(self, client, line, FACT_HAS_COMMAND, 0, 0);
    gather_fact(self, client, line, FACT_COMMAND_LINE, 0, gather_line_end(line));
    tag(self, client, line);
    guint token = gather_line_find(line, 1, "verb");
    if (token == line->tokens->len)
        return;
    verb(self, line, token);
    mailbox(self, line);
    login(self, line);
}

static void server_line(GatherTalk *self, const GatherLine *line) {
    const Direction server = DIRECTION_SERVER;
    if (!is_label(line, 0, "tag") || line->octets->str[0] == '*')
        return;
    gather_fact(self, server, line, FACT_REPLY_LINE, 0, gather_line_end(line));
    if (line->octets->str[0] == '+')
        return;
    tag(self, server, line);
    if (is_label(line, 2, "status"))
        token_fact(self, line, 2, FACT_REPLY_CODE, server);
}

void gather_imap_line(GatherTalk *self, Direction direction, const GatherLine *line) {
    gather_fact(self, direction, line, FACT_LINE, 0, line->octets->len);
    if (direction == DIRECTION_SERVER) {
        server_line(self, line);
        return;
    }
    gather_split(self, direction, line);
    client_line(self, line);
}
