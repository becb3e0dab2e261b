/* SPDX-License-Identifier: MIT */
/* What commands and responses mean, and what is wrong with them. */
#include "syntax/imap_syntax.h"
#include "syntax/imap_test_text.h"

static void append_arguments(GString *said, const ImapArguments *arguments) {
    for (guint i = 0; i < arguments->n; i++) {
        const ImapArgument *argument = &arguments->items[i];
        g_autofree char *content = imap_value_dup(&argument->value);
        g_autofree char *raw = test_slice(argument->value.octets);
        g_string_append_printf(said, "|%s=%s", imap_role_name(argument->role),
                               content != NULL ? content : raw);
    }
}

typedef struct {
    const char *text, *expected; /* tag|NAME|role=content… */
    guint problems;
} Case;

/* clang-format off */
static const Case commands[] = {
    { "a1 NOOP", "a1|NOOP", 0 },
    { "a1 noop", "a1|NOOP", 0 },
    { "a1 LOGIN bob secret", "a1|LOGIN|user name=bob|password=secret", 0 },
    { "a1 LOGIN \"b\\\"\\\\b\" {3}\r\na\"b", "a1|LOGIN|user name=b\"\\b|password=a\"b", 0 },
    { "a1 LOGIN {5}\r\na1 NO {0}\r\n", "a1|LOGIN|user name=a1 NO|password=", 0 },
    { "a1 LOGIN bob", "a1|LOGIN|user name=bob", IMAP_PROBLEM_MISSING_ARGUMENT },
    { "a1 LOGIN bob x y", "a1|LOGIN|user name=bob|password=x|unknown=y", IMAP_PROBLEM_EXTRA_ARGUMENT },
    { "a1 LOGIN bob  x", "a1|LOGIN|user name=bob|password=x", IMAP_PROBLEM_SPACES },
    { "a1 LOGIN bob x ", "a1|LOGIN|user name=bob|password=x", IMAP_PROBLEM_SPACES },
    { "a1 LOGIN bob \"x", "a1|LOGIN|user name=bob|password=x", IMAP_PROBLEM_QUOTE_OPEN },
    { "a1 LOGIN \"bob\"\"x\"", "a1|LOGIN|user name=bob|password=x", IMAP_PROBLEM_NO_SPACE },
    { "a1 LOGIN bob \"\\x\"", "a1|LOGIN|user name=bob|password=x", IMAP_PROBLEM_BAD_ESCAPE },
    { "a1 LOGIN b\xffob x", "a1|LOGIN|user name=b\xffob|password=x", IMAP_PROBLEM_8BIT },
    { "a1 LOGIN bob \"\xc3\xa4\"", "a1|LOGIN|user name=bob|password=\xc3\xa4", 0 },
    { "a1 LOGIN b{b x", "a1|LOGIN|user name=b{b|password=x", IMAP_PROBLEM_BAD_ATOM },
    { "", "|", IMAP_PROBLEM_NO_TAG | IMAP_PROBLEM_NO_VERB },
    { "a", "a|", IMAP_PROBLEM_NO_VERB },
    { "+ NOOP", "+|NOOP", IMAP_PROBLEM_BAD_TAG },
    { " a NOOP", "a|NOOP", IMAP_PROBLEM_NO_TAG },
    { "a UID FETCH 1:* FLAGS", "a|UID FETCH|set=1:*|items=FLAGS", 0 },
    { "a uid  store 1 FLAGS (x)", "a|UID STORE|set=1|action=FLAGS|flag=x", IMAP_PROBLEM_SPACES },
    { "a UID", "a|UID", 0 },
    { "a FETCH 1 (UID BODY.PEEK[HEADER.FIELDS (A B)]) (CHANGEDSINCE 5)", "a|FETCH|set=1|items=UID BODY.PEEK[HEADER.FIELDS (A B)]|option=CHANGEDSINCE 5", 0 },
    { "a FETCH 1 BODY[HEADER.FIELDS (A B)]<0.5>", "a|FETCH|set=1|items=BODY[HEADER.FIELDS (A B)]<0.5>", 0 },
    { "a FETCH 1 (PREVIEW (LAZY) UID)", "a|FETCH|set=1|items=PREVIEW (LAZY) UID", 0 },
    { "a FETCH 0 FLAGS", "a|FETCH|set=0|items=FLAGS", IMAP_PROBLEM_BAD_SET },
    { "a FETCH 1, FLAGS", "a|FETCH|set=1,|items=FLAGS", IMAP_PROBLEM_BAD_SET },
    { "a FETCH 1 (FLAGS", "a|FETCH|set=1|items=FLAGS", IMAP_PROBLEM_PARENTHESIS },
    { "a FETCH 1 WHAT", "a|FETCH|set=1|items=WHAT", IMAP_PROBLEM_UNKNOWN_WORD },
    { "a FETCH 1 BODY[1", "a|FETCH|set=1|items=BODY[1", IMAP_PROBLEM_BAD_SECTION },
    { "a STORE 1 +FLAGS \\Seen \\Deleted", "a|STORE|set=1|action=+FLAGS|flag=\\Seen \\Deleted", 0 },
    { "a STORE 1 (UNCHANGEDSINCE 3) -FLAGS.SILENT (\\Seen)", "a|STORE|set=1|option=UNCHANGEDSINCE 3|action=-FLAGS.SILENT|flag=\\Seen", 0 },
    { "a COPY 1:3 \"two words\"", "a|COPY|set=1:3|target mailbox=two words", 0 },
    { "a SEARCH UNSEEN FROM bob", "a|SEARCH|search keys=UNSEEN FROM bob", 0 },
    { "a UID SEARCH RETURN (MIN) CHARSET UTF-8 ALL", "a|UID SEARCH|option=MIN|charset=UTF-8|search keys=ALL", 0 },
    { "a SEARCH", "a|SEARCH", IMAP_PROBLEM_MISSING_ARGUMENT },
    { "a SEARCH (SEEN", "a|SEARCH|search keys=(SEEN", IMAP_PROBLEM_PARENTHESIS },
    { "a LIST \"\" *", "a|LIST|reference=|mailbox pattern=*", 0 },
    { "a LIST (SUBSCRIBED) \"\" (\"a\" \"b\") RETURN (CHILDREN)", "a|LIST|option=SUBSCRIBED|reference=|mailbox pattern=\"a\" \"b\"|option=CHILDREN", 0 },
    { "a STATUS x (MESSAGES UNSEEN)", "a|STATUS|mailbox=x|status item=MESSAGES UNSEEN", 0 },
    { "a SELECT [Gmail]/All (QRESYNC (1 2))", "a|SELECT|mailbox=[Gmail]/All|option=QRESYNC (1 2)", 0 },
    { "a APPEND x {3}\r\nabc", "a|APPEND|mailbox=x|message text=", 0 },
    { "a APPEND x (\\Seen) \" 1-Jan-2020 00:00:00 +0000\" ~{3+}\r\nabc {1+}\r\nz", "a|APPEND|mailbox=x|flag=\\Seen|date= 1-Jan-2020 00:00:00 +0000|message text=|message text=", 0 },
    { "a APPEND x UTF8 (~{3+}\r\nabc)", "a|APPEND|mailbox=x|message text=~{3+}\r\n", 0 },
    { "a APPEND x", "a|APPEND|mailbox=x", IMAP_PROBLEM_MISSING_ARGUMENT },
    { "a APPEND x \"yesterday\" {0+}\r\n", "a|APPEND|mailbox=x|date=yesterday|message text=", IMAP_PROBLEM_BAD_DATE },
    { "a ENABLE CONDSTORE X", "a|ENABLE|capability=CONDSTORE X", 0 },
    { "a ID NIL", "a|ID|field=NIL", 0 },
    { "a ID (\"name\" \"x\")", "a|ID|field=\"name\" \"x\"", 0 },
    { "a AUTHENTICATE PLAIN =", "a|AUTHENTICATE|mechanism=PLAIN|initial response==", 0 },
    { "a XYZZY (1 2) b", "a|XYZZY|unknown=1 2|unknown=b", 0 },
};

