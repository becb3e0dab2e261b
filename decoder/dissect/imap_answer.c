/* SPDX-License-Identifier: MIT */
/* The core: a reply meets its command, by tag (RFC 9051 §2.2.2); the state moves by the table in
 * spec/, and the exchange is written. What a command or reply looks like is not known here; for
 * which command a reply is, imap_match.c knows. */
#include "dissect/imap_session.h"

#include <string.h>

/* ---- the end of an exchange ----------------------------------------------------------------- */

static NoteVerdict judge(const char *status) {
    if (status == NULL || status[0] == '\0') {
        return NOTE_UNANSWERED;
    }
    return strcmp(status, "OK") == 0 ? NOTE_ACCEPTED : NOTE_REFUSED;
}

/* The exchange has had its last reply (NULL: none came): what belongs to it is written. */
static void finish_exchange(Imap *self, ImapExchange *exchange, const ImapReply *reply) {
    imap_write_login(self, exchange, reply);
    imap_name_appended(exchange, reply);
    imap_write_messages(self, exchange, exchange->messages,
                        judge(reply != NULL ? reply->status : NULL));
    imap_exchange_findings(self, exchange, reply);
    conversation_write_findings(self->conversation);
}

/* Out of the queue, told, and freed. */
static void drop_exchange(Imap *self, ImapExchange *exchange, const ImapReply *reply) {
    g_queue_remove(&self->pending, exchange);
    finish_exchange(self, exchange, reply);
    if (self->client.waiter == exchange) {
        self->client.waiter = NULL;
    }
    if (self->client.open == exchange) {
        self->client.open = NULL;
    }
    imap_exchange_free(exchange);
}

static void ensure_written(Imap *self, ImapExchange *exchange) {
    if ((exchange->facts & IMAP_FACT_WRITTEN) == 0) {
        imap_write_command(self, exchange);
    }
}

/* Commands are told in the order in which they were sent, even if a later one is answered first. */
static void write_up_to(Imap *self, ImapExchange *exchange) {
    for (GList *link = self->pending.head; link != NULL; link = link->next) {
        ImapExchange *earlier = link->data;
        if ((earlier->facts & IMAP_FACT_INCOMPLETE) == 0) {
            ensure_written(self, earlier);
        }
        if (earlier == exchange) {
            return;
        }
    }
}

void imap_give_up_head(Imap *self) {
    ImapExchange *exchange = g_queue_peek_head(&self->pending);
    ensure_written(self, exchange);
    drop_exchange(self, exchange, NULL);
}

/* A command whose literal is still coming in stays, whatever became of its reply. */
void imap_give_up(Imap *self, gboolean only_doubtful) {
    const ImapExchange *head = g_queue_peek_head(&self->pending);
    while (head != NULL && (head->facts & IMAP_FACT_INCOMPLETE) == 0 &&
           (!only_doubtful || (head->facts & IMAP_FACT_DOUBTFUL) != 0)) {
        imap_give_up_head(self);
        head = g_queue_peek_head(&self->pending);
    }
}

/* The command was answered: if the client had to wait, it is now known how to read on. */
static void switch_mode(Imap *self, int command, gboolean is_waiter, const char *status) {
    if (!is_waiter || self->client.mode != IMAP_CLIENT_WAITS) {
        return;
    }
    gboolean is_ok = strcmp(status, "OK") == 0;
    self->client.mode = strcmp(status, "+") == 0 ? IMAP_CLIENT_SASL : IMAP_CLIENT_COMMANDS;
    if (command == IMAP_STARTTLS && is_ok) {
        imap_tls_begin(self);
    } else if (command == IMAP_COMPRESS && is_ok) {
        imap_deflate_begin(self);
    }
    imap_client_resume(self);
}

/* ---- replies -------------------------------------------------------------------------------- */

/* Was anything of the client captured? */
static gboolean has_client(const Imap *self) {
    return self->conversation->connection->directions[DIRECTION_CLIENT].seen;
}

