/* SPDX-License-Identifier: MIT */
/* Turns the text of one message into what its note says: lets the MIME scanner read it, hashes it,
 * and gathers header, parts and defects. It does not know how the text was carried. */
#include "dissect/message_reader.h"

#include "dissect/header_list.h"
#include "dissect/message_labels.h"
#include "dissect/message_pool.h"
#include "stream/expect.h"

#include <string.h>

#define ADDRESSES_MAX 65536u
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
    g_array_append_val(self->parts, note);
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

/* The open part of this depth: parts inside of it, which have ended, may stand behind it. */
static NotePart *find_open(MessageReader *self, guint depth) {
    guint index = self->parts->len;
    while (index-- > 0) {
        NotePart *note = &g_array_index(self->parts, NotePart, index);
        if (note->depth == depth) {
            return note;
        }
    }
    return NULL;
}

static void on_part_end(gpointer user, const MimePart *part) {
    MessageReader *self = user;
    NotePart *note = find_open(self, part->depth);
    if (note == NULL) {
        return;
    }
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

static void on_address(gpointer user, guint depth, const MimeHeader *header, const char *address) {
    MessageReader *self = user;
    GString *list = NULL;
    if (depth > 0) {
        return;
    }
    if (header->kind == MIME_FIELD_FROM) {
        list = self->authors;
    } else if (header->kind == MIME_FIELD_TO || header->kind == MIME_FIELD_CC) {
        list = self->readers;
    }
    if (list == NULL || list->len >= ADDRESSES_MAX) {
        return;
    }
    if (list->len == 0) {
        g_string_append_c(list, '\n');
    }
    g_string_append(list, address);
    g_string_append_c(list, '\n');
}

static void on_header(gpointer user, guint depth, const MimeHeader *header) {
    static const MimeFieldKind kinds[N_MESSAGE_FIELDS] = {
        [MESSAGE_SUBJECT] = MIME_FIELD_SUBJECT, [MESSAGE_FROM] = MIME_FIELD_FROM,
        [MESSAGE_TO] = MIME_FIELD_TO,           [MESSAGE_DATE] = MIME_FIELD_DATE,
        [MESSAGE_ID] = MIME_FIELD_MESSAGE_ID,
    };
    MessageReader *self = user;
    if (depth > 0) {
        return;
    }
    if (self->conversation->workshop->options->journey != NULL) {
        header_list_add(self->header_fields, self->strings, header);
    }
    for (guint i = 0; i < N_MESSAGE_FIELDS; i++) {
        if (header->kind == kinds[i] && self->fields[i] == NULL) {
            self->fields[i] = keep(self, header->value);
        }
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
    if (self->defects == NULL) {
        self->defects = g_new0(MessageDefect, MIME_N_DEFECTS);
    }
    MessageDefect *found = &self->defects[defect];
    if (found->count++ == 0) {
        found->offset = offset;
        found->detail = keep(self, detail);
    }
}

/* Where labels are wanted, there is also a function for leaves. */
static const MimeSink whole_sink = {
    .part_begin = on_part_begin,
    .header = on_header,
    .address = on_address,
    .content = on_content,
    .part_end = on_part_end,
    .defect = on_defect,
};

static const MimeSink header_sink = {.header = on_header, .address = on_address};

/* ---- the message ---------------------------------------------------------------------------- */

MessageReader *message_reader_new(Conversation *conversation, guint64 wire_start) {
    return message_reader_new_from(conversation, DIRECTION_CLIENT, MESSAGE_WHOLE, wire_start);
}

/* A scanner for this message: `idle` if there is one. */
static MimeScanner *get_scanner(MessageReader *self, MimeScanner *idle) {
    if (self->extent == MESSAGE_SECTION) {
        mime_scanner_free(idle);
        return NULL;
    }
    MimeSink sink = self->extent == MESSAGE_WHOLE ? whole_sink : header_sink;
    if (self->conversation->labels[self->direction] != NULL) {
        sink.leaf = message_label_leaf;
    }
    if (idle == NULL) {
        return mime_scanner_new(&sink, self);
    }
    mime_scanner_restart(idle, &sink, self);
    return idle;
}

MessageReader *message_reader_new_from(Conversation *conversation, Direction direction,
                                       MessageExtent extent, guint64 wire_start) {
    Workshop *workshop = conversation->workshop;
    MessageReader *self = message_pool_take(workshop);
    self->conversation = conversation;
    self->direction = direction;
    self->extent = extent;
    self->key = workshop->next_key++;
    self->wire_start = wire_start;
    if (conversation->labels[direction] != NULL) {
        self->dots = g_array_new(FALSE, FALSE, sizeof(guint64));
    }
    self->scanner = get_scanner(self, g_steal_pointer(&self->scanner));
    if (workshop->sink->message_begin != NULL) {
        workshop->sink->message_begin(workshop->user, &conversation->note, self->key);
    }
    return self;
}

void message_reader_free(MessageReader *self) {
    if (self == NULL) {
        return;
    }
    g_clear_pointer(&self->dots, g_array_unref);
    g_clear_pointer(&self->defects, g_free);
    message_pool_give(self);
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

void message_reader_push(MessageReader *self, const guint8 *octets, gsize length) {
    const Workshop *workshop = self->conversation->workshop;
    if (length == 0) {
        return;
    }
    expect_memory(self, sizeof *self);
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
        message_label_section(self, octets, length);
    }
}

void message_reader_dot(MessageReader *self) {
    self->stuffed_dots++;
    if (self->conversation->labels[self->direction] != NULL) {
        guint64 offset = self->octets + self->lost_octets;
        g_array_append_val(self->dots, offset);
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
        message_label_section_end(self);
    }
    if (self->conversation->labels[self->direction] != NULL) {
        message_label_to(self, self->octets + self->lost_octets);
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
        seen[depth / 64] &= G_MAXUINT64 >> (63 - depth % 64); /* none of the deeper ones */
        seen[1] = depth < 64 ? 0 : seen[1];
    }
}

void message_reader_finish(MessageReader *self) {
    self->is_finished = TRUE;
    if (self->scanner != NULL) {
        mime_scanner_finish(self->scanner);
    } else {
        message_label_section_end(self);
    }
    if (self->conversation->labels[self->direction] != NULL) {
        message_label_to(self, self->octets + self->lost_octets);
    }
    if (self->message_hash != NULL) {
        gnutls_hash_output(self->message_hash, self->sha256);
    }
    mark_last_children(self);
}
