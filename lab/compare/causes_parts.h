/* SPDX-License-Identifier: MIT */
/* What the files of causes share: the causes by number, and the questions that rules ask about what
 * surrounds a difference. Private to causes*.c and sight.c. */
#pragma once

#include "compare/causes.h"
#include "compare/sight.h"

typedef enum {
    CAUSE_NONE,
    CAUSE_OTHER_PORT,
    CAUSE_NO_MAIL,
    CAUSE_COMPRESSED,
    CAUSE_ENCRYPTED,
    CAUSE_BAD_CHECKSUM,
    CAUSE_LOST_SEGMENT,
    CAUSE_OUT_OF_ORDER,
    CAUSE_SNAPPED,
    CAUSE_LATE_START,
    CAUSE_DOT_STUFFING,
    CAUSE_EMPTY_LAST_LINE,
    CAUSE_REFUSED_DATA,
    CAUSE_CHUNKING,
    CAUSE_ONE_SEGMENT,
    CAUSE_AFTER_DOT,
    CAUSE_BARE_LINE_END,
    CAUSE_LENIENT_END,
    CAUSE_LOGIN_EXCHANGE,
    CAUSE_BASE64_ANSWER,
    CAUSE_FOUR_LETTERS,
    CAUSE_UNKNOWN_VERB,
    CAUSE_SPLIT_REPLY,
    CAUSE_OCTET_COUNT,
    CAUSE_LOOKS_LIKE_REPLY,
    CAUSE_FIRST_LINE_ONLY,
    CAUSE_SPLIT_LINE,
    CAUSE_TEXT_WITH_STATUS,
    CAUSE_LONE_DOT_COUNTED,
    CAUSE_LOGIN_STRING,
    CAUSE_LITERAL,
    CAUSE_CONTINUATION,
    CAUSE_REPLY_WORD,
    CAUSE_IDLE_DONE,
    CAUSE_FOLDER,
    CAUSE_UID_WORD,
    CAUSE_TIME_FROM_LINE,
    CAUSE_TLS_RECORDS,
    CAUSE_TLS_SUITE,
    CAUSE_NO_OCTETS,
    CAUSE_GUESS,
    N_CAUSES
} CauseId;

/* Rules: each looks for the evidence of its causes. */
CauseId cause_of_view(const Difference *difference);    /* ports, encryption, compression */
CauseId cause_of_tcp(const Difference *difference);     /* what Wireshark says of packets */
CauseId cause_of_network(const Difference *difference); /* what TCP lost, repeated, put in order */
/* What the network did to a text. */
CauseId cause_of_text(const Difference *self, const FactMessage *message);
CauseId cause_of_smtp(const Difference *difference);
CauseId cause_of_pop(const Difference *difference);
CauseId cause_of_imap(const Difference *difference);

/* What Wireshark shows of a frame, as bits. */
typedef enum {
    SEEN_SMTP = 1 << 0,
    SEEN_POP = 1 << 1,
    SEEN_IMAP = 1 << 2,
    SEEN_COMMAND = 1 << 3,   /* smtp.req.command */
    SEEN_TEXT_END = 1 << 4,  /* smtp.eom */
    SEEN_LOGIN = 1 << 5,     /* smtp.auth.… */
    SEEN_FRAGMENTS = 1 << 6, /* smtp.data.fragments, pop.data.fragments */
    SEEN_HEADER = 1 << 7,    /* imf */
    SEEN_AGAIN = 1 << 8,     /* tcp.analysis.retransmission */
    SEEN_LATE = 1 << 9,      /* tcp.analysis.out_of_order */
    SEEN_LOST = 1 << 10      /* tcp.analysis.lost_segment */
} Seen;

typedef struct {
    guint64 frame;
    guint32 stream; /* G_MAXUINT32: none */
    Direction direction;
    gboolean has_octets;          /* of TCP */
    guint seen;                   /* of Seen */
    guint fragments, n_fragments; /* the frames that Wireshark lists, in Sight.fragments */
} SeenFrame;

/* What of the store belongs to one talk, in order. */
typedef struct {
    GArray *units[N_DIRECTIONS]; /* of guint */
    GArray *messages, *findings, *events;
    guint seen; /* of Seen, all frames so far together */
    guint run_start,
        run_end; /* client units that Wireshark misread one after the other: what was asked last */
} TalkIndex;

struct Sight {
    const FactStore *store;
    GArray *frames;      /* of SeenFrame, by number */
    GArray *fragments;   /* of guint64 */
    GHashTable *greeted; /* tcp.stream -> 1: it began with a greeting, 2: it did not */
    TalkIndex *talks;
    guint n_talks;
};

/* All questions are about the difference's connection; its talk is not NULL. */

/* What Wireshark showed of that frame; NULL: nothing of mail. */
const SeenFrame *sight_frame(const Difference *self, guint64 frame);
gboolean sight_shows(const Difference *self, guint64 frame, guint seen);
const TalkIndex *sight_talk(const Difference *self);
/* The first packet of this connection that Wireshark took for mail held no greeting of a server. */
gboolean sight_no_greeting(const Difference *self);
/* A unit of one direction; they are in order. */
const FactUnit *sight_unit(const Difference *self, Direction direction, guint index);
/* The index of the last unit that begins in this frame or before; G_MAXUINT: none. */
guint sight_last_unit(const Difference *self, Direction direction, guint64 frame);
/* The reply to this command, or NULL. */
const FactUnit *sight_reply(const Difference *self, const FactUnit *command);
/* A finding, or an event of TCP, with this code that has to do with these frames? */
gboolean sight_finding(const Difference *self, const char *code, const NoteFrames *frames);
gboolean sight_event(const Difference *self, const char *event, const NoteFrames *frames);
/* The message that is shown in this frame, or else that it carries octets of; or NULL. */
const FactMessage *sight_message(const Difference *self, guint64 frame);

/* Is our number the length of a message that is shown in this frame? */
gboolean sight_is_length(const Difference *self);

gboolean unit_is(const FactUnit *unit, const char *verb);
gboolean unit_in_frame(const FactUnit *unit, guint64 frame);
gboolean is_field(const Difference *self, const char *name);
gboolean is_field_of(const Difference *self, const char *prefix);
