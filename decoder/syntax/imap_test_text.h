/* SPDX-License-Identifier: MIT */
/* For the tests: a text of a unit with its literals, as the framer and ImapUnit make it of octets.
 */
#pragma once

#include "syntax/imap_unit.h"

#include <criterion/criterion.h>
#include <string.h>

/* Feeds `length` octets in pieces of `step`, every literal accepted, and ends the input. Without
 * its last line end the unit is broken but its text is the same. */
static inline void test_feed(ImapUnit *unit, gboolean is_server, const char *octets, gsize length,
                             gsize step) {
    ImapFramer framer;
    imap_framer_init(&framer, is_server, NULL);
    for (gsize at = 0, n; at <= length; at += MAX(n, 1)) {
        gsize used = 0;
        n = MIN(step, length - at);
        if (at == length)
            imap_framer_finish(&framer);
        g_autofree guint8 *piece_octets = n > 0 ? g_memdup2(octets + at, n) : NULL;
        for (;;) {
            ImapPiece piece = imap_framer_next(&framer, piece_octets, n, &used);
            if (piece.kind == IMAP_PIECE_MORE)
                break;
            if (piece.kind == IMAP_PIECE_WAIT)
                imap_framer_resume(&framer, TRUE);
            imap_unit_push(unit, &piece);
        }
    }
    imap_framer_clear(&framer);
}

static inline char *test_slice(SyntaxSlice slice) {
    return g_strndup(slice.octets != NULL ? slice.octets : "",
                     slice.octets != NULL ? slice.length : 0);
}

/* A text without literals that are by reference. */
static inline ImapText test_text(const char *octets) {
    return (ImapText){.octets = octets, .length = strlen(octets)};
}
