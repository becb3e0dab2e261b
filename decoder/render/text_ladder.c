/* SPDX-License-Identifier: MIT */
/* Rows of a conversation -> the cells of the ladder: who says what in which state, and the plain
 * sentence on it. It refuses to know where on the page a cell stands. */
#include "render/text_lanes.h"

#include "render/state_name.h"
#include "render/text_imap.h"

#include <string.h>

#define COMMENT_INDENT 3u

typedef struct {
    TextPage *page;
    const TextConversation *conversation;
    TextLanes lanes;
    guint next_remark;
    guint8 *remarks_shown; /* per remark: below its line already */
    GArray *findings;      /* of const TextFinding *, by row */
    guint next_finding;
    gboolean has_written;     /* a row */
    gboolean is_latency_told; /* by the row before */
} Ladder;

static const SpecCommand *command_of(const Ladder *self, const TextRow *row) {
    const SpecProtocol *spec = self->conversation->note.spec;
    if (row->command < 0 || (guint)row->command >= spec->n_commands)
        return NULL;
    return &spec->commands[row->command];
}

static gboolean is_command(const SpecCommand *command, const char *name) {
    return command != NULL && strcmp(command->name, name) == 0;
}

/* The message that a row carries, or NULL. */
static const NoteMessage *message_of(const Ladder *self, const TextRow *row) {
    return row->message < 0
               ? NULL
               : &g_array_index(self->conversation->messages, NoteMessage, (guint)row->message);
}

static void append_message_text(GString *out, const Ladder *self, const TextRow *row) {
    const NoteMessage *message = message_of(self, row);
    gboolean is_top = message != NULL && strcmp(message->carried_by, "TOP") == 0;
    g_string_append(out, is_top ? "header and first lines, " : "message text, ");
    text_count(out, message != NULL ? message->octets : row->span.length, "octet", "octets");
    g_string_append(out, " in ");
    text_count(out, MAX(row->segments, 1), "packet", "packets");
    if (message == NULL || message->integrity != NOTE_UNTERMINATED)
        g_string_append(out, ", ended by a lone dot");
}

/* "C: MAIL FROM:<a@x>" */
static void append_client_text(GString *out, const Ladder *self, const TextRow *row) {
    const SpecCommand *command = command_of(self, row);
    g_string_append(out, TEXT_ON STYLE_CLIENT "C: ");
    if (is_command(command, "<connect>"))
        g_string_append(out, "opens the connection");
    else if (is_command(command, "<end-of-data>"))
        append_message_text(out, self, row);
    else
        g_string_append(out, row->text);
    g_string_append(out, TEXT_OFF);
}

static void add_comment(TextCells *cells, GString *take_text) {
    text_cells_add(cells, g_string_free(take_text, FALSE), COMMENT_INDENT, 0);
}

static void add_sentence(TextCells *cells, const TextPage *page, const char *sentence,
                         const char *rfc) {
    GString *text = g_string_new(NULL);
    text_sentence(text, sentence, page->charset);
    text_citation(text, rfc, page->charset);
    add_comment(cells, text);
}

/* "MAIL opens a transaction. (RFC 5321 §4.1.1.2)" */
static void add_meaning(TextCells *cells, const TextPage *page, const SpecCommand *command) {
    g_autofree char *sentence = g_strconcat(command->name, " ", command->meaning, NULL);
    add_sentence(cells, page, sentence, command->rfc);
}

static void add_mark(TextCells *cells, GString *take_text) {
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, TEXT_ON STYLE_DIM "[%s]" TEXT_OFF, take_text->str);
    g_string_free(take_text, TRUE);
    add_comment(cells, text);
}

/* "ehlo-keyword:SIZE" -> "SIZE" */
static const char *subject_of(const TextRemark *remark) {
    const char *colon = remark->about == NULL ? NULL : strchr(remark->about, ':');
    return colon == NULL ? NULL : colon + 1;
}

