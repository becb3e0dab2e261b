/* SPDX-License-Identifier: MIT */
/* Hops -> a picture of hosts and arrows. It knows who gave the mail to whom, and nothing of what is
 * said about it. */
#include "render/text_journey.h"

#include <string.h>

#define INDENT 2u
#define LABEL_MAX 48u /* octets of a host's name */
#define LEVEL_COLUMNS 3u
#define DRAWN_DEPTH_MAX 12u

typedef struct {
    char *from; /* who gives it; drawn for the first hop of a way only */
    char *edge; /* "SMTP 25" */
    char *to;   /* who has it then */
    int parent;
    gboolean has_later_sibling;
    guint depth;
    guint end; /* column behind `to`; the wide picture only */
} Node;

typedef struct {
    TextPage *page;
    const NoteJourney *journey;
    Node *nodes;  /* one for each hop */
    guint *order; /* of them: each behind the one it comes from, way by way */
} Picture;

/* ---- names ------------------------------------------------------------------------------------
 */

static char *safe_label(const Picture *self, const char *text, gsize length) {
    return safe_text(text, (gssize)MIN(length, LABEL_MAX), self->page->charset);
}

static gboolean is_same_host(const NetEndpoint *a, const NetEndpoint *b) {
    return a->address.family == b->address.family &&
           memcmp(a->address.octets, b->address.octets, sizeof a->address.octets) == 0;
}

/* A name looks like one: "mta.b.example", not "Dovecot". */
static const char *name_of(const NoteHop *hop) {
    return hop->server_name != NULL && strchr(hop->server_name, '.') != NULL ? hop->server_name
                                                                             : NULL;
}

/* As it calls itself, here or in another hop; else its address. */
static char *label_host(const Picture *self, const NetEndpoint *host) {
    for (guint i = 0; i < self->journey->n_hops; i++) {
        const NoteHop *hop = &self->journey->hops[i];
        const char *name = name_of(hop);
        if (name != NULL && is_same_host(&hop->server, host))
            return safe_label(self, name, strlen(name));
    }
    char text[NET_ADDRESS_TEXT_SIZE];
    return g_strdup(net_address_text(&host->address, text));
}

/* "alice" of "alice@a.example" */
static char *label_person(const Picture *self, const char *address, const char *otherwise) {
    if (address == NULL || address[0] == '\0')
        return g_strdup(otherwise);
    return safe_label(self, address, strcspn(address, "@"));
}

static char *label_sender(const Picture *self, const NoteHop *hop) {
    if (hop->is_retrieval)
        return label_host(self, &hop->server);
    if (strcmp(hop->transport, "submission") == 0)
        return label_person(self, hop->from, "sender");
    return label_host(self, &hop->client);
}

/* Whose mailbox it is, if the envelope that brought the mail says so. */
static char *label_reader(const Picture *self, const NoteHop *hop) {
    for (int at = hop->previous; at >= 0; at = self->journey->hops[at].previous) {
        const NoteHop *before = &self->journey->hops[at];
        if (before->has_envelope)
            return label_person(self, before->n_to == 1 ? before->to[0] : NULL, "reader");
    }
    return g_strdup("reader");
}

static char *label_edge(const NoteHop *hop) {
    GString *label = g_string_new(NULL);
    gboolean is_word = strcmp(hop->transport, "submission") == 0;
    for (const char *at = hop->transport; *at != '\0'; at++)
        g_string_append_c(label, is_word ? *at : g_ascii_toupper(*at));
    g_string_append_printf(label, " %u", hop->server.port);
    if (g_strcmp0(hop->carried_by, "APPEND") == 0)
        g_string_append(label, " APPEND");
    if (hop->verdict == NOTE_REFUSED)
        g_string_append(label, " refused");
    return g_string_free(label, FALSE);
}

/* ---- the tree of hops -------------------------------------------------------------------------
 */

static void make_nodes(Picture *self) {
    const NoteJourney *journey = self->journey;
    for (guint i = 0; i < journey->n_hops; i++) {
        const NoteHop *hop = &journey->hops[i];
        Node *node = &self->nodes[i];
        node->parent = hop->previous;
        node->depth = hop->previous < 0 ? 0 : self->nodes[hop->previous].depth + 1;
        node->from = label_sender(self, hop);
        node->edge = label_edge(hop);
        node->to = hop->is_retrieval ? label_reader(self, hop) : label_host(self, &hop->server);
        for (guint k = i; k-- > 0;) {
            if (hop->previous >= 0 && self->nodes[k].parent == hop->previous)
                self->nodes[k].has_later_sibling = TRUE;
        }
    }
}

/* Depth first: the nodes still to be visited wait on a stack, the last child deepest. */
static void order_nodes(Picture *self) {
    guint n = self->journey->n_hops, n_waiting = 0, n_done = 0;
    guint *waiting = g_new(guint, n + 1);
    for (guint i = n; i-- > 0;) {
        if (self->nodes[i].parent < 0)
            waiting[n_waiting++] = i;
    }
    while (n_waiting > 0) {
        guint at = waiting[--n_waiting];
        self->order[n_done++] = at;
        for (guint i = n; i-- > 0;) {
            if (self->nodes[i].parent == (int)at)
                waiting[n_waiting++] = i;
        }
    }
    g_free(waiting);
}

/* ---- all in one line, branches below ----------------------------------------------------------
 */

