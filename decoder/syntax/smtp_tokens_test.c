/* SPDX-License-Identifier: MIT */
/* The labels that the octets of a line get, and that they tile every line however it is cut. */
#include "syntax/smtp_syntax.h"

#include <criterion/criterion.h>
#include <string.h>

typedef enum { COMMAND, REPLY, REPLY_EHLO, REPLY_EHLO_FIRST, REPLY_FIRST } LineKind;

typedef struct {
    LineKind kind;
    const char *line;
    const char *tokens; /* label=octets, joined by "|" */
} TokenCase;

/* clang-format off */
static const TokenCase cases[] = {
    { COMMAND, "EHLO client.example", "verb=EHLO|space= |domain=client.example" },
    { COMMAND, "helo [192.0.2.1]", "verb=helo|space= |address literal=[192.0.2.1]" },
    { COMMAND, "LHLO a b", "verb=LHLO|space= |domain=a|space= |unknown=b" },
    { COMMAND, "MAIL FROM:<a@b> SIZE=12 SMTPUTF8",
      "verb=MAIL|space= |keyword=FROM|colon=:|angle bracket=<|local part=a|at=@|domain=b|angle bracket=>|space= "
      "|parameter name=SIZE|equals==|parameter value=12|space= |parameter name=SMTPUTF8" },
    { COMMAND, "MAIL FROM:<>", "verb=MAIL|space= |keyword=FROM|colon=:|angle bracket=<|angle bracket=>" },
    { COMMAND, "MAIL FROM: a@b", "verb=MAIL|space= |keyword=FROM|colon=:|space= |local part=a|at=@|domain=b" },
    { COMMAND, "RCPT TO:<@x,@y:\"a b\"@[IPv6:::1]>",
      "verb=RCPT|space= |keyword=TO|colon=:|angle bracket=<|at=@|domain=x|comma=,|at=@|domain=y|colon=:"
      "|local part=\"a b\"|at=@|address literal=[IPv6:::1]|angle bracket=>" },
    { COMMAND, "RCPT TO:<Postmaster>", "verb=RCPT|space= |keyword=TO|colon=:|angle bracket=<|local part=Postmaster|angle bracket=>" },
    { COMMAND, "RCPT nonsense", "verb=RCPT|space= |local part=nonsense" },
    { COMMAND, "RCPT TO:<a@b>x A==b =", "verb=RCPT|space= |keyword=TO|colon=:|angle bracket=<|local part=a|at=@|domain=b|angle bracket=>"
      "|parameter name=x|space= |parameter name=A|equals==|parameter value==b|space= |equals==" },
    { COMMAND, "BDAT 86 LAST", "verb=BDAT|space= |chunk size=86|space= |end marker=LAST" },
    { COMMAND, "BDAT 86 LAST x", "verb=BDAT|space= |chunk size=86|space= |end marker=LAST|space= |unknown=x" },
    { COMMAND, "AUTH PLAIN AGJvYgBzZWNyZXQ=", "verb=AUTH|space= |mechanism=PLAIN|space= |initial response=AGJvYgBzZWNyZXQ=" },
    { COMMAND, "AUTH LOGIN", "verb=AUTH|space= |mechanism=LOGIN" },
    { COMMAND, "ETRN @x.example", "verb=ETRN|space= |option character=@|domain=x.example" },
    { COMMAND, "VRFY Bob Smith ", "verb=VRFY|space= |argument=Bob Smith|space= " },
    { COMMAND, "HELP", "verb=HELP" },
    { COMMAND, "DATA now", "verb=DATA|space= |unknown=now" },
    { COMMAND, "XYZZY  a b", "verb=XYZZY|space=  |unknown=a b" },
    { COMMAND, " QUIT", "space= |unknown=QUIT" },
    { COMMAND, "", "" },
    { REPLY_EHLO, "250-SIZE 10240000", "reply code=250|separator=-|keyword=SIZE|space= |parameter=10240000" },
    { REPLY_EHLO, "250 8BITMIME", "reply code=250|separator= |keyword=8BITMIME" },
    { REPLY_EHLO, "250-AUTH PLAIN LOGIN ", "reply code=250|separator=-|keyword=AUTH|space= |parameter=PLAIN|space= |parameter=LOGIN|space= " },
    { REPLY_EHLO, "250-AUTH=PLAIN LOGIN", "reply code=250|separator=-|keyword=AUTH|equals==|parameter=PLAIN|space= |parameter=LOGIN" },
    { REPLY_EHLO, "250-A_B c", "reply code=250|separator=-|keyword=A|unknown=_B|space= |parameter=c" },
    { REPLY_EHLO, "250-", "reply code=250|separator=-" },
    { REPLY_EHLO, "501 5.5.4 no", "reply code=501|separator= |enhanced code=5.5.4|space= |text=no" },
    { REPLY_EHLO_FIRST, "250-mail.example greets you", "reply code=250|separator=-|domain=mail.example|space= |text=greets you" },
    { REPLY_EHLO_FIRST, "250 mail", "reply code=250|separator= |domain=mail" },
    { REPLY_FIRST, "220 mail.example ESMTP Postfix", "reply code=220|separator= |domain=mail.example|space= |text=ESMTP Postfix" },
    { REPLY_FIRST, "220 localhost LMTP", "reply code=220|separator= |domain=localhost|space= |text=LMTP" },
    { REPLY_FIRST, "220-[192.0.2.1] hello", "reply code=220|separator=-|address literal=[192.0.2.1]|space= |text=hello" },
    { REPLY_FIRST, "220 2.0.0 Ready to start TLS", "reply code=220|separator= |enhanced code=2.0.0|space= |text=Ready to start TLS" },
    { REPLY_FIRST, "220 Go ahead", "reply code=220|separator= |text=Go ahead" },
    { REPLY, "220-mail.example second line", "reply code=220|separator=-|text=mail.example second line" },
    { REPLY_FIRST, "250 2.1.5 Ok", "reply code=250|separator= |enhanced code=2.1.5|space= |text=Ok" },
    { REPLY_FIRST, "334 UGFzc3dvcmQ6", "reply code=334|separator= |challenge=UGFzc3dvcmQ6" },
    { REPLY_FIRST, "354 End data with <CR><LF>.<CR><LF>", "reply code=354|separator= |text=End data with <CR><LF>.<CR><LF>" },
    { REPLY_FIRST, "250", "reply code=250" },
    { REPLY_FIRST, "Hello", "unknown=Hello" },
    { REPLY_FIRST, "", "" },
};
/* clang-format on */

