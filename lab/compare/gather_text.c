/* SPDX-License-Identifier: MIT */
/* Lines of a message text -> facts about its headers, parts and boundaries. They wait for the end
 * of the message, since that is where Wireshark shows them. */
#include "compare/gather_parts.h"

#include "compare/fields.h"

#include <string.h>

void gather_text_init(GatherText *self) {
    *self = (GatherText){.type = g_string_new(NULL),
                         .boundaries = g_ptr_array_new_with_free_func(g_free),
                         .frames = g_array_new(FALSE, FALSE, sizeof(guint64)),
                         .facts = g_array_new(FALSE, FALSE, sizeof(guint))};
    gather_line_init(&self->field);
}

void gather_text_clear(GatherText *self) {
    gather_line_clear(&self->field);
    g_string_free(self->type, TRUE);
    g_ptr_array_unref(self->boundaries);
    g_array_unref(self->frames);
    g_array_unref(self->facts);
}

static gboolean is_first(const GatherLine *line, const char *label) {
    return strcmp(gather_line_label(line, 0), label) == 0;
}

static void add_frame(GatherText *self, guint64 frame) {
    guint n = self->frames->len;
    if (frame != 0 && (n == 0 || g_array_index(self->frames, guint64, n - 1) < frame))
        g_array_append_val(self->frames, frame);
}

/* A fact of the message, in the group of the dissector that shows it. */
static void text_fact(GatherTalk *self, Direction direction, const GatherLine *line, FactKind kind,
                      FactGroup group) {
    guint index = gather_fact(self, direction, line, kind, 0, line->octets->len);
    Fact *fact = gather_last(self, index);
    if (fact == NULL)
        return;
    fact->group = group;
    g_array_append_val(self->sides[direction].text.facts, index);
}

static void multipart_fact(GatherTalk *self, Direction direction, const GatherLine *line) {
    GatherText *text = &self->sides[direction].text;
    guint index = gather_fact(self, direction, line, FACT_MULTIPART, 0, 0);
    Fact *fact = gather_last(self, index);
    if (fact == NULL)
        return;
    fact->group = FACTS_MULTIPART;
    fact->length = text->type->len;
    fact->value =
        g_string_chunk_insert_len(self->store->values, text->type->str, (gssize)text->type->len);
    g_array_append_val(text->facts, index);
}

/* Is this boundary open? Those within it end with it. */
static gboolean find_open(GatherText *self, const char *name) {
    for (guint i = self->boundaries->len; i > 0; i--) {
        if (strcmp(self->boundaries->pdata[i - 1], name) != 0)
            continue;
        g_ptr_array_set_size(self->boundaries, (gint)i);
        return TRUE;
    }
    return FALSE;
}

static void boundary(GatherTalk *self, Direction direction, const GatherLine *line) {
    GatherText *text = &self->sides[direction].text;
    guint token = gather_line_find(line, 0, "boundary");
    gsize start = gather_line_start(line, token), end = gather_line_start(line, token + 1);
    g_autofree char *name = g_strndup(line->octets->str + start, end - start);
    gboolean is_open = find_open(text, name);
    gboolean closes = gather_line_find(line, 0, "boundary close") < line->tokens->len;
    if (!is_open && text->boundaries->len < GATHER_DEPTH_MAX) {
        g_ptr_array_add(text->boundaries, g_strdup(name));
        multipart_fact(self, direction, line);
    }
    FactKind kind = closes ? FACT_BOUNDARY_LAST : is_open ? FACT_BOUNDARY : FACT_BOUNDARY_FIRST;
    text_fact(self, direction, line, kind, FACTS_MULTIPART);
    text->place = closes ? GATHER_EPILOGUE : GATHER_PART_HEADER;
    g_string_truncate(text->type, 0);
    if (closes)
        g_ptr_array_set_size(text->boundaries, (gint)MAX(text->boundaries->len, 1) - 1);
    else
        text_fact(self, direction, line, FACT_PART, FACTS_MULTIPART);
}

/* The header is over. */
static void header_end(GatherTalk *self, Direction direction) {
    GatherText *text = &self->sides[direction].text;
    gather_field(self, direction, text);
    gboolean is_own = text->place == GATHER_HEADER;
    gboolean is_multipart = g_ascii_strncasecmp(text->type->str, "multipart/", 10) == 0;
    text->place = is_multipart ? GATHER_PREAMBLE : GATHER_BODY;
    text->is_plain = is_own && text->type->len == 0;
}

