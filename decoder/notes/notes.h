/* SPDX-License-Identifier: MIT */
/* What the decoder has to say about a capture: the records of CONTRACT.md as structs, handed to a
 * NoteSink. A renderer sees notes, never octets in flight. Everything in a note is lent for the
 * duration of the call; secrets are already redacted unless the decoder was told to reveal them. */
#pragma once

#include "framing/span.h"
#include "net/net.h"
#include "notes/finding.h"
#include "spec/spec.h"

/* Octets off the wire: perhaps not UTF-8, never NUL-terminated. */
typedef struct {
    const char *octets;
    gsize length;
} NoteText;

/* Stands in place of a secret. */
#define NOTE_REDACTED "(redacted)"

typedef struct {
    guint64 first, last; /* Wireshark's frame numbers */
} NoteFrames;

typedef enum {
    NOTE_DETECTED_BY_PORT,
    NOTE_DETECTED_BY_CONTENT,
    NOTE_DETECTED_BY_ASKED
} NoteDetectedBy;
typedef enum { NOTE_SECURITY_NONE, NOTE_SECURITY_STARTTLS, NOTE_SECURITY_TLS } NoteSecurity;
typedef enum { NOTE_OPENED_SEEN, NOTE_OPENED_LATE } NoteOpened;
typedef enum { NOTE_CLOSED_FIN, NOTE_CLOSED_RST, NOTE_CLOSED_OPEN } NoteClosed;

/* One TCP connection that carries mail. The same pointer in every note of a conversation, so a
 * renderer may keep what it gathers in `renderer_data`. Counters grow until the `conversation`
 * call, in which all fields are final. */
typedef struct {
    guint32 stream;
    const SpecProtocol *spec; /* its name is the record's protocol */
    NoteDetectedBy detected_by;
    NetEndpoint client, server;
    char
        *server_name; /* as the server calls itself in the greeting, or NULL; may hold any octets */
    NoteFrames frames;
    gint64 first_time_ns, last_time_ns;
    guint64 packets;
    guint64 octets[N_DIRECTIONS], missing[N_DIRECTIONS], conflicting[N_DIRECTIONS];
    NoteOpened opened;
    NoteClosed closed;
    int final_state; /* of spec->states */
    NoteSecurity security;
    gboolean is_authenticated; /* a login succeeded */
    guint commands, replies, messages, messages_accepted, findings;
    guint findings_by_severity[FINDING_N_SEVERITIES];
    gpointer renderer_data;
} NoteConversation;

/* A sentence beside a unit, with its source. `about` names its kind ("ehlo-keyword:SIZE"), so that
 * a renderer can show it once. */
typedef struct {
    const char *about;
    const char *text;
    const char *rfc; /* may be NULL */
} NoteRemark;

typedef struct {
    guint n;
    int command;       /* of spec->commands, -1 for an unknown verb */
    NoteText verb;     /* upper case for known verbs; pseudo-commands "<end-of-data>" */
    NoteText argument; /* without leading space and line end; redacted */
    NoteFrames frames;
    gint64 time_ns; /* of the last octet */
    Span span;      /* the whole unit on the wire, line end (and chunk, text) included */
    int state;      /* in which the server takes it up */
    guint segments;
    gboolean pipelined;  /* sent before the reply to the command before it */
    gboolean is_written; /* FALSE: <connect> after a late start */
    const NoteRemark *remarks;
    guint n_remarks;
    NoteText tag;       /* IMAP: as sent; octets NULL: none was */
    const char *filter; /* that finds it in Wireshark; NULL: nobody asked for it */
} NoteCommand;

#define NOTE_SHA256_SIZE 32

typedef struct {
    const char *path;        /* IMAP section number: "1", "2.1" */
    const char *type;        /* "text/plain", lower case */
    const char *charset;     /* or NULL */
    const char *encoding;    /* "7bit", "base64", … lower case */
    const char *disposition; /* "attachment" or NULL */
    const char *filename;    /* decoded (RFC 2231, RFC 2047), UTF-8, or NULL */
    guint64 octets;          /* of the decoded content */
    guint64 encoded_octets;  /* as sent, the CRLF before a boundary not counted */
    guint8 sha256[NOTE_SHA256_SIZE];
    gboolean has_sha256;
    guint depth;            /* of nesting, for drawing the tree: 0 is the root */
    gboolean is_leaf;       /* only leaves are in the record; the tree has them all */
    gboolean is_last_child; /* for drawing */
} NotePart;

