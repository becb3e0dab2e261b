/* SPDX-License-Identifier: MIT */
/* One DNS message about where mail goes: who asked what, and what was answered. RFC 1035 §4.1,
 * RFC 7505 §3. */
#pragma once

#include "net/net.h"

#define DNS_MESSAGE_MAX 65535u /* octets */
#define DNS_ANSWERS_MAX 64u    /* of one message; those behind are left out */

typedef struct {
    guint16 id;
    gboolean is_response;
    char *name;           /* asked for, escaped as in zone files */
    const char *kind;     /* "MX", "A", "AAAA"; static */
    GPtrArray *texts;     /* of char *: "10 mta.b.example", "CNAME host.b.example", "10.0.1.2" */
    GPtrArray *exchanges; /* of char *: the hosts that MX answers name */
    GArray *addresses;    /* of NetAddress */
    gboolean has_no_such_name; /* NXDOMAIN */
    gboolean is_null_mx;
    const char *failure; /* why there is no answer at all ("SERVFAIL", "truncated", …); or NULL */
} DnsAnswer;

/* Reads a datagram. NULL: no DNS message, or one that asks for something else. A response that is
 * damaged or cut has a failure. The caller frees it. */
DnsAnswer *dns_answer_read(const guint8 *octets, gsize length);
void dns_answer_free(DnsAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DnsAnswer, dns_answer_free)
