/* SPDX-License-Identifier: MIT */
/* The labels that the octets of a unit get, and that they tile every unit however it is cut. */
#include "syntax/imap_syntax.h"
#include "syntax/imap_test_text.h"

typedef enum { COMMAND, RESPONSE, LOGIN_LINE, IDLE_LINE } Kind;

typedef struct {
    Kind kind;
    const char *text;
    const char *tokens; /* label=octets, joined by "|"; CRLF as ~ */
} TokenCase;

/* clang-format off */
static const TokenCase cases[] = {
    { COMMAND, "a1 NOOP", "tag=a1|space= |verb=NOOP" },
    { COMMAND, "a1 LOGIN bob secret", "tag=a1|space= |verb=LOGIN|space= |user name=bob|space= |password=secret" },
    { COMMAND, "a1 login \"b\\\"b\" \"\"", "tag=a1|space= |verb=login|space= |quote=\"|user name=b\\\"b|quote=\"|space= |quote=\"|quote=\"" },
    { COMMAND, "a1 LOGIN {3}\r\nbob {2+}\r\npw", "tag=a1|space= |verb=LOGIN|space= |literal header={3}|literal line end=~|user name=bob"
      "|space= |literal header={2+}|literal line end=~|password=pw" },
    { COMMAND, "a1 AUTHENTICATE PLAIN AGI=", "tag=a1|space= |verb=AUTHENTICATE|space= |mechanism=PLAIN|space= |initial response=AGI=" },
    { COMMAND, "a UID FETCH 1:*,7 (FLAGS BODY.PEEK[1.2.HEADER.FIELDS (From \"To\")]<0.10>)",
      "tag=a|space= |verb=UID|space= |verb=FETCH|space= |number=1|colon=:|star=*|comma=,|number=7|space= |parenthesis=(|item name=FLAGS|space= "
      "|item name=BODY.PEEK|bracket=[|section part=1.2|dot=.|section text=HEADER.FIELDS|space= |parenthesis=(|header field=From|space= "
      "|quote=\"|header field=To|quote=\"|parenthesis=)|bracket=]|angle bracket=<|number=0|dot=.|number=10|angle bracket=>|parenthesis=)" },
    { COMMAND, "a FETCH 1 ALL", "tag=a|space= |verb=FETCH|space= |number=1|space= |item name=ALL" },
    { COMMAND, "a STORE 1 +FLAGS.SILENT (\\Seen)", "tag=a|space= |verb=STORE|space= |number=1|space= |action=+FLAGS.SILENT|space= |parenthesis=(|flag=\\Seen|parenthesis=)" },
    { COMMAND, "a STORE 1 (UNCHANGEDSINCE 5) FLAGS \\Seen x", "tag=a|space= |verb=STORE|space= |number=1|space= |parenthesis=(|option=UNCHANGEDSINCE|space= |number=5"
      "|parenthesis=)|space= |action=FLAGS|space= |flag=\\Seen|space= |flag=x" },
    { COMMAND, "a SEARCH RETURN (ALL) CHARSET UTF-8 NOT FROM \"x\" OR 1:2 (SEEN)", "tag=a|space= |verb=SEARCH|space= |keyword=RETURN|space= |parenthesis=(|option=ALL"
      "|parenthesis=)|space= |keyword=CHARSET|space= |charset=UTF-8|space= |search key=NOT|space= |search key=FROM|space= |quote=\"|search value=x|quote=\"|space= "
      "|search key=OR|space= |number=1|colon=:|number=2|space= |parenthesis=(|search key=SEEN|parenthesis=)" },
    { COMMAND, "a LIST \"\" % RETURN (CHILDREN)", "tag=a|space= |verb=LIST|space= |quote=\"|quote=\"|space= |mailbox pattern=%|space= |keyword=RETURN|space= "
      "|parenthesis=(|option=CHILDREN|parenthesis=)" },
    { COMMAND, "a APPEND x (\\Seen) \"01-Jan-2020 00:00:00 +0000\" {5}\r\n", "tag=a|space= |verb=APPEND|space= |mailbox=x|space= |parenthesis=(|flag=\\Seen|parenthesis=)|space= "
      "|quote=\"|date=01-Jan-2020 00:00:00 +0000|quote=\"|space= |literal header={5}|literal line end=~" },
    { COMMAND, "a XYZZY b (c)", "tag=a|space= |verb=XYZZY|space= |unknown=b|space= |parenthesis=(|unknown=c|parenthesis=)" },
    { COMMAND, "a NOOP now", "tag=a|space= |verb=NOOP|space= |unknown=now" },
    { COMMAND, "", "" },
    { COMMAND, " )", "space= |tag=)" },
    { RESPONSE, "* OK [CAPABILITY IMAP4rev1 IDLE] ready", "tag=*|space= |status=OK|space= |bracket=[|response code=CAPABILITY|space= |capability=IMAP4rev1|space= "
      "|capability=IDLE|bracket=]|space= |text=ready" },
    { RESPONSE, "a1 OK [APPENDUID 38505 3955:3956] done", "tag=a1|space= |status=OK|space= |bracket=[|response code=APPENDUID|space= |number=38505|space= |number=3955"
      "|colon=:|number=3956|bracket=]|space= |text=done" },
    { RESPONSE, "* OK [WHAT is this] x", "tag=*|space= |status=OK|space= |bracket=[|response code=WHAT|space= |response code argument=is this|bracket=]|space= |text=x" },
    { RESPONSE, "a NO", "tag=a|space= |status=NO" },
    { RESPONSE, "* NO [open", "tag=*|space= |status=NO|space= |text=[open" },
    { RESPONSE, "+ idling", "tag=+|space= |text=idling" },
    { RESPONSE, "+ UGFzc3dvcmQ6", "tag=+|space= |challenge=UGFzc3dvcmQ6" },
    { RESPONSE, "+", "tag=+" },
    { RESPONSE, "* 12 EXISTS", "tag=*|space= |number=12|space= |data name=EXISTS" },
    { RESPONSE, "* FLAGS (\\Seen \\*)", "tag=*|space= |data name=FLAGS|space= |parenthesis=(|flag=\\Seen|space= |flag=\\*|parenthesis=)" },
    { RESPONSE, "* LIST (\\Noselect) \"/\" ~/x", "tag=*|space= |data name=LIST|space= |parenthesis=(|flag=\\Noselect|parenthesis=)|space= |quote=\"|delimiter=/|quote=\"|space= |mailbox=~/x" },
    { RESPONSE, "* LIST () NIL {3}\r\na b", "tag=*|space= |data name=LIST|space= |parenthesis=(|parenthesis=)|space= |delimiter=NIL|space= |literal header={3}|literal line end=~|mailbox=a b" },
    { RESPONSE, "* STATUS x (MESSAGES 3)", "tag=*|space= |data name=STATUS|space= |mailbox=x|space= |parenthesis=(|status item=MESSAGES|space= |number=3|parenthesis=)" },
    { RESPONSE, "* SEARCH 2 5 (MODSEQ 9)", "tag=*|space= |data name=SEARCH|space= |number=2|space= |number=5|space= |parenthesis=(|option=MODSEQ|space= |number=9|parenthesis=)" },
    { RESPONSE, "* 1 FETCH (UID 7 FLAGS (\\Seen) BODY[HEADER]<0> {3}\r\n X NIL)", "tag=*|space= |number=1|space= |data name=FETCH|space= |parenthesis=(|item name=UID|space= "
      "|number=7|space= |item name=FLAGS|space= |parenthesis=(|flag=\\Seen|parenthesis=)|space= |item name=BODY|bracket=[|section text=HEADER|bracket=]|angle bracket=<"
      "|number=0|angle bracket=>|space= |literal header={3}|literal line end=~|space= |item name=X|space= |string=NIL|parenthesis=)" },
    { RESPONSE, "* 1 FETCH (ENVELOPE (\"d\" NIL))", "tag=*|space= |number=1|space= |data name=FETCH|space= |parenthesis=(|item name=ENVELOPE|space= |parenthesis=("
      "|quote=\"|envelope string=d|quote=\"|space= |NIL=NIL|parenthesis=)|parenthesis=)" },
    { RESPONSE, "* VANISHED (EARLIER) 41,43:116", "tag=*|space= |data name=VANISHED|space= |parenthesis=(|option=EARLIER|parenthesis=)|space= |number=41|comma=,|number=43|colon=:|number=116" },
    { RESPONSE, "hello there", "unknown=hello there" },
    { LOGIN_LINE, "AGJvYg==", "base64=AGJvYg|base64 padding===" },
    { LOGIN_LINE, "*", "cancel=*" },
    { LOGIN_LINE, "a b", "base64=a|unknown= b" },
    { IDLE_LINE, "DONE", "verb=DONE" },
};
/* clang-format on */

