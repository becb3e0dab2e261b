/* SPDX-License-Identifier: MIT */
/* Passes notes on, each with a filter; in between it gathers the facts that the filters are made
 * of. A renderer and the gatherer share one conversation, so each gets its own data back in turn.
 */
#include "filters.h"

#include "compare/gather.h"
#include "filters_unit.h"
#include "lab.h"

#include <string.h>

typedef struct {
    FactStore *store;
    Gather *gather;
    FilterSight sight;
    gpointer gathered, rendered; /* what each keeps in renderer_data */
} Pair;

static void pair_free(Pair *self) {
    gather_free(self->gather);
    fact_store_free(self->store);
    g_free(self);
}

static Pair *begin_gather(NoteConversation *conversation) {
    Pair *pair = conversation->renderer_data;
    conversation->renderer_data = pair->gathered;
    return pair;
}

static void end_gather(Pair *pair, NoteConversation *conversation) {
    pair->gathered = conversation->renderer_data;
    conversation->renderer_data = pair;
}

static Pair *begin_render(NoteConversation *conversation) {
    Pair *pair = conversation->renderer_data;
    conversation->renderer_data = pair->rendered;
    return pair;
}

static void end_render(Pair *pair, NoteConversation *conversation) {
    pair->rendered = conversation->renderer_data;
    conversation->renderer_data = pair;
}

/* The ports on which Wireshark 4.0 looks for mail. */
static gboolean is_known_port(guint16 port) {
    static const guint16 ports[] = {25, 465, 587, 110, 995, 143, 993};
    for (guint i = 0; i < G_N_ELEMENTS(ports); i++) {
        if (ports[i] == port)
            return TRUE;
    }
    return FALSE;
}

/* Its fields are there only if it reads the connection as mail. */
static void say_of_port(FilterTee *self, const NoteConversation *conversation) {
    guint16 port = conversation->server.port;
    const char *name = conversation->spec->name;
    if (is_known_port(port) || port == self->told_port)
        return;
    self->told_port = port;
    lab_complain("For these filters Wireshark has to read port %u as %s: Decode As, or tshark -d "
                 "tcp.port==%u,%s; the profile of `maillab wireshark` knows the ports of the lab.",
                 port, name, port,
                 strcmp(name, "lmtp") == 0   ? "smtp"
                 : strcmp(name, "pop3") == 0 ? "pop"
                                             : name);
}

static void on_opened(gpointer user, NoteConversation *conversation) {
    FilterTee *self = user;
    say_of_port(self, conversation);
    Pair *pair = g_new0(Pair, 1);
    pair->store = fact_store_new();
    pair->gather = gather_new(pair->store);
    conversation->renderer_data = pair;
    begin_gather(conversation);
    gather_sink.opened(pair->gather, conversation);
    end_gather(pair, conversation);
    begin_render(conversation);
    note_pass_opened(user, conversation);
    end_render(pair, conversation);
}

/* The filter for the unit that the gatherer has just taken in; NULL if it took none. */
static char *newest_filter(Pair *pair, const NoteConversation *conversation, guint n_before) {
    guint n_units = pair->store->units->len;
    return n_units > n_before
               ? filters_for_unit(pair->store, n_units - 1, conversation->stream, &pair->sight)
               : NULL;
}

static void on_command(gpointer user, NoteConversation *conversation, const NoteCommand *note) {
    Pair *pair = begin_gather(conversation);
    guint n_units = pair->store->units->len;
    gather_sink.command(pair->gather, conversation, note);
    end_gather(pair, conversation);
    g_autofree char *filter = newest_filter(pair, conversation, n_units);
    NoteCommand told = *note;
    told.filter = filter;
    begin_render(conversation);
    note_pass_command(user, conversation, &told);
    end_render(pair, conversation);
}

static void on_reply(gpointer user, NoteConversation *conversation, const NoteReply *note) {
    Pair *pair = begin_gather(conversation);
    guint n_units = pair->store->units->len;
    gather_sink.reply(pair->gather, conversation, note);
    end_gather(pair, conversation);
    g_autofree char *filter = newest_filter(pair, conversation, n_units);
    NoteReply told = *note;
    told.filter = filter;
    begin_render(conversation);
    note_pass_reply(user, conversation, &told);
    end_render(pair, conversation);
}

static void on_transition(gpointer user, NoteConversation *conversation,
                          const NoteTransition *note) {
    Pair *pair = begin_render(conversation);
    note_pass_transition(user, conversation, note);
    end_render(pair, conversation);
}

static void on_message(gpointer user, NoteConversation *conversation, const NoteMessage *note) {
    Pair *pair = begin_gather(conversation);
    gather_sink.message(pair->gather, conversation, note);
    end_gather(pair, conversation);
    begin_render(conversation);
    note_pass_message(user, conversation, note);
    end_render(pair, conversation);
}

static void on_sasl(gpointer user, NoteConversation *conversation, const NoteSasl *note) {
    Pair *pair = begin_render(conversation);
    note_pass_sasl(user, conversation, note);
    end_render(pair, conversation);
}

static void on_tls(gpointer user, NoteConversation *conversation, const NoteTls *note) {
    Pair *pair = begin_gather(conversation);
    gather_sink.tls(pair->gather, conversation, note);
    end_gather(pair, conversation);
    g_autofree char *filter = filters_for_tls(conversation->stream);
    NoteTls told = *note;
    told.filter = filter;
    begin_render(conversation);
    note_pass_tls(user, conversation, &told);
    end_render(pair, conversation);
}

static void on_tcp(gpointer user, NoteConversation *conversation, const NoteTcp *note) {
    g_autofree char *filter = filters_for_tcp(note, conversation->stream);
    NoteTcp told = *note;
    told.filter = filter;
    Pair *pair = begin_render(conversation);
    note_pass_tcp(user, conversation, &told);
    end_render(pair, conversation);
}

static void on_finding(gpointer user, NoteConversation *conversation, const NoteFinding *note) {
    Pair *pair = begin_render(conversation);
    note_pass_finding(user, conversation, note);
    end_render(pair, conversation);
}

static void on_leaf(gpointer user, NoteConversation *conversation, const NoteLeaf *note) {
    const FilterTee *self = user;
    Pair *pair = begin_gather(conversation);
    gather_sink.leaf(pair->gather, conversation, note);
    end_gather(pair, conversation);
    if (!self->pass_leaves)
        return;
    begin_render(conversation);
    note_pass_leaf(user, conversation, note);
    end_render(pair, conversation);
}

static void on_conversation(gpointer user, NoteConversation *conversation) {
    Pair *pair = begin_gather(conversation);
    gather_sink.conversation(pair->gather, conversation);
    conversation->renderer_data = pair->rendered;
    note_pass_conversation(user, conversation);
    pair_free(pair);
}

static void on_dns(gpointer user, const NoteDns *note) {
    g_autofree char *filter = filters_for_dns(note);
    NoteDns told = *note;
    told.filter = filter;
    note_pass_dns(user, &told);
}

const NoteSink filter_tee_sink = {
    .opened = on_opened,
    .command = on_command,
    .reply = on_reply,
    .transition = on_transition,
    .message = on_message,
    .sasl = on_sasl,
    .tls = on_tls,
    .tcp = on_tcp,
    .finding = on_finding,
    .leaf = on_leaf,
    .conversation = on_conversation,
    .dns = on_dns,
    .capture = note_pass_capture,
    .journey = note_pass_journey,
    .end = note_pass_end,
};
