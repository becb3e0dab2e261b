/* SPDX-License-Identifier: MIT */
/* The value of Content-Type and Content-Disposition: a word, then parameters.
 * RFC 2045 §5.1, RFC 2183 §2, RFC 2231 §3, §4. */
#pragma once

#include <glib.h>

#define MIME_PARAMETERS_MAX 128u /* pieces of continued parameters counted singly */

typedef enum {
    MIME_PARAMETERS_SYNTAX =
        1 << 0, /* something that is no parameter; what could be read is there */
    MIME_PARAMETERS_ENCODED_WORD =
        1 << 1, /* =?…?= in a value: RFC 2047 §5 forbids it; decoded all the same */
    MIME_PARAMETERS_CHARSET = 1 << 2,   /* a charset that is not known */
    MIME_PARAMETERS_DUPLICATE = 1 << 3, /* a name given twice: the first one counts */
    MIME_PARAMETERS_TOO_MANY = 1 << 4,  /* more than MIME_PARAMETERS_MAX: the rest is not read */
} MimeParametersProblem;

typedef struct {
    char *name;           /* lower case, without "*0*" */
    char *value;          /* valid UTF-8 */
    gsize offset, length; /* of its (first) value in the text, quotes included */
} MimeParameter;

typedef struct {
    char *value; /* "text/plain", "attachment": lower case, without blanks and comments; "" if there
                    is none */
    MimeParameter *parameters;
    guint n_parameters;
    guint problems; /* MimeParametersProblem bits */
} MimeParameters;

/* `text` is the field's value as sent (folds may be inside). Never NULL. */
MimeParameters *mime_parameters_parse(const char *text, gsize length);
void mime_parameters_free(MimeParameters *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MimeParameters, mime_parameters_free)

/* The value of a parameter, or NULL. `name` in lower case. */
const char *mime_parameters_get(const MimeParameters *self, const char *name);

/* Does the value have the form "type/subtype"? */
gboolean mime_parameters_has_media_type(const MimeParameters *self);