typedef struct {
    guint n;
    const NoteCommand *command; /* that it answers, or NULL */
    const char *status;         /* "250" */
    const char *enhanced;       /* "2.1.5" or NULL */
    const NoteText *lines;      /* without code and separator */
    guint n_lines;
    NoteFrames frames;
    gint64 time_ns;
    Span span;
    gint64 latency_ns;  /* from the command's last octet to the reply's first; -1 unknown */
    NoteText recipient; /* LMTP: of which recipient it speaks; octets NULL otherwise */
    const NoteRemark *remarks;
    guint n_remarks;

    /* IMAP only. */
    NoteText tag;     /* as sent; octets NULL: an untagged reply or a continuation */
    const char *code; /* response code, "READ-WRITE"; or NULL */
    const char *data; /* status "*": what it tells, "EXISTS"; or NULL */
    gboolean has_number;
    guint64 number;                  /* of "* 12 EXISTS" */
    guint first_message, n_messages; /* that it carries: their numbers */
    const NotePart *structure; /* the tree of parts that it describes, as the server sees it */
    guint n_structure;

    const char *filter; /* that finds it in Wireshark; NULL: nobody asked for it */
} NoteReply;

typedef struct {
    guint64 frame; /* of the reply's last octet */
    gint64 time_ns;
    SpecStep step;
} NoteTransition;

typedef enum { NOTE_ACCEPTED, NOTE_REFUSED, NOTE_UNANSWERED } NoteVerdict;
typedef enum { /* the worst that holds: later is worse */
               NOTE_COMPLETE,
               NOTE_CONFLICTING,
               NOTE_SNAPPED,
               NOTE_GAP,
               NOTE_UNTERMINATED,
} NoteIntegrity;

/* A field of the message's own header, for comparing the message with itself elsewhere. */
typedef struct {
    const char *name; /* as sent */
    guint32 digest;   /* of name and unfolded value */
    const char
        *received; /* the value of one of the topmost Received fields, perhaps cut; or NULL */
} NoteHeaderField;

/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding) */
typedef struct {
    guint n;
    const char *carried_by;     /* "DATA", "BDAT" */
    const NoteCommand *command; /* that ended it: <end-of-data>, the last BDAT */
    const NoteReply *reply;     /* or NULL */
    gboolean has_envelope;
    NoteText from; /* bare address, "" for the null sender; octets NULL: unknown */
    const NoteText *to, *refused_to, *unanswered_to;
    guint n_to, n_refused_to, n_unanswered_to;
    NoteVerdict verdict;
    NoteIntegrity integrity;
    guint64 octets;       /* as the receiver gets it */
    guint64 stuffed_dots; /* removed */
    guint8 sha256[NOTE_SHA256_SIZE];
    gboolean has_sha256;
    NoteFrames frames;
    guint segments;
    const char *subject, *from_header, *to_header, *date,
        *message_id;                      /* decoded, unfolded; or NULL */
    const NoteHeaderField *header_fields; /* the first of them, in order */
    guint n_header_fields;
    const NotePart *parts; /* the whole tree in order of appearance; leaves have is_leaf */
    guint n_parts;

    const char *queue_id; /* under which the server says it keeps it; or NULL */

    /* Retrieval and APPEND, where known. */
    const char *mailbox;   /* UTF-8, or NULL */
    guint64 number, uid;   /* 0: not known */
    const char *unique_id; /* POP3: what UIDL told in place of a UID; or NULL */
    const char *section;   /* "1.2", "HEADER"; NULL: the whole text */
    gboolean has_range;
    guint64 range_offset, range_length; /* of the whole text or the section, as asked */
} NoteMessage;

typedef struct {
    const char *name;
    NoteText value;
} NoteSaslField;

typedef struct {
    const NoteCommand *command;
    const char *mechanism;
    guint step; /* from 1 */
    Direction from;
    const NoteSaslField *fields; /* decoded; redacted */
    guint n_fields;
    const char *result; /* "ok", "failed", "continue", "cancelled" or NULL while open */
    const NoteRemark *remarks;
    guint n_remarks;
} NoteSasl;

typedef struct {
    NoteFrames frames;
    const char *version, *cipher, *sni, *alpn, *certificate; /* or NULL */
    gboolean decrypted;
    const char *filter; /* that finds it in Wireshark; NULL: nobody asked for it */
} NoteTls;

typedef struct {
    guint64 frame;
    const char *event; /* "retransmission", "out-of-order", "keep-alive", "conflict", "rst", "gap",
                          "bad-checksum" */
    Direction from;
    guint64 octets;
    const char *filter; /* that finds it in Wireshark; NULL: nobody asked for it */
} NoteTcp;

typedef struct {
    const FindingKind *kind;
    NoteFrames frames;
    const char *text; /* what is special here; never NULL: the kind's sentence if nothing is */
    gboolean has_span;
    Span span;
    int command_n; /* n of the command it belongs to, -1 if none: "row" of the ladder */
} NoteFinding;

/* A labelled leaf: all leaves of one direction, in order, tile it. */
typedef struct {
    Span span;
    const char *label; /* "verb", "space", "reply code", "base64 line", …; "unknown" */
    const guint8
        *octets; /* as captured; redacted leaves have is_secret set and octets still true */
    gboolean is_secret;
    NoteFrames frames;
    const char *layer; /* that the span is of: NULL for the wire, "deflate", "tls" */
} NoteLeaf;

typedef struct {
    const char *file;
    const char *format;       /* "pcap", "pcapng" */
    const char *const *links; /* NULL-terminated */
    guint64 packets, octets;
    gboolean cut_short;
} NoteCapture;

