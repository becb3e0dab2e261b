/* SPDX-License-Identifier: MIT */
#include "exercise/dialogue.h"

#include "exercise/player.h"

#include <criterion/criterion.h>
#include <string.h>

static const char whole[] = "# how it goes\n"
                            "S: 220\n"
                            "C: EHLO larch.example\n"
                            "S: 250\r\n"
                            "\n"
                            "C:\n"
                            "R: a\\r\\n.\\n\\x41\\0\n"
                            "connect imap\n"
                            "S: * OK\n"
                            "use 1\n"
                            "tls\n"
                            "answer cram-md5 alice pass word\n"
                            "connect 3 pop3\n"
                            "C2: a1 NOOP\n"
                            "close\n";

static const struct {
    DialogueKind kind;
    guint connection;
    const char *text; /* or the octets; NULL: none */
    guint length;     /* of the octets */
} steps[] = {
    {DIALOGUE_CONNECT, 1, NULL, 0},
    {DIALOGUE_EXPECT, 1, "220", 0},
    {DIALOGUE_SEND, 1, "EHLO larch.example\r\n", 20},
    {DIALOGUE_EXPECT, 1, "250", 0},
    {DIALOGUE_SEND, 1, "\r\n", 2},
    {DIALOGUE_SEND, 1, "a\r\n.\nA\0", 7},
    {DIALOGUE_CONNECT, 2, "imap", 0},
    {DIALOGUE_EXPECT, 2, "* OK", 0},
    {DIALOGUE_TLS, 1, NULL, 0},
    {DIALOGUE_ANSWER, 1, "cram-md5 alice pass word", 0},
    {DIALOGUE_CONNECT, 3, "pop3", 0},
    {DIALOGUE_SEND, 2, "a1 NOOP\r\n", 9},
    {DIALOGUE_CLOSE, 2, NULL, 0},
};

Test(dialogue, is_read) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) dialogue = dialogue_parse(whole, &error);
    cr_assert_not_null(dialogue, "%s", error != NULL ? error->message : "");
    cr_assert_eq(dialogue->len, G_N_ELEMENTS(steps));
    for (guint i = 0; i < dialogue->len; i++) {
        const DialogueStep *step = dialogue->pdata[i];
        cr_assert_eq(step->kind, steps[i].kind, "%u", i);
        cr_assert_eq(step->connection, steps[i].connection, "%u", i);
        if (step->kind == DIALOGUE_SEND)
            cr_assert(step->octets->len == steps[i].length &&
                          memcmp(step->octets->str, steps[i].text, steps[i].length) == 0,
                      "%u: %s", i, step->octets->str);
        else
            cr_assert_eq(g_strcmp0(step->text, steps[i].text), 0, "%u", i);
    }
}

Test(dialogue, cut_at_every_point) {
    for (gsize length = 0; length <= strlen(whole); length++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *cut = g_strndup(whole, length);
        g_autoptr(GPtrArray) dialogue = dialogue_parse(cut, &error);
        cr_assert_eq(dialogue == NULL, error != NULL);
    }
}

Test(dialogue, what_is_wrong_is_refused) {
    static const char *const wrong[] = {"X: a",
                                        "close",
                                        "tls",
                                        "use 2",
                                        "C2: a",
                                        "C0: a",
                                        "connect",
                                        "connect 3 smtp",
                                        "connect a b c",
                                        "answer",
                                        "S: 220\nanswer apop",
                                        "EHLO"};
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        cr_assert_null(dialogue_parse(wrong[i], &error), "%s", wrong[i]);
        cr_assert_not_null(strstr(error->message, "Line "));
    }
}

Test(dialogue, is_bounded) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i <= DIALOGUE_STEPS_MAX; i++)
        g_string_append(text, "C: x\n");
    cr_assert_null(dialogue_parse(text->str, NULL));
}

Test(dialogue, of_a_list) {
    char *list[] = {(char *)"EHLO x => 250", (char *)"QUIT", NULL};
    g_autofree char *text = dialogue_of_list(list);
    cr_assert_str_eq(text, "C: EHLO x\nS: 250\nC: QUIT\n");
}

/* RFC 1939 §7 and RFC 2195 §2 have these as examples. */
static const struct {
    const char *call, *greeting, *last, *answer; /* NULL: an error */
} calls[] = {
    {"apop mrose tanstaaf", "+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>", "",
     "APOP mrose c4c9334bac560ecc979e58001b3e22fb"},
    {"apop mrose tanstaaf", "+OK ready", "", NULL},
    {"cram-md5 tim tanstaaftanstaaf", "",
     "+ PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+",
     "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw"},
    {"nothing a b", "", "", NULL},
    {"apop a", "<x>", "", NULL},
};

Test(dialogue, challenges_are_answered) {
    for (guint i = 0; i < G_N_ELEMENTS(calls); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *answer =
            player_answer(calls[i].call, calls[i].greeting, calls[i].last, &error);
        cr_assert_eq(answer == NULL, error != NULL);
        cr_assert_eq(g_strcmp0(answer, calls[i].answer), 0, "%s: %s", calls[i].call, answer);
    }
}
