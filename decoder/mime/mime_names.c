/* SPDX-License-Identifier: MIT */
/* The names of defects and transfer encodings. */
#include "mime/mime.h"

/* clang-format off */
static const char *const defect_names[MIME_N_DEFECTS] = {
    [MIME_DEFECT_HEADER_SYNTAX]         = "header-syntax",
    [MIME_DEFECT_NO_BLANK_LINE]         = "no-blank-line",
    [MIME_DEFECT_SPACE_BEFORE_COLON]    = "space-before-colon",
    [MIME_DEFECT_HEADER_TOO_LONG]       = "header-too-long",
    [MIME_DEFECT_HEADER_DUPLICATE]      = "header-duplicate",
    [MIME_DEFECT_HEADER_8BIT]           = "header-8bit",
    [MIME_DEFECT_MISSING_FROM]          = "missing-from",
    [MIME_DEFECT_MISSING_DATE]          = "missing-date",
    [MIME_DEFECT_DATE_SYNTAX]           = "date-syntax",
    [MIME_DEFECT_ADDRESS_SYNTAX]        = "address-syntax",
    [MIME_DEFECT_BCC_PRESENT]           = "bcc-present",
    [MIME_DEFECT_LINE_TOO_LONG]         = "line-too-long",
    [MIME_DEFECT_BARE_LF]               = "bare-lf",
    [MIME_DEFECT_BARE_CR]               = "bare-cr",
    [MIME_DEFECT_NUL]                   = "nul",
    [MIME_DEFECT_8BIT_IN_7BIT]          = "8bit-in-7bit",
    [MIME_DEFECT_CONTENT_TYPE_SYNTAX]   = "content-type-syntax",
    [MIME_DEFECT_BOUNDARY_MISSING]      = "boundary-missing",
    [MIME_DEFECT_BOUNDARY_TOO_LONG]     = "boundary-too-long",
    [MIME_DEFECT_BOUNDARY_NEVER_SEEN]   = "boundary-never-seen",
    [MIME_DEFECT_BOUNDARY_NOT_CLOSED]   = "boundary-not-closed",
    [MIME_DEFECT_ENCODING_UNKNOWN]      = "encoding-unknown",
    [MIME_DEFECT_ENCODING_ON_MULTIPART] = "encoding-on-multipart",
    [MIME_DEFECT_BASE64_SYNTAX]         = "base64-syntax",
    [MIME_DEFECT_BASE64_LINE_TOO_LONG]  = "base64-line-too-long",
    [MIME_DEFECT_QP_SYNTAX]             = "qp-syntax",
    [MIME_DEFECT_QP_LINE_TOO_LONG]      = "qp-line-too-long",
    [MIME_DEFECT_UUENCODE_SYNTAX]       = "uuencode-syntax",
    [MIME_DEFECT_ENCODED_WORD_SYNTAX]   = "encoded-word-syntax",
    [MIME_DEFECT_CHARSET_UNKNOWN]       = "charset-unknown",
    [MIME_DEFECT_VERSION]               = "version",
    [MIME_DEFECT_TOO_DEEP]              = "too-deep",
    [MIME_DEFECT_TOO_MANY_PARTS]        = "too-many-parts",
};

static const char *const encoding_names[] = {
    [MIME_ENCODING_7BIT]             = "7bit",
    [MIME_ENCODING_8BIT]             = "8bit",
    [MIME_ENCODING_BINARY]           = "binary",
    [MIME_ENCODING_QUOTED_PRINTABLE] = "quoted-printable",
    [MIME_ENCODING_BASE64]           = "base64",
    [MIME_ENCODING_UUENCODE]         = "x-uuencode",
    [MIME_ENCODING_UNKNOWN]          = "unknown",
};
/* clang-format on */

const char *mime_defect_name(MimeDefect defect) {
    return (guint)defect < MIME_N_DEFECTS ? defect_names[defect] : "unknown";
}

const char *mime_encoding_name(MimeEncoding encoding) {
    return (guint)encoding < G_N_ELEMENTS(encoding_names) ? encoding_names[encoding] : "unknown";
}
