/* SPDX-License-Identifier: MIT */
/* Cuts a display filter into words. It knows Wireshark's operators, and no field. */
#include "filter_words.h"

#include <string.h>

/* clang-format off */
static const struct {
    const char *sign, *word; /* two spellings of the same; NULL: there is one only */
    FilterWordKind kind;
    const char *meaning;
} operators[] = {
    /* Longer signs come before those that they begin with. */
    { "===", "all_eq",   FILTER_WORD_COMPARE, "is, in every place where it stands in the packet, exactly" },
    { "==",  "eq",       FILTER_WORD_COMPARE, "is exactly" },
    { "!==", "all_ne",   FILTER_WORD_COMPARE, "is, in at least one place, other than" },
    { "!=",  "ne",       FILTER_WORD_COMPARE, "differs, wherever it stands in the packet, from" },
    { ">=",  "ge",       FILTER_WORD_COMPARE, "is at least" },
    { "<=",  "le",       FILTER_WORD_COMPARE, "is at most" },
    { ">",   "gt",       FILTER_WORD_COMPARE, "is more than" },
    { "<",   "lt",       FILTER_WORD_COMPARE, "is less than" },
    { "~",   "matches",  FILTER_WORD_COMPARE, "fits, in capitals or not, the regular expression" },
    { NULL,  "contains", FILTER_WORD_COMPARE, "holds, somewhere in it," },
    { NULL,  "in",       FILTER_WORD_COMPARE, "is one of" },
    { "&&",  "and",      FILTER_WORD_JOIN,    "and" },
    { "||",  "or",       FILTER_WORD_JOIN,    "or" },
    { "^^",  "xor",      FILTER_WORD_JOIN,    "or (but not both)" },
    { "!",   "not",      FILTER_WORD_NOT,     "not" },
    { "(",   NULL,       FILTER_WORD_BRACKET, NULL },
    { ")",   NULL,       FILTER_WORD_BRACKET, NULL },
};
/* clang-format on */

static void clear_word(gpointer data) {
    g_free(((FilterWord *)data)->text);
}

/* Octets of a name, number or operator in letters. */
static gsize plain_length(const char *text) {
    gsize n = 0;
    while (g_ascii_isalnum(text[n]) || (text[n] != '\0' && strchr("._-:/", text[n]) != NULL))
        n++;
    return n;
}

/* From a quote to the next that no backslash protects; 0 if there is none. */
static gsize quoted_length(const char *text) {
    for (gsize n = 1; text[n] != '\0'; n++) {
        if (text[n] == '\\' && text[n + 1] != '\0')
            n++;
        else if (text[n] == '"')
            return n + 1;
    }
    return 0;
}

/* From a brace to its end; quotes may hold braces. */
static gsize set_length(const char *text) {
    for (gsize n = 1; text[n] != '\0'; n++) {
        gsize quoted = text[n] == '"' ? quoted_length(text + n) : 1;
        if (quoted == 0)
            return 0;
        if (text[n] == '}')
            return n + 1;
        n += quoted - 1;
    }
    return 0;
}

/* The operator at the beginning; how long it is, 0 if there is none. */
static gsize read_operator(const char *text, FilterWord *word) {
    gsize plain = plain_length(text);
    for (guint i = 0; i < G_N_ELEMENTS(operators); i++) {
        const char *sign = operators[i].sign, *letters = operators[i].word;
        gboolean is_word =
            letters != NULL && strlen(letters) == plain && strncmp(text, letters, plain) == 0;
        if (!is_word && (sign == NULL || !g_str_has_prefix(text, sign)))
            continue;
        *word = (FilterWord){operators[i].kind, NULL, operators[i].meaning};
        return is_word ? plain : strlen(sign);
    }
    return 0;
}

static gsize read_operand(const char *text, gboolean is_value, FilterWord *word) {
    *word = (FilterWord){is_value ? FILTER_WORD_VALUE : FILTER_WORD_NAME, NULL, NULL};
    if (text[0] != '"' && text[0] != '{')
        return plain_length(text);
    word->kind = FILTER_WORD_VALUE;
    return text[0] == '"' ? quoted_length(text) : set_length(text);
}

GArray *filter_words_read(const char *filter) {
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(FilterWord));
    g_array_set_clear_func(words, clear_word);
    gboolean is_value = FALSE; /* behind a comparison */
    for (const char *at = filter; *at != '\0';) {
        FilterWord word;
        if (*at == ' ') {
            at++;
            continue;
        }
        gsize length = is_value ? 0 : read_operator(at, &word);
        if (length == 0)
            length = read_operand(at, is_value, &word);
        if (length == 0 || words->len == FILTER_WORDS_MAX)
            return NULL;
        word.text = g_strndup(at, length);
        g_array_append_val(words, word);
        is_value = word.kind == FILTER_WORD_COMPARE;
        at += length;
    }
    return words->len == 0 ? NULL : g_steal_pointer(&words);
}
