/* SPDX-License-Identifier: MIT */
#include "dissect/smtp_sasl.h"

#include <criterion/criterion.h>
#include <string.h>

/* "name=value" of each field, joined by spaces; NUL shown as '0'. */
static char *decode(const char *mechanism, guint k, const char *answer, gboolean reveal) {
    SmtpSasl sasl;
    smtp_sasl_begin(&sasl, mechanism, mechanism != NULL ? strlen(mechanism) : 0);
    GStringChunk *strings = g_string_chunk_new(64);
    GArray *fields = g_array_new(FALSE, FALSE, sizeof(NoteSaslField));
    smtp_sasl_decode_answer(&sasl, k, answer, strlen(answer), reveal, strings, fields);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < fields->len; i++) {
        const NoteSaslField *field = &g_array_index(fields, NoteSaslField, i);
        g_string_append_printf(text, "%s%s=", i > 0 ? " " : "", field->name);
        g_string_append_len(text, field->value.octets, (gssize)field->value.length);
    }
    g_array_unref(fields);
    g_string_chunk_free(strings);
    return g_string_free(text, FALSE);
}

Test(smtp_sasl, answers) {
    static const struct {
        const char *mechanism;
        guint k;
        const char *answer;
        gboolean is_secret;
        const char *shown, *revealed;
    } cases[] = {
        {"plain", 0, "AGJvYgBzZWNyZXQ=", TRUE, "authcid=bob password=(redacted)",
         "authcid=bob password=secret"},
        {"PLAIN", 0, "YWxpAGJvYgBzZWNyZXQ=", TRUE, "authzid=ali authcid=bob password=(redacted)",
         "authzid=ali authcid=bob password=secret"},
        {"PLAIN", 0, "Ym9i", TRUE, "response=(redacted)", "response=bob"},
        {"PLAIN", 0, "not base64", TRUE, "malformed=(redacted)", "malformed=not base64"},
        {"PLAIN", 0, "=", TRUE, "response=(redacted)", "response="},
        {"PLAIN", 0, "", TRUE, "response=(redacted)", "response="},
        {"LOGIN", 0, "Ym9i", FALSE, "authcid=bob", "authcid=bob"},
        {"LOGIN", 1, "c2VjcmV0", TRUE, "password=(redacted)", "password=secret"},
        {"LOGIN", 40, "c2VjcmV0", TRUE, "password=(redacted)", "password=secret"},
        {"CRAM-MD5", 0, "Ym9iIDEyMzQ1Ng==", FALSE, "authcid=bob digest=123456",
         "authcid=bob digest=123456"},
        {"SCRAM-SHA-256", 0, "biwsbj1ib2I=", FALSE, "response=n,,n=bob", "response=n,,n=bob"},
        {"XOAUTH2", 0, "dXNlcj1ib2IBYXV0aD1CZWFyZXIgdG9rAQE=", TRUE, "authcid=bob token=(redacted)",
         "authcid=bob token=Bearer tok"},
        {"OAUTHBEARER", 0, "bixhPWJvYiwBYXV0aD1CZWFyZXIgdG9rAQE=", TRUE,
         "authzid=bob token=(redacted)", "authzid=bob token=Bearer tok"},
        {"WEIRD", 0, "c2VjcmV0", TRUE, "response=(redacted)", "response=secret"},
        {NULL, 0, "c2VjcmV0", TRUE, "response=(redacted)", "response=secret"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        SmtpSasl sasl;
        const char *name = cases[i].mechanism;
        smtp_sasl_begin(&sasl, name, name != NULL ? strlen(name) : 0);
        cr_assert_eq(smtp_sasl_is_secret(&sasl, cases[i].k), cases[i].is_secret, "case %zu", i);
        g_autofree char *shown = decode(name, cases[i].k, cases[i].answer, FALSE);
        g_autofree char *revealed = decode(name, cases[i].k, cases[i].answer, TRUE);
        cr_assert_str_eq(shown, cases[i].shown, "case %zu: %s", i, shown);
        cr_assert_str_eq(revealed, cases[i].revealed, "case %zu: %s", i, revealed);
    }
}

Test(smtp_sasl, what_looks_like_an_answer) {
    cr_assert(smtp_sasl_looks_like_answer("c2VjcmV0", 8));
    cr_assert_not(smtp_sasl_looks_like_answer("c2VjcmV", 7));
    cr_assert_not(smtp_sasl_looks_like_answer("two words!!!", 12));
    cr_assert_not(smtp_sasl_looks_like_answer("QUIT", 4));
}
