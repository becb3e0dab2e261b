/* SPDX-License-Identifier: MIT */
/* Turns the one message of PLAIN (RFC 4616) into names and password. */
#include "dissect/sasl_mechanism.h"

#include <string.h>

/* message = [authzid] UTF8NUL authcid UTF8NUL passwd: RFC 4616 §2 */
static void read_answer(SaslExchange *self, SaslStep *step, guint k, const char *text,
                        gsize length) {
    const char *end = text + length;
    const char *first = memchr(text, '\0', length);
    const char *second = first == NULL ? NULL : memchr(first + 1, '\0', (gsize)(end - first - 1));
    if (second == NULL) {
        sasl_add_secret(step, "response", text, length);
        sasl_explain(step, "This is not what PLAIN asks for: two NUL octets are missing in it.",
                     "RFC 4616 §2");
        return;
    }
    if (first > text) {
        sasl_add(step, "authzid", text, (gsize)(first - text));
    }
    sasl_add(step, "authcid", first + 1, (gsize)(second - first - 1));
    sasl_add_secret(step, "password", second + 1, (gsize)(end - second - 1));
    sasl_explain(step,
                 "Name and password as they are, in base64. Base64 is not encryption: anybody can "
                 "undo it, without any key, as was done here.",
                 "RFC 4616 §2");
}

const SaslMechanism sasl_plain = {"PLAIN", 0x1, read_answer, NULL};
