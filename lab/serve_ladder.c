/* SPDX-License-Identifier: MIT */
/* Notes -> rows of a ladder that many sessions share, each written at once. It refuses to know
 * where notes come from; what a row says of the protocol stands in the spec. */
#include "serve_ladder.h"

#include "render/state_name.h"
#include "render/text_page.h"

#include <string.h>

#define WHO_WIDTH 9u
#define PREFIX_COLUMNS (8 + 1 + 5 + 1 + 1) /* time, session and spaces */
#define UNTAGGED_MAX 8u                    /* IMAP data lines shown of one command */
#define LINES_MAX 24u                      /* of one reply */

struct ServeLadder {
    LadderOptions options;
    RenderOutput output;
    SafeCharset charset;
    const TextSigns *signs;
    GString *out;
};

/* What is kept of a session: renderer_data of its conversation. */
typedef struct {
    char *service, *who;
    guint state_columns;
    guint untagged; /* IMAP data lines of the current command */
} Lane;

ServeLadder *serve_ladder_new(const LadderOptions *options, const RenderOutput *output) {
    ServeLadder *self = g_new0(ServeLadder, 1);
    self->options = *options;
    self->output = *output;
    self->charset = options->utf8 ? SAFE_UTF8 : SAFE_ASCII;
    self->signs = text_signs(options->utf8);
    self->out = g_string_new(NULL);
    return self;
}

