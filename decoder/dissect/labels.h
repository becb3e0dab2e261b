/* SPDX-License-Identifier: MIT */
/* The labelled octets of one direction: what arrives is kept until its dissector says, from front
 * to back, what it is. So the leaves tile the stream by construction. Every function takes NULL
 * (nobody asked for labels) and then does nothing. */
#pragma once

#include "dissect/conversation.h"

#include "syntax/smtp_syntax.h"

LabelTrack *label_track_new(Conversation *conversation, Direction direction);
/* The same for octets that came out of others; `inner` outlives it. */
LabelTrack *label_track_new_inner(Conversation *conversation, Direction direction,
                                  const InnerStream *inner);
void label_track_free(LabelTrack *self);

/* Octets have arrived; `length` octets will never come. */
void label_track_feed(LabelTrack *self, const guint8 *octets, gsize length);
void label_track_gap(LabelTrack *self, guint64 length);

/* The next `length` octets that were captured are this; gaps among them are passed over. */
void label_track_take(LabelTrack *self, guint64 length, const char *label, gboolean is_secret);

/* The next `length` octets, cut at their line ends: what stands before each gets `label`. */
void label_track_lines(LabelTrack *self, guint64 length, const char *label);

/* The next octets are a line with these tokens and a line end. Tokens from `secret` on are secret.
 */
void label_track_line(LabelTrack *self, const GArray *tokens, gsize length, gsize end_length,
                      gsize secret);

/* What is left at the end of the stream, or before a gap, is this. */
void label_track_rest(LabelTrack *self, const char *label);

/* Where the next leaf begins; `otherwise` without a track. */
guint64 label_track_offset(const LabelTrack *self, guint64 otherwise);