static guint columns_of(const char *text) {
    return safe_text_columns(text, strlen(text));
}

/* " ──SMTP 25──▶ " */
static void append_arrow(GString *out, const TextSigns *signs, const char *edge) {
    g_string_append_printf(out, "%s%s", signs->line, signs->line);
    text_styled(out, STYLE_STATE, edge);
    g_string_append_printf(out, "%s%s%s ", signs->line, signs->line, signs->right);
}

static guint arrow_columns(const char *edge) {
    return columns_of(edge) + 6;
}

/* Lines of the ways that go on below, then the corner of this branch. */
static void begin_branch(const Picture *self, GString *line, guint index) {
    const TextSigns *signs = self->page->signs;
    const Node *node = &self->nodes[index];
    guint stem = self->nodes[node->parent].end;
    guint column = 0;
    while (column < stem) {
        gboolean is_stem = FALSE;
        for (int at = node->parent; at >= 0 && !is_stem; at = self->nodes[at].parent) {
            int parent = self->nodes[at].parent;
            is_stem = parent >= 0 && self->nodes[at].has_later_sibling &&
                      self->nodes[parent].end == column;
        }
        g_string_append(line, is_stem ? signs->life : " ");
        column++;
    }
    const char *corner = node->has_later_sibling ? signs->branch : signs->last;
    g_string_append_len(line, corner, g_utf8_next_char(corner) - corner);
}

/* Lays out; the widest line. `lines`: of GString, or NULL to measure only. */
static guint lay_out(Picture *self, GPtrArray *lines) {
    const TextSigns *signs = self->page->signs;
    guint widest = 0;
    int before = -1;
    for (guint i = 0; i < self->journey->n_hops; i++) {
        guint index = self->order[i];
        Node *node = &self->nodes[index];
        gboolean goes_on = i > 0 && node->parent == before && node->parent >= 0;
        GString *line = NULL;
        guint start =
            node->parent < 0 ? columns_of(node->from) + 1 : self->nodes[node->parent].end + 1;
        if (lines != NULL && !goes_on)
            g_ptr_array_add(lines, g_string_new(NULL));
        if (lines != NULL)
            line = g_ptr_array_index(lines, lines->len - 1);
        if (line != NULL && node->parent < 0)
            g_string_append_printf(line, "%s ", node->from);
        else if (line != NULL && goes_on)
            g_string_append_c(line, ' ');
        else if (line != NULL)
            begin_branch(self, line, index);
        if (line != NULL) {
            append_arrow(line, signs, node->edge);
            text_styled(line, STYLE_HEADING, node->to);
        }
        node->end = start + arrow_columns(node->edge) + columns_of(node->to);
        widest = MAX(widest, node->end);
        before = (int)index;
    }
    return widest;
}

/* ---- one hop to a line ------------------------------------------------------------------------
 */

static void append_trunks(const Picture *self, GString *line, guint index) {
    const TextSigns *signs = self->page->signs;
    guint shown = MIN(self->nodes[index].depth, DRAWN_DEPTH_MAX);
    g_autoptr(GString) trunks = g_string_new(NULL);
    int at = self->nodes[index].parent;
    for (guint i = 0; i < shown && at >= 0; i++, at = self->nodes[at].parent)
        g_string_prepend(trunks, self->nodes[at].has_later_sibling ? signs->trunk : "   ");
    g_string_append(line, trunks->str);
    g_string_append(line, self->nodes[index].has_later_sibling ? signs->branch : signs->last);
}

static void write_down(const Picture *self) {
    const TextSigns *signs = self->page->signs;
    for (guint i = 0; i < self->journey->n_hops; i++) {
        guint index = self->order[i];
        const Node *node = &self->nodes[index];
        g_autoptr(GString) line = g_string_new(NULL);
        if (node->parent < 0)
            text_page_write(self->page, node->from, INDENT, 2);
        append_trunks(self, line, index);
        text_styled(line, STYLE_STATE, node->edge);
        text_harden(line);
        g_string_append_printf(line, " %s ", signs->to);
        text_styled(line, STYLE_HEADING, node->to);
        text_page_write(self->page, line->str, INDENT,
                        LEVEL_COLUMNS * (MIN(node->depth, DRAWN_DEPTH_MAX) + 1));
    }
}

static void write_across(Picture *self) {
    g_autoptr(GPtrArray) lines = g_ptr_array_new();
    lay_out(self, lines);
    for (guint i = 0; i < lines->len; i++) {
        GString *line = lines->pdata[i];
        g_string_append_printf(self->page->out, "%*s", (int)INDENT, "");
        text_emit(self->page->out, line->str, self->page->options.color);
        g_string_append_c(self->page->out, '\n');
        g_string_free(line, TRUE);
    }
}

void text_write_journey_picture(TextPage *page, const NoteJourney *journey) {
    Picture self = {.page = page, .journey = journey};
    self.nodes = g_new0(Node, journey->n_hops + 1);
    self.order = g_new0(guint, journey->n_hops + 1);
    make_nodes(&self);
    order_nodes(&self);
    if (lay_out(&self, NULL) + INDENT <= page->options.width)
        write_across(&self);
    else
        write_down(&self);
    for (guint i = 0; i < journey->n_hops; i++) {
        g_free(self.nodes[i].from);
        g_free(self.nodes[i].edge);
        g_free(self.nodes[i].to);
    }
    g_free(self.nodes);
    g_free(self.order);
}
