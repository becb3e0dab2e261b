/* SPDX-License-Identifier: MIT */
/* Reports of the servers' sessions -> notes for the renderers that the analyzer has too. It adds
 * what the cores do not know (digests and parts of messages, the fields of logins, the table of
 * findings), and decides nothing. */
#include "serve_log.h"

#include "serve_login.h"
#include "serve_message.h"

#include <arpa/inet.h>
#include <string.h>

#define STRINGS_SIZE 256u

struct ServeLog {
    ServeLadder *ladder;
    JsonRenderer *json;
    const char *system; /* or NULL */
    gboolean reveal;
    guint flush; /* a source: records go out once the main loop has nothing else to do */
};

/* One session; observer_data of it. */
typedef struct {
    NoteConversation note;
    NoteCommand command;   /* the last one: its number is all that replies need */
    NoteReply reply;       /* the last one, likewise */
    ServeMessage *reading; /* the text that passes now; or NULL */
    GQueue texts;          /* of ServeMessage: passed, not told yet */
    ServeLogin login;
    char *user;
} Lane;

ServeLog *serve_log_new(ServeLadder *ladder, JsonRenderer *json, const char *system,
                        gboolean reveal) {
    ServeLog *self = g_new0(ServeLog, 1);
    self->ladder = ladder;
    self->json = json;
    self->system = system;
    self->reveal = reveal;
    return self;
}

void serve_log_free(ServeLog *self) {
    if (self == NULL)
        return;
    g_clear_handle_id(&self->flush, g_source_remove);
    g_free(self);
}

static gboolean on_calm(gpointer user) {
    ServeLog *self = user;
    self->flush = 0;
    json_renderer_flush(self->json);
    return G_SOURCE_REMOVE;
}

static void flush_soon(ServeLog *self) {
    if (self->json != NULL && self->flush == 0)
        self->flush = g_idle_add(on_calm, self);
}

void serve_log_notice(ServeLog *self, const char *sentence) {
    if (self->ladder != NULL)
        serve_ladder_notice(self->ladder, sentence, g_get_real_time() * 1000);
}

/* Hands a note to both. */
#define TELL(self, member, ...)                                                                    \
    do {                                                                                           \
        if ((self)->json != NULL)                                                                  \
            json_log_sink.member((self)->json, __VA_ARGS__);                                       \
        if ((self)->ladder != NULL)                                                                \
            serve_ladder_sink.member((self)->ladder, __VA_ARGS__);                                 \
    } while (0)

static NoteText note_text(SessionText text) {
    return (NoteText){text.octets, text.length};
}

static NoteText text_of(const char *text) {
    return (NoteText){text, text != NULL ? strlen(text) : 0};
}

/* ---- sessions ------------------------------------------------------------------------------- */

static NetEndpoint endpoint_of(const char *address, guint16 port) {
    NetEndpoint endpoint = {.port = port};
    if (inet_pton(AF_INET6, address, endpoint.address.octets) == 1)
        endpoint.address.family = 6;
    else if (inet_pton(AF_INET, address, endpoint.address.octets) == 1)
        endpoint.address.family = 4;
    return endpoint;
}

/* "a:smtp": whose service it is, if there are several systems. */
static char *at_system(const ServeLog *self, const char *name) {
    return self->system != NULL ? g_strconcat(self->system, ":", name, NULL) : g_strdup(name);
}

static void open_in_ladder(ServeLog *self, Lane *lane, const char *service) {
    g_autofree char *who = at_system(self, service);
    serve_ladder_open(self->ladder, &lane->note, who);
}

static void on_opened(gpointer user, Session *session) {
    ServeLog *self = user;
    const SessionPeer *peer = session_peer(session);
    Lane *lane = g_new0(Lane, 1);
    lane->note.stream = (guint32)peer->number;
    lane->note.spec = session_class(session)->spec;
    lane->note.client = endpoint_of(peer->client_address, peer->client_port);
    lane->note.server = endpoint_of(peer->server_address, peer->server_port);
    lane->note.first_time_ns = lane->note.last_time_ns = session_now_ns(session);
    lane->note.security = peer->is_tls ? NOTE_SECURITY_TLS : NOTE_SECURITY_NONE;
    g_queue_init(&lane->texts);
    session_set_observer_data(session, lane);
    if (self->ladder != NULL)
        open_in_ladder(self, lane, session_class(session)->name);
    if (self->json != NULL)
        json_log_sink.opened(self->json, &lane->note);
}

static void free_text(gpointer text) {
    serve_message_free(text);
}

