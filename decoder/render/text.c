/* SPDX-License-Identifier: MIT */
/* Notes -> pages of text, one conversation after the other by stream number. It gathers and orders;
 * what stands on a page is written by text_heading, text_ladder, text_message, text_findings. */
#include "render/text.h"

#include "render/text_dns.h"
#include "render/text_journey.h"
#include "render/text_page.h"

#include <string.h>

#define LOOKUPS_MAX 16u /* told in the summary */

struct TextRenderer {
    TextPage page;
    RenderOutput output;
    char *file;
    GQueue waiting; /* of TextConversation, by stream: known to be mail, not written yet */
    guint messages, accepted; /* of mails that servers took */
    guint fetched, complete;  /* of mails that clients fetched */
    guint findings[FINDING_N_SEVERITIES];
    GArray *captures;   /* of CaptureLine */
    GPtrArray *lookups; /* of char *: those that led to no conversation */
    guint lookups_left_out;
};

typedef struct {
    char *text;
} CaptureLine;

static void clear_capture_line(gpointer data) {
    g_free(((CaptureLine *)data)->text);
}

TextRenderer *text_renderer_new(const TextOptions *options, const RenderOutput *output) {
    TextRenderer *self = g_new0(TextRenderer, 1);
    self->output = *output;
    self->page.options = *options;
    self->page.options.width = CLAMP(options->width, TEXT_WIDTH_MIN, TEXT_WIDTH_MAX);
    self->page.charset = options->utf8 ? SAFE_UTF8 : SAFE_ASCII;
    self->page.signs = text_signs(options->utf8);
    self->page.explained = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->page.out = g_string_new(NULL);
    self->captures = g_array_new(FALSE, FALSE, sizeof(CaptureLine));
    g_array_set_clear_func(self->captures, clear_capture_line);
    self->lookups = g_ptr_array_new_with_free_func(g_free);
    g_queue_init(&self->waiting);
    return self;
}

void text_renderer_free(TextRenderer *self) {
    if (self == NULL)
        return;
    g_queue_clear_full(&self->waiting, (GDestroyNotify)text_conversation_free);
    g_hash_table_unref(self->page.explained);
    g_string_free(self->page.out, TRUE);
    g_array_unref(self->captures);
    g_ptr_array_unref(self->lookups);
    g_free(self->file);
    g_free(self);
}

void text_renderer_set_file(TextRenderer *self, const char *file) {
    g_free(self->file);
    self->file = g_strdup(file);
}

static void hand_on(TextRenderer *self) {
    self->output.write(self->output.user, self->page.out->str, self->page.out->len);
    g_string_truncate(self->page.out, 0);
}

static void write_conversation(TextRenderer *self, const TextConversation *conversation) {
    TextPage *page = &self->page;
    if (page->options.quiet) {
        text_write_brief(page, conversation);
    } else {
        text_write_heading(page, conversation);
        text_write_ladder(page, conversation);
        text_write_messages(page, conversation);
        text_write_findings(page, conversation);
        text_write_octets(page, conversation);
    }
    hand_on(self);
}

/* Writes what is over, up to the first that is not. */
static void write_ready(TextRenderer *self) {
    for (;;) {
        TextConversation *first = g_queue_peek_head(&self->waiting);
        if (first == NULL || !first->is_over)
            return;
        write_conversation(self, first);
        text_conversation_free(g_queue_pop_head(&self->waiting));
    }
}

static void on_opened(gpointer user, NoteConversation *note) {
    TextRenderer *self = user;
    const char *file = self->page.options.several_files ? self->file : NULL;
    TextConversation *opened =
        text_conversation_new(note, file, self->page.charset, self->page.options.quiet);
    note->renderer_data = opened;
    GList *before = self->waiting.tail;
    while (before != NULL && ((TextConversation *)before->data)->note.stream > note->stream)
        before = before->prev;
    if (before == NULL)
        g_queue_push_head(&self->waiting, opened);
    else
        g_queue_insert_after(&self->waiting, before, opened);
}

/* Where the notes of this conversation go; NULL if none are kept. */
static TextConversation *store_of(TextRenderer *self, NoteConversation *note) {
    return self->page.options.quiet ? NULL : note->renderer_data;
}

static void on_command(gpointer user, NoteConversation *conversation, const NoteCommand *note) {
    TextConversation *store = store_of(user, conversation);
    if (store != NULL)
        text_store_command(store, note);
}

static void on_reply(gpointer user, NoteConversation *conversation, const NoteReply *note) {
    TextConversation *store = store_of(user, conversation);
    if (store != NULL)
        text_store_reply(store, note);
}

static void on_transition(gpointer user, NoteConversation *conversation,
                          const NoteTransition *note) {
    TextConversation *store = store_of(user, conversation);
    if (store != NULL)
        text_store_transition(store, note);
}

static void on_message(gpointer user, NoteConversation *conversation, const NoteMessage *note) {
    TextConversation *store = store_of(user, conversation);
    if (store != NULL)
        text_store_message(store, note);
}

static void on_sasl(gpointer user, NoteConversation *conversation, const NoteSasl *note) {
    TextConversation *store = store_of(user, conversation);
    if (store != NULL)
        text_store_sasl(store, note);
}

static void on_tls(gpointer user, NoteConversation *conversation, const NoteTls *note) {
    TextConversation *store = store_of(user, conversation);
    if (store != NULL)
        text_store_tls(store, note);
}

static void on_tcp(gpointer user, NoteConversation *conversation, const NoteTcp *note) {
    TextRenderer *self = user;
    TextConversation *store = store_of(self, conversation);
    if (store != NULL)
        text_store_tcp(store, note, self->page.options.verbose);
}

