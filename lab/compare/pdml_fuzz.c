/* SPDX-License-Identifier: MIT */
#include "compare/pdml.h"

static void ignore(gpointer user, const PdmlFrame *frame) {
    (void)user;
    for (guint i = 0; i < frame->fields->len; i++) {
        const PdmlField *field = &g_array_index(frame->fields, PdmlField, i);
        g_assert(field->value_start + field->value_length <= frame->values->len);
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* The first octet says how large the pieces are. */
int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
    g_autoptr(PdmlReader) reader = pdml_reader_new(ignore, NULL);
    gsize piece = size == 0 ? 1 : (gsize)data[0] + 1;
    for (gsize at = 1; at < size; at += piece) {
        if (!pdml_reader_push(reader, (const char *)data + at, MIN(piece, size - at), NULL))
            return 0;
    }
    pdml_reader_finish(reader, NULL);
    return 0;
}
