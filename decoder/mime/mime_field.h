/* SPDX-License-Identifier: MIT */
/* What is known of the header fields by name: how their values are built, and which may stand only
 * once. */
#pragma once

#include <glib.h>

typedef enum {
    MIME_SHAPE_TEXT,        /* unstructured: RFC 5322 §2.2.1 */
    MIME_SHAPE_ADDRESSES,   /* RFC 5322 §3.4 */
    MIME_SHAPE_DATE,        /* RFC 5322 §3.3 */
    MIME_SHAPE_IDENTIFIERS, /* RFC 5322 §3.6.4 */
    MIME_SHAPE_PARAMETERS,  /* RFC 2045 §5.1 */
    MIME_SHAPE_TOKEN,       /* one word and comments: RFC 2045 §6.1, §4 */
    MIME_SHAPE_TRACE,       /* RFC 5321 §4.4 */
} MimeShape;

/* Fields with a meaning to the scanner; all others are MIME_FIELD_OTHER. */
typedef enum {
    MIME_FIELD_FROM,
    MIME_FIELD_SENDER,
    MIME_FIELD_REPLY_TO,
    MIME_FIELD_TO,
    MIME_FIELD_CC,
    MIME_FIELD_BCC,
    MIME_FIELD_DATE,
    MIME_FIELD_SUBJECT,
    MIME_FIELD_MESSAGE_ID,
    MIME_FIELD_IN_REPLY_TO,
    MIME_FIELD_REFERENCES,
    MIME_FIELD_MIME_VERSION,
    MIME_FIELD_CONTENT_TYPE,
    MIME_FIELD_CONTENT_TRANSFER_ENCODING,
    MIME_FIELD_CONTENT_DISPOSITION,
    MIME_FIELD_CONTENT_ID,
    MIME_FIELD_CONTENT_DESCRIPTION,
    MIME_FIELD_RETURN_PATH,
    MIME_FIELD_RECEIVED,
    MIME_FIELD_DELIVERED_TO,
    MIME_FIELD_RESENT_FROM,
    MIME_FIELD_RESENT_SENDER,
    MIME_FIELD_RESENT_TO,
    MIME_FIELD_RESENT_CC,
    MIME_FIELD_RESENT_BCC,
    MIME_FIELD_RESENT_DATE,
    MIME_FIELD_RESENT_MESSAGE_ID,
    MIME_FIELD_DISPOSITION_NOTIFICATION_TO,
    MIME_N_FIELDS,
    MIME_FIELD_OTHER = MIME_N_FIELDS,
} MimeFieldKind;

typedef struct {
    const char *name;
    MimeShape shape;
    gboolean is_single; /* may stand only once: RFC 5322 §3.6, RFC 2045 §3 */
} MimeFieldRow;

/* By name, upper or lower case; MIME_FIELD_OTHER if it is not in the table. */
MimeFieldKind mime_field_find(const char *name);
/* Its row; one for unstructured text if it is MIME_FIELD_OTHER. */
const MimeFieldRow *mime_field_row(MimeFieldKind kind);

/* Length of the field name at the beginning of a line, and of the blanks before the colon. FALSE if
 * the line is no field. */
gboolean mime_field_split(const char *line, gsize length, gsize *name_length, gsize *n_blanks);
