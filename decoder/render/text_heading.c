/* SPDX-License-Identifier: MIT */
/* A conversation's facts -> the lines above its ladder, and its one line of -q. */
#include "render/text_page.h"

#include <string.h>

static void append_upper(GString *out, const char *word) {
    for (const char *at = word; *at != '\0'; at++)
        g_string_append_c(out, g_ascii_toupper(*at));
}

static void append_parties(GString *out, const TextPage *page, const NoteConversation *note) {
    g_string_append(out, TEXT_ON STYLE_CLIENT "client ");
    text_endpoint(out, &note->client);
    g_string_append_printf(out, TEXT_OFF " %s " TEXT_ON STYLE_SERVER "server ", page->signs->to);
    text_endpoint(out, &note->server);
    g_string_append(out, TEXT_OFF);
    if (note->server_name != NULL)
        g_string_append_printf(out, " (%s)", note->server_name);
}

static const char *how_detected(const NoteConversation *note) {
    static const char *const sentences[] = {
        [NOTE_DETECTED_BY_PORT] = NULL,
        [NOTE_DETECTED_BY_CONTENT] = "recognised by what is said, not by the port",
        [NOTE_DETECTED_BY_ASKED] = "read as this protocol because -d asks for it"};
    return sentences[note->detected_by];
}

static const char *how_closed(const NoteConversation *note) {
    static const char *const sentences[] = {[NOTE_CLOSED_FIN] = "closed by FIN",
                                            [NOTE_CLOSED_RST] = "broken off by RST",
                                            [NOTE_CLOSED_OPEN] =
                                                "still open when the capture ends"};
    return sentences[note->closed];
}

static const char *how_secured(const NoteConversation *note) {
    static const char *const sentences[] = {[NOTE_SECURITY_NONE] = NULL,
                                            [NOTE_SECURITY_STARTTLS] = "TLS since STARTTLS",
                                            [NOTE_SECURITY_TLS] = "TLS from the first octet"};
    return sentences[note->security];
}

static void append_fact(GString *out, const TextPage *page, const char *fact) {
    if (fact == NULL)
        return;
    text_next_fact(out, page->signs);
    g_string_append(out, fact);
}

static void append_lost(GString *out, const TextPage *page, const char *what,
                        const guint64 octets[N_DIRECTIONS]) {
    for (int d = 0; d < N_DIRECTIONS; d++) {
        if (octets[d] == 0)
            continue;
        text_next_fact(out, page->signs);
        g_string_append(out, TEXT_ON STYLE_WARNING);
        text_count(out, octets[d], "octet", "octets");
        g_string_append_printf(out, " of the %s %s" TEXT_OFF, direction_name((Direction)d), what);
    }
}

static void append_tcp(GString *out, const TextPage *page, guint number, const char *one,
                       const char *many) {
    if (number == 0)
        return;
    text_next_fact(out, page->signs);
    text_count(out, number, one, many);
}

static void append_facts(GString *out, const TextPage *page, const TextConversation *self) {
    const NoteConversation *note = &self->note;
    text_moment(out, note->first_time_ns);
    text_next_fact(out, page->signs);
    text_count(out, note->packets, "packet", "packets");
    g_string_append(out, " in ");
    text_duration(out, note->last_time_ns - note->first_time_ns, page->charset);
    append_fact(out, page, how_detected(note));
    text_next_fact(out, page->signs);
    g_string_append_printf(out, "%s, %s",
                           note->opened == NOTE_OPENED_SEEN ? "handshake seen"
                                                            : "began before the capture did",
                           how_closed(note));
    append_fact(out, page, how_secured(note));
    append_lost(out, page, "missing", note->missing);
    append_lost(out, page, "in differing copies", note->conflicting);
    append_tcp(out, page, self->retransmissions, "retransmission", "retransmissions");
    append_tcp(out, page, self->out_of_order, "segment out of order", "segments out of order");
    append_tcp(out, page, self->bad_checksums, "bad TCP checksum", "bad TCP checksums");
    text_next_fact(out, page->signs);
    text_mails(out, note->messages, note->messages_accepted, text_mail_done(note->spec));
    text_findings_count(out, note->findings_by_severity, page->signs);
}

void text_write_heading(TextPage *page, const TextConversation *self) {
    g_autoptr(GString) title = g_string_new(NULL);
    if (self->file != NULL)
        g_string_append_printf(title, TEXT_ON STYLE_HEADING "%s" TEXT_OFF "%s", self->file,
                               page->signs->dot);
    g_string_append_printf(title, TEXT_ON STYLE_HEADING "conversation %u%s", self->note.stream,
                           page->signs->dot);
    append_upper(title, self->note.spec->name);
    g_string_append_printf(title, TEXT_OFF "%s", page->signs->dot);
    append_parties(title, page, &self->note);
    text_page_write(page, title->str, 0, 2);
    g_autoptr(GString) facts = g_string_new(NULL);
    append_facts(facts, page, self);
    text_page_write(page, facts->str, 0, 0);
    text_page_blank(page);
}

void text_write_brief(TextPage *page, const TextConversation *self) {
    const NoteConversation *note = &self->note;
    g_autoptr(GString) line = g_string_new(NULL);
    if (self->file != NULL)
        g_string_append_printf(line, "%s ", self->file);
    g_string_append_printf(line, "%u %s ", note->stream, note->spec->name);
    text_endpoint(line, &note->client);
    g_string_append_printf(line, " %s ", page->signs->to);
    text_endpoint(line, &note->server);
    text_next_fact(line, page->signs);
    text_count(line, note->packets, "packet", "packets");
    g_string_append(line, " in ");
    text_duration(line, note->last_time_ns - note->first_time_ns, page->charset);
    append_fact(line, page, how_secured(note));
    append_fact(line, page, how_closed(note));
    text_next_fact(line, page->signs);
    text_mails(line, note->messages, note->messages_accepted, text_mail_done(note->spec));
    text_findings_count(line, note->findings_by_severity, page->signs);
    text_emit(page->out, line->str, page->options.color);
    g_string_append_c(page->out, '\n');
}
