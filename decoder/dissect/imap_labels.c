/* SPDX-License-Identifier: MIT */
/* Turns the text of a unit into labelled octets. It knows only tokens; what they are called is the
 * business of the grammar. */
#include "dissect/imap_session.h"
#include "dissect/labels.h"

#include <string.h>

/* What stands for the text before a message's literal, so that each stretch of text between
 * messages is read once: the words around it are the same. */
static const char *const stand_ins[N_DIRECTIONS] = {
    [DIRECTION_CLIENT] = "a APPEND a",
    [DIRECTION_SERVER] = "* 1 FETCH (UID 1",
};

typedef struct {
    GByteArray *octets;
    GArray *literals;
} Stretch;

/* The stand-in, and the text from `from` on with its literals. */
static Stretch stretch_new(const ImapText *text, gsize from, const char *stand_in) {
    gsize n = strlen(stand_in);
    Stretch self = {g_byte_array_new(), g_array_new(FALSE, FALSE, sizeof(ImapLiteral))};
    g_byte_array_append(self.octets, (const guint8 *)stand_in, (guint)n);
    g_byte_array_append(self.octets, (const guint8 *)text->octets + from,
                        (guint)(text->length - from));
    for (guint i = 0; i < text->n_literals; i++) {
        ImapLiteral literal = text->literals[i];
        if (literal.at >= from) {
            literal.at = literal.at - from + n;
            g_array_append_val(self.literals, literal);
        }
    }
    return self;
}

static void stretch_clear(Stretch *self) {
    g_byte_array_unref(self->octets);
    g_array_unref(self->literals);
}

static void read_tokens(const ImapText *text, ImapKind kind, GArray *tokens) {
    g_array_set_size(tokens, 0);
    if (kind == IMAP_UNIT_RESPONSE) {
        imap_response_tokens(text, tokens);
    } else if (kind == IMAP_UNIT_COMMAND) {
        imap_command_tokens(text, tokens);
    } else {
        imap_continuation_tokens(text, kind == IMAP_UNIT_DONE, tokens);
    }
}

/* Is it one of the words that an answer in base64 consists of? */
static gboolean is_answer(const SyntaxToken *token) {
    return strcmp(token->label, imap_role_name(IMAP_ROLE_INITIAL_RESPONSE)) == 0 ||
           g_str_has_prefix(token->label, "base64") || strcmp(token->label, "unknown") == 0;
}

/* Takes the tokens from `from` on. */
static void take_tokens(LabelTrack *track, const GArray *tokens, gsize from, gboolean is_secret) {
    for (guint i = 0; i < tokens->len; i++) {
        const SyntaxToken *token = &g_array_index(tokens, SyntaxToken, i);
        gsize end = token->offset + token->length;
        gsize begin = MAX(token->offset, from);
        if (end > begin) {
            label_track_take(track, end - begin, token->label,
                             imap_token_is_secret(token) || (is_secret && is_answer(token)));
        }
    }
}

void imap_label_text(Imap *imap, ImapSide *side, ImapKind kind, gboolean is_secret) {
    LabelTrack *track = imap->conversation->labels[side->direction];
    ImapText text = imap_unit_text(&side->unit);
    gsize from = side->labelled;
    side->labelled = text.length;
    if (track == NULL || from >= text.length) {
        return;
    }
    GArray *tokens = imap->conversation->workshop->tokens;
    if (!side->is_after_message || text.octets[from] == ')') {
        read_tokens(&text, kind, tokens);
        take_tokens(track, tokens, from, is_secret);
        return;
    }
    const char *stand_in = stand_ins[side->direction];
    Stretch stretch = stretch_new(&text, from, stand_in);
    ImapText whole = {(const char *)stretch.octets->data, stretch.octets->len,
                      (const ImapLiteral *)(void *)stretch.literals->data, stretch.literals->len};
    read_tokens(&whole, kind, tokens);
    take_tokens(track, tokens, strlen(stand_in), is_secret);
    stretch_clear(&stretch);
}

void imap_label_end(Imap *imap, ImapSide *side, gsize end_length) {
    LabelTrack *track = imap->conversation->labels[side->direction];
    guint64 end = side->offset - end_length;
    guint64 labelled = label_track_offset(track, end);
    if (end > labelled && side->unit.dropped > 0) {
        label_track_take(track, end - labelled, "overlong line", TRUE);
    }
    label_track_take(track, end_length, "line end", FALSE);
}
