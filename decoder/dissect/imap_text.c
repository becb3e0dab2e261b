/* SPDX-License-Identifier: MIT */
/* Turns the text in a literal into the message note: which message it is, which section of it, and
 * what became of the command that asked for it or sent it. */
#include "dissect/imap_session.h"
#include "dissect/message_findings.h"
#include "dissect/message_note.h"

#include <string.h>

void imap_message_free(gpointer user) {
    ImapMessage *self = user;
    message_reader_free(self->reader);
    g_clear_pointer(&self->mailbox, g_ref_string_release);
    g_free(self->section);
    g_free(self);
}

/* Names of header fields, without the quotes that some servers put around them. */
static void append_fields(GString *section, const ImapText *text, SyntaxSlice fields) {
    gsize at = imap_slice_at(text, fields);
    gsize end = imap_slice_end(text, fields);
    const char *separator = " (";
    ImapValue value;
    while (imap_next_value(text, &at, end, &value, NULL)) {
        g_autofree char *name = imap_value_dup(&value);
        g_string_append_printf(section, "%s%s", separator, name != NULL ? name : "");
        separator = " ";
    }
    g_string_append(section, separator[1] == '(' ? " ()" : ")");
}

/* "1.2.HEADER.FIELDS (A B)"; NULL: the whole text. */
static char *section_of(const ImapText *text, const ImapItem *item) {
    if (item->kind == IMAP_ITEM_RFC822_HEADER) {
        return g_strdup("HEADER");
    }
    if (item->kind == IMAP_ITEM_RFC822_TEXT) {
        return g_strdup("TEXT");
    }
    if (item->part.length == 0 && item->what.length == 0) {
        return NULL;
    }
    GString *section = g_string_new_len(item->part.octets, (gssize)item->part.length);
    if (item->part.length > 0 && item->what.length > 0) {
        g_string_append_c(section, '.');
    }
    for (gsize i = 0; i < item->what.length; i++) {
        g_string_append_c(section, g_ascii_toupper(item->what.octets[i]));
    }
    if (item->fields.octets != NULL) {
        append_fields(section, text, item->fields);
    }
    return g_string_free(section, FALSE);
}

/* How much of a message stands in this item. */
static MessageExtent extent_of(const ImapItem *item, const char *section) {
    if (item->has_origin || item->kind == IMAP_ITEM_BINARY) {
        return MESSAGE_SECTION;
    }
    if (section == NULL) {
        return MESSAGE_WHOLE;
    }
    return g_str_has_prefix(section, "HEADER") ? MESSAGE_HEADER : MESSAGE_SECTION;
}

static void name_section(ImapMessage *self, const ImapText *text, const ImapPlace *place,
                         MessageExtent *extent) {
    ImapItem item;
    imap_parse_item_name(text, place->item, &item);
    self->section = section_of(text, &item);
    self->has_range = item.has_origin;
    self->range_offset = item.origin;
    self->number = place->number;
    self->uid = place->uid;
    *extent = extent_of(&item, self->section);
}

ImapMessage *imap_message_new(Imap *imap, ImapSide *side) {
    ImapMessage *self = g_new0(ImapMessage, 1);
    ImapPlace place = imap_unit_place(&side->unit);
    ImapText text = imap_unit_text(&side->unit);
    MessageExtent extent = MESSAGE_WHOLE;
    if (place.role == IMAP_PLACE_FETCH) {
        name_section(self, &text, &place, &extent);
        self->mailbox =
            imap->mailbox.name != NULL ? g_ref_string_acquire(imap->mailbox.name) : NULL;
    }
    self->reader =
        message_reader_new_from(imap->conversation, side->direction, extent, side->offset);
    g_ptr_array_add(side->messages, self);
    return self;
}

void imap_message_end(Imap *imap, ImapSide *side) {
    ImapMessage *self = side->message;
    MessageReader *reader = self->reader;
    side->message = NULL;
    message_reader_finish(reader);
    reader->wire_end = side->offset;
    reader->carrier = conversation_carrier(imap->conversation, side->direction, reader->wire_start,
                                           reader->wire_end - reader->wire_start);
    g_clear_pointer(&reader->scanner, mime_scanner_free); /* many may wait for the tagged reply */
    message_check_conflicts(reader);
}

/* The same section, whatever the case of its letters. */
static gboolean is_same_section(const char *a, const char *b) {
    return a == NULL || b == NULL ? a == b : g_ascii_strcasecmp(a, b) == 0;
}

/* partial = "<" number64 "." nz-number64 ">": the answer repeats only the first of them. */
void imap_message_ask(ImapMessage *self, const ImapExchange *exchange) {
    const ImapValue *items =
        exchange != NULL ? imap_argument(&exchange->parsed.arguments, IMAP_ROLE_ITEMS) : NULL;
    self->range_length = self->reader->octets + self->reader->lost_octets;
    if (items == NULL || !self->has_range) {
        return;
    }
    ImapText text = {exchange->line, exchange->length, exchange->literals, exchange->n_literals};
    gsize at = imap_slice_at(&text, items->octets);
    gsize end = imap_slice_end(&text, items->octets);
    ImapItem item;
    while (imap_next_request_item(&text, &at, end, &item)) {
        g_autofree char *section = item.carries_message ? section_of(&text, &item) : NULL;
        if (item.has_count && item.origin == self->range_offset &&
            is_same_section(section, self->section)) {
            self->range_length = item.count;
            return;
        }
    }
}

static void write_message(Imap *imap, const ImapExchange *exchange, ImapMessage *self,
                          NoteVerdict verdict) {
    MessageReader *reader = self->reader;
    gboolean is_append = reader->direction == DIRECTION_CLIENT;
    NoteMessage note = {
        .n = self->n,
        .carried_by = is_append ? "APPEND" : "FETCH",
        .command = exchange != NULL ? &exchange->note : NULL,
        .reply = exchange != NULL && exchange->replies_seen > 0 ? &exchange->reply : NULL,
        .verdict = verdict,
        .mailbox = self->mailbox,
        .number = self->number,
        .uid = self->uid,
        .section = self->section,
        .has_range = self->has_range,
        .range_offset = self->range_offset,
        .range_length = self->range_length,
    };
    message_fill_text(reader, &note);
    conversation_write_numbered_message(imap->conversation, reader->key, &note);
    if (reader->extent == MESSAGE_WHOLE) {
        MessageContext context = {.command_n = note.command != NULL ? (int)note.command->n : -1,
                                  .is_8bit = TRUE,
                                  .is_utf8 = imap->has_utf8};
        message_find(imap->conversation, reader, &note, &context);
    }
}

void imap_write_messages(Imap *imap, const ImapExchange *exchange, GPtrArray *messages,
                         NoteVerdict verdict) {
    for (guint i = 0; i < messages->len; i++) {
        ImapMessage *message = g_ptr_array_index(messages, i);
        if (message->reader->direction == DIRECTION_CLIENT) {
            message->n = imap->next_message++;
        }
        write_message(imap, exchange, message, verdict);
    }
    g_ptr_array_set_size(messages, 0);
}
