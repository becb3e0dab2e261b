/* SPDX-License-Identifier: MIT */
/* Notes -> sequence diagrams: an arrow for each command and reply, notes for changes of the state,
 * messages and findings. It keeps finished lines only, and knows nothing of what they mean. */
#include "render/mermaid.h"

#include "render/safe_text.h"
#include "render/state_name.h"
#include "render/text_imap.h"

#include <string.h>

/* Between the arrow's ends and in notes over both. */
#define BY_CLIENT "    client->>server: "
#define BY_SERVER "    server-->>client: "
#define OVER_BOTH "    Note over client,server: "

typedef struct {
    char *line;
    gint64 command; /* its n; -1: none */
} Statement;

typedef struct {
    guint capture; /* which of them, from 1 */
    guint32 stream;
    char *head;         /* the participants; NULL until the conversation is over */
    GArray *statements; /* of Statement */
    guint left_out;
} Diagram;

struct MermaidRenderer {
    RenderOutput output;
    char *file;
    guint captures;
    GPtrArray *diagrams; /* of Diagram, as they opened */
};

static void clear_statement(gpointer data) {
    g_free(((Statement *)data)->line);
}

static void free_diagram(gpointer data) {
    Diagram *self = data;
    g_free(self->head);
    g_array_unref(self->statements);
    g_free(self);
}

MermaidRenderer *mermaid_renderer_new(const RenderOutput *output) {
    MermaidRenderer *self = g_new0(MermaidRenderer, 1);
    self->output = *output;
    self->diagrams = g_ptr_array_new_with_free_func(free_diagram);
    return self;
}

void mermaid_renderer_free(MermaidRenderer *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->diagrams);
    g_free(self->file);
    g_free(self);
}

void mermaid_renderer_set_file(MermaidRenderer *self, const char *file) {
    g_free(self->file);
    self->file = g_strdup(file);
    self->captures++;
}

/* ASCII that means nothing to mermaid, Markdown or HTML. */
static gboolean is_plain(char c) {
    return g_ascii_isalnum(c) || (c != '\0' && strchr(" .,-_/()[]+=*@'!?", c) != NULL);
}

void mermaid_text_append(GString *out, const char *octets, gsize length) {
    g_autofree char *safe = safe_text(octets, (gssize)length, SAFE_UTF8);
    guint characters = 0;
    const char *at = safe;
    for (; *at != '\0' && characters < MERMAID_TEXT_MAX; characters++) {
        const char *next = g_utf8_next_char(at);
        if (next - at > 1 || is_plain(*at))
            g_string_append_len(out, at, next - at);
        else
            g_string_append_printf(out, "#%d;", *at);
        at = next;
    }
    if (characters == 0)
        g_string_append(out, "(empty)");
    else if (*at != '\0')
        g_string_append(out, "…");
}

static void insert(Diagram *self, guint at, const char *form, const GString *text, gint64 command) {
    if (self->statements->len >= MERMAID_STATEMENTS_MAX) {
        self->left_out++;
        return;
    }
    GString *line = g_string_new(form);
    mermaid_text_append(line, text->str, text->len);
    Statement statement = {g_string_free(line, FALSE), command};
    g_array_insert_val(self->statements, at, statement);
}

static void add(Diagram *self, const char *form, const GString *text) {
    insert(self, self->statements->len, form, text, -1);
}

/* Behind the arrow of that command and what was noted there before; the end if there is none. */
static guint place_after(const Diagram *self, gint64 command) {
    for (guint i = self->statements->len; command >= 0 && i > 0; i--) {
        if (g_array_index(self->statements, Statement, i - 1).command == command)
            return i;
    }
    return self->statements->len;
}

static void on_opened(gpointer user, NoteConversation *note) {
    MermaidRenderer *self = user;
    Diagram *diagram = g_new0(Diagram, 1);
    diagram->capture = self->captures;
    diagram->stream = note->stream;
    diagram->statements = g_array_new(FALSE, FALSE, sizeof(Statement));
    g_array_set_clear_func(diagram->statements, clear_statement);
    note->renderer_data = diagram;
    g_ptr_array_add(self->diagrams, diagram);
}

