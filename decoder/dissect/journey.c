/* SPDX-License-Identifier: MIT */
/* Keeps a little of every message that was seen, and at the end tells which of them are one mail on
 * its way. It knows neither packets nor how a journey will be shown. */
#include "dissect/journey.h"

#include "dissect/journey_route.h"
#include "dissect/journey_tie.h"

#include <string.h>

#define OCTETS_MAX (G_GUINT64_CONSTANT(256) << 20)

struct Journey {
    JourneyNames names;
    GPtrArray *files;  /* of char *; the first is NULL */
    guint32 file;      /* the one that is read */
    GPtrArray *prints; /* of JourneyPrint */
    guint64 octets, left_out;
};

Journey *journey_new(void) {
    Journey *self = g_new0(Journey, 1);
    journey_names_init(&self->names);
    self->files = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(self->files, NULL);
    self->prints = g_ptr_array_new_with_free_func((GDestroyNotify)journey_print_free);
    return self;
}

void journey_free(Journey *self) {
    if (self == NULL) {
        return;
    }
    journey_names_clear(&self->names);
    g_ptr_array_unref(self->files);
    g_ptr_array_unref(self->prints);
    g_free(self);
}

void journey_set_file(Journey *self, const char *file) {
    g_ptr_array_add(self->files, g_strdup(file));
    self->file = self->files->len - 1;
}

void journey_add(Journey *self, const NoteConversation *conversation, const NoteMessage *note) {
    if (self->octets >= OCTETS_MAX) {
        self->left_out++;
        return;
    }
    JourneyPrint *print = journey_print_new(&self->names, conversation, note);
    if (print == NULL) {
        return;
    }
    print->file = self->file;
    self->octets += print->octets;
    g_ptr_array_add(self->prints, print);
}

guint64 journey_left_out(const Journey *self) {
    return self->left_out;
}

guint64 journey_octets(const Journey *self) {
    return self->octets;
}

/* ---- telling ----------------------------------------------------------------------------------
 */

/* The texts of one journey, while it is told. */
typedef struct {
    GPtrArray *lists[JOURNEY_HOPS_MAX]; /* recipients: lent */
    GPtrArray *changes[JOURNEY_HOPS_MAX];
    char *because[JOURNEY_HOPS_MAX];
    NoteHop hops[JOURNEY_HOPS_MAX];
    NoteLook looks[JOURNEY_LOOKS_MAX];
} Telling;

static GPtrArray *list_recipients(const JourneyPrint *print) {
    GPtrArray *list = g_ptr_array_new();
    const char *at = journey_print_text(print, print->to);
    for (guint i = 0; i < print->n_to; i++, at += strlen(at) + 1) {
        g_ptr_array_add(list, (gpointer)at);
    }
    return list;
}

static char *say_because(const JourneyRoute *route, guint hop) {
    int previous = route->previous[hop];
    if (previous < 0) {
        return NULL;
    }
    const JourneyPrint *here = route->hops[hop];
    const JourneyPrint *before = route->hops[previous];
    guint added = (guint)(here->n_received - before->n_received);
    switch (route->evidence[hop]) {
    case JOURNEY_BY_QUEUE_ID:
        return g_strdup_printf("a Received field that it brings names the queue identifier %s "
                               "that the server gave there",
                               journey_print_text(before, before->queue_id));
    case JOURNEY_BY_RECEIVED:
        return before->n_received == 0
                   ? g_strdup_printf("it had no Received field there, and has %u here", added)
                   : g_strdup_printf("it has the Received fields that it had there, and %u more "
                                     "on top",
                                     added);
    case JOURNEY_BY_HOST:
        return g_strdup("the host that took it there gives it on, with the same Received fields");
    case JOURNEY_BY_MAILBOX:
        return g_strdup("there it was put into a mailbox of this server");
    }
    return NULL;
}