static GArray *tokens_of(Kind kind, const ImapText *text) {
    GArray *tokens = g_array_new(FALSE, FALSE, sizeof(SyntaxToken));
    if (kind == COMMAND)
        imap_command_tokens(text, tokens);
    else if (kind == RESPONSE)
        imap_response_tokens(text, tokens);
    else
        imap_continuation_tokens(text, kind == IDLE_LINE, tokens);
    return tokens;
}

static char *tokens_text(const ImapText *text, const GArray *tokens) {
    GString *said = g_string_new(NULL);
    for (guint i = 0; i < tokens->len; i++) {
        const SyntaxToken *token = &g_array_index(tokens, SyntaxToken, i);
        g_string_append_printf(said, "%s%s=%.*s", i > 0 ? "|" : "", token->label,
                               (int)token->length, text->octets + token->offset);
    }
    g_string_replace(said, "\r\n", "~", 0);
    return g_string_free(said, FALSE);
}

static void expect_tiling(const ImapText *text, const GArray *tokens) {
    gsize at = 0;
    for (guint i = 0; i < tokens->len; i++) {
        const SyntaxToken *token = &g_array_index(tokens, SyntaxToken, i);
        cr_assert_eq(token->offset, at, "%.*s", (int)text->length, text->octets);
        cr_assert_gt(token->length, 0, "%.*s", (int)text->length, text->octets);
        cr_assert_not_null(token->label);
        at += token->length;
    }
    cr_assert_eq(at, text->length, "%.*s", (int)text->length, text->octets);
}

