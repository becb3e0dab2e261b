/* SPDX-License-Identifier: MIT */
/* Turns a key log into secrets that can be looked up by label and client random. It knows nothing
 * of ciphers, and what is no secret line is passed over. */
#include "dissect/tls_keylog.h"

#include <string.h>

#define LABEL_MAX 40u

struct TlsKeylog {
    GHashTable *secrets; /* "LABEL hex-of-random" -> TlsSecret */
};

TlsKeylog *tls_keylog_new(void) {
    TlsKeylog *self = g_new0(TlsKeylog, 1);
    self->secrets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return self;
}

void tls_keylog_free(TlsKeylog *self) {
    if (!self)
        return;
    g_hash_table_unref(self->secrets);
    g_free(self);
}

/* One word of a line, without the blanks before it; advances *at past it. */
static gsize next_word(const char **at, const char *end, const char **word) {
    while (*at < end && g_ascii_isspace(**at))
        (*at)++;
    *word = *at;
    while (*at < end && !g_ascii_isspace(**at))
        (*at)++;
    return (gsize)(*at - *word);
}

/* Hexadecimal digits to octets; 0 if they are not, or not an even number up to twice `room`. */
static gsize read_hex(const char *hex, gsize length, guint8 *octets, gsize room) {
    if (length == 0 || length % 2 != 0 || length / 2 > room)
        return 0;
    for (gsize i = 0; i < length / 2; i++) {
        int high = g_ascii_xdigit_value(hex[2 * i]);
        int low = g_ascii_xdigit_value(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return 0;
        octets[i] = (guint8)(high << 4 | low);
    }
    return length / 2;
}

static char *key_of(const char *label, gsize label_length,
                    const guint8 client_random[TLS_RANDOM_SIZE]) {
    GString *key = g_string_new_len(label, (gssize)label_length);
    g_string_append_c(key, ' ');
    for (guint i = 0; i < TLS_RANDOM_SIZE; i++)
        g_string_append_printf(key, "%02x", client_random[i]);
    return g_string_free(key, FALSE);
}

/* "LABEL CLIENT-RANDOM SECRET" */
static gboolean add_line(TlsKeylog *self, const char *line, const char *end) {
    const char *label, *random_hex, *secret_hex;
    gsize label_length = next_word(&line, end, &label);
    gsize random_length = next_word(&line, end, &random_hex);
    gsize secret_length = next_word(&line, end, &secret_hex);
    guint8 client_random[TLS_RANDOM_SIZE];
    TlsSecret secret;
    if (label_length == 0 || label_length > LABEL_MAX || *label == '#')
        return FALSE;
    if (read_hex(random_hex, random_length, client_random, sizeof client_random) != TLS_RANDOM_SIZE)
        return FALSE;
    secret.length = read_hex(secret_hex, secret_length, secret.octets, sizeof secret.octets);
    if (secret.length == 0)
        return FALSE;
    g_hash_table_replace(self->secrets, key_of(label, label_length, client_random),
                         g_memdup2(&secret, sizeof secret));
    return TRUE;
}

guint tls_keylog_add(TlsKeylog *self, const char *text, gsize length) {
    guint n_added = 0;
    const char *end = text + length;
    while (text < end) {
        const char *line_end = memchr(text, '\n', (gsize)(end - text));
        if (!line_end)
            line_end = end;
        n_added += add_line(self, text, line_end) ? 1 : 0;
        text = line_end < end ? line_end + 1 : end;
    }
    return n_added;
}

const TlsSecret *tls_keylog_find(const TlsKeylog *self, const char *label,
                                 const guint8 client_random[TLS_RANDOM_SIZE]) {
    g_autofree char *key = key_of(label, strlen(label), client_random);
    return g_hash_table_lookup(self->secrets, key);
}
