/* SPDX-License-Identifier: MIT */
/* The options of a verb, as a table: read from the command line and printed as help. */
#pragma once

#include <glib.h>

typedef struct {
    char letter;       /* 0: none */
    const char *name;  /* without the dashes; NULL: none */
    const char *value; /* how help calls its argument ("FILE"); NULL: it takes none */
    const char *help;
} Option;

/* Takes the value (NULL for an option without) of row `option`; FALSE with a sentence in `error`
 * ends the reading. */
typedef gboolean (*OptionTake)(gpointer user, guint option, const char *value, GError **error);

/* What an option does to the struct in which a verb keeps its options: most set a flag, keep their
 * value as it is (lent), or choose colours; the others have it understood. */
typedef struct {
    enum { OPTION_SETS, OPTION_KEEPS, OPTION_COLORS, OPTION_CALLS } kind;
    gsize at; /* of the gboolean, const char * or TerminalColor in the struct */
    gboolean (*take)(gpointer options, const char *value, GError **error);
} OptionEffect;

#define OPTION_FLAG(type, member)                                                                  \
    { OPTION_SETS, G_STRUCT_OFFSET(type, member), NULL }
#define OPTION_TEXT(type, member)                                                                  \
    { OPTION_KEEPS, G_STRUCT_OFFSET(type, member), NULL }
#define OPTION_COLOR(type, member)                                                                 \
    { OPTION_COLORS, G_STRUCT_OFFSET(type, member), NULL }
#define OPTION_CALL(function)                                                                      \
    { OPTION_CALLS, 0, function }

gboolean option_effect(const OptionEffect *self, gpointer options, const char *value,
                       GError **error);

#define OPTIONS_ERROR (options_error_quark())
GQuark options_error_quark(void);

/* Reads argv[1…]. What is no option goes to `operands` (lent from argv); "-" is an operand, and
 * after
 * "--" everything is. FALSE with a sentence (what, and what was probably meant). */
gboolean options_read(const Option *table, guint n_options, int argc, char **argv, OptionTake take,
                      gpointer user, GPtrArray *operands, GError **error);

/* Appends one line or more per option, `width` columns wide. */
void options_help(GString *out, const Option *table, guint n_options, guint width);

/* Sets a sentence as the error; for OptionTake. Returns FALSE. */
gboolean options_refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
