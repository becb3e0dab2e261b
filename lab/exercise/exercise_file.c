/* SPDX-License-Identifier: MIT */
/* The one reader of exercise.ini's syntax. What the keys mean it does not know. */
#include "exercise/exercise_file.h"

#include "lab.h"
#include "options.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

void exercise_file_refuse(ExerciseFile *self, const char *group, const char *key,
                          const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    if (self->failure == NULL)
        options_refuse(&self->failure, "%s, [%s]%s%s: %s", self->path, group,
                       key != NULL ? " " : "", key != NULL ? key : "", what);
}

char *exercise_file_contents(const char *path, GError **error) {
    g_autoptr(GError) reason = NULL;
    g_autofree char *text = NULL;
    gsize length = 0;
    struct stat status;
    if (stat(path, &status) != 0) {
        options_refuse(error, "%s cannot be read: %s.", path, g_strerror(errno));
        return NULL;
    }
    if (!S_ISREG(status.st_mode) || status.st_size > (off_t)EXERCISE_FILE_MAX) {
        options_refuse(error, "%s is no file of at most %u KiB.", path, EXERCISE_FILE_MAX / 1024);
        return NULL;
    }
    if (!g_file_get_contents(path, &text, &length, &reason)) {
        options_refuse(error, "%s cannot be read: %s.", path, reason->message);
        return NULL;
    }
    if (length > EXERCISE_FILE_MAX || !g_utf8_validate(text, (gssize)length, NULL)) {
        options_refuse(error, "%s is not UTF-8 text of at most %u KiB.", path,
                       EXERCISE_FILE_MAX / 1024);
        return NULL;
    }
    return g_steal_pointer(&text);
}

gboolean exercise_file_has(const ExerciseFile *self, const char *group, const char *key) {
    return g_key_file_has_key(self->keys, group, key, NULL);
}

char *exercise_file_raw(ExerciseFile *self, const char *group, const char *key) {
    g_autoptr(GError) reason = NULL;
    g_autofree char *value = g_key_file_get_value(self->keys, group, key, NULL);
    if (self->failure != NULL || value == NULL)
        return NULL;
    char *filled =
        self->seed != NULL ? seed_fill(self->seed, value, &reason) : g_steal_pointer(&value);
    if (filled == NULL)
        exercise_file_refuse(self, group, key, "%s", reason->message);
    return filled;
}

/* The letters that `escape` holds, behind a backslash, stand for those of `meaning`. */
static char *unescape(const char *text, char escape, char meaning) {
    GString *out = g_string_new(NULL);
    for (; *text != '\0'; text++) {
        gboolean is_escape = text[0] == '\\' && text[1] == escape;
        g_string_append_c(out, is_escape ? meaning : *text);
        text += is_escape ? 1 : 0;
    }
    return g_string_free(out, FALSE);
}

char *exercise_file_text(ExerciseFile *self, const char *group, const char *key,
                         gboolean is_needed) {
    g_autofree char *raw = exercise_file_raw(self, group, key);
    if (raw != NULL && raw[0] != '\0')
        return unescape(raw, 'n', '\n');
    if (is_needed)
        exercise_file_refuse(self, group, key, "is missing.");
    return NULL;
}

/* The octets up to a semicolon without a backslash before it, or the end. */
static gsize member_length(const char *text) {
    gsize length = 0;
    while (text[length] != '\0' && text[length] != ';')
        length += text[length] == '\\' && text[length + 1] == ';' ? 2 : 1;
    return length;
}

char **exercise_file_list(ExerciseFile *self, const char *group, const char *key) {
    g_autofree char *raw = exercise_file_raw(self, group, key);
    GPtrArray *members = g_ptr_array_new();
    for (const char *at = raw; at != NULL && *at != '\0';) {
        gsize length = member_length(at);
        g_autofree char *member = g_strndup(at, length);
        char *text = g_strstrip(unescape(member, ';', ';'));
        if (text[0] != '\0')
            g_ptr_array_add(members, text);
        else
            g_free(text);
        at += length + (at[length] == ';' ? 1 : 0);
    }
    g_ptr_array_add(members, NULL);
    return (char **)g_ptr_array_free(members, FALSE);
}

guint exercise_file_number(ExerciseFile *self, const char *group, const char *key, guint from,
                           guint to, guint otherwise) {
    guint64 number = 0;
    g_autofree char *raw = exercise_file_raw(self, group, key);
    if (raw == NULL)
        return otherwise;
    if (!g_ascii_string_to_unsigned(raw, 10, from, to, &number, NULL)) {
        exercise_file_refuse(self, group, key, "\"%s\" is no number from %u to %u.", raw, from, to);
        return otherwise;
    }
    return (guint)number;
}

Predicate *exercise_file_predicate(ExerciseFile *self, const char *group, const char *key) {
    g_autoptr(GError) reason = NULL;
    g_autofree char *raw = exercise_file_raw(self, group, key);
    if (raw == NULL || raw[0] == '\0')
        return NULL;
    Predicate *predicate = predicate_parse(raw, &reason);
    if (predicate == NULL)
        exercise_file_refuse(self, group, key, "%s", reason->message);
    return predicate;
}

void exercise_file_check_keys(ExerciseFile *self, const char *group, const char *const *known) {
    g_auto(GStrv) keys = g_key_file_get_keys(self->keys, group, NULL, NULL);
    for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
        if (g_strv_contains(known, keys[i]))
            continue;
        const char *near = lab_near_miss(keys[i], known);
        exercise_file_refuse(self, group, keys[i], "there is no such key%s%s%s.",
                             near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
                             near != NULL ? "\"" : "");
    }
}
