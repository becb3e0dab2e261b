/* SPDX-License-Identifier: MIT */
/* Turns the keys of SEARCH into a sentence, and into keys one by one. It knows nothing of which
 * messages they find. */
#include "syntax/imap_scan.h"

#include <string.h>

/* What a key is followed by. */
typedef enum { TAKES_NOTHING, TAKES_VALUE, TAKES_TWO, TAKES_SET, TAKES_MODSEQ, TAKES_KEYS } Takes;

/* The clause stands behind "messages that"; %1 and %2 are the arguments. It begins with "are",
 * "have" or "were", so that NOT can say "not" after it. */
typedef struct {
    const char *key, *clause;
    Takes takes;
} Row;

/* clang-format off */
static const Row rows[] = {
    { "ALL", "are in the mailbox", TAKES_NOTHING },
    { "ANSWERED", "are answered", TAKES_NOTHING },
    { "BCC", "have %1 in Bcc", TAKES_VALUE },
    { "BEFORE", "were received before %1", TAKES_VALUE },
    { "BODY", "have %1 in the body", TAKES_VALUE },
    { "CC", "have %1 in Cc", TAKES_VALUE },
    { "DELETED", "are marked for deletion", TAKES_NOTHING },
    { "DRAFT", "are drafts", TAKES_NOTHING },
    { "EMAILID", "have the email identifier %1", TAKES_VALUE },
    { "FILTER", "are found by the filter %1", TAKES_VALUE },
    { "FLAGGED", "are flagged", TAKES_NOTHING },
    { "FROM", "have %1 in From", TAKES_VALUE },
    { "FUZZY", "are about such that", TAKES_KEYS },
    { "HEADER", "have %2 in the header field %1", TAKES_TWO },
    { "KEYWORD", "have the keyword %1", TAKES_VALUE },
    { "LARGER", "have more than %1 octets", TAKES_VALUE },
    { "MODSEQ", "were changed at modification sequence %1 or later", TAKES_MODSEQ },
    { "NEW", "are recent and unread", TAKES_NOTHING },
    { "NOT", "not", TAKES_KEYS },
    { "OLD", "are no longer recent", TAKES_NOTHING },
    { "OLDER", "were received more than %1 seconds ago", TAKES_VALUE },
    { "ON", "were received on %1", TAKES_VALUE },
    { "OR", "or", TAKES_KEYS },
    { "RECENT", "are recent", TAKES_NOTHING },
    { "SAVEDBEFORE", "were stored before %1", TAKES_VALUE },
    { "SAVEDON", "were stored on %1", TAKES_VALUE },
    { "SAVEDSINCE", "were stored on %1 or later", TAKES_VALUE },
    { "SAVEDATESUPPORTED", "are in a mailbox that keeps the date of storing", TAKES_NOTHING },
    { "SEEN", "are read", TAKES_NOTHING },
    { "SENTBEFORE", "were dated before %1", TAKES_VALUE },
    { "SENTON", "were dated %1", TAKES_VALUE },
    { "SENTSINCE", "were dated %1 or later", TAKES_VALUE },
    { "SINCE", "were received on %1 or later", TAKES_VALUE },
    { "SMALLER", "have less than %1 octets", TAKES_VALUE },
    { "SUBJECT", "have %1 in Subject", TAKES_VALUE },
    { "TEXT", "have %1 in header or body", TAKES_VALUE },
    { "THREADID", "have the thread identifier %1", TAKES_VALUE },
    { "TO", "have %1 in To", TAKES_VALUE },
    { "UID", "have a UID in %1", TAKES_SET },
    { "UNANSWERED", "are unanswered", TAKES_NOTHING },
    { "UNDELETED", "are without the mark for deletion", TAKES_NOTHING },
    { "UNDRAFT", "are without the mark for drafts", TAKES_NOTHING },
    { "UNFLAGGED", "are without a flag", TAKES_NOTHING },
    { "UNKEYWORD", "are without the keyword %1", TAKES_VALUE },
    { "UNSEEN", "are unread", TAKES_NOTHING },
    { "YOUNGER", "were received less than %1 seconds ago", TAKES_VALUE },
};
/* clang-format on */

static const Row *find_row(SyntaxSlice key) {
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (imap_slice_is(key, rows[i].key))
            return &rows[i];
    }
    return NULL;
}

