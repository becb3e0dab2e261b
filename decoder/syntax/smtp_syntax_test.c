/* SPDX-License-Identifier: MIT */
/* What the lines of SMTP mean, and that their tokens tile every one of them, whole or cut. */
#include "syntax/smtp_syntax.h"

#include <criterion/criterion.h>
#include <string.h>

#define WHOLE(text) (text), strlen(text)

static char *slice_dup(SyntaxSlice slice) {
    return g_strndup(slice.octets != NULL ? slice.octets : "", slice.length);
}

static void expect_slice(SyntaxSlice slice, const char *expected, const char *where) {
    g_autofree char *got = slice_dup(slice);
    cr_assert_str_eq(got, expected, "%s: got \"%s\", expected \"%s\"", where, got, expected);
}

typedef struct {
    const char *keyword, *argument, *address, *parameters; /* parameters as "NAME=value NAME" */
    guint problems;
} PathCase;

/* clang-format off */
static const PathCase paths[] = {
    { "FROM", "FROM:<a@b.example>", "a@b.example", "", 0 },
    { "FROM", "from:<a@b.example>", "a@b.example", "", 0 },
    { "FROM", "FROM:<>", "", "", 0 },
    { "FROM", "FROM:<> SIZE=0", "", "SIZE=0", 0 },
    { "FROM", "FROM:<a@b> SIZE=12 BODY=8BITMIME SMTPUTF8", "a@b", "SIZE=12 BODY=8BITMIME SMTPUTF8", 0 },
    { "FROM", "FROM:<a@b> AUTH=<>", "a@b", "AUTH=<>", 0 },
    { "TO", "TO:<a@b> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;a+2Bx@b", "a@b", "NOTIFY=SUCCESS,DELAY ORCPT=rfc822;a+2Bx@b", 0 },
    { "TO", "TO:<Postmaster>", "Postmaster", "", 0 },
    { "TO", "TO:<postMASTER@b>", "postMASTER@b", "", 0 },
    { "FROM", "FROM:<postmaster>", "postmaster", "", SMTP_PATH_NO_DOMAIN },
    { "TO", "TO:<bob>", "bob", "", SMTP_PATH_NO_DOMAIN },
    { "TO", "TO:<a@[192.0.2.1]>", "a@[192.0.2.1]", "", 0 },
    { "TO", "TO:<a@[IPv6:2001:db8::1]>", "a@[IPv6:2001:db8::1]", "", 0 },
    { "TO", "TO:<a@[tag:what.ever]>", "a@[tag:what.ever]", "", 0 },
    { "TO", "TO:<a@[192.0.2.256]>", "a@[192.0.2.256]", "", SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<a@[192.0.2]>", "a@[192.0.2]", "", SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<a@[192.0.2.1.5]>", "a@[192.0.2.1.5]", "", SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<a@[IPv6:zz::1]>", "a@[IPv6:zz::1]", "", SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<a@[192.0.2.1>", "a@[192.0.2.1", "", SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<a@[]>", "a@[]", "", SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<a@b_c.example>", "a@b_c.example", "", SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<a@-b>", "a@-b", "", SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<a@b..c>", "a@b..c", "", SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<a@b.>", "a@b.", "", SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<a@>", "a@", "", SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<@b>", "@b", "", SMTP_PATH_BAD_LOCAL_PART },
    { "TO", "TO:<.a@b>", ".a@b", "", SMTP_PATH_BAD_LOCAL_PART },
    { "TO", "TO:<a..b@c>", "a..b@c", "", SMTP_PATH_BAD_LOCAL_PART },
    { "TO", "TO:<a b@c>", "a b@c", "", SMTP_PATH_BAD_LOCAL_PART },
    { "TO", "TO:<a@b@c>", "a@b@c", "", SMTP_PATH_BAD_LOCAL_PART },
    { "TO", "TO:<\"a b\"@c>", "\"a b\"@c", "", 0 },
    { "TO", "TO:<\"a > b\"@c> X", "\"a > b\"@c", "X", 0 },
    { "TO", "TO:<\"a@b\\\"c\"@d>", "\"a@b\\\"c\"@d", "", 0 },
    { "TO", "TO:<\"\"@c>", "\"\"@c", "", 0 },
    { "TO", "TO:<\"a\"b@c>", "\"a\"b@c", "", SMTP_PATH_BAD_LOCAL_PART },
    { "TO", "TO:<\"a@c>", "\"a@c", "", SMTP_PATH_BAD_LOCAL_PART },
    { "TO", "TO:<\"a\tb\"@c>", "\"a\tb\"@c", "", SMTP_PATH_BAD_LOCAL_PART },
    { "TO", "TO:<\"a\"@c@d>", "\"a\"@c@d", "", SMTP_PATH_BAD_LOCAL_PART },
    { "TO", "TO:<@a.example,@b.example:user@c.example>", "user@c.example", "", SMTP_PATH_SOURCE_ROUTE },
    { "TO", "TO:<@a_b:user@c>", "user@c", "", SMTP_PATH_SOURCE_ROUTE | SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<@a,b:user@c>", "user@c", "", SMTP_PATH_SOURCE_ROUTE | SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<@a:>", "", "", SMTP_PATH_SOURCE_ROUTE | SMTP_PATH_BAD_LOCAL_PART | SMTP_PATH_NO_DOMAIN },
    { "FROM", "FROM: <a@b>", "a@b", "", SMTP_PATH_SPACE_AFTER_COLON },
    { "FROM", "FROM :<a@b>", "a@b", "", SMTP_PATH_SPACE_BEFORE_COLON },
    { "FROM", "FROM: rprustagi@ksit.edu.in", "rprustagi@ksit.edu.in", "", SMTP_PATH_SPACE_AFTER_COLON | SMTP_PATH_NO_BRACKETS },
    { "FROM", "FROM:a@b SIZE=1", "a@b", "SIZE=1", SMTP_PATH_NO_BRACKETS },
    { "FROM", "FROM:<a@b", "a@b", "", SMTP_PATH_UNBALANCED },
    { "FROM", "FROM:<a@b SIZE=1", "a@b", "SIZE=1", SMTP_PATH_UNBALANCED },
    { "FROM", "FROM:<", "", "", SMTP_PATH_UNBALANCED },
    { "FROM", "FROM:", "", "", SMTP_PATH_EMPTY },
    { "FROM", "FROM: ", "", "", SMTP_PATH_EMPTY | SMTP_PATH_SPACE_AFTER_COLON },
    { "FROM", "", "", "", SMTP_PATH_EMPTY | SMTP_PATH_NO_KEYWORD },
    { "FROM", "<a@b>", "a@b", "", SMTP_PATH_NO_KEYWORD },
    { "FROM", "FROM <a@b>", "a@b", "", SMTP_PATH_NO_KEYWORD },
    { "FROM", "TO:<a@b>", "TO:<a@b>", "", SMTP_PATH_NO_KEYWORD | SMTP_PATH_NO_BRACKETS | SMTP_PATH_BAD_LOCAL_PART | SMTP_PATH_BAD_DOMAIN },
    { "FROM", "FROMAGE@b", "FROMAGE@b", "", SMTP_PATH_NO_KEYWORD | SMTP_PATH_NO_BRACKETS },
    { "FROM", "FROM:<a@b>SIZE=1", "a@b", "SIZE=1", SMTP_PATH_BAD_PARAMETER },
    { "FROM", "FROM:<a@b> =1", "a@b", "=1", SMTP_PATH_BAD_PARAMETER },
    { "FROM", "FROM:<a@b> SIZE=", "a@b", "SIZE=", SMTP_PATH_BAD_PARAMETER },
    { "FROM", "FROM:<a@b> A=b=c", "a@b", "A=b=c", SMTP_PATH_BAD_PARAMETER },
    { "FROM", "FROM:<a@b> A_B=1", "a@b", "A_B=1", SMTP_PATH_BAD_PARAMETER },
    { "FROM", "FROM:<a@b>  SIZE=1  ", "a@b", "SIZE=1", 0 },
    { "FROM", "FROM:<\303\274@b> SMTPUTF8", "\303\274@b", "SMTPUTF8", SMTP_PATH_8BIT },
    { "FROM", "FROM:<a@b\303\274.example>", "a@b\303\274.example", "", SMTP_PATH_8BIT },
    { "FROM", "FROM:<\374@b>", "\374@b", "", SMTP_PATH_8BIT | SMTP_PATH_BAD_LOCAL_PART },
    { "FROM", "FROM:<a@b\374>", "a@b\374", "", SMTP_PATH_8BIT | SMTP_PATH_BAD_DOMAIN },
    { "TO", "TO:<a@b> ORCPT=utf-8;\303\274@b", "a@b", "ORCPT=utf-8;\303\274@b", SMTP_PATH_8BIT },
    { "TO", "TO:<a@b> A=1 B=2 C=3 D=4 E=5 F=6 G=7 H=8 I=9 J=10 K=11 L=12 M=13 N=14 O=15 P=16", "a@b",
      "A=1 B=2 C=3 D=4 E=5 F=6 G=7 H=8 I=9 J=10 K=11 L=12 M=13 N=14 O=15 P=16", 0 },
    { "TO", "TO:<a@b> A=1 B=2 C=3 D=4 E=5 F=6 G=7 H=8 I=9 J=10 K=11 L=12 M=13 N=14 O=15 P=16 Q=17", "a@b",
      "A=1 B=2 C=3 D=4 E=5 F=6 G=7 H=8 I=9 J=10 K=11 L=12 M=13 N=14 O=15 P=16", SMTP_PATH_TOO_MANY_PARAMETERS },
};
/* clang-format on */

static char *parameters_text(const SmtpPath *path) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < path->n_parameters; i++) {
        const SmtpParameter *parameter = &path->parameters[i];
        g_autofree char *keyword = slice_dup(parameter->keyword);
        g_autofree char *value = slice_dup(parameter->value);
        g_string_append_printf(text, "%s%s%s%s", i > 0 ? " " : "", keyword,
                               parameter->value.octets != NULL ? "=" : "", value);
    }
    return g_string_free(text, FALSE);
}

