/* SPDX-License-Identifier: MIT */
/* Turns what a dissector has to say into numbered, counted notes in the promised order. It knows
 * packets only through the log of carriers, and no protocol. */
#include "dissect/conversation.h"

#include "dissect/dns_lookups.h"
#include "dissect/inner_stream.h"
#include "dissect/journey.h"
#include "dissect/labels.h"
#include "dissect/message_pool.h"
#include "dissect/smtp.h"
#include "dissect/tap.h"
#include "dissect/tcp_story.h"
#include "dissect/text_join.h"
#include "notes/note_text.h"
#include "syntax/smtp_syntax.h"

#define QUOTE_MAX 120u

void workshop_init(Workshop *self, const DecoderOptions *options, const NoteSink *sink,
                   gpointer user) {
    *self = (Workshop){
        .options = options,
        .sink = sink,
        .user = user,
        .strings = g_string_chunk_new(4096),
        .findings = g_array_new(FALSE, FALSE, sizeof(NoteFinding)),
        .tokens = g_array_new(FALSE, FALSE, sizeof(SyntaxToken)),
        .texts = g_array_new(FALSE, FALSE, sizeof(NoteText)),
        .remarks = g_array_new(FALSE, FALSE, sizeof(NoteRemark)),
        .fields = g_array_new(FALSE, FALSE, sizeof(NoteSaslField)),
        .idle_readers = g_ptr_array_new(),
        .join = g_new0(TextJoin, 1),
    };
}

void workshop_clear(Workshop *self) {
    g_string_chunk_free(self->strings);
    g_array_unref(self->findings);
    g_array_unref(self->tokens);
    g_array_unref(self->texts);
    g_array_unref(self->remarks);
    g_array_unref(self->fields);
    message_pool_clear(self);
    smtp_reply_free(self->idle_reply);
    tap_held_free(self->idle_held);
    text_join_clear(self->join);
    g_free(self->join);
}

static void count_wire(Conversation *self) {
    const StreamConnection *connection = self->connection;
    NoteConversation *note = &self->note;
    note->frames = (NoteFrames){connection->first_frame, connection->last_frame};
    note->first_time_ns = connection->first_time_ns;
    note->last_time_ns = connection->last_time_ns;
    note->packets = connection->packets;
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        note->missing[d] = connection->directions[d].missing;
        note->octets[d] = connection->directions[d].octets - connection->directions[d].missing;
        note->conflicting[d] = connection->directions[d].conflicting;
    }
}

Conversation *conversation_new(Workshop *workshop, StreamConnection *connection,
                               const SpecProtocol *spec, NoteDetectedBy by, gboolean is_tls) {
    Conversation *self = g_new0(Conversation, 1);
    self->workshop = workshop;
    self->connection = connection;
    self->is_tls = is_tls;
    self->note.stream = connection->number;
    self->note.spec = spec;
    self->note.detected_by = by;
    self->note.client = connection->client;
    self->note.server = connection->server;
    self->note.opened =
        connection->opened == STREAM_OPENED_SEEN ? NOTE_OPENED_SEEN : NOTE_OPENED_LATE;
    self->note.closed = NOTE_CLOSED_OPEN;
    self->note.security = is_tls ? NOTE_SECURITY_TLS : NOTE_SECURITY_NONE;
    for (guint d = 0; d < N_DIRECTIONS && workshop->options->labels; d++) {
        self->labels[d] = self->wire_labels[d] = label_track_new(self, (Direction)d);
    }
    count_wire(self);
    if (workshop->sink->opened != NULL) {
        workshop->sink->opened(workshop->user, &self->note);
    }
    if (workshop->dns != NULL) {
        dns_lookups_tell(workshop->dns, &self->note);
    }
    return self;
}

void conversation_free(Conversation *self) {
    if (self == NULL) {
        return;
    }
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        inner_stream_free(self->inner[d]);
        label_track_free(self->wire_labels[d]);
    }
    tcp_story_free(self->tcp);
    g_clear_pointer(&self->said, g_hash_table_unref);
    g_free(self->note.server_name);
    g_free(self);
}

