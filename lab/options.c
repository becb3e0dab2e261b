/* SPDX-License-Identifier: MIT */
/* Command line -> values of a table of options, and the table -> help. It knows no option itself.
 */
#include "options.h"

#include "lab.h"

#include <stdarg.h>
#include <string.h>

#define HELP_COLUMN 26u

GQuark options_error_quark(void) {
    return g_quark_from_static_string("maillab-options");
}

gboolean options_refuse(GError **error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *sentence = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error_literal(error, OPTIONS_ERROR, 0, sentence);
    return FALSE;
}

typedef struct {
    const Option *table;
    guint n_options;
    char **argv;
    int argc, at;
    OptionTake take;
    gpointer user;
    GError **error;
} Reading;

static gboolean refuse_unknown(Reading *self, const char *name) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < self->n_options; i++) {
        if (self->table[i].name != NULL)
            g_ptr_array_add(names, (gpointer)self->table[i].name);
    }
    g_ptr_array_add(names, NULL);
    const char *near = lab_near_miss(name, (const char *const *)names->pdata);
    if (near == NULL)
        return options_refuse(self->error, "There is no option --%s; --help lists them all.", name);
    return options_refuse(self->error, "There is no option --%s; did you mean --%s?", name, near);
}

/* The next word as the value of an option that needs one. */
static const char *next_word(Reading *self) {
    return self->at + 1 < self->argc ? self->argv[++self->at] : NULL;
}

static gboolean take_long(Reading *self, const char *word) {
    const char *equals = strchr(word, '=');
    g_autofree char *name = g_strndup(word, equals == NULL ? strlen(word) : (gsize)(equals - word));
    for (guint i = 0; i < self->n_options; i++) {
        const Option *option = &self->table[i];
        if (option->name == NULL || strcmp(option->name, name) != 0)
            continue;
        if (option->value == NULL && equals != NULL)
            return options_refuse(self->error, "The option --%s takes no value.", name);
        if (option->value == NULL)
            return self->take(self->user, i, NULL, self->error);
        const char *value = equals != NULL ? equals + 1 : next_word(self);
        if (value == NULL)
            return options_refuse(self->error, "The option --%s needs a value: --%s %s.", name,
                                  name, option->value);
        return self->take(self->user, i, value, self->error);
    }
    return refuse_unknown(self, name);
}

static gint find_letter(const Reading *self, char letter) {
    for (guint i = 0; i < self->n_options; i++) {
        if (self->table[i].letter == letter)
            return (gint)i;
    }
    return -1;
}

/* "-qx", "-Tjson", "-T json" */
static gboolean take_letters(Reading *self, const char *letters) {
    for (const char *at = letters; *at != '\0'; at++) {
        gint found = find_letter(self, *at);
        if (found < 0)
            return options_refuse(self->error, "There is no option -%c; --help lists them all.",
                                  *at);
        const Option *option = &self->table[found];
        if (option->value == NULL) {
            if (!self->take(self->user, (guint)found, NULL, self->error))
                return FALSE;
            continue;
        }
        const char *value = at[1] != '\0' ? at + 1 : next_word(self);
        if (value == NULL)
            return options_refuse(self->error, "The option -%c needs a value: -%c %s.", *at, *at,
                                  option->value);
        return self->take(self->user, (guint)found, value, self->error);
    }
    return TRUE;
}

gboolean options_read(const Option *table, guint n_options, int argc, char **argv, OptionTake take,
                      gpointer user, GPtrArray *operands, GError **error) {
    Reading self = {.table = table,
                    .n_options = n_options,
                    .argv = argv,
                    .argc = argc,
                    .take = take,
                    .user = user,
                    .error = error};
    gboolean only_operands = FALSE;
    for (self.at = 1; self.at < argc; self.at++) {
        char *word = argv[self.at];
        gboolean is_option = !only_operands && word[0] == '-' && word[1] != '\0';
        if (!is_option)
            g_ptr_array_add(operands, word);
        else if (strcmp(word, "--") == 0)
            only_operands = TRUE;
        else if (!(word[1] == '-' ? take_long(&self, word + 2) : take_letters(&self, word + 1)))
            return FALSE;
    }
    return TRUE;
}

static void append_option_name(GString *out, const Option *option) {
    if (option->letter != 0)
        g_string_append_printf(out, "-%c", option->letter);
    if (option->letter != 0 && option->name != NULL)
        g_string_append(out, ", ");
    if (option->name != NULL)
        g_string_append_printf(out, "--%s", option->name);
    if (option->value != NULL)
        g_string_append_printf(out, " %s", option->value);
}

/* The words of `help`, wrapped, each line but the first beginning at HELP_COLUMN. */
static void append_wrapped(GString *out, const char *help, guint width) {
    g_auto(GStrv) words = g_strsplit(help, " ", -1);
    gsize column = HELP_COLUMN;
    for (guint i = 0; words[i] != NULL; i++) {
        gsize length = strlen(words[i]);
        if (i > 0 && column + 1 + length > width) {
            g_string_append_printf(out, "\n%*s", (int)HELP_COLUMN, "");
            column = HELP_COLUMN;
        } else if (i > 0) {
            g_string_append_c(out, ' ');
            column++;
        }
        g_string_append(out, words[i]);
        column += length;
    }
    g_string_append_c(out, '\n');
}

void options_help(GString *out, const Option *table, guint n_options, guint width) {
    for (guint i = 0; i < n_options; i++) {
        g_autoptr(GString) name = g_string_new("  ");
        append_option_name(name, &table[i]);
        if (name->len + 1 >= HELP_COLUMN)
            g_string_append_printf(name, "\n%*s", (int)HELP_COLUMN, "");
        else
            g_string_append_printf(name, "%*s", (int)(HELP_COLUMN - name->len), "");
        g_string_append(out, name->str);
        append_wrapped(out, table[i].help, width);
    }
}

/* ---- effects -------------------------------------------------------------------------------- */

static gboolean take_color(TerminalColor *color, const char *value, GError **error) {
    if (terminal_parse_color(value, color))
        return TRUE;
    return options_refuse(error, "\"%s\" is not understood; --color takes auto, always or never.",
                          value);
}

gboolean option_effect(const OptionEffect *self, gpointer options, const char *value,
                       GError **error) {
    switch (self->kind) {
    case OPTION_SETS:
        G_STRUCT_MEMBER(gboolean, options, self->at) = TRUE;
        return TRUE;
    case OPTION_KEEPS:
        G_STRUCT_MEMBER(const char *, options, self->at) = value;
        return TRUE;
    case OPTION_COLORS:
        return take_color(G_STRUCT_MEMBER_P(options, self->at), value, error);
    default:
        return self->take(options, value, error);
    }
}
