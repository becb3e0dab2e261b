/* SPDX-License-Identifier: MIT */
/* Turns the one message of EXTERNAL (RFC 4422 §A) and of ANONYMOUS (RFC 4505) into fields: neither
 * holds a secret. */
#include "dissect/sasl_mechanism.h"

static void read_external(SaslExchange *self, SaslStep *step, guint k, const char *text,
                          gsize length) {
    if (length > 0) {
        sasl_add(step, "authzid", text, length);
    }
    sasl_explain(step,
                 "No password: the client says that the layer below has already proved who it is, "
                 "usually by its TLS certificate.",
                 "RFC 4422 §A");
}

static void read_anonymous(SaslExchange *self, SaslStep *step, guint k, const char *text,
                           gsize length) {
    if (length > 0) {
        sasl_add(step, "trace", text, length);
    }
    sasl_explain(step, "No name and no password: a guest.", "RFC 4505 §2");
}

const SaslMechanism sasl_external = {"EXTERNAL", 0, read_external, NULL};
const SaslMechanism sasl_anonymous = {"ANONYMOUS", 0, read_anonymous, NULL};