static GArray *tokens_of(LineKind kind, const char *line, gsize length) {
    GArray *tokens = g_array_new(FALSE, FALSE, sizeof(SyntaxToken));
    if (kind == COMMAND)
        smtp_command_tokens(line, length, tokens);
    else
        smtp_reply_tokens(line, length, kind == REPLY_EHLO || kind == REPLY_EHLO_FIRST,
                          kind == REPLY_FIRST || kind == REPLY_EHLO_FIRST, tokens);
    return tokens;
}

static char *tokens_text(const char *line, const GArray *tokens) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < tokens->len; i++) {
        const SyntaxToken *token = &g_array_index(tokens, SyntaxToken, i);
        g_string_append_printf(text, "%s%s=%.*s", i > 0 ? "|" : "", token->label,
                               (int)token->length, line + token->offset);
    }
    return g_string_free(text, FALSE);
}

Test(smtp_tokens, whole) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GArray) tokens = tokens_of(cases[i].kind, cases[i].line, strlen(cases[i].line));
        g_autofree char *text = tokens_text(cases[i].line, tokens);
        cr_assert_str_eq(text, cases[i].tokens, "%s: %s", cases[i].line, text);
    }
}

static void expect_tiling(const char *line, gsize length, const GArray *tokens) {
    gsize at = 0;
    for (guint i = 0; i < tokens->len; i++) {
        const SyntaxToken *token = &g_array_index(tokens, SyntaxToken, i);
        cr_assert_eq(token->offset, at, "%.*s", (int)length, line);
        cr_assert_gt(token->length, 0, "%.*s", (int)length, line);
        cr_assert_not_null(token->label);
        at += token->length;
    }
    cr_assert_eq(at, length, "%.*s", (int)length, line);
}

/* Every prefix of every line, read as every kind of line. */
Test(smtp_tokens, tile_every_cut_line) {
    static const LineKind kinds[] = {COMMAND, REPLY, REPLY_EHLO, REPLY_EHLO_FIRST, REPLY_FIRST};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize length = 0; length <= strlen(cases[i].line); length++) {
            g_autofree char *cut = length == 0 ? g_malloc(1) : g_memdup2(cases[i].line, length);
            for (guint k = 0; k < G_N_ELEMENTS(kinds); k++) {
                g_autoptr(GArray) tokens = tokens_of(kinds[k], cut, length);
                expect_tiling(cut, length, tokens);
            }
        }
    }
}

/* Tokens are appended: what the array held before stays. */
Test(smtp_tokens, are_appended) {
    g_autoptr(GArray) tokens = tokens_of(COMMAND, "NOOP", 4);
    smtp_reply_tokens("250", 3, FALSE, TRUE, tokens);
    cr_assert_eq(tokens->len, 2);
    cr_assert_str_eq(g_array_index(tokens, SyntaxToken, 0).label, "verb");
    cr_assert_str_eq(g_array_index(tokens, SyntaxToken, 1).label, "reply code");
}