Carrier conversation_wire_carrier(const Conversation *self, Direction direction, guint64 offset,
                                  guint64 length) {
    const CarrierLog *log = &self->connection->directions[direction].carriers;
    Carrier carrier = {0};
    if (length > 0) {
        carrier = carrier_log_find(log, offset, length);
    }
    if (carrier.segments == 0) {
        const StreamConnection *connection = self->connection;
        carrier = (Carrier){offset,
                            length,
                            connection->last_frame,
                            connection->last_frame,
                            connection->last_time_ns,
                            connection->last_time_ns,
                            0};
    }
    return carrier;
}

Carrier conversation_carrier(const Conversation *self, Direction direction, guint64 offset,
                             guint64 length) {
    const InnerStream *inner = self->inner[direction];
    if (inner != NULL && length > 0) {
        return inner_stream_carrier(inner, offset, length);
    }
    return conversation_wire_carrier(self, direction, offset, length);
}

Span conversation_wire_span(const Conversation *self, Span span) {
    const InnerStream *inner = self->inner[span.direction];
    return inner != NULL ? inner_stream_wire_span(inner, span) : span;
}

NoteFrames carrier_frames(const Carrier *carrier) {
    return (NoteFrames){carrier->first_frame, carrier->last_frame};
}

void conversation_forget_wire(Conversation *self, Direction direction, guint64 offset) {
    guint64 labelled = label_track_offset(self->wire_labels[direction], offset);
    carrier_log_forget(&self->connection->directions[direction].carriers, MIN(offset, labelled));
}

void conversation_forget(Conversation *self, Direction direction, guint64 offset) {
    if (self->inner[direction] != NULL) {
        guint64 labelled = label_track_offset(self->labels[direction], offset);
        inner_stream_forget(self->inner[direction], MIN(offset, labelled));
    } else {
        conversation_forget_wire(self, direction, offset);
    }
}

void conversation_fold(Conversation *self, Direction direction, guint64 from, guint64 to) {
    guint64 end = MIN(to, label_track_offset(self->labels[direction], to));
    if (self->inner[direction] != NULL && end > from) {
        inner_stream_fold(self->inner[direction], from, end);
    } else if (end > from) {
        carrier_log_fold(&self->connection->directions[direction].carriers, from, end);
    }
}

void conversation_write_command(Conversation *self, NoteCommand *note) {
    const Workshop *workshop = self->workshop;
    note->n = self->note.commands++;
    if (workshop->sink->command != NULL) {
        workshop->sink->command(workshop->user, &self->note, note);
    }
}

void conversation_write_reply(Conversation *self, NoteReply *note) {
    const Workshop *workshop = self->workshop;
    note->n = self->note.replies++;
    if (workshop->sink->reply != NULL) {
        workshop->sink->reply(workshop->user, &self->note, note);
    }
}

void conversation_write_transition(Conversation *self, const NoteTransition *note) {
    const Workshop *workshop = self->workshop;
    if (workshop->sink->transition != NULL) {
        workshop->sink->transition(workshop->user, &self->note, note);
    }
}

/* Where no packet is known (all its octets are lost), the last one stands for it. */
static NoteFrames known_frames(const Conversation *self, NoteFrames frames) {
    guint64 last = self->connection->last_frame;
    return frames.first > 0 ? frames : (NoteFrames){last, MAX(last, frames.last)};
}

void conversation_write_message(Conversation *self, guint64 key, NoteMessage *note) {
    note->n = self->note.messages;
    conversation_write_numbered_message(self, key, note);
}

void conversation_write_numbered_message(Conversation *self, guint64 key, NoteMessage *note) {
    const Workshop *workshop = self->workshop;
    note->frames = known_frames(self, note->frames);
    self->note.messages++;
    self->note.messages_accepted += note->verdict == NOTE_ACCEPTED ? 1 : 0;
    if (workshop->options->journey != NULL) {
        journey_add(workshop->options->journey, &self->note, note);
    }
    if (workshop->sink->message != NULL) {
        workshop->sink->message(workshop->user, &self->note, note);
    }
    if (workshop->sink->message_done != NULL) {
        workshop->sink->message_done(workshop->user, key, &self->note, note);
    }
}

