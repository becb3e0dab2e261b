/* SPDX-License-Identifier: MIT */
/* Endpoints and sequence numbers -> which connection a packet counts to, numbered as Wireshark
 * numbers them. It knows nothing of octets. */
#include "stream/flow.h"

static void copy_address(guint64 words[2], const NetAddress *address) {
    memcpy(words, address->octets, sizeof address->octets);
}

guint flow_key_from(FlowKey *key, const NetEndpoint *source, const NetEndpoint *destination) {
    int order =
        memcmp(source->address.octets, destination->address.octets, sizeof source->address.octets);
    if (order == 0)
        order = (int)source->port - (int)destination->port;
    guint sender = order > 0;
    *key = (FlowKey){.family = source->address.family};
    copy_address(key->addresses[sender], &source->address);
    copy_address(key->addresses[!sender], &destination->address);
    key->ports[sender] = source->port;
    key->ports[!sender] = destination->port;
    return sender;
}

static guint64 mix(guint64 state, guint64 word) {
    state = (state ^ word) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    return state ^ (state >> 32);
}

guint flow_key_hash(gconstpointer key) {
    const FlowKey *self = key;
    guint64 hash = mix(self->family, ((guint64)self->ports[0] << 16) | self->ports[1]);
    for (guint side = 0; side < 2; side++)
        hash = mix(mix(hash, self->addresses[side][0]), self->addresses[side][1]);
    return (guint)(hash ^ (hash >> 32));
}

gboolean flow_key_equal(gconstpointer a, gconstpointer b) {
    const FlowKey *left = a, *right = b;
    for (guint side = 0; side < 2; side++)
        if (left->addresses[side][0] != right->addresses[side][0] ||
            left->addresses[side][1] != right->addresses[side][1] ||
            left->ports[side] != right->ports[side])
            return FALSE;
    return left->family == right->family;
}

gboolean flow_is_reused(const Flow *self, guint side, const NetUnit *segment) {
    return (segment->flags & (NET_TCP_SYN | NET_TCP_ACK)) == NET_TCP_SYN && self->has_base[side] &&
           segment->seq != self->base[side];
}

void flow_note(Flow *self, guint side, const NetUnit *segment) {
    gboolean syn = (segment->flags & NET_TCP_SYN) != 0, ack = (segment->flags & NET_TCP_ACK) != 0;
    if (!self->has_base[side] || (syn && ack)) {
        self->base[side] = syn ? segment->seq : segment->seq - 1;
        self->has_base[side] = TRUE;
    }
    if (!self->has_base[!side] && ack) {
        self->base[!side] = segment->ack - 1;
        self->has_base[!side] = TRUE;
    }
}