Test(smtp_path, whole) {
    for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
        const PathCase *wanted = &paths[i];
        SmtpPath path;
        smtp_parse_path(WHOLE(wanted->argument), wanted->keyword, &path);
        expect_slice(path.address, wanted->address, wanted->argument);
        cr_assert_eq(path.problems, wanted->problems, "%s: problems %x, expected %x",
                     wanted->argument, path.problems, wanted->problems);
        g_autofree char *parameters = parameters_text(&path);
        cr_assert_str_eq(parameters, wanted->parameters, "%s: %s", wanted->argument, parameters);
    }
}

/* A copy of exactly these octets, so that reading beyond them is noticed. */
static char *exact_copy(const char *octets, gsize length) {
    return length == 0 ? g_malloc(1) : g_memdup2(octets, length);
}

/* Every cut argument is read without harm, and the address lies inside it. */
Test(smtp_path, cut) {
    for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
        for (gsize length = 0; length <= strlen(paths[i].argument); length++) {
            g_autofree char *cut = exact_copy(paths[i].argument, length);
            SmtpPath path;
            smtp_parse_path(cut, length, paths[i].keyword, &path);
            cr_assert(path.address.octets >= cut);
            cr_assert_leq((gsize)(path.address.octets - cut) + path.address.length, length);
            cr_assert_leq(path.n_parameters, SMTP_PARAMETERS_MAX);
        }
    }
}

