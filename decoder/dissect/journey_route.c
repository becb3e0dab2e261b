/* SPDX-License-Identifier: MIT */
/* Turns sights of one mail into a route: order, and where each hop comes from. It knows only what
 * stood in the messages, when, and between whom. */
#include "dissect/journey_route.h"

#include <string.h>

/* ---- which sights are hops --------------------------------------------------------------------
 */

static gboolean is_known_sight(const JourneyRoute *self, const JourneyPrint *print) {
    for (guint i = 0; i < self->n_hops; i++) {
        if (journey_print_is_same_sight(self->hops[i], print)) {
            return TRUE;
        }
    }
    return FALSE;
}

static void add_look(JourneyRoute *self, const JourneyPrint *print) {
    if (self->n_looks < JOURNEY_LOOKS_MAX) {
        self->looks[self->n_looks++] = print;
    } else {
        self->n_left_out++;
    }
}

static void add_sight(JourneyRoute *self, const JourneyPrint *print) {
    if (print->kind == JOURNEY_LOOK) {
        add_look(self, print);
    } else if (self->n_hops < JOURNEY_HOPS_MAX) {
        self->hops[self->n_hops++] = print;
    } else {
        self->n_left_out++;
    }
}

void journey_route_fill(JourneyRoute *self, const JourneyPrint *mail) {
    *self = (JourneyRoute){.is_by_content = mail->is_by_content};
    for (const JourneyPrint *print = mail; print != NULL; print = print->next) {
        if (!is_known_sight(self, print)) {
            add_sight(self, print);
        }
    }
}

gboolean journey_route_is_journey(const JourneyRoute *self) {
    for (guint i = 1; i < self->n_hops; i++) {
        if (self->hops[i]->stream != self->hops[0]->stream ||
            self->hops[i]->file != self->hops[0]->file) {
            return TRUE;
        }
    }
    return FALSE;
}

/* ---- order ------------------------------------------------------------------------------------
 */

/* Clocks of different machines differ; trace fields do not. */
static gboolean must_precede(const JourneyPrint *a, const JourneyPrint *b) {
    return a->kind != JOURNEY_APPEND && a->n_received < b->n_received &&
           journey_print_is_received_after(b, a);
}

/* Of the hops from `from` on: the earliest, or what must precede it. One round is enough, since
 * what must precede the new choice had to precede the old one too. */
static guint pick_next(const JourneyRoute *self, guint from) {
    guint best = from;
    for (guint i = from + 1; i < self->n_hops; i++) {
        best = journey_print_compare(self->hops[i], self->hops[best]) < 0 ? i : best;
    }
    for (guint i = from; i < self->n_hops; i++) {
        best = must_precede(self->hops[i], self->hops[best]) ? i : best;
    }
    return best;
}

static void sort_hops(JourneyRoute *self) {
    for (guint i = 0; i < self->n_hops; i++) {
        guint best = pick_next(self, i);
        const JourneyPrint *hop = self->hops[best];
        for (guint at = best; at > i; at--) {
            self->hops[at] = self->hops[at - 1];
        }
        self->hops[i] = hop;
    }
}

