/* SPDX-License-Identifier: MIT */
/* What each literal of a unit is, which are held, and where octets of the text stand on the wire;
 * however it is cut. */
#include "syntax/imap_test_text.h"
#include "syntax/imap_unit.h"

typedef struct {
    char who;
    const char *wire, *places, *text; /* CRLF in the text as ~ */
} Case;

/* clang-format off */
static const Case cases[] = {
    { 'C', "a LOGIN {3}\r\nbob {2}\r\npw\r\n", "user password ", "a LOGIN {3}~bob {2}~pw" },
    { 'C', "a login bob {2+}\r\npw\r\n", "password ", "a login bob {2+}~pw" },
    { 'C', "a LOGIN \"{1}\" {2+}\r\npw\r\n", "password ", "a LOGIN \"{1}\" {2+}~pw" },
    { 'C', "a APPEND {1+}\r\nx (\\Seen) \"date\" {5+}\r\nHello {2+}\r\nHo\r\n", "mailbox message message ", "a APPEND {1+}~x (\\Seen) \"date\" {5+}~ {2+}~" },
    { 'C', "a APPEND x UTF8 (~{5+}\r\nHello)\r\n", "message ", "a APPEND x UTF8 (~{5+}~)" },
    { 'C', "a APPEND x CATENATE (TEXT {5+}\r\nHello)\r\n", "other ", "a APPEND x CATENATE (TEXT {5+}~Hello)" },
    { 'C', "a SELECT {1+}\r\nx\r\n", "mailbox ", "a SELECT {1+}~x" },
    { 'C', "a RENAME {1+}\r\nx {1+}\r\ny\r\n", "mailbox mailbox ", "a RENAME {1+}~x {1+}~y" },
    { 'C', "a UID COPY 1 {1+}\r\nx\r\n", "mailbox ", "a UID COPY 1 {1+}~x" },
    { 'C', "a SEARCH FROM {1+}\r\nx\r\n", "other ", "a SEARCH FROM {1+}~x" },
    { 'C', "a {1+}\r\nx\r\n", "other ", "a {1+}~x" },
    { 'C', "{1+}\r\nx\r\n", "other ", "{1+}~x" },
    { 'S', "* 12 FETCH (UID 7 BODY[] {5}\r\na\r\nbc FLAGS (x) BODY[1.2]<0> {0}\r\n)\r\n", "12/7/BODY[] 12/7/BODY[1.2]<0> ", "* 12 FETCH (UID 7 BODY[] {5}~ FLAGS (x) BODY[1.2]<0> {0}~)" },
    { 'S', "* 1 FETCH (BODY[HEADER.FIELDS (\"A\" B)] {1}\r\nx UID 9 RFC822.TEXT {1}\r\ny)\r\n", "1/0/BODY[HEADER.FIELDS (\"A\" B)] 1/9/RFC822.TEXT ",
      "* 1 FETCH (BODY[HEADER.FIELDS (\"A\" B)] {1}~ UID 9 RFC822.TEXT {1}~)" },
    { 'S', "* 1 FETCH (ENVELOPE (NIL {2}\r\n)( {1}\r\nb) BODY[] {1}\r\nx)\r\n", "other other 1/0/BODY[] ", "* 1 FETCH (ENVELOPE (NIL {2}~)( {1}~b) BODY[] {1}~)" },
    { 'S', "* 1 FETCH (FLAGS {1}\r\nx BINARY[1] ~{2}\r\nyy)\r\n", "other 1/0/BINARY[1] ", "* 1 FETCH (FLAGS {1}~x BINARY[1] ~{2}~)" },
    { 'S', "* LIST () \"/\" {3}\r\na b\r\n", "mailbox ", "* LIST () \"/\" {3}~a b" },
    { 'S', "* STATUS {3}\r\na b (MESSAGES 1)\r\n", "mailbox ", "* STATUS {3}~a b (MESSAGES 1)" },
    { 'S', "* ID ({1}\r\na {1}\r\nb)\r\n", "other other ", "* ID ({1}~a {1}~b)" },
};
/* clang-format on */

static void append_place(GString *places, const ImapPlace *place) {
    static const char *const names[] = {"other", "fetch", "message", "user", "password", "mailbox"};
    if (place->role == IMAP_PLACE_FETCH)
        g_string_append_printf(places, "%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT "/%.*s ",
                               place->number, place->uid, (int)place->item.length,
                               place->item.octets);
    else
        g_string_append_printf(places, "%s ", names[place->role]);
}

/* Every octet of the text stands on the wire where the unit says. */
static void expect_offsets(const ImapUnit *unit, const char *wire) {
    ImapText text = imap_unit_text(unit);
    for (gsize at = 0; at < text.length; at++) {
        guint64 offset = imap_unit_wire_offset(unit, at);
        cr_assert_eq(wire[offset], text.octets[at], "%s at %zu", wire, at);
    }
}

