/* SPDX-License-Identifier: MIT */
/* Joins IP fragments to datagrams, in any order, with copies and overlaps. Memory follows the
 * octets that really came, never the offsets that fragments claim. */
#include "net/ip_reassembler.h"

#include <string.h>

#define DATAGRAM_OCTETS_MAX 65535u

typedef struct {
    NetAddress source, destination;
    guint32 id;
    guint32 protocol; /* 0 for IPv6, whose identification does not depend on it */
} Key;

typedef struct {
    guint32 offset, length;
    guint8 *octets;
    guint64 frame;
    gint64 time_ns;
} Part;

typedef struct {
    Key key;
    GArray *parts; /* of Part, by offset, without overlap */
    guint32 covered;
    guint32 total; /* 0 until the last fragment came */
    gsize cost;    /* its share of the reassembler's octets */
    guint8 protocol;
    gint64 time_ns; /* of the fragment that came first */
    GList link;     /* in `by_age`, holding itself */
} Datagram;

struct IpReassembler {
    GHashTable *by_key;
    GQueue by_age; /* oldest first */
    gsize cost;
    GByteArray *octets; /* the datagram that is lent */
    GArray *pieces;     /* of NetPiece */
};

static guint key_hash(gconstpointer data) {
    const guint8 *octets = data;
    guint hash = 5381;
    for (gsize i = 0; i < sizeof(Key); i++) {
        hash = hash * 33 + octets[i];
    }
    return hash;
}

static gboolean key_equal(gconstpointer one, gconstpointer two) {
    return memcmp(one, two, sizeof(Key)) == 0;
}

/* Every octet of a key counts, so that those between its members are zero too. */
static void key_init(Key *self, const IpHeader *header) {
    memset(self, 0, sizeof *self);
    self->source.family = header->source.family;
    memcpy(self->source.octets, header->source.octets, sizeof self->source.octets);
    self->destination.family = header->destination.family;
    memcpy(self->destination.octets, header->destination.octets, sizeof self->destination.octets);
    self->id = header->fragment_id;
    self->protocol = header->source.family == 4 ? header->protocol : 0;
}

static void part_clear(gpointer data) {
    Part *part = data;
    g_free(part->octets);
}

static void datagram_remove(IpReassembler *self, Datagram *datagram) {
    self->cost -= datagram->cost;
    g_hash_table_remove(self->by_key, &datagram->key);
    g_queue_unlink(&self->by_age, &datagram->link);
    g_array_unref(datagram->parts);
    g_free(datagram);
}

static Datagram *datagram_add(IpReassembler *self, const Key *key, gint64 time_ns) {
    Datagram *datagram = g_new0(Datagram, 1);
    memcpy(&datagram->key, key, sizeof *key);
    datagram->parts = g_array_new(FALSE, FALSE, sizeof(Part));
    g_array_set_clear_func(datagram->parts, part_clear);
    datagram->time_ns = time_ns;
    datagram->cost = sizeof(Datagram);
    datagram->link.data = datagram;
    self->cost += datagram->cost;
    g_hash_table_insert(self->by_key, &datagram->key, datagram);
    g_queue_push_tail_link(&self->by_age, &datagram->link);
    return datagram;
}

static void forget_late(IpReassembler *self, gint64 now_ns) {
    for (Datagram *oldest; (oldest = g_queue_peek_head(&self->by_age)) != NULL;) {
        if (now_ns - oldest->time_ns <= IP_REASSEMBLER_TIMEOUT_NS) {
            return;
        }
        datagram_remove(self, oldest);
    }
}

/* Makes the caps hold again; `current` stays. */
static void forget_oldest(IpReassembler *self, const Datagram *current) {
    while (self->by_age.length > IP_REASSEMBLER_DATAGRAMS_MAX ||
           self->cost > IP_REASSEMBLER_OCTETS_MAX) {
        Datagram *oldest = g_queue_peek_head(&self->by_age);
        if (oldest == current) {
            return;
        }
        datagram_remove(self, oldest);
    }
}

/* The index of the first part that ends behind `offset`. Fragments mostly come in order, so it is
 * looked for from the end. */
static guint find_part(const GArray *parts, guint32 offset) {
    guint index = parts->len;
    while (index > 0) {
        const Part *part = &g_array_index(parts, Part, index - 1);
        if (part->offset + part->length <= offset) {
            break;
        }
        index--;
    }
    return index;
}

static void insert_part(IpReassembler *self, Datagram *datagram, guint index, Part part,
                        const guint8 *octets) {
    part.octets = g_memdup2(octets, part.length);
    g_array_insert_val(datagram->parts, index, part);
    datagram->covered += part.length;
    datagram->cost += sizeof(Part) + part.length;
    self->cost += sizeof(Part) + part.length;
}

