/* SPDX-License-Identifier: MIT */
/* Numbers equal Wireshark's. The wanted numbers below are what tshark 4.0.17 prints as tcp.stream
 * for a capture of these packets. */
#include "stream/flow.h"
#include <criterion/criterion.h>

/* Two packets of one tuple; does the second begin a new stream? */
static const struct {
    guint flags; /* of the first packet, from A to B */
    guint32 seq, ack;
    gboolean back; /* the second goes from B to A */
    guint next_flags;
    guint32 next_seq;
    gboolean is_new;
} reuse[] = {
    {NET_TCP_SYN, 100, 0, FALSE, NET_TCP_SYN, 100, FALSE},
    {NET_TCP_SYN, 100, 0, FALSE, NET_TCP_SYN, 200, TRUE},
    {NET_TCP_SYN, 100, 0, TRUE, NET_TCP_SYN, 200, FALSE},
    {NET_TCP_SYN, 100, 0, FALSE, NET_TCP_SYN | NET_TCP_ACK, 200, FALSE},
    {NET_TCP_SYN, 100, 0, FALSE, NET_TCP_ACK, 999, FALSE},
    {NET_TCP_ACK, 101, 7, FALSE, NET_TCP_SYN, 100, FALSE},
    {NET_TCP_ACK, 101, 7, FALSE, NET_TCP_SYN, 101, TRUE},
    {NET_TCP_ACK, 101, 7, TRUE, NET_TCP_SYN, 6, FALSE},
    {NET_TCP_ACK, 101, 7, TRUE, NET_TCP_SYN, 7, TRUE},
    {NET_TCP_SYN | NET_TCP_ACK, 100, 7, TRUE, NET_TCP_SYN, 6, FALSE},
    {NET_TCP_RST, 0, 0, FALSE, NET_TCP_SYN, G_MAXUINT32, FALSE},
    {NET_TCP_RST, 0, 0, FALSE, NET_TCP_SYN, 0, TRUE},
};

static const NetEndpoint a = {{4, {10, 0, 0, 1}}, 40000}, b = {{4, {10, 0, 0, 2}}, 25};

Test(flow, reuse) {
    for (guint i = 0; i < G_N_ELEMENTS(reuse); i++) {
        Flow flow = {0};
        NetUnit first = {.source = a,
                         .destination = b,
                         .flags = (guint8)reuse[i].flags,
                         .seq = reuse[i].seq,
                         .ack = reuse[i].ack};
        guint side = flow_key_from(&flow.key, &a, &b);
        flow_note(&flow, side, &first);
        NetUnit second = {.flags = (guint8)reuse[i].next_flags, .seq = reuse[i].next_seq};
        cr_expect_eq(flow_is_reused(&flow, reuse[i].back ? !side : side, &second), reuse[i].is_new,
                     "row %u", i);
    }
}

/* A SYN with ACK takes its side's base over; the next SYN is measured against that. */
Test(flow, base_is_overwritten) {
    Flow flow = {0};
    NetUnit unit = {.flags = NET_TCP_SYN | NET_TCP_ACK, .seq = 100, .ack = 1};
    flow_note(&flow, 0, &unit);
    unit.seq = 300;
    flow_note(&flow, 0, &unit);
    NetUnit syn = {.flags = NET_TCP_SYN, .seq = 300};
    cr_expect_not(flow_is_reused(&flow, 0, &syn));
    syn.seq = 100;
    cr_expect(flow_is_reused(&flow, 0, &syn));
}

/* Both ways the same name; everything else another one. */
Test(flow, key) {
    static const NetEndpoint others[] = {{{4, {10, 0, 0, 3}}, 25}, {{4, {10, 0, 0, 2}}, 26}};
    FlowKey there, back, other;
    guint side = flow_key_from(&there, &a, &b);
    cr_expect_eq(flow_key_from(&back, &b, &a), !side);
    cr_expect(flow_key_equal(&there, &back));
    cr_expect_eq(flow_key_hash(&there), flow_key_hash(&back));
    for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
        flow_key_from(&other, &a, &others[i]);
        cr_expect_not(flow_key_equal(&there, &other), "row %u", i);
    }
    cr_expect_leq(sizeof(Flow), 64, "the memory of a dead connection");
}