static const Case responses[] = {
    { "a1 OK done", "1a1|OK:done", 0 },
    { "a1 NO [TRYCREATE] no such box", "1a1|NO[TRYCREATE]:no such box", 0 },
    { "a1 OK [COPYUID 38505 304,319:320 3956:3958] Done", "1a1|OK[COPYUID]|uidvalidity=38505|set=304,319:320|set=3956:3958:Done", 0 },
    { "* OK [PERMANENTFLAGS (\\Deleted \\*)] Limited", "2*|OK[PERMANENTFLAGS]|flag=\\Deleted \\*:Limited", 0 },
    { "* OK [BADCHARSET (\"a]b\" c)] x", "2*|OK[BADCHARSET]|option=\"a]b\" c:x", 0 },
    { "* OK [UIDNEXT x] y", "2*|OK[UIDNEXT]|number=x:y", IMAP_PROBLEM_BAD_NUMBER },
    { "* BYE [ALERT", "2*|BYE:[ALERT", IMAP_PROBLEM_BRACKET },
    { "* PREAUTH", "2*|PREAUTH:", 0 },
    { "+ go {3}", "3+|:go {3}", 0 },
    { "+", "3+|:", 0 },
    { "* 23 EXISTS", "2*|EXISTS#23", 0 },
    { "* 23 OK", "2*|OK#23", IMAP_PROBLEM_UNKNOWN_WORD },
    { "* SEARCH", "2*|SEARCH", 0 },
    { "* SEARCH ", "2*|SEARCH", IMAP_PROBLEM_SPACES },
    { "* SEARCH 2 84 882", "2*|SEARCH|number=2 84 882", 0 },
    { "* SEARCH 2 84 (MODSEQ 9)", "2*|SEARCH|number=2 84|option=MODSEQ 9", 0 },
    { "* ESEARCH (TAG \"A\") UID ALL 1:3", "2*|ESEARCH|option=TAG \"A\"|name=UID ALL 1:3", 0 },
    { "* LIST (\\Noselect) \"/\" {5}\r\na b\\c", "2*|LIST|flag=\\Noselect|delimiter=/|mailbox=a b\\c", 0 },
    { "* STATUS blurdy (MESSAGES 231 UIDNEXT 44292)", "2*|STATUS|mailbox=blurdy|status item=MESSAGES 231 UIDNEXT 44292", 0 },
    { "* NAMESPACE ((\"\" \"/\")) NIL NIL", "2*|NAMESPACE|namespace=(\"\" \"/\")|namespace=NIL|namespace=NIL", 0 },
    { "* CAPABILITY IMAP4rev1 AUTH=PLAIN", "2*|CAPABILITY|capability=IMAP4rev1 AUTH=PLAIN", 0 },
    { "* QUOTA \"\" (STORAGE 10 512)", "2*|QUOTA|name=|option=STORAGE 10 512", 0 },
    { "* THREAD (2)(3 6 (4 23))", "2*|THREAD|name=(2)(3 6 (4 23))", 0 },
    { "* 12 FETCH (UID 5)", "2*|FETCH#12|message data=UID 5", 0 },
    { "* WHAT is this", "2*|WHAT|unknown=is|unknown=this", IMAP_PROBLEM_UNKNOWN_WORD },
    { "*", "2*|", IMAP_PROBLEM_NO_VERB | IMAP_PROBLEM_UNKNOWN_WORD },
    { "hello", "0|:hello", IMAP_PROBLEM_NO_TAG },
    { "", "0|:", IMAP_PROBLEM_NO_TAG },
};
/* clang-format on */

