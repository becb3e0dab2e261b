/* SPDX-License-Identifier: MIT */
/* Turns the octets of a ClientHello or ServerHello into the few facts that a reader without keys
 * can know. Every read is checked against what is there. */
#include "dissect/tls_hello.h"

#include "dissect/tls_cipher.h"
#include "notes/note_text.h"

#define CLIENT_HELLO 1u
#define SERVER_HELLO 2u
#define RANDOM_SIZE 32u
#define TEXT_MAX 255u

/* What is left to read; once something was missing, everything is. */
typedef struct {
    const guint8 *octets;
    gsize length;
    gboolean is_short;
} Cursor;

static guint32 take_number(Cursor *cursor, gsize size) {
    guint32 number = 0;
    if (cursor->length < size) {
        cursor->is_short = TRUE;
        cursor->length = 0;
        return 0;
    }
    for (gsize i = 0; i < size; i++) {
        number = number << 8 | cursor->octets[i];
    }
    cursor->octets += size;
    cursor->length -= size;
    return number;
}

static Cursor take_octets(Cursor *cursor, gsize size) {
    Cursor part = {cursor->octets, size, FALSE};
    if (cursor->length < size) {
        cursor->is_short = TRUE;
        cursor->length = 0;
        return (Cursor){cursor->octets, 0, TRUE};
    }
    cursor->octets += size;
    cursor->length -= size;
    return part;
}

/* A vector with its length in front: RFC 8446 §3.4. */
static Cursor take_vector(Cursor *cursor, gsize size_of_length) {
    return take_octets(cursor, take_number(cursor, size_of_length));
}

static const char *version_name(guint32 version) {
    static const struct {
        guint32 version;
        const char *name;
    } names[] = {
        {0x0300, "SSL 3.0"}, {0x0301, "TLS 1.0"}, {0x0302, "TLS 1.1"},
        {0x0303, "TLS 1.2"}, {0x0304, "TLS 1.3"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (names[i].version == version) {
            return names[i].name;
        }
    }
    return "unknown";
}

typedef void (*ReadExtension)(TlsHello *self, Cursor body);

/* RFC 6066 §3: a list of names, of which only host_name (0) is defined. */
static void read_server_name(TlsHello *self, Cursor body) {
    Cursor list = take_vector(&body, 2);
    guint32 type = take_number(&list, 1);
    Cursor name = take_vector(&list, 2);
    if (!list.is_short && type == 0 && name.length > 0 && self->sni == NULL) {
        self->sni = note_text_quote((const char *)name.octets, name.length, TEXT_MAX);
    }
}

/* RFC 8446 §4.2.1: in a ServerHello it is the one version chosen. */
static void read_chosen_version(TlsHello *self, Cursor body) {
    guint32 version = take_number(&body, 2);
    if (!body.is_short) {
        self->version = version_name(version);
    }
}

/* RFC 7301 §3.1: in a ServerHello the list holds one name. */
static void read_chosen_alpn(TlsHello *self, Cursor body) {
    Cursor list = take_vector(&body, 2);
    Cursor name = take_vector(&list, 1);
    if (!list.is_short && name.length > 0 && self->alpn == NULL) {
        self->alpn = note_text_quote((const char *)name.octets, name.length, TEXT_MAX);
    }
}

static const struct {
    guint8 hello;
    guint16 type;
    ReadExtension read;
} extensions[] = {
    {CLIENT_HELLO, 0, read_server_name},
    {SERVER_HELLO, 43, read_chosen_version},
    {SERVER_HELLO, 16, read_chosen_alpn},
};

static void read_extensions(TlsHello *self, guint8 hello, Cursor *body) {
    Cursor list = take_vector(body, 2);
    while (list.length > 0) {
        guint32 type = take_number(&list, 2);
        Cursor extension = take_vector(&list, 2);
        for (guint i = 0; i < G_N_ELEMENTS(extensions) && !list.is_short; i++) {
            if (extensions[i].hello == hello && extensions[i].type == type) {
                extensions[i].read(self, extension);
            }
        }
    }
}

static void read_client(TlsHello *self, Cursor *body) {
    take_number(body, 2);
    take_octets(body, RANDOM_SIZE);
    take_vector(body, 1); /* session */
    take_vector(body, 2); /* cipher suites */
    take_vector(body, 1); /* compression */
    read_extensions(self, CLIENT_HELLO, body);
}

static void read_server(TlsHello *self, Cursor *body) {
    guint32 version = take_number(body, 2);
    take_octets(body, RANDOM_SIZE);
    take_vector(body, 1);
    guint16 suite = (guint16)take_number(body, 2);
    take_number(body, 1);
    if (body->is_short) {
        return;
    }
    const char *name = tls_suite_name(suite);
    g_free(self->cipher);
    self->cipher = name != NULL ? g_strdup(name) : g_strdup_printf("0x%04X", suite);
    self->version = version_name(version);
    read_extensions(self, SERVER_HELLO, body);
}

TlsHelloStatus tls_hello_read(TlsHello *self, const guint8 *octets, gsize length) {
    Cursor cursor = {octets, length, FALSE};
    if (length < 4) {
        return TLS_HELLO_MORE;
    }
    guint32 type = take_number(&cursor, 1);
    guint32 size = take_number(&cursor, 3);
    if (type != CLIENT_HELLO && type != SERVER_HELLO) {
        return TLS_HELLO_OTHER;
    }
    if (cursor.length < size) {
        return TLS_HELLO_MORE;
    }
    cursor.length = size;
    if (type == CLIENT_HELLO) {
        read_client(self, &cursor);
    } else {
        read_server(self, &cursor);
    }
    return cursor.is_short ? TLS_HELLO_OTHER : TLS_HELLO_READ;
}

void tls_hello_clear(TlsHello *self) {
    g_clear_pointer(&self->cipher, g_free);
    g_clear_pointer(&self->sni, g_free);
    g_clear_pointer(&self->alpn, g_free);
}
