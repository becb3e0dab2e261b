/* SPDX-License-Identifier: MIT */
/* The first octet says who speaks. Whatever comes: the tokens tile the text of each unit, every
 * list comes to an end, and the cut of the input changes no unit. */
#include "syntax/imap_fetch.h"
#include "syntax/imap_syntax.h"
#include "syntax/imap_unit.h"
#include "syntax/imap_words.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect_tiling(const GArray *tokens, gsize size) {
    gsize at = 0;
    for (guint i = 0; i < tokens->len; i++) {
        g_assert(g_array_index(tokens, SyntaxToken, i).offset == at);
        at += g_array_index(tokens, SyntaxToken, i).length;
    }
    g_assert(at == size);
}

static void read_body(const ImapText *text, const ImapValue *value) {
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(ImapBodyPart));
    imap_parse_body(text, value, parts);
    for (guint i = 0; i < MIN(parts->len, 100); i++)
        g_free(imap_body_path(parts, i));
}

static void read_items(const ImapText *text) {
    ImapItem item;
    ImapValue value;
    ImapEnvelope envelope;
    ImapAddress address;
    for (gsize at = 0; imap_next_item(text, &at, text->length, &item, &value);) {
        imap_parse_envelope(text, &value, &envelope);
        gsize from = imap_slice_at(text, envelope.from.octets),
              end = imap_slice_end(text, envelope.from.octets);
        while (imap_next_address(text, &from, end, &address))
            g_free(imap_value_dup(&address.mailbox));
        if (item.kind == IMAP_ITEM_BODYSTRUCTURE)
            read_body(text, &value);
    }
}

static void read_unit(const ImapUnit *unit) {
    ImapText text = imap_unit_text(unit);
    ImapCommandLine command;
    ImapResponseLine response;
    for (guint kind = 0; kind < 3; kind++) {
        g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(SyntaxToken));
        if (kind == 0)
            imap_command_tokens(&text, tokens);
        else if (kind == 1)
            imap_response_tokens(&text, tokens);
        else
            imap_continuation_tokens(&text, FALSE, tokens);
        expect_tiling(tokens, text.length);
    }
    imap_parse_command(&text, &command);
    imap_parse_response(&text, &response);
    const ImapValue *data = imap_argument(&response.arguments, IMAP_ROLE_DATA);
    if (data != NULL && data->kind == IMAP_VALUE_LIST)
        read_body(&text, data);
    read_items(&text);
    g_free(imap_search_sentence(&text, (SyntaxSlice){text.octets, text.length}, NULL));
    g_free(imap_mailbox_to_utf8(text.octets, text.length, NULL));
}

/* Reads every unit; returns a sum over their texts. */
static guint feed(ImapFramer *framer, ImapUnit *unit, const uint8_t *data, size_t length, guint sum,
                  gboolean reads) {
    gsize used = 0;
    for (;;) {
        ImapPiece piece = imap_framer_next(framer, data, length, &used);
        if (piece.kind == IMAP_PIECE_MORE)
            return sum;
        if (piece.kind == IMAP_PIECE_WAIT)
            imap_framer_resume(framer, TRUE);
        if (imap_unit_push(unit, &piece)) {
            if (reads)
                read_unit(unit);
            for (guint i = 0; i < unit->text->len; i++)
                sum = sum * 31 + unit->text->data[i];
            imap_unit_reset(unit);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    guint sums[2] = {0, 0};
    for (guint run = 0; run < 2; run++) {
        ImapFramer framer;
        ImapUnit unit;
        imap_framer_init(&framer, data[0] % 2 == 1, NULL);
        imap_unit_init(&unit, data[0] % 2 == 1);
        gsize step = run == 0 ? size : 1;
        for (gsize at = 1; at < size; at += step)
            sums[run] = feed(&framer, &unit, data + at, MIN(step, size - at), sums[run], run == 0);
        imap_framer_finish(&framer);
        sums[run] = feed(&framer, &unit, NULL, 0, sums[run], run == 0);
        imap_framer_clear(&framer);
        imap_unit_clear(&unit);
    }
    g_assert(sums[0] == sums[1]);
    return 0;
}
