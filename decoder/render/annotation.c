/* SPDX-License-Identifier: MIT */
/* Notes -> one line each on the frame where their unit ended. It keeps no octets of the
 * conversation but verbs and status words, so secrets cannot get into it, and refuses to know how
 * comments are stored. */
#include "render/annotation.h"

#include "notes/note_names.h"
#include "render/safe_text.h"
#include "render/state_name.h"

struct Annotations {
    GHashTable *frames; /* guint64 * -> GString * */
    gsize total;
    guint64 left_out;
};

static void free_text(gpointer text) {
    g_string_free(text, TRUE);
}

Annotations *annotations_new(void) {
    Annotations *self = g_new0(Annotations, 1);
    self->frames = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_text);
    return self;
}

void annotations_free(Annotations *self) {
    if (self == NULL)
        return;
    g_hash_table_unref(self->frames);
    g_free(self);
}

const char *annotations_get(const Annotations *self, guint64 frame) {
    const GString *text = g_hash_table_lookup(self->frames, &frame);
    return text == NULL ? NULL : text->str;
}

guint64 annotations_left_out(const Annotations *self) {
    return self->left_out;
}

static GString *text_of(Annotations *self, guint64 frame) {
    GString *text = g_hash_table_lookup(self->frames, &frame);
    if (text == NULL) {
        text = g_string_new(NULL);
        g_hash_table_insert(self->frames, g_memdup2(&frame, sizeof frame), text);
    }
    return text;
}

/* Takes the line. A frame 0 is none. */
static void add_line(Annotations *self, guint64 frame, GString *line) {
    gsize length = line->len;
    g_autofree char *owned = g_string_free(line, FALSE);
    if (frame == 0)
        return;
    if (self->total + length + 1 > ANNOTATION_TOTAL_MAX) {
        self->left_out++;
        return;
    }
    GString *text = text_of(self, frame);
    if (text->len + length + 1 > ANNOTATION_FRAME_MAX) {
        self->left_out++;
        return;
    }
    if (text->len > 0)
        g_string_append_c(text, '\n');
    g_string_append_len(text, owned, (gssize)length);
    self->total += length + 1;
}

static void add_sentence(GString *line, const char *sentence) {
    safe_sentence_append(line, sentence, SAFE_UTF8);
}

static void add_text(GString *line, NoteText text) {
    safe_text_append(line, text.octets, text.length, SAFE_UTF8);
}

static void add_citation(GString *line, const char *rfc) {
    if (rfc != NULL)
        g_string_append_printf(line, " (%s)", rfc);
}

static void on_command(gpointer user, NoteConversation *conversation, const NoteCommand *note) {
    if (!note->is_written || note->span.length == 0) /* <connect>: nobody sent it */
        return;
    GString *line = g_string_new("C: ");
    const SpecCommand *command =
        note->command < 0 ? NULL : &conversation->spec->commands[note->command];
    add_text(line, note->verb);
    const char *state = state_name(conversation, note->state);
    if (state != NULL)
        g_string_append_printf(line, " in state %s", state);
    add_sentence(line, ": ");
    add_sentence(line, command == NULL ? "not a command of this protocol" : command->meaning);
    add_citation(line, command == NULL ? NULL : command->rfc);
    add_line(user, note->frames.last, line);
}

static void on_reply(gpointer user, NoteConversation *conversation, const NoteReply *note) {
    GString *line = g_string_new("S: ");
    const SpecReply *reply = spec_find_reply(conversation->spec, note->status);
    add_sentence(line, note->status);
    if (note->data != NULL) {
        g_string_append_c(line, ' ');
        add_sentence(line, note->data);
    }
    if (note->command != NULL && note->command->verb.length > 0) {
        g_string_append(line, " to ");
        add_text(line, note->command->verb);
    }
    if (reply != NULL) {
        g_string_append(line, ": ");
        add_sentence(line, reply->meaning);
        add_citation(line, reply->rfc);
    }
    add_line(user, note->frames.last, line);
}

static void on_transition(gpointer user, NoteConversation *conversation,
                          const NoteTransition *note) {
    GString *line = g_string_new("state ");
    const char *from = state_name(conversation, note->step.from);
    const char *to = state_name(conversation, note->step.to);
    g_string_append_printf(line, "%s → %s", from == NULL ? "?" : from,
                           to != NULL ? to : (from == NULL ? "?" : from));
    if (note->step.why != NULL) {
        g_string_append(line, ": ");
        add_sentence(line, note->step.why);
    }
    add_citation(line, note->step.rfc);
    add_line(user, note->frame, line);
}

static void on_finding(gpointer user, NoteConversation *conversation, const NoteFinding *note) {
    GString *line = g_string_new(NULL);
    g_string_append_printf(line, "[%s] %s: ", finding_severity_name(note->kind->severity),
                           note->kind->code);
    add_sentence(line, note->text);
    add_citation(line, note->kind->rfc);
    add_line(user, note->frames.last, line);
}

static void on_message(gpointer user, NoteConversation *conversation, const NoteMessage *note) {
    GString *line = g_string_new(NULL);
    g_string_append_printf(line, "message %u ends here: %" G_GUINT64_FORMAT " octets, %s, %s",
                           note->n, note->octets, note_integrity_name(note->integrity),
                           note_verdict_name(note->verdict));
    add_line(user, note->frames.last, line);
}

static void on_tls(gpointer user, NoteConversation *conversation, const NoteTls *note) {
    GString *line = g_string_new("TLS");
    if (note->version != NULL)
        g_string_append_printf(line, ": %s", note->version);
    if (note->cipher != NULL)
        g_string_append_printf(line, ", %s", note->cipher);
    g_string_append(line, note->decrypted ? "; opened with the secrets given"
                                          : "; what it hides cannot be read here");
    add_line(user, note->frames.last, line);
}

const NoteSink annotation_sink = {
    .command = on_command,
    .reply = on_reply,
    .transition = on_transition,
    .message = on_message,
    .tls = on_tls,
    .finding = on_finding,
};
