/* SPDX-License-Identifier: MIT */
/* Cells of the ladder -> lines on the page. It knows columns and lifelines, and no protocol. */
#include "render/text_lanes.h"

#define MARGIN 1u    /* before the packet numbers */
#define GAP 2u       /* between columns without a lifeline */
#define ARROW_MIN 3u /* " ─▶" after what the client says */
#define PACKET_MAX 13u
#define CLIENT_MIN 26u
#define TEXT_MAX 100u /* longer lines are hard to read */

static void free_paragraph(gpointer data) {
    TextParagraph *paragraph = data;
    g_free(paragraph->marked);
    g_free(paragraph);
}

TextCells *text_cells_new(void) {
    TextCells *self = g_new0(TextCells, 1);
    self->packet = g_string_new(NULL);
    self->state = g_string_new(NULL);
    self->client = g_string_new(NULL);
    self->aside = g_string_new(NULL);
    self->server = g_ptr_array_new_with_free_func(free_paragraph);
    return self;
}

void text_cells_free(TextCells *self) {
    if (self == NULL)
        return;
    g_string_free(self->packet, TRUE);
    g_string_free(self->state, TRUE);
    g_string_free(self->client, TRUE);
    g_string_free(self->aside, TRUE);
    g_ptr_array_unref(self->server);
    g_free(self);
}

void text_cells_add(TextCells *self, char *take_marked, guint indent, guint hang) {
    TextParagraph *paragraph = g_new(TextParagraph, 1);
    *paragraph = (TextParagraph){.marked = take_marked, .indent = indent, .hang = hang};
    g_ptr_array_add(self->server, paragraph);
}

void text_lanes_divide(TextLanes *self, const TextPage *page, guint packet, guint state,
                       guint client) {
    guint width = page->options.width;
    self->side_by_side = width >= TEXT_SIDE_BY_SIDE_MIN;
    self->packet = CLAMP(packet, 6, PACKET_MAX);
    self->state = MAX(state, 5);
    if (!self->side_by_side) {
        self->server = width - MARGIN - self->packet - GAP - self->state - 3; /* " │ " */
        self->client = self->server;
        return;
    }
    /* "│ state │" */
    guint left = width - MARGIN - self->packet - GAP - (self->state + 4);
    self->client = CLAMP(client + ARROW_MIN, CLIENT_MIN, left * 12 / 25);
    self->server = MIN(left - self->client, TEXT_MAX);
}

/* Appends `marked` padded to `columns`. */
static void append_cell(GString *line, const char *marked, guint columns) {
    g_string_append(line, marked);
    text_pad(line, text_columns(marked), columns);
}

static void append_right(GString *line, const char *marked, guint columns) {
    guint used = text_columns(marked);
    text_pad(line, used, columns);
    g_string_append(line, marked);
}

static void write_line(const TextLanes *self, TextPage *page, const char *packet,
                       const char *client, const char *state, const char *server) {
    const char *life = page->signs->life;
    g_autoptr(GString) line = g_string_new(NULL);
    text_pad(line, 0, MARGIN);
    append_right(line, packet, self->packet);
    text_pad(line, 0, GAP);
    if (self->side_by_side) {
        append_cell(line, client, self->client);
        g_string_append_printf(line, TEXT_ON STYLE_DIM "%s" TEXT_OFF " ", life);
    }
    append_cell(line, state, self->state);
    g_string_append_printf(line, " " TEXT_ON STYLE_DIM "%s" TEXT_OFF, life);
    text_pad(line, 0, self->side_by_side ? 0 : 1);
    g_string_append(line, server);
    text_emit(page->out, line->str, page->options.color);
    g_string_append_c(page->out, '\n');
}

static void write_rule(const TextLanes *self, TextPage *page, const char *tee) {
    g_autoptr(GString) line = g_string_new(TEXT_ON STYLE_DIM);
    guint first = MARGIN + self->packet + GAP + self->client;
    guint second = self->side_by_side ? first + self->state + 3
                                      : MARGIN + self->packet + GAP + self->state + 1;
    guint columns = second + (self->side_by_side ? 1 : 2) + self->server;
    for (guint i = 0; i < columns; i++) {
        gboolean is_tee = i == second || (self->side_by_side && i == first);
        g_string_append(line, is_tee ? tee : page->signs->thin);
    }
    g_string_append(line, TEXT_OFF);
    text_emit(page->out, line->str, page->options.color);
    g_string_append_c(page->out, '\n');
}

