/* SPDX-License-Identifier: MIT */
/* Whatever was appended, folded and forgotten: the frames behind a range are the right ones. */
#include "stream/carrier_log.h"
#include <criterion/criterion.h>

/* Ten carriers of ten octets each; carrier i came in frame frames[i] at time i. */
static const guint64 frames[] = {20, 21, 19, 22, 25, 24, 23, 26, 27, 28};

static CarrierLog ten_carriers(void) {
    CarrierLog log = {0};
    for (guint i = 0; i < G_N_ELEMENTS(frames); i++)
        carrier_log_append(&log, i * 10ul, 10, frames[i], i);
    return log;
}

static const struct {
    guint64 offset, length;
    guint64 first_frame, last_frame;
    gint64 first_time_ns, last_time_ns;
    guint segments;
} ranges[] = {
    {0, 1, 20, 20, 0, 0, 1},    {9, 1, 20, 20, 0, 0, 1},   {9, 2, 20, 21, 0, 1, 2},
    {10, 10, 21, 21, 1, 1, 1},  {5, 20, 19, 21, 0, 2, 3},  {40, 30, 23, 25, 4, 6, 3},
    {0, 100, 19, 28, 0, 9, 10}, {99, 50, 28, 28, 9, 9, 1}, {100, 1, 0, 0, 0, 0, 0},
};

static void check_ranges(const CarrierLog *log, guint64 from) {
    for (guint i = 0; i < G_N_ELEMENTS(ranges); i++) {
        if (ranges[i].offset < from)
            continue;
        Carrier found = carrier_log_find(log, ranges[i].offset, ranges[i].length);
        cr_expect_eq(found.offset, ranges[i].offset);
        cr_expect_eq(found.length, ranges[i].length);
        cr_expect_eq(found.first_frame, ranges[i].first_frame, "range %u", i);
        cr_expect_eq(found.last_frame, ranges[i].last_frame, "range %u", i);
        cr_expect_eq(found.first_time_ns, ranges[i].first_time_ns, "range %u", i);
        cr_expect_eq(found.last_time_ns, ranges[i].last_time_ns, "range %u", i);
        cr_expect_eq(found.segments, ranges[i].segments, "range %u", i);
    }
}

Test(carrier_log, find) {
    CarrierLog log = ten_carriers();
    check_ranges(&log, 0);
    carrier_log_clear(&log);
    cr_expect_eq(carrier_log_find(&log, 0, 100).segments, 0);
}

Test(carrier_log, forget) {
    for (guint64 from = 0; from <= 100; from++) {
        CarrierLog log = ten_carriers();
        carrier_log_forget(&log, from);
        check_ranges(&log, from);
        guint left = carrier_log_find(&log, 0, 100).segments;
        cr_expect_eq(left, 10 - from / 10, "from %u: %u", (guint)from, left);
        carrier_log_clear(&log);
    }
}

/* Only carriers wholly inside are folded; the answer then covers the folded piece. */
static const struct {
    guint64 from, to;
    guint64 asked;
    guint segments;
} folds[] = {
    {0, 100, 50, 10}, {10, 30, 10, 2}, {10, 30, 29, 2}, {10, 30, 30, 1}, {11, 49, 20, 2},
    {11, 49, 10, 1},  {11, 49, 40, 1}, {11, 19, 15, 1}, {50, 50, 50, 1}, {90, 500, 95, 1},
};

Test(carrier_log, fold) {
    for (guint i = 0; i < G_N_ELEMENTS(folds); i++) {
        CarrierLog log = ten_carriers();
        carrier_log_fold(&log, folds[i].from, folds[i].to);
        carrier_log_fold(&log, folds[i].from, folds[i].to);
        cr_expect_eq(carrier_log_find(&log, folds[i].asked, 1).segments, folds[i].segments,
                     "fold %u", i);
        Carrier all = carrier_log_find(&log, 0, 100);
        cr_expect_eq(all.segments, 10);
        cr_expect_eq(all.first_frame, 19);
        cr_expect_eq(all.last_frame, 28);
        cr_expect_eq(all.first_time_ns, 0);
        cr_expect_eq(all.last_time_ns, 9);
        carrier_log_clear(&log);
    }
}

/* What continues the same frame is the same segment; what was cut by a gap is not. */
Test(carrier_log, same_frame) {
    CarrierLog log = {0};
    carrier_log_append(&log, 0, 5, 1, 10);
    carrier_log_append(&log, 5, 5, 1, 10);
    carrier_log_append(&log, 20, 5, 1, 10);
    cr_expect_eq(carrier_log_find(&log, 0, 10).segments, 1);
    cr_expect_eq(carrier_log_find(&log, 12, 3).segments, 0);
    cr_expect_eq(carrier_log_find(&log, 0, 25).segments, 2);
    carrier_log_clear(&log);
}

/* A log that is folded or forgotten as it grows keeps its size. */
Test(carrier_log, stays_small) {
    CarrierLog folded = {0}, forgotten = {0};
    for (guint64 i = 0; i < 100000; i++) {
        carrier_log_append(&folded, i * 10, 10, i + 1, (gint64)i);
        carrier_log_append(&forgotten, i * 10, 10, i + 1, (gint64)i);
        if (i % 4 == 3)
            carrier_log_fold(&folded, 0, i * 10 + 10);
        if (i > 2)
            carrier_log_forget(&forgotten, (i - 2) * 10);
    }
    cr_expect_leq(folded.room, 16);
    cr_expect_leq(forgotten.room, 16);
    cr_expect_eq(carrier_log_find(&folded, 7, 1).segments, 100000);
    cr_expect_eq(carrier_log_find(&forgotten, 999970, 30).segments, 3);
    carrier_log_clear(&folded);
    carrier_log_clear(&forgotten);
}
