/* SPDX-License-Identifier: MIT */
/* One connection that carries mail, as its dissector sees it: where notes are numbered, counted and
 * handed on, where octets are traced to frames, and where findings wait for their turn. */
#pragma once

#include "dissect/decoder.h"
#include "dissect/tls_keylog.h"
#include "notes/notes.h"
#include "stream/stream.h"

/* What all conversations of a decoder share: nothing in it outlives the writing of one exchange. */
typedef struct {
    const DecoderOptions *options;
    const NoteSink *sink;
    gpointer user;
    GStringChunk *strings;           /* texts of the exchange being written */
    GArray *findings;                /* of NoteFinding: they follow the exchange */
    GArray *tokens;                  /* of SyntaxToken */
    GArray *texts;                   /* of NoteText */
    GArray *remarks;                 /* of NoteRemark */
    GArray *fields;                  /* of NoteSaslField */
    guint64 next_key;                /* names of messages */
    GPtrArray *idle_readers;         /* of MessageReader: memory for the next message */
    struct TextJoin *join;           /* text on its way to a reader */
    struct SmtpReply *idle_reply;    /* memory for the next reply; or NULL */
    struct TapHeld *idle_held;       /* memory for the octets of the next connection; or NULL */
    const TlsKeylog *tls_secrets[2]; /* that were given, that came with the capture; or NULL */
    struct DnsLookups *dns; /* NULL, or look-ups that are told with the conversation they led to */
} Workshop;

void workshop_init(Workshop *self, const DecoderOptions *options, const NoteSink *sink,
                   gpointer user);
void workshop_clear(Workshop *self);

typedef struct LabelTrack LabelTrack;
typedef struct TcpStory TcpStory;
typedef struct InnerStream InnerStream;
typedef struct TlsLayer TlsLayer;

typedef struct Conversation {
    NoteConversation note;
    Workshop *workshop;
    StreamConnection *connection;
    gboolean is_tls;                  /* from the first octet */
    LabelTrack *labels[N_DIRECTIONS]; /* NULL unless somebody asked for labels; of the inner stream
                                         where there is one */
    LabelTrack *wire_labels[N_DIRECTIONS]; /* of what TCP carries; owned */
    InnerStream *inner[N_DIRECTIONS]; /* what is read: compressed or encrypted inside TCP, or NULL:
                                         then it is what TCP carries */
    TlsLayer *tls;                    /* between the wire and the dissector; NULL: in clear */
    TcpStory *tcp;                    /* what went wrong below; NULL while nothing did */
    guint transitions_out_of_order;
    GHashTable *said; /* codes of findings told once; NULL while there are none */
} Conversation;

Conversation *conversation_new(Workshop *workshop, StreamConnection *connection,
                               const SpecProtocol *spec, NoteDetectedBy by, gboolean is_tls);
void conversation_free(Conversation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Conversation, conversation_free)

/* Frames, times and segments behind octets that have been handed on; of no octets: the last packet.
 */
Carrier conversation_carrier(const Conversation *self, Direction direction, guint64 offset,
                             guint64 length);
NoteFrames carrier_frames(const Carrier *carrier);
/* The same for octets of TCP, whatever is read inside of them. */
Carrier conversation_wire_carrier(const Conversation *self, Direction direction, guint64 offset,
                                  guint64 length);
/* Where on the wire the octets of a span came from. */
Span conversation_wire_span(const Conversation *self, Span span);

/* Octets before `offset` will not be asked for again. */
void conversation_forget(Conversation *self, Direction direction, guint64 offset);
/* A long unit passes: its packets so far become one entry. */
void conversation_fold(Conversation *self, Direction direction, guint64 from, guint64 to);
void conversation_forget_wire(Conversation *self, Direction direction, guint64 offset);

/* Writing. Each fills in the number and counts. */
void conversation_write_command(Conversation *self, NoteCommand *note);
void conversation_write_reply(Conversation *self, NoteReply *note);
void conversation_write_transition(Conversation *self, const NoteTransition *note);
void conversation_write_message(Conversation *self, guint64 key, NoteMessage *note);
/* The same where the number had to be known before: note->n is set. */
void conversation_write_numbered_message(Conversation *self, guint64 key, NoteMessage *note);
void conversation_write_sasl(Conversation *self, const NoteSasl *note);
void conversation_write_tls(Conversation *self, const NoteTls *note);
void conversation_write_tcp(Conversation *self, const NoteTcp *note);

/* Where a finding belongs. */
typedef struct {
    NoteFrames frames;
    gboolean has_span;
    Span span;
    int command_n; /* -1: to no command */
} FindingPlace;

/* Puts a finding on the list that conversation_write_findings() writes. Without `format` its text
 * is the sentence of its row. */
void conversation_find(Conversation *self, const char *code, FindingPlace place, const char *format,
                       ...) G_GNUC_PRINTF(4, 5);
/* The same, but only for the first of its kind in this conversation. */
void conversation_find_once(Conversation *self, const char *code, FindingPlace place,
                            const char *format, ...) G_GNUC_PRINTF(4, 5);
/* Ends an exchange: writes what was found and forgets the texts made for it. */
void conversation_write_findings(Conversation *self);

/* A string that lives until conversation_write_findings(). */
char *conversation_text(Conversation *self, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* The octets, safe in a sentence, for as long. */
const char *conversation_quote(Conversation *self, const char *octets, gsize length);

/* The connection is over and its dissector has told all: counters, findings, the record. */
void conversation_close(Conversation *self, int final_state);
