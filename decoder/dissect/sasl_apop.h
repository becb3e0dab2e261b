/* SPDX-License-Identifier: MIT */
/* The logins that are older than SASL, told in the same steps: a name and a password as they are,
 * and APOP (RFC 1939 §7). */
#pragma once

#include "dissect/sasl.h"

void sasl_read_name(SaslStep *step, const char *octets, gsize length);
void sasl_read_password(SaslStep *step, const char *octets, gsize length);

/* The name and the digest of APOP; `timestamp` is the greeting's, with its angle brackets; octets
 * NULL: not seen. */
void sasl_read_apop(SaslStep *step, NoteText user, NoteText digest, NoteText timestamp);
