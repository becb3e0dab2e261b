/* SPDX-License-Identifier: MIT */
/* The reference card, where to go on, and beginning again. */
#include "exercise/verbs.h"

#include <stdio.h>
#include <string.h>

/* ---- list ----------------------------------------------------------------------------------- */

static const char *mark_of(const Desk *desk, const Exercise *exercise) {
    if (exercise_progress_is_done(desk->progress, exercise->number))
        return "done";
    return exercise_progress_is_begun(desk->progress, exercise->number) ? "begun" : "";
}

static void say_row(Desk *desk, const Exercise *exercise) {
    const char *mark = mark_of(desk, exercise);
    g_autofree char *lead = g_strdup_printf("%2u  %-5s ", exercise->number, mark);
    g_autofree char *slides =
        exercise->slides != NULL ? g_strdup_printf(", slide %s", exercise->slides) : g_strdup("");
    desk_say(desk, 0, lead, strcmp(mark, "done") == 0 ? STYLE_GOOD : NULL, "%s", exercise->title);
    desk_say(desk, 10, NULL, NULL, "%s", exercise->claim);
    desk_say(desk, 10, NULL, STYLE_DIM, "%s%s, %s", exercise->rfc, slides,
             exercise_kind_name(exercise->kind));
}

/* One exercise a line, for pipes: number, done, kind, name, title, RFC, slides. */
static void say_brief(Desk *desk, const Exercise *exercise) {
    g_string_append_printf(desk->page.out, "%u\t%s\t%s\t%s\t%s\t%s\t%s\n", exercise->number,
                           mark_of(desk, exercise), exercise_kind_name(exercise->kind),
                           exercise->name, exercise->title, exercise->rfc,
                           exercise->slides != NULL ? exercise->slides : "");
}

int verb_list(Desk *desk, GPtrArray *operands) {
    g_autoptr(GPtrArray) all = desk_load_all(desk);
    if (all == NULL)
        return LAB_USAGE;
    guint n_done = 0;
    for (guint i = 0; i < all->len; i++) {
        const Exercise *exercise = all->pdata[i];
        n_done += exercise_progress_is_done(desk->progress, exercise->number) ? 1 : 0;
        if (desk->options->quiet)
            say_brief(desk, exercise);
        else
            say_row(desk, exercise);
    }
    if (!desk->options->quiet) {
        text_page_blank(&desk->page);
        desk_say(desk, 0, NULL, NULL, "%u of %u done. Read one with: maillab exercise show N",
                 n_done, all->len);
    }
    desk_print(desk);
    return LAB_DONE;
}

/* ---- next ----------------------------------------------------------------------------------- */

guint next_open(Desk *desk, guint number) {
    g_autoptr(GPtrArray) paths = exercises_find(desk->directory, NULL);
    guint first = 0;
    for (guint i = 0; paths != NULL && i < paths->len; i++) {
        g_autofree char *name = g_path_get_basename(paths->pdata[i]);
        guint found = (guint)g_ascii_strtoull(name, NULL, 10);
        if (exercise_progress_is_done(desk->progress, found))
            continue;
        if (found > number)
            return found;
        first = first > 0 ? first : found;
    }
    return first;
}

void say_all_done(Desk *desk, guint n) {
    desk_say(desk, 0, NULL, STYLE_HEADING, "That was the last of them: all %u exercises are done.",
             n);
    desk_say(
        desk, 2, NULL, NULL,
        "You have spoken SMTP, POP3 and IMAP by hand, read them off the wire, and said beforehand "
        "what would happen. You know now what a mail server promises with its 250, why an envelope "
        "is no header, what a dot may do, and what an eavesdropper sees. Mail is older than the "
        "web, and still every part of it can be read by whoever takes the time.");
    desk_say(desk, 2, NULL, NULL,
             "From here: put `maillab watch` beside a mail program of your own and find what you "
             "know in it; let `maillab compare` show you where tools disagree; or write an "
             "exercise for those who come after you (exercises/README.md). What you did is kept "
             "in %s.",
             exercise_progress_path(desk->progress));
}

static guint count_exercises(const Desk *desk) {
    g_autoptr(GPtrArray) paths = exercises_find(desk->directory, NULL);
    return paths != NULL ? paths->len : 0;
}

int verb_next(Desk *desk, GPtrArray *operands) {
    guint number = next_open(desk, 0), n = count_exercises(desk);
    g_autofree char *word = g_strdup_printf("%u", number);
    g_autoptr(Exercise) exercise = number > 0 ? desk_load(desk, word) : NULL;
    if (n == 0) {
        lab_complain("There are no exercises in %s.", desk->directory);
        return LAB_USAGE;
    }
    if (number > 0 && exercise == NULL)
        return LAB_USAGE;
    if (number == 0) {
        say_all_done(desk, n);
    } else {
        show_exercise(desk, exercise);
        show_commands(desk, exercise);
    }
    desk_print(desk);
    return LAB_DONE;
}

/* ---- reset ---------------------------------------------------------------------------------- */

int verb_reset(Desk *desk, GPtrArray *operands) {
    guint number = 0;
    if (operands->len > 0) {
        g_autoptr(Exercise) exercise = desk_load(desk, operands->pdata[0]);
        if (exercise == NULL)
            return LAB_USAGE;
        number = exercise->number;
    }
    exercise_progress_reset(desk->progress, number);
    if (!desk_save(desk))
        return LAB_USAGE;
    if (number > 0)
        desk_say(desk, 0, NULL, NULL, "Exercise %u is as if you had never begun it.", number);
    else
        desk_say(desk, 0, NULL, NULL, "All exercises are as if you had never begun them.");
    desk_print(desk);
    return LAB_DONE;
}
