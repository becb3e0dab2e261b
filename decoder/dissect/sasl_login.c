/* SPDX-License-Identifier: MIT */
/* Turns the messages of LOGIN into name and password. No RFC describes it; everybody has it. */
#include "dissect/sasl_mechanism.h"

#include <string.h>

static void read_answer(SaslExchange *self, SaslStep *step, guint k, const char *text,
                        gsize length) {
    if (k == 0) {
        sasl_add(step, "authcid", text, length);
        sasl_explain(step, "The name, in base64. LOGIN is older than PLAIN and in no RFC.", NULL);
        return;
    }
    sasl_add_secret(step, "password", text, length);
    sasl_explain(step,
                 "The password, in base64. Base64 is not encryption: anybody can undo it, without "
                 "any key, as was done here.",
                 NULL);
}

static void read_challenge(SaslExchange *self, SaslStep *step, guint k, const char *text,
                           gsize length) {
    sasl_add(step, "challenge", text, length);
    sasl_explain(
        step, k == 0 ? "The server asks for the name." : "The server asks for the password.", NULL);
}

const SaslMechanism sasl_login = {"LOGIN", ~1u, read_answer, read_challenge};
