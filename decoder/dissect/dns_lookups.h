/* SPDX-License-Identifier: MIT */
/* Which look-ups in the DNS led to which conversation. Keeps the recent ones, and tells each once:
 * with the first conversation that it led to, or at the end. */
#pragma once

#include "notes/notes.h"

#define DNS_LOOKUPS_MAX 4096u /* answers that are kept; the oldest goes first */

typedef struct DnsLookups DnsLookups;

/* `sink` and `user` must outlive it. */
DnsLookups *dns_lookups_new(const NoteSink *sink, gpointer user);
void dns_lookups_free(DnsLookups *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DnsLookups, dns_lookups_free)

/* A datagram; what is not from or to port 53 is ignored. */
void dns_lookups_push(DnsLookups *self, const NetUnit *datagram);

/* A mail conversation was found: tells, in order, the look-ups before it through which its client
 * found the server (RFC 5321 §5.1): addresses of a name one of which is the server's, and who takes
 * mail for a domain, if the answer names that host. */
void dns_lookups_tell(DnsLookups *self, const NoteConversation *conversation);

/* Tells what led to no conversation and still has to do with mail: MX, and addresses of hosts that
 * these name. */
void dns_lookups_finish(DnsLookups *self);
