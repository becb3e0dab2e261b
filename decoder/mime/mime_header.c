/* SPDX-License-Identifier: MIT */
/* Turns the lines of a header into fields, and says what is wrong with them. What a part is made of
 * by its fields is not known here. RFC 5322 §2.2, §3.6. */
#include "mime/encoded_word.h"
#include "mime/mime_address.h"
#include "mime/mime_date.h"
#include "mime/mime_leaves.h"
#include "mime/plain_mailbox.h"

#include <string.h>

#define FIELD_ROOM 256u     /* what a field needs as a rule */
#define FIELD_ROOM_MAX 512u /* more is not kept for the next one */

static GString *take_room(MimeFieldBuffer *field) {
    if (field->spare == NULL) {
        return g_string_sized_new(FIELD_ROOM);
    }
    return g_string_truncate(g_steal_pointer(&field->spare), 0);
}

static void open_field(MimeScanner *self, const MimePiece *piece, gsize name_length,
                       gsize n_blanks) {
    MimeFieldBuffer *field = &self->field;
    *field = (MimeFieldBuffer){.raw = take_room(field),
                               .name_length = name_length,
                               .n_blanks = n_blanks,
                               .offset = piece->offset};
    if (n_blanks > 0) {
        mime_report(self, MIME_DEFECT_SPACE_BEFORE_COLON, piece->offset + name_length, NULL);
    }
}

static void label_field(MimeScanner *self) {
    MimeFieldBuffer *field = &self->field;
    if (!field->is_labelled) {
        field->is_labelled = TRUE;
        mime_leaves_field(self, field->raw, field->name_length, field->n_blanks, field->offset);
    }
}

/* The value has reached the cap inside this piece. */
static void cut_field(MimeScanner *self, const MimePiece *piece, gsize room) {
    MimeFieldBuffer *field = &self->field;
    gsize taken = MIN(room, piece->length);
    g_string_append_len(field->raw, (const char *)piece->octets, (gssize)taken);
    field->is_cut = TRUE;
    field->end_length = 0;
    mime_report(self, MIME_DEFECT_HEADER_TOO_LONG, field->offset, NULL);
    label_field(self);
    mime_leaves_piece(self, piece, taken, "field value");
}

/* Up to the cap; what is over it only counts. */
static void append_piece(MimeScanner *self, const MimePiece *piece) {
    MimeFieldBuffer *field = &self->field;
    gsize total = piece->length + piece->end_length;
    gsize room = MIME_HEADER_VALUE_MAX - MIN(field->raw->len, MIME_HEADER_VALUE_MAX);
    field->length += total;
    if (field->is_cut) {
        mime_leaves_piece(self, piece, 0, "field value");
    } else if (total > room) {
        cut_field(self, piece, room);
    } else {
        g_string_append_len(field->raw, (const char *)piece->octets, (gssize)total);
        field->end_length = piece->end_length;
    }
}

static void tally_octets(MimeScanner *self, const MimePiece *piece) {
    guint found = mime_octets_scan(piece->octets, piece->length);
    mime_tally_octets(&self->top->tally, found & (MIME_OCTETS_NUL | MIME_OCTETS_CR), piece->offset,
                      piece->octets, piece->length);
}

/* An mbox file's separator, which some programs send along. */
static gboolean is_mbox_line(const MimeScanner *self, const MimePiece *piece) {
    gboolean is_quoted = piece->length > 6 && memcmp(piece->octets, ">From ", 6) == 0;
    return self->top->is_message && piece->offset == self->top->part.header_offset &&
           (is_quoted || (piece->length > 5 && memcmp(piece->octets, "From ", 5) == 0));
}

/* A line that begins a field, or none of the header's. */
static gboolean begin_line(MimeScanner *self, const MimePiece *piece) {
    gsize name_length = 0, n_blanks = 0;
    mime_header_end_field(self);
    if (piece->length == 0 && piece->end_length > 0) {
        mime_leaf(self, piece->offset, piece->end_length, "blank line");
        mime_tree_header_done(self, piece->offset + piece->end_length, self->line_ends + 1);
        return TRUE;
    }
    if (mime_field_split((const char *)piece->octets, piece->length, &name_length, &n_blanks)) {
        open_field(self, piece, name_length, n_blanks);
        append_piece(self, piece);
        return TRUE;
    }
    if (is_mbox_line(self, piece)) {
        mime_report(self, MIME_DEFECT_HEADER_SYNTAX, piece->offset, "mbox \"From \" line");
        mime_leaves_piece(self, piece, 0, "mbox line");
        return TRUE;
    }
    mime_report(self, MIME_DEFECT_NO_BLANK_LINE, piece->offset, NULL);
    mime_tree_header_done(self, piece->offset, self->line_ends);
    return FALSE;
}

