/* SPDX-License-Identifier: MIT */
/* The first octet says who speaks. Pieces tile the input, and its cut changes no kind and no sum.
 */
#include "framing/imap_framer.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    gsize octets[IMAP_PIECE_MORE + 1];
    guint pieces[IMAP_PIECE_MORE + 1];
} Sums;

/* Every second literal that waits is refused. */
static void feed(ImapFramer *framer, const uint8_t *data, gsize length, Sums *sums) {
    gsize used = 0;
    for (;;) {
        ImapPiece piece = imap_framer_next(framer, data, length, &used);
        sums->octets[piece.kind] += piece.length;
        sums->pieces[piece.kind]++;
        if (piece.kind == IMAP_PIECE_MORE) {
            g_assert(used == length);
            return;
        }
        if (piece.kind == IMAP_PIECE_WAIT) {
            imap_framer_resume(framer, sums->pieces[IMAP_PIECE_WAIT] % 2 == 0);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) {
        return 0;
    }
    ImapFramer one, two;
    Sums whole = {0}, cut = {0};
    imap_framer_init(&one, data[0] % 2 == 1, NULL);
    imap_framer_init(&two, data[0] % 2 == 1, NULL);
    feed(&one, data + 1, size - 1, &whole);
    for (size_t at = 1; at < size; at++) {
        feed(&two, data + at, 1, &cut);
    }
    imap_framer_finish(&one);
    imap_framer_finish(&two);
    feed(&one, NULL, 0, &whole);
    feed(&two, NULL, 0, &cut);
    gsize total = 0;
    for (int kind = 0; kind < IMAP_PIECE_MORE; kind++) {
        total += whole.octets[kind];
        g_assert(whole.octets[kind] == cut.octets[kind]);
    }
    g_assert(total == size - 1);
    g_assert(whole.pieces[IMAP_PIECE_UNIT_END] == cut.pieces[IMAP_PIECE_UNIT_END]);
    imap_framer_clear(&one);
    imap_framer_clear(&two);
    return 0;
}
