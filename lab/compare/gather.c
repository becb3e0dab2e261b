/* SPDX-License-Identifier: MIT */
/* Notes -> facts: leaves become lines, lines become facts, and the notes of commands, replies and
 * messages say what belongs together. What a line means is known to the file of its protocol. */
#include "compare/gather.h"

#include "compare/gather_parts.h"

#include <string.h>

#define WORD_MAX 64u /* octets of a verb, a status, a section */

struct Gather {
    FactStore *store;
};

Gather *gather_new(FactStore *store) {
    Gather *self = g_new0(Gather, 1);
    self->store = store;
    return self;
}

void gather_free(Gather *self) {
    g_free(self);
}

static FactGroup group_of(const char *protocol) {
    if (strcmp(protocol, "imap") == 0)
        return FACTS_IMAP;
    return strcmp(protocol, "pop3") == 0 ? FACTS_POP : FACTS_SMTP;
}

static void on_opened(gpointer user, NoteConversation *note) {
    Gather *self = user;
    FactTalk talk = {.stream = note->stream,
                     .group = group_of(note->spec->name),
                     .protocol = note->spec->name,
                     .client_port = note->client.port,
                     .server_port = note->server.port,
                     .detected_by = note->detected_by};
    GatherTalk *gathered = g_new0(GatherTalk, 1);
    gathered->store = self->store;
    gathered->group = talk.group;
    gathered->asked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    gathered->talk = fact_store_add_talk(self->store, &talk);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        GatherSide *side = &gathered->sides[d];
        gather_line_init(&side->line);
        gather_text_init(&side->text);
        side->carriers = g_array_new(FALSE, FALSE, sizeof(GatherCarrier));
        side->recent = g_array_new(FALSE, FALSE, sizeof(guint64));
        side->facts = g_array_new(FALSE, FALSE, sizeof(guint));
    }
    note->renderer_data = gathered;
}

FactTalk *gather_talk(const GatherTalk *self) {
    return &g_array_index(self->store->talks, FactTalk, self->talk);
}

Fact *gather_last(GatherTalk *self, guint index) {
    return index == G_MAXUINT ? NULL : &g_array_index(self->store->facts, Fact, index);
}

/* A fact without a value, of the line's last frame. */
static Fact fact_of(const GatherTalk *self, Direction direction, const GatherLine *line,
                    FactKind kind) {
    return (Fact){.frame = line->frames.last,
                  .talk = self->talk,
                  .unit = FACT_NO_UNIT,
                  .kind = kind,
                  .group = self->group,
                  .direction = direction,
                  .offset = line->offset};
}

static guint add(GatherTalk *self, const Fact *fact) {
    guint index = fact_store_add(self->store, fact);
    if (index != G_MAXUINT)
        g_array_append_val(self->sides[fact->direction].facts, index);
    return index;
}

guint gather_fact(GatherTalk *self, Direction direction, const GatherLine *line, FactKind kind,
                  gsize start, gsize end) {
    gsize kept = line->octets->len;
    gsize from = MIN(start, kept), to = MIN(MAX(end, from), kept);
    gboolean is_cut = kept == GATHER_LINE_MAX && end == kept;
    Fact fact = fact_of(self, direction, line, kind);
    fact.offset += from;
    fact.length = is_cut ? line->length - from : to - from;
    fact.value = line->octets->str + from;
    fact.is_secret = gather_line_is_secret(line, from, to);
    return add(self, &fact);
}

guint gather_number(GatherTalk *self, Direction direction, const GatherLine *line, FactKind kind,
                    guint64 number) {
    Fact fact = fact_of(self, direction, line, kind);
    fact.number = number;
    return add(self, &fact);
}

void gather_tcp_number(GatherTalk *self, Direction direction, const GatherLine *line, FactKind kind,
                       guint64 number) {
    Fact *fact = gather_last(self, gather_number(self, direction, line, kind, number));
    if (fact != NULL)
        fact->group = FACTS_TCP;
}

const char *gather_word(GatherTalk *self, const NoteText *text) {
    g_autofree char *word =
        g_strndup(text->octets == NULL ? "" : text->octets, MIN(text->length, WORD_MAX));
    return g_string_chunk_insert_const(self->store->values, word);
}

static const char *keep(GatherTalk *self, const char *word) {
    NoteText text = {word, word == NULL ? 0 : strlen(word)};
    return word == NULL ? NULL : gather_word(self, &text);
}

static gboolean is_retrieved(const NoteMessage *note) {
    return strcmp(note->carried_by, "RETR") == 0 || strcmp(note->carried_by, "TOP") == 0 ||
           strcmp(note->carried_by, "FETCH") == 0;
}

static void on_message(gpointer user, NoteConversation *conversation, const NoteMessage *note) {
    (void)user;
    GatherTalk *self = conversation->renderer_data;
    if (self == NULL)
        return;
    gboolean from_server = is_retrieved(note);
    guint64 frame = note->frames.last;
    if (from_server && note->reply != NULL)
        frame = note->reply->frames.last;
    else if (!from_server && note->command != NULL)
        frame = note->command->frames.last;
    Direction direction = from_server ? DIRECTION_SERVER : DIRECTION_CLIENT;
    FactMessage message = {.talk = self->talk,
                           .carried_by = keep(self, note->carried_by),
                           .frames = note->frames,
                           .shown_frame = frame,
                           .octets = note->octets,
                           .is_partial = note->has_range,
                           .stuffed_dots = note->stuffed_dots,
                           .integrity = note->integrity,
                           .n_parts = note->n_parts,
                           .section = keep(self, note->section)};
    if (self->store->messages->len < FACTS_MAX)
        g_array_append_val(self->store->messages, message);
    GatherLine place = {.frames = {frame, frame}};
    if (self->sides[direction].text.has_text)
        gather_number(self, direction, &place, FACT_TEXT_OCTETS, note->octets);
    gather_text_end(self, direction, self->group == FACTS_IMAP ? 0 : frame);
}

