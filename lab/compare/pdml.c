/* SPDX-License-Identifier: MIT */
/* PDML in pieces -> frames with the fields of the table. It knows the shape of PDML and not what
 * the fields mean; values are taken from the hexadecimal octets where there are any, since the
 * readable ones are cut at NUL. */
#include "compare/pdml.h"

#include "compare/pdml_trim.h"

#include <string.h>

struct PdmlReader {
    PdmlTake take;
    gpointer user;
    GMarkupParseContext *context;
    PdmlTrim trim;
    GString *trimmed;
    GHashTable *rows; /* name -> row */
    guint depth, protocols;
    gboolean is_in_packet, is_tcp;
    PdmlFrame frame;
};

static void frame_empty(PdmlFrame *self) {
    GArray *fields = self->fields;
    GString *values = self->values;
    *self = (PdmlFrame){.fields = fields, .values = values};
    g_array_set_size(fields, 0);
    g_string_truncate(values, 0);
}

/* The attributes that count. */
typedef struct {
    const char *name, *show, *value;
    guint64 position, size;
} Attributes;

static Attributes read_attributes(const char **names, const char **values) {
    Attributes found = {"", "", NULL, 0, 0};
    for (guint i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], "name") == 0)
            found.name = values[i];
        else if (strcmp(names[i], "show") == 0)
            found.show = values[i];
        else if (strcmp(names[i], "value") == 0)
            found.value = values[i];
        else if (strcmp(names[i], "pos") == 0)
            found.position = g_ascii_strtoull(values[i], NULL, 10);
        else if (strcmp(names[i], "size") == 0)
            found.size = g_ascii_strtoull(values[i], NULL, 10);
    }
    return found;
}

static gsize append_hex(GString *out, const char *hex) {
    gsize n = 0;
    for (; n < FACT_VALUE_MAX && g_ascii_isxdigit(hex[0]) && g_ascii_isxdigit(hex[1]); n++) {
        g_string_append_c(out,
                          (char)(g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1])));
        hex += 2;
    }
    return n;
}

static gboolean is_octets(FieldCompare compare) {
    return compare == FIELD_TEXT || compare == FIELD_WORD || compare == FIELD_TRIMMED ||
           compare == FIELD_ADDRESS;
}

static void take_field(PdmlReader *self, const FieldRow *row, const Attributes *found) {
    PdmlFrame *frame = &self->frame;
    if (frame->fields->len >= PDML_FIELDS_MAX) {
        frame->left_out++;
        return;
    }
    PdmlField field = {.row = row,
                       .position = found->position,
                       .length = found->size,
                       .value_start = frame->values->len};
    if (is_octets(row->compare) && found->value != NULL) {
        field.value_length = append_hex(frame->values, found->value);
    } else {
        field.value_length = MIN(strlen(found->show), FACT_VALUE_MAX);
        g_string_append_len(frame->values, found->show, (gssize)field.value_length);
        field.length = field.value_length;
    }
    g_array_append_val(frame->fields, field);
}

/* What is needed to know where a frame belongs. */
static void take_place(PdmlFrame *frame, const Attributes *found) {
    guint64 number = g_ascii_strtoull(found->show, NULL, 10);
    if (strcmp(found->name, "tcp.srcport") == 0) {
        frame->source_port = (guint16)number;
    } else if (strcmp(found->name, "tcp.dstport") == 0) {
        frame->destination_port = (guint16)number;
    } else if (strcmp(found->name, "tcp.stream") == 0 && number <= G_MAXUINT32) {
        frame->has_stream = TRUE;
        frame->stream = (guint32)number;
    } else if (strcmp(found->name, "tcp.payload") == 0) {
        frame->payload_position = found->position;
        frame->payload_length = found->size;
    }
}

static void start_field(PdmlReader *self, const Attributes *found) {
    if (strcmp(found->name, "num") == 0 && self->protocols == 1 && self->frame.number == 0) {
        self->frame.number = g_ascii_strtoull(found->show, NULL, 10);
        return;
    }
    const FieldRow *row = g_hash_table_lookup(self->rows, found->name);
    if (self->is_tcp)
        take_place(&self->frame, found);
    if (row != NULL && (row->group != FACTS_TCP || self->is_tcp))
        take_field(self, row, found);
}

static gboolean go_deeper(PdmlReader *self, GError **error) {
    if (self->depth < PDML_DEPTH_MAX) {
        self->depth++;
        return TRUE;
    }
    g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                "its elements stand more than %u deep in each other", PDML_DEPTH_MAX);
    return FALSE;
}

/* In which tshark puts fields that belong to no protocol's octets: TCP's reassembly. */
static const char wrapper[] = "fake-field-wrapper";

static void on_start(GMarkupParseContext *context, const char *element, const char **names,
                     const char **values, gpointer user, GError **error) {
    (void)context;
    PdmlReader *self = user;
    if (!go_deeper(self, error))
        return;
    if (strcmp(element, "packet") == 0) {
        self->is_in_packet = TRUE;
        self->protocols = 0;
        frame_empty(&self->frame);
    } else if (self->is_in_packet && strcmp(element, "proto") == 0) {
        Attributes found = read_attributes(names, values);
        self->protocols++;
        if (self->protocols == 1)
            self->is_tcp = strcmp(found.name, "tcp") == 0 || strcmp(found.name, wrapper) == 0;
    } else if (self->is_in_packet && strcmp(element, "field") == 0) {
        Attributes found = read_attributes(names, values);
        start_field(self, &found);
    }
}

static void on_end(GMarkupParseContext *context, const char *element, gpointer user,
                   GError **error) {
    (void)context;
    (void)error;
    PdmlReader *self = user;
    self->depth--;
    if (strcmp(element, "proto") == 0 && self->protocols > 0)
        self->protocols--;
    if (strcmp(element, "packet") != 0 || !self->is_in_packet)
        return;
    self->is_in_packet = FALSE;
    if (self->frame.number > 0)
        self->take(self->user, &self->frame);
}

PdmlReader *pdml_reader_new(PdmlTake take, gpointer user) {
    static const GMarkupParser parser = {.start_element = on_start, .end_element = on_end};
    guint n;
    const FieldRow *rows = fields_rows(&n);
    PdmlReader *self = g_new0(PdmlReader, 1);
    self->take = take;
    self->user = user;
    self->context = g_markup_parse_context_new(&parser, 0, self, NULL);
    self->trimmed = g_string_new(NULL);
    self->rows = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < n; i++)
        g_hash_table_insert(self->rows, (gpointer)rows[i].name, (gpointer)&rows[i]);
    self->frame.fields = g_array_new(FALSE, FALSE, sizeof(PdmlField));
    self->frame.values = g_string_new(NULL);
    return self;
}

void pdml_reader_free(PdmlReader *self) {
    if (self == NULL)
        return;
    g_markup_parse_context_free(self->context);
    g_string_free(self->trimmed, TRUE);
    g_hash_table_unref(self->rows);
    g_array_unref(self->frame.fields);
    g_string_free(self->frame.values, TRUE);
    g_free(self);
}

gboolean pdml_reader_push(PdmlReader *self, const char *octets, gsize length, GError **error) {
    g_string_truncate(self->trimmed, 0);
    pdml_trim(&self->trim, self->trimmed, octets, length, PDML_ATTRIBUTE_MAX);
    return g_markup_parse_context_parse(self->context, self->trimmed->str,
                                        (gssize)self->trimmed->len, error);
}

gboolean pdml_reader_finish(PdmlReader *self, GError **error) {
    return g_markup_parse_context_end_parse(self->context, error);
}