/* `line`: what the remark stands below, and so need not repeat; or NULL. */
static void add_remark(TextCells *cells, const Ladder *self, const TextRemark *remark,
                       const char *line) {
    if (remark->drawn > 0) {
        GString *part = g_string_new(NULL);
        text_imap_part(part, self->page,
                       &g_array_index(self->conversation->drawn, TextDrawnPart, remark->drawn - 1));
        text_cells_add(cells, g_string_free(part, FALSE), COMMENT_INDENT, 6);
        return;
    }
    if (remark->is_mark) {
        add_mark(cells, g_string_new(remark->text));
        return;
    }
    const char *sentence = remark->text;
    if (line != NULL && g_str_has_prefix(sentence, line) &&
        g_str_has_prefix(sentence + strlen(line), ": "))
        sentence += strlen(line) + 2;
    GString *text = g_string_new(NULL);
    text_sentence(text, sentence, self->page->charset);
    text_citation(text, remark->rfc, self->page->charset);
    add_comment(cells, text);
}

/* Is this remark to be shown, the first of its kind in this run? */
static gboolean shows_remark(const Ladder *self, const TextRemark *remark) {
    return remark->about == NULL || text_page_explains(self->page, "about", remark->about);
}

static void add_remarks(TextCells *cells, Ladder *self, guint row) {
    const GArray *remarks = self->conversation->remarks;
    for (; self->next_remark < remarks->len; self->next_remark++) {
        const TextRemark *remark = &g_array_index(remarks, TextRemark, self->next_remark);
        if (remark->row > row)
            return;
        if (!self->remarks_shown[self->next_remark] && shows_remark(self, remark))
            add_remark(cells, self, remark, NULL);
    }
}

/* "missing-angle-brackets" out of "smtp.missing-angle-brackets" */
static void append_finding_title(GString *out, const char *code) {
    const char *dot = strchr(code, '.');
    for (const char *at = dot == NULL ? code : dot + 1; *at != '\0'; at++)
        g_string_append_c(out, *at == '-' ? ' ' : *at);
}

static void add_finding(TextCells *cells, const Ladder *self, const TextFinding *finding) {
    FindingSeverity severity = finding->kind->severity;
    GString *text = g_string_new(TEXT_ON);
    g_string_append_printf(text, "%s%s row %u: ", text_severity_style(severity),
                           self->page->signs->severity[severity], (guint)finding->row + 1);
    append_finding_title(text, finding->kind->code);
    g_string_append(text, TEXT_OFF);
    text_cells_add(cells, g_string_free(text, FALSE), COMMENT_INDENT, 2);
}

/* Every code that a finding of this row has, once. */
static void add_findings(TextCells *cells, Ladder *self, guint row) {
    const char *code = NULL;
    for (; self->next_finding < self->findings->len; self->next_finding++) {
        const TextFinding *finding =
            g_array_index(self->findings, const TextFinding *, self->next_finding);
        if (finding->row > row)
            return;
        if (finding->kind->code != code)
            add_finding(cells, self, finding);
        code = finding->kind->code;
    }
}

static void add_state(TextCells *cells, const Ladder *self, const char *sign, int state) {
    const char *name = state_name(&self->conversation->note, state);
    if (name != NULL)
        g_string_append_printf(cells->state, TEXT_ON STYLE_STATE "%s %s" TEXT_OFF, sign, name);
}

/* "3 parts, 2 stuffed dots removed" */
static void append_parts(GString *out, const NoteMessage *message) {
    guint leaves = 0;
    for (guint i = 0; i < message->n_parts; i++)
        leaves += message->parts[i].is_leaf ? 1 : 0;
    if (leaves > 0)
        text_count(out, leaves, "part", "parts");
    if (message->stuffed_dots > 0) {
        g_string_append(out, leaves > 0 ? ", " : "");
        text_count(out, message->stuffed_dots, "stuffed dot removed", "stuffed dots removed");
    }
}

