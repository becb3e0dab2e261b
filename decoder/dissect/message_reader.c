/* SPDX-License-Identifier: MIT */
/* Turns the text of one message into what its note says: lets the MIME scanner read it, hashes it,
 * and gathers header, parts and defects. It does not know how the text was carried. */
#include "dissect/message_reader.h"

#include "dissect/labels.h"
#include "mime/mime_address.h"

#include <string.h>

#define STRINGS_SIZE 512u
#define ADDRESSES_MAX (64u * 1024)
#define PART_TEXT_MAX 1024u

static char *keep(MessageReader *self, const char *text) {
    return text == NULL ? NULL : g_string_chunk_insert(self->strings, text);
}

/* Of what each of many parts has, only the beginning is kept. */
static char *keep_short(MessageReader *self, const char *text) {
    if (text == NULL || strlen(text) <= PART_TEXT_MAX) {
        return keep(self, text);
    }
    const char *end = g_utf8_find_prev_char(text, text + PART_TEXT_MAX);
    g_autofree char *cut = g_strdup_printf("%.*s…", (int)(end - text), text);
    return g_string_chunk_insert(self->strings, cut);
}

/* ---- parts ---------------------------------------------------------------------------------- */

static void fill_part(MessageReader *self, NotePart *note, const MimePart *part) {
    note->charset = keep_short(self, part->charset);
    note->encoding =
        keep_short(self, part->encoding_name != NULL ? part->encoding_name
                                                     : mime_encoding_name(part->encoding));
    note->disposition = keep_short(self, part->disposition);
    note->filename = keep_short(self, part->filename);
}

static void on_part_begin(gpointer user, const MimePart *part) {
    MessageReader *self = user;
    const Workshop *workshop = self->conversation->workshop;
    NotePart note = {
        .path = keep_short(self, part->path),
        .type = keep_short(self, part->type),
        .depth = part->depth,
        .is_leaf = part->is_leaf,
    };
    fill_part(self, &note, part);
    guint index = self->parts->len;
    g_array_append_val(self->parts, note);
    g_array_append_val(self->open, index);
    self->is_leaf_open = part->is_leaf;
    if (part->is_leaf && workshop->sink->part_begin != NULL) {
        workshop->sink->part_begin(workshop->user, self->key, part->path);
    }
}

static void on_content(gpointer user, const guint8 *octets, gsize length) {
    MessageReader *self = user;
    const Workshop *workshop = self->conversation->workshop;
    if (self->part_hash != NULL) {
        gnutls_hash(self->part_hash, octets, length);
    }
    if (workshop->sink->part_octets != NULL) {
        workshop->sink->part_octets(workshop->user, self->key, octets, length);
    }
}

static void on_part_end(gpointer user, const MimePart *part) {
    MessageReader *self = user;
    if (self->open->len == 0) {
        return;
    }
    guint index = g_array_index(self->open, guint, self->open->len - 1);
    g_array_set_size(self->open, self->open->len - 1);
    NotePart *note = &g_array_index(self->parts, NotePart, index);
    note->octets = part->decoded_octets;
    note->encoded_octets = part->body_length;
    if (!part->is_leaf) {
        return;
    }
    self->is_leaf_open = FALSE;
    if (self->part_hash != NULL) {
        gnutls_hash_output(self->part_hash, note->sha256); /* and begins anew */
        note->has_sha256 = TRUE;
    }
    const Workshop *workshop = self->conversation->workshop;
    if (workshop->sink->part_end != NULL) {
        workshop->sink->part_end(workshop->user, self->key);
    }
}

/* ---- header --------------------------------------------------------------------------------- */

