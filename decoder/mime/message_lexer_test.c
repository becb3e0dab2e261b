/* SPDX-License-Identifier: MIT */
#include "mime/message_lexer.h"

#include <criterion/criterion.h>
#include <string.h>

/* One letter for each token: s space, a atom, q quoted, c comment, l literal, x special; upper case
 * if it never ends. */
static const struct {
    MessageLexerKind kind;
    const char *text, *tokens;
} cases[] = {
    {MESSAGE_LEXER_ADDRESS, "", ""},
    {MESSAGE_LEXER_ADDRESS, "a.b@c", "axa"},
    {MESSAGE_LEXER_ADDRESS, "\"a b\" <c@d>", "qsxaxax"},
    {MESSAGE_LEXER_ADDRESS, "a(b(c)d)e", "aca"},
    {MESSAGE_LEXER_ADDRESS, "a(b\\)c)d", "aca"},
    {MESSAGE_LEXER_ADDRESS, "(a(b)", "C"},
    {MESSAGE_LEXER_ADDRESS, "\"a\\\"", "Q"},
    {MESSAGE_LEXER_ADDRESS, "\"a\\", "Q"},
    {MESSAGE_LEXER_ADDRESS, "a@[1.2.3.4]", "axl"},
    {MESSAGE_LEXER_ADDRESS, "[1", "L"},
    {MESSAGE_LEXER_ADDRESS, ")\r\n\t]", "xsx"},
    {MESSAGE_LEXER_MIME, "a/b; c=\"d\"", "axaxsaxq"},
    {MESSAGE_LEXER_MIME, "[a]", "xax"},
    {MESSAGE_LEXER_WORDS, "from a@b (c) ; Mon, 1", "asascsxsasa"},
};

static char letter(const MessageToken *token) {
    static const char letters[] = "saqclx";
    char one = letters[token->kind];
    return token->is_closed ? one : g_ascii_toupper(one);
}

Test(message_lexer, cuts_into_tokens_that_tile) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gsize length = strlen(cases[i].text), at = 0;
        g_autoptr(GString) tokens = g_string_new(NULL);
        MessageLexer lexer;
        MessageToken token;
        message_lexer_init(&lexer, cases[i].kind, cases[i].text, length);
        while (message_lexer_next(&lexer, &token)) {
            cr_expect_eq(token.offset, at);
            cr_expect_gt(token.length, 0);
            at += token.length;
            g_string_append_c(tokens, letter(&token));
        }
        cr_expect_eq(at, length);
        cr_expect_str_eq(tokens->str, cases[i].tokens, "[%s]: %s", cases[i].text, tokens->str);
    }
}

Test(message_lexer, stays_inside_wherever_the_text_is_cut) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize length = 0; length <= strlen(cases[i].text); length++) {
            g_autofree char *part = g_memdup2(cases[i].text, length);
            MessageLexer lexer;
            MessageToken token;
            gsize at = 0, text_length = 0;
            message_lexer_init(&lexer, cases[i].kind, part, length);
            while (message_lexer_next(&lexer, &token)) {
                at += token.length;
                g_autofree char *text = message_token_text(part, &token, &text_length);
                cr_expect_leq(text_length, token.length);
            }
            cr_expect_eq(at, length);
        }
    }
}
