/* SPDX-License-Identifier: MIT */
/* The table of header fields. It does not read any value. */
#include "mime/mime_field.h"

#include <string.h>

/* clang-format off */
static const MimeFieldRow rows[MIME_N_FIELDS + 1] = {
    [MIME_FIELD_FROM]                      = {"From",                      MIME_SHAPE_ADDRESSES,   TRUE},
    [MIME_FIELD_SENDER]                    = {"Sender",                    MIME_SHAPE_ADDRESSES,   TRUE},
    [MIME_FIELD_REPLY_TO]                  = {"Reply-To",                  MIME_SHAPE_ADDRESSES,   TRUE},
    [MIME_FIELD_TO]                        = {"To",                        MIME_SHAPE_ADDRESSES,   TRUE},
    [MIME_FIELD_CC]                        = {"Cc",                        MIME_SHAPE_ADDRESSES,   TRUE},
    [MIME_FIELD_BCC]                       = {"Bcc",                       MIME_SHAPE_ADDRESSES,   TRUE},
    [MIME_FIELD_DATE]                      = {"Date",                      MIME_SHAPE_DATE,        TRUE},
    [MIME_FIELD_SUBJECT]                   = {"Subject",                   MIME_SHAPE_TEXT,        TRUE},
    [MIME_FIELD_MESSAGE_ID]                = {"Message-ID",                MIME_SHAPE_IDENTIFIERS, TRUE},
    [MIME_FIELD_IN_REPLY_TO]               = {"In-Reply-To",               MIME_SHAPE_IDENTIFIERS, TRUE},
    [MIME_FIELD_REFERENCES]                = {"References",                MIME_SHAPE_IDENTIFIERS, TRUE},
    [MIME_FIELD_MIME_VERSION]              = {"MIME-Version",              MIME_SHAPE_TOKEN,       TRUE},
    [MIME_FIELD_CONTENT_TYPE]              = {"Content-Type",              MIME_SHAPE_PARAMETERS,  TRUE},
    [MIME_FIELD_CONTENT_TRANSFER_ENCODING] = {"Content-Transfer-Encoding", MIME_SHAPE_TOKEN,       TRUE},
    [MIME_FIELD_CONTENT_DISPOSITION]       = {"Content-Disposition",       MIME_SHAPE_PARAMETERS,  TRUE},
    [MIME_FIELD_CONTENT_ID]                = {"Content-ID",                MIME_SHAPE_IDENTIFIERS, TRUE},
    [MIME_FIELD_CONTENT_DESCRIPTION]       = {"Content-Description",       MIME_SHAPE_TEXT,        TRUE},
    [MIME_FIELD_RETURN_PATH]               = {"Return-Path",               MIME_SHAPE_ADDRESSES,   FALSE},
    [MIME_FIELD_RECEIVED]                  = {"Received",                  MIME_SHAPE_TRACE,       FALSE},
    [MIME_FIELD_DELIVERED_TO]              = {"Delivered-To",              MIME_SHAPE_ADDRESSES,   FALSE},
    [MIME_FIELD_RESENT_FROM]               = {"Resent-From",               MIME_SHAPE_ADDRESSES,   FALSE},
    [MIME_FIELD_RESENT_SENDER]             = {"Resent-Sender",             MIME_SHAPE_ADDRESSES,   FALSE},
    [MIME_FIELD_RESENT_TO]                 = {"Resent-To",                 MIME_SHAPE_ADDRESSES,   FALSE},
    [MIME_FIELD_RESENT_CC]                 = {"Resent-Cc",                 MIME_SHAPE_ADDRESSES,   FALSE},
    [MIME_FIELD_RESENT_BCC]                = {"Resent-Bcc",                MIME_SHAPE_ADDRESSES,   FALSE},
    [MIME_FIELD_RESENT_DATE]               = {"Resent-Date",               MIME_SHAPE_DATE,        FALSE},
    [MIME_FIELD_RESENT_MESSAGE_ID]         = {"Resent-Message-ID",         MIME_SHAPE_IDENTIFIERS, FALSE},
    [MIME_FIELD_DISPOSITION_NOTIFICATION_TO] = {"Disposition-Notification-To", MIME_SHAPE_ADDRESSES, FALSE},
    [MIME_FIELD_OTHER]                     = {"",                          MIME_SHAPE_TEXT,        FALSE},
};
/* clang-format on */

/* Most programs write names as the standards do. */
static gboolean is_named(const MimeFieldRow *row, const char *name) {
    return strcmp(row->name, name) == 0 || g_ascii_strcasecmp(row->name, name) == 0;
}

MimeFieldKind mime_field_find(const char *name) {
    const char first = g_ascii_toupper(*name);
    MimeFieldKind kind = 0;
    while (kind < MIME_N_FIELDS && (rows[kind].name[0] != first || !is_named(&rows[kind], name))) {
        kind++;
    }
    return kind;
}

const MimeFieldRow *mime_field_row(MimeFieldKind kind) {
    return &rows[kind];
}

/* optional-field = field-name ":" unstructured CRLF
 * field-name     = 1*ftext           ; printable US-ASCII without ":"   RFC 5322 §3.6.8
 * obs-optional   = field-name *WSP ":" unstructured CRLF                RFC 5322 §4.5.8 */
gboolean mime_field_split(const char *line, gsize length, gsize *name_length, gsize *n_blanks) {
    gsize at = 0;
    while (at < length && line[at] > ' ' && line[at] <= '~' && line[at] != ':') {
        at++;
    }
    *name_length = at;
    while (at < length && (line[at] == ' ' || line[at] == '\t')) {
        at++;
    }
    *n_blanks = at - *name_length;
    return *name_length > 0 && at < length && line[at] == ':';
}