static void add_addresses(GString *list, const MimeHeader *header) {
    MimeAddressReader reader;
    MimeMailbox mailbox;
    mime_address_reader_init(&reader, header->raw, header->raw_length);
    while (list->len < ADDRESSES_MAX && mime_address_reader_next(&reader, &mailbox)) {
        if (list->len == 0) {
            g_string_append_c(list, '\n');
        }
        if (mailbox.address != NULL) {
            g_string_append(list, mailbox.address);
            g_string_append_c(list, '\n');
        }
    }
    mime_address_reader_clear(&reader);
}

static void on_header(gpointer user, guint depth, const MimeHeader *header) {
    static const char *const names[N_MESSAGE_FIELDS] = {
        [MESSAGE_SUBJECT] = "Subject", [MESSAGE_FROM] = "From",     [MESSAGE_TO] = "To",
        [MESSAGE_DATE] = "Date",       [MESSAGE_ID] = "Message-ID",
    };
    MessageReader *self = user;
    if (depth > 0) {
        return;
    }
    for (guint i = 0; i < N_MESSAGE_FIELDS; i++) {
        if (self->fields[i] == NULL && g_ascii_strcasecmp(header->name, names[i]) == 0) {
            self->fields[i] = keep(self, header->value);
        }
    }
    if (g_ascii_strcasecmp(header->name, "From") == 0) {
        add_addresses(self->authors, header);
    } else if (g_ascii_strcasecmp(header->name, "To") == 0 ||
               g_ascii_strcasecmp(header->name, "Cc") == 0) {
        add_addresses(self->readers, header);
    }
}

/* The domain in any case (RFC 5321 §2.3.5), and in practice the local part too. */
gboolean message_names_address(const GString *addresses, const char *address, gsize length) {
    const char *at = addresses->str;
    while ((at = strchr(at, '\n')) != NULL) {
        at++;
        if (g_ascii_strncasecmp(at, address, length) == 0 && at[length] == '\n') {
            return TRUE;
        }
    }
    return FALSE;
}

static void on_defect(gpointer user, MimeDefect defect, guint64 offset, const char *detail) {
    MessageReader *self = user;
    MessageDefect *found = &self->defects[defect];
    if (found->count++ == 0) {
        found->offset = offset;
        found->detail = keep(self, detail);
    }
}

/* ---- labels --------------------------------------------------------------------------------- */

/* Stuffing dots that stand before message octet `offset`, on the wire. */
static void label_dots(MessageReader *self, LabelTrack *track, guint64 offset) {
    guint n = 0;
    while (n < self->dots->len && g_array_index(self->dots, guint64, n) <= offset) {
        guint64 at = g_array_index(self->dots, guint64, n++);
        label_track_take(track, at - self->labelled, "unknown", FALSE);
        label_track_take(track, 1, "dot-stuffing", FALSE);
        self->labelled = at;
    }
    g_array_remove_range(self->dots, 0, n);
}

static void label_to(MessageReader *self, guint64 offset) {
    LabelTrack *track = self->conversation->labels[self->direction];
    label_dots(self, track, offset);
    if (offset > self->labelled) {
        label_track_take(track, offset - self->labelled, "unknown", FALSE);
        self->labelled = offset;
    }
}

static void on_leaf(gpointer user, guint64 offset, guint64 length, const char *label) {
    MessageReader *self = user;
    LabelTrack *track = self->conversation->labels[self->direction];
    label_to(self, offset);
    /* A dot can stand inside only if the line before it was no line to the scanner. */
    while (self->dots->len > 0 && g_array_index(self->dots, guint64, 0) < offset + length) {
        guint64 at = g_array_index(self->dots, guint64, 0);
        label_track_take(track, at - self->labelled, label, FALSE);
        self->labelled = at;
        label_dots(self, track, at);
    }
    if (offset + length > self->labelled) {
        label_track_take(track, offset + length - self->labelled, label, FALSE);
        self->labelled = offset + length;
    }
}

/* ---- the message ---------------------------------------------------------------------------- */

static const MimeSink plain_sink = {
    .part_begin = on_part_begin,
    .header = on_header,
    .content = on_content,
    .part_end = on_part_end,
    .defect = on_defect,
};

