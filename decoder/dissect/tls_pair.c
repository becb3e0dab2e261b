/* SPDX-License-Identifier: MIT */
/* Turns two GnuTLS sessions into a transcript: what each sends is kept, and handed to the other.
 * For tests only. */
#include "dissect/tls_pair.h"

#include <criterion/criterion.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

static Direction side_of(gnutls_session_t session) {
    const TlsPair *pair = gnutls_session_get_ptr(session);
    return session == pair->sessions[DIRECTION_CLIENT] ? DIRECTION_CLIENT : DIRECTION_SERVER;
}

static ssize_t push(gnutls_transport_ptr_t user, const void *octets, size_t length) {
    TlsPair *self = gnutls_session_get_ptr((gnutls_session_t)user);
    Direction from = side_of((gnutls_session_t)user);
    guint n = self->flights->len;
    TlsFlight *last = n > 0 ? &g_array_index(self->flights, TlsFlight, n - 1) : NULL;
    if (last == NULL || last->from != from) {
        TlsFlight flight = {from, g_byte_array_new()};
        g_array_append_val(self->flights, flight);
        last = &g_array_index(self->flights, TlsFlight, n);
    }
    g_byte_array_append(last->octets, octets, (guint)length);
    g_byte_array_append(self->waiting[from], octets, (guint)length);
    return (ssize_t)length;
}

static ssize_t pull(gnutls_transport_ptr_t user, void *octets, size_t length) {
    TlsPair *self = gnutls_session_get_ptr((gnutls_session_t)user);
    GByteArray *waiting = self->waiting[direction_reverse(side_of((gnutls_session_t)user))];
    gsize n = MIN(length, waiting->len);
    if (n == 0) {
        gnutls_transport_set_errno((gnutls_session_t)user, EAGAIN);
        return -1;
    }
    memcpy(octets, waiting->data, n);
    g_byte_array_remove_range(waiting, 0, (guint)n);
    return (ssize_t)n;
}

static int has_input(gnutls_transport_ptr_t user, unsigned int milliseconds) {
    TlsPair *self = gnutls_session_get_ptr((gnutls_session_t)user);
    return self->waiting[direction_reverse(side_of((gnutls_session_t)user))]->len > 0 ? 1 : 0;
}

static void add_hex(GString *text, const gnutls_datum_t *datum) {
    for (guint i = 0; i < datum->size; i++) {
        g_string_append_printf(text, "%02x", datum->data[i]);
    }
}

static int log_secret(gnutls_session_t session, const char *label, const gnutls_datum_t *secret) {
    TlsPair *self = gnutls_session_get_ptr(session);
    gnutls_datum_t client, server;
    gnutls_session_get_random(session, &client, &server);
    g_string_append_printf(self->keylog, "%s ", label);
    add_hex(self->keylog, &client);
    g_string_append_c(self->keylog, ' ');
    add_hex(self->keylog, secret);
    g_string_append_c(self->keylog, '\n');
    return 0;
}

static void make_certificate(gnutls_certificate_credentials_t credentials) {
    static const char name[] = "mail.ksit.example";
    gnutls_x509_privkey_t key;
    gnutls_x509_crt_t certificate;
    gnutls_x509_privkey_init(&key);
    gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
                                 GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
    gnutls_x509_crt_init(&certificate);
    gnutls_x509_crt_set_version(certificate, 3);
    gnutls_x509_crt_set_serial(certificate, "\1", 1);
    gnutls_x509_crt_set_activation_time(certificate, time(NULL) - 60);
    gnutls_x509_crt_set_expiration_time(certificate, time(NULL) + 3600);
    gnutls_x509_crt_set_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                  sizeof name - 1);
    gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_DNSNAME, "imap.ksit.example", 17,
                                         GNUTLS_FSAN_SET);
    gnutls_x509_crt_set_key(certificate, key);
    gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0);
    cr_assert_eq(gnutls_certificate_set_x509_key(credentials, &certificate, 1, key), 0);
    gnutls_x509_crt_deinit(certificate);
    gnutls_x509_privkey_deinit(key);
}

/* Every ticket is taken for a new one. */
static int remember_ticket(void *user, time_t expires, const gnutls_datum_t *key,
                           const gnutls_datum_t *data) {
    return 0;
}

static void open_session(TlsPair *self, Direction side, const char *priority, guint flags) {
    gnutls_session_t *session = &self->sessions[side];
    guint role = side == DIRECTION_CLIENT ? GNUTLS_CLIENT : GNUTLS_SERVER;
    flags |= GNUTLS_NONBLOCK;
    cr_assert_eq(gnutls_init(session, role | flags), 0);
    cr_assert_eq(gnutls_priority_set_direct(*session, priority, NULL), 0, "%s", priority);
    gnutls_credentials_set(*session, GNUTLS_CRD_CERTIFICATE, self->credentials[side]);
    gnutls_session_set_ptr(*session, self);
    gnutls_transport_set_ptr(*session, *session);
    gnutls_transport_set_push_function(*session, push);
    gnutls_transport_set_pull_function(*session, pull);
    gnutls_transport_set_pull_timeout_function(*session, has_input);
}