void conversation_write_sasl(Conversation *self, const NoteSasl *note) {
    const Workshop *workshop = self->workshop;
    self->note.is_authenticated |= g_strcmp0(note->result, "ok") == 0;
    if (workshop->sink->sasl != NULL) {
        workshop->sink->sasl(workshop->user, &self->note, note);
    }
}

void conversation_write_tls(Conversation *self, const NoteTls *note) {
    const Workshop *workshop = self->workshop;
    if (workshop->sink->tls != NULL) {
        workshop->sink->tls(workshop->user, &self->note, note);
    }
}

void conversation_write_tcp(Conversation *self, const NoteTcp *note) {
    const Workshop *workshop = self->workshop;
    if (workshop->sink->tcp != NULL) {
        workshop->sink->tcp(workshop->user, &self->note, note);
    }
}

static const char *add_text(Conversation *self, const char *format, va_list arguments) {
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    return g_string_chunk_insert(self->workshop->strings, text);
}

static void add_finding(Conversation *self, const FindingKind *kind, FindingPlace place,
                        const char *text) {
    NoteFinding finding = {
        .kind = kind,
        .frames = known_frames(self, place.frames),
        .text = text != NULL ? text : kind->sentence,
        .has_span = place.has_span,
        .span = place.span,
        .command_n = place.command_n,
    };
    g_array_append_val(self->workshop->findings, finding);
}

void conversation_find(Conversation *self, const char *code, FindingPlace place, const char *format,
                       ...) {
    const FindingKind *kind = finding_find(code);
    g_return_if_fail(kind != NULL);
    const char *text = NULL;
    if (format != NULL) {
        va_list arguments;
        va_start(arguments, format);
        text = add_text(self, format, arguments);
        va_end(arguments);
    }
    add_finding(self, kind, place, text);
}

void conversation_find_once(Conversation *self, const char *code, FindingPlace place,
                            const char *format, ...) {
    const FindingKind *kind = finding_find(code);
    g_return_if_fail(kind != NULL);
    if (self->said == NULL) {
        self->said = g_hash_table_new(NULL, NULL);
    }
    if (!g_hash_table_add(self->said, (gpointer)kind)) {
        return;
    }
    const char *text = NULL;
    if (format != NULL) {
        va_list arguments;
        va_start(arguments, format);
        text = add_text(self, format, arguments);
        va_end(arguments);
    }
    add_finding(self, kind, place, text);
}

void conversation_write_findings(Conversation *self) {
    Workshop *workshop = self->workshop;
    for (guint i = 0; i < workshop->findings->len; i++) {
        const NoteFinding *finding = &g_array_index(workshop->findings, NoteFinding, i);
        self->note.findings++;
        self->note.findings_by_severity[finding->kind->severity]++;
        if (workshop->sink->finding != NULL) {
            workshop->sink->finding(workshop->user, &self->note, finding);
        }
    }
    g_array_set_size(workshop->findings, 0);
    g_string_chunk_clear(workshop->strings);
}

char *conversation_text(Conversation *self, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return g_string_chunk_insert(self->workshop->strings, text);
}

const char *conversation_quote(Conversation *self, const char *octets, gsize length) {
    g_autofree char *text = note_text_quote(octets, length, QUOTE_MAX);
    return g_string_chunk_insert(self->workshop->strings, text);
}

void conversation_close(Conversation *self, int final_state) {
    static const NoteClosed closed[] = {
        [STREAM_CLOSED_FIN] = NOTE_CLOSED_FIN,
        [STREAM_CLOSED_RST] = NOTE_CLOSED_RST,
        [STREAM_CLOSED_OPEN] = NOTE_CLOSED_OPEN,
    };
    count_wire(self);
    self->note.closed = closed[self->connection->closed];
    self->note.final_state = final_state;
    tcp_story_find(self);
    conversation_write_findings(self);
    const Workshop *workshop = self->workshop;
    if (workshop->sink->conversation != NULL) {
        workshop->sink->conversation(workshop->user, &self->note);
    }
}
