/* SPDX-License-Identifier: MIT */
/* Which protocol does a connection speak? Asks every row of the dissector table. */
#pragma once

#include "dissect/dissector.h"

/* Octets of one direction that are held until it is known what they are. */
#define DETECT_HELD_MAX 4096u

typedef struct {
    DetectVerdict verdict;
    const Dissector *dissector; /* DETECT_YES */
    NoteDetectedBy by;
    gboolean is_tls; /* TLS from the first octet */
} Detected;

/* `evidence.is_on_port` is filled in here, for each row anew. */
Detected detect_protocol(const DetectEvidence *evidence, guint16 server_port);

/* Does the connection begin with a TLS record? */
DetectVerdict detect_tls(const DetectEvidence *evidence);

/* The row of a protocol that somebody asked for; NULL if there is none. */
const Dissector *detect_asked(const SpecProtocol *spec);
