/* SPDX-License-Identifier: MIT */
/* Marked text -> lines of at most so many columns. Marks are control characters, which safe text
 * never holds: TEXT_ON and a style letter, TEXT_OFF, and a space that does not break. */
#pragma once

#include <glib.h>

#define TEXT_ON "\x02"
#define TEXT_OFF "\x03"
#define TEXT_HARD_SPACE "\x1f"

/* Style letters: the look of each is in text_style_sequence(). */
#define STYLE_HEADING "h"
#define STYLE_CLIENT "c"
#define STYLE_SERVER "s"
#define STYLE_STATE "t"
#define STYLE_DIM "d"
#define STYLE_NOTE "n"
#define STYLE_WARNING "w"
#define STYLE_DANGER "x"
#define STYLE_GOOD "g"

/* The escape sequence of a style letter; "" for an unknown one. */
const char *text_style_sequence(char letter);

/* Appends `text` in a style. */
void text_styled(GString *out, const char *style, const char *text);

/* From now on `text` does not break at its spaces. */
void text_harden(GString *text);

/* Columns of a marked text in one line. */
guint text_columns(const char *marked);

/* Appends the lines of `marked`, at most `columns` wide (at least 1), all but the first beginning
 * with `hang` spaces. It breaks at spaces, of which one is dropped, and inside a word only where
 * the word alone is wider than a line. Styles are closed at the end of a line and go on in the
 * next. At least one line is appended. */
void text_wrap(GPtrArray *lines, const char *marked, guint columns, guint hang);

/* Appends a marked line as the reader's device wants it; trailing spaces are left out. */
void text_emit(GString *out, const char *marked, gboolean color);

/* Pads a line with spaces to `columns`. */
void text_pad(GString *line, guint from_columns, guint columns);