static char *say_command(const ImapText *text, guint *problems) {
    ImapCommandLine command;
    imap_parse_command(text, &command);
    g_autofree char *tag = test_slice(command.tag);
    GString *said = g_string_new(tag);
    g_string_append_printf(said, "|%s", command.name);
    append_arguments(said, &command.arguments);
    *problems = command.problems;
    return g_string_free(said, FALSE);
}

static char *say_response(const ImapText *text, guint *problems) {
    static const char kinds[] = "1230";
    ImapResponseLine response;
    imap_parse_response(text, &response);
    g_autofree char *tag = test_slice(response.tag);
    g_autofree char *free_text = test_slice(response.text);
    GString *said = g_string_new(NULL);
    g_string_append_printf(said, "%c%s|%s", kinds[response.kind], tag, response.name);
    if (response.has_number)
        g_string_append_printf(said, "#%" G_GUINT64_FORMAT, response.number);
    if (response.code[0] != '\0')
        g_string_append_printf(said, "[%s]", response.code);
    append_arguments(said, &response.arguments);
    if (response.text.octets != NULL)
        g_string_append_printf(said, ":%s", free_text);
    *problems = response.problems;
    return g_string_free(said, FALSE);
}

static void check(const Case *c, gboolean is_server, gsize step) {
    ImapUnit unit;
    imap_unit_init(&unit, is_server);
    test_feed(&unit, is_server, c->text, strlen(c->text), step);
    ImapText text = imap_unit_text(&unit);
    guint problems;
    g_autofree char *said =
        is_server ? say_response(&text, &problems) : say_command(&text, &problems);
    cr_expect_str_eq(said, c->expected, "%s:\n%s", c->text, said);
    cr_expect_eq(problems, c->problems, "%s: %x", c->text, problems);
    imap_unit_clear(&unit);
}

