/* SPDX-License-Identifier: MIT */
#include "auth/users.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
    const char *text;
    const char *error; /* its beginning; NULL: it is taken */
    guint count;
} Case;

static const Case cases[] = {
    {"alice:wonderland\nbob:hungry\n", NULL, 2},
    {"# the class\n\nalice:a:b\r\nd.e-f_1:x", NULL, 2},
    {"alice:wonderland\nalice:again\n", "line 2: this name was there before", 0},
    {"\n\nalice\n", "line 3: there is no colon", 0},
    {"alice:\n", "line 1: the password is missing", 0},
    {":x\n", "line 1: a name is made of", 0},
    {"../etc:x\n", "line 1: a name is made of", 0},
    {".hidden:x\n", "line 1: a name is made of", 0},
    {"a/b:x\n", "line 1: a name is made of", 0},
    {"a b:x\n", "line 1: a name is made of", 0},
    {"al\xffice:x\n", "line 1: it is no UTF-8", 0},
    {"", "there is no user in it", 0},
    {"# nobody\n", "there is no user in it", 0},
};

Test(users, parse) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Users) users = users_parse(cases[i].text, strlen(cases[i].text), &error);
        cr_expect_eq(users != NULL, cases[i].error == NULL, "%s", cases[i].text);
        if (cases[i].error != NULL)
            cr_expect(g_str_has_prefix(error->message, cases[i].error), "%s", error->message);
        else
            cr_expect_eq(users_count(users), cases[i].count, "%s", cases[i].text);
    }
}

Test(users, a_nul_is_no_text) {
    cr_expect_null(users_parse("a:b\0c\n", 6, NULL));
}

Test(users, a_password_may_hold_colons) {
    g_autoptr(Users) users = users_parse("a:b:c ", 6, NULL);
    cr_expect_str_eq(users_password(users, "a"), "b:c ");
}

Test(users, check) {
    g_autoptr(Users) users = users_new_default();
    cr_expect(users_check(users, "alice", "wonderland"));
    cr_expect(users_check(users, "bob", "hungry"));
    static const char *const wrong[][2] = {{"alice", "hungry"},
                                           {"alice", "wonderlan"},
                                           {"alice", "wonderlandw"},
                                           {"alice", ""},
                                           {"Alice", "wonderland"},
                                           {"carol", ""},
                                           {"", ""},
                                           {"bob", "hungryhungry"}};
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
        cr_expect(!users_check(users, wrong[i][0], wrong[i][1]), "%s %s", wrong[i][0], wrong[i][1]);
}
