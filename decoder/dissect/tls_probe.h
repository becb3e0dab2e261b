/* SPDX-License-Identifier: MIT */
/* Is there mail inside this TLS, on a port that does not tell? Looks at what the client offers
 * (ALPN: RFC 7301 §3.1), and where secrets are known at what is said inside. */
#pragma once

#include "dissect/detect.h"
#include "dissect/tls_keys.h"

#define TLS_PROBE_MAX ((guint64)128 * 1024) /* octets of both directions, then it is no mail */

typedef struct TlsProbe TlsProbe;

TlsProbe *tls_probe_new(const TlsKeylog *const logs[TLS_KEYLOGS]);
void tls_probe_free(TlsProbe *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TlsProbe, tls_probe_free)

void tls_probe_octets(TlsProbe *self, Direction from, const guint8 *octets, gsize length);
void tls_probe_gap(TlsProbe *self, Direction from, guint64 length);

Detected tls_probe_verdict(const TlsProbe *self, gboolean is_over, guint16 server_port);
