/* SPDX-License-Identifier: MIT */
#include "exercise/seed.h"

#include "exercise/seed_function.h"

#include <criterion/criterion.h>
#include <string.h>

Test(seed, nobodys_seed_takes_the_first) {
    g_autoptr(Seed) seed = seed_new(NULL, 3);
    cr_assert_str_eq(seed_get(seed, "user"), "alice");
    cr_assert_str_eq(seed_get(seed, "password"), "wonderland");
    cr_assert_str_eq(seed_get(seed, "other"), "bob");
    cr_assert_str_eq(seed_get(seed, "seed"), "");
    cr_assert_null(seed_get(seed, "nobody"));
}

Test(seed, the_same_seed_gives_the_same) {
    static const char *const names[] = {"user",    "other", "password", "other-password",
                                        "subject", "body",  "number",   "name"};
    g_autoptr(Seed) one = seed_new("4711", 3);
    g_autoptr(Seed) again = seed_new("4711", 3);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        cr_assert_str_eq(seed_get(one, names[i]), seed_get(again, names[i]), "%s", names[i]);
    cr_assert_eq(seed_port(one, 0), seed_port(again, 0));
}

/* Of many students few share all of it. */
Test(seed, seeds_differ) {
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < 100; i++) {
        g_autofree char *text = g_strdup_printf("1KS20CS%03u", i);
        g_autoptr(Seed) seed = seed_new(text, 3);
        cr_assert_str_neq(seed_get(seed, "user"), seed_get(seed, "other"));
        g_hash_table_add(seen, g_strdup_printf("%s %s %s %u", seed_get(seed, "user"),
                                               seed_get(seed, "password"), seed_get(seed, "body"),
                                               seed_port(seed, 0)));
    }
    cr_assert_gt(g_hash_table_size(seen), 98);
}

Test(seed, picks_stay_below_their_limit) {
    g_autoptr(Seed) seed = seed_new("4711", 1);
    for (guint32 limit = 1; limit < 200; limit++)
        cr_assert_lt(seed_pick(seed, "anything", limit), limit);
    for (guint i = 0; i < 8; i++)
        cr_assert(seed_port(seed, i) >= 20000 && seed_port(seed, i) < 30000);
}

static const struct {
    const char *text, *filled; /* NULL: an error */
} fills[] = {
    {"", ""},
    {"plain", "plain"},
    {"{user}", "alice"},
    {"<{user}@lab.example>", "<alice@lab.example>"},
    {"{user}{other}", "alicebob"},
    {"{13}", "{13}"},
    {"{}", "{}"},
    {"{", "{"},
    {"{user", "{user"},
    {"{{user}}", "{alice}"},
    {"{not a name}", "{not a name}"},
    {"/[0-9]{2,3}/", "/[0-9]{2,3}/"},
    {"{nobody}", NULL},
    {"{user} and {nobody}", NULL},
};

Test(seed, texts_are_filled_in) {
    g_autoptr(Seed) seed = seed_new(NULL, 1);
    for (guint i = 0; i < G_N_ELEMENTS(fills); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *filled = seed_fill(seed, fills[i].text, &error);
        cr_assert_eq(filled == NULL, error != NULL);
        cr_assert_eq(g_strcmp0(filled, fills[i].filled), 0, "%s: %s", fills[i].text, filled);
    }
}

Test(seed, texts_are_cut_anywhere) {
    static const char text[] = "x {user} {other-password} {number} {13} {";
    g_autoptr(Seed) seed = seed_new("4711", 1);
    for (gsize length = 0; length <= strlen(text); length++) {
        g_autofree char *cut = g_strndup(text, length);
        g_autofree char *filled = seed_fill(seed, cut, NULL);
        cr_assert_not_null(filled);
    }
}

Test(seed, a_text_cannot_grow_without_end) {
    g_autoptr(Seed) seed = seed_new(NULL, 1);
    g_autofree char *large = g_strnfill(SEED_TEXT_MAX / 2, 'x');
    g_autoptr(GError) error = NULL;
    cr_assert(seed_set(seed, "large", large));
    cr_assert_null(seed_fill(seed, "{large}{large}{large}", &error));
    cr_assert_not_null(error);
}

