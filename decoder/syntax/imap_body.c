/* SPDX-License-Identifier: MIT */
/* Turns ENVELOPE and BODYSTRUCTURE into structs: the fields of a message's header, its addresses,
 * and its parts as a flat tree. It does not look into the message. */
#include "syntax/imap_scan.h"

static void next(const ImapText *text, gsize *at, gsize end, ImapValue *value, guint *problems) {
    if (!imap_next_value(text, at, end, value, problems))
        *problems |= IMAP_PROBLEM_MISSING_ARGUMENT;
}

void imap_parse_envelope(const ImapText *text, const ImapValue *value, ImapEnvelope *envelope) {
    *envelope =
        (ImapEnvelope){.problems = value->kind == IMAP_VALUE_LIST ? 0 : IMAP_PROBLEM_PARENTHESIS};
    if (envelope->problems != 0)
        return;
    ImapValue *const fields[] = {&envelope->date,      &envelope->subject,  &envelope->from,
                                 &envelope->sender,    &envelope->reply_to, &envelope->to,
                                 &envelope->cc,        &envelope->bcc,      &envelope->in_reply_to,
                                 &envelope->message_id};
    gsize at = imap_slice_at(text, value->octets), end = imap_slice_end(text, value->octets);
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
        next(text, &at, end, fields[i], &envelope->problems);
    ImapValue extra;
    if (imap_next_value(text, &at, end, &extra, NULL))
        envelope->problems |= IMAP_PROBLEM_EXTRA_ARGUMENT;
}

gboolean imap_next_address(const ImapText *text, gsize *at, gsize end, ImapAddress *address) {
    ImapValue value;
    guint problems = 0;
    *address = (ImapAddress){.name = {.kind = IMAP_VALUE_NONE}};
    do {
        if (!imap_next_value(text, at, end, &value, NULL))
            return FALSE;
    } while (value.kind != IMAP_VALUE_LIST);
    gsize inner = imap_slice_at(text, value.octets), inner_end = imap_slice_end(text, value.octets);
    ImapValue *const fields[] = {&address->name, &address->route, &address->mailbox,
                                 &address->host};
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
        next(text, &inner, inner_end, fields[i], &problems);
    return TRUE;
}

/* A part whose list is being read. */
typedef struct {
    guint part; /* in `parts` */
    gsize at, end;
    guint n_children;
} Frame;

typedef struct {
    const ImapText *text;
    GArray *parts; /* of ImapBodyPart */
    Frame frames[IMAP_DEPTH_MAX];
    guint depth;
    guint problems;
} BodyReader;

static ImapBodyPart *part_of(BodyReader *self, const Frame *frame) {
    return &g_array_index(self->parts, ImapBodyPart, frame->part);
}

/* Begins the part whose list is `value`, as the next child of the frame on top. */
static void open_part(BodyReader *self, const ImapValue *value) {
    gsize at = imap_slice_at(self->text, value->octets),
          end = imap_slice_end(self->text, value->octets);
    ImapBodyPart part = {.parent = IMAP_BODY_NO_PARENT, .depth = self->depth};
    part.is_multipart = value->octets.length > 0 && value->octets.octets[0] == '(';
    part.number = part.is_multipart ? 0 : 1;
    if (self->depth > 0) {
        Frame *parent = &self->frames[self->depth - 1];
        part.parent = parent->part;
        parent->n_children++;
        if (part_of(self, parent)->is_multipart)
            part.number = parent->n_children;
    }
    if (self->depth == IMAP_DEPTH_MAX || self->parts->len >= IMAP_BODY_PARTS_MAX) {
        self->problems |=
            self->depth == IMAP_DEPTH_MAX ? IMAP_PROBLEM_DEPTH : IMAP_PROBLEM_TOO_MANY;
        return;
    }
    self->frames[self->depth++] = (Frame){.part = self->parts->len, .at = at, .end = end};
    g_array_append_val(self->parts, part);
}

static void field(BodyReader *self, Frame *frame, ImapValue *value) {
    next(self->text, &frame->at, frame->end, value, &self->problems);
}

