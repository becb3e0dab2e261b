/* SPDX-License-Identifier: MIT */
/* What the files of the scanner share. Not for others. */
#pragma once

#include "framing/line_splitter.h"
#include "mime/mime.h"
#include "mime/mime_body.h"
#include "mime/mime_content.h"
#include "mime/mime_field.h"
#include "mime/mime_parameters.h"
#include "mime/mime_tally.h"

/* Longest piece of a line that is handled at once; longer lines come in pieces. */
#define MIME_PIECE_MAX 8192u
/* Longest line that can be a boundary: "--", boundary, "--" and blanks. */
#define MIME_BOUNDARY_LINE_MAX 1200u
/* Longest boundary that is searched for; over MIME_BOUNDARY_MAX it is a defect already. */
#define MIME_BOUNDARY_USED_MAX 1000u
/* The same defect is told so often. */
#define MIME_DEFECTS_TOLD 8u

typedef enum {
    MIME_STATE_HEADER,
    MIME_STATE_LEAF,
    MIME_STATE_PREAMBLE, /* of a multipart, no delimiter seen yet */
    MIME_STATE_EPILOGUE, /* of a multipart, after its close delimiter */
    MIME_STATE_PARENT,   /* a part inside is open, above this one: never the top */
} MimeState;

/* A part that is open. The strings that `part` lends live here. */
typedef struct {
    MimePart part;
    MimeState state;
    gboolean is_message;        /* the root, or inside message/rfc822: RFC 5322 holds */
    gboolean is_message_rfc822; /* and looked into */
    gboolean is_digest;         /* multipart/digest */
    gboolean in_digest;         /* its default type is message/rfc822 */
    gboolean is_searched;       /* multipart whose boundary may still come */
    gsize boundary_length;
    guint n_children;
    guint64 lines_before; /* line ends of the message before its body */
    char *prefix;         /* its path is this, or, for a message of one part, "<prefix>.1" */
    char *path, *encoding_name, *content_id, *description;
    MimeParameters *content_type, *disposition;
    guint64 seen[MIME_N_FIELDS]; /* offset + 1 of the first such field; 0: none */
    char *version;
    MimeTally tally;
} MimeNode;

/* The header field that is being read. */
typedef struct {
    GString *raw;   /* name, colon, value, line ends; NULL: none is open */
    GString *spare; /* memory for the next one; NULL outside of headers */
    gsize name_length, n_blanks;
    gsize end_length; /* of the last line end in `raw` */
    guint64 offset, length;
    gboolean is_cut; /* what follows is not kept */
    gboolean is_labelled;
} MimeFieldBuffer;

/* How often a defect was met. */
typedef struct {
    guint64 count;
    guint64 first_untold; /* offset */
} MimeTold;

struct MimeScanner {
    MimeSink sink;
    gpointer user;
    LineSplitter splitter;
    guint64 offset;      /* of the next octet to be handled */
    guint64 line_offset; /* of the line it is in */
    guint64 line_ends;   /* so far */
    gboolean begins_line;
    gboolean skips_line; /* after a gap in a header: what is left of the line */
    gboolean is_finished;
    const guint8 *line_end; /* of the line before, not known yet whether the boundary's */
    gsize line_end_length;
    gboolean is_line_end_stable;
    GPtrArray *nodes; /* of MimeNode; the root first */
    MimeNode *top;
    guint n_parts, n_searched;
    MimeFieldBuffer field;
    MimeContent content;
    MimeBody body;
    MimeTold *told; /* by defect; NULL until there is one */
};

/* mime_report.c: defects, with their flood stopped */
void mime_report(MimeScanner *self, MimeDefect defect, guint64 offset, const char *detail);
void mime_report_tally(MimeScanner *self, const MimeTally *tally);
void mime_report_untold(MimeScanner *self);

/* mime_tree.c: parts begin and end */
void mime_tree_begin_node(MimeScanner *self, guint64 offset);
/* The header of the top part is complete; its body begins at `offset`. Opens what is inside. */
void mime_tree_header_done(MimeScanner *self, guint64 offset, guint64 lines_before);
/* Ends all parts above the `keep` lowest; their bodies end at `offset`, less the line end that
 * belongs to a boundary. */
void mime_tree_end_nodes(MimeScanner *self, guint keep, guint64 offset, gsize line_end_length);
void mime_node_free(MimeNode *node);

/* mime_header.c: lines of a header. FALSE: the header has ended before this line. */
gboolean mime_header_line(MimeScanner *self, const MimePiece *piece);
/* The open field, if there is one, is complete. */
void mime_header_end_field(MimeScanner *self);
/* No header is open: gives back the memory that its fields used. */
void mime_header_drop_spare(MimeScanner *self);
/* What the whole header of a message lacks: RFC 5322 §3.6. */
void mime_header_check(MimeScanner *self, const MimeNode *node);