static const MimeSink labelling_sink = {
    .part_begin = on_part_begin,
    .header = on_header,
    .content = on_content,
    .part_end = on_part_end,
    .defect = on_defect,
    .leaf = on_leaf,
};

static const MimeSink header_sink = {.header = on_header};
static const MimeSink labelling_header_sink = {.header = on_header, .leaf = on_leaf};

MessageReader *message_reader_new(Conversation *conversation, guint64 wire_start) {
    return message_reader_new_from(conversation, DIRECTION_CLIENT, MESSAGE_WHOLE, wire_start);
}

static MimeScanner *new_scanner(MessageReader *self) {
    static const MimeSink *const sinks[][2] = {
        [MESSAGE_WHOLE] = {&plain_sink, &labelling_sink},
        [MESSAGE_HEADER] = {&header_sink, &labelling_header_sink},
    };
    gboolean has_labels = self->conversation->labels[self->direction] != NULL;
    return self->extent == MESSAGE_SECTION
               ? NULL
               : mime_scanner_new(sinks[self->extent][has_labels ? 1 : 0], self);
}

MessageReader *message_reader_new_from(Conversation *conversation, Direction direction,
                                       MessageExtent extent, guint64 wire_start) {
    MessageReader *self = g_new0(MessageReader, 1);
    Workshop *workshop = conversation->workshop;
    self->conversation = conversation;
    self->direction = direction;
    self->extent = extent;
    self->key = workshop->next_key++;
    self->wire_start = wire_start;
    self->strings = g_string_chunk_new(STRINGS_SIZE);
    self->parts = g_array_new(FALSE, FALSE, sizeof(NotePart));
    self->open = g_array_new(FALSE, FALSE, sizeof(guint));
    self->dots = g_array_new(FALSE, FALSE, sizeof(guint64));
    self->authors = g_string_new(NULL);
    self->readers = g_string_new(NULL);
    self->scanner = new_scanner(self);
    if (workshop->options->digests) {
        gnutls_hash_init(&self->message_hash, GNUTLS_DIG_SHA256);
        gnutls_hash_init(&self->part_hash, GNUTLS_DIG_SHA256);
    }
    if (workshop->sink->message_begin != NULL) {
        workshop->sink->message_begin(workshop->user, &conversation->note, self->key);
    }
    return self;
}

void message_reader_free(MessageReader *self) {
    if (self == NULL) {
        return;
    }
    mime_scanner_free(self->scanner);
    if (self->message_hash != NULL) {
        gnutls_hash_deinit(self->message_hash, NULL);
    }
    if (self->part_hash != NULL) {
        gnutls_hash_deinit(self->part_hash, NULL);
    }
    g_string_chunk_free(self->strings);
    g_array_unref(self->parts);
    g_array_unref(self->open);
    g_array_unref(self->dots);
    g_string_free(self->authors, TRUE);
    g_string_free(self->readers, TRUE);
    g_free(self);
}

/* Eight octets at a time. */
static gboolean has_high_bit(const guint8 *octets, gsize length) {
    guint64 seen = 0;
    gsize i = 0;
    for (; i + sizeof seen <= length; i += sizeof seen) {
        guint64 word;
        memcpy(&word, octets + i, sizeof word);
        seen |= word;
    }
    for (; i < length; i++) {
        seen |= octets[i];
    }
    return (seen & G_GUINT64_CONSTANT(0x8080808080808080)) != 0;
}

/* Octets of a section that stand before a line end, and the line end. */
static void label_section_line(MessageReader *self, gsize end_length) {
    LabelTrack *track = self->conversation->labels[self->direction];
    label_track_take(track, self->line_length, "section text", FALSE);
    label_track_take(track, end_length, "line end", FALSE);
    self->labelled += self->line_length + end_length;
    self->line_length = 0;
    self->has_cr = FALSE;
}

