/* SPDX-License-Identifier: MIT */
/* Messages of a conversation -> envelope, headers and part tree. It refuses to know how they came.
 */
#include "render/text_page.h"

#include "notes/note_names.h"
#include "render/text_imap.h"

#include <string.h>

#define LABEL_COLUMNS 12u
#define BLOCK_INDENT 2u

/* "  to          <value>", wrapped under itself. */
static void write_field(TextPage *page, const char *label, const char *value) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, TEXT_ON STYLE_DIM "%s" TEXT_OFF, label);
    text_pad(text, (guint)strlen(label), LABEL_COLUMNS);
    /* the gap must not be taken for a place to break */
    text_harden(text);
    g_string_append(text, value);
    text_page_write(page, text->str, BLOCK_INDENT, LABEL_COLUMNS);
}

static void write_addresses(TextPage *page, const char *label, const NoteText *texts,
                            guint n_texts) {
    for (guint i = 0; i < n_texts; i++)
        write_field(page, i == 0 ? label : "", texts[i].octets == NULL ? "" : texts[i].octets);
}

static void write_envelope(TextPage *page, const NoteMessage *message) {
    if (!message->has_envelope)
        return;
    if (message->from.octets == NULL)
        write_field(page, "from", "(not seen in this capture)");
    else
        write_field(page, "from",
                    message->from.octets[0] == '\0' ? "<> (the null sender: a bounce or report)"
                                                    : message->from.octets);
    write_addresses(page, "to", message->to, message->n_to);
    write_addresses(page, "refused to", message->refused_to, message->n_refused_to);
    write_addresses(page, "unanswered", message->unanswered_to, message->n_unanswered_to);
}

/* Sections other than a header have none, and of a part of it nothing is missing. */
static gboolean has_header(const NoteMessage *message) {
    gboolean is_whole = message->section == NULL && !message->has_range;
    gboolean is_header = message->section != NULL && !message->has_range &&
                         g_str_has_prefix(message->section, "HEADER");
    return is_whole || is_header;
}

static void write_headers(TextPage *page, const NoteMessage *message) {
    const struct {
        const char *name, *value;
        gboolean is_mandatory; /* RFC 5322 §3.6 */
    } fields[] = {{"From:", message->from_header, TRUE},
                  {"To:", message->to_header, FALSE},
                  {"Subject:", message->subject, FALSE},
                  {"Date:", message->date, TRUE},
                  {"Message-ID:", message->message_id, FALSE}};
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (fields[i].value != NULL)
            write_field(page, fields[i].name, fields[i].value);
        else if (fields[i].is_mandatory && message->section == NULL)
            write_field(page, fields[i].name, TEXT_ON STYLE_WARNING "(missing)" TEXT_OFF);
    }
}

static const char *verdict_style(NoteVerdict verdict) {
    static const char *const styles[] = {[NOTE_ACCEPTED] = STYLE_GOOD,
                                         [NOTE_REFUSED] = STYLE_DANGER,
                                         [NOTE_UNANSWERED] = STYLE_WARNING};
    return styles[verdict];
}

static void append_sha256(GString *out, const guint8 sha256[NOTE_SHA256_SIZE]) {
    g_string_append(out, "sha256" TEXT_HARD_SPACE);
    for (guint i = 0; i < NOTE_SHA256_SIZE; i++)
        g_string_append_printf(out, "%02x", sha256[i]);
}

/* A mail that a server hands out is fetched, not accepted. */
static const char *verdict_word(const NoteMessage *message) {
    static const char *const fetching[] = {"RETR", "TOP", "FETCH"};
    for (guint i = 0; i < G_N_ELEMENTS(fetching) && message->verdict == NOTE_ACCEPTED; i++) {
        if (strcmp(message->carried_by, fetching[i]) == 0)
            return "fetched";
    }
    return note_verdict_name(message->verdict);
}

/* "message 2 of the maildrop, unique-id 0000abc" */
static void write_place(TextPage *page, const NoteMessage *message) {
    g_autoptr(GString) text = g_string_new(NULL);
    if (text_imap_has_literal(message)) {
        text_imap_place(text, message);
        text_page_write(page, text->str, BLOCK_INDENT, 2);
        return;
    }
    if (message->number == 0)
        return;
    g_string_append_printf(text, "message %" G_GUINT64_FORMAT " of the maildrop", message->number);
    if (message->unique_id != NULL)
        g_string_append_printf(text, ", unique-id %s", message->unique_id);
    text_page_write(page, text->str, BLOCK_INDENT, 2);
}

