/* SPDX-License-Identifier: MIT */
/* A later copy of octets is found equal or different, as long as anything of them is kept. */
#include "stream/copies.h"
#include <criterion/criterion.h>

static const struct {
    const char *a, *b;
    CopyDifference wanted;
} comparisons[] = {
    {"", "", {0, 0, 0}},
    {"abc", "abc", {0, 0, 0}},
    {"Xbc", "abc", {0, 1, 1}},
    {"abX", "abc", {2, 1, 1}},
    {"XbX", "abc", {0, 3, 2}},
    {"XXX", "abc", {0, 3, 3}},
    {"aXcdXf", "abcdef", {1, 4, 2}},
};

Test(copies, compare) {
    for (guint i = 0; i < G_N_ELEMENTS(comparisons); i++) {
        CopyDifference found =
            copies_compare((const guint8 *)comparisons[i].a, (const guint8 *)comparisons[i].b,
                           (guint32)strlen(comparisons[i].a));
        cr_expect_eq(found.first, comparisons[i].wanted.first, "row %u", i);
        cr_expect_eq(found.length, comparisons[i].wanted.length, "row %u", i);
        cr_expect_eq(found.octets, comparisons[i].wanted.octets, "row %u", i);
    }
}

/* Octet i of the stream is pattern(i), so that any range can be checked. */
static guint8 pattern(guint64 offset) {
    return (guint8)(offset * 7 + offset / 256);
}

static guint64 add(Copies *copies, CopyBudget *budget, guint64 offset, guint32 length,
                   gboolean keep) {
    guint8 *octets = g_malloc(length);
    for (guint32 i = 0; i < length; i++)
        octets[i] = pattern(offset + i);
    copies_add(copies, budget, offset, octets, length, keep);
    g_free(octets);
    return offset + length;
}

/* `length` octets from `offset` on are kept, and they are the right ones. */
static void check_kept(const Copies *copies, guint64 next, guint64 offset, guint32 length,
                       guint round) {
    static guint8 found[COPIES_KEPT_MAX];
    cr_assert(copies_read(copies, next, offset, length, found), "round %u", round);
    for (guint32 i = 0; i < length; i++)
        if (found[i] != pattern(offset + i))
            cr_assert_fail("round %u, octet %u of %u", round, i, length);
}

/* Octets of all its chunks. */
static gsize memory_of(const Copies *copies) {
    gsize octets = 0;
    for (const CopyChunk *chunk = copies->first; chunk != NULL; chunk = chunk->next)
        octets += sizeof *chunk + chunk->room;
    return octets;
}

/* Random additions and acknowledgments: what is kept is always the last octets, as they were. */
Test(copies, keep) {
    g_autoptr(GRand) random = g_rand_new_with_seed(4);
    Copies copies = {0};
    CopyBudget budget = {0};
    guint64 next = 0, acked = 0;
    for (guint round = 0; round < 3000; round++) {
        next = add(&copies, &budget, next, (guint32)g_rand_int_range(random, 1, 5000), TRUE);
        if (g_rand_int_range(random, 0, 3) == 0) {
            acked += (guint64)g_rand_int_range(random, 0, (gint)MIN(next - acked, 100000) + 1);
            copies_keep_last(&copies, &budget, next - acked);
        }
        cr_assert_leq(copies.length, MIN(next - acked, (guint64)COPIES_KEPT_MAX));
        for (guint32 back = 1; back <= copies.length; back += 1 + back / 3)
            check_kept(&copies, next, next - back, 1 + back / 2, round);
        guint8 octet;
        cr_assert_not(copies_read(&copies, next, next, 1, &octet));
        cr_assert_not(copies_read(&copies, next, next - copies.length - 1, 1, &octet));
        /* The first chunk may be nearly acknowledged, the last nearly empty. */
        cr_assert_leq(memory_of(&copies), copies.length + copies.length / 8 + 2 * 8192u, "round %u",
                      round);
    }
    copies_clear(&copies, &budget);
}

Test(copies, nothing_kept_when_acknowledged) {
    Copies copies = {0};
    CopyBudget budget = {0};
    guint64 next = add(&copies, &budget, 0, 1000, TRUE);
    copies_keep_last(&copies, &budget, 0);
    cr_expect_null(copies.first);
    next = add(&copies, &budget, next, 1000, FALSE);
    cr_expect_null(copies.first);
    next = add(&copies, &budget, next, 2u * COPIES_KEPT_MAX, TRUE);
    cr_expect_eq(copies.length, COPIES_KEPT_MAX);
    check_kept(&copies, next, next - COPIES_KEPT_MAX, COPIES_KEPT_MAX, 0);
    copies_clear(&copies, &budget);
}

