/* SPDX-License-Identifier: MIT */
/* Labelled octets -> a line with its tokens. It knows where a line ends and not what it means. */
#include "compare/gather_parts.h"

#include <string.h>

void gather_line_init(GatherLine *self) {
    *self = (GatherLine){.octets = g_string_new(NULL),
                         .tokens = g_array_new(FALSE, FALSE, sizeof(GatherToken))};
}

void gather_line_clear(GatherLine *self) {
    g_string_free(self->octets, TRUE);
    g_array_unref(self->tokens);
}

void gather_line_empty(GatherLine *self) {
    g_string_truncate(self->octets, 0);
    g_array_set_size(self->tokens, 0);
    self->length = 0;
    self->frames = (NoteFrames){0, 0};
}

static void add_token(GatherLine *self, GatherToken token) {
    if (self->tokens->len < GATHER_TOKENS_MAX)
        g_array_append_val(self->tokens, token);
}

static void add_frames(GatherLine *self, const NoteFrames *frames) {
    if (self->frames.first == 0)
        self->frames.first = frames->first;
    self->frames.last = MAX(self->frames.last, frames->last);
}

static void add_octets(GatherLine *self, const char *octets, gsize length) {
    gsize room = GATHER_LINE_MAX - MIN(self->octets->len, GATHER_LINE_MAX);
    g_string_append_len(self->octets, octets, (gssize)MIN(length, room));
}

void gather_line_add(GatherLine *self, const NoteLeaf *leaf) {
    if (self->tokens->len == 0)
        self->offset = leaf->span.offset;
    add_token(self,
              (GatherToken){leaf->label, self->octets->len, leaf->span.length, leaf->is_secret});
    add_octets(self, (const char *)leaf->octets, leaf->span.length);
    self->length += leaf->span.length;
    add_frames(self, &leaf->frames);
}

void gather_line_append(GatherLine *self, const GatherLine *other) {
    gsize base = self->octets->len;
    if (self->tokens->len == 0)
        self->offset = other->offset;
    for (guint i = 0; i < other->tokens->len; i++) {
        GatherToken token = g_array_index(other->tokens, GatherToken, i);
        token.start += base;
        add_token(self, token);
    }
    add_octets(self, other->octets->str, other->octets->len);
    self->length += other->length;
    add_frames(self, &other->frames);
}

const char *gather_line_label(const GatherLine *self, guint index) {
    return index < self->tokens->len ? g_array_index(self->tokens, GatherToken, index).label : "";
}

guint gather_line_find(const GatherLine *self, guint index, const char *label) {
    while (index < self->tokens->len && strcmp(gather_line_label(self, index), label) != 0)
        index++;
    return index;
}

gsize gather_line_end(const GatherLine *self) {
    gsize end = self->octets->len;
    const char *octets = self->octets->str;
    if (end > 0 && octets[end - 1] == '\n')
        end--;
    if (end > 0 && octets[end - 1] == '\r')
        end--;
    return end;
}

gsize gather_line_start(const GatherLine *self, guint index) {
    gsize end = gather_line_end(self);
    if (index >= self->tokens->len)
        return end;
    return MIN(g_array_index(self->tokens, GatherToken, index).start, end);
}

gboolean gather_line_is_secret(const GatherLine *self, gsize start, gsize end) {
    for (guint i = 0; self->tokens != NULL && i < self->tokens->len; i++) {
        const GatherToken *token = &g_array_index(self->tokens, GatherToken, i);
        if (token->is_secret && token->start < end && token->start + token->length > start)
            return TRUE;
    }
    return FALSE;
}
