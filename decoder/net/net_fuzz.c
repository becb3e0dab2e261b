/* SPDX-License-Identifier: MIT */
/* The first octet picks the link type; then packets, each after an octet with its length. What is
 * given must be readable, and its pieces must cover it in order. */
#include "net/net.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const int link_types[] = {1, 113, 276, 0, 108, 101, 228, 229, 9, 50, 51, 105};

static void check(const NetUnit *unit) {
    guint sum = 0;
    for (guint32 i = 0; i < unit->captured; i++) {
        sum += unit->payload[i];
    }
    g_assert(unit->captured <= unit->length && sum <= unit->captured * 255u);
    g_assert(unit->n_pieces >= 1 && unit->pieces[0].offset == 0);
    for (guint i = 1; i < unit->n_pieces; i++) {
        g_assert(unit->pieces[i].offset > unit->pieces[i - 1].offset);
        g_assert(unit->pieces[i].offset < unit->length);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    int link_type = size > 0 ? link_types[data[0] % G_N_ELEMENTS(link_types)] : 0;
    for (size_t at = 1, n; at < size; at += 1 + n) {
        n = MIN(data[at], size - at - 1);
        g_autofree guint8 *copy = g_memdup2(data + at + 1, n); /* of exactly its size */
        CapturePacket packet = {.frame = at,
                                .captured = (guint32)n,
                                .length = (guint32)n,
                                .link_type = link_type,
                                .octets = copy};
        NetUnit unit;
        NetKind kind = net_decoder_push(decoder, &packet, &unit);
        if (kind == NET_TCP || kind == NET_UDP) {
            check(&unit);
        }
    }
    return 0;
}