/* FWS = ([*WSP CRLF] 1*WSP) / obs-FWS: a line that begins with a blank goes on with the field. */
static gboolean is_continuation(const MimeScanner *self, const MimePiece *piece) {
    return self->field.raw != NULL && piece->length > 0 &&
           (piece->octets[0] == ' ' || piece->octets[0] == '\t');
}

gboolean mime_header_line(MimeScanner *self, const MimePiece *piece) {
    MimeNode *node = self->top;
    if (self->skips_line || !piece->begins_line || is_continuation(self, piece)) {
        if (self->field.raw != NULL) {
            append_piece(self, piece);
        } else {
            mime_leaves_piece(self, piece, 0, "field value");
        }
        self->skips_line = self->skips_line && piece->end_length == 0;
    } else if (!begin_line(self, piece)) {
        return FALSE;
    }
    if (node->state == MIME_STATE_HEADER) {
        tally_octets(self, piece);
    }
    return TRUE;
}

/* A copy, so that the node can lend it out. */
static void keep_text(char **place, const char *value) {
    if (*place == NULL) {
        *place = g_strdup(value);
    }
}

static void keep_parameters(MimeParameters **place, const char *raw, gsize length) {
    if (*place == NULL) {
        *place = mime_parameters_parse(raw, length);
    }
}

/* Comments and blanks taken out of "base64 (that is)". */
static char *read_token(const MimeHeader *header) {
    const char *raw = header->raw;
    gsize length = header->raw_length;
    if (strpbrk(header->value, " \t();\"") == NULL) {
        return g_ascii_strdown(header->value, -1); /* nothing but the word */
    }
    g_autoptr(MimeParameters) parameters = mime_parameters_parse(raw, length);
    return g_strdup(parameters->value);
}

/* "<a@b>" without the brackets */
static char *read_identifier(const char *value) {
    const char *open = strchr(value, '<'), *close = open != NULL ? strchr(open, '>') : NULL;
    return close != NULL ? g_strndup(open + 1, close - open - 1) : g_strdup(value);
}

static void keep_for_part(MimeNode *node, MimeFieldKind kind, const MimeHeader *header) {
    if (kind == MIME_FIELD_CONTENT_TYPE) {
        keep_parameters(&node->content_type, header->raw, header->raw_length);
    } else if (kind == MIME_FIELD_CONTENT_DISPOSITION) {
        keep_parameters(&node->disposition, header->raw, header->raw_length);
    } else if (kind == MIME_FIELD_CONTENT_TRANSFER_ENCODING && node->encoding_name == NULL) {
        node->encoding_name = read_token(header);
    } else if (kind == MIME_FIELD_MIME_VERSION && node->version == NULL) {
        node->version = read_token(header);
    } else if (kind == MIME_FIELD_CONTENT_ID && node->content_id == NULL) {
        node->content_id = read_identifier(header->value);
    } else if (kind == MIME_FIELD_CONTENT_DESCRIPTION) {
        keep_text(&node->description, header->value);
    }
}

static void check_8bit(MimeScanner *self, const char *raw, gsize length, guint64 offset) {
    if (!(mime_octets_scan((const guint8 *)raw, length) & MIME_OCTETS_8BIT)) {
        return;
    }
    gsize at = 0;
    while ((guint8)raw[at] < 0x80) {
        at++;
    }
    gboolean is_utf8 = g_utf8_validate(raw, (gssize)length, NULL);
    mime_report(self, MIME_DEFECT_HEADER_8BIT, offset + at, is_utf8 ? "UTF-8" : "not UTF-8");
}