void serve_ladder_free(ServeLadder *self) {
    if (self == NULL)
        return;
    g_string_free(self->out, TRUE);
    g_free(self);
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* A session keeps its colour; neighbours differ. */
static const char *color_of(const ServeLadder *self, guint32 number) {
    static const char *const colors[] = {"\x1b[36m", "\x1b[33m", "\x1b[35m",
                                         "\x1b[32m", "\x1b[34m", "\x1b[96m"};
    return self->options.color ? colors[number % G_N_ELEMENTS(colors)] : "";
}

static char *clock_text(gint64 time_ns) {
    g_autoptr(GDateTime) moment = g_date_time_new_from_unix_local(time_ns / 1000000000);
    return g_date_time_format(moment, "%H:%M:%S");
}

static guint who_width(const ServeLadder *self) {
    return self->options.who_width > 0 ? self->options.who_width : WHO_WIDTH;
}

static void append_prefix(ServeLadder *self, const NoteConversation *conversation, const Lane *lane,
                          gint64 time_ns) {
    g_autofree char *clock = clock_text(time_ns);
    g_autofree char *number = g_strdup_printf("#%u", conversation->stream);
    g_autofree char *who = safe_text(lane->who, -1, self->charset);
    guint columns = safe_text_columns(who, strlen(who)), width = who_width(self);
    g_string_append_printf(self->out, "%s%s %-5s %s%*s%s", color_of(self, conversation->stream),
                           clock, number, who, columns < width ? (int)(width - columns) : 0, "",
                           self->options.color ? "\x1b[0m " : " ");
}

static void hand_on(ServeLadder *self) {
    self->output.write(self->output.user, self->out->str, self->out->len);
    g_string_truncate(self->out, 0);
}

/* One row: the state's cell, and a marked text that may need several lines. */
static void write_row(ServeLadder *self, const NoteConversation *conversation, gint64 time_ns,
                      const char *state, const char *marked, guint hang) {
    const Lane *lane = conversation->renderer_data;
    guint indent = PREFIX_COLUMNS + who_width(self) + lane->state_columns + 1;
    guint columns = self->options.width > indent + 20 ? self->options.width - indent : 20;
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    text_wrap(lines, marked, columns, hang);
    for (guint i = 0; i < lines->len; i++) {
        g_autoptr(GString) line = g_string_new(NULL);
        append_prefix(self, conversation, lane, time_ns);
        if (i == 0)
            g_string_append(line, state);
        text_pad(line, i == 0 ? text_columns(state) : 0, lane->state_columns + 1);
        g_string_append(line, lines->pdata[i]);
        text_emit(self->out, line->str, self->options.color);
        g_string_append_c(self->out, '\n');
    }
    hand_on(self);
}

static char *state_cell(const NoteConversation *conversation, const char *sign, int state) {
    const char *name = state_name(conversation, state);
    return g_strdup_printf(TEXT_ON STYLE_STATE "%s %s" TEXT_OFF, sign, name != NULL ? name : "");
}

static void append_safe(const ServeLadder *self, GString *out, const char *octets, gsize length) {
    if (octets != NULL)
        safe_text_append(out, octets, length, self->charset);
}

/* ---- beginnings and ends -------------------------------------------------------------------- */

static guint widest_state(const SpecProtocol *spec) {
    gsize widest = 0;
    for (guint i = 0; i < spec->n_states; i++) {
        if (!spec->states[i].is_observer)
            widest = MAX(widest, strlen(spec->states[i].name));
    }
    return (guint)widest + 2;
}

void serve_ladder_open(ServeLadder *self, NoteConversation *conversation, const char *service) {
    Lane *lane = g_new0(Lane, 1);
    lane->service = g_strdup(service);
    lane->who = g_strdup(service);
    lane->state_columns = widest_state(conversation->spec);
    conversation->renderer_data = lane;
}

void serve_ladder_set_user(ServeLadder *self, NoteConversation *conversation, const char *user) {
    Lane *lane = conversation->renderer_data;
    g_free(lane->who);
    lane->who = g_strdup(user != NULL ? user : lane->service);
}

void serve_ladder_notice(ServeLadder *self, const char *sentence, gint64 time_ns) {
    g_autofree char *clock = clock_text(time_ns);
    g_string_append_printf(self->out, "%s ", clock);
    safe_sentence_append(self->out, sentence, self->charset);
    g_string_append(self->out, ".\n");
    hand_on(self);
}

static void on_conversation(gpointer user, NoteConversation *conversation) {
    ServeLadder *self = user;
    Lane *lane = conversation->renderer_data;
    g_autoptr(GString) text = g_string_new(TEXT_ON STYLE_DIM "session over: ");
    text_count(text, conversation->commands, "command", "commands");
    g_string_append(text, ", ");
    text_count(text, conversation->messages, "message", "messages");
    g_string_append_printf(text, ", state %s" TEXT_OFF,
                           state_name(conversation, conversation->final_state));
    if (self->options.detail != LADDER_BRIEF)
        write_row(self, conversation, conversation->last_time_ns, "", text->str, 0);
    conversation->renderer_data = NULL;
    g_free(lane->service);
    g_free(lane->who);
    g_free(lane);
}

/* ---- commands ------------------------------------------------------------------------------- */

/* What pseudo-commands are on the wire. */
static const char *words_for(const char *name) {
    static const char *const words[][2] = {
        {"<connect>", "opens the connection"},
        {"<end-of-data>", "the lone dot: the text is over"},
        {"<idle-done>", "DONE"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(words[i][0], name) == 0)
            return words[i][1];
    }
    return NULL;
}

static void append_command(const ServeLadder *self, GString *out,
                           const NoteConversation *conversation, const NoteCommand *note) {
    const char *name = command_name(conversation, note->command);
    const char *words = name != NULL ? words_for(name) : NULL;
    char address[NET_ADDRESS_TEXT_SIZE];
    if (note->tag.octets != NULL && words == NULL) {
        append_safe(self, out, note->tag.octets, note->tag.length);
        g_string_append_c(out, ' ');
    }
    if (words != NULL)
        g_string_append(out, words);
    else if (g_strcmp0(name, "<sasl-response>") != 0)
        append_safe(self, out, note->verb.octets, note->verb.length);
    if (words == NULL && note->argument.length > 0) {
        if (out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
        append_safe(self, out, note->argument.octets, note->argument.length);
    }
    if (g_strcmp0(name, "<connect>") == 0)
        g_string_append_printf(out, " from %s port %u to port %u",
                               net_address_text(&conversation->client.address, address),
                               conversation->client.port, conversation->server.port);
}

static void explain_command(ServeLadder *self, NoteConversation *conversation,
                            const NoteCommand *note) {
    if (self->options.detail != LADDER_FULL || note->command < 0)
        return;
    const SpecCommand *command = &conversation->spec->commands[note->command];
    g_autofree char *sentence = g_strconcat(command->name, " ", command->meaning, NULL);
    g_autoptr(GString) text = g_string_new("   ");
    text_sentence(text, sentence, self->charset);
    text_citation(text, command->rfc, self->charset);
    write_row(self, conversation, note->time_ns, "", text->str, 3);
}

static void on_command(gpointer user, NoteConversation *conversation, const NoteCommand *note) {
    ServeLadder *self = user;
    Lane *lane = conversation->renderer_data;
    lane->untagged = 0;
    if (self->options.detail == LADDER_BRIEF)
        return;
    g_autoptr(GString) text = g_string_new(TEXT_ON STYLE_CLIENT "C: ");
    append_command(self, text, conversation, note);
    g_string_append(text, TEXT_OFF);
    g_autofree char *state = state_cell(conversation, " ", note->state);
    write_row(self, conversation, note->time_ns, state, text->str, 3);
    explain_command(self, conversation, note);
}

/* ---- replies -------------------------------------------------------------------------------- */

/* Without a tag it is an untagged one. */
static gboolean is_imap_status(const char *status) {
    static const char *const words[] = {"OK", "NO", "BAD", "BYE", "PREAUTH"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(words[i], status) == 0)
            return TRUE;
    }
    return FALSE;
}

/* What stands before the text: "250 ", "a1 OK ", "* 12 EXISTS ". */
static void append_head(const ServeLadder *self, GString *out, const NoteReply *note) {
    if (note->data != NULL) {
        g_string_append(out, "* ");
        if (note->has_number)
            g_string_append_printf(out, "%" G_GUINT64_FORMAT " ", note->number);
        g_string_append_printf(out, "%s ", note->data);
        return;
    }
    if (note->tag.octets != NULL) {
        append_safe(self, out, note->tag.octets, note->tag.length);
        g_string_append_c(out, ' ');
    } else if (is_imap_status(note->status)) {
        g_string_append(out, "* ");
    }
    g_string_append_printf(out, "%s ", note->status);
}

static void write_reply_line(ServeLadder *self, NoteConversation *conversation,
                             const NoteReply *note, guint line) {
    gboolean is_continued = line > 0 && !spec_reply_matches("xxx", note->status);
    g_autoptr(GString) text = g_string_new(TEXT_ON STYLE_SERVER "S: ");
    if (!is_continued)
        append_head(self, text, note);
    if (line < note->n_lines)
        append_safe(self, text, note->lines[line].octets, note->lines[line].length);
    g_string_append(text, TEXT_OFF);
    write_row(self, conversation, note->time_ns, "", text->str, 3);
}

static void write_remainder(ServeLadder *self, NoteConversation *conversation, gint64 time_ns,
                            guint n, const char *one, const char *many) {
    g_autoptr(GString) text = g_string_new(TEXT_ON STYLE_DIM "S: …(+");
    text_count(text, n, one, many);
    g_string_append(text, ")" TEXT_OFF);
    write_row(self, conversation, time_ns, "", text->str, 3);
}

/* Why a refusal means what it does. */
static void explain_refusal(ServeLadder *self, NoteConversation *conversation,
                            const NoteReply *note) {
    const SpecReply *reply = spec_find_reply(conversation->spec, note->status);
    if (!spec_is_refusal(note->status) || reply == NULL)
        return;
    g_autoptr(GString) text = g_string_new(NULL);
    text_sentence(text, reply->meaning, self->charset);
    text_citation(text, reply->rfc, self->charset);
    write_row(self, conversation, note->time_ns, "", text->str, 0);
}

static void tell_untagged(ServeLadder *self, NoteConversation *conversation, Lane *lane,
                          gint64 time_ns) {
    if (lane->untagged > UNTAGGED_MAX && self->options.detail == LADDER_NORMAL)
        write_remainder(self, conversation, time_ns, lane->untagged - UNTAGGED_MAX, "untagged line",
                        "untagged lines");
    lane->untagged = 0;
}

static void on_reply(gpointer user, NoteConversation *conversation, const NoteReply *note) {
    ServeLadder *self = user;
    Lane *lane = conversation->renderer_data;
    gboolean is_full = self->options.detail == LADDER_FULL;
    if (self->options.detail == LADDER_BRIEF && !spec_is_refusal(note->status))
        return;
    if (note->data == NULL)
        tell_untagged(self, conversation, lane, note->time_ns);
    else if (++lane->untagged > UNTAGGED_MAX && !is_full)
        return;
    guint shown = is_full ? note->n_lines : MIN(note->n_lines, LINES_MAX);
    for (guint i = 0; i < MAX(shown, 1); i++)
        write_reply_line(self, conversation, note, i);
    if (shown < note->n_lines)
        write_remainder(self, conversation, note->time_ns, note->n_lines - shown, "line", "lines");
    if (self->options.detail != LADDER_BRIEF)
        explain_refusal(self, conversation, note);
}

static void on_transition(gpointer user, NoteConversation *conversation,
                          const NoteTransition *note) {
    ServeLadder *self = user;
    const SpecStep *step = &note->step;
    g_autoptr(GString) text = g_string_new(NULL);
    if (self->options.detail == LADDER_BRIEF) {
        g_autofree char *short_form = spec_format_step(conversation->spec, step);
        g_string_append(text, short_form);
        write_row(self, conversation, note->time_ns, "", text->str, 0);
        return;
    }
    text_sentence(text, step->why, self->charset);
    text_citation(text, step->rfc, self->charset);
    const char *sign = step->from == step->to ? self->signs->stay : self->signs->down;
    g_autofree char *state = state_cell(conversation, sign, step->to);
    write_row(self, conversation, note->time_ns, state, text->str, 0);
}

/* ---- messages, logins, TLS, findings -------------------------------------------------------- */

static void append_envelope(const ServeLadder *self, GString *out, const NoteMessage *note) {
    if (!note->has_envelope)
        return;
    g_string_append(out, ", from <");
    append_safe(self, out, note->from.octets, note->from.length);
    g_string_append(out, "> to ");
    for (guint i = 0; i < note->n_to; i++) {
        g_string_append(out, i > 0 ? ", <" : "<");
        append_safe(self, out, note->to[i].octets, note->to[i].length);
        g_string_append(out, ">");
    }
}

static void write_part(ServeLadder *self, NoteConversation *conversation, const NotePart *part) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "%*s", (int)(3 + 2 * MIN(part->depth, 10)), "");
    append_safe(self, text, part->path, strlen(part->path));
    g_string_append_c(text, ' ');
    append_safe(self, text, part->type, strlen(part->type));
    if (part->is_leaf) {
        g_string_append(text, ", ");
        append_safe(self, text, part->encoding,
                    part->encoding != NULL ? strlen(part->encoding) : 0);
        g_string_append(text, ", ");
        text_count(text, part->octets, "octet", "octets");
    }
    write_row(self, conversation, conversation->last_time_ns, "", text->str, 3);
}

