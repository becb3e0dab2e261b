/* SPDX-License-Identifier: MIT */
/* A login over SMTP, step by step: RFC 4954 §4. What the client answers, decoded, with its secrets
 * marked. */
#pragma once

#include "notes/notes.h"

typedef struct SaslMechanism SaslMechanism;

typedef struct {
    char name[24];                  /* as the client named it, upper case; "" if not seen */
    const SaslMechanism *mechanism; /* NULL: not one that this program reads */
    guint answers;                  /* that the client has given, an initial response included */
    guint step;                     /* that have been written, of both sides */
} SmtpSasl;

/* The client named a mechanism; octets NULL: a login is going on and its beginning was not seen. */
void smtp_sasl_begin(SmtpSasl *self, const char *name, gsize length);

/* Is the client's k-th answer (from 0) a secret? What is not known is one. */
gboolean smtp_sasl_is_secret(const SmtpSasl *self, guint k);

/* Appends the fields of the client's k-th answer (base64) to `fields` (GArray of NoteSaslField);
 * texts live in `strings`. Secrets are replaced unless `reveal`. */
void smtp_sasl_decode_answer(const SmtpSasl *self, guint k, const char *octets, gsize length,
                             gboolean reveal, GStringChunk *strings, GArray *fields);

/* The server's challenge (base64), as one field. */
void smtp_sasl_decode_challenge(const char *octets, gsize length, GStringChunk *strings,
                                GArray *fields);

/* A line that can be nothing but base64: perhaps an answer whose beginning was not seen. */
gboolean smtp_sasl_looks_like_answer(const char *octets, gsize length);
