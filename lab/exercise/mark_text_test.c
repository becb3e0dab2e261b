/* SPDX-License-Identifier: MIT */
#include "exercise/mark.h"

#include <criterion/criterion.h>
#include <string.h>

static Mark *example(void) {
    Submission submission = {.student = (char *)"al\tice =1", .seed = (char *)"4711"};
    Mark *mark = mark_nothing(&submission, 2, "line one\nline two");
    MarkStep *step = g_new0(MarkStep, 1);
    step->number = 1;
    step->is_right = TRUE;
    step->ask = g_strdup("How many?");
    g_ptr_array_add(mark->steps, step);
    step = g_new0(MarkStep, 1);
    step->number = 2;
    step->ask = g_strdup("[step 9]\nright=true");
    step->reason = g_strdup(" no: \\ [mark] \xff");
    g_ptr_array_add(mark->steps, step);
    mark->points = 1;
    return mark;
}

Test(mark_text, what_is_written_is_read_again) {
    g_autoptr(Mark) before = example();
    g_autofree char *text = mark_write(before);
    g_autoptr(Mark) after = mark_read(text, strlen(text));
    cr_assert_not_null(after);
    cr_assert_str_eq(after->student, before->student);
    cr_assert_str_eq(after->seed, "4711");
    cr_assert_str_eq(after->remark, "line one\nline two");
    cr_assert_eq(after->points, 1);
    cr_assert_eq(after->of, 2);
    cr_assert_eq(after->steps->len, 2);
    const MarkStep *first = after->steps->pdata[0], *second = after->steps->pdata[1];
    cr_assert(first->is_right);
    cr_assert_str_eq(first->ask, "How many?");
    cr_assert_not(second->is_right);
    cr_assert_str_eq(second->ask, "[step 9]\nright=true");
    cr_assert_str_eq(second->reason, " no: \\ [mark] \xef\xbf\xbd");
}

Test(mark_text, cut_anywhere_it_gives_no_more_points_than_were_made) {
    g_autoptr(Mark) before = example();
    g_autofree char *text = mark_write(before);
    gsize length = strlen(text);
    for (gsize cut = 0; cut < length; cut++) {
        g_autofree char *part = g_strndup(text, cut);
        g_autoptr(Mark) after = mark_read(part, cut);
        if (after == NULL)
            continue;
        cr_assert_leq(after->points, after->of, "cut at %zu", cut);
        cr_assert_leq(after->steps->len, 2u, "cut at %zu", cut);
    }
}

static const char *const hostile[] = {
    "", "no key file", "[mark]\n", "[mark]\nstudent=\n\xff", "[step 0]\nright=true\n",
};

Test(mark_text, what_is_no_mark_is_refused) {
    for (guint i = 0; i < G_N_ELEMENTS(hostile); i++)
        cr_assert_null(mark_read(hostile[i], strlen(hostile[i])), "case %u", i);
}

Test(mark_text, more_points_than_there_are_cannot_be_claimed) {
    const char *text = "[mark]\nstudent=eve\npoints=999\nof=3\nsteps=999\n";
    g_autoptr(Mark) mark = mark_read(text, strlen(text));
    cr_assert_eq(mark->points, 3);
    cr_assert_eq(mark->steps->len, 0);
}