static void open_sessions(TlsPair *self, const char *client_priority, const char *server_priority,
                          guint flags) {
    open_session(self, DIRECTION_CLIENT, client_priority, flags);
    open_session(self, DIRECTION_SERVER, server_priority, GNUTLS_ENABLE_EARLY_DATA);
    gnutls_session_t client = self->sessions[DIRECTION_CLIENT];
    gnutls_server_name_set(client, GNUTLS_NAME_DNS, "mail.ksit.example", 17);
    gnutls_session_set_keylog_function(client, log_secret);
    gnutls_anti_replay_enable(self->sessions[DIRECTION_SERVER], self->anti_replay);
    gnutls_session_ticket_enable_server(self->sessions[DIRECTION_SERVER], &self->ticket_key);
    if (self->resumed.size > 0) {
        gnutls_session_set_data(client, self->resumed.data, self->resumed.size);
    }
}

TlsPair *tls_pair_new(const char *client_priority, const char *server_priority, guint flags) {
    TlsPair *self = g_new0(TlsPair, 1);
    self->flights = g_array_new(FALSE, FALSE, sizeof(TlsFlight));
    self->keylog = g_string_new("# secrets of a test\n");
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        self->waiting[d] = g_byte_array_new();
        gnutls_certificate_allocate_credentials(&self->credentials[d]);
    }
    make_certificate(self->credentials[DIRECTION_SERVER]);
    gnutls_session_ticket_key_generate(&self->ticket_key);
    gnutls_anti_replay_init(&self->anti_replay);
    gnutls_anti_replay_set_add_function(self->anti_replay, remember_ticket);
    open_sessions(self, client_priority, server_priority, flags);
    return self;
}

static void forget_flights(TlsPair *self) {
    for (guint i = 0; i < self->flights->len; i++) {
        g_byte_array_unref(g_array_index(self->flights, TlsFlight, i).octets);
    }
    g_array_set_size(self->flights, 0);
}

void tls_pair_free(TlsPair *self) {
    forget_flights(self);
    g_array_unref(self->flights);
    g_string_free(self->keylog, TRUE);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        gnutls_deinit(self->sessions[d]);
        g_byte_array_unref(self->waiting[d]);
        gnutls_certificate_free_credentials(self->credentials[d]);
    }
    gnutls_anti_replay_deinit(self->anti_replay);
    gnutls_free(self->ticket_key.data);
    gnutls_free(self->resumed.data);
    g_free(self);
}

void tls_pair_offer(TlsPair *self, const char *alpn) {
    gnutls_datum_t name = {(unsigned char *)alpn, (unsigned)strlen(alpn)};
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        gnutls_alpn_set_protocols(self->sessions[d], &name, 1, 0);
    }
}

void tls_pair_handshake(TlsPair *self) {
    int client = GNUTLS_E_AGAIN, server = GNUTLS_E_AGAIN;
    for (guint i = 0; i < 20 && (client == GNUTLS_E_AGAIN || server == GNUTLS_E_AGAIN); i++) {
        client = client == 0 ? 0 : gnutls_handshake(self->sessions[DIRECTION_CLIENT]);
        server = server == 0 ? 0 : gnutls_handshake(self->sessions[DIRECTION_SERVER]);
    }
}

void tls_pair_say(TlsPair *self, Direction from, const char *text) {
    char heard[256];
    gnutls_record_send(self->sessions[from], text, strlen(text));
    for (guint i = 0; i < 4; i++) {
        gnutls_record_recv(self->sessions[direction_reverse(from)], heard, sizeof heard);
    }
}

void tls_pair_log_master(TlsPair *self) {
    gnutls_session_t client = self->sessions[DIRECTION_CLIENT];
    gnutls_datum_t secret;
    gnutls_session_get_master_secret(client, &secret);
    log_secret(client, "CLIENT_RANDOM", &secret);
}

void tls_pair_resume(TlsPair *self, const char *client_priority, const char *server_priority,
                     guint flags) {
    gnutls_session_get_data2(self->sessions[DIRECTION_CLIENT], &self->resumed);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        gnutls_deinit(self->sessions[d]);
        g_byte_array_set_size(self->waiting[d], 0);
    }
    forget_flights(self);
    open_sessions(self, client_priority, server_priority, flags);
}