static void run(const Case *c, gsize first, gsize step) {
    ImapFramer framer;
    ImapUnit unit;
    gboolean is_server = c->who == 'S', is_over = FALSE;
    gsize length = strlen(c->wire);
    g_autoptr(GString) places = g_string_new(NULL);
    imap_framer_init(&framer, is_server, NULL);
    imap_unit_init(&unit, is_server);
    for (gsize at = 0, n = first; at < length; at += n, n = step) {
        n = MIN(n, length - at);
        g_autofree guint8 *octets = g_memdup2(c->wire + at, n);
        for (gsize used = 0;;) {
            ImapPiece piece = imap_framer_next(&framer, octets, n, &used);
            if (piece.kind == IMAP_PIECE_MORE)
                break;
            if (piece.kind == IMAP_PIECE_WAIT)
                imap_framer_resume(&framer, TRUE);
            is_over = imap_unit_push(&unit, &piece);
            ImapPlace place = imap_unit_place(&unit);
            if (piece.kind == IMAP_PIECE_LITERAL_BEGIN)
                append_place(places, &place);
        }
    }
    ImapText text = imap_unit_text(&unit);
    g_autoptr(GString) said = g_string_new_len(text.octets, (gssize)text.length);
    g_string_replace(said, "\r\n", "~", 0);
    cr_expect(is_over && unit.is_complete);
    cr_expect_eq(unit.wire_octets, length);
    cr_expect_str_eq(said->str, c->text, "%s: %s", c->wire, said->str);
    cr_expect_str_eq(places->str, c->places, "%s: %s", c->wire, places->str);
    expect_offsets(&unit, c->wire);
    imap_unit_clear(&unit);
    imap_framer_clear(&framer);
}

Test(imap_unit, every_cut) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize first = 1; first <= strlen(cases[i].wire); first++) {
            run(&cases[i], first, strlen(cases[i].wire));
            run(&cases[i], first, 1);
        }
    }
}

static void push(ImapUnit *unit, ImapPieceKind kind, const char *octets, gsize length, guint64 size,
                 guint64 missing) {
    ImapPiece piece = {
        .kind = kind, .octets = (const guint8 *)octets, .length = length, .missing = missing};
    piece.literal = (ImapFramerLiteral){.size = size, .header_length = size > 99 ? 7 : 3};
    imap_unit_push(unit, &piece);
}

Test(imap_unit, lost_octets_of_a_kept_literal_keep_their_place) {
    ImapUnit unit;
    imap_unit_init(&unit, TRUE);
    push(&unit, IMAP_PIECE_TEXT, "* ID ({4}", 9, 0, 0);
    push(&unit, IMAP_PIECE_LITERAL_BEGIN, "\r\n", 2, 4, 0);
    push(&unit, IMAP_PIECE_LITERAL_OCTETS, "ab", 2, 0, 0);
    push(&unit, IMAP_PIECE_LITERAL_GAP, "", 0, 0, 2);
    push(&unit, IMAP_PIECE_LITERAL_END, "", 0, 0, 0);
    push(&unit, IMAP_PIECE_TEXT, ")", 1, 0, 0);
    push(&unit, IMAP_PIECE_UNIT_END, "\r\n", 2, 0, 0);
    ImapText text = imap_unit_text(&unit);
    cr_assert_eq(text.length, 16);
    cr_assert_arr_eq(text.octets + 11, "ab\0\0)", 5);
    cr_assert_not(unit.is_complete);
    cr_assert_eq(unit.wire_octets, 18);
    imap_unit_reset(&unit);
    cr_assert(unit.is_complete && imap_unit_text(&unit).length == 0 &&
              imap_unit_text(&unit).n_literals == 0);
    imap_unit_clear(&unit);
}

Test(imap_unit, text_beyond_the_cap_is_counted_not_held) {
    for (gsize length = IMAP_UNIT_TEXT_MAX - 1; length <= IMAP_UNIT_TEXT_MAX + 1; length++) {
        g_autofree char *octets = g_strnfill(length, 'x');
        ImapUnit unit;
        imap_unit_init(&unit, TRUE);
        push(&unit, IMAP_PIECE_TEXT, octets, length, 0, 0);
        push(&unit, IMAP_PIECE_UNIT_END, "\r\n", 2, 0, 0);
        cr_expect_eq(imap_unit_text(&unit).length, MIN(length, IMAP_UNIT_TEXT_MAX));
        cr_expect_eq(unit.dropped, length - MIN(length, IMAP_UNIT_TEXT_MAX));
        cr_expect_eq(unit.is_complete, length <= IMAP_UNIT_TEXT_MAX);
        imap_unit_clear(&unit);
    }
}

Test(imap_unit, literals_beyond_the_cap_are_by_reference) {
    for (gsize size = IMAP_LITERAL_INLINE_MAX - 1; size <= IMAP_LITERAL_INLINE_MAX + 1; size++) {
        ImapUnit unit;
        imap_unit_init(&unit, TRUE);
        push(&unit, IMAP_PIECE_TEXT, "* ID ({16384}", 13, 0, 0);
        push(&unit, IMAP_PIECE_LITERAL_BEGIN, "\r\n", 2, size, 0);
        ImapText text = imap_unit_text(&unit);
        cr_assert_eq(text.n_literals, 1);
        cr_expect_eq(text.literals[0].is_inline, size <= IMAP_LITERAL_INLINE_MAX);
        imap_unit_clear(&unit);
    }
}
