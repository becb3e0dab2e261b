/* SPDX-License-Identifier: MIT */
/* A header field with its labels -> facts: the field, its value, the addresses in it. */
#include "compare/gather_parts.h"

#include "compare/fields.h"

#include <string.h>

/* The name of the field as the table of fields has it for facts of this kind; NULL: it has not. */
static const char *find_detail(FactKind kind, const char *name) {
    guint n;
    const FieldRow *rows = fields_rows(&n);
    for (guint i = 0; i < n; i++) {
        if (rows[i].fact == kind && rows[i].detail != NULL && strcmp(rows[i].detail, name) == 0)
            return rows[i].detail;
    }
    return NULL;
}

typedef struct {
    GatherTalk *talk;
    Direction direction;
    GatherText *text;
    const GatherLine *line;
    gsize value, end; /* where the value stands */
    guint value_token;
} Field;

static Fact *field_fact(const Field *self, FactKind kind, FactGroup group, gsize start, gsize end) {
    guint index = gather_fact(self->talk, self->direction, self->line, kind, start, end);
    Fact *fact = gather_last(self->talk, index);
    if (fact == NULL)
        return NULL;
    fact->group = group;
    g_array_append_val(self->text->facts, index);
    return fact;
}

static void content_type(const Field *self, gboolean is_own) {
    guint semicolon = gather_line_find(self->line, self->value_token, "semicolon");
    gsize end = MIN(gather_line_start(self->line, semicolon), self->end);
    gsize start = MIN(self->value, end);
    g_autofree char *type = g_strndup(self->line->octets->str + start, end - start);
    g_strstrip(type);
    g_string_assign(self->text->type, type);
    if (!is_own)
        return;
    field_fact(self, FACT_MEDIA_TYPE, FACTS_IMF, start, end);
    if (end + 1 < self->end)
        field_fact(self, FACT_MEDIA_PARAMETERS, FACTS_IMF, end + 1, self->end);
}

static gboolean is_label(const GatherLine *line, guint index, const char *label) {
    return strcmp(gather_line_label(line, index), label) == 0;
}

/* The address of an entry stands between angle brackets, or is all of it. */
static void address(const Field *self, guint from, guint to) {
    gsize start = gather_line_start(self->line, from);
    gsize end = MIN(gather_line_start(self->line, to), self->end);
    guint open = gather_line_find(self->line, from, "angle bracket");
    if (open < to) {
        guint close = gather_line_find(self->line, open + 1, "angle bracket");
        if (open > from)
            field_fact(self, FACT_DISPLAY_NAME, FACTS_IMF, start,
                       gather_line_start(self->line, open));
        start = gather_line_start(self->line, open + 1);
        end = MIN(gather_line_start(self->line, MIN(close, to)), end);
    }
    field_fact(self, FACT_ADDRESS, FACTS_IMF, start, end);
}

/* address-list = (address *("," address)): one fact per entry, unless only the address counts */
static void addresses(const Field *self, FactKind kind) {
    guint from = self->value_token, n = self->line->tokens->len;
    while (from < n) {
        guint to = from;
        while (to < n && !is_label(self->line, to, "comma"))
            to++;
        while (from < to && (is_label(self->line, from, "space") ||
                             is_label(self->line, from, "folding space") ||
                             is_label(self->line, from, "line end")))
            from++;
        gsize start = gather_line_start(self->line, from);
        gsize end = MIN(gather_line_start(self->line, to), self->end);
        if (start < end) {
            if (kind != FACT_ADDRESS)
                field_fact(self, kind, FACTS_IMF, start, end);
            address(self, from, to);
        }
        from = to + 1;
    }
}

/* clang-format off */
static const struct { const char *name; FactKind kind; } address_fields[] = {
    { "from", FACT_MAILBOX_ITEM },
    { "reply-to", FACT_ADDRESS_ITEM },    { "to", FACT_ADDRESS_ITEM },
    { "cc", FACT_ADDRESS_ITEM },          { "bcc", FACT_ADDRESS_ITEM },
    { "resent-from", FACT_MAILBOX_ITEM }, { "resent-to", FACT_ADDRESS_ITEM },
    { "resent-cc", FACT_ADDRESS_ITEM },   { "resent-bcc", FACT_ADDRESS_ITEM },
    { "delivered-to", FACT_ADDRESS },     { "x-original-to", FACT_ADDRESS_ITEM },
    { "sender", FACT_ADDRESS },           { "resent-sender", FACT_ADDRESS },
};
/* clang-format on */

static void own_field(const Field *self, const char *name) {
    const char *detail = find_detail(FACT_HEADER, name);
    if (detail == NULL) {
        gsize name_end = gather_line_start(self->line, 1);
        field_fact(self, FACT_HEADER_OTHER, FACTS_IMF, 0, self->end);
        field_fact(self, FACT_HEADER_NAME, FACTS_IMF, 0, name_end);
        field_fact(self, FACT_HEADER_VALUE, FACTS_IMF, self->value, self->end);
        return;
    }
    Fact *fact = field_fact(self, FACT_HEADER, FACTS_IMF, self->value, self->end);
    if (fact != NULL)
        fact->detail = detail;
    for (guint i = 0; i < G_N_ELEMENTS(address_fields); i++) {
        if (strcmp(address_fields[i].name, name) == 0)
            addresses(self, address_fields[i].kind);
    }
}

static void part_field(const Field *self, const char *name) {
    const char *detail = find_detail(FACT_PART_HEADER, name);
    if (detail == NULL)
        return;
    Fact *fact = field_fact(self, FACT_PART_HEADER, FACTS_MULTIPART, self->value, self->end);
    if (fact != NULL)
        fact->detail = detail;
}

static void tell(const Field *self, const char *name) {
    gboolean is_own = self->text->place == GATHER_HEADER;
    if (is_own)
        own_field(self, name);
    else
        part_field(self, name);
    if (strcmp(name, "content-type") == 0)
        content_type(self, is_own);
}

void gather_field(GatherTalk *self, Direction direction, GatherText *text) {
    const GatherLine *line = &text->field;
    guint colon = gather_line_find(line, 0, "colon");
    if (line->length > 0 && is_label(line, 0, "field name") && colon < line->tokens->len) {
        guint token = colon + 1;
        if (is_label(line, token, "space"))
            token++;
        Field field = {.talk = self,
                       .direction = direction,
                       .text = text,
                       .line = line,
                       .value = gather_line_start(line, token),
                       .end = gather_line_end(line),
                       .value_token = token};
        g_autofree char *name =
            g_ascii_strdown(line->octets->str, (gssize)gather_line_start(line, 1));
        tell(&field, name);
    }
    gather_line_empty(&text->field);
}