Test(seed, names_are_checked) {
    static const char *const bad[] = {"", "1a", "a b", "a{", "a|b", "ä"};
    g_autoptr(Seed) seed = seed_new(NULL, 1);
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
        cr_assert_not(seed_set(seed, bad[i], "x"), "%s", bad[i]);
    cr_assert(seed_set(seed, "a-b_2", "x"));
}

Test(seed, too_many_variables_are_refused) {
    g_autoptr(Seed) seed = seed_new(NULL, 1);
    gboolean is_well = TRUE;
    for (guint i = 0; i < SEED_VARIABLES_MAX && is_well; i++) {
        g_autofree char *name = g_strdup_printf("v%u", i);
        is_well = seed_set(seed, name, "x");
    }
    cr_assert_not(is_well);
}

Test(seed, values_that_belong_together_come_together) {
    for (guint i = 0; i < 30; i++) {
        g_autofree char *text = g_strdup_printf("%u", i);
        g_autoptr(Seed) seed = seed_new(text, 1);
        cr_assert(seed_vary(seed, "word|code", "cat|Y2F0;sun|c3Vu;{user}|x", NULL));
        const char *word = seed_get(seed, "word"), *code = seed_get(seed, "code");
        cr_assert(strcmp(code, "x") == 0 ? strcmp(word, seed_get(seed, "user")) == 0
                                         : strcmp(code, word[0] == 'c' ? "Y2F0" : "c3Vu") == 0);
    }
}

Test(seed, lists_that_do_not_fit_are_refused) {
    g_autoptr(Seed) seed = seed_new(NULL, 1);
    cr_assert_not(seed_vary(seed, "a|b", "1;2", NULL));
    cr_assert_not(seed_vary(seed, "a", "", NULL));
    cr_assert_not(seed_vary(seed, "1", "x", NULL));
    cr_assert_not(seed_vary(seed, "a", "{nobody}", NULL));
}

static const struct {
    const char *call, *result; /* NULL: an error */
} calls[] = {
    {"base64 \\0bob\\0hungry", "AGJvYgBodW5ncnk="},
    {"base64", ""},
    {"unbase64 Y2F0", "cat"},
    {"quoted-printable a=b \xc3\xa9", "a=3Db =C3=A9"},
    {"quoted-printable end ", "end=20"},
    {"encoded-word caf\xc3\xa9 au lait", "=?utf-8?Q?caf=C3=A9_au_lait?="},
    {"encoded-word-b caf\xc3\xa9", "=?utf-8?B?Y2Fmw6k=?="},
    {"md5 ", "d41d8cd98f00b204e9800998ecf8427e"},
    /* RFC 2195 §2, its example */
    {"cram-md5 tanstaaftanstaaf <1896.697170952@postoffice.reston.mci.net>",
     "b913a602c7eda7a495b4e6e7334d3890"},
    {"cram-md5 alone", NULL},
    {"length a\\r\\n", "3"},
    {"length \\x41\\x4", "4"},
    {"upper cat", "CAT"},
    {"lower CAT", "cat"},
    {"sum 1 2 -4", "-1"},
    {"sum 1 x", NULL},
    {"nothing", NULL},
    {"", NULL},
};

Test(seed, functions_compute) {
    for (guint i = 0; i < G_N_ELEMENTS(calls); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *result = seed_function_call(calls[i].call, &error);
        cr_assert_eq(result == NULL, error != NULL);
        cr_assert_eq(g_strcmp0(result, calls[i].result), 0, "%s: %s", calls[i].call, result);
    }
}

Test(seed, what_is_computed_is_a_variable) {
    g_autoptr(Seed) seed = seed_new(NULL, 1);
    cr_assert(seed_compute(seed, "token", "base64 \\0{user}\\0{password}", NULL));
    cr_assert_str_eq(seed_get(seed, "token"), "AGFsaWNlAHdvbmRlcmxhbmQ=");
}
