/* SPDX-License-Identifier: MIT */
/* Turns handshake messages into facts and tokens, by a table of readers. Every read is checked
 * against what is there. It knows neither records nor keys. */
#include "dissect/tls_handshake.h"

#include "dissect/tls_certificate.h"
#include "notes/note_text.h"
#include "syntax/smtp_syntax.h"

#include <string.h>

#define TEXT_MAX 255u

/* What is left to read; once something was missing, everything is. */
typedef struct {
    const guint8 *message, *at, *end;
    GArray *tokens;
    gboolean is_short;
} Cursor;

static void name_octets(Cursor *cursor, gsize length, const char *label) {
    SyntaxToken token = {(gsize)(cursor->at - cursor->message), length, label};
    if (length > 0) {
        g_array_append_val(cursor->tokens, token);
    }
}

static gsize left(const Cursor *cursor) {
    return (gsize)(cursor->end - cursor->at);
}

static const guint8 *take(Cursor *cursor, gsize size, const char *label) {
    if (cursor->is_short || left(cursor) < size) {
        cursor->is_short = TRUE;
        return NULL;
    }
    name_octets(cursor, size, label);
    const guint8 *octets = cursor->at;
    cursor->at += size;
    return octets;
}

static guint32 take_number(Cursor *cursor, gsize size, const char *label) {
    const guint8 *octets = take(cursor, size, label);
    guint32 number = 0;
    for (gsize i = 0; octets != NULL && i < size; i++) {
        number = number << 8 | octets[i];
    }
    return number;
}

/* A vector with its length in front (RFC 8446 §3.4), as a cursor of its own, which its reader has
 * to give back with leave(). */
static Cursor enter(Cursor *cursor, gsize size_of_length, const char *label) {
    gsize length = take_number(cursor, size_of_length, label);
    Cursor inner = *cursor;
    if (!cursor->is_short && length <= left(cursor)) {
        inner.end = inner.at + length;
    } else {
        inner.is_short = cursor->is_short = TRUE;
    }
    return inner;
}

/* What was not read of it is this. */
static void leave(Cursor *cursor, Cursor *inner, const char *rest) {
    if (inner->is_short) {
        cursor->is_short = TRUE;
        cursor->at = inner->at;
        return;
    }
    take(inner, left(inner), rest);
    cursor->at = inner->at;
}

static void take_vector(Cursor *cursor, gsize size_of_length, const char *length_label,
                        const char *label) {
    Cursor inner = enter(cursor, size_of_length, length_label);
    leave(cursor, &inner, label);
}

const char *tls_version_name(guint16 version) {
    static const char *const names[] = {"SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"};
    guint i = (guint)version - 0x0300u;
    return i < G_N_ELEMENTS(names) ? names[i] : "an unknown version of TLS";
}

static void keep_text(char **place, const guint8 *octets, gsize length) {
    if (*place == NULL && length > 0) {
        *place = note_text_quote((const char *)octets, length, TEXT_MAX);
    }
}

/* ---- extensions ------------------------------------------------------------------------------ */

/* RFC 6066 §3: a list of names, of which only host_name (0) is defined. */
static void read_server_name(TlsHandshake *self, Cursor *body) {
    Cursor list = enter(body, 2, "tls list length");
    guint32 type = take_number(&list, 1, "tls name type");
    Cursor name = enter(&list, 2, "tls name length");
    if (!name.is_short && type == 0) {
        keep_text(&self->sni, name.at, left(&name));
    }
    leave(&list, &name, "tls server name");
    leave(body, &list, "tls extension body");
}

/* RFC 7301 §3.1: what the client offers is in its order of preference; the server's list holds the
 * one name that it chose. */
static void read_alpn(char **place, Cursor *body) {
    Cursor list = enter(body, 2, "tls list length");
    while (!list.is_short && left(&list) > 0) {
        Cursor name = enter(&list, 1, "tls name length");
        if (!name.is_short) {
            keep_text(place, name.at, left(&name));
        }
        leave(&list, &name, "tls protocol name");
    }
    leave(body, &list, "tls extension body");
}

static void read_offered_alpn(TlsHandshake *self, Cursor *body) {
    read_alpn(&self->offered, body);
}

static void read_chosen_alpn(TlsHandshake *self, Cursor *body) {
    read_alpn(&self->alpn, body);
}

/* RFC 8446 §4.2.1: in a ServerHello it is the one version chosen. */
static void read_chosen_version(TlsHandshake *self, Cursor *body) {
    guint16 version = (guint16)take_number(body, 2, "tls version");
    if (!body->is_short) {
        self->version = version;
    }
}

static void read_early_data(TlsHandshake *self, Cursor *body) {
    self->offers_early_data = TRUE;
}

typedef struct {
    guint8 message;
    guint16 type;
    void (*read)(TlsHandshake *self, Cursor *body);
} ExtensionRow;

enum { ENCRYPTED_EXTENSIONS = 8 };

static const ExtensionRow extension_rows[] = {
    {TLS_MESSAGE_CLIENT_HELLO, 0, read_server_name},
    {TLS_MESSAGE_CLIENT_HELLO, 16, read_offered_alpn},
    {TLS_MESSAGE_CLIENT_HELLO, 42, read_early_data},
    {TLS_MESSAGE_SERVER_HELLO, 43, read_chosen_version},
    {TLS_MESSAGE_SERVER_HELLO, 16, read_chosen_alpn},
    {ENCRYPTED_EXTENSIONS, 16, read_chosen_alpn},
};