static void on_finding(gpointer user, NoteConversation *conversation, const NoteFinding *note) {
    TextConversation *store = store_of(user, conversation);
    if (store != NULL)
        text_store_finding(store, note);
}

static void on_leaf(gpointer user, NoteConversation *conversation, const NoteLeaf *note) {
    TextConversation *store = store_of(user, conversation);
    if (store != NULL)
        text_store_leaf(store, note);
}

static void count_mails(TextRenderer *self, const NoteConversation *note) {
    gboolean is_delivery = note->spec == &spec_smtp || note->spec == &spec_lmtp;
    *(is_delivery ? &self->messages : &self->fetched) += note->messages;
    *(is_delivery ? &self->accepted : &self->complete) += note->messages_accepted;
}

static void on_conversation(gpointer user, NoteConversation *note) {
    TextRenderer *self = user;
    if (note->renderer_data == NULL)
        on_opened(self, note);
    text_store_finish(note->renderer_data, note);
    note->renderer_data = NULL;
    count_mails(self, note);
    for (guint i = 0; i < FINDING_N_SEVERITIES; i++)
        self->findings[i] += note->findings_by_severity[i];
    write_ready(self);
}

/* A look-up without a delivery, for the summary. */
static void remember_lookup(TextRenderer *self, const NoteDns *note) {
    if (self->lookups->len >= LOOKUPS_MAX) {
        self->lookups_left_out++;
        return;
    }
    GString *text = g_string_new("asked in the DNS, and no delivery seen: ");
    text_dns_sentence(text, note, NULL, self->page.charset, self->page.signs);
    g_string_append(text, " (packets ");
    text_frames(text, note->frames, self->page.signs);
    g_string_append_c(text, ')');
    g_ptr_array_add(self->lookups, g_string_free(text, FALSE));
}

static void on_dns(gpointer user, const NoteDns *note) {
    TextRenderer *self = user;
    if (self->page.options.quiet)
        return;
    for (GList *at = self->waiting.head; at != NULL && note->for_stream >= 0; at = at->next) {
        TextConversation *conversation = at->data;
        if (conversation->note.stream == note->for_stream && !conversation->is_over)
            text_store_dns(conversation, note, self->page.signs);
    }
    if (note->for_stream < 0)
        remember_lookup(self, note);
}

static void on_journey(gpointer user, const NoteJourney *note) {
    TextRenderer *self = user;
    if (self->page.options.quiet)
        text_write_journey_brief(&self->page, note);
    else
        text_write_journey(&self->page, note);
    hand_on(self);
}

static void on_capture(gpointer user, const NoteCapture *note) {
    TextRenderer *self = user;
    g_autoptr(GString) text = g_string_new(NULL);
    safe_text_append(text, note->file, strlen(note->file), self->page.charset);
    g_string_append(text, ": ");
    text_count(text, note->packets, "packet", "packets");
    g_string_append(text, ", ");
    text_count(text, note->octets, "octet", "octets");
    g_string_append_printf(text, " (%s", note->format);
    for (guint i = 0; note->links != NULL && note->links[i] != NULL; i++)
        g_string_append_printf(text, ", %s", note->links[i]);
    g_string_append_c(text, ')');
    if (note->cut_short)
        g_string_append(text, TEXT_ON STYLE_WARNING ", cut short" TEXT_OFF);
    CaptureLine line = {.text = g_string_free(g_steal_pointer(&text), FALSE)};
    g_array_append_val(self->captures, line);
}

static void append_mails(GString *out, const TextRenderer *self) {
    if (self->messages > 0 || self->fetched == 0) {
        text_next_fact(out, self->page.signs);
        text_mails(out, self->messages, self->accepted, text_mail_done(&spec_smtp));
    }
    if (self->fetched > 0) {
        text_next_fact(out, self->page.signs);
        text_mails(out, self->fetched, self->complete, "fetched");
    }
}

static void write_summary(TextRenderer *self, const NoteEnd *note) {
    TextPage *page = &self->page;
    text_page_write(page, TEXT_ON STYLE_HEADING "summary" TEXT_OFF, 0, 0);
    for (guint i = 0; i < self->captures->len; i++)
        text_page_write(page, g_array_index(self->captures, CaptureLine, i).text, 2, 2);
    for (guint i = 0; i < self->lookups->len; i++)
        text_page_write(page, self->lookups->pdata[i], 2, 2);
    g_autoptr(GString) text = g_string_new(NULL);
    if (self->lookups_left_out > 0) {
        text_count(text, self->lookups_left_out, "more such look-up", "more such look-ups");
        text_page_write(page, text->str, 2, 2);
        g_string_truncate(text, 0);
    }
    text_count(text, note->conversations, "mail conversation", "mail conversations");
    if (note->conversations > 0)
        append_mails(text, self);
    text_findings_count(text, self->findings, page->signs);
    text_page_write(page, text->str, 2, 2);
    if (note->other_tcp > 0) {
        g_string_truncate(text, 0);
        text_count(text, note->other_tcp, "other TCP connection", "other TCP connections");
        g_string_append(text, page->options.filtered ? " (left out, or without mail)"
                                                     : " (no mail in them)");
        text_page_write(page, text->str, 2, 2);
    }
}

static void on_end(gpointer user, const NoteEnd *note) {
    TextRenderer *self = user;
    if (self->page.options.quiet)
        return;
    write_summary(self, note);
    hand_on(self);
}

const NoteSink text_sink = {
    .opened = on_opened,
    .command = on_command,
    .reply = on_reply,
    .transition = on_transition,
    .message = on_message,
    .sasl = on_sasl,
    .tls = on_tls,
    .tcp = on_tcp,
    .finding = on_finding,
    .leaf = on_leaf,
    .conversation = on_conversation,
    .dns = on_dns,
    .capture = on_capture,
    .journey = on_journey,
    .end = on_end,
};