static void fill_hop(const Journey *self, Telling *telling, const JourneyRoute *route, guint i) {
    const JourneyPrint *print = route->hops[i];
    telling->lists[i] = list_recipients(print);
    telling->changes[i] = g_ptr_array_new_with_free_func(g_free);
    telling->because[i] = say_because(route, i);
    journey_route_changes(route, i, &self->names, telling->changes[i]);
    telling->hops[i] = (NoteHop){
        .file = g_ptr_array_index(self->files, print->file),
        .stream = print->stream,
        .message = print->message,
        .transport = print->transport,
        .carried_by = print->carried_by,
        .client = print->client,
        .server = print->server,
        .server_name = journey_print_text(print, print->server_name),
        .is_retrieval = print->kind == JOURNEY_RETRIEVAL,
        .has_envelope = print->has_envelope,
        .from = journey_print_text(print, print->from),
        .to = (const char *const *)telling->lists[i]->pdata,
        .n_to = print->n_to,
        .verdict = (NoteVerdict)print->verdict,
        .integrity = (NoteIntegrity)print->integrity,
        .time_ns = print->time_ns,
        .queue_id = journey_print_text(print, print->queue_id),
        .received_added = journey_route_received_added(route, i),
        .n_received = print->n_received,
        .previous = route->previous[i],
        .because = telling->because[i],
        .changes = (const char *const *)telling->changes[i]->pdata,
        .n_changes = telling->changes[i]->len,
    };
}

static void fill_look(const Journey *self, NoteLook *look, const JourneyPrint *print) {
    *look = (NoteLook){
        .file = g_ptr_array_index(self->files, print->file),
        .stream = print->stream,
        .message = print->message,
        .transport = print->transport,
        .carried_by = print->carried_by,
        .is_again = print->kind == JOURNEY_RETRIEVAL,
        .time_ns = print->time_ns,
    };
}

static const char *first_message_id(const JourneyRoute *route) {
    const char *id = NULL;
    for (guint i = 0; i < route->n_hops && id == NULL; i++) {
        id = journey_print_text(route->hops[i], route->hops[i]->message_id);
    }
    return id;
}

static void clear_telling(Telling *self, guint n_hops) {
    for (guint i = 0; i < n_hops; i++) {
        g_ptr_array_unref(self->lists[i]);
        g_ptr_array_unref(self->changes[i]);
        g_free(self->because[i]);
    }
}

static void tell_route(const Journey *self, const JourneyRoute *route, guint n,
                       const NoteSink *sink, gpointer user) {
    g_autofree Telling *telling = g_new0(Telling, 1);
    g_autoptr(GString) verdict = g_string_new(NULL);
    for (guint i = 0; i < route->n_hops; i++) {
        fill_hop(self, telling, route, i);
    }
    for (guint i = 0; i < route->n_looks; i++) {
        fill_look(self, &telling->looks[i], route->looks[i]);
    }
    NoteJourney note = {
        .n = n,
        .message_id = first_message_id(route),
        .tied_by = route->is_by_content ? "content" : "message-id",
        .scenario = journey_route_scenario(route, verdict),
        .hops = telling->hops,
        .n_hops = route->n_hops,
        .looks = telling->looks,
        .n_looks = route->n_looks,
        .n_left_out = route->n_left_out,
    };
    note.verdict = verdict->str;
    sink->journey(user, &note);
    clear_telling(telling, route->n_hops);
}

void journey_tell(Journey *self, const NoteSink *sink, gpointer user) {
    if (sink->journey == NULL) {
        return;
    }
    g_autoptr(GPtrArray) mails = journey_tie(self->prints);
    JourneyRoute *route = g_new(JourneyRoute, 1);
    for (guint i = 0, n = 0; i < mails->len; i++) {
        journey_route_fill(route, mails->pdata[i]);
        journey_route_order(route);
        if (journey_route_is_journey(route)) {
            tell_route(self, route, n++, sink, user);
        }
    }
    g_free(route);
}