Test(smtp_path, many_open_quotes_take_linear_time) {
    g_autoptr(GString) argument = g_string_new("TO:<");
    for (guint i = 0; i < 500000; i++)
        g_string_append(argument, "\"\\");
    gint64 begin = g_get_monotonic_time();
    SmtpPath path;
    smtp_parse_path(argument->str, argument->len, "TO", &path);
    cr_assert(path.problems & SMTP_PATH_UNBALANCED);
    cr_assert_lt(g_get_monotonic_time() - begin, (gint64)5 * G_USEC_PER_SEC);
}

Test(smtp_command, verb_and_argument) {
    static const struct {
        const char *line, *verb, *argument;
    } cases[] = {
        {"MAIL FROM:<a@b>", "MAIL", "FROM:<a@b>"},
        {"data", "data", ""},
        {"", "", ""},
        {"NOOP   some  words ", "NOOP", "some  words "},
        {"QUIT ", "QUIT", ""},
        {" RSET", "", "RSET"},
        {"VRFY\tbob", "VRFY", "bob"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        SyntaxSlice verb, argument;
        smtp_parse_command(WHOLE(cases[i].line), &verb, &argument);
        expect_slice(verb, cases[i].verb, cases[i].line);
        expect_slice(argument, cases[i].argument, cases[i].line);
    }
}

Test(smtp_bdat, sizes) {
    static const struct {
        const char *argument;
        gboolean is_valid, is_last;
        guint64 size;
    } cases[] = {
        {"86", TRUE, FALSE, 86},
        {"86 LAST", TRUE, TRUE, 86},
        {"0 last ", TRUE, TRUE, 0},
        {"9223372036854775807", TRUE, FALSE, G_MAXINT64},
        {"9223372036854775808", FALSE, FALSE, 0},
        {"18446744073709551616", FALSE, FALSE, 0},
        {"99999999999999999999999999", FALSE, FALSE, 0},
        {"-1", FALSE, FALSE, 0},
        {"+1", FALSE, FALSE, 0},
        {"0x10", FALSE, FALSE, 0},
        {"", FALSE, FALSE, 0},
        {"LAST", FALSE, FALSE, 0},
        {"86 FIRST", FALSE, FALSE, 0},
        {"86 LAST 1", FALSE, TRUE, 0},
        {"86LAST", FALSE, FALSE, 0},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint64 size = 0;
        gboolean is_last = FALSE;
        gboolean is_valid = smtp_parse_bdat(WHOLE(cases[i].argument), &size, &is_last);
        cr_assert_eq(is_valid, cases[i].is_valid, "%s", cases[i].argument);
        cr_assert(!is_valid || (size == cases[i].size && is_last == cases[i].is_last), "%s",
                  cases[i].argument);
    }
}

Test(smtp_number, bounds) {
    guint64 number = 0;
    cr_assert(smtp_parse_number(WHOLE("18446744073709551615"), &number));
    cr_assert_eq(number, G_MAXUINT64);
    cr_assert(smtp_parse_number(WHOLE("007"), &number));
    cr_assert_eq(number, 7);
    cr_assert_not(smtp_parse_number(WHOLE("18446744073709551616"), &number));
    cr_assert_not(smtp_parse_number(WHOLE(""), &number));
    cr_assert_not(smtp_parse_number(WHOLE(" 1"), &number));
    cr_assert_not(smtp_parse_number(WHOLE("1 "), &number));
}

Test(smtp_reply, lines) {
    static const struct {
        const char *line, *code;
        gboolean is_last;
        const char *enhanced, *text, *phrase;
    } cases[] = {
        {"250 2.1.5 Ok", "250", TRUE, "2.1.5", "2.1.5 Ok", "Ok"},
        {"250-SIZE 10240000", "250", FALSE, "", "SIZE 10240000", "SIZE 10240000"},
        {"250", "250", TRUE, "", "", ""},
        {"250 ", "250", TRUE, "", "", ""},
        {"250-", "250", FALSE, "", "", ""},
        {"550 5.1.1", "550", TRUE, "5.1.1", "5.1.1", ""},
        {"550 5.7.100 no", "550", TRUE, "5.7.100", "5.7.100 no", "no"},
        {"550 4.1.1 class differs", "550", TRUE, "", "4.1.1 class differs", "4.1.1 class differs"},
        {"250 2.1.5Ok", "250", TRUE, "", "2.1.5Ok", "2.1.5Ok"},
        {"250 2.1", "250", TRUE, "", "2.1", "2.1"},
        {"250 2.01.5 x", "250", TRUE, "", "2.01.5 x", "2.01.5 x"},
        {"250 2.1.5555 x", "250", TRUE, "", "2.1.5555 x", "2.1.5555 x"},
        {"250 2.1. x", "250", TRUE, "", "2.1. x", "2.1. x"},
        {"354 3.0.0 x", "354", TRUE, "", "3.0.0 x", "3.0.0 x"},
        {"250  2.1.5 x", "250", TRUE, "", " 2.1.5 x", " 2.1.5 x"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        SmtpReplyLine reply;
        cr_assert(smtp_parse_reply_line(WHOLE(cases[i].line), &reply), "%s", cases[i].line);
        cr_assert_str_eq(reply.code, cases[i].code);
        cr_assert_eq(reply.is_last, cases[i].is_last, "%s", cases[i].line);
        cr_assert_str_eq(reply.enhanced, cases[i].enhanced, "%s", cases[i].line);
        expect_slice(reply.text, cases[i].text, cases[i].line);
        expect_slice(reply.phrase, cases[i].phrase, cases[i].line);
    }
}

Test(smtp_reply, lines_that_are_none) {
    static const char *const lines[] = {"",        "2",      "25",  "25 ok",
                                        "2500 ok", "250:ok", "+OK", "x50 ok"};
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        SmtpReplyLine reply;
        cr_assert_not(smtp_parse_reply_line(WHOLE(lines[i]), &reply), "%s", lines[i]);
    }
}

Test(smtp_xtext, decoding) {
    static const struct {
        const char *xtext, *text; /* NULL: malformed */
    } cases[] = {
        {"", ""},           {"abc", "abc"},         {"a+2Bb", "a+b"}, {"+3D", "="},
        {"+20x", " x"},     {"+C3+BC", "\303\274"}, {"a+2", NULL},    {"+", NULL},
        {"+2b", NULL},      {"+ZZ", NULL},          {"a=b", NULL},    {"a b", NULL},
        {"\303\274", NULL}, {"+00", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = smtp_decode_xtext(WHOLE(cases[i].xtext));
        cr_assert_eq(g_strcmp0(text, cases[i].text), 0, "%s", cases[i].xtext);
    }
}
