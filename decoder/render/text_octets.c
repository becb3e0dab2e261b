/* SPDX-License-Identifier: MIT */
/* Labelled leaves of a conversation -> a table of every octet, grouped by the unit it belongs to.
 */
#include "render/text_page.h"

#define OFFSET_COLUMNS 9u
#define PACKET_COLUMNS 9u
#define LABEL_COLUMNS 18u
#define HEX_COLUMNS 49u
#define HEX_FROM_WIDTH 140u

typedef struct {
    TextPage *page;
    const TextConversation *conversation;
    guint next[N_DIRECTIONS];  /* the first leaf not written yet */
    guint layer[N_DIRECTIONS]; /* that the units are of */
} Table;

static const TextLeaf *leaf_at(const Table *self, Direction direction, guint i) {
    return &g_array_index(self->conversation->leaves[direction], TextLeaf, i);
}

static void append_right(GString *line, const char *text, guint columns) {
    guint used = text_columns(text);
    text_pad(line, used, columns);
    g_string_append(line, text);
}

static void append_left(GString *line, const char *text, guint columns) {
    g_string_append(line, text);
    text_pad(line, text_columns(text), columns);
}

/* Everything of a leaf's line but its text. */
static void append_columns(GString *line, const Table *self, const TextLeaf *leaf) {
    g_autoptr(GString) offset = g_string_new(NULL);
    g_autoptr(GString) packet = g_string_new(NULL);
    g_string_append_printf(offset, "%" G_GUINT64_FORMAT, leaf->span.offset);
    text_frames(packet, leaf->frames, self->page->signs);
    append_right(line, offset->str, OFFSET_COLUMNS);
    append_right(line, packet->str, PACKET_COLUMNS);
    text_pad(line, 0, 2);
    append_left(line, leaf->label, LABEL_COLUMNS);
    text_pad(line, 0, 1);
    if (self->page->options.width >= HEX_FROM_WIDTH)
        append_left(line, leaf->hex, HEX_COLUMNS);
}

/* Spaces at an edge would not be seen: then the text stands in quotes. */
static char *quote_edges(const char *text) {
    gboolean has_edge = text[0] == ' ' || g_str_has_suffix(text, " ");
    return has_edge ? g_strconcat("\"", text, "\"", NULL) : g_strdup(text);
}

static void write_leaf(const Table *self, const TextLeaf *leaf) {
    TextPage *page = self->page;
    g_autoptr(GString) head = g_string_new(NULL);
    append_columns(head, self, leaf);
    guint used = text_columns(head->str);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *quoted = quote_edges(leaf->text);
    text_styled(text, leaf->span.direction == DIRECTION_CLIENT ? STYLE_CLIENT : STYLE_SERVER,
                quoted);
    /* spaces are octets too: they stay where they are, and a line is full when it is full */
    text_harden(text);
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    text_wrap(lines, text->str, page->options.width - used - 1, 0);
    for (guint i = 0; i < lines->len; i++) {
        g_autoptr(GString) line = g_string_new(i == 0 ? head->str : NULL);
        text_pad(line, i == 0 ? used : 0, used);
        g_string_append(line, lines->pdata[i]);
        text_emit(page->out, line->str, page->options.color);
        g_string_append_c(page->out, '\n');
    }
}

static void write_unit_title(const Table *self, Direction direction, const char *title) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *whole =
        g_strdup_printf("%s %s", direction == DIRECTION_CLIENT ? "C:" : "S:", title);
    text_styled(text, direction == DIRECTION_CLIENT ? STYLE_CLIENT : STYLE_SERVER, whole);
    text_page_write(self->page, text->str, 1, 3);
}

static gboolean is_before(const Table *self, Direction direction, guint64 end) {
    guint next = self->next[direction];
    if (next >= self->conversation->leaves[direction]->len)
        return FALSE;
    const TextLeaf *leaf = leaf_at(self, direction, next);
    return leaf->layer == self->layer[direction] && leaf->span.offset < end;
}

