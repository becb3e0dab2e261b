/* SPDX-License-Identifier: MIT */
/* A message taken apart for IMAP: its parts with their header fields and places, as the MIME
 * scanner tells them. */
#pragma once

#include "mime/mime.h"

#define MESSAGE_NO_PARENT G_MAXUINT

typedef struct {
    char *name;             /* as sent */
    char *raw;              /* value with its folds taken out and its ends trimmed */
    char *value;            /* decoded: RFC 2047, UTF-8 */
    guint64 offset, length; /* of the whole field in the message */
} MessageField;

typedef struct {
    char *path; /* "1.2"; "" for a multipart that is the message */
    char *type; /* "text/plain" */
    char *charset, *encoding_name;
    MimeEncoding encoding;
    guint index, parent, depth;
    gboolean is_leaf;
    GArray *fields; /* of MessageField */
    guint64 header_offset, body_offset, body_length, lines, decoded_octets;
} MessagePart;

typedef struct {
    GBytes *octets;
    GPtrArray *parts; /* of MessagePart, in the order of the message; the first is the message */
} MessageTree;

/* Never NULL. */
MessageTree *message_tree_new(GBytes *octets);
void message_tree_free(MessageTree *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MessageTree, message_tree_free)

const MessagePart *message_tree_part(const MessageTree *self, guint index);
/* The part with this section number: RFC 9051 §6.4.5.1; length 0 is the message. NULL if there is
 * none. */
const MessagePart *message_tree_find(const MessageTree *self, const char *path, gsize length);
/* The message inside a message/rfc822 part; NULL if it is none. */
const MessagePart *message_tree_inner(const MessageTree *self, const MessagePart *part);
gboolean message_part_is_multipart(const MessagePart *self);
/* message/rfc822 or message/global that was looked into. */
gboolean message_part_is_message(const MessagePart *self);
/* The first field of that name, or NULL. */
const MessageField *message_part_field(const MessagePart *self, const char *name);
/* Its raw value, or NULL. */
const char *message_part_raw(const MessagePart *self, const char *name);

/* Lets the scanner read all of the octets. */
void message_scan(GBytes *octets, const MimeSink *sink, gpointer user);

/* The content of a leaf, its transfer encoding undone (all of the body if it is no leaf). */
GByteArray *message_tree_content(const MessageTree *self, const MessagePart *part);
