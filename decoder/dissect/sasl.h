/* SPDX-License-Identifier: MIT */
/* A login by SASL (RFC 4422), step by step, whatever protocol carries it: base64 in, named fields
 * and a plain sentence out, with the secrets marked and, where a password was given, the digests
 * verified. */
#pragma once

#include "dissect/secrets.h"
#include "notes/notes.h"

typedef struct SaslMechanism SaslMechanism;

#define SASL_N_KEPT 3u

typedef struct {
    char name[24];                  /* as the client named it, upper case; "" if not seen */
    const SaslMechanism *mechanism; /* NULL: not one that this program reads */
    guint answers;                  /* that the client has given, an initial response included */
    guint step;                     /* that have been written, of both sides */
    GString *kept[SASL_N_KEPT];     /* earlier messages that a digest covers; or NULL */
} SaslExchange;

/* Begins a login. `name` is the mechanism as the client named it; NULL: a login is going on and its
 * beginning was not seen. An all-zero SaslExchange is one that never began. */
void sasl_begin(SaslExchange *self, const char *name, gsize length);
void sasl_clear(SaslExchange *self);

/* The client gives its next answer: is it a secret? What is not known is one. */
gboolean sasl_count_answer(SaslExchange *self);

/* What recomputing a digest showed. */
typedef enum {
    SASL_PROOF_NONE, /* nothing to verify, or no password to do it with */
    SASL_PROOF_VERIFIED,
    SASL_PROOF_DIFFERS, /* none of the passwords given fits */
} SaslProof;

/* One message of an exchange, read. */
typedef struct {
    GStringChunk *strings;  /* in: where texts go */
    GArray *fields;         /* in: of NoteSaslField, appended to */
    gboolean reveal;        /* in: show secrets */
    const Secrets *secrets; /* in; may be NULL */
    const char *words;      /* out: what this step does, one or two sentences; or NULL */
    const char *rfc;        /* out: their source; or NULL */
    SaslProof proof;        /* out: of the side that sent the message */
} SaslStep;

/* Reads the client's latest answer, base64 as it came; a lone "=" is an empty one. */
void sasl_read_answer(SaslExchange *self, const char *octets, gsize length, SaslStep *step);

/* Reads a challenge of the server, base64 as it came. */
void sasl_read_challenge(SaslExchange *self, const char *octets, gsize length, SaslStep *step);

/* A line that can be nothing but base64: perhaps an answer whose beginning was not seen. */
gboolean sasl_looks_like_answer(const char *octets, gsize length);
