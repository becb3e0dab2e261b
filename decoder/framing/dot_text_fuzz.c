/* SPDX-License-Identifier: MIT */
/* Whatever the input and its cut: pieces tile it, and the cut changes no kind. */
#include "framing/dot_text.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Adds up the octets of each kind in data[from…to). */
static void count(DotText *text, const uint8_t *data, size_t from, size_t to, gsize *sums) {
    gsize used = from;
    for (;;) {
        DotTextPiece piece = dot_text_next(text, data, to, &used);
        if (piece.kind == DOT_TEXT_MORE) {
            return;
        }
        sums[piece.kind] += piece.length;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gsize whole[DOT_TEXT_MORE] = {0}, cut[DOT_TEXT_MORE] = {0};
    DotText one, two;
    dot_text_init(&one);
    dot_text_init(&two);
    count(&one, data, 0, size, whole);
    for (size_t at = 0; at < size; at++) {
        count(&two, data, at, at + 1, cut);
    }
    gsize total = dot_text_rest(&one).length;
    for (int kind = 0; kind < DOT_TEXT_MORE; kind++) {
        g_assert(whole[kind] == cut[kind]);
        total += whole[kind];
    }
    g_assert(total == size);
    return 0;
}