Test(imap_syntax, commands) {
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
        for (gsize step = 1; step <= strlen(commands[i].text); step++)
            check(&commands[i], FALSE, step);
    }
}

Test(imap_syntax, responses) {
    for (guint i = 0; i < G_N_ELEMENTS(responses); i++) {
        for (gsize step = 1; step <= strlen(responses[i].text); step++)
            check(&responses[i], TRUE, step);
    }
}

Test(imap_syntax, more_arguments_than_are_kept) {
    g_autoptr(GString) line = g_string_new("a XYZZY");
    for (guint i = 0; i < 2 * IMAP_ARGUMENTS_MAX; i++)
        g_string_append(line, " x");
    ImapText text = test_text(line->str);
    ImapCommandLine command;
    imap_parse_command(&text, &command);
    cr_assert_eq(command.arguments.n, IMAP_ARGUMENTS_MAX);
    cr_assert_eq(command.problems, IMAP_PROBLEM_TOO_MANY);
    cr_assert_eq(command.is_known, FALSE);
    cr_assert_null(imap_argument(&command.arguments, IMAP_ROLE_MAILBOX));
}

Test(imap_syntax, beginnings_of_units) {
    static const struct {
        const char *line;
        gboolean is_command, is_response;
    } lines[] = {
        {"a1 NOOP", TRUE, FALSE},     {"a1 UID FETCH 1 FLAGS", TRUE, FALSE},
        {"a1 uid", FALSE, FALSE},     {"Hello world", FALSE, FALSE},
        {"a1  NOOP", FALSE, FALSE},   {"", FALSE, FALSE},
        {"* OK x", FALSE, TRUE},      {"* 3 EXISTS", FALSE, TRUE},
        {"* a bullet", FALSE, FALSE}, {"a1 OK done", FALSE, TRUE},
        {"+ go on", FALSE, TRUE},     {"a1 okay", FALSE, FALSE},
    };
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        gsize length = strlen(lines[i].line);
        cr_expect_eq(imap_looks_like_command(lines[i].line, length), lines[i].is_command, "%s",
                     lines[i].line);
        cr_expect_eq(imap_looks_like_response(lines[i].line, length), lines[i].is_response, "%s",
                     lines[i].line);
    }
}