static void on_message(gpointer user, NoteConversation *conversation, const NoteMessage *note) {
    static const char *const verdicts[] = {"accepted", "refused", "unanswered"};
    ServeLadder *self = user;
    g_autoptr(GString) text = g_string_new(TEXT_ON STYLE_GOOD);
    g_string_append_printf(text, "message %u" TEXT_OFF " by %s, ", note->n, note->carried_by);
    text_count(text, note->octets, "octet", "octets");
    g_string_append_printf(text, ", %s", verdicts[note->verdict]);
    append_envelope(self, text, note);
    if (note->subject != NULL) {
        g_string_append(text, ": ");
        append_safe(self, text, note->subject, strlen(note->subject));
    }
    write_row(self, conversation, conversation->last_time_ns, "", text->str, 3);
    for (guint i = 0; self->options.detail == LADDER_FULL && i < note->n_parts; i++)
        write_part(self, conversation, &note->parts[i]);
}

static void on_sasl(gpointer user, NoteConversation *conversation, const NoteSasl *note) {
    ServeLadder *self = user;
    if (self->options.detail == LADDER_BRIEF)
        return;
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, TEXT_ON STYLE_DIM "   %s, the %s says:", note->mechanism,
                           note->from == DIRECTION_CLIENT ? "client" : "server");
    for (guint i = 0; i < note->n_fields; i++) {
        g_string_append_printf(text, " %s=", note->fields[i].name);
        append_safe(self, text, note->fields[i].value.octets, note->fields[i].value.length);
    }
    if (note->from == DIRECTION_CLIENT && note->result != NULL)
        g_string_append_printf(text, " %s %s", self->signs->to, note->result);
    g_string_append(text, TEXT_OFF);
    write_row(self, conversation, conversation->last_time_ns, "", text->str, 3);
}

