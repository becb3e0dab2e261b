/* SPDX-License-Identifier: MIT */
/* A datagram with one question -> the records of the zone that answer it; ldns reads and writes
 * the wire. It refuses to know sockets. */
#include "dns/answer.h"

#include <ldns/ldns.h>
#include <string.h>

#define TTL_S 300u

struct DnsZone {
    ldns_rr_list *records;
};

static gboolean add_line(DnsZone *self, const char *line, GError **error) {
    ldns_rr *record = NULL;
    ldns_status status = ldns_rr_new_frm_str(&record, line, TTL_S, NULL, NULL);
    if (status != LDNS_STATUS_OK) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "“%s” is no record: %s", line,
                    ldns_get_errorstr_by_id(status));
        return FALSE;
    }
    ldns_rr_list_push_rr(self->records, record);
    return TRUE;
}

DnsZone *dns_zone_new(const char *lines, GError **error) {
    DnsZone *self = g_new0(DnsZone, 1);
    self->records = ldns_rr_list_new();
    g_auto(GStrv) split = g_strsplit(lines, "\n", -1);
    for (guint i = 0; split[i] != NULL; i++) {
        if (*g_strstrip(split[i]) != '\0' && !add_line(self, split[i], error)) {
            dns_zone_free(self);
            return NULL;
        }
    }
    return self;
}

void dns_zone_free(DnsZone *self) {
    if (self == NULL)
        return;
    ldns_rr_list_deep_free(self->records);
    g_free(self);
}

/* ---- an answer ------------------------------------------------------------------------------ */

static gboolean is_named(const ldns_rr *record, const ldns_rdf *name) {
    return ldns_dname_compare(ldns_rr_owner(record), name) == 0;
}

/* Pushes the records of a name and type. */
static void push(const DnsZone *self, ldns_pkt *answer, ldns_pkt_section section,
                 const ldns_rdf *name, ldns_rr_type type) {
    for (size_t i = 0; i < ldns_rr_list_rr_count(self->records); i++) {
        ldns_rr *record = ldns_rr_list_rr(self->records, i);
        if (is_named(record, name) && ldns_rr_get_type(record) == type)
            ldns_pkt_push_rr(answer, section, ldns_rr_clone(record));
    }
}

static gboolean knows(const DnsZone *self, const ldns_rdf *name) {
    for (size_t i = 0; i < ldns_rr_list_rr_count(self->records); i++) {
        if (is_named(ldns_rr_list_rr(self->records, i), name))
            return TRUE;
    }
    return FALSE;
}

/* RFC 1035 §3.3.9: who asks for an MX will want the address of the host next. */
static void push_addresses(const DnsZone *self, ldns_pkt *answer) {
    const ldns_rr_list *found = ldns_pkt_answer(answer);
    for (size_t i = 0; i < ldns_rr_list_rr_count(found); i++) {
        const ldns_rr *record = ldns_rr_list_rr(found, i);
        if (ldns_rr_get_type(record) == LDNS_RR_TYPE_MX)
            push(self, answer, LDNS_SECTION_ADDITIONAL, ldns_rr_rdf(record, 1), LDNS_RR_TYPE_A);
    }
}

static void fill(const DnsZone *self, ldns_pkt *answer, const ldns_rr *question) {
    const ldns_rdf *name = ldns_rr_owner(question);
    ldns_pkt_set_qr(answer, true);
    ldns_pkt_set_aa(answer, true);
    ldns_pkt_push_rr(answer, LDNS_SECTION_QUESTION, ldns_rr_clone(question));
    ldns_pkt_set_rcode(answer, knows(self, name) ? LDNS_RCODE_NOERROR : LDNS_RCODE_NXDOMAIN);
    push(self, answer, LDNS_SECTION_ANSWER, name, ldns_rr_get_type(question));
    push_addresses(self, answer);
}

static gboolean is_question(const ldns_pkt *query) {
    return !ldns_pkt_qr(query) && ldns_pkt_get_opcode(query) == LDNS_PACKET_QUERY &&
           ldns_rr_list_rr_count(ldns_pkt_question(query)) == 1;
}

gsize dns_answer(const DnsZone *self, const guint8 *query, gsize length,
                 guint8 answer[DNS_DATAGRAM_MAX]) {
    ldns_pkt *asked = NULL, *said = NULL;
    uint8_t *octets = NULL;
    size_t n = 0;
    if (ldns_wire2pkt(&asked, query, length) != LDNS_STATUS_OK)
        return 0;
    if (is_question(asked)) {
        said = ldns_pkt_new();
        ldns_pkt_set_id(said, ldns_pkt_id(asked));
        ldns_pkt_set_rd(said, ldns_pkt_rd(asked));
        fill(self, said, ldns_rr_list_rr(ldns_pkt_question(asked), 0));
        if (ldns_pkt2wire(&octets, said, &n) != LDNS_STATUS_OK || n > DNS_DATAGRAM_MAX)
            n = 0;
        memcpy(answer, octets, n);
        LDNS_FREE(octets);
        ldns_pkt_free(said);
    }
    ldns_pkt_free(asked);
    return n;
}