/* The leaves of a direction and layer up to `end`, under a title of their own if there are any. */
static void write_until(Table *self, Direction direction, guint64 end, const char *title) {
    if (!is_before(self, direction, end))
        return;
    write_unit_title(self, direction, title);
    for (; is_before(self, direction, end); self->next[direction]++)
        write_leaf(self, leaf_at(self, direction, self->next[direction]));
}

/* Is the leaf with which the row begins still to come in this layer? Offsets begin anew in each, so
 * the packet has to be the same too. */
static gboolean is_in_layer(const Table *self, const TextRow *row) {
    Direction direction = row->span.direction;
    const GArray *leaves = self->conversation->leaves[direction];
    for (guint i = self->next[direction]; i < leaves->len; i++) {
        const TextLeaf *leaf = leaf_at(self, direction, i);
        if (leaf->layer != self->layer[direction] || leaf->span.offset > row->span.offset)
            return FALSE;
        if (leaf->span.offset == row->span.offset)
            return leaf->frames.first == row->frames.first;
    }
    return TRUE;
}

/* What is left of this layer has no units: it carries the next one. */
static void leave_layer(Table *self, Direction direction) {
    static const char *const titles[] = {NULL, "(TLS that carries what follows)",
                                         "(compressed: it carries what follows)"};
    const GArray *leaves = self->conversation->leaves[direction];
    guint i = self->next[direction];
    while (i + 1 < leaves->len && leaf_at(self, direction, i)->layer == self->layer[direction])
        i++;
    guint inner = leaf_at(self, direction, i)->layer;
    write_until(self, direction, G_MAXUINT64, titles[inner]);
    self->layer[direction] = inner;
}

static gboolean has_inner_layer(const Table *self, Direction direction) {
    const GArray *leaves = self->conversation->leaves[direction];
    return leaves->len > self->next[direction] &&
           g_array_index(leaves, TextLeaf, leaves->len - 1).layer > self->layer[direction];
}

static void write_rest(Table *self, Direction direction) {
    while (has_inner_layer(self, direction))
        leave_layer(self, direction);
    write_until(self, direction, G_MAXUINT64, "(after the last unit)");
}

static void write_unit(Table *self, const TextRow *row) {
    if (row->kind != TEXT_ROW_COMMAND && row->kind != TEXT_ROW_REPLY)
        return;
    Direction direction = row->span.direction;
    while (row->span.length > 0 && has_inner_layer(self, direction) && !is_in_layer(self, row))
        leave_layer(self, direction);
    write_until(self, direction, row->span.offset, "(between units)");
    write_until(self, direction, row->span.offset + row->span.length,
                row->kind == TEXT_ROW_COMMAND ? row->text : row->status);
}

static void write_head(const Table *self) {
    TextLeaf head = {.label = "label", .hex = "hexadecimal"};
    g_autoptr(GString) line = g_string_new(NULL);
    append_right(line, "offset", OFFSET_COLUMNS);
    append_right(line, "packet", PACKET_COLUMNS);
    text_pad(line, 0, 2);
    append_left(line, head.label, LABEL_COLUMNS);
    text_pad(line, 0, 1);
    if (self->page->options.width >= HEX_FROM_WIDTH)
        append_left(line, head.hex, HEX_COLUMNS);
    g_string_append(line, "octets");
    text_page_write(self->page, line->str, 0, 0);
}

void text_write_octets(TextPage *page, const TextConversation *conversation) {
    if (conversation->leaves[0]->len + conversation->leaves[1]->len == 0)
        return;
    Table self = {.page = page, .conversation = conversation};
    text_page_write(page, TEXT_ON STYLE_HEADING "octets" TEXT_OFF, 0, 0);
    write_head(&self);
    for (guint i = 0; i < conversation->rows->len; i++)
        write_unit(&self, text_row(conversation, i));
    write_rest(&self, DIRECTION_CLIENT);
    write_rest(&self, DIRECTION_SERVER);
    text_page_blank(page);
}