/* Puts the fragment's octets into whatever holes are left where it stands. FALSE: too many parts.
 */
static gboolean fill_holes(IpReassembler *self, Datagram *datagram, guint32 offset,
                           const NetBytes *fragment, const CapturePacket *packet) {
    guint32 at = offset, end = offset + fragment->length;
    for (guint index = find_part(datagram->parts, offset); at < end; index++) {
        guint32 hole_end = end;
        const Part *next = NULL;
        if (index < datagram->parts->len) {
            next = &g_array_index(datagram->parts, Part, index);
            hole_end = MIN(end, next->offset);
        }
        if (at >= hole_end) { /* `next` covers this place */
            at = next->offset + next->length;
            continue;
        }
        if (datagram->parts->len >= IP_REASSEMBLER_PARTS_MAX) {
            return FALSE;
        }
        Part part = {at, hole_end - at, NULL, packet->frame, packet->time_ns};
        insert_part(self, datagram, index, part, fragment->octets + (at - offset));
        at = hole_end;
    }
    return TRUE;
}

/* Lengths that no sender means: behind the end, two different ends, a middle fragment that does not
 * fill its units of eight octets (RFC 791 §3.2). */
static gboolean is_contradictory(const Datagram *datagram, const IpHeader *header, guint32 length) {
    guint32 end = header->fragment_offset + length;
    if (end > DATAGRAM_OCTETS_MAX || (header->has_more_fragments && length % 8 != 0)) {
        return TRUE;
    }
    if (datagram->total != 0) {
        return header->has_more_fragments ? end > datagram->total : end != datagram->total;
    }
    if (header->has_more_fragments || datagram->parts->len == 0) {
        return FALSE;
    }
    const Part *last = &g_array_index(datagram->parts, Part, datagram->parts->len - 1);
    return last->offset + last->length > end;
}

static void lend(IpReassembler *self, const Datagram *datagram, IpReassembled *whole) {
    for (guint i = 0; i < datagram->parts->len; i++) {
        const Part *part = &g_array_index(datagram->parts, Part, i);
        NetPiece piece = {part->frame, part->time_ns, part->offset};
        g_array_append_val(self->pieces, piece);
        g_byte_array_append(self->octets, part->octets, part->length);
    }
    *whole = (IpReassembled){.octets = self->octets->data,
                             .length = self->octets->len,
                             .protocol = datagram->protocol,
                             .pieces = (NetPiece *)(void *)self->pieces->data,
                             .n_pieces = self->pieces->len};
}

IpReassemblerResult ip_reassembler_push(IpReassembler *self, const IpHeader *header,
                                        NetBytes fragment, const CapturePacket *packet,
                                        IpReassembled *whole) {
    g_byte_array_set_size(self->octets, 0);
    g_array_set_size(self->pieces, 0);
    forget_late(self, packet->time_ns);
    if (fragment.length == 0 || fragment.captured < fragment.length) {
        return IP_REASSEMBLER_WAITS;
    }
    Key key;
    key_init(&key, header);
    Datagram *datagram = g_hash_table_lookup(self->by_key, &key);
    if (datagram == NULL) {
        datagram = datagram_add(self, &key, packet->time_ns);
    }
    if (is_contradictory(datagram, header, fragment.length) ||
        !fill_holes(self, datagram, header->fragment_offset, &fragment, packet)) {
        datagram_remove(self, datagram);
        return IP_REASSEMBLER_DAMAGED;
    }
    if (header->fragment_offset == 0) {
        datagram->protocol = header->protocol;
    }
    if (!header->has_more_fragments) {
        datagram->total = header->fragment_offset + fragment.length;
    }
    if (datagram->covered != datagram->total) {
        forget_oldest(self, datagram);
        return IP_REASSEMBLER_WAITS;
    }
    lend(self, datagram, whole);
    datagram_remove(self, datagram);
    return IP_REASSEMBLER_DONE;
}

guint ip_reassembler_count(const IpReassembler *self) {
    return self->by_age.length;
}

IpReassembler *ip_reassembler_new(void) {
    IpReassembler *self = g_new0(IpReassembler, 1);
    self->by_key = g_hash_table_new(key_hash, key_equal);
    g_queue_init(&self->by_age);
    self->octets = g_byte_array_new();
    self->pieces = g_array_new(FALSE, FALSE, sizeof(NetPiece));
    return self;
}

void ip_reassembler_free(IpReassembler *self) {
    if (self == NULL) {
        return;
    }
    while (self->by_age.length > 0) {
        datagram_remove(self, g_queue_peek_head(&self->by_age));
    }
    g_hash_table_unref(self->by_key);
    g_byte_array_unref(self->octets);
    g_array_unref(self->pieces);
    g_free(self);
}
