/* SPDX-License-Identifier: MIT */
/* Labels for every octet of the message: only made when the sink asks for leaves. */
#pragma once

#include "mime/mime_internal.h"

/* One leaf, unless it is empty or nobody asks. */
void mime_leaf(MimeScanner *self, guint64 offset, guint64 length, const char *label);

/* The leaves of what the field buffer holds. `offset` is that of its first octet. */
void mime_leaves_field(MimeScanner *self, const GString *raw, gsize name_length, gsize n_blanks,
                       guint64 offset);
/* A piece of a line with its line end, all of it under one label; blanks at the beginning of a line
 * that goes on with a field are "folding space". */
void mime_leaves_piece(MimeScanner *self, const MimePiece *piece, gsize from, const char *label);
/* A line of the open leaf's body, by its encoding. */
void mime_leaves_body(MimeScanner *self, const MimePiece *piece);
/* A boundary line: "--", the boundary, "--" if it closes, blanks, the line end. */
void mime_leaves_boundary(MimeScanner *self, const MimePiece *piece, gsize boundary_length,
                          gboolean is_close);
