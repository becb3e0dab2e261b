/* SPDX-License-Identifier: MIT */
/* Turns base64 messages of a login into named fields, by a table of mechanisms. It does not know
 * commands, replies or states, nor what a mechanism means. */
#include "dissect/sasl_mechanism.h"

#include <string.h>

#define FIELDS_MAX 32u

static const SaslMechanism *const mechanisms[] = {
    &sasl_plain,    &sasl_login,     &sasl_cram_md5, &sasl_digest_md5,  &sasl_scram,
    &sasl_external, &sasl_anonymous, &sasl_xoauth2,  &sasl_oauthbearer,
};

/* ---- what mechanisms use -------------------------------------------------------------------- */

static gboolean has_field(const SaslStep *step, const char *name) {
    for (guint i = 0; i < step->fields->len; i++) {
        if (strcmp(g_array_index(step->fields, NoteSaslField, i).name, name) == 0) {
            return TRUE;
        }
    }
    return step->fields->len >= FIELDS_MAX;
}

void sasl_add(SaslStep *step, const char *name, const char *octets, gsize length) {
    if (has_field(step, name)) {
        return;
    }
    NoteSaslField field = {name, {NULL, length}};
    field.value.octets = g_string_chunk_insert_len(step->strings, octets, (gssize)length);
    g_array_append_val(step->fields, field);
}

void sasl_add_secret(SaslStep *step, const char *name, const char *octets, gsize length) {
    if (step->reveal) {
        sasl_add(step, name, octets, length);
    } else {
        sasl_add(step, name, NOTE_REDACTED, strlen(NOTE_REDACTED));
    }
}

void sasl_explain(SaslStep *step, const char *words, const char *rfc) {
    step->words = words;
    step->rfc = rfc;
}

void sasl_prove(SaslStep *step, gboolean is_tried, gboolean is_equal) {
    static const char verified[] = "digest verified";
    static const char differs[] = "does not fit this password";
    if (!is_tried) {
        return;
    }
    step->proof = is_equal ? SASL_PROOF_VERIFIED : SASL_PROOF_DIFFERS;
    const char *words = is_equal ? verified : differs;
    sasl_add(step, "check", words, strlen(words));
}

void sasl_keep(SaslExchange *self, guint slot, const char *octets, gsize length) {
    if (self->kept[slot] == NULL) {
        self->kept[slot] = g_string_new(NULL);
    }
    g_string_truncate(self->kept[slot], 0);
    g_string_append_len(self->kept[slot], octets, (gssize)length);
}

NoteText sasl_kept(const SaslExchange *self, guint slot) {
    const GString *kept = self->kept[slot];
    return kept != NULL ? (NoteText){kept->str, kept->len} : (NoteText){"", 0};
}

/* base64 = *(4base64-char) [base64-terminal]: RFC 4954 §8; "=" for an empty answer: §4 there, and
 * RFC 5034 §4. */
guchar *sasl_decode(const char *octets, gsize length, gsize *n_decoded) {
    *n_decoded = 0;
    if (length == 0 || (length == 1 && octets[0] == '=')) {
        return g_malloc0(1);
    }
    if (length % 4 != 0) {
        return NULL;
    }
    for (gsize i = 0; i < length; i++) {
        gboolean is_padding = octets[i] == '=' && i + 2 >= length;
        if (!g_ascii_isalnum(octets[i]) && octets[i] != '+' && octets[i] != '/' && !is_padding) {
            return NULL;
        }
    }
    g_autofree char *text = g_strndup(octets, length);
    return g_base64_decode(text, n_decoded);
}

void sasl_hex(const guint8 *octets, gsize length, char *text) {
    static const char digits[] = "0123456789abcdef";
    for (gsize i = 0; i < length; i++) {
        text[2 * i] = digits[octets[i] >> 4];
        text[2 * i + 1] = digits[octets[i] & 15];
    }
    text[2 * length] = '\0';
}

/* ---- the exchange --------------------------------------------------------------------------- */

static gboolean has_name(const SaslMechanism *row, const char *name) {
    gsize n = strlen(row->name);
    if (row->name[n - 1] == '*') {
        return strncmp(row->name, name, n - 1) == 0;
    }
    return strcmp(row->name, name) == 0;
}

void sasl_clear(SaslExchange *self) {
    for (guint i = 0; i < SASL_N_KEPT; i++) {
        if (self->kept[i] != NULL) {
            g_string_free(self->kept[i], TRUE);
        }
    }
    *self = (SaslExchange){.mechanism = NULL};
}

void sasl_begin(SaslExchange *self, const char *name, gsize length) {
    sasl_clear(self);
    if (name == NULL) {
        return;
    }
    gsize n = MIN(length, sizeof self->name - 1);
    for (gsize i = 0; i < n; i++) {
        self->name[i] = g_ascii_isgraph(name[i]) ? g_ascii_toupper(name[i]) : '?';
    }
    for (guint i = 0; i < G_N_ELEMENTS(mechanisms); i++) {
        if (has_name(mechanisms[i], self->name)) {
            self->mechanism = mechanisms[i];
        }
    }
}

gboolean sasl_count_answer(SaslExchange *self) {
    guint k = self->answers++;
    return self->mechanism == NULL || (self->mechanism->secret_answers >> MIN(k, 31u) & 1u) != 0;
}

void sasl_read_answer(SaslExchange *self, const char *octets, gsize length, SaslStep *step) {
    gsize n = 0;
    g_autofree guchar *text = sasl_decode(octets, length, &n);
    guint k = self->answers > 0 ? self->answers - 1 : 0;
    if (text == NULL) {
        /* Perhaps a password typed as it is. */
        sasl_add_secret(step, "malformed", octets, length);
        sasl_explain(step, "This is no base64, so the server cannot read it.", "RFC 4648 §4");
    } else if (self->mechanism == NULL) {
        sasl_add_secret(step, "response", (const char *)text, n);
    } else {
        self->mechanism->read_answer(self, step, k, (const char *)text, n);
    }
}

void sasl_read_challenge(SaslExchange *self, const char *octets, gsize length, SaslStep *step) {
    gsize n = 0;
    g_autofree guchar *text = sasl_decode(octets, length, &n);
    if (text == NULL) {
        sasl_add(step, "malformed", octets, length);
        sasl_explain(step, "A challenge should be base64, and this is not.", "RFC 4648 §4");
    } else if (self->mechanism == NULL || self->mechanism->read_challenge == NULL) {
        sasl_add(step, "challenge", (const char *)text, n);
    } else {
        self->mechanism->read_challenge(self, step, self->answers, (const char *)text, n);
    }
    if (n == 0 && text != NULL) {
        sasl_explain(step, "An empty challenge: the server waits for the client to begin.", NULL);
    }
}

gboolean sasl_looks_like_answer(const char *octets, gsize length) {
    if (length < 8) {
        return FALSE;
    }
    gsize n = 0;
    g_autofree guchar *text = sasl_decode(octets, length, &n);
    return text != NULL;
}
