/* SPDX-License-Identifier: MIT */
/* The columns of the ladder: packet numbers, client, state, server. On a wide page client and
 * server stand side by side with the state between their lifelines; on a narrow one beneath each
 * other. */
#pragma once

#include "render/text_page.h"

#define TEXT_SIDE_BY_SIDE_MIN 90u

typedef struct {
    gboolean side_by_side;
    guint packet, state;  /* columns of text */
    guint client, server; /* beneath each other: both the whole text column */
} TextLanes;

/* What one row of the ladder says. All are marked text. */
typedef struct {
    GString *packet, *state;
    GString *client;   /* what the client says; empty for a reply */
    GString *aside;    /* side by side: stands at the client's lifeline */
    GPtrArray *server; /* of TextParagraph: what the server says, and comments */
} TextCells;

typedef struct {
    char *marked;
    guint indent, hang;
} TextParagraph;

TextCells *text_cells_new(void);
void text_cells_free(TextCells *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextCells, text_cells_free)

/* Adds a paragraph to the server's side; takes `marked`. */
void text_cells_add(TextCells *self, char *take_marked, guint indent, guint hang);

/* Divides the page: `packet`, `state` and `client` are the widest texts that will come. */
void text_lanes_divide(TextLanes *self, const TextPage *page, guint packet, guint state,
                       guint client);
void text_lanes_write_head(const TextLanes *self, TextPage *page);
void text_lanes_write_row(const TextLanes *self, TextPage *page, const TextCells *cells);
/* Nothing but the lifelines; only on a narrow page, where it sets exchanges apart. */
void text_lanes_write_gap(const TextLanes *self, TextPage *page);
void text_lanes_write_foot(const TextLanes *self, TextPage *page);
