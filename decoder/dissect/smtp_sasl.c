/* SPDX-License-Identifier: MIT */
/* Turns base64 answers of a login into named fields, by a table of mechanisms. It does not know
 * commands, replies or states. */
#include "dissect/smtp_sasl.h"

#include <string.h>

#define REDACTED "(redacted)"

/* Where decoded fields go. */
typedef struct {
    GStringChunk *strings;
    GArray *fields;
    gboolean reveal;
} FieldList;

typedef void (*AnswerReader)(const FieldList *list, guint k, const char *text, gsize length);

struct SaslMechanism {
    const char *name;     /* a trailing * stands for anything */
    guint secret_answers; /* bit k: the k-th answer is a secret */
    AnswerReader read;
};

static void add_field(const FieldList *list, const char *name, const char *octets, gsize length) {
    NoteSaslField field = {name, {NULL, length}};
    field.value.octets = g_string_chunk_insert_len(list->strings, octets, (gssize)length);
    g_array_append_val(list->fields, field);
}

static void add_secret(const FieldList *list, const char *name, const char *octets, gsize length) {
    if (list->reveal) {
        add_field(list, name, octets, length);
    } else {
        add_field(list, name, REDACTED, strlen(REDACTED));
    }
}

/* RFC 4616 §2: message = [authzid] UTF8NUL authcid UTF8NUL passwd */
static void read_plain(const FieldList *list, guint k, const char *text, gsize length) {
    const char *end = text + length;
    const char *first = memchr(text, '\0', length);
    const char *second = first == NULL ? NULL : memchr(first + 1, '\0', (gsize)(end - first - 1));
    if (second == NULL) {
        add_secret(list, "response", text, length);
        return;
    }
    if (first > text) {
        add_field(list, "authzid", text, (gsize)(first - text));
    }
    add_field(list, "authcid", first + 1, (gsize)(second - first - 1));
    add_secret(list, "password", second + 1, (gsize)(end - second - 1));
}

/* No RFC: the name, then the password. */
static void read_login(const FieldList *list, guint k, const char *text, gsize length) {
    if (k == 0) {
        add_field(list, "authcid", text, length);
    } else {
        add_secret(list, "password", text, length);
    }
}

/* RFC 2195 §2: the name, a space, the digest in hexadecimal; not a secret, though it can be guessed
 * at. */
static void read_cram(const FieldList *list, guint k, const char *text, gsize length) {
    const char *space = memrchr(text, ' ', length);
    if (space == NULL) {
        add_field(list, "response", text, length);
        return;
    }
    add_field(list, "authcid", text, (gsize)(space - text));
    add_field(list, "digest", space + 1, (gsize)(text + length - space - 1));
}

/* XOAUTH2 (vendor) and OAUTHBEARER (RFC 7628 §3.1): pairs separated by control-A; one holds a
 * token. */
static void read_bearer(const FieldList *list, guint k, const char *text, gsize length) {
    const char *at = text;
    const char *end = text + length;
    while (at < end) {
        const char *stop = memchr(at, '\001', (gsize)(end - at));
        stop = stop == NULL ? end : stop;
        const char *user = g_strstr_len(at, stop - at, "user=");
        const char *authzid = g_strstr_len(at, stop - at, "a=");
        if (user == at) {
            add_field(list, "authcid", at + 5, (gsize)(stop - at - 5));
        } else if (g_str_has_prefix(at, "auth=")) {
            add_secret(list, "token", at + 5, (gsize)(stop - at - 5));
        } else if (at == text && authzid != NULL) {
            gsize n = (gsize)(stop - authzid - 2);
            n -= n > 0 && stop[-1] == ',' ? 1 : 0;
            add_field(list, "authzid", authzid + 2, n);
        }
        at = stop + 1;
    }
}

/* Messages that are text and show no secret. */
static void read_message(const FieldList *list, guint k, const char *text, gsize length) {
    add_field(list, "response", text, length);
}

/* clang-format off */
static const SaslMechanism mechanisms[] = {
    { "PLAIN",       0x1,  read_plain },
    { "LOGIN",       ~1u,  read_login },
    { "XOAUTH2",     ~0u,  read_bearer },
    { "OAUTHBEARER", ~0u,  read_bearer },
    { "CRAM-MD5",    0,    read_cram },
    { "DIGEST-MD5",  0,    read_message },
    { "SCRAM-*",     0,    read_message },
    { "EXTERNAL",    0,    read_message },
    { "ANONYMOUS",   0,    read_message },
};
/* clang-format on */

static gboolean has_name(const SaslMechanism *row, const char *name) {
    gsize n = strlen(row->name);
    if (row->name[n - 1] == '*') {
        return strncmp(row->name, name, n - 1) == 0;
    }
    return strcmp(row->name, name) == 0;
}

void smtp_sasl_begin(SmtpSasl *self, const char *name, gsize length) {
    *self = (SmtpSasl){.mechanism = NULL};
    if (name == NULL) {
        return;
    }
    gsize n = MIN(length, sizeof self->name - 1);
    for (gsize i = 0; i < n; i++) {
        self->name[i] = g_ascii_isgraph(name[i]) ? g_ascii_toupper(name[i]) : '?';
    }
    for (guint i = 0; i < G_N_ELEMENTS(mechanisms); i++) {
        if (has_name(&mechanisms[i], self->name)) {
            self->mechanism = &mechanisms[i];
        }
    }
}

gboolean smtp_sasl_is_secret(const SmtpSasl *self, guint k) {
    return self->mechanism == NULL || (self->mechanism->secret_answers >> MIN(k, 31u) & 1u) != 0;
}

/* NULL if it is not base64. A lone "=" is an empty answer (RFC 4954 §4). */
static guchar *decode(const char *octets, gsize length, gsize *n) {
    if (length == 1 && octets[0] == '=') {
        *n = 0;
        return g_malloc0(1);
    }
    if (length % 4 != 0) {
        return NULL;
    }
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isalnum(octets[i]) && strchr("+/=", octets[i]) == NULL) {
            return NULL;
        }
    }
    g_autofree char *text = g_strndup(octets, length);
    guchar *decoded = g_base64_decode(text, n);
    return decoded;
}

void smtp_sasl_decode_answer(const SmtpSasl *self, guint k, const char *octets, gsize length,
                             gboolean reveal, GStringChunk *strings, GArray *fields) {
    FieldList list = {strings, fields, reveal};
    gsize n = 0;
    g_autofree guchar *text = decode(octets, length, &n);
    if (text == NULL) {
        /* Perhaps a password typed as it is. */
        add_secret(&list, "malformed", octets, length);
    } else if (self->mechanism == NULL) {
        add_secret(&list, "response", (const char *)text, n);
    } else {
        self->mechanism->read(&list, k, (const char *)text, n);
    }
}

void smtp_sasl_decode_challenge(const char *octets, gsize length, GStringChunk *strings,
                                GArray *fields) {
    FieldList list = {strings, fields, TRUE};
    gsize n = 0;
    g_autofree guchar *text = decode(octets, length, &n);
    if (text != NULL) {
        add_field(&list, "challenge", (const char *)text, n);
    } else {
        add_field(&list, "malformed", octets, length);
    }
}

gboolean smtp_sasl_looks_like_answer(const char *octets, gsize length) {
    if (length < 8) {
        return FALSE;
    }
    gsize n = 0;
    g_autofree guchar *text = decode(octets, length, &n);
    return text != NULL;
}