static void on_tls(gpointer user, NoteConversation *conversation, const NoteTls *note) {
    ServeLadder *self = user;
    g_autoptr(GString) text = g_string_new(TEXT_ON STYLE_GOOD);
    g_string_append_printf(text,
                           "%s begins" TEXT_OFF " (%s): on the wire, nobody reads what follows",
                           note->version, note->cipher != NULL ? note->cipher : "unknown suite");
    write_row(self, conversation, conversation->last_time_ns, "", text->str, 0);
}

static void on_finding(gpointer user, NoteConversation *conversation, const NoteFinding *note) {
    ServeLadder *self = user;
    FindingSeverity severity = note->kind->severity;
    if (self->options.detail == LADDER_BRIEF && severity == FINDING_NOTE)
        return;
    g_autoptr(GString) text = g_string_new(TEXT_ON);
    g_string_append_printf(text, "%s%s %s" TEXT_OFF " ", text_severity_style(severity),
                           self->signs->severity[severity], note->kind->code);
    text_sentence(text, note->text, self->charset);
    text_citation(text, note->kind->rfc, self->charset);
    write_row(self, conversation, conversation->last_time_ns, "", text->str, 2);
}

const NoteSink serve_ladder_sink = {
    .command = on_command,
    .reply = on_reply,
    .transition = on_transition,
    .message = on_message,
    .sasl = on_sasl,
    .tls = on_tls,
    .finding = on_finding,
    .conversation = on_conversation,
};
