/* SPDX-License-Identifier: MIT */
/* Message text -> header fields and part tree, with the exact place of every element.
 *
 * Push-driven and single-pass: octets of the message as the receiver gets it (dot-stuffing removed)
 * go in, in pieces of any size; events come out. Nothing that grows with the message is held. All
 * offsets count from the first octet of the message. Shared by the decoder and the servers.
 * RFC 5322, RFC 2045–2049, RFC 2183, RFC 2231, RFC 6532. */
#pragma once

#include "mime/mime_field.h"

/* Caps (SITUATIONS.md). Beyond them the scan goes on, with a defect. */
#define MIME_DEPTH_MAX 100u
#define MIME_PARTS_MAX 10000u
#define MIME_HEADER_VALUE_MAX 65536u
#define MIME_BOUNDARY_MAX 70u
#define MIME_LINE_MAX 998u /* RFC 5322 §2.1.1: longer is a defect, never a cut */

/* clang-format off */
typedef enum {
    MIME_DEFECT_HEADER_SYNTAX,        /* a line in the header that is no field: the header ends before it */
    MIME_DEFECT_NO_BLANK_LINE,        /* header and body not separated by an empty line */
    MIME_DEFECT_SPACE_BEFORE_COLON,
    MIME_DEFECT_HEADER_TOO_LONG,
    MIME_DEFECT_HEADER_DUPLICATE,     /* a field that may stand only once: RFC 5322 §3.6 */
    MIME_DEFECT_HEADER_8BIT,          /* octets over 127 in a header without SMTPUTF8, or not UTF-8 */
    MIME_DEFECT_MISSING_FROM,
    MIME_DEFECT_MISSING_DATE,
    MIME_DEFECT_DATE_SYNTAX,
    MIME_DEFECT_ADDRESS_SYNTAX,
    MIME_DEFECT_BCC_PRESENT,
    MIME_DEFECT_LINE_TOO_LONG,        /* over 998 octets */
    MIME_DEFECT_BARE_LF,
    MIME_DEFECT_BARE_CR,
    MIME_DEFECT_NUL,
    MIME_DEFECT_8BIT_IN_7BIT,         /* declared or default 7bit, octets over 127 inside */
    MIME_DEFECT_CONTENT_TYPE_SYNTAX,
    MIME_DEFECT_BOUNDARY_MISSING,     /* multipart without the boundary parameter */
    MIME_DEFECT_BOUNDARY_TOO_LONG,
    MIME_DEFECT_BOUNDARY_NEVER_SEEN,
    MIME_DEFECT_BOUNDARY_NOT_CLOSED,  /* no closing "--boundary--" */
    MIME_DEFECT_ENCODING_UNKNOWN,
    MIME_DEFECT_ENCODING_ON_MULTIPART,/* RFC 2045 §6.4 */
    MIME_DEFECT_BASE64_SYNTAX,        /* characters outside the alphabet, padding in the middle, wrong length */
    MIME_DEFECT_BASE64_LINE_TOO_LONG, /* over 76 */
    MIME_DEFECT_QP_SYNTAX,
    MIME_DEFECT_QP_LINE_TOO_LONG,
    MIME_DEFECT_UUENCODE_SYNTAX,
    MIME_DEFECT_ENCODED_WORD_SYNTAX,
    MIME_DEFECT_CHARSET_UNKNOWN,
    MIME_DEFECT_VERSION,              /* MIME-Version is not 1.0, or missing while MIME fields are there */
    MIME_DEFECT_TOO_DEEP,
    MIME_DEFECT_TOO_MANY_PARTS,
    MIME_N_DEFECTS,
} MimeDefect;
/* clang-format on */

typedef enum {
    MIME_ENCODING_7BIT, /* the default: RFC 2045 §6.1 */
    MIME_ENCODING_8BIT,
    MIME_ENCODING_BINARY,
    MIME_ENCODING_QUOTED_PRINTABLE,
    MIME_ENCODING_BASE64,
    MIME_ENCODING_UUENCODE, /* x-uuencode and its spellings */
    MIME_ENCODING_UNKNOWN,
} MimeEncoding;

/* "quoted-printable"; "unknown" has the name as sent in MimePart.encoding_name */
const char *mime_encoding_name(MimeEncoding encoding);

/* clang-format off */
/* One header field, when it is complete. Lent. */
typedef struct {
    const char *name;       /* NUL-terminated, as sent */
    const char *raw;        /* the value as sent, folds included, without the last line end */
    gsize raw_length;
    const char *value;      /* unfolded, RFC 2047 decoded, valid UTF-8, trimmed; NUL-terminated */
    guint64 offset, length; /* of the whole field, line end included */
    MimeFieldKind kind;     /* which field it is, in any case of letters */
    gboolean is_cut;        /* longer than MIME_HEADER_VALUE_MAX */
} MimeHeader;