static void write_title(TextPage *page, const NoteMessage *message) {
    const char *dot = page->signs->dot;
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, TEXT_ON STYLE_HEADING "message %u" TEXT_OFF "%s", message->n, dot);
    text_styled(text, verdict_style(message->verdict), verdict_word(message));
    g_string_append(text, dot);
    text_styled(text, message->integrity == NOTE_COMPLETE ? STYLE_GOOD : STYLE_WARNING,
                note_integrity_name(message->integrity));
    g_string_append(text, dot);
    text_count(text, message->octets, "octet", "octets");
    g_string_append_printf(text, " by %s in %s ", message->carried_by,
                           message->frames.first == message->frames.last ? "packet" : "packets");
    text_frames(text, message->frames, page->signs);
    text_page_write(page, text->str, 0, 2);
    if (!message->has_sha256)
        return;
    g_autoptr(GString) digest = g_string_new(NULL);
    append_sha256(digest, message->sha256);
    text_page_write(page, digest->str, BLOCK_INDENT, 2);
}

/* "8 791 octets (12 034 on the wire: +37 %)" */
static void append_sizes(GString *out, const NotePart *part) {
    text_count(out, part->octets, "octet", "octets");
    if (part->encoded_octets == part->octets)
        return;
    g_string_append(out, " (");
    text_number(out, part->encoded_octets);
    g_string_append(out, " on the wire");
    if (part->octets > 0) {
        double growth = 100.0 * ((double)part->encoded_octets / (double)part->octets - 1.0);
        g_string_append_printf(out, ": %+.0f" TEXT_HARD_SPACE "%%", growth);
    }
    g_string_append_c(out, ')');
}

static void append_part(GString *out, const TextPage *page, const NotePart *part) {
    const char *dot = page->signs->dot;
    if (part->path != NULL && part->path[0] != '\0')
        g_string_append_printf(out, "%s ", part->path);
    text_styled(out, STYLE_HEADING, part->type);
    if (!part->is_leaf)
        return;
    if (part->filename != NULL)
        g_string_append_printf(out, "%s\"%s\"", dot, part->filename);
    if (part->charset != NULL)
        g_string_append_printf(out, "%s%s", dot, part->charset);
    if (part->encoding != NULL)
        g_string_append_printf(out, "%s%s", dot, part->encoding);
    if (part->disposition != NULL)
        g_string_append_printf(out, "%s%s", dot, part->disposition);
    g_string_append(out, dot);
    append_sizes(out, part);
    if (page->options.verbose && part->has_sha256) {
        g_string_append(out, dot);
        append_sha256(out, part->sha256);
    }
}

/* Deeper than this the tree is drawn no further to the right. */
#define DRAWN_DEPTH_MAX 12u

typedef struct {
    gboolean
        is_last[DRAWN_DEPTH_MAX + 1]; /* per depth: is the open part its parent's last child? */
} Branches;

/* What stands left of a part: "│  ├─ "; `below`: left of its further lines: "│  │  ". */
static void append_branches(GString *out, const TextSigns *signs, const Branches *branches,
                            guint depth, gboolean below) {
    for (guint i = 1; i <= depth; i++) {
        gboolean is_own = i == depth && !below;
        if (is_own)
            g_string_append(out, branches->is_last[i] ? signs->last : signs->branch);
        else
            g_string_append(out, branches->is_last[i] ? "   " : signs->trunk);
    }
}

static void write_part(TextPage *page, Branches *branches, const NotePart *part) {
    guint depth = MIN(part->depth, DRAWN_DEPTH_MAX);
    branches->is_last[depth] = part->is_last_child;
    g_autoptr(GString) text = g_string_new(NULL);
    if (part->depth > DRAWN_DEPTH_MAX)
        g_string_append_printf(text, "(depth %u) ", part->depth);
    append_part(text, page, part);
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    text_wrap(lines, text->str, page->options.width - BLOCK_INDENT - 3 * depth, 4);
    for (guint i = 0; i < lines->len; i++) {
        g_autoptr(GString) line = g_string_new(NULL);
        text_pad(line, 0, BLOCK_INDENT);
        append_branches(line, page->signs, branches, depth, i > 0);
        g_string_append(line, lines->pdata[i]);
        text_emit(page->out, line->str, page->options.color);
        g_string_append_c(page->out, '\n');
    }
}

static void write_message(TextPage *page, const NoteMessage *message) {
    Branches branches = {.is_last = {TRUE}};
    write_title(page, message);
    write_place(page, message);
    if (message->has_envelope)
        text_page_write(page, TEXT_ON STYLE_HEADING "envelope" TEXT_OFF, 1, 0);
    write_envelope(page, message);
    if (has_header(message)) {
        text_page_write(page, TEXT_ON STYLE_HEADING "header" TEXT_OFF, 1, 0);
        write_headers(page, message);
    }
    if (message->n_parts > 0)
        text_page_write(page, TEXT_ON STYLE_HEADING "parts" TEXT_OFF, 1, 0);
    for (guint i = 0; i < message->n_parts; i++)
        write_part(page, &branches, &message->parts[i]);
    text_page_blank(page);
}

void text_write_messages(TextPage *page, const TextConversation *conversation) {
    for (guint i = 0; i < conversation->messages->len; i++)
        write_message(page, &g_array_index(conversation->messages, NoteMessage, i));
}