/* What stands in the ladder for what is no command on the wire. */
static const char *say_unwritten(const NoteText *verb) {
    static const struct {
        const char *verb, *said;
    } table[] = {
        {"<connect>", "opens the connection"},
        {"<end-of-data>", "message text, ended by a lone dot"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
        if (verb->length == strlen(table[i].verb) &&
            memcmp(verb->octets, table[i].verb, verb->length) == 0)
            return table[i].said;
    }
    return NULL;
}

static void append_command(GString *out, const NoteCommand *note) {
    if (note->tag.octets != NULL) {
        text_imap_command(out, note, SAFE_UTF8);
        return;
    }
    const char *said = note->verb.octets == NULL ? NULL : say_unwritten(&note->verb);
    if (said != NULL)
        g_string_append(out, said);
    else if (note->verb.octets != NULL)
        g_string_append_len(out, note->verb.octets, (gssize)note->verb.length);
    if (note->argument.length > 0) {
        g_string_append_c(out, ' ');
        g_string_append_len(out, note->argument.octets, (gssize)note->argument.length);
    }
}

static void on_command(gpointer user, NoteConversation *conversation, const NoteCommand *note) {
    (void)user;
    g_autoptr(GString) text = g_string_new(NULL);
    if (conversation->renderer_data == NULL || !note->is_written)
        return;
    append_command(text, note);
    Diagram *diagram = conversation->renderer_data;
    insert(diagram, diagram->statements->len, BY_CLIENT, text, note->n);
}

static void append_reply(GString *out, const NoteConversation *conversation,
                         const NoteReply *note) {
    if (strcmp(conversation->spec->name, "imap") == 0)
        text_imap_lead(out, note, SAFE_UTF8);
    else if (note->status != NULL)
        g_string_append(out, note->status);
    if (note->n_lines > 0 && note->lines[0].length > 0) {
        g_string_append_c(out, ' ');
        g_string_append_len(out, note->lines[0].octets, (gssize)note->lines[0].length);
    }
    if (note->n_lines > 1)
        g_string_append_printf(out, " (and %u more line%s)", note->n_lines - 1,
                               note->n_lines == 2 ? "" : "s");
}

static void on_reply(gpointer user, NoteConversation *conversation, const NoteReply *note) {
    (void)user;
    g_autoptr(GString) text = g_string_new(NULL);
    if (conversation->renderer_data == NULL)
        return;
    append_reply(text, conversation, note);
    add(conversation->renderer_data, BY_SERVER, text);
}

static void on_transition(gpointer user, NoteConversation *conversation,
                          const NoteTransition *note) {
    (void)user;
    const char *name = state_name(conversation, note->step.to);
    if (conversation->renderer_data == NULL || name == NULL || note->step.to == note->step.from)
        return;
    g_autoptr(GString) text = g_string_new("state ");
    g_string_append(text, name);
    add(conversation->renderer_data, OVER_BOTH, text);
}

static void on_message(gpointer user, NoteConversation *conversation, const NoteMessage *note) {
    (void)user;
    if (conversation->renderer_data == NULL)
        return;
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "message %u by %s, %" G_GUINT64_FORMAT " octets", note->n,
                           note->carried_by, note->octets);
    guint n_parts = 0;
    for (guint i = 0; i < note->n_parts; i++)
        n_parts += note->parts[i].is_leaf ? 1 : 0;
    if (n_parts > 1)
        g_string_append_printf(text, " in %u parts", n_parts);
    if (note->subject != NULL)
        g_string_append_printf(text, ", \"%s\"", note->subject);
    add(conversation->renderer_data, OVER_BOTH, text);
}

static void on_tls(gpointer user, NoteConversation *conversation, const NoteTls *note) {
    (void)user;
    if (conversation->renderer_data == NULL)
        return;
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "%s, %s", note->version == NULL ? "TLS" : note->version,
                           note->decrypted ? "opened with the session's secrets"
                                           : "what follows is encrypted");
    add(conversation->renderer_data, OVER_BOTH, text);
}