static void read_extension(TlsHandshake *self, guint8 message, Cursor *list) {
    guint16 type = (guint16)take_number(list, 2, "tls extension type");
    Cursor body = enter(list, 2, "tls body length");
    for (guint i = 0; i < G_N_ELEMENTS(extension_rows) && !body.is_short; i++) {
        const ExtensionRow *row = &extension_rows[i];
        if (row->message == message && row->type == type) {
            row->read(self, &body);
        }
    }
    leave(list, &body, "tls extension body");
}

/* Before TLS 1.3 a hello may end without them. */
static void read_extensions(TlsHandshake *self, guint8 message, Cursor *cursor) {
    if (cursor->is_short || left(cursor) == 0) {
        return;
    }
    Cursor list = enter(cursor, 2, "tls list length");
    while (!list.is_short && left(&list) > 0) {
        read_extension(self, message, &list);
    }
    leave(cursor, &list, "tls extension body");
}

/* ---- messages -------------------------------------------------------------------------------- */

static void read_client_hello(TlsHandshake *self, Direction from, Cursor *cursor) {
    take_number(cursor, 2, "tls version");
    const guint8 *random = take(cursor, TLS_RANDOM_SIZE, "tls random");
    take_vector(cursor, 1, "tls session length", "tls session");
    Cursor suites = enter(cursor, 2, "tls suites length");
    while (!suites.is_short && left(&suites) >= 2) {
        take(&suites, 2, "tls cipher suite");
    }
    leave(cursor, &suites, "tls cipher suite");
    take_vector(cursor, 1, "tls methods length", "tls compression");
    read_extensions(self, TLS_MESSAGE_CLIENT_HELLO, cursor);
    if (random != NULL && !cursor->is_short) {
        memcpy(self->client_random, random, TLS_RANDOM_SIZE);
        self->has_client_hello = TRUE;
    }
}

/* SHA-256 of "HelloRetryRequest": RFC 8446 §4.1.3. */
static const guint8 retry_random[TLS_RANDOM_SIZE] = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

static void read_server_hello(TlsHandshake *self, Direction from, Cursor *cursor) {
    guint16 version = (guint16)take_number(cursor, 2, "tls version");
    const guint8 *random = take(cursor, TLS_RANDOM_SIZE, "tls random");
    take_vector(cursor, 1, "tls session length", "tls session");
    guint16 suite = (guint16)take_number(cursor, 2, "tls cipher suite");
    guint8 compression = (guint8)take_number(cursor, 1, "tls compression");
    if (random == NULL || cursor->is_short) {
        return;
    }
    memcpy(self->server_random, random, TLS_RANDOM_SIZE);
    self->version = version;
    self->suite = suite;
    self->compression = compression;
    self->is_retry = memcmp(random, retry_random, TLS_RANDOM_SIZE) == 0;
    self->has_server_hello = TRUE;
    read_extensions(self, TLS_MESSAGE_SERVER_HELLO, cursor);
}

static void read_encrypted_extensions(TlsHandshake *self, Direction from, Cursor *cursor) {
    read_extensions(self, ENCRYPTED_EXTENSIONS, cursor);
}

static void read_one_certificate(TlsHandshake *self, Direction from, Cursor *list) {
    Cursor certificate = enter(list, 3, "tls entry length");
    if (!certificate.is_short && from == DIRECTION_SERVER && self->certificate == NULL) {
        self->certificate = tls_certificate_names(certificate.at, left(&certificate));
    }
    leave(list, &certificate, "tls certificate");
}

/* RFC 5246 §7.4.2; in TLS 1.3 (RFC 8446 §4.4.2) with a context in front and extensions behind each
 * certificate. The first one is the server's own. */
static void read_certificate(TlsHandshake *self, Direction from, Cursor *cursor) {
    gboolean is_13 = self->version == TLS_VERSION_13;
    if (is_13) {
        take_vector(cursor, 1, "tls context length", "tls context");
    }
    Cursor list = enter(cursor, 3, "tls list length");
    while (!list.is_short && left(&list) > 0) {
        read_one_certificate(self, from, &list);
        if (is_13) {
            take_vector(&list, 2, "tls list length", "tls extension body");
        }
    }
    leave(cursor, &list, "tls certificate");
}

typedef struct {
    guint8 type;
    void (*read)(TlsHandshake *self, Direction from, Cursor *cursor);
} MessageRow;

static const MessageRow message_rows[] = {
    {TLS_MESSAGE_CLIENT_HELLO, read_client_hello},
    {TLS_MESSAGE_SERVER_HELLO, read_server_hello},
    {ENCRYPTED_EXTENSIONS, read_encrypted_extensions},
    {TLS_MESSAGE_CERTIFICATE, read_certificate},
};

gboolean tls_handshake_read(TlsHandshake *self, Direction from, const guint8 *message, gsize length,
                            GArray *tokens) {
    Cursor cursor = {message, message, message + length, tokens, FALSE};
    guint32 type = take_number(&cursor, 1, "tls message type");
    take(&cursor, 3, "tls message length");
    for (guint i = 0; i < G_N_ELEMENTS(message_rows); i++) {
        if (message_rows[i].type == type && !cursor.is_short) {
            message_rows[i].read(self, from, &cursor);
        }
    }
    name_octets(&cursor, left(&cursor), "tls message body");
    return !cursor.is_short;
}

void tls_handshake_clear(TlsHandshake *self) {
    g_clear_pointer(&self->sni, g_free);
    g_clear_pointer(&self->offered, g_free);
    g_clear_pointer(&self->alpn, g_free);
    g_clear_pointer(&self->certificate, g_free);
}