static gboolean is_again(const JourneyRoute *self, const JourneyPrint *print) {
    for (guint i = 0; i < self->n_hops; i++) {
        if (journey_print_is_same_retrieval(self->hops[i], print)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The same reader fetching the same copy again is no further hop. */
static void set_repeats_aside(JourneyRoute *self) {
    guint n = self->n_hops;
    self->n_hops = 0;
    for (guint i = 0; i < n; i++) {
        const JourneyPrint *print = self->hops[i];
        if (is_again(self, print)) {
            add_look(self, print);
        } else {
            self->hops[self->n_hops++] = print;
        }
    }
}

static void sort_looks(JourneyRoute *self) {
    for (guint i = 1; i < self->n_looks; i++) {
        const JourneyPrint *look = self->looks[i];
        guint at = i;
        for (; at > 0 && journey_print_compare(look, self->looks[at - 1]) < 0; at--) {
            self->looks[at] = self->looks[at - 1];
        }
        self->looks[at] = look;
    }
}

/* ---- where each comes from --------------------------------------------------------------------
 */

static gboolean is_from_mailbox(const JourneyPrint *hop, const JourneyPrint *append) {
    return hop->kind == JOURNEY_RETRIEVAL && hop->n_received == append->n_received &&
           journey_print_is_same_host(&hop->server, &append->server) &&
           journey_print_holds(hop, append);
}

/* The host that took it gives it on, or out, with the same Received fields: it adds none. */
static gboolean is_from_host(const JourneyPrint *hop, const JourneyPrint *candidate) {
    if (hop->kind == JOURNEY_RETRIEVAL) {
        return journey_print_is_same_host(&hop->server, &candidate->server);
    }
    return journey_print_is_same_host(&hop->client, &candidate->server) &&
           !journey_print_is_same_host(&hop->client, &candidate->client);
}

/* Can the mail have come to `hop` from the server of `candidate`, and what says so? */
static gboolean can_follow(const JourneyPrint *hop, const JourneyPrint *candidate,
                           JourneyEvidence *evidence) {
    if (candidate->verdict == NOTE_REFUSED || candidate->kind == JOURNEY_RETRIEVAL ||
        hop->kind == JOURNEY_APPEND || !journey_print_is_received_after(hop, candidate)) {
        return FALSE;
    }
    if (candidate->kind == JOURNEY_APPEND) {
        *evidence = JOURNEY_BY_MAILBOX;
        return is_from_mailbox(hop, candidate);
    }
    if (journey_print_line_naming(hop, candidate) != NULL) {
        *evidence = JOURNEY_BY_QUEUE_ID;
        return TRUE;
    }
    gboolean has_more = hop->n_received > candidate->n_received;
    *evidence = has_more ? JOURNEY_BY_RECEIVED : JOURNEY_BY_HOST;
    return has_more || is_from_host(hop, candidate);
}

/* The nearest: the one with the most Received fields; among equals one whose queue identifier is
 * named, then one whose server is the host that speaks here, then the last. */
static gboolean is_nearer(const JourneyPrint *hop, const JourneyPrint *a, JourneyEvidence by_a,
                          const JourneyPrint *b, JourneyEvidence by_b) {
    if (a->n_received != b->n_received) {
        return a->n_received > b->n_received;
    }
    if ((by_a == JOURNEY_BY_QUEUE_ID) != (by_b == JOURNEY_BY_QUEUE_ID)) {
        return by_a == JOURNEY_BY_QUEUE_ID;
    }
    const NetEndpoint *host = hop->kind == JOURNEY_RETRIEVAL ? &hop->server : &hop->client;
    return journey_print_is_same_host(&a->server, host) ||
           !journey_print_is_same_host(&b->server, host);
}

static void find_previous(JourneyRoute *self, guint hop) {
    self->previous[hop] = -1;
    for (guint i = 0; i < hop; i++) {
        JourneyEvidence evidence;
        int best = self->previous[hop];
        if (can_follow(self->hops[hop], self->hops[i], &evidence) &&
            (best < 0 || is_nearer(self->hops[hop], self->hops[i], evidence, self->hops[best],
                                   self->evidence[hop]))) {
            self->previous[hop] = (int)i;
            self->evidence[hop] = evidence;
        }
    }
}

static gboolean is_smtp(const JourneyPrint *self) {
    return self->kind == JOURNEY_DELIVERY && self->verdict != NOTE_REFUSED &&
           strcmp(self->transport, "lmtp") != 0;
}

void journey_route_order(JourneyRoute *self) {
    sort_hops(self);
    set_repeats_aside(self);
    sort_looks(self);
    for (guint i = 0; i < self->n_hops; i++) {
        find_previous(self, i);
        int previous = self->previous[i];
        self->next_sight[i] = -1;
        self->smtp_hops[i] =
            (previous < 0 ? 0 : self->smtp_hops[previous]) + (is_smtp(self->hops[i]) ? 1u : 0u);
        if (previous >= 0 && self->next_sight[previous] < 0) {
            self->next_sight[previous] = (int)i;
        }
    }
}

/* New fields stand on top; the lowest of the new ones is of the server that took the mail first.
 * One that names the queue identifier of the reply is certain. */
const char *journey_route_received_added(const JourneyRoute *self, guint hop) {
    int sight = self->next_sight[hop];
    if (sight < 0 || self->hops[hop]->kind != JOURNEY_DELIVERY) {
        return NULL;
    }
    const JourneyPrint *here = self->hops[hop];
    const JourneyPrint *there = self->hops[sight];
    const char *line = journey_print_line_naming(there, here);
    guint added = (guint)(there->n_received - here->n_received);
    if (line != NULL || added == 0 || added > JOURNEY_RECEIVED_MAX) {
        return line;
    }
    return journey_print_text(there, there->received[added - 1]);
}