typedef struct {
    guint64 packets;
    guint conversations, other_tcp, messages, findings;
} NoteEnd;

/* An answer of the DNS that has to do with mail. */
typedef struct {
    NoteFrames frames;          /* query to response; only the response if no query was seen */
    const char *name;           /* asked for, escaped as in zone files; never NULL */
    const char *kind;           /* "MX", "A", "AAAA" */
    const char *const *answers; /* "10 mta.b.example", "CNAME host.b.example", "10.0.1.2" */
    guint n_answers;
    gboolean has_no_such_name; /* NXDOMAIN */
    gboolean is_null_mx;       /* RFC 7505 */
    const char *failure;       /* "SERVFAIL", … if there was no answer at all; else NULL */
    gint64 for_stream;         /* the conversation that it led to; -1: none */
    const char *filter;        /* that finds it in Wireshark; NULL: nobody asked for it */
} NoteDns;

/* One conversation in which a message was seen, as a station of its journey. */
typedef struct {
    const char *file; /* NULL: the capture has no name */
    guint32 stream;
    guint message;         /* its n in that conversation */
    const char *transport; /* "submission", "smtp", "lmtp", "pop3", "imap" */
    const char *carried_by;
    NetEndpoint client, server;
    const char *server_name; /* one word, or NULL */
    gboolean is_retrieval;   /* from the mailbox to the reader */
    gboolean has_envelope;
    const char *from;
    const char *const *to;
    guint n_to;
    NoteVerdict verdict;
    NoteIntegrity integrity;
    gint64 time_ns;
    const char *queue_id;       /* as the reply named it, or NULL */
    const char *received_added; /* by the server of this hop, seen where the message came up next;
                                   or NULL */
    guint n_received;           /* Received fields that it came with */
    int previous;               /* the hop that it comes from, -1 if that is not known */
    const char *because;        /* a sentence: what says that it comes from there; or NULL */
    const char *const *changes; /* sentences: what is different from the previous hop */
    guint n_changes;
} NoteHop;

/* Where a mail was seen without being handed on: a part of it, or the same copy fetched again. */
typedef struct {
    const char *file; /* NULL: the capture has no name */
    guint32 stream;
    guint message; /* its n in that conversation */
    const char *transport, *carried_by;
    gboolean is_again; /* whole: fetched again */
    gint64 time_ns;
} NoteLook;

typedef struct {
    guint n;
    const char *message_id; /* or NULL */
    const char *tied_by;    /* "message-id", "content" */
    int scenario;           /* of the lecture, 0: none */
    const char *verdict;    /* a sentence: with what this is consistent, or what is missing */
    const NoteHop *hops;    /* in order */
    guint n_hops;
    const NoteLook *looks; /* by time */
    guint n_looks;
    guint n_left_out; /* sights beyond the caps */
} NoteJourney;

/* A renderer. Any function may be NULL. Order of calls: CONTRACT.md, "Order and states". */
typedef struct {
    void (*opened)(gpointer user, NoteConversation *conversation); /* once it is known to be mail */
    void (*command)(gpointer user, NoteConversation *conversation, const NoteCommand *note);
    void (*reply)(gpointer user, NoteConversation *conversation, const NoteReply *note);
    void (*transition)(gpointer user, NoteConversation *conversation, const NoteTransition *note);
    void (*message)(gpointer user, NoteConversation *conversation, const NoteMessage *note);
    void (*sasl)(gpointer user, NoteConversation *conversation, const NoteSasl *note);
    void (*tls)(gpointer user, NoteConversation *conversation, const NoteTls *note);
    void (*tcp)(gpointer user, NoteConversation *conversation, const NoteTcp *note);
    void (*finding)(gpointer user, NoteConversation *conversation, const NoteFinding *note);
    void (*leaf)(gpointer user, NoteConversation *conversation, const NoteLeaf *note);
    void (*conversation)(gpointer user, NoteConversation *conversation); /* after all its notes */
    /* Those with for_stream follow `opened` of that conversation. */
    void (*dns)(gpointer user, const NoteDns *note);
    void (*capture)(gpointer user, const NoteCapture *note);
    void (*journey)(gpointer user, const NoteJourney *note); /* after all captures */
    void (*end)(gpointer user, const NoteEnd *note);

    /* The message text as it passes, for --extract. A message is named by `key`, unique among those
     * open at one time, until its `message` note, whose number is told by message_done. The octets
     * are faithful: nothing is redacted. */
    void (*message_begin)(gpointer user, NoteConversation *conversation, guint64 key);
    void (*message_octets)(gpointer user, guint64 key, const guint8 *octets, gsize length);
    void (*part_begin)(gpointer user, guint64 key, const char *path);
    void (*part_octets)(gpointer user, guint64 key, const guint8 *octets, gsize length);
    void (*part_end)(gpointer user, guint64 key);
    void (*message_done)(gpointer user, guint64 key, NoteConversation *conversation,
                         const NoteMessage *note);
} NoteSink;