static void on_closed(gpointer user, Session *session) {
    ServeLog *self = user;
    Lane *lane = session_observer_data(session);
    SessionCounts counts = session_counts(session);
    NoteConversation *note = &lane->note;
    note->final_state = session_state(session);
    note->last_time_ns = session_now_ns(session);
    note->octets[DIRECTION_CLIENT] = counts.octets_in;
    note->octets[DIRECTION_SERVER] = counts.octets_out;
    note->commands = counts.commands;
    note->replies = counts.replies;
    note->messages = counts.messages;
    TELL(self, conversation, note);
    flush_soon(self);
    serve_message_free(lane->reading);
    g_queue_clear_full(&lane->texts, free_text);
    serve_login_clear(&lane->login);
    g_free(lane->user);
    g_free(lane);
    session_set_observer_data(session, NULL);
}

/* The ladder names who logged in. */
static void look_at_user(ServeLog *self, Lane *lane, const Session *session) {
    const char *user = session_user(session);
    if (g_strcmp0(user, lane->user) == 0)
        return;
    g_free(lane->user);
    lane->user = g_strdup(user);
    lane->note.is_authenticated = user != NULL;
    g_autofree char *who = user != NULL ? at_system(self, user) : NULL;
    if (self->ladder != NULL)
        serve_ladder_set_user(self->ladder, &lane->note, who);
}

/* ---- commands, replies, transitions --------------------------------------------------------- */

static void on_command(gpointer user, Session *session, const SessionCommandReport *report) {
    ServeLog *self = user;
    Lane *lane = session_observer_data(session);
    look_at_user(self, lane, session);
    lane->note.commands = report->n + 1;
    lane->note.last_time_ns = report->time_ns;
    lane->command = (NoteCommand){
        .n = report->n,
        .command = report->command,
        .verb = note_text(report->verb),
        .argument = report->argument.octets != NULL ? note_text(report->argument) : text_of(""),
        .tag = report->tag.length > 0 ? note_text(report->tag) : (NoteText){NULL, 0},
        .time_ns = report->time_ns,
        .span = {DIRECTION_CLIENT, 0, report->octets},
        .state = report->state,
        .is_written = TRUE,
    };
    TELL(self, command, &lane->note, &lane->command);
    lane->command.verb = lane->command.argument = lane->command.tag = (NoteText){NULL, 0};
}

static void on_reply(gpointer user, Session *session, const SessionReplyReport *report) {
    ServeLog *self = user;
    Lane *lane = session_observer_data(session);
    g_autofree NoteText *lines = g_new0(NoteText, MAX(report->n_lines, 1));
    for (guint i = 0; i < report->n_lines; i++)
        lines[i] = text_of(report->lines[i]);
    look_at_user(self, lane, session);
    lane->note.replies = report->n + 1;
    lane->note.last_time_ns = report->time_ns;
    lane->reply = (NoteReply){
        .n = report->n,
        .command = report->command_n >= 0 ? &lane->command : NULL,
        .status = report->status,
        .enhanced = report->enhanced,
        .lines = lines,
        .n_lines = report->n_lines,
        .time_ns = report->time_ns,
        .span = {DIRECTION_SERVER, 0, report->octets},
        .latency_ns = report->latency_ns,
        .recipient = text_of(report->recipient),
        .tag = note_text(report->tag),
        .code = report->code,
        .data = report->data,
        .has_number = report->has_number,
        .number = report->number,
        .first_message = report->first_message,
        .n_messages = report->n_messages,
    };
    TELL(self, reply, &lane->note, &lane->reply);
    flush_soon(self);
    lane->reply = (NoteReply){.n = report->n};
}

static void on_transition(gpointer user, Session *session, const SessionTransitionReport *report) {
    ServeLog *self = user;
    Lane *lane = session_observer_data(session);
    look_at_user(self, lane, session);
    NoteTransition note = {.time_ns = report->time_ns, .step = report->step};
    TELL(self, transition, &lane->note, &note);
}

/* ---- messages ------------------------------------------------------------------------------- */

static void on_message_octets(gpointer user, Session *session, const guint8 *octets, gsize length) {
    Lane *lane = session_observer_data(session);
    if (lane->reading == NULL)
        lane->reading = serve_message_new();
    serve_message_push(lane->reading, octets, length);
}

static void on_message_end(gpointer user, Session *session) {
    Lane *lane = session_observer_data(session);
    if (lane->reading == NULL) /* an empty text */
        lane->reading = serve_message_new();
    serve_message_finish(lane->reading);
    g_queue_push_tail(&lane->texts, g_steal_pointer(&lane->reading));
}

static NoteText *addresses_of(const char *const *list, guint *n) {
    *n = list != NULL ? g_strv_length((char **)list) : 0;
    NoteText *texts = g_new0(NoteText, *n + 1);
    for (guint i = 0; i < *n; i++)
        texts[i] = text_of(list[i]);
    return texts;
}

