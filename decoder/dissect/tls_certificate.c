/* SPDX-License-Identifier: MIT */
/* Turns a certificate into a line of text. GnuTLS reads the certificate; whether it can be trusted
 * is not judged here. */
#include "dissect/tls_certificate.h"

#include "notes/note_text.h"

#include <gnutls/x509.h>
#include <string.h>

#define NAME_MAX_OCTETS 256u
#define NAMES_MAX 8u

static void add_name(GPtrArray *names, const char *octets, gsize length) {
    char *name = note_text_quote(octets, length, NAME_MAX_OCTETS);
    for (guint i = 0; i < names->len; i++) {
        if (g_ascii_strcasecmp(names->pdata[i], name) == 0) {
            g_free(name);
            return;
        }
    }
    g_ptr_array_add(names, name);
}

/* The first common name of the subject or issuer. */
static gboolean read_common_name(gnutls_x509_crt_t certificate, gboolean of_issuer, char *out,
                                 size_t *length) {
    int result = of_issuer ? gnutls_x509_crt_get_issuer_dn_by_oid(
                                 certificate, GNUTLS_OID_X520_COMMON_NAME, 0, 0, out, length)
                           : gnutls_x509_crt_get_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME,
                                                           0, 0, out, length);
    return result == 0 && *length > 0;
}

static void add_common_name(GPtrArray *names, gnutls_x509_crt_t certificate) {
    char name[NAME_MAX_OCTETS];
    size_t length = sizeof name;
    if (read_common_name(certificate, FALSE, name, &length)) {
        add_name(names, name, length);
    }
}

static void add_alternative_names(GPtrArray *names, gnutls_x509_crt_t certificate) {
    for (unsigned i = 0; i < NAMES_MAX; i++) {
        char name[NAME_MAX_OCTETS];
        size_t length = sizeof name;
        int kind = gnutls_x509_crt_get_subject_alt_name(certificate, i, name, &length, NULL);
        if (kind == GNUTLS_SAN_DNSNAME || kind == GNUTLS_SAN_RFC822NAME) {
            add_name(names, name, length);
        } else if (kind == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE) {
            return;
        }
    }
}

static char *describe(gnutls_x509_crt_t certificate) {
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    add_common_name(names, certificate);
    add_alternative_names(names, certificate);
    g_autoptr(GString) text = g_string_new(names->len == 0 ? "no name" : NULL);
    for (guint i = 0; i < names->len; i++) {
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", (const char *)names->pdata[i]);
    }
    char issuer[NAME_MAX_OCTETS];
    size_t length = sizeof issuer;
    if (gnutls_x509_crt_check_issuer(certificate, certificate) != 0) {
        g_string_append(text, ", signed by itself");
    } else if (read_common_name(certificate, TRUE, issuer, &length)) {
        g_autofree char *quoted = note_text_quote(issuer, length, NAME_MAX_OCTETS);
        g_string_append_printf(text, ", issued by %s", quoted);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

char *tls_certificate_names(const guint8 *octets, gsize length) {
    gnutls_x509_crt_t certificate = NULL;
    gnutls_datum_t datum = {(unsigned char *)octets, (unsigned)length};
    char *names = NULL;
    if (gnutls_x509_crt_init(&certificate) != 0) {
        return NULL;
    }
    if (gnutls_x509_crt_import(certificate, &datum, GNUTLS_X509_FMT_DER) == 0) {
        names = describe(certificate);
    }
    gnutls_x509_crt_deinit(certificate);
    return names;
}