/* "Subject: …", perhaps behind a stuffed dot */
static gboolean is_field(const GatherLine *line) {
    return gather_line_find(line, 0, "field name") < line->tokens->len;
}

/* The first line of the body of a message that names no media type. */
static void plain_body(GatherTalk *self, Direction direction, const GatherLine *line) {
    GatherText *text = &self->sides[direction].text;
    if (text->is_plain)
        text_fact(self, direction, line, FACT_BODY, FACTS_IMF);
    text->is_plain = FALSE;
}

static void header_line(GatherTalk *self, Direction direction, const GatherLine *line) {
    GatherText *text = &self->sides[direction].text;
    gboolean goes_on = is_first(line, "folding space") && text->field.length > 0;
    if (!goes_on)
        gather_field(self, direction, text);
    if (!goes_on && !is_field(line)) {
        header_end(self, direction); /* without a blank line */
        plain_body(self, direction, line);
        return;
    }
    gather_line_append(&text->field, line);
}

static gboolean is_in_header(const GatherText *self) {
    return self->place == GATHER_HEADER || self->place == GATHER_PART_HEADER;
}

static gboolean is_blank(const GatherLine *line) {
    return gather_line_end(line) == 0;
}

static void begin_if_new(GatherText *self) {
    if (self->has_text)
        return;
    self->has_text = TRUE;
    self->place = GATHER_HEADER;
    g_string_truncate(self->type, 0);
}

/* Text in front of the first boundary or behind the last one, where readers do not look. */
static void aside(GatherTalk *self, Direction direction, const GatherLine *line) {
    GatherText *text = &self->sides[direction].text;
    if (is_blank(line) || (text->place != GATHER_PREAMBLE && text->place != GATHER_EPILOGUE))
        return;
    gboolean is_front = text->place == GATHER_PREAMBLE;
    text_fact(self, direction, line, is_front ? FACT_PREAMBLE : FACT_EPILOGUE, FACTS_MULTIPART);
    text->place = GATHER_BODY;
}

void gather_text_line(GatherTalk *self, Direction direction, const GatherLine *line) {
    GatherText *text = &self->sides[direction].text;
    gboolean is_new = !text->has_text && !is_first(line, "field name") &&
                      !is_first(line, "dot-stuffing") && self->group != FACTS_SMTP;
    if (is_first(line, "lone dot")) {
        gather_field(self, direction, text);
        if (self->group == FACTS_SMTP)
            text_fact(self, direction, line, FACT_TEXT_END, FACTS_SMTP);
        return;
    }
    if (is_new)
        return; /* a list of POP3, or a literal that is no message */
    begin_if_new(text);
    plain_body(self, direction, line);
    add_frame(text, line->frames.first);
    add_frame(text, line->frames.last);
    if (is_first(line, "boundary dashes")) {
        gather_field(self, direction, text);
        boundary(self, direction, line);
    } else if (is_in_header(text) && is_blank(line)) {
        header_end(self, direction);
    } else if (is_first(line, "field name") && !is_in_header(text)) {
        text->place = GATHER_HEADER; /* of a message within this one */
        g_string_truncate(text->type, 0);
        header_line(self, direction, line);
    } else if (is_in_header(text)) {
        header_line(self, direction, line);
    } else {
        aside(self, direction, line);
    }
}

/* Facts about the text as a whole stand where it ends. */
static void whole_text(GatherTalk *self, Direction direction, guint64 frame) {
    GatherText *text = &self->sides[direction].text;
    GatherLine line = {.octets = NULL, .frames = {frame, frame}};
    gather_number(self, direction, &line, FACT_TEXT_FRAMES, text->frames->len);
    for (guint i = 0; i < text->frames->len; i++)
        gather_number(self, direction, &line, FACT_TEXT_FRAME,
                      g_array_index(text->frames, guint64, i));
}

void gather_text_end(GatherTalk *self, Direction direction, guint64 frame) {
    GatherText *text = &self->sides[direction].text;
    gather_field(self, direction, text);
    for (guint i = 0; i < text->facts->len; i++) {
        Fact *fact = gather_last(self, g_array_index(text->facts, guint, i));
        if (frame != 0)
            fact->frame = frame;
    }
    if (frame != 0 && text->has_text)
        whole_text(self, direction, frame);
    g_array_set_size(text->facts, 0);
    g_array_set_size(text->frames, 0);
    g_ptr_array_set_size(text->boundaries, 0);
    g_string_truncate(text->type, 0);
    text->has_text = text->is_plain = FALSE;
    text->place = GATHER_OUTSIDE;
}
