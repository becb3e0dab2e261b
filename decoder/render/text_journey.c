/* SPDX-License-Identifier: MIT */
/* The journey of a mail -> sentences on each hop below the picture: where it was seen, what was
 * said there, what changed. It decides nothing. */
#include "render/text_journey.h"

#include "notes/note_names.h"

#include <string.h>

#define LABEL_COLUMNS 12u
#define BLOCK_INDENT 4u

static const char *const ordinals[] = {"", "first", "second", "third", "fourth"};

static void append_safe(GString *out, const TextPage *page, const char *text) {
    safe_text_append(out, text, strlen(text), page->charset);
}

/* "    envelope    <value>", wrapped under itself. */
static void write_field(TextPage *page, const char *label, const char *value) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, TEXT_ON STYLE_DIM "%s" TEXT_OFF, label);
    text_pad(text, (guint)strlen(label), LABEL_COLUMNS);
    text_harden(text); /* the gap must not be taken for a place to break */
    g_string_append(text, value);
    text_page_write(page, text->str, BLOCK_INDENT, LABEL_COLUMNS);
}

static void write_title(TextPage *page, const NoteJourney *journey) {
    g_autoptr(GString) text = g_string_new(TEXT_ON STYLE_HEADING);
    g_string_append_printf(text, "journey %u" TEXT_OFF " of ", journey->n);
    if (journey->message_id != NULL)
        append_safe(text, page, journey->message_id);
    else
        g_string_append(text, "a mail without Message-ID");
    g_string_append(text, ": ");
    text_count(text, journey->n_hops, "hop", "hops");
    if (journey->scenario > 0 && (guint)journey->scenario < G_N_ELEMENTS(ordinals))
        g_string_append_printf(text, ", consistent with the lecture's %s scenario",
                               ordinals[journey->scenario]);
    text_page_write(page, text->str, 0, 2);
}

static void write_ties(TextPage *page, const NoteJourney *journey) {
    g_autoptr(GString) text = g_string_new(journey->verdict);
    g_string_append(text, strcmp(journey->tied_by, "content") == 0
                              ? " Tied together by the same content below a header that grew, "
                                "since not all of them have a Message-ID."
                              : " Tied together by the Message-ID.");
    if (journey->n_left_out > 0) {
        g_string_append_c(text, ' ');
        text_count(text, journey->n_left_out, "more sight is", "more sights are");
        g_string_append(text, " left out.");
    }
    text_page_write(page, text->str, 2, 0);
}

/* ---- one hop ----------------------------------------------------------------------------------
 */

static void write_hop_title(TextPage *page, const NoteJourney *journey, guint index) {
    const NoteHop *hop = &journey->hops[index];
    const char *dot = page->signs->dot;
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, TEXT_ON STYLE_HEADING "hop %u" TEXT_OFF "%s%s by %s%s", index + 1,
                           dot, hop->transport, hop->carried_by, dot);
    text_endpoint(text, &hop->client);
    g_string_append_printf(text, " %s ", page->signs->to);
    text_endpoint(text, &hop->server);
    if (hop->server_name != NULL) {
        g_string_append(text, " (");
        append_safe(text, page, hop->server_name);
        g_string_append_c(text, ')');
    }
    text_page_write(page, text->str, 2, 2);
}

static void write_place(TextPage *page, const NoteJourney *journey, guint index) {
    const NoteHop *hop = &journey->hops[index];
    const char *dot = page->signs->dot;
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "conversation %u, message %u", hop->stream, hop->message);
    if (page->options.several_files && hop->file != NULL) {
        g_string_append(text, " of ");
        append_safe(text, page, hop->file);
    }
    g_string_append(text, dot);
    text_moment(text, hop->time_ns);
    gint64 since = hop->time_ns - journey->hops[0].time_ns;
    if (index > 0 && since >= 0) {
        g_string_append(text, ", ");
        text_duration(text, since, page->charset);
        g_string_append(text, " after hop" TEXT_HARD_SPACE "1");
    }
    if (hop->verdict != NOTE_ACCEPTED)
        g_string_append_printf(text, "%s" TEXT_ON STYLE_WARNING "%s" TEXT_OFF, dot,
                               note_verdict_name(hop->verdict));
    if (hop->integrity != NOTE_COMPLETE)
        g_string_append_printf(text, "%s" TEXT_ON STYLE_WARNING "%s" TEXT_OFF, dot,
                               note_integrity_name(hop->integrity));
    write_field(page, "seen in", text->str);
}

