/* SPDX-License-Identifier: MIT */
/* A route -> the scenario of the lecture with which it is consistent, in whole sentences. It counts
 * hops, and says what is missing rather than guess it. */
#include "dissect/journey_route.h"

#include <string.h>

typedef struct {
    guint smtp_hops;
    gboolean is_fetched;
    int scenario;
    const char *verdict;
} ScenarioRow;

/* clang-format off */
static const ScenarioRow scenario_rows[] = {
    { 1, FALSE, 2, "One SMTP hop: both users work on their servers." },
    { 2, FALSE, 3, "Two SMTP hops: the sender reaches her server over a network, the receiver works on his." },
    { 2, TRUE,  4, "Two SMTP hops and a retrieval: both users reach their servers over a network." },
    { 0, TRUE,  0, "Only retrievals are here: how the mail came into the mailbox is missing." },
    { 0, FALSE, 0, "No SMTP hop is here, so none of the lecture's scenarios can be told." },
    { 1, TRUE,  0, "One SMTP hop and a retrieval: for the fourth scenario the other SMTP hop is missing." },
};
/* clang-format on */

static gboolean is_fetched(const JourneyPrint *hop) {
    return hop->kind == JOURNEY_RETRIEVAL;
}

/* The way of most hops: the one that is told. A way that ends with the reader wins. */
static guint find_end(const JourneyRoute *self) {
    guint best = 0;
    for (guint i = 1; i < self->n_hops; i++) {
        if (self->smtp_hops[i] > self->smtp_hops[best] ||
            (self->smtp_hops[i] == self->smtp_hops[best] && is_fetched(self->hops[i]) &&
             !is_fetched(self->hops[best]))) {
            best = i;
        }
    }
    return best;
}

/* Hops before the first that was seen, as its Received fields tell. A field without a "from" is of
 * a mail that was made on that host (RFC 5321 §4.4): no hop. */
static guint count_before(const JourneyRoute *self, guint end) {
    guint first = end;
    while (self->previous[first] >= 0) {
        first = (guint)self->previous[first];
    }
    const JourneyPrint *print = self->hops[first];
    guint n = print->kind == JOURNEY_DELIVERY ? print->n_received : 0;
    for (guint i = 0; n > 0 && i < MIN(print->n_received, JOURNEY_RECEIVED_MAX); i++) {
        const char *line = journey_print_text(print, print->received[i]);
        n -= line != NULL && g_ascii_strncasecmp(line, "by ", 3) == 0 ? 1 : 0;
    }
    return n;
}

/* Received fields that came between two SMTP hops, one for each aside. */
static guint count_between(const JourneyRoute *self, guint end) {
    guint n = 0;
    for (int at = (int)end; at >= 0 && self->previous[at] >= 0; at = self->previous[at]) {
        const JourneyPrint *here = self->hops[at];
        const JourneyPrint *before = self->hops[self->previous[at]];
        guint added = (guint)(here->n_received - before->n_received);
        n += here->kind == JOURNEY_DELIVERY && added > 1 ? added - 1 : 0;
    }
    return n;
}

static guint count_refused(const JourneyRoute *self) {
    guint n = 0;
    for (guint i = 0; i < self->n_hops; i++) {
        n += self->hops[i]->verdict == NOTE_REFUSED ? 1 : 0;
    }
    return n;
}

/* Was one mail given in twice? */
static gboolean is_repeated(const JourneyRoute *self) {
    guint starts = 0;
    for (guint i = 0; i < self->n_hops; i++) {
        const JourneyPrint *hop = self->hops[i];
        starts +=
            hop->kind == JOURNEY_DELIVERY && self->previous[i] < 0 && hop->verdict != NOTE_REFUSED
                ? 1
                : 0;
    }
    return starts > 1;
}

static int find_row(const JourneyRoute *self, guint end, GString *verdict) {
    if (self->smtp_hops[end] > 2) {
        g_string_printf(verdict,
                        "%u SMTP hops: more servers than in any of the lecture's scenarios.",
                        self->smtp_hops[end]);
    }
    for (guint i = 0; i < G_N_ELEMENTS(scenario_rows); i++) {
        const ScenarioRow *row = &scenario_rows[i];
        if (row->smtp_hops == self->smtp_hops[end] &&
            row->is_fetched == is_fetched(self->hops[end])) {
            g_string_assign(verdict, row->verdict);
            return row->scenario;
        }
    }
    return 0;
}

int journey_route_scenario(const JourneyRoute *self, GString *verdict) {
    guint end = find_end(self);
    int scenario = find_row(self, end, verdict);
    guint before = count_before(self, end);
    guint between = count_between(self, end);
    if (is_repeated(self)) {
        scenario = self->smtp_hops[end] > 1 ? scenario : 0;
        g_string_append(verdict, " The mail was given in more than once.");
    }
    if (before > 0) {
        scenario = 0;
        g_string_append_printf(verdict,
                               " It had %u Received field%s before the first hop seen here, so "
                               "earlier hops are missing.",
                               before, before == 1 ? "" : "s");
    }
    if (between > 0) {
        scenario = 0;
        g_string_append_printf(verdict,
                               " Between the hops seen here it got %u Received field%s more, so "
                               "hops between them are missing.",
                               between, between == 1 ? "" : "s");
    }
    if (count_refused(self) > 0) {
        g_string_append(verdict, " A refused attempt counts as no hop.");
    }
    return scenario;
}
