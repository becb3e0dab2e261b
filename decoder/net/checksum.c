/* SPDX-License-Identifier: MIT */
/* Adds up octets in one's complement (RFC 1071), eight at a time: the sum does not depend on the
 * width of the words nor on the byte order they are added in. */
#include "net/checksum.h"

#include <string.h>

/* Adds with the carry put back in at the low end. */
static guint64 add(guint64 sum, guint64 word) {
    sum += word;
    return sum + (sum < word);
}

static guint64 read_word(const guint8 *octets) {
    guint64 word;
    memcpy(&word, octets, sizeof word);
    return word;
}

/* The last octets, fewer than eight, as if zeros followed. */
static guint64 read_last(const guint8 *octets, gsize length) {
    guint64 word = 0;
    memcpy(&word, octets, length);
    return word;
}

/* Words of native byte order; two sums, so that neither waits for the other. */
static guint64 sum_octets(guint64 sum, const guint8 *octets, gsize length) {
    guint64 carries = 0, other = 0, other_carries = 0;
    gsize at = 0;
    for (; length - at >= 16; at += 16) {
        guint64 one = read_word(octets + at), two = read_word(octets + at + 8);
        sum += one;
        carries += sum < one;
        other += two;
        other_carries += other < two;
    }
    sum = add(add(add(sum, carries), other), other_carries);
    if (length - at >= 8) {
        sum = add(sum, read_word(octets + at));
        at += 8;
    }
    return add(sum, read_last(octets + at, length - at));
}

static guint16 fold(guint64 sum) {
    sum = (sum >> 32) + (sum & 0xffffffffu);
    sum = (sum >> 32) + (sum & 0xffffffffu);
    sum = (sum >> 16) + (sum & 0xffffu);
    sum = (sum >> 16) + (sum & 0xffffu);
    return (guint16)sum;
}

gboolean checksum_is_good(const IpHeader *header, const guint8 *octets, guint32 length) {
    gsize address_length = header->source.family == 4 ? 4 : 16;
    guint64 sum = (guint64)g_htonl(length) + g_htonl(header->protocol);
    sum = sum_octets(sum, header->source.octets, address_length);
    sum = sum_octets(sum, header->destination.octets, address_length);
    return fold(sum_octets(sum, octets, length)) == 0xffff;
}