/* One changed octet anywhere contradicts; another cut says nothing; only four are remembered. */
Test(copies, digests) {
    static const guint32 lengths[] = {1, 7, 8, 63, 64, 65, 200, 1448};
    for (guint i = 0; i < G_N_ELEMENTS(lengths); i++) {
        Copies copies = {0};
        CopyBudget budget = {0};
        guint8 octets[1448];
        for (guint32 j = 0; j < lengths[i]; j++)
            octets[j] = pattern(500 + j);
        add(&copies, &budget, 500, lengths[i], FALSE);
        cr_expect_not(copies_contradict(&copies, 500, octets, lengths[i]));
        for (guint32 j = 0; j < lengths[i]; j++) {
            octets[j] ^= 1;
            cr_expect(copies_contradict(&copies, 500, octets, lengths[i]), "%u of %u", j,
                      lengths[i]);
            cr_expect_not(copies_contradict(&copies, 501, octets, lengths[i]));
            cr_expect_not(copies_contradict(&copies, 500, octets, lengths[i] - 1));
            octets[j] ^= 1;
        }
        octets[0] ^= 1;
        for (guint later = 1; later <= COPIES_DIGESTS; later++) {
            cr_expect(copies_contradict(&copies, 500, octets, lengths[i]));
            add(&copies, &budget, 500 + later * 1448ul, 10, FALSE);
        }
        cr_expect_not(copies_contradict(&copies, 500, octets, lengths[i]));
        copies_clear(&copies, &budget);
    }
}

/* Segments of one octet do not take a chunk each. */
Test(copies, little_segments_share_chunks) {
    Copies copies = {0};
    CopyBudget budget = {0};
    guint64 next = 0;
    while (next < 20000)
        next = add(&copies, &budget, next, 1, TRUE);
    cr_expect_leq(memory_of(&copies), 2 * 20000);
    check_kept(&copies, next, 0, 20000, 0);
    copies_clear(&copies, &budget);
}

/* Commands and replies need no chunk; what does not fit beside them does, and goes later. */
Test(copies, few_octets_need_no_chunk) {
    Copies copies = {0};
    CopyBudget budget = {0};
    guint64 next = add(&copies, &budget, 0, 30, TRUE);
    next = add(&copies, &budget, next, COPIES_NEAR - 30, TRUE);
    cr_expect_null(copies.first);
    check_kept(&copies, next, 0, COPIES_NEAR, 0);
    next = add(&copies, &budget, next, 1, TRUE);
    cr_expect_not_null(copies.first);
    check_kept(&copies, next, 0, COPIES_NEAR + 1, 1);
    copies_keep_last(&copies, &budget, 11);
    check_kept(&copies, next, next - 11, 11, 2);
    next = add(&copies, &budget, next, 20, TRUE);
    check_kept(&copies, next, next - 31, 31, 3);
    copies_keep_last(&copies, &budget, 0);
    next = add(&copies, &budget, next, COPIES_NEAR, TRUE);
    cr_expect_null(copies.first, "all was acknowledged: the near place is free again");
    check_kept(&copies, next, next - COPIES_NEAR, COPIES_NEAR, 4);
    for (guint32 left = COPIES_NEAR; left > 0; left--) {
        copies_keep_last(&copies, &budget, left);
        check_kept(&copies, next, next - left, left, left);
    }
    copies_clear(&copies, &budget);
}

/* However many flows there are, all copies together are bounded; what is not kept still has its
 * digest, and room that is given back serves others. */
Test(copies, all_flows_share_a_budget) {
    enum { N_FLOWS = COPIES_ALL_MAX / 2000 + 100, LENGTH = 2000 };
    Copies *flows = g_new0(Copies, N_FLOWS);
    CopyBudget budget = {0};
    guint8 octets[LENGTH];
    for (guint32 i = 0; i < LENGTH; i++)
        octets[i] = pattern(i);
    for (guint i = 0; i < N_FLOWS; i++)
        add(&flows[i], &budget, 0, LENGTH, TRUE);
    cr_expect_leq(budget.octets, COPIES_ALL_MAX + sizeof(CopyChunk));
    check_kept(&flows[0], LENGTH, 0, LENGTH, 0);
    Copies *last = &flows[N_FLOWS - 1];
    cr_expect_eq(last->length, 0);
    octets[LENGTH - 1] ^= 1;
    cr_expect(copies_contradict(last, 0, octets, LENGTH));
    add(last, &budget, LENGTH, COPIES_NEAR, TRUE);
    cr_expect_eq(last->length, COPIES_NEAR, "few octets need no chunk");
    copies_clear(&flows[0], &budget);
    add(last, &budget, LENGTH + COPIES_NEAR, 1000, TRUE);
    check_kept(last, LENGTH + COPIES_NEAR + 1000, LENGTH, COPIES_NEAR + 1000, 1);
    for (guint i = 0; i < N_FLOWS; i++)
        copies_clear(&flows[i], &budget);
    cr_expect_eq(budget.octets, 0);
    g_free(flows);
}
