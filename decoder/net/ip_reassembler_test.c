/* SPDX-License-Identifier: MIT */
#include "net/ip_reassembler.h"

#include <criterion/criterion.h>
#include <string.h>

static guint8 octets[65536];

/* One fragment of datagram `id`. */
static IpReassemblerResult push(IpReassembler *self, guint32 id, guint32 from, guint32 to,
                                gboolean has_more, gint64 time_ns) {
    IpHeader header = {.protocol = 6,
                       .is_fragment = TRUE,
                       .has_more_fragments = has_more,
                       .fragment_id = id,
                       .fragment_offset = from};
    header.source.family = header.destination.family = 4;
    CapturePacket packet = {.frame = 1, .time_ns = time_ns};
    NetBytes bytes = {octets + from % 8, to - from, to - from};
    IpReassembled whole;
    return ip_reassembler_push(self, &header, bytes, &packet, &whole);
}

/* clang-format off */
static const struct {
    const char *name;
    struct { guint32 from, to; gboolean has_more; } parts[3];
    IpReassemblerResult last;
} cases[] = {
    {"two", {{0, 8, TRUE}, {8, 9, FALSE}}, IP_REASSEMBLER_DONE},
    {"the greatest", {{0, 65528, TRUE}, {65528, 65535, FALSE}}, IP_REASSEMBLER_DONE},
    {"beyond the greatest", {{0, 65528, TRUE}, {65528, 65536, FALSE}}, IP_REASSEMBLER_DAMAGED},
    {"a middle one of 7 octets", {{0, 7, TRUE}}, IP_REASSEMBLER_DAMAGED},
    {"two ends", {{16, 24, FALSE}, {16, 32, FALSE}}, IP_REASSEMBLER_DAMAGED},
    {"behind the end", {{16, 24, FALSE}, {24, 32, TRUE}}, IP_REASSEMBLER_DAMAGED},
    {"an end before what came", {{16, 24, TRUE}, {0, 16, FALSE}}, IP_REASSEMBLER_DAMAGED},
    {"a hole", {{0, 8, TRUE}, {16, 24, FALSE}}, IP_REASSEMBLER_WAITS},
};
/* clang-format on */

Test(ip_reassembler, lengths) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(IpReassembler) self = ip_reassembler_new();
        IpReassemblerResult last = IP_REASSEMBLER_WAITS;
        for (gsize n = 0; n < 3 && cases[i].parts[n].to > 0; n++) {
            cr_expect_eq(last, IP_REASSEMBLER_WAITS, "%s", cases[i].name);
            last = push(self, 1, cases[i].parts[n].from, cases[i].parts[n].to,
                        cases[i].parts[n].has_more, 0);
        }
        cr_expect_eq(last, cases[i].last, "%s", cases[i].name);
        cr_expect_eq(ip_reassembler_count(self), last == IP_REASSEMBLER_WAITS ? 1 : 0, "%s",
                     cases[i].name);
    }
}

Test(ip_reassembler, the_oldest_of_too_many_goes) {
    g_autoptr(IpReassembler) self = ip_reassembler_new();
    for (guint32 id = 0; id <= IP_REASSEMBLER_DATAGRAMS_MAX; id++) {
        push(self, id, 0, 8, TRUE, 0);
    }
    cr_expect_eq(ip_reassembler_count(self), IP_REASSEMBLER_DATAGRAMS_MAX);
    cr_expect_eq(push(self, 1, 8, 16, FALSE, 0), IP_REASSEMBLER_DONE);
    cr_expect_eq(push(self, 0, 8, 16, FALSE, 0), IP_REASSEMBLER_WAITS, "datagram 0 is gone");
}

Test(ip_reassembler, octets_are_bounded) {
    g_autoptr(IpReassembler) self = ip_reassembler_new();
    for (guint32 id = 0; id < 200; id++) {
        push(self, id, 0, 65000, TRUE, 0);
    }
    guint fitting = IP_REASSEMBLER_OCTETS_MAX / 65000;
    cr_expect_leq(ip_reassembler_count(self), fitting);
    cr_expect_geq(ip_reassembler_count(self), fitting - 1);
    cr_expect_eq(push(self, 199, 65000, 65001, FALSE, 0), IP_REASSEMBLER_DONE);
}

Test(ip_reassembler, parts_are_bounded) {
    g_autoptr(IpReassembler) self = ip_reassembler_new();
    for (guint32 i = 0; i < IP_REASSEMBLER_PARTS_MAX; i++) {
        cr_assert_eq(push(self, 1, 16 * i, 16 * i + 8, TRUE, 0), IP_REASSEMBLER_WAITS);
    }
    guint32 next = 16 * IP_REASSEMBLER_PARTS_MAX;
    cr_expect_eq(push(self, 1, next, next + 8, TRUE, 0), IP_REASSEMBLER_DAMAGED);
    cr_expect_eq(ip_reassembler_count(self), 0);
}

Test(ip_reassembler, late_ones_are_forgotten) {
    g_autoptr(IpReassembler) self = ip_reassembler_new();
    push(self, 1, 0, 8, TRUE, 0);
    push(self, 2, 0, 8, TRUE, 5);
    cr_expect_eq(push(self, 1, 8, 16, FALSE, IP_REASSEMBLER_TIMEOUT_NS + 1), IP_REASSEMBLER_WAITS);
    cr_expect_eq(push(self, 2, 8, 16, FALSE, IP_REASSEMBLER_TIMEOUT_NS + 1), IP_REASSEMBLER_DONE);
}