static void number_field(BodyReader *self, Frame *frame, guint64 *number) {
    ImapValue value = {.kind = IMAP_VALUE_NONE};
    field(self, frame, &value);
    if (!imap_value_number(&value, number))
        self->problems |= IMAP_PROBLEM_BAD_NUMBER;
}

static gboolean is_embedded_message(const ImapBodyPart *part) {
    return imap_value_is(&part->type, "MESSAGE") &&
           (imap_value_is(&part->subtype, "RFC822") || imap_value_is(&part->subtype, "GLOBAL"));
}

/* body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
 * body-fields     = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP
 * body-fld-octets body-type-msg   = media-message SP body-fields SP envelope SP body SP
 * body-fld-lines */
static void read_fields(BodyReader *self, Frame *frame, ImapBodyPart *part) {
    ImapValue *const fields[] = {&part->type, &part->subtype,     &part->parameters,
                                 &part->id,   &part->description, &part->encoding};
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
        field(self, frame, fields[i]);
    number_field(self, frame, &part->octets);
    part->is_message = is_embedded_message(part);
    if (part->is_message)
        field(self, frame, &part->envelope);
}

/* body-ext-1part  = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc *(SP
 * body-extension)]]] body-ext-mpart  = body-fld-param [SP body-fld-dsp [SP body-fld-lang [SP
 * body-fld-loc *(SP body-extension)]]] */
static void read_extensions(BodyReader *self, Frame *frame, ImapBodyPart *part) {
    ImapValue *const fields[] = {part->is_multipart ? &part->parameters : &part->md5,
                                 &part->disposition, &part->language, &part->location};
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (!imap_next_value(self->text, &frame->at, frame->end, fields[i], &self->problems))
            return;
    }
}

/* What stands behind the children. */
static void close_part(BodyReader *self, Frame *frame) {
    ImapBodyPart *part = part_of(self, frame);
    if (part->is_multipart)
        field(self, frame, &part->subtype);
    else if (part->is_message || imap_value_is(&part->type, "TEXT"))
        number_field(self, frame, &part->lines);
    read_extensions(self, frame, part);
    self->depth--;
}

/* The next child of the frame, if one stands there. body-type-mpart = 1*body SP media-subtype [SP
 * body-ext-mpart] */
static gboolean next_child(BodyReader *self, Frame *frame, ImapValue *value) {
    const ImapBodyPart *part = part_of(self, frame);
    gboolean may_have = part->is_multipart || (part->is_message && frame->n_children == 0);
    gsize at = frame->at;
    if (!may_have || !imap_next_value(self->text, &at, frame->end, value, NULL) ||
        value->kind != IMAP_VALUE_LIST)
        return FALSE;
    frame->at = at;
    return TRUE;
}

static void step(BodyReader *self) {
    Frame *frame = &self->frames[self->depth - 1];
    ImapBodyPart *part = part_of(self, frame);
    if (!part->is_multipart && part->type.kind == IMAP_VALUE_NONE)
        read_fields(self, frame, part);
    ImapValue child;
    if (next_child(self, frame, &child))
        open_part(self, &child);
    else
        close_part(self, frame);
}

/* body = "(" (body-type-1part / body-type-mpart) ")" */
guint imap_parse_body(const ImapText *text, const ImapValue *value, GArray *parts) {
    BodyReader self = {.text = text, .parts = parts};
    if (value->kind != IMAP_VALUE_LIST)
        return IMAP_PROBLEM_PARENTHESIS;
    open_part(&self, value);
    while (self.depth > 0)
        step(&self);
    return self.problems;
}

char *imap_body_path(const GArray *parts, guint index) {
    GString *path = g_string_new(NULL);
    while (index != IMAP_BODY_NO_PARENT) {
        const ImapBodyPart *part = &g_array_index(parts, ImapBodyPart, index);
        if (part->number > 0) {
            g_autofree char *number =
                g_strdup_printf("%u%s", part->number, path->len > 0 ? "." : "");
            g_string_prepend(path, number);
        }
        index = part->parent;
    }
    return g_string_free(path, FALSE);
}
