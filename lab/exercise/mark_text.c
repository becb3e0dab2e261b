/* SPDX-License-Identifier: MIT */
/* A mark <-> text (a key file), as one process tells it to another. What the other says may come
 * from a process that a submission has broken: it is read with the same care as a file. */
#include "exercise/mark.h"

#include <string.h>

#define STEPS_MAX 1000

/* A key file wants valid UTF-8 and no control octets in a value. */
static void set_text(GKeyFile *file, const char *group, const char *key, const char *text) {
    if (text == NULL)
        return;
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_key_file_set_string(file, group, key, valid);
}

static char *group_of_step(guint index) {
    return g_strdup_printf("step %u", index);
}

char *mark_write(const Mark *self) {
    g_autoptr(GKeyFile) file = g_key_file_new();
    set_text(file, "mark", "student", self->student);
    set_text(file, "mark", "seed", self->seed);
    set_text(file, "mark", "remark", self->remark);
    g_key_file_set_integer(file, "mark", "points", (gint)self->points);
    g_key_file_set_integer(file, "mark", "of", (gint)self->of);
    g_key_file_set_integer(file, "mark", "steps", (gint)self->steps->len);
    for (guint i = 0; i < self->steps->len; i++) {
        const MarkStep *step = self->steps->pdata[i];
        g_autofree char *group = group_of_step(i);
        g_key_file_set_integer(file, group, "number", (gint)step->number);
        g_key_file_set_boolean(file, group, "right", step->is_right);
        set_text(file, group, "ask", step->ask);
        set_text(file, group, "reason", step->reason);
    }
    return g_key_file_to_data(file, NULL, NULL);
}

static guint number_in(GKeyFile *file, const char *group, const char *key) {
    gint number = g_key_file_get_integer(file, group, key, NULL);
    return number > 0 && number <= STEPS_MAX ? (guint)number : 0;
}

static MarkStep *read_step(GKeyFile *file, const char *group) {
    MarkStep *step = g_new0(MarkStep, 1);
    step->number = number_in(file, group, "number");
    step->is_right = g_key_file_get_boolean(file, group, "right", NULL);
    step->ask = g_key_file_get_string(file, group, "ask", NULL);
    step->reason = g_key_file_get_string(file, group, "reason", NULL);
    return step;
}

Mark *mark_read(const char *text, gsize length) {
    g_autoptr(GKeyFile) file = g_key_file_new();
    if (length == 0 || length > MARK_TEXT_MAX ||
        !g_key_file_load_from_data(file, text, length, G_KEY_FILE_NONE, NULL))
        return NULL;
    g_autofree char *student = g_key_file_get_string(file, "mark", "student", NULL);
    if (student == NULL)
        return NULL;
    Submission submission = {.student = student};
    Mark *self = mark_nothing(&submission, number_in(file, "mark", "of"), NULL);
    self->seed = g_key_file_get_string(file, "mark", "seed", NULL);
    self->remark = g_key_file_get_string(file, "mark", "remark", NULL);
    self->points = MIN(number_in(file, "mark", "points"), self->of);
    guint n_steps = number_in(file, "mark", "steps");
    for (guint i = 0; i < n_steps; i++) {
        g_autofree char *group = group_of_step(i);
        if (!g_key_file_has_group(file, group))
            break;
        g_ptr_array_add(self->steps, read_step(file, group));
    }
    return self;
}
