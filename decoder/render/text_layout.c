/* SPDX-License-Identifier: MIT */
/* Marked text -> wrapped lines -> what the device gets. It knows columns and styles, and nothing of
 * what the text says. */
#include "render/text_layout.h"

#include "render/safe_text.h"

#include <string.h>

enum { MARK_ON = 0x02, MARK_OFF = 0x03, MARK_SPACE = 0x1f };

const char *text_style_sequence(char letter) {
    static const struct {
        char letter;
        const char *sequence;
    } styles[] = {
        {'h', "\x1b[1m"},    {'c', "\x1b[36m"},   {'s', "\x1b[32m"},
        {'t', "\x1b[1;35m"}, {'d', "\x1b[2m"},    {'n', "\x1b[1;34m"},
        {'w', "\x1b[1;33m"}, {'x', "\x1b[1;31m"}, {'g', "\x1b[1;32m"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(styles); i++) {
        if (styles[i].letter == letter)
            return styles[i].sequence;
    }
    return "";
}

void text_styled(GString *out, const char *style, const char *text) {
    g_string_append(out, TEXT_ON);
    g_string_append(out, style);
    g_string_append(out, text);
    g_string_append(out, TEXT_OFF);
}

void text_harden(GString *text) {
    for (char *at = text->str; *at != '\0'; at++) {
        if (*at == ' ')
            *at = MARK_SPACE;
    }
}

/* One element of marked text: a mark (no columns) or a character. */
typedef struct {
    gsize size;
    guint columns;
    gboolean is_space; /* where a line may break */
} Element;

static Element element_at(const char *at) {
    switch (at[0]) {
    case MARK_ON:
        return (Element){.size = at[1] == '\0' ? 1 : 2};
    case MARK_OFF:
        return (Element){.size = 1};
    case MARK_SPACE:
        return (Element){.size = 1, .columns = 1};
    case ' ':
        return (Element){.size = 1, .columns = 1, .is_space = TRUE};
    default:
        return (Element){.size = (gsize)(g_utf8_next_char(at) - at),
                         .columns = safe_text_columns_of(g_utf8_get_char(at))};
    }
}

guint text_columns(const char *marked) {
    guint columns = 0;
    for (const char *at = marked; *at != '\0';) {
        Element element = element_at(at);
        columns += element.columns;
        at += element.size;
    }
    return columns;
}

typedef struct {
    GPtrArray *lines;
    GString *line;
    guint used, columns, hang;
    char style; /* 0: none */
} Wrapper;

static void begin_line(Wrapper *self) {
    self->line = g_string_new(NULL);
    self->used = 0;
    if (self->lines->len == 0 || self->hang == 0 || self->columns <= self->hang)
        return;
    g_string_append_printf(self->line, "%*s", (int)self->hang, "");
    self->used = self->hang;
}

static void end_line(Wrapper *self) {
    if (self->style != 0)
        g_string_append_c(self->line, MARK_OFF);
    g_ptr_array_add(self->lines, g_string_free(self->line, FALSE));
    self->line = NULL;
}

static void next_line(Wrapper *self) {
    end_line(self);
    begin_line(self);
    if (self->style != 0) {
        g_string_append_c(self->line, MARK_ON);
        g_string_append_c(self->line, self->style);
    }
}

static void put(Wrapper *self, const char *at, Element element) {
    if (at[0] == MARK_ON)
        self->style = at[1];
    else if (at[0] == MARK_OFF)
        self->style = 0;
    else if (element.columns > 0 && self->used + element.columns > self->columns)
        next_line(self);
    g_string_append_len(self->line, at, (gssize)element.size);
    self->used += element.columns;
}

/* A word and the marks in it; returns where it ends. */
static const char *word_end(const char *at, guint *columns) {
    *columns = 0;
    while (*at != '\0') {
        Element element = element_at(at);
        if (element.is_space)
            break;
        *columns += element.columns;
        at += element.size;
    }
    return at;
}

static void put_word(Wrapper *self, const char *at, const char *end) {
    while (at < end) {
        Element element = element_at(at);
        put(self, at, element);
        at += element.size;
    }
}

void text_wrap(GPtrArray *lines, const char *marked, guint columns, guint hang) {
    g_autoptr(GPtrArray) own = g_ptr_array_new();
    Wrapper self = {.lines = own, .columns = MAX(columns, 2), .hang = hang};
    begin_line(&self);
    for (const char *at = marked; *at != '\0';) {
        guint word_columns;
        gsize spaces = strspn(at, " ");
        const char *end = word_end(at + spaces, &word_columns);
        gboolean fits = self.used + spaces + word_columns <= self.columns;
        gboolean is_first = self.used <= self.hang && own->len > 0;
        if (spaces > 0 && !fits && self.used > 0 && !is_first) {
            next_line(&self);
            at += 1; /* the break stands for this space */
            spaces -= 1;
        }
        put_word(&self, at, at + spaces);
        put_word(&self, at + spaces, end);
        at = end;
    }
    end_line(&self);
    for (guint i = 0; i < own->len; i++)
        g_ptr_array_add(lines, own->pdata[i]);
}

static void emit_mark(GString *out, const char *at, gboolean color) {
    if (color)
        g_string_append(out, at[0] == MARK_ON ? text_style_sequence(at[1]) : "\x1b[0m");
}

static gsize trimmed_length(const char *marked) {
    gsize length = strlen(marked);
    while (length > 0 && (marked[length - 1] == ' ' || marked[length - 1] == MARK_SPACE))
        length--;
    return length;
}

void text_emit(GString *out, const char *marked, gboolean color) {
    const char *end = marked + trimmed_length(marked);
    for (const char *at = marked; at < end;) {
        Element element = element_at(at);
        if (at[0] == MARK_ON || at[0] == MARK_OFF)
            emit_mark(out, at, color);
        else if (at[0] == MARK_SPACE)
            g_string_append_c(out, ' ');
        else
            g_string_append_len(out, at, (gssize)element.size);
        at += element.size;
    }
}

void text_pad(GString *line, guint from_columns, guint columns) {
    if (from_columns < columns)
        g_string_append_printf(line, "%*s", (int)(columns - from_columns), "");
}