/* One node of the tree. In part_begin its header is complete; in part_end all of it is. */
typedef struct {
    const char *path;          /* IMAP section number (RFC 9051 §6.4.5.1); "" for the root of a multipart
                                  message; a multipart inside message/rfc822 has that one's path */
    guint depth;               /* 0 is the message itself */
    const char *type;          /* "text/plain", lower case */
    const char *charset, *boundary, *disposition, *filename; /* or NULL; UTF-8 */
    const char *content_id, *description;                    /* or NULL; UTF-8 */
    MimeEncoding encoding;
    const char *encoding_name; /* lower case, as sent */
    gboolean is_leaf;          /* neither multipart nor message/rfc822, or not looked into */
    guint64 header_offset;     /* first octet of its header */
    guint64 body_offset;       /* first octet of its body */
    guint64 body_length;       /* as sent; without the CRLF that belongs to a boundary */
    guint64 lines;             /* line ends in these octets, for BODYSTRUCTURE */
    guint64 decoded_octets;    /* leaves: of the content */
} MimePart;

/* Leaves of the octets, in order, tiling the message (only if `leaf` is set). No leaf spans a line
 * end. Labels:
 * anywhere     "line end", "blank line", "space", "folding space", "comment"
 * fields       "field name", "colon", "field value", "encoded word", "mbox line"
 * addresses    "display name", "group name", "angle bracket", "local part", "at", "domain", "comma",
 *              "semicolon", "unexpected word"
 * dates        "day name", "comma", "day", "month", "year", "hour", "minute", "second", "zone"
 * identifiers  "angle bracket", "id left", "at", "id right", "phrase"
 * MIME         "media type", "slash", "media subtype", "disposition type", "encoding name",
 *              "version number", "dot", "semicolon", "parameter name", "parameter section", "equals",
 *              "parameter value", "charset", "apostrophe", "language"
 * Received     "trace keyword", "trace value", "angle bracket", "local part", "at", "domain", "semicolon"
 * bodies       "text", "base64", "base64 padding", "base64 junk", "qp literal", "qp escape",
 *              "qp broken escape", "qp soft break", "uuencode begin", "uuencode line", "uuencode end"
 * multiparts   "preamble", "boundary dashes", "boundary", "boundary close", "padding", "epilogue" */

/* Any function may be NULL. The same events come however the message is cut into pieces; only the
 * pieces of `content` may be cut otherwise, and come earlier or later among the defects and leaves of
 * their part. */
typedef struct {
    /* depth-first, in order of appearance */
    void (*part_begin)(gpointer user, const MimePart *part);
    /* before its part's part_begin */
    void (*header)(gpointer user, guint depth, const MimeHeader *header);
    /* decoded content of the open leaf */
    void (*content)(gpointer user, const guint8 *octets, gsize length);
    void (*part_end)(gpointer user, const MimePart *part);
    /* `detail` may be NULL. What is wrong with octets and lines is told once for each part, before its
     * part_end, with the offset of the first; the same defect at most 8 times for a message, and at
     * the end once more with "and more (N)". */
    void (*defect)(gpointer user, MimeDefect defect, guint64 offset, const char *detail);
    void (*leaf)(gpointer user, guint64 offset, guint64 length, const char *label);
    /* one for each mailbox in a field of addresses, before its `header`: "a@b", valid UTF-8 */
    void (*address)(gpointer user, guint depth, const MimeHeader *header, const char *address);
} MimeSink;
/* clang-format on */

typedef struct MimeScanner MimeScanner;

MimeScanner *mime_scanner_new(const MimeSink *sink, gpointer user);
/* As if it were new, with the memory of the message before. */
void mime_scanner_restart(MimeScanner *self, const MimeSink *sink, gpointer user);
void mime_scanner_free(MimeScanner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MimeScanner, mime_scanner_free)

/* The next octets of the message. */
void mime_scanner_push(MimeScanner *self, const guint8 *octets, gsize length);
/* `length` octets of the message are lost: they count in offsets; line and encoding state begin
 * anew. No leaf covers them. */
void mime_scanner_gap(MimeScanner *self, guint64 length);
/* The message is complete (or will never be): all open parts are ended. */
void mime_scanner_finish(MimeScanner *self);

/* For humans: what a defect means. "BCC_PRESENT" → "bcc-present". */
const char *mime_defect_name(MimeDefect defect);