static void on_finding(gpointer user, NoteConversation *conversation, const NoteFinding *note) {
    (void)user;
    if (conversation->renderer_data == NULL)
        return;
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "%s: %s", note->kind->code, note->text);
    Diagram *diagram = conversation->renderer_data;
    insert(diagram, place_after(diagram, note->command_n), OVER_BOTH, text, note->command_n);
}

static void append_participant(GString *out, const char *id, const char *name,
                               const NetEndpoint *endpoint) {
    char address[NET_ADDRESS_TEXT_SIZE];
    g_autofree char *place = g_strdup_printf(
        "%s, port %u", net_address_text(&endpoint->address, address), endpoint->port);
    g_string_append_printf(out, "    participant %s as ", id);
    mermaid_text_append(out, name, strlen(name));
    g_string_append(out, ", ");
    mermaid_text_append(out, place, strlen(place));
    g_string_append_c(out, '\n');
}

/* "Note over client,server: mail.pcap, tcp.stream 0, packets 1 to 35" */
static void append_origin(GString *out, const char *file, const NoteConversation *note) {
    g_string_append(out, OVER_BOTH);
    if (file != NULL) {
        mermaid_text_append(out, file, strlen(file));
        g_string_append(out, ", ");
    }
    g_string_append_printf(
        out, "tcp.stream %u, packets %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT "\n",
        note->stream, note->frames.first, note->frames.last);
}

static void on_conversation(gpointer user, NoteConversation *note) {
    const MermaidRenderer *self = user;
    if (note->renderer_data == NULL)
        on_opened(user, note);
    Diagram *diagram = g_steal_pointer(&note->renderer_data);
    g_autoptr(GString) head = g_string_new(NULL);
    g_autofree char *upper = g_ascii_strup(note->spec->name, -1);
    g_autofree char *server =
        g_strdup_printf("%s server%s%s", upper, note->server_name == NULL ? "" : " ",
                        note->server_name == NULL ? "" : note->server_name);
    g_autofree char *client = g_strdup_printf("%s client", upper);
    append_participant(head, "client", client, &note->client);
    append_participant(head, "server", server, &note->server);
    append_origin(head, self->file, note);
    diagram->head = g_string_free(g_steal_pointer(&head), FALSE);
}

static void write_text(const MermaidRenderer *self, const char *text) {
    self->output.write(self->output.user, text, strlen(text));
}

static void write_diagram(const MermaidRenderer *self, const Diagram *diagram) {
    write_text(self, "sequenceDiagram\n");
    write_text(self, diagram->head);
    for (guint i = 0; i < diagram->statements->len; i++) {
        write_text(self, g_array_index(diagram->statements, Statement, i).line);
        write_text(self, "\n");
    }
    if (diagram->left_out == 0)
        return;
    g_autofree char *rest = g_strdup_printf(OVER_BOTH "%u more are left out\n", diagram->left_out);
    write_text(self, rest);
}

static gint by_stream(gconstpointer a, gconstpointer b) {
    const Diagram *left = *(const Diagram *const *)a;
    const Diagram *right = *(const Diagram *const *)b;
    if (left->capture != right->capture)
        return left->capture < right->capture ? -1 : 1;
    return (left->stream > right->stream) - (left->stream < right->stream);
}

static void on_end(gpointer user, const NoteEnd *note) {
    (void)note;
    MermaidRenderer *self = user;
    g_ptr_array_sort(self->diagrams, by_stream);
    gboolean is_alone = self->diagrams->len == 1;
    for (guint i = 0; i < self->diagrams->len; i++) {
        const Diagram *diagram = self->diagrams->pdata[i];
        if (diagram->head == NULL)
            continue;
        if (!is_alone)
            write_text(self, i == 0 ? "```mermaid\n" : "\n```mermaid\n");
        write_diagram(self, diagram);
        if (!is_alone)
            write_text(self, "```\n");
    }
}

const NoteSink mermaid_sink = {
    .opened = on_opened,
    .command = on_command,
    .reply = on_reply,
    .transition = on_transition,
    .message = on_message,
    .tls = on_tls,
    .finding = on_finding,
    .conversation = on_conversation,
    .end = on_end,
};
