/* SPDX-License-Identifier: MIT */
/* Why maillab and Wireshark differ: causes that are recognised by their evidence in the capture,
 * never by the difference alone. Where no rule finds its evidence, a difference stays without
 * explanation. */
#pragma once

#include "compare/difference.h"

typedef enum {
    CAUSE_MAILLAB, /* is right */
    CAUSE_WIRESHARK,
    CAUSE_BOTH, /* they answer different questions */
} CauseRight;

typedef struct {
    const char *id;       /* "D8", as in the table of known situations; "W3" for other ones */
    const char *name;     /* a few words */
    const char *sentence; /* who does what, and what is right */
    const char *rfc;      /* "RFC 1939 §3"; NULL: no RFC speaks of it */
    CauseRight right;
} Cause;

/* The cause whose evidence is there, or NULL: not explained. */
const Cause *causes_explain(const Difference *difference);

/* All causes, for documentation. */
const Cause *causes_rows(guint *n_rows);

/* "maillab", "Wireshark", "both". */
const char *cause_right_name(CauseRight right);
