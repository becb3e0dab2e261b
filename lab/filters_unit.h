/* SPDX-License-Identifier: MIT */
/* Facts of a command or a reply -> the display filter that finds it in Wireshark. */
#pragma once

#include "compare/facts.h"

/* What is known of Wireshark's view of a connection so far: where it takes something for what it is
 * not, its fields are of no use. Begin with zeros. */
typedef struct {
    gboolean is_misled;           /* SMTP: it takes commands for text */
    guint64 text_end_frame;       /* SMTP: in which the last text ended */
    guint64 frames[N_DIRECTIONS]; /* in which the newest unit ended */
    FactKind answers[2];          /* SMTP: what the next answers of a login hold; FACT_NONE */
} FilterSight;

/* The filter for unit `unit` of the store, the newest; by the number of its last packet where
 * Wireshark has no field for it. Secrets never stand in it. Free with g_free(). */
char *filters_for_unit(const FactStore *store, guint unit, guint32 stream, FilterSight *sight);

/* The same for an event of TCP. */
char *filters_for_tcp(const NoteTcp *note, guint32 stream);

/* For the handshake of TLS. */
char *filters_for_tls(guint32 stream);

/* For a question to the DNS and its answer. */
char *filters_for_dns(const NoteDns *note);
