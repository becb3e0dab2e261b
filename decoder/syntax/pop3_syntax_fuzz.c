/* SPDX-License-Identifier: MIT */
/* Any octets as every kind of POP3 line: the tokens tile them, and nothing is read beyond them. */
#include "syntax/pop3_syntax.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect_tiling(GArray *tokens, gsize size) {
    gsize at = 0;
    for (guint i = 0; i < tokens->len; i++) {
        g_assert(g_array_index(tokens, SyntaxToken, i).offset == at);
        at += g_array_index(tokens, SyntaxToken, i).length;
    }
    g_assert(at == size);
    g_array_set_size(tokens, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *line = (const char *)data;
    SyntaxSlice text = {line, size};
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(SyntaxToken));
    for (guint content = 0; content < POP3_N_CONTENTS; content++) {
        pop3_status_tokens(line, size, (Pop3Content)content, tokens);
        expect_tiling(tokens, size);
        pop3_item_tokens(line, size, (Pop3Content)content, tokens);
        expect_tiling(tokens, size);
    }
    pop3_command_tokens(line, size, tokens);
    expect_tiling(tokens, size);
    guint32 number;
    guint64 octets;
    SyntaxSlice slice;
    (void)pop3_parse_numbers(text, &number, &octets);
    (void)pop3_parse_unique_id(text, &number, &slice);
    (void)pop3_parse_octets(text, &octets);
    return 0;
}