static void add_message_marks(TextCells *cells, const Ladder *self, const TextRow *row) {
    const NoteMessage *message = message_of(self, row);
    if (message == NULL)
        return;
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "message %u: ", message->n);
    append_parts(text, message);
    add_mark(cells, text);
}

static void add_carrier_marks(TextCells *cells, const Ladder *self, const TextRow *row) {
    gboolean is_text = is_command(command_of(self, row), "<end-of-data>");
    if (row->segments > 1 && !is_text) {
        GString *text = g_string_new("arrived in ");
        text_count(text, row->segments, "segment", "segments");
        add_mark(cells, text);
    }
    if (row->pipelined)
        add_mark(cells, g_string_new("pipelined: sent before the reply to the command above"));
}

static void fill_command(TextCells *cells, Ladder *self, const TextRow *row, guint index) {
    const SpecCommand *command = command_of(self, row);
    append_client_text(cells->client, self, row);
    add_state(cells, self, " ", row->state);
    if (command != NULL && text_page_explains(self->page, "command", command->name))
        add_meaning(cells, self->page, command);
    add_message_marks(cells, self, row);
    add_carrier_marks(cells, self, row);
    add_remarks(cells, self, index);
}

/* The keyword of a line of the reply to EHLO or CAPA: its first word. */
static gboolean line_speaks_of(const char *line, const TextRemark *remark) {
    const char *subject = subject_of(remark);
    if (subject == NULL || !(g_str_has_prefix(remark->about, "ehlo-keyword:") ||
                             g_str_has_prefix(remark->about, "pop3-capability:")))
        return FALSE;
    gsize length = strcspn(line, " =");
    return strlen(subject) == length && g_ascii_strncasecmp(line, subject, length) == 0;
}

/* Remarks on one line of a reply stand right below it. */
static void add_line_remarks(TextCells *cells, Ladder *self, guint row, const char *line) {
    const GArray *remarks = self->conversation->remarks;
    for (guint i = self->next_remark; i < remarks->len; i++) {
        const TextRemark *remark = &g_array_index(remarks, TextRemark, i);
        if (remark->row > row)
            return;
        if (line_speaks_of(line, remark) && shows_remark(self, remark)) {
            add_remark(cells, self, remark, line);
            self->remarks_shown[i] = 1;
            TextParagraph *added = cells->server->pdata[cells->server->len - 1];
            added->indent = COMMENT_INDENT + 7;
        }
    }
}

static void append_latency(GString *out, const Ladder *self, const TextRow *row) {
    if (row->latency_ns < 0 || self->is_latency_told)
        return;
    g_string_append(out, TEXT_ON STYLE_DIM "+");
    text_duration(out, row->latency_ns, self->page->charset);
    g_string_append(out, TEXT_OFF);
}

/* In SMTP each line of a reply begins with its code, in POP3 and IMAP only the first with its
 * status. */
static gboolean has_code(const TextRow *row) {
    return row->status != NULL && g_ascii_isdigit(row->status[0]);
}

/* "◀─ S: 250-PIPELINING"; from the second line on without the arrow. */
static void add_reply_line(TextCells *cells, const Ladder *self, const TextRow *row, guint line) {
    const TextSigns *signs = self->page->signs;
    gboolean is_last = line + 1 >= row->n_lines;
    gboolean is_empty = line >= row->n_lines || row->lines[line][0] == '\0';
    GString *text = g_string_new(TEXT_ON STYLE_SERVER);
    if (line == 0)
        g_string_append_printf(text, "%s%s" TEXT_HARD_SPACE "S:" TEXT_HARD_SPACE, signs->left,
                               signs->line);
    if (has_code(row))
        g_string_append_printf(text, "%s%s", row->status, is_last ? " " : "-");
    else if (line == 0)
        g_string_append_printf(text, "%s%s", row->lead != NULL ? row->lead : row->status,
                               is_empty ? "" : " ");
    if (line < row->n_lines)
        g_string_append(text, row->lines[line]);
    g_string_append(text, TEXT_OFF);
    if (is_last && !self->lanes.side_by_side && row->latency_ns >= 0 && !self->is_latency_told) {
        g_string_append(text, "  ");
        append_latency(text, self, row);
    }
    text_cells_add(cells, g_string_free(text, FALSE), line == 0 ? 0 : 6, line == 0 ? 6 : 4);
}