static gboolean is_set(SyntaxSlice key) {
    return key.length > 0 &&
           (g_ascii_isdigit(key.octets[0]) || key.octets[0] == '*' || key.octets[0] == '$');
}

static void argument(ImapReader *self, ImapSearchKey *key, gboolean is_set_argument) {
    imap_reader_space(self);
    ImapValue value =
        is_set_argument ? imap_scan_set(self) : imap_reader_value(self, "search value");
    if (value.kind == IMAP_VALUE_NONE)
        self->problems |= IMAP_PROBLEM_MISSING_ARGUMENT;
    else
        key->arguments[key->n_arguments++] = value;
}

/* search-modsequence = "MODSEQ" [search-modseq-ext] SP mod-sequence-valzer
 * search-modseq-ext  = SP entry-name SP entry-type-req */
static void modseq_argument(ImapReader *self, ImapSearchKey *key) {
    imap_reader_space(self);
    if (imap_reader_peek(self) == IMAP_VALUE_QUOTED) {
        imap_reader_value(self, "entry name");
        imap_reader_space(self);
        imap_reader_value(self, "entry type");
    }
    argument(self, key, FALSE);
}

static void arguments(ImapReader *self, Takes takes, ImapSearchKey *key) {
    if (takes == TAKES_MODSEQ)
        modseq_argument(self, key);
    for (guint i = 0; i < (takes == TAKES_VALUE || takes == TAKES_SET ? 1u
                           : takes == TAKES_TWO                       ? 2u
                                                                      : 0u);
         i++)
        argument(self, key, takes == TAKES_SET);
}

gboolean imap_scan_search_key(ImapReader *self, ImapSearchKey *key) {
    *key = (ImapSearchKey){.is_known = TRUE};
    imap_reader_space(self);
    if (imap_reader_is_done(self))
        return FALSE;
    if (imap_reader_sees(self, '(') || imap_reader_sees(self, ')')) {
        key->key = imap_reader_take(self, 1, "parenthesis");
        return TRUE;
    }
    ImapReader ahead = *self;
    key->key = imap_reader_pass(&ahead).raw;
    const Row *row = find_row(key->key);
    key->is_set = row == NULL && is_set(key->key);
    key->is_known = row != NULL || key->is_set;
    if (key->is_set)
        imap_scan_set(self);
    else
        imap_reader_value(self, "search key");
    if (row != NULL)
        arguments(self, row->takes, key);
    if (!key->is_known)
        self->problems |= IMAP_PROBLEM_UNKNOWN_WORD;
    return TRUE;
}

gboolean imap_next_search_key(const ImapText *text, gsize *at, gsize end, ImapSearchKey *key,
                              guint *problems) {
    ImapReader reader = {.text = text, .at = *at, .end = MIN(end, text->length)};
    gboolean is_more = imap_scan_search_key(&reader, key);
    *at = reader.at;
    if (problems != NULL)
        *problems |= reader.problems;
    return is_more;
}

/* Where the sentence stands: what is open, and how much of it was said. */
typedef enum { OPEN_GROUP, OPEN_NOT, OPEN_OR } OpenKind;
typedef struct {
    OpenKind kind;
    guint n_said;
} Open;

typedef struct {
    GString *sentence;
    Open open[IMAP_DEPTH_MAX + 1]; /* the first is the whole */
    guint depth;
    guint problems;
} Sentence;

static void append_value(GString *sentence, const ImapValue *value) {
    g_autofree char *content = imap_value_dup(value);
    if (content == NULL && value->literal != NULL) {
        g_string_append_printf(sentence, "a text of %" G_GUINT64_FORMAT " octets",
                               value->literal->size);
        return;
    }
    g_autofree char *text = g_utf8_make_valid(content != NULL ? content : "nothing", -1);
    gboolean is_string = value->kind == IMAP_VALUE_QUOTED || value->kind == IMAP_VALUE_LITERAL;
    g_string_append_printf(sentence, is_string ? "\"%s\"" : "%s", text);
}