/* The value of a decoded field, or NULL. */
static const NoteText *sasl_field(const NoteSasl *note, const char *name) {
    for (guint i = 0; i < note->n_fields; i++) {
        if (strcmp(note->fields[i].name, name) == 0)
            return &note->fields[i].value;
    }
    return NULL;
}

static void login_fact(GatherTalk *self, const NoteSasl *note, FactKind kind,
                       const NoteText *text) {
    GString value = {(char *)text->octets, text->length, 0};
    GatherLine line = {
        .octets = &value, .offset = note->command->span.offset, .frames = note->command->frames};
    Fact *fact = gather_last(self, gather_fact(self, DIRECTION_CLIENT, &line, kind, 0, value.len));
    if (fact != NULL)
        fact->is_secret = kind != FACT_USER_NAME;
}

/* SMTP's logins; those of IMAP's LOGIN command stand in its line. */
static void on_sasl(gpointer user, NoteConversation *conversation, const NoteSasl *note) {
    (void)user;
    GatherTalk *self = conversation->renderer_data;
    if (self == NULL || note->command == NULL || self->group != FACTS_SMTP ||
        note->from != DIRECTION_CLIENT)
        return;
    const NoteText *user_name = sasl_field(note, "authcid");
    const NoteText *password = sasl_field(note, "password");
    if (user_name != NULL && password != NULL) {
        g_autoptr(GString) both = g_string_new_len(user_name->octets, (gssize)user_name->length);
        g_string_append_c(both, '\0');
        g_string_append_len(both, password->octets, (gssize)password->length);
        NoteText text = {both->str, both->len};
        login_fact(self, note, FACT_CREDENTIALS, &text);
    } else if (user_name != NULL) {
        login_fact(self, note, FACT_USER_NAME, user_name);
    } else if (password != NULL) {
        login_fact(self, note, FACT_PASSWORD, password);
    }
}

static FactKind event_kind(const char *event) {
    if (strcmp(event, "retransmission") == 0 || strcmp(event, "conflict") == 0)
        return FACT_RETRANSMISSION;
    if (strcmp(event, "out-of-order") == 0 || strcmp(event, "gap") == 0)
        return FACT_LOST;
    return strcmp(event, "keep-alive") == 0 ? FACT_KEEP_ALIVE : FACT_NONE;
}

static void on_tcp(gpointer user, NoteConversation *conversation, const NoteTcp *note) {
    Gather *gather = user;
    GatherTalk *self = conversation->renderer_data;
    if (self == NULL)
        return;
    FactRemark event = {self->talk, keep(self, note->event), {note->frame, note->frame}};
    if (gather->store->events->len < FACTS_MAX)
        g_array_append_val(gather->store->events, event);
    GatherLine place = {.frames = {note->frame, note->frame}};
    if (event_kind(note->event) != FACT_NONE)
        gather_tcp_number(self, note->from, &place, event_kind(note->event), 1);
}

static void on_finding(gpointer user, NoteConversation *conversation, const NoteFinding *note) {
    Gather *gather = user;
    GatherTalk *self = conversation->renderer_data;
    if (self == NULL)
        return;
    FactRemark finding = {self->talk, note->kind->code, note->frames};
    if (gather->store->findings->len < FACTS_MAX)
        g_array_append_val(gather->store->findings, finding);
}

static void on_tls(gpointer user, NoteConversation *conversation, const NoteTls *note) {
    (void)user;
    GatherTalk *self = conversation->renderer_data;
    if (self != NULL)
        gather_talk(self)->is_decrypted = note->decrypted;
}

static void side_free(GatherSide *side) {
    gather_line_clear(&side->line);
    gather_text_clear(&side->text);
    g_array_unref(side->carriers);
    g_array_unref(side->recent);
    g_array_unref(side->facts);
}

static void on_conversation(gpointer user, NoteConversation *note) {
    (void)user;
    GatherTalk *self = note->renderer_data;
    if (self == NULL)
        return;
    FactTalk *talk = gather_talk(self);
    talk->security = note->security;
    talk->opened = note->opened;
    talk->missing = note->missing[DIRECTION_CLIENT] + note->missing[DIRECTION_SERVER];
    talk->conflicting = note->conflicting[DIRECTION_CLIENT] + note->conflicting[DIRECTION_SERVER];
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        gather_end_line(self, d);
        gather_text_end(self, d, 0);
        side_free(&self->sides[d]);
    }
    g_hash_table_unref(self->asked);
    g_free(self);
    note->renderer_data = NULL;
}

const NoteSink gather_sink = {
    .opened = on_opened,
    .command = gather_command,
    .reply = gather_reply,
    .message = on_message,
    .sasl = on_sasl,
    .tls = on_tls,
    .tcp = on_tcp,
    .finding = on_finding,
    .leaf = gather_leaf,
    .conversation = on_conversation,
};
