/* SPDX-License-Identifier: MIT */
#include "dns/answer.h"

#include <criterion/criterion.h>
#include <ldns/ldns.h>
#include <string.h>

#define ZONE                                                                                       \
    "b.example. 300 IN MX 10 mail.b.example.\n"                                                    \
    "b.example. 300 IN TXT \"the lab\"\n"                                                          \
    "mail.b.example. 300 IN A 127.0.0.2\n"

/* The answer in one line: the return code, the records, and those beside them. */
static char *ask(const DnsZone *zone, const char *name, ldns_rr_type type) {
    ldns_pkt *query = NULL, *answer = NULL;
    uint8_t *octets = NULL, reply[DNS_DATAGRAM_MAX];
    size_t length = 0;
    cr_assert_eq(ldns_pkt_query_new_frm_str(&query, name, type, LDNS_RR_CLASS_IN, LDNS_RD),
                 LDNS_STATUS_OK);
    ldns_pkt_set_id(query, 4711);
    cr_assert_eq(ldns_pkt2wire(&octets, query, &length), LDNS_STATUS_OK);
    gsize n = dns_answer(zone, octets, length, reply);
    cr_assert_eq(ldns_wire2pkt(&answer, reply, n), LDNS_STATUS_OK);
    cr_assert(ldns_pkt_qr(answer) && ldns_pkt_aa(answer) && ldns_pkt_id(answer) == 4711);
    GString *text = g_string_new(ldns_pkt_get_rcode(answer) == LDNS_RCODE_NOERROR ? "ok" : "none");
    const ldns_rr_list *lists[] = {ldns_pkt_answer(answer), ldns_pkt_additional(answer)};
    for (guint k = 0; k < G_N_ELEMENTS(lists); k++) {
        for (size_t i = 0; i < ldns_rr_list_rr_count(lists[k]); i++) {
            const ldns_rr *record = ldns_rr_list_rr(lists[k], i);
            for (size_t f = 0; f < ldns_rr_rd_count(record); f++) {
                char *field = ldns_rdf2str(ldns_rr_rdf(record, f));
                g_string_append_printf(text, " %s", field);
                free(field);
            }
        }
    }
    ldns_pkt_free(query);
    ldns_pkt_free(answer);
    free(octets);
    return g_string_free(text, FALSE);
}

Test(dns_answer, questions) {
    static const struct {
        const char *name;
        ldns_rr_type type;
        const char *answer;
    } cases[] = {
        {"b.example", LDNS_RR_TYPE_MX, "ok 10 mail.b.example. 127.0.0.2"},
        {"B.EXAMPLE", LDNS_RR_TYPE_TXT, "ok \"the lab\""},
        {"mail.b.example", LDNS_RR_TYPE_A, "ok 127.0.0.2"},
        {"b.example", LDNS_RR_TYPE_TXT, "ok \"the lab\""},
        {"b.example", LDNS_RR_TYPE_A, "ok"},
        {"mail.b.example", LDNS_RR_TYPE_AAAA, "ok"},
        {"elsewhere.example", LDNS_RR_TYPE_MX, "none"},
    };
    g_autoptr(DnsZone) zone = dns_zone_new(ZONE, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *answer = ask(zone, cases[i].name, cases[i].type);
        cr_expect_str_eq(answer, cases[i].answer, "%s: %s", cases[i].name, answer);
    }
}

/* What is no question, and a question cut anywhere, gets no answer. */
Test(dns_answer, no_question) {
    static const guint8 query[] = "\x12\x34\x01\0\0\1\0\0\0\0\0\0\1b\7example\0\0\x0f\0\1";
    guint8 answer[DNS_DATAGRAM_MAX], other[sizeof query];
    g_autoptr(DnsZone) zone = dns_zone_new(ZONE, NULL);
    gsize length = sizeof query - 1;
    cr_assert_gt(dns_answer(zone, query, length, answer), length);
    for (gsize cut = 0; cut < length; cut++)
        cr_expect_eq(dns_answer(zone, query, cut, answer), 0, "%" G_GSIZE_FORMAT, cut);
    memcpy(other, query, sizeof query);
    other[2] |= 0x80; /* an answer */
    cr_expect_eq(dns_answer(zone, other, length, answer), 0);
}

Test(dns_answer, a_bad_zone_has_its_sentence) {
    g_autoptr(GError) error = NULL;
    cr_assert_null(dns_zone_new("b.example. IN MX\n", &error));
    cr_assert(strstr(error->message, "b.example. IN MX") != NULL, "%s", error->message);
}