/* Literals of messages are not in the text: the case's text is what is left. */
Test(imap_tokens, whole) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        ImapUnit unit;
        imap_unit_init(&unit, cases[i].kind == RESPONSE);
        g_autofree char *wire = g_strdup(cases[i].text);
        if (strstr(wire, "<0> {3}\r\n") != NULL) {
            g_free(wire);
            g_auto(GStrv) halves = g_strsplit(cases[i].text, "{3}\r\n", 2);
            wire = g_strconcat(halves[0], "{3}\r\nxyz", halves[1], NULL);
        }
        test_feed(&unit, cases[i].kind == RESPONSE, wire, strlen(wire), 5);
        ImapText text = imap_unit_text(&unit);
        g_autoptr(GArray) tokens = tokens_of(cases[i].kind, &text);
        g_autofree char *said = tokens_text(&text, tokens);
        cr_expect_str_eq(said, cases[i].tokens, "%s:\n%s", cases[i].text, said);
        imap_unit_clear(&unit);
    }
}

/* Every beginning of every text, read as every kind. */
Test(imap_tokens, tile_every_cut_unit) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize length = 0; length <= strlen(cases[i].text); length++) {
            for (guint is_server = 0; is_server < 2; is_server++) {
                ImapUnit unit;
                imap_unit_init(&unit, is_server != 0);
                test_feed(&unit, is_server != 0, cases[i].text, length, 3);
                ImapText text = imap_unit_text(&unit);
                for (Kind kind = COMMAND; kind <= IDLE_LINE; kind++) {
                    g_autoptr(GArray) tokens = tokens_of(kind, &text);
                    expect_tiling(&text, tokens);
                }
                imap_unit_clear(&unit);
            }
        }
    }
}

Test(imap_tokens, the_password_is_secret) {
    ImapText text = test_text("a LOGIN bob secret");
    g_autoptr(GArray) tokens = tokens_of(COMMAND, &text);
    for (guint i = 0; i < tokens->len; i++) {
        const SyntaxToken *token = &g_array_index(tokens, SyntaxToken, i);
        cr_assert_eq(imap_token_is_secret(token), token->offset == strlen("a LOGIN bob "));
    }
}
