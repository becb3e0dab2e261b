/* SPDX-License-Identifier: MIT */
/* Several sights of one mail -> its route. Private to the journey. */
#pragma once

#include "dissect/journey_print.h"

#define JOURNEY_HOPS_MAX 64u
#define JOURNEY_LOOKS_MAX 16u

/* Why a hop is taken to follow another. */
typedef enum {
    JOURNEY_BY_QUEUE_ID, /* a new Received field names the queue identifier of the hop before */
    JOURNEY_BY_RECEIVED, /* it has the Received fields of the hop before, and more */
    JOURNEY_BY_HOST,     /* the same Received fields; the host that took it then gives it now */
    JOURNEY_BY_MAILBOX,  /* it was put into this server's mailbox */
} JourneyEvidence;

typedef struct {
    const JourneyPrint *hops[JOURNEY_HOPS_MAX]; /* in order once ordered */
    guint n_hops;
    const JourneyPrint *looks[JOURNEY_LOOKS_MAX]; /* sights that are no hops */
    guint n_looks;
    guint n_left_out;                           /* sights beyond the caps */
    gboolean is_by_content;                     /* one of them has no Message-ID of its own */
    int previous[JOURNEY_HOPS_MAX];             /* the hop that each comes from, or -1 */
    JourneyEvidence evidence[JOURNEY_HOPS_MAX]; /* for `previous` */
    int next_sight[JOURNEY_HOPS_MAX];  /* the hop that shows what the server of this one added, or
                                          -1 */
    guint smtp_hops[JOURNEY_HOPS_MAX]; /* on the way up to and with this hop */
} JourneyRoute;

/* Takes all sights of a mail, but the same one only once, however many captures show it. */
void journey_route_fill(JourneyRoute *self, const JourneyPrint *mail);

/* Was it handed on, or retrieved, in at least two conversations? */
gboolean journey_route_is_journey(const JourneyRoute *self);

/* Puts the hops in order: by time, but never before one whose Received fields it already bears.
 * Then finds where each comes from. */
void journey_route_order(JourneyRoute *self);

/* The Received line that the server of a hop added, as a later hop shows it; NULL if none does. */
const char *journey_route_received_added(const JourneyRoute *self, guint hop);

/* The lecture's scenario with which the route is consistent, 0 if none; `verdict` gets the
 * sentences that say why, or what is missing. */
int journey_route_scenario(const JourneyRoute *self, GString *verdict);

/* What is different from the previous hop: sentences (char *) into `changes`. */
void journey_route_changes(const JourneyRoute *self, guint hop, const JourneyNames *names,
                           GPtrArray *changes);