/* The oldest text that was not told; one that was never ended is ended by this. */
static ServeMessage *take_text(Lane *lane, gpointer user, Session *session) {
    if (g_queue_is_empty(&lane->texts))
        on_message_end(user, session);
    return g_queue_pop_head(&lane->texts);
}

static void on_message(gpointer user, Session *session, const SessionMessage *report) {
    static const NoteVerdict verdicts[] = {[SESSION_ACCEPTED] = NOTE_ACCEPTED,
                                           [SESSION_REFUSED] = NOTE_REFUSED,
                                           [SESSION_UNANSWERED] = NOTE_UNANSWERED};
    ServeLog *self = user;
    Lane *lane = session_observer_data(session);
    g_autoptr(ServeMessage) text = take_text(lane, user, session);
    NoteCommand command = {.n = report->given_up > 0 ? report->given_up - 1
                                                     : (guint)MAX(report->command_n, 0)};
    gboolean has_end = !report->is_unterminated || report->given_up > 0;
    NoteReply reply = {.n = (guint)MAX(report->reply_n, 0)};
    NoteMessage note = {
        .n = report->n,
        .carried_by = report->carried_by,
        /* What was cut off has no command that ended it. */
        .command = report->command_n >= 0 && has_end ? &command : NULL,
        .reply = report->verdict != SESSION_UNANSWERED && !report->is_unterminated ? &reply : NULL,
        .has_envelope = report->has_envelope,
        .from = text_of(report->from),
        .verdict = verdicts[report->verdict],
        .integrity = report->is_unterminated ? NOTE_UNTERMINATED : NOTE_COMPLETE,
        .mailbox = report->mailbox,
        .number = report->number,
        .uid = report->uid,
        .unique_id = report->unique_id,
        .section = report->section,
        .has_range = report->has_range,
        .range_offset = report->range_offset,
        .range_length = report->range_length,
    };
    g_autofree NoteText *to = addresses_of(report->to, &note.n_to);
    g_autofree NoteText *refused = addresses_of(report->refused_to, &note.n_refused_to);
    g_autofree NoteText *unanswered = addresses_of(report->unanswered_to, &note.n_unanswered_to);
    note.to = to;
    note.refused_to = refused;
    note.unanswered_to = unanswered;
    if (report->is_unterminated)
        serve_message_cut(text);
    serve_message_fill(text, &note);
    lane->note.messages = report->n + 1;
    TELL(self, message, &lane->note, &note);
}

/* ---- logins, TLS, lessons ------------------------------------------------------------------- */

static void on_sasl(gpointer user, Session *session, const SessionSaslReport *report) {
    ServeLog *self = user;
    Lane *lane = session_observer_data(session);
    look_at_user(self, lane, session);
    NoteCommand command = {.n = (guint)report->command_n};
    NoteSasl note = {.command = &command};
    SaslStep step = {.strings = g_string_chunk_new(STRINGS_SIZE),
                     .fields = g_array_new(FALSE, FALSE, sizeof(NoteSaslField)),
                     .reveal = self->reveal};
    serve_login_read(&lane->login, report, &step, &note);
    TELL(self, sasl, &lane->note, &note);
    g_array_unref(step.fields);
    g_string_chunk_free(step.strings);
}

static void on_tls(gpointer user, Session *session, const SessionTlsReport *report) {
    ServeLog *self = user;
    Lane *lane = session_observer_data(session);
    if (lane->note.security == NOTE_SECURITY_NONE)
        lane->note.security = NOTE_SECURITY_STARTTLS;
    NoteTls note = {.version = report->version,
                    .cipher = report->cipher,
                    .sni = report->sni,
                    .decrypted = TRUE};
    TELL(self, tls, &lane->note, &note);
}

static void on_lesson(gpointer user, Session *session, const SessionLesson *report) {
    ServeLog *self = user;
    Lane *lane = session_observer_data(session);
    const FindingKind *known = finding_find(report->code);
    /* What only a server can see has no row in the table of findings. */
    FindingKind own = {report->code, FINDING_WARNING, report->rfc, report->sentence, NULL};
    if (known != NULL) {
        own = *known;
        own.rfc = report->rfc != NULL ? report->rfc : known->rfc;
    }
    const char *sentence = report->sentence != NULL ? report->sentence : own.sentence;
    NoteFinding note = {.kind = &own, .text = sentence, .command_n = report->command_n};
    lane->note.findings++;
    lane->note.findings_by_severity[own.severity]++;
    TELL(self, finding, &lane->note, &note);
}

const SessionObserver serve_log_observer = {
    .opened = on_opened,
    .command = on_command,
    .reply = on_reply,
    .transition = on_transition,
    .message_octets = on_message_octets,
    .message_end = on_message_end,
    .message = on_message,
    .sasl = on_sasl,
    .tls = on_tls,
    .lesson = on_lesson,
    .closed = on_closed,
};