static void write_envelope(TextPage *page, const NoteHop *hop) {
    g_autoptr(GString) text = g_string_new(NULL);
    if (!hop->has_envelope)
        return;
    if (hop->from == NULL)
        g_string_append(text, "(sender not seen)");
    else if (hop->from[0] == '\0')
        g_string_append(text, "<>");
    else
        append_safe(text, page, hop->from);
    g_string_append_printf(text, " %s ", page->signs->to);
    for (guint i = 0; i < hop->n_to; i++) {
        g_string_append(text, i == 0 ? "" : ", ");
        append_safe(text, page, hop->to[i]);
    }
    write_field(page, "envelope", text->str);
}

/* A sentence of the decoder, which may quote what was sent. */
static void write_sentence(TextPage *page, const char *label, const char *sentence) {
    g_autoptr(GString) text = g_string_new(NULL);
    safe_sentence_append(text, sentence, page->charset);
    write_field(page, label, text->str);
}

static void write_queue_id(TextPage *page, const NoteHop *hop) {
    if (hop->queue_id == NULL)
        return;
    g_autofree char *text = g_strdup_printf("the server keeps it as %s", hop->queue_id);
    write_sentence(page, "queued", text);
}

static void write_hop(TextPage *page, const NoteJourney *journey, guint index) {
    const NoteHop *hop = &journey->hops[index];
    write_hop_title(page, journey, index);
    write_place(page, journey, index);
    write_envelope(page, hop);
    write_queue_id(page, hop);
    if (hop->received_added != NULL)
        write_sentence(page, "Received", hop->received_added);
    if (hop->because != NULL) {
        g_autofree char *text = g_strdup_printf("hop %d: %s", hop->previous + 1, hop->because);
        write_sentence(page, "comes from", text);
    }
    for (guint i = 0; i < hop->n_changes; i++)
        write_sentence(page, i == 0 ? "since then" : "", hop->changes[i]);
}

/* ---- what is no hop ---------------------------------------------------------------------------
 */

static void write_look(TextPage *page, const NoteLook *look) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "%s in conversation %u, message %u, by %s",
                           look->is_again ? "fetched again" : "a part of it was fetched",
                           look->stream, look->message, look->carried_by);
    if (page->options.several_files && look->file != NULL) {
        g_string_append(text, ", of ");
        append_safe(text, page, look->file);
    }
    write_field(page, "no hop", text->str);
}

void text_write_journey(TextPage *page, const NoteJourney *journey) {
    write_title(page, journey);
    write_ties(page, journey);
    text_page_blank(page);
    text_write_journey_picture(page, journey);
    text_page_blank(page);
    for (guint i = 0; i < journey->n_hops; i++)
        write_hop(page, journey, i);
    for (guint i = 0; i < journey->n_looks; i++)
        write_look(page, &journey->looks[i]);
    text_page_blank(page);
}

void text_write_journey_brief(TextPage *page, const NoteJourney *journey) {
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_append_printf(line, "journey %u ", journey->n);
    if (journey->message_id != NULL)
        append_safe(line, page, journey->message_id);
    text_next_fact(line, page->signs);
    for (guint i = 0; i < journey->n_hops; i++) {
        const NoteHop *hop = &journey->hops[i];
        gboolean goes_on = hop->previous >= 0 && hop->previous == (int)i - 1;
        if (i > 0)
            g_string_append_printf(line, " %s ", goes_on ? page->signs->to : "+");
        g_string_append_printf(line, "%s %u", hop->transport, hop->stream);
    }
    if (journey->scenario > 0) {
        text_next_fact(line, page->signs);
        g_string_append_printf(line, "%s scenario", ordinals[journey->scenario]);
    }
    text_emit(page->out, line->str, page->options.color);
    g_string_append_c(page->out, '\n');
}
