/* SPDX-License-Identifier: MIT */
/* Any octets as a command line and as a reply line: the tokens tile them, and nothing is read
 * beyond them. */
#include "syntax/smtp_syntax.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *line = (const char *)data;
    for (guint flags = 0; flags < 5; flags++) {
        g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(SyntaxToken));
        if (flags < 4)
            smtp_reply_tokens(line, size, (flags & 1) != 0, (flags & 2) != 0, tokens);
        else
            smtp_command_tokens(line, size, tokens);
        expect_tiling(tokens, size);
    }
    SmtpPath path;
    smtp_parse_path(line, size, "FROM", &path);
    guint64 octets;
    gboolean is_last;
    (void)smtp_parse_bdat(line, size, &octets, &is_last);
    g_free(smtp_decode_xtext(line, size));
    return 0;
}
