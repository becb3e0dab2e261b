/* SPDX-License-Identifier: MIT */
/* The first octet says what the rest is: a dialogue before or after the login, or a mail that is
 * fetched in every way. Whatever comes: what the server says can be read by the grammar of
 * decoder/syntax, and the cut of the input changes nothing of it. */
#include "imap/imap.h"
#include "mailbox/core_lab.h"
#include "mailbox/mailbox.h"
#include "syntax/imap_syntax.h"
#include "syntax/imap_unit.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DIALOGUE_MAX 4096u
#define MAIL_TIME G_GINT64_CONSTANT(1795435200)

enum { KIND_BEFORE_LOGIN, KIND_SELECTED, KIND_MAIL, N_KINDS };

static const char selected[] = "x LOGIN bob hungry\r\ny SELECT INBOX\r\n";
static const char fetches[] =
    "a FETCH 4 (ENVELOPE BODY BODYSTRUCTURE RFC822.SIZE BODY[HEADER.FIELDS.NOT (Subject)])\r\n"
    "b FETCH 4 (BODY[1] BODY[1.MIME] BODY[2.HEADER] BODY[1.1.TEXT]<3.9> BODY[2.1])\r\n"
    "c FETCH 4 (BINARY.SIZE[1] BINARY[1]<1.99> BINARY[2.1] BODY[])\r\n"
    "d SEARCH OR TEXT hello OR SENTON 1-Jan-2020 HEADER X-Any a\r\n";

static GString *input_of(const uint8_t *data, size_t size) {
    GString *input = g_string_new(data[0] % N_KINDS == KIND_BEFORE_LOGIN ? "" : selected);
    if (data[0] % N_KINDS == KIND_MAIL)
        g_string_append_printf(input, "z APPEND INBOX {%zu+}\r\n", size - 1);
    g_string_append_len(input, (const char *)data + 1, (gssize)size - 1);
    if (data[0] % N_KINDS == KIND_MAIL)
        g_string_append_printf(input, "\r\n%s", fetches);
    return input;
}

/* Every unit of the server is one that its own side's grammar knows. NULs of a mail stay NULs, and
 * what is searched for or enabled may be told back, so only FETCH is held to have no problem. */
static void expect_readable(const GString *wire) {
    ImapFramer framer;
    ImapUnit unit;
    gsize used = 0;
    imap_framer_init(&framer, TRUE, NULL);
    imap_unit_init(&unit, TRUE);
    for (;;) {
        ImapPiece piece = imap_framer_next(&framer, (const guint8 *)wire->str, wire->len, &used);
        if (piece.kind == IMAP_PIECE_MORE)
            break;
        if (!imap_unit_push(&unit, &piece))
            continue;
        ImapText text = imap_unit_text(&unit);
        ImapResponseLine response;
        imap_parse_response(&text, &response);
        g_assert(response.kind != IMAP_RESPONSE_BAD);
        g_assert(strcmp(response.name, "FETCH") != 0 || unit.dropped > 0 ||
                 (response.problems & ~(guint)IMAP_PROBLEM_TOO_MANY) == 0);
        imap_unit_reset(&unit);
    }
    imap_framer_clear(&framer);
    imap_unit_clear(&unit);
}

static GString *play(const GString *input, gsize step) {
    CoreLab lab;
    Script script;
    core_lab_init(&lab, NULL, NULL);
    mailbox_add_samples(lab.setup.store, lab.users, "lab.example", MAIL_TIME);
    script_run(&script, &imap_core, &lab.setup, input->str, input->len, step);
    core_lab_clear(&lab);
    GString *wire = g_string_new_len(script.wire->str, (gssize)script.wire->len);
    script_clear(&script);
    return wire;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0 || size > DIALOGUE_MAX)
        return 0;
    g_autoptr(GString) input = input_of(data, size);
    g_autoptr(GString) whole = play(input, 0);
    expect_readable(whole);
    g_autoptr(GString) trickle = play(input, 1);
    g_assert(trickle->len == whole->len); /* the clock may stand in both */
    return 0;
}