static void append_clause(GString *sentence, const char *clause, const ImapSearchKey *key,
                          gboolean is_denied) {
    const char *rest = strchr(clause, ' ');
    if (is_denied && rest != NULL) {
        g_string_append_len(sentence, clause, rest - clause);
        g_string_append(sentence, " not");
        clause = rest;
    }
    for (; *clause != '\0'; clause++) {
        if (*clause == '%')
            append_value(sentence, &key->arguments[*++clause - '1']);
        else
            g_string_append_c(sentence, *clause);
    }
}

/* What stands between the key to come and the one before it. */
static void connect(Sentence *self) {
    const Open *open = &self->open[self->depth];
    static const char *const words[] = {
        [OPEN_GROUP] = " and ", [OPEN_NOT] = "", [OPEN_OR] = " or "};
    if (open->n_said > 0)
        g_string_append(self->sentence, words[open->kind]);
}

/* A key was said: what it completes is said too. */
static void said(Sentence *self) {
    self->open[self->depth].n_said++;
    while (self->depth > 0) {
        const Open *open = &self->open[self->depth];
        if (open->kind == OPEN_GROUP || (open->kind == OPEN_OR && open->n_said < 2))
            return;
        g_string_append_c(self->sentence, ')');
        self->open[--self->depth].n_said++;
    }
}

static void open_up(Sentence *self, OpenKind kind, const char *words) {
    if (self->depth == IMAP_DEPTH_MAX) {
        self->problems |= IMAP_PROBLEM_DEPTH;
        return;
    }
    connect(self);
    g_string_append(self->sentence, words);
    self->open[++self->depth] = (Open){.kind = kind};
}

static void close_group(Sentence *self) {
    if (self->depth == 0 || self->open[self->depth].kind != OPEN_GROUP) {
        self->problems |= IMAP_PROBLEM_PARENTHESIS;
        return;
    }
    g_string_append_c(self->sentence, ')');
    self->depth--;
    said(self);
}

static void say_clause(Sentence *self, const ImapSearchKey *key) {
    const Row *row = find_row(key->key);
    connect(self);
    if (row != NULL && row->takes != TAKES_KEYS)
        append_clause(self->sentence, row->clause, key, FALSE);
    else {
        g_autofree char *word = g_strndup(key->key.octets, key->key.length);
        g_autofree char *text = g_utf8_make_valid(word, -1);
        g_string_append_printf(self->sentence,
                               key->is_set ? "are numbered %s" : "are found by the unknown key %s",
                               text);
    }
    said(self);
}

/* "NOT" before a plain key is said inside its clause: returns TRUE if it was. */
static gboolean say_denied(Sentence *self, ImapReader *reader) {
    ImapReader ahead = *reader;
    ImapSearchKey key;
    if (!imap_scan_search_key(&ahead, &key))
        return FALSE;
    const Row *row = find_row(key.key);
    if (row == NULL || row->takes == TAKES_KEYS)
        return FALSE;
    connect(self);
    append_clause(self->sentence, row->clause, &key, TRUE);
    said(self);
    *reader = ahead;
    return TRUE;
}

static void say(Sentence *self, const ImapSearchKey *key, ImapReader *reader) {
    if (imap_slice_is(key->key, "("))
        open_up(self, OPEN_GROUP, "(");
    else if (imap_slice_is(key->key, ")"))
        close_group(self);
    else if (imap_slice_is(key->key, "OR"))
        open_up(self, OPEN_OR, "(either ");
    else if (imap_slice_is(key->key, "FUZZY"))
        open_up(self, OPEN_NOT, "(about: ");
    else if (!imap_slice_is(key->key, "NOT"))
        say_clause(self, key);
    else if (!say_denied(self, reader))
        open_up(self, OPEN_NOT, "not (");
}

/* search-program = ["CHARSET" SP charset SP] search-key *(SP search-key) */
char *imap_search_sentence(const ImapText *text, SyntaxSlice keys, guint *problems) {
    Sentence self = {.sentence = g_string_new("messages that ")};
    ImapReader whole = {.text = text};
    ImapReader reader = imap_reader_inside(&whole, keys);
    ImapSearchKey key;
    while (imap_scan_search_key(&reader, &key))
        say(&self, &key, &reader);
    if (self.depth > 0)
        self.problems |= IMAP_PROBLEM_PARENTHESIS;
    if (problems != NULL)
        *problems |= self.problems | reader.problems;
    return g_string_free(self.sentence, FALSE);
}