/* For no command, or for none that is known. */
static void answer_nothing(Imap *self, ImapReply *reply, int command) {
    FindingPlace place = {carrier_frames(&reply->carrier), TRUE, reply->span, -1};
    gboolean was_lost = self->machine.state == IMAP_STATE_LOST;
    imap_data_arrived(self, NULL, reply);
    imap_write_reply(self, NULL, reply);
    gboolean moves = reply->line.is_status && reply->line.kind == IMAP_RESPONSE_UNTAGGED;
    gboolean has_moved = moves && imap_move_state(self, command, reply, place);
    if (reply->line.kind == IMAP_RESPONSE_TAGGED && !has_client(self)) {
        imap_lose(self); /* whatever it answers, it may have moved the state */
    } else if (!has_moved && !was_lost && !self->was_lost &&
               reply->line.kind != IMAP_RESPONSE_UNTAGGED) {
        conversation_find(self->conversation, "imap.unexpected-reply", place,
                          "The server sent \"%s\", though no command was waiting for that.",
                          conversation_quote(self->conversation, reply->text.octets,
                                             MIN(reply->text.length, 40)));
    }
    conversation_write_findings(self->conversation);
}

/* The last reply to the exchange. */
static void answer_last(Imap *self, ImapExchange *exchange, ImapReply *reply) {
    int command = exchange->command;
    gboolean is_waiter = self->client.waiter == exchange;
    write_up_to(self, exchange);
    imap_data_arrived(self, exchange, reply);
    imap_write_reply(self, exchange, reply);
    imap_move_state(self, command, reply, imap_place(exchange));
    imap_command_done(self, exchange, reply);
    drop_exchange(self, exchange, reply);
    switch_mode(self, command, is_waiter, reply->status);
}

/* One of the replies before the last. */
static void answer_between(Imap *self, ImapExchange *exchange, ImapReply *reply) {
    write_up_to(self, exchange);
    imap_data_arrived(self, exchange, reply);
    imap_write_reply(self, exchange, reply);
    if (reply->line.kind == IMAP_RESPONSE_CONTINUE && exchange->command >= 0) {
        exchange->facts |= IMAP_FACT_CONTINUED;
        imap_move_state(self, exchange->command, reply, imap_place(exchange));
    }
    conversation_write_findings(self->conversation);
}

/* The command is not whole yet: its record comes first. */
static gboolean must_hold(const ImapExchange *exchange) {
    return (exchange->facts & IMAP_FACT_INCOMPLETE) != 0 &&
           exchange->replies.length < IMAP_HELD_REPLIES_MAX;
}

static void hold(ImapExchange *exchange, ImapReply *reply) {
    g_queue_push_tail(&exchange->replies, imap_reply_copy(reply));
}

/* Earlier commands whose replies were lost in a gap will get none any more. */
static void give_up_before(Imap *self, const ImapExchange *exchange) {
    ImapExchange *head = g_queue_peek_head(&self->pending);
    while (head != exchange && (head->facts & IMAP_FACT_DOUBTFUL) != 0 &&
           (head->facts & IMAP_FACT_INCOMPLETE) == 0) {
        imap_give_up_head(self);
        head = g_queue_peek_head(&self->pending);
    }
    for (GList *link = self->pending.head; link != NULL; link = link->next) {
        ((ImapExchange *)link->data)->facts &= ~(guint)IMAP_FACT_DOUBTFUL;
    }
}

/* DONE carries the tag of IDLE on: the tagged reply is for the two of them. */
static ImapExchange *follow_idle(Imap *self, ImapExchange *idle) {
    if ((idle->facts & IMAP_FACT_FOLLOWED) == 0) {
        return idle;
    }
    ensure_written(self, idle);
    GList *link = g_queue_find(&self->pending, idle);
    ImapExchange *done = link->next != NULL ? link->next->data : NULL;
    while (done != NULL && done->command != IMAP_IDLE_DONE) {
        link = link->next;
        done = link->next != NULL ? link->next->data : NULL;
    }
    if (done == NULL) {
        return idle;
    }
    drop_exchange(self, idle, NULL);
    return done;
}

static void answer_tagged(Imap *self, ImapReply *reply) {
    ImapExchange *exchange = imap_find_tag(self, reply->line.tag);
    if (exchange == NULL) {
        answer_nothing(self, reply, -1);
        return;
    }
    give_up_before(self, exchange);
    if (must_hold(exchange)) {
        hold(exchange, reply);
        imap_client_literal(self, strcmp(reply->status, "OK") == 0); /* OK: its "+" is missing */
        return;
    }
    answer_last(self, follow_idle(self, exchange), reply);
}

