/* SPDX-License-Identifier: MIT */
/* Turns search keys into a list of steps in postfix order, so that asking a message needs no
 * recursion however deep NOT, OR and parentheses go. It knows nothing of single keys. */
#include "imap/search_program.h"

#include "imap/search_key.h"

#include <string.h>

typedef enum { STEP_KEY, STEP_NOT, STEP_OR, STEP_AND } StepKind;

typedef struct {
    StepKind kind;
    SearchKey key;    /* STEP_KEY */
    guint n_operands; /* STEP_AND */
} Step;

struct SearchProgram {
    GArray *steps; /* of Step */
};

/* What is open while the keys are read: the whole, a parenthesis, NOT, OR. */
typedef struct {
    StepKind kind; /* STEP_AND: the whole or a parenthesis */
    guint n_operands;
} Open;

typedef struct {
    SearchProgram *program;
    Open open[IMAP_DEPTH_MAX + 1];
    guint depth;
    char *error;
} Compiler;

static void clear_step(gpointer data) {
    SearchKey *key = &((Step *)data)->key;
    g_free(key->name);
    g_free(key->text);
    message_set_free(key->set);
}

static void fail(Compiler *self, const char *sentence, SyntaxSlice word) {
    if (self->error == NULL)
        self->error = g_strdup_printf("%s: %.*s", sentence, (int)MIN(word.length, 40), word.octets);
}

static void emit(Compiler *self, StepKind kind, guint n_operands) {
    Step step = {.kind = kind, .n_operands = n_operands};
    g_array_append_val(self->program->steps, step);
}

/* An operand is complete: so is what needed only this one. */
static void complete(Compiler *self) {
    for (;;) {
        Open *open = &self->open[self->depth];
        open->n_operands++;
        if (open->kind == STEP_AND || (open->kind == STEP_OR && open->n_operands < 2))
            return;
        emit(self, open->kind, 0);
        self->depth--;
    }
}

static void open_up(Compiler *self, StepKind kind, SyntaxSlice word) {
    if (self->depth == IMAP_DEPTH_MAX)
        fail(self, "The keys are nested too deep", word);
    else
        self->open[++self->depth] = (Open){.kind = kind};
}

/* search-key =/ "(" search-key *(SP search-key) ")" */
static void close_up(Compiler *self, SyntaxSlice word) {
    const Open *open = &self->open[self->depth];
    if (self->depth == 0 || open->kind != STEP_AND || open->n_operands == 0) {
        fail(self, "A parenthesis closes nothing that is whole", word);
        return;
    }
    emit(self, STEP_AND, open->n_operands);
    self->depth--;
    complete(self);
}

static void add_key(Compiler *self, const ImapSearchKey *words, const SearchScope *scope) {
    const SearchRow *row = words->is_set ? search_row_set() : search_row_find(words->key);
    Step step = {.kind = STEP_KEY, .key = {.row = row}};
    if (row == NULL) {
        fail(self, "There is no such search key (RFC 9051 §6.4.4)", words->key);
        return;
    }
    gboolean needs_words = row->argument != NULL && !words->is_set;
    if ((needs_words && words->n_arguments == 0) ||
        (row->argument != NULL && !row->argument(&step.key, words, scope)))
        fail(self, "An argument is missing or cannot be read (RFC 9051 §6.4.4)", words->key);
    g_array_append_val(self->program->steps, step);
    complete(self);
}

static gboolean is_word(SyntaxSlice slice, const char *word) {
    return slice.length == strlen(word) &&
           g_ascii_strncasecmp(slice.octets, word, slice.length) == 0;
}

static void take(Compiler *self, const ImapSearchKey *words, const SearchScope *scope) {
    if (is_word(words->key, "("))
        open_up(self, STEP_AND, words->key);
    else if (is_word(words->key, ")"))
        close_up(self, words->key);
    else if (is_word(words->key, "NOT"))
        open_up(self, STEP_NOT, words->key);
    else if (is_word(words->key, "OR"))
        open_up(self, STEP_OR, words->key);
    else
        add_key(self, words, scope);
}

SearchProgram *search_program_new(const ImapText *text, SyntaxSlice keys, const SearchScope *scope,
                                  char **error) {
    SearchProgram *self = g_new0(SearchProgram, 1);
    self->steps = g_array_new(FALSE, FALSE, sizeof(Step));
    g_array_set_clear_func(self->steps, clear_step);
    Compiler compiler = {.program = self, .open = {{STEP_AND}}};
    gsize at = imap_slice_at(text, keys), end = imap_slice_end(text, keys);
    ImapSearchKey words;
    while (compiler.error == NULL && imap_next_search_key(text, &at, end, &words, NULL))
        take(&compiler, &words, scope);
    if (compiler.depth > 0 || compiler.open[0].n_operands == 0)
        fail(&compiler, "Something is missing at the end (RFC 9051 §6.4.4)", keys);
    *error = compiler.error;
    if (compiler.error != NULL) {
        search_program_free(self);
        return NULL;
    }
    emit(&compiler, STEP_AND, compiler.open[0].n_operands);
    return self;
}

void search_program_free(SearchProgram *self) {
    if (self == NULL)
        return;
    g_array_unref(self->steps);
    g_free(self);
}

void search_subject_clear(SearchSubject *self) {
    message_tree_free(self->tree);
    g_free(self->header);
    g_free(self->body);
}

/* A step on the answers so far: `n` of them; returns how many there are then. */
static guint take_step(const Step *step, SearchSubject *subject, gboolean *answers, guint n) {
    if (step->kind == STEP_KEY) {
        answers[n] = step->key.row->test(&step->key, subject);
        return n + 1;
    }
    if (step->kind == STEP_NOT) {
        answers[n - 1] = !answers[n - 1];
        return n;
    }
    if (step->kind == STEP_OR) {
        answers[n - 2] = answers[n - 2] || answers[n - 1];
        return n - 1;
    }
    gboolean all = TRUE;
    for (guint i = n - step->n_operands; i < n; i++)
        all = all && answers[i];
    answers[n - step->n_operands] = all;
    return n - step->n_operands + 1;
}

gboolean search_program_fits(const SearchProgram *self, SearchSubject *subject) {
    gboolean *answers = g_new0(gboolean, self->steps->len + 1);
    guint n = 0;
    for (guint i = 0; i < self->steps->len; i++)
        n = take_step(&g_array_index(self->steps, Step, i), subject, answers, n);
    gboolean is_fit = answers[0];
    g_free(answers);
    return is_fit;
}