/* A section is a piece of a text: its lines are named as such, whatever they hold. */
static void label_section(MessageReader *self, const guint8 *octets, gsize length) {
    for (gsize i = 0; i < length && self->conversation->labels[self->direction] != NULL; i++) {
        if (octets[i] == '\n') {
            self->line_length -= self->has_cr ? 1 : 0;
            label_section_line(self, self->has_cr ? 2 : 1);
        } else {
            self->line_length++;
            self->has_cr = octets[i] == '\r';
        }
    }
}

void message_reader_push(MessageReader *self, const guint8 *octets, gsize length) {
    const Workshop *workshop = self->conversation->workshop;
    if (length == 0) {
        return;
    }
    self->octets += length;
    if (!self->has_8bit) {
        self->has_8bit = has_high_bit(octets, length);
    }
    if (self->message_hash != NULL) {
        gnutls_hash(self->message_hash, octets, length);
    }
    if (workshop->sink->message_octets != NULL) {
        workshop->sink->message_octets(workshop->user, self->key, octets, length);
    }
    if (self->scanner != NULL) {
        mime_scanner_push(self->scanner, octets, length);
    } else {
        label_section(self, octets, length);
    }
}

void message_reader_dot(MessageReader *self) {
    self->stuffed_dots++;
    if (self->conversation->labels[self->direction] != NULL) {
        guint64 offset = self->octets + self->lost_octets;
        g_array_append_val(self->dots, offset);
    }
}

/* A line that two chunks share is in no leaf yet: what there is of it gets its label here. */
void message_reader_pause(MessageReader *self) {
    LabelTrack *track = self->conversation->labels[self->direction];
    guint64 end = self->octets + self->lost_octets;
    if (track != NULL && end > self->labelled) {
        label_track_lines(track, end - self->labelled, "split line");
        self->labelled = end;
    }
}

void message_reader_worsen(MessageReader *self, NoteIntegrity integrity) {
    self->integrity = MAX(self->integrity, integrity);
}

void message_reader_gap(MessageReader *self, guint64 length, StreamGapReason reason) {
    if (self->lost_octets == 0) {
        self->lost_offset = self->octets;
    }
    message_reader_worsen(self, reason == STREAM_GAP_SNAPPED ? NOTE_SNAPPED : NOTE_GAP);
    if (self->scanner != NULL) {
        mime_scanner_gap(self->scanner, length);
    } else {
        label_section_line(self, 0);
    }
    if (self->conversation->labels[self->direction] != NULL) {
        label_to(self, self->octets + self->lost_octets);
        self->labelled += length;
    }
    self->lost_octets += length;
}

/* The last child of each parent, for drawing: seen from the end, the first of its depth before a
 * shallower one. */
static void mark_last_children(MessageReader *self) {
    guint64 seen[2] = {0}; /* MIME_DEPTH_MAX bits: a later sibling of this depth exists */
    for (guint i = self->parts->len; i > 0; i--) {
        NotePart *part = &g_array_index(self->parts, NotePart, i - 1);
        guint depth = MIN(part->depth, 127u);
        part->is_last_child = (seen[depth / 64] >> depth % 64 & 1) == 0;
        seen[depth / 64] |= G_GUINT64_CONSTANT(1) << depth % 64;
        for (guint deeper = depth + 1; deeper < 128; deeper++) {
            seen[deeper / 64] &= ~(G_GUINT64_CONSTANT(1) << deeper % 64);
        }
    }
}

void message_reader_finish(MessageReader *self) {
    if (self->scanner != NULL) {
        mime_scanner_finish(self->scanner);
    } else {
        label_section_line(self, 0);
    }
    if (self->conversation->labels[self->direction] != NULL) {
        label_to(self, self->octets + self->lost_octets);
    }
    if (self->message_hash != NULL) {
        gnutls_hash_output(self->message_hash, self->sha256);
    }
    mark_last_children(self);
}
