/* SPDX-License-Identifier: MIT */
/* Notes that only IMAP has -> words. It refuses to know where on the page they stand. */
#include "render/text_imap.h"

#include <string.h>

void text_imap_command(GString *out, const NoteCommand *note, SafeCharset charset) {
    g_autofree char *argument = g_strndup(note->argument.octets, note->argument.length);
    g_auto(GStrv) lines = g_strsplit(argument, "\r\n", -1);
    if (note->tag.octets != NULL) {
        safe_text_append(out, note->tag.octets, note->tag.length, charset);
        g_string_append_c(out, ' ');
    }
    if (note->verb.octets != NULL)
        safe_text_append(out, note->verb.octets, note->verb.length, charset);
    for (char **line = lines; *line != NULL; line++) {
        if ((*line)[0] != '\0')
            g_string_append_c(out, ' ');
        safe_text_append(out, *line, strlen(*line), charset);
    }
}

void text_imap_lead(GString *out, const NoteReply *note, SafeCharset charset) {
    if (note->tag.octets != NULL) {
        safe_text_append(out, note->tag.octets, note->tag.length, charset);
        g_string_append_printf(out, " %s", note->status);
    } else if (note->data != NULL) {
        g_string_append(out, "* ");
        if (note->has_number)
            g_string_append_printf(out, "%" G_GUINT64_FORMAT " ", note->number);
        safe_text_append(out, note->data, strlen(note->data), charset);
    } else if (strcmp(note->status, "+") != 0) {
        g_string_append_printf(out, "* %s", note->status);
    } else {
        g_string_append_c(out, '+');
    }
}

gboolean text_imap_has_literal(const NoteMessage *note) {
    return strcmp(note->carried_by, "FETCH") == 0 || strcmp(note->carried_by, "APPEND") == 0;
}

void text_imap_place(GString *out, const NoteMessage *note) {
    gsize from = out->len;
    if (note->section != NULL)
        g_string_append_printf(out, "section %s", note->section);
    if (note->has_range) {
        g_string_append_printf(out, "%sup to ", out->len > from ? ", " : "");
        text_count(out, note->range_length, "octet", "octets");
        g_string_append(out, " from octet ");
        text_number(out, note->range_offset);
        g_string_append(out, " on");
    }
    if (note->number > 0)
        g_string_append_printf(out, "%s%s %" G_GUINT64_FORMAT, out->len > from ? " of " : "",
                               "message", note->number);
    if (note->mailbox != NULL)
        g_string_append_printf(out, "%s%s", out->len > from ? " in " : "in ", note->mailbox);
    if (note->uid > 0)
        g_string_append_printf(out, "%sUID %" G_GUINT64_FORMAT, out->len > from ? ", " : "",
                               note->uid);
}

void text_imap_literal(GString *out, const NoteMessage *note) {
    guint leaves = 0;
    for (guint i = 0; i < note->n_parts; i++)
        leaves += note->parts[i].is_leaf ? 1 : 0;
    g_string_append_printf(out, "message %u: ", note->n);
    text_count(out, note->octets, "octet", "octets");
    g_string_append(out, " in ");
    text_count(out, MAX(note->segments, 1), "packet", "packets");
    if (leaves > 0) {
        g_string_append(out, ", ");
        text_count(out, leaves, "part", "parts");
    }
    if (note->section == NULL && !note->has_range)
        return;
    g_string_append(out, "; ");
    NoteMessage what = {.section = note->section,
                        .has_range = note->has_range,
                        .range_offset = note->range_offset,
                        .range_length = note->range_length};
    text_imap_place(out, &what);
}

static void append_fact(GString *out, const TextPage *page, const char *fact) {
    if (fact != NULL)
        g_string_append_printf(out, "%s%s", page->signs->dot, fact);
}

void text_imap_part(GString *out, const TextPage *page, const TextDrawnPart *drawn) {
    const NotePart *part = &drawn->part;
    for (guint depth = 1; depth < part->depth; depth++)
        g_string_append(out, (drawn->last_depths >> MIN(depth, 63u) & 1) != 0 ? "   "
                                                                              : page->signs->trunk);
    if (part->depth > 0)
        g_string_append(out, part->is_last_child ? page->signs->last : page->signs->branch);
    text_harden(out);
    if (part->path != NULL && part->path[0] != '\0')
        g_string_append_printf(out, "%s" TEXT_HARD_SPACE, part->path);
    text_styled(out, STYLE_HEADING, part->type);
    if (part->filename != NULL)
        g_string_append_printf(out, "%s\"%s\"", page->signs->dot, part->filename);
    append_fact(out, page, part->charset);
    append_fact(out, page, part->encoding);
    append_fact(out, page, part->disposition);
    if (part->is_leaf) {
        g_string_append(out, page->signs->dot);
        text_count(out, part->encoded_octets, "octet", "octets");
        g_string_append(out, " as sent");
    }
}
