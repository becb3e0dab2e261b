/* SPDX-License-Identifier: MIT */
/* Any segments in any order: what waits is disjoint, in order, and of the better copy. */
#include "stream/held_set.h"
#include <criterion/criterion.h>

enum { N_OCTETS = 64, N_ROUNDS = 400 };

/* What must be waiting at each offset, kept in the plainest way. */
typedef struct {
    guint8 octet;
    gint rank; /* -1: nothing */
} Place;

static void no_overlap(gpointer user, const HeldSegment *winner, const HeldSegment *loser,
                       guint32 length) {
    guint32 *overlapping = user;
    *overlapping += length;
    cr_assert_eq(winner->offset, loser->offset);
    cr_assert_leq(length, MIN(winner->length, loser->length));
    cr_assert_geq(winner->rank, loser->rank);
}

static void add_both(HeldSet *set, Place *places, GRand *random, gboolean last_wins) {
    guint8 octets[N_OCTETS];
    HeldSegment segment = {.octets = octets};
    segment.offset = g_rand_int_range(random, 0, N_OCTETS - 1);
    segment.length = (guint32)g_rand_int_range(random, 1, (gint)(N_OCTETS - segment.offset) + 1);
    segment.rank = (CopyRank)g_rand_int_range(random, 0, 3);
    guint32 expected = 0, overlapping = 0;
    for (guint32 i = 0; i < segment.length; i++) {
        Place *place = &places[segment.offset + i];
        octets[i] = (guint8)g_rand_int_range(random, 'a', 'z');
        expected += place->rank >= 0;
        gint rank = (gint)segment.rank;
        if (rank > place->rank || (rank == place->rank && last_wins))
            *place = (Place){octets[i], rank};
    }
    if (segment.rank == COPY_SNAPPED)
        segment.octets = NULL;
    held_set_add(set, &segment, last_wins, no_overlap, &overlapping);
    cr_assert_eq(overlapping, expected);
}

/* Takes everything out again, in bites of up to `bite` octets. */
static void check_and_empty(HeldSet *set, const Place *places, guint32 bite) {
    gint64 at = 0;
    const HeldSegment *first = NULL;
    while ((first = held_set_first(set)) != NULL) {
        for (; at < first->offset; at++)
            cr_assert_eq(places[at].rank, -1);
        cr_assert_eq(at, first->offset, "segments overlap");
        guint32 length = MIN(bite, first->length);
        for (guint32 i = 0; i < length; i++, at++) {
            cr_assert_eq(places[at].rank, (gint)first->rank);
            if (first->octets != NULL)
                cr_assert_eq(places[at].octet, first->octets[i]);
        }
        held_set_consume(set, length);
    }
    for (; at < N_OCTETS; at++)
        cr_assert_eq(places[at].rank, -1);
    cr_assert_eq(set->cost, 0);
    cr_assert_null(set->segments);
}

static void check_rounds(gboolean last_wins) {
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    for (guint round = 0; round < N_ROUNDS; round++) {
        HeldSet set = {0};
        Place places[N_OCTETS];
        for (guint i = 0; i < N_OCTETS; i++)
            places[i] = (Place){0, -1};
        gint segments = g_rand_int_range(random, 1, 12);
        for (gint i = 0; i < segments; i++)
            add_both(&set, places, random, last_wins);
        check_and_empty(&set, places, 1 + round % 9);
    }
}

Test(held_set, first_wins, .timeout = 60) {
    check_rounds(FALSE);
}

Test(held_set, last_wins, .timeout = 60) {
    check_rounds(TRUE);
}

/* What waits is paid for, octet by octet and entry by entry, and freed with the set. */
Test(held_set, cost) {
    HeldSet set = {0};
    guint32 overlapping = 0;
    for (guint i = 0; i < 10; i++) {
        HeldSegment segment = {
            .offset = i * 5l, .length = 3, .octets = (const guint8 *)"abc", .rank = COPY_GOOD};
        held_set_add(&set, &segment, FALSE, no_overlap, &overlapping);
    }
    cr_expect_eq(set.cost, 10 * (HELD_OVERHEAD + 3));
    held_set_consume(&set, 1);
    cr_expect_eq(set.cost, 10 * (HELD_OVERHEAD + 3) - 1);
    held_set_clear(&set);
    cr_expect_eq(set.cost, 0);
    cr_expect_null(held_set_first(&set));
}
