/* SPDX-License-Identifier: MIT */
/* One message as it passes: its text goes in, and out comes what a `message` note says of it:
 * octets, digest, header, part tree, defects. It holds nothing that grows with the message. */
#pragma once

#include "dissect/conversation.h"
#include "mime/mime.h"

#include <gnutls/crypto.h>

/* The first place of a defect, and how often it came. */
typedef struct {
    guint count;
    guint64 offset;
    const char *detail; /* or NULL; lives in `strings` */
} MessageDefect;

/* The header fields that a message note tells. */
typedef enum {
    MESSAGE_SUBJECT,
    MESSAGE_FROM,
    MESSAGE_TO,
    MESSAGE_DATE,
    MESSAGE_ID,
    N_MESSAGE_FIELDS,
} MessageField;

/* How much a message says of itself. */
typedef enum {
    MESSAGE_WHOLE,   /* header and body */
    MESSAGE_HEADER,  /* a header alone: its fields are read, it has no parts and no defects */
    MESSAGE_SECTION, /* a piece of a message: octets and digest are all there is to tell */
} MessageExtent;

typedef struct {
    Conversation *conversation;
    Direction direction; /* who sent it */
    MessageExtent extent;
    guint64 key;
    MimeScanner *scanner; /* NULL for a section */
    GStringChunk *strings;
    GArray *parts;                        /* of NotePart, in order of appearance */
    const char *fields[N_MESSAGE_FIELDS]; /* the first of each; or NULL */
    GArray *header_fields;                /* of NoteHeaderField; empty unless a journey is kept */
    const char *queue_id;                 /* that a reply named, or NULL; lives in `strings` */
    GString *authors, *readers;           /* bare addresses of From; of To and Cc: "\na@b\n" */
    MessageDefect *defects;               /* by MimeDefect; NULL while there are none */
    gnutls_hash_hd_t message_hash, part_hash; /* NULL without digests */
    gboolean is_leaf_open;                    /* its content goes to the sink and the hash */
    guint8 sha256[NOTE_SHA256_SIZE];
    guint64 octets, stuffed_dots;
    gboolean has_8bit;
    gboolean is_finished; /* its digests have been asked for */
    NoteIntegrity integrity;
    guint64 lost_octets, lost_offset; /* in the message; the first place */

    /* Where it stands on the wire. */
    guint64 wire_start, wire_end;
    Carrier carrier; /* of all its pieces */

    /* For labels: stuffing dots that the scanner has not passed yet, by the message offset behind
     * them (NULL without labels); how far the text is labelled. */
    GArray *dots;
    guint64 labelled;
    gsize line_length; /* sections: octets of the line that passes */
    gboolean has_cr;   /* … the last of which is CR */
} MessageReader;

/* Begins a message whose text begins at `wire_start`. */
MessageReader *message_reader_new(Conversation *conversation, guint64 wire_start);
/* The same for either direction, and for pieces of messages. */
MessageReader *message_reader_new_from(Conversation *conversation, Direction direction,
                                       MessageExtent extent, guint64 wire_start);
/* Ends it; its memory serves the next message of the workshop. */
void message_reader_free(MessageReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MessageReader, message_reader_free)

/* The next octets of the text as the receiver gets it. */
void message_reader_push(MessageReader *self, const guint8 *octets, gsize length);
/* One octet on the wire that the sender added: not part of the text. */
void message_reader_dot(MessageReader *self);
/* What follows on the wire is something else for a while (a command between two chunks). */
void message_reader_pause(MessageReader *self);
/* Octets of the text that are lost. */
void message_reader_gap(MessageReader *self, guint64 length, StreamGapReason reason);
/* No more text comes. */
void message_reader_finish(MessageReader *self);
/* Something happened to its integrity; the worst stays. */
void message_reader_worsen(MessageReader *self, NoteIntegrity integrity);

/* Is the address among the bare addresses of a header field? Domains in any case. */
gboolean message_names_address(const GString *addresses, const char *address, gsize length);
