/* SPDX-License-Identifier: MIT */
#include "mime/mime_parameters.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *text, *expected; /* "value|name=value|…" */
    guint problems;
} cases[] = {
    {" text/plain", "text/plain", 0},
    {"TEXT / Plain (comment); Charset=UTF-8", "text/plain|charset=UTF-8", 0},
    {"text/plain; charset=us-ascii (Plain text)", "text/plain|charset=us-ascii", 0},
    {"text/plain;\r\n\tcharset=\"us-\\\"ascii\"", "text/plain|charset=us-\"ascii", 0},
    {"a/b; name=\"semi;colon = \\\\\"", "a/b|name=semi;colon = \\", 0},
    {"a/b; name=\"fold\r\n ed\"", "a/b|name=fold ed", 0},
    {"attachment; filename*=utf-8''%C3%A9t%C3%A9", "attachment|filename=\303\251t\303\251", 0},
    {"attachment; filename*=iso-8859-1'fr'%E9", "attachment|filename=\303\251", 0},
    {"a/b; x*0=\"one \"; x*1=two; x*2=3", "a/b|x=one two3", 0},
    {"a/b; x*1=b; y=z; x*0=a", "a/b|x=ab|y=z", 0},
    {"a/b; x*0*=utf-8''%C3; x*1*=%A9; x*2=%41", "a/b|x=\303\251%41", 0},
    {"a/b; x*0=a; x*2=c", "a/b|x=a", MIME_PARAMETERS_SYNTAX},
    {"a/b; x=plain; x*=utf-8''ext", "a/b|x=ext", 0},
    {"a/b; x*=utf-8''ext; x=plain", "a/b|x=ext", 0},
    {"a/b; x*=abc", "a/b|x=abc", MIME_PARAMETERS_SYNTAX},
    {"a/b; x=1; x=2", "a/b|x=1", MIME_PARAMETERS_DUPLICATE},
    {"a/b; x*=no-such''a", "a/b|x=a", MIME_PARAMETERS_CHARSET},
    {"a/b; x=\"=?utf-8?Q?=C3=A9?=.txt\"", "a/b|x=\303\251.txt", MIME_PARAMETERS_ENCODED_WORD},
    {"a/b; filename=my file.pdf; y=z", "a/b|filename=my file.pdf|y=z", MIME_PARAMETERS_SYNTAX},
    {"a/b; x=a/b=c", "a/b|x=a/b=c", MIME_PARAMETERS_SYNTAX},
    {"a/b; x=", "a/b|x=", MIME_PARAMETERS_SYNTAX},
    {"a/b; x", "a/b", MIME_PARAMETERS_SYNTAX},
    {"a/b; =x; y=z", "a/b|y=z", MIME_PARAMETERS_SYNTAX},
    {"a/b;; y=z;", "a/b|y=z", MIME_PARAMETERS_SYNTAX},
    {"a/b; x=\"open; y=z", "a/b|x=open; y=z", MIME_PARAMETERS_SYNTAX},
    {"", "", MIME_PARAMETERS_SYNTAX},
    {"; x=y", "|x=y", MIME_PARAMETERS_SYNTAX},
    {"a/b; x=\344", "a/b|x=\357\277\275", 0},
};

static char *show(const MimeParameters *parameters) {
    GString *text = g_string_new(parameters->value);
    for (guint i = 0; i < parameters->n_parameters; i++) {
        g_string_append_printf(text, "|%s=%s", parameters->parameters[i].name,
                               parameters->parameters[i].value);
    }
    return g_string_free(text, FALSE);
}

Test(mime_parameters, parses) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(MimeParameters) parameters =
            mime_parameters_parse(cases[i].text, strlen(cases[i].text));
        g_autofree char *text = show(parameters);
        cr_expect_str_eq(text, cases[i].expected, "[%s]: [%s]", cases[i].text, text);
        cr_expect_eq(parameters->problems, cases[i].problems, "[%s]: %u", cases[i].text,
                     parameters->problems);
    }
}

Test(mime_parameters, reads_nothing_beyond_a_cut) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize length = 0; length <= strlen(cases[i].text); length++) {
            g_autofree char *part = g_memdup2(cases[i].text, length);
            g_autoptr(MimeParameters) parameters = mime_parameters_parse(part, length);
            for (guint k = 0; k < parameters->n_parameters; k++) {
                const MimeParameter *one = &parameters->parameters[k];
                cr_expect(g_utf8_validate(one->value, -1, NULL));
                cr_expect_leq(one->offset + one->length, length);
            }
        }
    }
}

Test(mime_parameters, stops_at_the_cap) {
    g_autoptr(GString) text = g_string_new("a/b");
    for (guint i = 0; i < MIME_PARAMETERS_MAX; i++) {
        g_string_append_printf(text, ";x%u=y", i);
    }
    g_autoptr(MimeParameters) full = mime_parameters_parse(text->str, text->len);
    cr_assert_eq(full->n_parameters, MIME_PARAMETERS_MAX);
    cr_assert_eq(full->problems, 0);
    g_string_append(text, ";z=1");
    g_autoptr(MimeParameters) over = mime_parameters_parse(text->str, text->len);
    cr_assert_eq(over->n_parameters, MIME_PARAMETERS_MAX);
    cr_assert_eq(over->problems, MIME_PARAMETERS_TOO_MANY);
}