static void check_seen(MimeScanner *self, MimeFieldKind kind, guint64 offset) {
    guint64 *seen = &self->top->seen[kind];
    if (*seen != 0 && mime_field_row(kind)->is_single) {
        mime_report(self, MIME_DEFECT_HEADER_DUPLICATE, offset, mime_field_row(kind)->name);
    }
    *seen = *seen != 0 ? *seen : offset + 1;
    if (kind == MIME_FIELD_BCC && self->top->is_message) {
        mime_report(self, MIME_DEFECT_BCC_PRESENT, offset, NULL);
    }
}

static void tell_words(MimeScanner *self, guint problems, guint64 offset) {
    if (problems & (ENCODED_WORD_SYNTAX | ENCODED_WORD_LENGTH)) {
        mime_report(self, MIME_DEFECT_ENCODED_WORD_SYNTAX, offset,
                    problems & ENCODED_WORD_LENGTH ? "over 75 octets" : NULL);
    }
    if (problems & ENCODED_WORD_CHARSET) {
        mime_report(self, MIME_DEFECT_CHARSET_UNKNOWN, offset, "in an encoded word");
    }
}

static const struct {
    guint problem;
    const char *detail;
} date_problems[] = {
    {MIME_DATE_SYNTAX, NULL},
    {MIME_DATE_RANGE, "no such day or time"},
    {MIME_DATE_DAY_NAME, "another day of the week"},
    {MIME_DATE_EXTRA, "words that do not belong"},
};

static void check_date(MimeScanner *self, const MimeHeader *header, guint64 offset) {
    MimeDate date;
    mime_date_parse(header->raw, header->raw_length, &date, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(date_problems); i++) {
        if (date.problems & date_problems[i].problem) {
            mime_report(self, MIME_DEFECT_DATE_SYNTAX, offset + date.problem_offset,
                        date_problems[i].detail);
            return;
        }
    }
}

static const struct {
    guint problem;
    const char *detail;
} address_problems[] = {
    {MIME_ADDRESS_BRACKETS, "angle brackets"},
    {MIME_ADDRESS_NOT_CLOSED, "not closed"},
    {MIME_ADDRESS_NESTED, "group in a group"},
    {MIME_ADDRESS_EXTRA, "words that do not belong"},
    {MIME_ADDRESS_DOTS, "dots"},
    {MIME_ADDRESS_NO_DOMAIN, "no domain"},
    {MIME_ADDRESS_NO_LOCAL, "no local part"},
    {MIME_ADDRESS_EMPTY, "empty"},
};

static void tell_address(MimeScanner *self, const MimeHeader *header, const char *address) {
    if (self->sink.address != NULL) {
        self->sink.address(self->user, self->top->part.depth, header, address);
    }
}

/* Return-Path may be "<>" (RFC 5321 §4.4), Bcc may hold nothing (RFC 5322 §3.6.3). */
static void check_addresses(MimeScanner *self, const MimeHeader *header, MimeFieldKind kind,
                            guint64 offset) {
    char plain[PLAIN_MAILBOX_MAX];
    if (plain_mailbox_read(header->raw, header->raw_length, plain)) {
        tell_address(self, header, plain);
        return;
    }
    MimeAddressReader reader;
    MimeMailbox mailbox;
    mime_address_reader_init(&reader, header->raw, header->raw_length);
    reader.skips_names = TRUE;
    while (mime_address_reader_next(&reader, &mailbox)) {
        tell_address(self, header, mailbox.address);
    }
    guint problems = reader.problems | (reader.n_elements == 0 ? MIME_ADDRESS_EMPTY : 0);
    if (kind == MIME_FIELD_RETURN_PATH || kind == MIME_FIELD_BCC) {
        problems &= ~MIME_ADDRESS_EMPTY;
    }
    for (guint i = 0; i < G_N_ELEMENTS(address_problems) && !header->is_cut; i++) {
        if (problems & address_problems[i].problem) {
            mime_report(self, MIME_DEFECT_ADDRESS_SYNTAX, offset + reader.problem_offset,
                        address_problems[i].detail);
            break;
        }
    }
    mime_address_reader_clear(&reader);
}

/* `offset` is that of the value. One that is cut would be wrong at the cut at least. */
static void check_value(MimeScanner *self, const MimeHeader *header, MimeFieldKind kind,
                        guint64 offset) {
    MimeShape shape = mime_field_row(kind)->shape;
    if (shape == MIME_SHAPE_DATE && !header->is_cut) {
        check_date(self, header, offset);
    } else if (shape == MIME_SHAPE_ADDRESSES) {
        check_addresses(self, header, kind, offset);
    }
}

