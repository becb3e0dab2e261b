/* SPDX-License-Identifier: MIT */
/* PDML, Wireshark's packet details as XML, read piece by piece: one frame at a time is kept, and of
 * it only the fields that the table knows. What comes in is not trusted. */
#pragma once

#include "compare/fields.h"

#include <glib.h>

#define PDML_ATTRIBUTE_MAX 16384u /* octets of an attribute that are read; the rest is left out */
#define PDML_FIELDS_MAX 100000u   /* fields of one frame */
#define PDML_DEPTH_MAX 1024u      /* of elements in each other */

/* A field of the table, as Wireshark shows it. */
typedef struct {
    const FieldRow *row;
    guint64 position;   /* in the field's own buffer */
    guint64 length;     /* of the octets on the wire; 0: Wireshark worked it out */
    gsize value_start;  /* of PdmlFrame.values */
    gsize value_length; /* FACT_VALUE_MAX at most */
} PdmlField;

typedef struct {
    guint64 number;
    gboolean has_stream;
    guint32 stream;
    guint16 source_port, destination_port;
    guint64 payload_position, payload_length; /* of TCP, in the frame */
    GArray *fields;                           /* of PdmlField, in order */
    GString *values;                          /* octets of all of them */
    guint64 left_out;                         /* fields beyond PDML_FIELDS_MAX */
} PdmlFrame;

/* The octets of a value; lent. */
static inline const char *pdml_value(const PdmlFrame *frame, const PdmlField *field) {
    return frame->values->str + field->value_start;
}

typedef struct PdmlReader PdmlReader;

/* `take` is told of each frame, in order; what it gets is lent. */
typedef void (*PdmlTake)(gpointer user, const PdmlFrame *frame);

PdmlReader *pdml_reader_new(PdmlTake take, gpointer user);
void pdml_reader_free(PdmlReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdmlReader, pdml_reader_free)

/* The next octets, cut anywhere. FALSE with an error if this is no PDML. */
gboolean pdml_reader_push(PdmlReader *self, const char *octets, gsize length, GError **error);
/* The end. FALSE with an error if something is missing. */
gboolean pdml_reader_finish(PdmlReader *self, GError **error);
