/* SPDX-License-Identifier: MIT */
/* What a mechanism of SASL is to sasl.c, and what the sasl_*.c files share. Private to them. */
#pragma once

#include "dissect/sasl.h"

/* Reads one decoded message into fields of `step`, and says what it does. `k` counts the client's
 * answers from 0. */
typedef void (*SaslReader)(SaslExchange *self, SaslStep *step, guint k, const char *text,
                           gsize length);

struct SaslMechanism {
    const char *name;     /* a trailing * stands for anything */
    guint secret_answers; /* bit k: the k-th answer is a secret */
    SaslReader read_answer;
    SaslReader read_challenge;
};

extern const SaslMechanism sasl_plain;
extern const SaslMechanism sasl_login;
extern const SaslMechanism sasl_cram_md5;
extern const SaslMechanism sasl_digest_md5;
extern const SaslMechanism sasl_scram;
extern const SaslMechanism sasl_external;
extern const SaslMechanism sasl_anonymous;
extern const SaslMechanism sasl_xoauth2;
extern const SaslMechanism sasl_oauthbearer;

/* Adds a field; a second one of the same name is left out. `name` is static. */
void sasl_add(SaslStep *step, const char *name, const char *octets, gsize length);
/* The same for a password or token: replaced by a word unless secrets are to be shown. */
void sasl_add_secret(SaslStep *step, const char *name, const char *octets, gsize length);
/* What the step does. */
void sasl_explain(SaslStep *step, const char *words, const char *rfc);
/* The digest was recomputed with a password (`is_tried`), and fitted or not. */
void sasl_prove(SaslStep *step, gboolean is_tried, gboolean is_equal);

/* Keeps a message for later. */
void sasl_keep(SaslExchange *self, guint slot, const char *octets, gsize length);
/* What was kept; length 0 if nothing. */
NoteText sasl_kept(const SaslExchange *self, guint slot);

/* Decodes base64; NULL if it is not that. A lone "=" and nothing at all are empty. */
guchar *sasl_decode(const char *octets, gsize length, gsize *n_decoded);

/* Octets as lower-case hexadecimal; `text` has room for 2 * length + 1. */
void sasl_hex(const guint8 *octets, gsize length, char *text);