/* Text and phrases may hold encoded words, other values may not: RFC 2047 §5. */
static char *decode_value(const MimeHeader *header, MimeShape shape, guint *problems) {
    if (shape == MIME_SHAPE_TEXT || shape == MIME_SHAPE_ADDRESSES) {
        return encoded_words_decode(header->raw, header->raw_length, shape == MIME_SHAPE_ADDRESSES,
                                    problems);
    }
    g_autoptr(GString) unfolded = g_string_sized_new(header->raw_length);
    for (gsize i = 0; i < header->raw_length; i++) {
        if (header->raw[i] != '\r' && header->raw[i] != '\n') {
            g_string_append_c(unfolded, header->raw[i]);
        }
    }
    return g_strstrip(g_utf8_make_valid(unfolded->str, unfolded->len));
}

static void take_field(MimeScanner *self, MimeHeader *header) {
    MimeFieldKind kind = header->kind;
    guint64 value_offset = header->offset + (guint64)(header->raw - header->name);
    guint problems = 0;
    g_autofree char *decoded = NULL;
    header->value = encoded_words_plain(header->raw, header->raw_length);
    if (header->value == NULL) {
        decoded = decode_value(header, mime_field_row(kind)->shape, &problems);
        header->value = decoded;
    }
    tell_words(self, problems, header->offset);
    if (kind != MIME_FIELD_OTHER) {
        check_seen(self, kind, header->offset);
        check_value(self, header, kind, value_offset);
        keep_for_part(self->top, kind, header);
    }
    if (self->sink.header != NULL) {
        self->sink.header(self->user, self->top->part.depth, header);
    }
}

static void keep_spare(MimeFieldBuffer *field, GString *raw) {
    if (raw->allocated_len > FIELD_ROOM_MAX) {
        g_string_free(raw, TRUE);
    } else {
        field->spare = raw;
    }
}

void mime_header_drop_spare(MimeScanner *self) {
    if (self->field.spare != NULL) {
        g_string_free(g_steal_pointer(&self->field.spare), TRUE);
    }
}

void mime_header_end_field(MimeScanner *self) {
    MimeFieldBuffer *field = &self->field;
    if (field->raw == NULL) {
        return;
    }
    label_field(self);
    GString *raw = g_steal_pointer(&field->raw);
    gsize value_at = field->name_length + field->n_blanks + 1;
    gsize value_end = raw->len - field->end_length;
    check_8bit(self, raw->str, raw->len, field->offset);
    raw->str[field->name_length] = '\0'; /* name and value become strings where they stand */
    raw->str[value_end] = '\0';
    MimeHeader header = {.name = raw->str,
                         .raw = raw->str + value_at,
                         .raw_length = value_end - value_at,
                         .offset = field->offset,
                         .length = field->length,
                         .kind = mime_field_find(raw->str),
                         .is_cut = field->is_cut};
    take_field(self, &header);
    keep_spare(field, raw);
}

/* RFC 2045 §4: "MIME-Version: 1.0", once, at the top level of a message. */
static void check_version(MimeScanner *self, const MimeNode *node) {
    static const MimeFieldKind fields[] = {MIME_FIELD_CONTENT_TYPE,
                                           MIME_FIELD_CONTENT_TRANSFER_ENCODING,
                                           MIME_FIELD_CONTENT_DISPOSITION};
    if (node->version != NULL) {
        if (strcmp(node->version, "1.0") != 0) {
            mime_report(self, MIME_DEFECT_VERSION, node->seen[MIME_FIELD_MIME_VERSION] - 1,
                        node->version);
        }
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (node->seen[fields[i]] != 0) {
            mime_report(self, MIME_DEFECT_VERSION, node->seen[fields[i]] - 1, "missing");
            return;
        }
    }
}

void mime_header_check(MimeScanner *self, const MimeNode *node) {
    if (!node->is_message) {
        return;
    }
    if (node->seen[MIME_FIELD_FROM] == 0) {
        mime_report(self, MIME_DEFECT_MISSING_FROM, node->part.header_offset, NULL);
    }
    if (node->seen[MIME_FIELD_DATE] == 0) {
        mime_report(self, MIME_DEFECT_MISSING_DATE, node->part.header_offset, NULL);
    }
    check_version(self, node);
}