/* Does a remark on this row tell of the reply code already? */
static gboolean has_reply_remark(const Ladder *self, guint row) {
    const GArray *remarks = self->conversation->remarks;
    for (guint i = self->next_remark; i < remarks->len; i++) {
        const TextRemark *remark = &g_array_index(remarks, TextRemark, i);
        if (remark->row > row)
            return FALSE;
        if (remark->about != NULL && g_str_has_prefix(remark->about, "reply:"))
            return TRUE;
    }
    return FALSE;
}

static void add_reply_meaning(TextCells *cells, const Ladder *self, const TextRow *row,
                              guint index) {
    const SpecProtocol *spec = self->conversation->note.spec;
    if (row->has_step) {
        if (text_page_explains(self->page, "why", row->why))
            add_sentence(cells, self->page, row->why, row->why_rfc);
        return;
    }
    const SpecReply *reply = row->status == NULL ? NULL : spec_find_reply(spec, row->status);
    if (has_reply_remark(self, index))
        return;
    if (reply != NULL && text_page_explains(self->page, "reply", reply->code))
        add_sentence(cells, self->page, reply->meaning, reply->rfc);
}

/* A reply that carries a message: "[message 0: message text, 218 octets in 1 packet, ended by a
 * lone dot; 1 part]" */
static void add_fetched_text(TextCells *cells, const Ladder *self, const TextRow *row) {
    const NoteMessage *message = message_of(self, row);
    if (message == NULL)
        return;
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "message %u: ", message->n);
    append_message_text(text, self, row);
    g_string_append(text, message->n_parts > 0 || message->stuffed_dots > 0 ? "; " : "");
    append_parts(text, message);
    add_mark(cells, text);
}

/* Several replies of IMAP that came in one segment have waited equally long: it is said once. */
static gboolean repeats_latency(const Ladder *self, const TextRow *row, guint index) {
    const TextRow *before = index > 0 ? text_row(self->conversation, index - 1) : NULL;
    return row->lead != NULL && before->kind == TEXT_ROW_REPLY &&
           before->latency_ns == row->latency_ns;
}

static void fill_reply(TextCells *cells, Ladder *self, const TextRow *row, guint index) {
    const TextSigns *signs = self->page->signs;
    if (row->has_step)
        add_state(cells, self, row->to == row->from ? signs->stay : signs->down, row->to);
    self->is_latency_told = repeats_latency(self, row, index);
    append_latency(cells->aside, self, row);
    for (guint i = 0; i < MAX(row->n_lines, 1); i++) {
        add_reply_line(cells, self, row, i);
        if (i < row->n_lines)
            add_line_remarks(cells, self, index, row->lines[i]);
    }
    if (row->recipient != NULL) {
        GString *text = g_string_new(NULL);
        g_string_append_printf(text, "for %s", row->recipient);
        add_mark(cells, text);
    }
    add_fetched_text(cells, self, row);
    add_reply_meaning(cells, self, row, index);
    add_remarks(cells, self, index);
}

static void fill_event(TextCells *cells, Ladder *self, const TextRow *row, guint index) {
    GString *text = g_string_new(row->kind == TEXT_ROW_TCP ? "TCP: " : NULL);
    if (row->has_step)
        add_state(cells, self, self->page->signs->down, row->to);
    g_string_append(text, row->text);
    add_mark(cells, text);
    add_remarks(cells, self, index);
}

