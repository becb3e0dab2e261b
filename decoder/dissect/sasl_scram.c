/* SPDX-License-Identifier: MIT */
/* Turns the messages of SCRAM (RFC 5802, with SHA-256 RFC 7677; -PLUS binds it to the TLS channel)
 * into their attributes. The proofs are computed in sasl_scram_proof.c. */
#include "dissect/sasl_scram.h"

#include <string.h>

/* Attributes with one letter, and the fields that they become. */
static const struct {
    char letter;
    const char *field;
} attribute_rows[] = {
    {'a', "authzid"},    {'n', "authcid"},   {'r', "nonce"},           {'s', "salt"},
    {'i', "iterations"}, {'p', "proof"},     {'c', "channel-binding"}, {'e', "error"},
    {'v', "signature"},  {'m', "extension"},
};

NoteText scram_attribute(NoteText message, char letter) {
    const char *at = message.octets;
    const char *end = at + message.length;
    while (at < end) {
        const char *comma = memchr(at, ',', (gsize)(end - at));
        const char *stop = comma != NULL ? comma : end;
        if (stop - at >= 2 && at[0] == letter && at[1] == '=') {
            return (NoteText){at + 2, (gsize)(stop - at - 2)};
        }
        at = stop + 1;
    }
    return (NoteText){NULL, 0};
}

/* saslname = 1*(value-safe-char / "=2C" / "=3D"): RFC 5802 §7 */
char *scram_decode_name(NoteText name, gsize *length) {
    GString *decoded = g_string_new(NULL);
    for (gsize i = 0; i < name.length; i++) {
        gboolean is_escape = name.octets[i] == '=' && i + 2 < name.length;
        if (is_escape && memcmp(name.octets + i, "=2C", 3) == 0) {
            g_string_append_c(decoded, ',');
            i += 2;
        } else if (is_escape && memcmp(name.octets + i, "=3D", 3) == 0) {
            g_string_append_c(decoded, '=');
            i += 2;
        } else {
            g_string_append_c(decoded, name.octets[i]);
        }
    }
    *length = decoded->len;
    return g_string_free(decoded, FALSE);
}

static void add_attributes(SaslStep *step, NoteText message) {
    for (guint i = 0; i < G_N_ELEMENTS(attribute_rows); i++) {
        char letter = attribute_rows[i].letter;
        NoteText value = scram_attribute(message, letter);
        if (value.octets == NULL) {
            continue;
        }
        if (letter == 'n' || letter == 'a') {
            gsize length;
            g_autofree char *name = scram_decode_name(value, &length);
            sasl_add(step, attribute_rows[i].field, name, length);
        } else {
            sasl_add(step, attribute_rows[i].field, value.octets, value.length);
        }
    }
}

/* gs2-header = gs2-cbind-flag "," [ authzid ] ",": RFC 5802 §7. Its length, 0 if there is none. */
static gsize header_length(const char *text, gsize length) {
    const char *first = memchr(text, ',', length);
    const char *second =
        first == NULL ? NULL : memchr(first + 1, ',', (gsize)(text + length - first - 1));
    return second == NULL ? 0 : (gsize)(second + 1 - text);
}

/* client-first-message = gs2-header client-first-message-bare */
static void read_first(SaslExchange *self, SaslStep *step, const char *text, gsize length) {
    gsize header = header_length(text, length);
    if (header == 0) {
        sasl_add(step, "response", text, length);
        sasl_explain(step, "This is not what SCRAM begins with.", "RFC 5802 §7");
        return;
    }
    NoteText bare = {text + header, length - header};
    sasl_keep(self, SCRAM_CLIENT_FIRST, bare.octets, bare.length);
    /* The header holds "p=" and "a=", which mean something else later. */
    if (text[0] == 'p' && header > 2) {
        const char *comma = memchr(text, ',', header);
        sasl_add(step, "binding-type", text + 2,
                 (gsize)(comma - text) - MIN(2, (gsize)(comma - text)));
    }
    NoteText authzid = scram_attribute((NoteText){text, header}, 'a');
    if (authzid.octets != NULL) {
        sasl_add(step, "authzid", authzid.octets, authzid.length);
    }
    add_attributes(step, bare);
    sasl_explain(step,
                 "The client gives its name and a nonce, a text that is never used twice; nothing "
                 "about the password yet.",
                 "RFC 5802 §3");
}

/* client-final-message = client-final-message-without-proof "," proof */
static void read_final(SaslExchange *self, SaslStep *step, NoteText message) {
    const char *proof = NULL;
    const char *at = message.octets;
    const char *end = at + message.length;
    while (at < end && (at = memchr(at, ',', (gsize)(end - at))) != NULL) {
        proof = end - at > 2 && at[1] == 'p' && at[2] == '=' ? at : proof;
        at++;
    }
    gsize covered = proof != NULL ? (gsize)(proof - message.octets) : message.length;
    sasl_keep(self, SCRAM_CLIENT_FINAL, message.octets, covered);
    add_attributes(step, message);
    scram_verify(self, step, SCRAM_PROOF_OF_CLIENT, scram_attribute(message, 'p'));
    sasl_explain(step,
                 "The proof: it covers everything said so far and can be made only with the "
                 "password, which does not cross the network.",
                 "RFC 5802 §3");
}

static void read_answer(SaslExchange *self, SaslStep *step, guint k, const char *text,
                        gsize length) {
    if (k == 0) {
        read_first(self, step, text, length);
    } else if (length > 0) {
        read_final(self, step, (NoteText){text, length});
    } else {
        sasl_explain(step, "Nothing more to say: the client has seen the server's signature.",
                     "RFC 5802 §3");
    }
}

static void read_challenge(SaslExchange *self, SaslStep *step, guint k, const char *text,
                           gsize length) {
    NoteText message = {text, length};
    guint before = step->fields->len;
    add_attributes(step, message);
    if (step->fields->len == before) {
        sasl_add(step, "challenge", text, length);
    }
    if (scram_attribute(message, 'v').octets != NULL) {
        scram_verify(self, step, SCRAM_PROOF_OF_SERVER, scram_attribute(message, 'v'));
        sasl_explain(step,
                     "The server's signature: it proves that it, too, knows the password, or a "
                     "key made from it.",
                     "RFC 5802 §3");
    } else if (scram_attribute(message, 'e').octets != NULL) {
        sasl_explain(step, "The server says why it refuses.", "RFC 5802 §7");
    } else if (length > 0) {
        sasl_keep(self, SCRAM_SERVER_FIRST, text, length);
        sasl_explain(step,
                     "The nonce made longer by the server, and the salt and the number of rounds "
                     "with which the password is to be hashed: guessing becomes slow.",
                     "RFC 5802 §3");
    }
}

const SaslMechanism sasl_scram = {"SCRAM-*", 0, read_answer, read_challenge};
