/* SPDX-License-Identifier: MIT */
/* Turns a datagram into question and answers; c-ares reads the records. It refuses to know who
 * asked, and what the answer was used for. */
#include "dissect/dns_answer.h"

#include <ares.h>
#include <netdb.h>
#include <string.h>

#define HEADER_SIZE 12u
#define CLASS_IN 1u

enum { FLAG_RESPONSE = 0x8000, FLAG_TRUNCATED = 0x0200, MASK_OPCODE = 0x7800, MASK_RCODE = 0x000f };
enum { RCODE_NO_SUCH_NAME = 3 };

static guint read_16(const guint8 *at) {
    return (guint)at[0] << 8 | at[1];
}

/* ---- answers, one function for each type of record --------------------------------------------
 */

static void add_text(DnsAnswer *self, char *take_text) {
    if (self->texts->len < DNS_ANSWERS_MAX) {
        g_ptr_array_add(self->texts, take_text);
    } else {
        g_free(take_text);
    }
}

/* MX RDATA: preference and host, RFC 1035 §3.3.9; "0 ." says that there is no mail at all. */
static int read_mx(DnsAnswer *self, const guint8 *octets, int length) {
    struct ares_mx_reply *first = NULL;
    int status = ares_parse_mx_reply(octets, length, &first);
    for (const struct ares_mx_reply *mx = first; status == ARES_SUCCESS && mx != NULL;
         mx = mx->next) {
        gboolean is_root = mx->host[0] == '\0';
        self->is_null_mx |= is_root;
        add_text(self, g_strdup_printf("%u %s", (guint)mx->priority, is_root ? "." : mx->host));
        if (!is_root && self->exchanges->len < DNS_ANSWERS_MAX) {
            g_ptr_array_add(self->exchanges, g_strdup(mx->host));
        }
    }
    ares_free_data(first);
    return status;
}

static void add_address(DnsAnswer *self, guint8 family, const void *octets, gsize length) {
    char text[NET_ADDRESS_TEXT_SIZE];
    NetAddress address = {.family = family};
    memcpy(address.octets, octets, length);
    add_text(self, g_strdup(net_address_text(&address, text)));
    g_array_append_val(self->addresses, address);
}

/* The name that the aliases lead to, where it is another one. */
static void add_alias(DnsAnswer *self, struct hostent *host) {
    if (host == NULL) {
        return;
    }
    if (host->h_name != NULL && g_ascii_strcasecmp(host->h_name, self->name) != 0) {
        add_text(self, g_strconcat("CNAME ", host->h_name, NULL));
    }
    ares_free_hostent(host);
}

static int read_a(DnsAnswer *self, const guint8 *octets, int length) {
    struct ares_addrttl found[DNS_ANSWERS_MAX];
    struct hostent *host = NULL;
    int n = G_N_ELEMENTS(found);
    int status = ares_parse_a_reply(octets, length, &host, found, &n);
    add_alias(self, host);
    for (int i = 0; status == ARES_SUCCESS && i < n; i++) {
        add_address(self, 4, &found[i].ipaddr, sizeof found[i].ipaddr);
    }
    return status;
}

static int read_aaaa(DnsAnswer *self, const guint8 *octets, int length) {
    struct ares_addr6ttl found[DNS_ANSWERS_MAX];
    struct hostent *host = NULL;
    int n = G_N_ELEMENTS(found);
    int status = ares_parse_aaaa_reply(octets, length, &host, found, &n);
    add_alias(self, host);
    for (int i = 0; status == ARES_SUCCESS && i < n; i++) {
        add_address(self, 6, &found[i].ip6addr, sizeof found[i].ip6addr);
    }
    return status;
}

typedef struct {
    guint type;
    const char *name;
    int (*read)(DnsAnswer *self, const guint8 *octets, int length);
} KindRow;

static const KindRow kinds[] = {{1, "A", read_a}, {15, "MX", read_mx}, {28, "AAAA", read_aaaa}};

static const KindRow *find_kind(guint type) {
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (kinds[i].type == type) {
            return &kinds[i];
        }
    }
    return NULL;
}

/* ---- the message ------------------------------------------------------------------------------
 */

/* RFC 1035 §4.1.1 */
static const char *rcode_name(guint rcode) {
    static const char *const names[] = {NULL,       "FORMERR", "SERVFAIL",
                                        "NXDOMAIN", "NOTIMP",  "REFUSED"};
    return rcode < G_N_ELEMENTS(names) ? names[rcode] : "error";
}

/* QNAME, QTYPE, QCLASS: RFC 1035 §4.1.2. Its row, and its name for the caller to free. */
static const KindRow *read_question(const guint8 *octets, gsize length, char **name) {
    char *expanded = NULL;
    long used = 0;
    if (ares_expand_name(octets + HEADER_SIZE, octets, (int)length, &expanded, &used) !=
        ARES_SUCCESS) {
        return NULL;
    }
    *name = g_strdup(expanded[0] == '\0' ? "." : expanded);
    ares_free_string(expanded);
    gsize end = HEADER_SIZE + (gsize)used;
    if (end + 4 > length || read_16(octets + end + 2) != CLASS_IN) {
        return NULL;
    }
    return find_kind(read_16(octets + end));
}

static void read_response(DnsAnswer *self, const KindRow *kind, const guint8 *octets,
                          gsize length) {
    guint flags = read_16(octets + 2);
    guint rcode = flags & MASK_RCODE;
    self->has_no_such_name = rcode == RCODE_NO_SUCH_NAME;
    int status = rcode == 0 ? kind->read(self, octets, (int)length) : ARES_ENODATA;
    gboolean is_empty = self->texts->len == 0;
    if (rcode != 0 && !self->has_no_such_name) {
        self->failure = rcode_name(rcode);
    } else if (is_empty && (flags & FLAG_TRUNCATED) != 0) {
        self->failure = "truncated";
    } else if (is_empty && status != ARES_SUCCESS && status != ARES_ENODATA) {
        self->failure = "damaged";
    }
}

DnsAnswer *dns_answer_read(const guint8 *octets, gsize length) {
    if (length < HEADER_SIZE || length > DNS_MESSAGE_MAX || read_16(octets + 4) != 1 ||
        (read_16(octets + 2) & MASK_OPCODE) != 0) {
        return NULL;
    }
    g_autofree char *name = NULL;
    const KindRow *kind = read_question(octets, length, &name);
    if (kind == NULL) {
        return NULL;
    }
    DnsAnswer *self = g_new0(DnsAnswer, 1);
    self->id = (guint16)read_16(octets);
    self->is_response = (read_16(octets + 2) & FLAG_RESPONSE) != 0;
    self->name = g_steal_pointer(&name);
    self->kind = kind->name;
    self->texts = g_ptr_array_new_with_free_func(g_free);
    self->exchanges = g_ptr_array_new_with_free_func(g_free);
    self->addresses = g_array_new(FALSE, FALSE, sizeof(NetAddress));
    if (self->is_response) {
        read_response(self, kind, octets, length);
    }
    return self;
}

void dns_answer_free(DnsAnswer *self) {
    if (self == NULL) {
        return;
    }
    g_free(self->name);
    g_ptr_array_unref(self->texts);
    g_ptr_array_unref(self->exchanges);
    g_array_unref(self->addresses);
    g_free(self);
}