/* "in Wireshark: tcp.stream eq 0 && …": what is wrapped here is one line there. */
static void add_filter(TextCells *cells, const Ladder *self, const TextRow *row) {
    if (row->filter == NULL)
        return;
    GString *text = g_string_new(TEXT_ON STYLE_DIM "in" TEXT_HARD_SPACE "Wireshark: " TEXT_OFF);
    g_string_append(text, row->filter);
    if (strstr(row->filter, "frame.number") != NULL)
        g_string_append(text, TEXT_ON STYLE_DIM
                        " (by its number: Wireshark has no field for it)" TEXT_OFF);
    text_cells_add(cells, g_string_free(text, FALSE), COMMENT_INDENT, 2);
}

static void write_row(Ladder *self, guint index) {
    const TextRow *row = text_row(self->conversation, index);
    if (row->is_hidden)
        return;
    g_autoptr(TextCells) cells = text_cells_new();
    if (row->kind == TEXT_ROW_COMMAND && self->has_written)
        text_lanes_write_gap(&self->lanes, self->page);
    self->has_written = TRUE;
    if (row->frames.first > 0)
        text_frames(cells->packet, row->frames, self->page->signs);
    if (row->kind == TEXT_ROW_COMMAND)
        fill_command(cells, self, row, index);
    else if (row->kind == TEXT_ROW_REPLY)
        fill_reply(cells, self, row, index);
    else
        fill_event(cells, self, row, index);
    add_findings(cells, self, index);
    add_filter(cells, self, row);
    text_lanes_write_row(&self->lanes, self->page, cells);
}

static guint widest_packet(const Ladder *self, const TextRow *row) {
    g_autoptr(GString) text = g_string_new(NULL);
    text_frames(text, row->frames, self->page->signs);
    return text_columns(text->str);
}

static guint state_columns(const Ladder *self, int state) {
    const char *name = state_name(&self->conversation->note, state);
    return name == NULL ? 0 : (guint)strlen(name) + 2;
}

/* Looks at all rows for the widest of each column. */
static void divide(Ladder *self) {
    guint packet = 0, state = 0, client = 0;
    for (guint i = 0; i < self->conversation->rows->len; i++) {
        const TextRow *row = text_row(self->conversation, i);
        packet = MAX(packet, widest_packet(self, row));
        if (row->kind != TEXT_ROW_COMMAND && row->has_step)
            state = MAX(state, state_columns(self, row->to));
        if (row->kind != TEXT_ROW_COMMAND)
            continue;
        state = MAX(state, state_columns(self, row->state));
        if (is_command(command_of(self, row), "<end-of-data>"))
            continue; /* a sentence, which may as well be wrapped */
        g_autoptr(GString) text = g_string_new(NULL);
        append_client_text(text, self, row);
        client = MAX(client, text_columns(text->str));
    }
    text_lanes_divide(&self->lanes, self->page, packet, state, client);
}

static gint by_row(gconstpointer a, gconstpointer b) {
    const TextFinding *left = *(const TextFinding *const *)a;
    const TextFinding *right = *(const TextFinding *const *)b;
    return (left->row > right->row) - (left->row < right->row);
}

/* Those that refer to a row, by row, worst first in each. */
static void gather_findings(Ladder *self) {
    const GArray *findings = self->conversation->findings;
    self->findings = g_array_new(FALSE, FALSE, sizeof(const TextFinding *));
    for (guint i = 0; i < findings->len; i++) {
        const TextFinding *finding = &g_array_index(findings, TextFinding, i);
        if (finding->row >= 0)
            g_array_append_val(self->findings, finding);
    }
    g_array_sort(self->findings, by_row);
}

void text_write_ladder(TextPage *page, const TextConversation *conversation) {
    if (conversation->rows->len == 0)
        return;
    Ladder self = {.page = page, .conversation = conversation};
    self.remarks_shown = g_new0(guint8, conversation->remarks->len + 1);
    divide(&self);
    gather_findings(&self);
    text_lanes_write_head(&self.lanes, page);
    for (guint i = 0; i < conversation->rows->len; i++)
        write_row(&self, i);
    text_lanes_write_foot(&self.lanes, page);
    text_page_blank(page);
    g_array_unref(self.findings);
    g_free(self.remarks_shown);
}
