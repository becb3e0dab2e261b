/* SPDX-License-Identifier: MIT */
/* The lab's own DNS (RFC 1035): a zone of a few records, and the answer to one question at a time.
 * It knows nothing but its zone and asks nobody. */
#pragma once

#include <glib.h>

#define DNS_DATAGRAM_MAX 512u /* RFC 1035 §4.2.1 */

typedef struct DnsZone DnsZone;

/* Lines as in a master file, names whole: "b.example. 300 IN MX 10 mail.b.example."; NULL with a
 * sentence if one is none. */
DnsZone *dns_zone_new(const char *lines, GError **error);
void dns_zone_free(DnsZone *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DnsZone, dns_zone_free)

/* Writes the answer to a datagram into `answer` and returns its length; 0: it deserves none. */
gsize dns_answer(const DnsZone *self, const guint8 *query, gsize length,
                 guint8 answer[DNS_DATAGRAM_MAX]);
