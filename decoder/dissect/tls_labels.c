/* SPDX-License-Identifier: MIT */
/* Turns pieces with and without a name into leaves, front to back: a queue of pieces, into which
 * the names of a message are filled when they are known. */
#include "dissect/tls_labels.h"

#include "syntax/smtp_syntax.h"

#define WAITING_MAX 4096u

typedef struct {
    guint64 length;
    const char *label; /* NULL: not known yet */
} Piece;

void tls_labels_init(TlsLabels *self, Direction from, TlsLeaf leaf, gpointer user) {
    *self = (TlsLabels){leaf, user, from, g_array_new(FALSE, FALSE, sizeof(Piece))};
}

void tls_labels_clear(TlsLabels *self) {
    g_clear_pointer(&self->waiting, g_array_unref);
}

static void tell(const TlsLabels *self, guint64 length, const char *label) {
    if (self->leaf != NULL && length > 0) {
        self->leaf(self->user, self->from, length, label);
    }
}

void tls_labels_add(TlsLabels *self, guint64 length, const char *label) {
    Piece piece = {length, label};
    if (self->waiting->len == 0) {
        tell(self, length, label);
    } else if (length > 0) {
        g_array_append_val(self->waiting, piece);
    }
}

gboolean tls_labels_add_message(TlsLabels *self, guint64 length) {
    Piece piece = {length, NULL};
    if (length > 0) {
        g_array_append_val(self->waiting, piece);
    }
    return self->waiting->len < WAITING_MAX;
}

/* Tells the pieces from `first` on that have a name, up to one that has none; where that is. */
static guint tell_named(const TlsLabels *self, guint first) {
    for (; first < self->waiting->len; first++) {
        const Piece *piece = &g_array_index(self->waiting, Piece, first);
        if (piece->label == NULL) {
            break;
        }
        tell(self, piece->length, piece->label);
    }
    return first;
}

void tls_labels_name(TlsLabels *self, const GArray *tokens) {
    guint first = 0;
    for (guint i = 0; i < tokens->len; i++) {
        const SyntaxToken *token = &g_array_index(tokens, SyntaxToken, i);
        guint64 left = token->length;
        while (left > 0 && (first = tell_named(self, first)) < self->waiting->len) {
            Piece *piece = &g_array_index(self->waiting, Piece, first);
            guint64 n = MIN(left, piece->length);
            tell(self, n, token->label);
            left -= n;
            piece->length -= n;
            first += piece->length == 0 ? 1 : 0;
        }
    }
    g_array_remove_range(self->waiting, 0, tell_named(self, first));
}

void tls_labels_flush(TlsLabels *self, const char *label) {
    for (guint i = 0; i < self->waiting->len; i++) {
        const Piece *piece = &g_array_index(self->waiting, Piece, i);
        tell(self, piece->length, piece->label != NULL ? piece->label : label);
    }
    g_array_set_size(self->waiting, 0);
}