void text_lanes_write_head(const TextLanes *self, TextPage *page) {
    if (self->side_by_side)
        write_line(self, page, "packet", TEXT_ON STYLE_CLIENT "client" TEXT_OFF, "state",
                   TEXT_ON STYLE_SERVER " server" TEXT_OFF);
    else
        write_line(self, page, "packet", "", "state",
                   TEXT_ON STYLE_CLIENT "C: client" TEXT_OFF "  " TEXT_ON STYLE_SERVER
                                        "S: server" TEXT_OFF);
    write_rule(self, page, page->signs->down_tee);
}

void text_lanes_write_foot(const TextLanes *self, TextPage *page) {
    write_rule(self, page, page->signs->up_tee);
}

void text_lanes_write_gap(const TextLanes *self, TextPage *page) {
    if (!self->side_by_side)
        write_line(self, page, "", "", "", "");
}

/* The arrow to the client's lifeline: " ───▶" as far as there is room, at least " ─▶". */
static void append_arrow(GString *line, const TextLanes *self, const TextSigns *signs) {
    guint used = text_columns(line->str);
    guint until = self->side_by_side ? self->client : used + ARROW_MIN;
    g_string_append(line, TEXT_ON STYLE_CLIENT " ");
    for (guint i = used + 1; i + 1 < until; i++)
        g_string_append(line, signs->line);
    g_string_append_printf(line, "%s" TEXT_OFF, signs->right);
}

static GPtrArray *client_lines(const TextLanes *self, TextPage *page, const TextCells *cells) {
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    if (cells->client->len > 0) {
        text_wrap(lines, cells->client->str, self->client - ARROW_MIN, 3);
        g_autofree char *last = g_ptr_array_steal_index(lines, lines->len - 1);
        GString *line = g_string_new(last);
        append_arrow(line, self, page->signs);
        g_ptr_array_add(lines, g_string_free(line, FALSE));
    } else if (cells->aside->len > 0 && self->side_by_side) {
        GString *line = g_string_new(NULL);
        append_right(line, cells->aside->str, self->client - 1);
        g_ptr_array_add(lines, g_string_free(line, FALSE));
    }
    return lines;
}

static void add_paragraph(GPtrArray *lines, const TextParagraph *paragraph, guint columns) {
    g_autoptr(GPtrArray) wrapped = g_ptr_array_new_with_free_func(g_free);
    text_wrap(wrapped, paragraph->marked, columns - paragraph->indent, paragraph->hang);
    for (guint i = 0; i < wrapped->len; i++)
        g_ptr_array_add(lines, g_strdup_printf("%*s%s", (int)paragraph->indent, "",
                                               (const char *)wrapped->pdata[i]));
}

static GPtrArray *server_lines(const TextLanes *self, const TextCells *cells) {
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < cells->server->len; i++)
        add_paragraph(lines, cells->server->pdata[i], self->server);
    return lines;
}

static const char *line_or_empty(const GPtrArray *lines, guint i) {
    return i < lines->len ? lines->pdata[i] : "";
}

/* Beneath each other: what the client says stands above the comments on it. */
static void stack(GPtrArray *client, GPtrArray *server) {
    for (guint i = 0; client->len > 0; i++)
        g_ptr_array_insert(server, (int)i, g_ptr_array_steal_index(client, 0));
}

void text_lanes_write_row(const TextLanes *self, TextPage *page, const TextCells *cells) {
    g_autoptr(GPtrArray) client = client_lines(self, page, cells);
    g_autoptr(GPtrArray) server = server_lines(self, cells);
    g_autoptr(GPtrArray) packet = g_ptr_array_new_with_free_func(g_free);
    if (!self->side_by_side)
        stack(client, server);
    text_wrap(packet, cells->packet->str, self->packet, 0);
    guint n_lines = MAX(MAX(client->len, server->len), packet->len);
    for (guint i = 0; i < n_lines; i++)
        write_line(self, page, line_or_empty(packet, i), line_or_empty(client, i),
                   i == 0 ? cells->state->str : "", line_or_empty(server, i));
}
