/* SPDX-License-Identifier: MIT */
/* The lab's DNS, for a scenario: starts the program maillab-dns and asks it for the server that
 * takes a domain's mail. */
#pragma once

#include <glib.h>

typedef struct ServeDns ServeDns;

/* `zone`: records, a line each. NULL with a sentence: the program was not built (it needs ldns), or
 * does not start. */
ServeDns *serve_dns_start(const char *zone, GError **error);
/* Ends the program. */
void serve_dns_stop(ServeDns *self);
guint16 serve_dns_port(const ServeDns *self);

typedef enum {
    SERVE_DNS_FOUND,
    SERVE_DNS_NONE,   /* the domain has no MX */
    SERVE_DNS_FAILED, /* there was no answer */
} ServeDnsResult;

/* The MX of a domain with the lowest preference (RFC 5321 §5.1), and its address; free both with
 * g_free(). Waits for the answer, which comes from this machine, for a second at most. */
ServeDnsResult serve_dns_find(const ServeDns *self, const char *domain, char **host,
                              char **address);