static void answer_continuation(Imap *self, ImapReply *reply) {
    ImapExchange *exchange = imap_find_continued(self);
    if (exchange == NULL) {
        answer_nothing(self, reply, -1);
    } else if (must_hold(exchange)) {
        hold(exchange, reply);
        imap_client_literal(self, TRUE);
    } else if (exchange->command == IMAP_IDLE) {
        answer_between(self, exchange, reply);
    } else {
        answer_last(self, exchange, reply);
    }
}

static gboolean has_logout(const Imap *self) {
    for (GList *link = self->pending.head; link != NULL; link = link->next) {
        if (((const ImapExchange *)link->data)->command == IMAP_LOGOUT) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The client had spoken before this greeting came. */
static void mark_early(Imap *self) {
    GList *next = self->pending.head->next;
    if (next != NULL) {
        ((ImapExchange *)next->data)->facts |= IMAP_FACT_EARLY;
    }
}

/* The connection is being closed, and nobody had asked for that: RFC 9051 §7.1.5. */
static void answer_bye(Imap *self, ImapExchange *exchange, ImapReply *reply) {
    self->has_bye = TRUE;
    if (exchange == NULL) {
        answer_nothing(self, reply, -1);
        return;
    }
    answer_between(self, exchange, reply);
    imap_move_state(self, exchange->command, reply, imap_place(exchange));
    FindingPlace place = {carrier_frames(&reply->carrier), TRUE, reply->span,
                          (int)exchange->note.n};
    conversation_find(self->conversation, "imap.bye", place, NULL);
    conversation_write_findings(self->conversation);
}

static void answer_untagged(Imap *self, ImapReply *reply) {
    ImapExchange *exchange = imap_find_current(self, reply);
    gboolean is_status = reply->line.is_status;
    gboolean is_first =
        self->conversation->note.replies == 0 && self->machine.state == IMAP_STATE_LOST &&
        g_queue_is_empty(&self->pending) && self->conversation->note.opened == NOTE_OPENED_SEEN;
    if (is_status && exchange != NULL && exchange->command == IMAP_CONNECT) {
        mark_early(self);
        answer_last(self, exchange, reply);
    } else if (is_status && is_first) {
        answer_nothing(self, reply, IMAP_CONNECT);
    } else if (strcmp(reply->status, "BYE") == 0 && !has_logout(self)) {
        answer_bye(self, exchange, reply);
    } else if (exchange != NULL) {
        answer_between(self, exchange, reply);
    } else {
        answer_nothing(self, reply, -1);
    }
}

void imap_release_replies(Imap *self, ImapExchange *exchange) {
    while (!g_queue_is_empty(&exchange->replies)) {
        ImapReply *reply = g_queue_pop_head(&exchange->replies);
        gboolean is_last = reply->line.kind == IMAP_RESPONSE_TAGGED;
        if (is_last) {
            answer_last(self, exchange, reply);
        } else {
            answer_between(self, exchange, reply);
        }
        imap_reply_free(reply);
        if (is_last) {
            return; /* the exchange is gone */
        }
    }
}

static const struct {
    ImapResponseKind kind;
    void (*answer)(Imap *self, ImapReply *reply);
} kinds[] = {
    {IMAP_RESPONSE_TAGGED, answer_tagged},
    {IMAP_RESPONSE_CONTINUE, answer_continuation},
    {IMAP_RESPONSE_UNTAGGED, answer_untagged},
};

void imap_reply_arrived(Imap *self, ImapReply *reply) {
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (kinds[i].kind == reply->line.kind) {
            kinds[i].answer(self, reply);
            return;
        }
    }
    FindingPlace place = {carrier_frames(&reply->carrier), TRUE, reply->span, -1};
    conversation_find(
        self->conversation, "imap.not-a-response", place, "\"%s\" is no response of IMAP.",
        conversation_quote(self->conversation, reply->text.octets, MIN(reply->text.length, 40)));
    conversation_write_findings(self->conversation);
}
