/* SPDX-License-Identifier: MIT */
/* What TLS carries on a port that does not tell, by ALPN and by what is said inside. */
#include "dissect/tls_pair.h"
#include "dissect/tls_probe.h"

#include <criterion/criterion.h>
#include <string.h>

#define V13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"
#define V12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"
#define SMTP_GREETING "220 mail.example ESMTP\r\n"

typedef struct {
    const char *name, *priority;
    const char *alpn;            /* NULL: none */
    const char *server, *client; /* what they say inside */
    const char *protocol;
    gboolean has_keys;
    DetectVerdict expected;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "ALPN, no keys", V13, "imap", "* OK hi\r\n", "a NOOP\r\n", "imap", FALSE, DETECT_YES },
    { "ALPN of POP3", V12, "pop3", "+OK hi\r\n", "QUIT\r\n", "pop3", FALSE, DETECT_YES },
    { "ALPN of the web", V13, "http/1.1", "", "GET / HTTP/1.1\r\n", NULL, FALSE, DETECT_NO },
    { "no ALPN, no keys", V13, NULL, SMTP_GREETING, "EHLO me\r\n", NULL, FALSE, DETECT_NO },
    { "content, 1.3", V13, NULL, SMTP_GREETING, "EHLO me\r\n", "smtp", TRUE, DETECT_YES },
    { "content, 1.2", V12, NULL, SMTP_GREETING, "EHLO me\r\n", "smtp", TRUE, DETECT_YES },
    { "the web, with keys", V12, NULL, "", "GET / HTTP/1.1\r\n\r\n", NULL, TRUE, DETECT_NO },
};
/* clang-format on */

/* The first verdict that is not "not yet", with pieces of at most `size` octets. */
static Detected probe(const Case *test, const TlsPair *pair, gsize size) {
    g_autoptr(TlsKeylog) keylog = tls_keylog_new();
    const TlsKeylog *logs[TLS_KEYLOGS] = {test->has_keys ? keylog : NULL, NULL};
    tls_keylog_add(keylog, pair->keylog->str, pair->keylog->len);
    g_autoptr(TlsProbe) probe = tls_probe_new(logs);
    for (guint i = 0; i < pair->flights->len; i++) {
        const TlsFlight *flight = &g_array_index(pair->flights, TlsFlight, i);
        for (gsize at = 0; at < flight->octets->len; at += size) {
            tls_probe_octets(probe, flight->from, flight->octets->data + at,
                             MIN(size, flight->octets->len - at));
            Detected detected = tls_probe_verdict(probe, FALSE, 8443);
            if (detected.verdict != DETECT_MORE) {
                return detected;
            }
        }
    }
    return tls_probe_verdict(probe, TRUE, 8443);
}

static void check(const Case *test, const TlsPair *pair, gsize size) {
    Detected detected = probe(test, pair, size);
    cr_assert_eq(detected.verdict, test->expected, "%s: %d", test->name, detected.verdict);
    if (detected.verdict == DETECT_YES) {
        cr_assert_str_eq(detected.dissector->spec->name, test->protocol, "%s", test->name);
        cr_assert(detected.is_tls);
        cr_assert_eq(detected.by, NOTE_DETECTED_BY_CONTENT);
    }
}

Test(tls_probe, says_what_is_inside) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *test = &cases[i];
        TlsPair *pair = tls_pair_new(test->priority, test->priority, 0);
        if (test->alpn != NULL) {
            tls_pair_offer(pair, test->alpn);
        }
        tls_pair_handshake(pair);
        tls_pair_say(pair, DIRECTION_SERVER, test->server);
        tls_pair_say(pair, DIRECTION_CLIENT, test->client);
        check(test, pair, G_MAXSIZE / 2);
        check(test, pair, 1);
        check(test, pair, 100);
        tls_pair_free(pair);
    }
}
