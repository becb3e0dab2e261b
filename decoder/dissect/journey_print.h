/* SPDX-License-Identifier: MIT */
/* What is kept of a message that was seen, to recognise it elsewhere: a few hundred octets, never
 * its text. Private to the journey. */
#pragma once

#include "notes/notes.h"

#define JOURNEY_CONTENT_SIZE 16u
#define JOURNEY_ENCODINGS_MAX 4u
#define JOURNEY_RECEIVED_MAX 2u

/* What all prints share: names of header fields and encodings, each kept once; and how much room
 * there is for the texts of Received fields. */
typedef struct {
    GHashTable *numbers; /* char *, in any case → its number */
    GPtrArray *names;    /* number → char *; number 0 stands for all that came after the cap */
    guint64 received_left;
} JourneyNames;

#define JOURNEY_NAME_RECEIVED 1u

void journey_names_init(JourneyNames *self);
void journey_names_clear(JourneyNames *self);
guint16 journey_names_number(JourneyNames *self, const char *name);
const char *journey_names_text(const JourneyNames *self, guint16 number);

typedef enum {
    JOURNEY_DELIVERY,  /* handed on by SMTP or LMTP */
    JOURNEY_APPEND,    /* put into a mailbox by its owner */
    JOURNEY_RETRIEVAL, /* out of a mailbox, whole */
    JOURNEY_LOOK,      /* only a part of it: TOP, a header, a range */
} JourneyKind;

/* Texts are offsets into journey_print_pool(); 0: NULL. One piece of memory: behind the struct
 * stand the digests of the header fields, their names, the texts. */
typedef struct JourneyPrint {
    struct JourneyPrint *next;         /* the next sight of the same mail */
    struct JourneyPrint *next_content; /* the next with the same content */
    struct JourneyPrint *first;        /* the first sight of the same mail; once tied */
    gint64 time_ns;
    const char *transport, *carried_by; /* static */
    guint32 file, stream, message;
    guint32 octets; /* that all this takes */
    NetEndpoint client, server;
    guint8 content[JOURNEY_CONTENT_SIZE];     /* of the digests of its leaves: header and transfer
                                                 encoding do not matter */
    guint16 encodings[JOURNEY_ENCODINGS_MAX]; /* of the first leaves: numbers of JourneyNames */
    guint16 message_id, server_name, from, queue_id, received[JOURNEY_RECEIVED_MAX];
    guint16 to; /* n_to texts, one after the other */
    guint16 n_to, n_fields, n_received;
    guint8 n_encodings;
    guint8 kind, verdict, integrity; /* of their enums */
    guint8 has_envelope, has_content, is_by_content;
    guint32 digests[]; /* n_fields of them, in order */
} JourneyPrint;

/* NULL: this can be no sight of a mail (one part of it, a header without Message-ID). */
JourneyPrint *journey_print_new(JourneyNames *names, const NoteConversation *conversation,
                                const NoteMessage *note);
void journey_print_free(JourneyPrint *self);

/* Numbers of the names of the header fields. */
const guint16 *journey_print_names(const JourneyPrint *self);
/* The text at an offset, or NULL. */
const char *journey_print_text(const JourneyPrint *self, guint16 offset);

/* Which of two sights came first: by time, then as they stand in the captures. As strcmp(). */
int journey_print_compare(const JourneyPrint *a, const JourneyPrint *b);
/* Are these two sights of the same octets on the same connection, from two captures? */
gboolean journey_print_is_same_sight(const JourneyPrint *a, const JourneyPrint *b);
/* Did the same reader fetch the same copy twice? */
gboolean journey_print_is_same_retrieval(const JourneyPrint *a, const JourneyPrint *b);
/* Does `later` hold every header field of `earlier`, below at least as many Received fields? */
gboolean journey_print_holds(const JourneyPrint *later, const JourneyPrint *earlier);
/* Is the list of Received fields of `earlier` the lower end of that of `later`? */
gboolean journey_print_is_received_after(const JourneyPrint *later, const JourneyPrint *earlier);
/* The line of `later`, among those that came on top since `earlier`, that names the queue
 * identifier which `earlier` was given; NULL if none does. */
const char *journey_print_line_naming(const JourneyPrint *later, const JourneyPrint *earlier);
/* Do both have the same content? */
gboolean journey_print_is_same_content(const JourneyPrint *a, const JourneyPrint *b);
gboolean journey_print_is_same_host(const NetEndpoint *a, const NetEndpoint *b);
