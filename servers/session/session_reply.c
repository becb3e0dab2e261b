/* SPDX-License-Identifier: MIT */
/* A reply -> octets on the wire, a step of the machine, and the report of both: the one way in
 * which a core answers. It knows how replies of the protocols look, not what they mean. */
#include "session/session_private.h"

#include "spec/imap_spec.h"
#include "spec/pop3_spec.h"

#include <string.h>

#define SLOW_MS_DEFAULT 2000u
#define SLOW_MS_MAX 60000u

static void put(Session *self, const char *text) {
    g_byte_array_append(self->out, (const guint8 *)text, (guint)strlen(text));
}

static void put_line(Session *self, const char *line) {
    put(self, line);
    put(self, "\r\n");
}

/* The text of a reply as lines; an empty text is one empty line. */
static char **lines_of(const SessionReply *reply) {
    const char *text = reply->text != NULL ? reply->text : "";
    if (*text != '\0')
        return g_strsplit(text, "\n", -1);
    static char *const nothing[] = {(char *)"", NULL};
    return g_strdupv((char **)nothing);
}

/* ---- how each protocol writes it ------------------------------------------------------------ */

/* Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF */
static void format_smtp(Session *self, const SessionReply *reply, gboolean is_open) {
    g_auto(GStrv) lines = lines_of(reply);
    for (guint i = 0; lines[i] != NULL; i++) {
        put(self, reply->status);
        put(self, lines[i + 1] != NULL ? "-" : " ");
        if (reply->enhanced != NULL) {
            put(self, reply->enhanced);
            put(self, " ");
        }
        put_line(self, lines[i]);
    }
}

/* A response code: POP3's stands in `code`, IMAP's there or where session_say() puts it. */
static const char *code_of(const SessionReply *reply) {
    return reply->code != NULL ? reply->code : reply->enhanced;
}

static void put_code(Session *self, const char *code) {
    if (code == NULL)
        return;
    put(self, "[");
    put(self, code);
    put(self, "] ");
}

/* A multi-line reply ends with a lone dot, and lines that begin with one get another: RFC 1939 §3.
 */
static void format_pop3(Session *self, const SessionReply *reply, gboolean is_open) {
    g_auto(GStrv) lines = lines_of(reply);
    put(self, reply->status);
    put(self, " ");
    put_code(self, reply->code);
    put_line(self, lines[0]);
    if (is_open || !reply->is_multi_line)
        return;
    for (guint i = 1; lines[i] != NULL; i++) {
        if (lines[i][0] == '.')
            put(self, ".");
        put_line(self, lines[i]);
    }
    put_line(self, ".");
}

static gboolean is_imap_data(const SessionReply *reply) {
    return reply->status[0] == '*';
}

static void put_imap_data(Session *self, const SessionReply *reply) {
    put(self, "* ");
    if (reply->has_number) {
        g_autofree char *number = g_strdup_printf("%" G_GUINT64_FORMAT " ", reply->number);
        put(self, number);
    }
    put(self, reply->data);
    if (reply->text != NULL && *reply->text != '\0')
        put(self, " ");
}

static gboolean is_imap_tagged(const Session *self, const SessionReply *reply) {
    return !is_imap_data(reply) && !reply->is_untagged && !reply->is_unsolicited &&
           reply->status[0] != '+' && self->tag->len > 0;
}

static void format_imap(Session *self, const SessionReply *reply, gboolean is_open) {
    if (is_imap_data(reply)) {
        put_imap_data(self, reply);
    } else if (reply->status[0] == '+') {
        put(self, "+ ");
    } else {
        put(self, is_imap_tagged(self, reply) ? self->tag->str : "*");
        put(self, " ");
        put(self, reply->status);
        put(self, " ");
        put_code(self, code_of(reply));
    }
    put(self, reply->text != NULL ? reply->text : "");
    if (!is_open)
        put(self, "\r\n");
}

typedef void (*Formatter)(Session *self, const SessionReply *reply, gboolean is_open);

static Formatter formatter_of(const Session *self) {
    if (self->klass->spec == &spec_imap)
        return format_imap;
    return self->klass->spec == &spec_pop3 ? format_pop3 : format_smtp;
}

/* Does a response code stand in brackets in front of its text? */
static gboolean is_bracketed(const Session *self, const SessionReply *reply) {
    if (self->klass->spec == &spec_pop3)
        return reply->code != NULL;
    return self->klass->spec == &spec_imap && !is_imap_data(reply) && code_of(reply) != NULL;
}

/* ---- what it does --------------------------------------------------------------------------- */

void session_step(Session *self, int command, const char *status) {
    SessionTransitionReport report = {.time_ns = session_now_ns(self)};
    if (!spec_machine_reply(&self->machine, command, status, &report.step))
        return;
    if (self->observer != NULL && self->observer->transition != NULL)
        self->observer->transition(self->observer_user, self, &report);
}

/* Untagged replies of IMAP move nothing but as greeting and as a BYE out of turn: the BYE that
 * answers LOGOUT is followed by the tagged OK, which does. */
static gboolean moves_state(const Session *self, const SessionReply *reply) {
    if (reply->is_one_of_many || reply->status[0] == '*')
        return FALSE;
    if (self->klass->spec != &spec_imap || is_imap_tagged(self, reply))
        return TRUE;
    if (strcmp(reply->status, "BYE") == 0)
        return self->command != IMAP_LOGOUT;
    return reply->status[0] == '+' || (self->command == IMAP_CONNECT && self->tag->len == 0);
}

/* What stands in front of a line's text on the wire: "2.1.5 ", "[READ-WRITE] "; or NULL. */
static char *line_prefix(const Session *self, const SessionReply *reply) {
    if (is_bracketed(self, reply))
        return g_strdup_printf("[%s] ", code_of(reply));
    gboolean is_smtp = formatter_of(self) == format_smtp && reply->enhanced != NULL;
    return is_smtp ? g_strconcat(reply->enhanced, " ", NULL) : NULL;
}

static GPtrArray *lines_as_sent(const Session *self, const SessionReply *reply) {
    g_auto(GStrv) texts = lines_of(reply);
    g_autofree char *prefix = line_prefix(self, reply);
    gboolean is_imap = self->klass->spec == &spec_imap;
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    if (is_imap) /* its literals hold line ends of their own */
        g_ptr_array_add(lines, g_strconcat(prefix != NULL ? prefix : "",
                                           reply->text != NULL ? reply->text : "", NULL));
    for (guint i = 0; !is_imap && texts[i] != NULL; i++) {
        gboolean has_prefix = prefix != NULL && (i == 0 || !is_bracketed(self, reply));
        g_ptr_array_add(lines, g_strconcat(has_prefix ? prefix : "", texts[i], NULL));
    }
    return lines;
}

static gboolean answers_command(const Session *self, const SessionReply *reply) {
    return self->has_command && !reply->is_unsolicited;
}

/* The response code's name, as records have it: IMAP only. */
static char *code_name(const Session *self, const SessionReply *reply) {
    if (self->klass->spec != &spec_imap || code_of(reply) == NULL)
        return NULL;
    return g_strndup(code_of(reply), strcspn(code_of(reply), " "));
}

static void report_reply(Session *self, const SessionReply *reply, const GPtrArray *lines,
                         guint64 octets, guint kept_messages) {
    gboolean is_answer = answers_command(self, reply);
    g_autofree char *code = code_name(self, reply);
    SessionReplyReport report = {
        .n = self->counts.replies++,
        .command_n = is_answer ? (int)self->command_n : -1,
        .status = reply->status,
        .enhanced = formatter_of(self) == format_smtp ? reply->enhanced : NULL,
        .code = code,
        .data = reply->data,
        .has_number = reply->has_number,
        .number = reply->number,
        .lines = (const char *const *)(gpointer)lines->pdata,
        .n_lines = lines->len,
        .recipient = reply->recipient,
        .octets = octets,
        .time_ns = session_now_ns(self),
        .first_message = self->counts.messages + kept_messages,
        .n_messages = self->messages->len - kept_messages,
    };
    report.latency_ns = is_answer ? report.time_ns - self->command_time_ns : -1;
    if (is_imap_tagged(self, reply) && self->klass->spec == &spec_imap)
        report.tag = (SessionText){self->tag->str, self->tag->len};
    self->reply_n = report.n;
    if (self->observer != NULL && self->observer->reply != NULL)
        self->observer->reply(self->observer_user, self, &report);
}

/* IMAP: what an untagged reply leaves waits for the tagged one. */
static gboolean ends_exchange(const Session *self, const SessionReply *reply) {
    return self->klass->spec != &spec_imap || is_imap_tagged(self, reply) ||
           reply->status[0] == '+' || !self->has_command || self->command == IMAP_CONNECT ||
           reply->is_unsolicited;
}

static void finish_reply(Session *self, const SessionReply *reply, const GPtrArray *lines,
                         guint64 octets, guint kept_messages) {
    report_reply(self, reply, lines, octets, kept_messages);
    if (moves_state(self, reply))
        session_step(self, answers_command(self, reply) ? self->command : -1, reply->status);
    if (ends_exchange(self, reply))
        session_tell_kept(self, reply->status);
}

/* Fault slow: every reply waits. */
static void be_slow(Session *self) {
    if (!session_fault(self, FAULT_SLOW))
        return;
    const char *argument = session_fault_argument(self, FAULT_SLOW);
    guint64 ms = argument != NULL ? g_ascii_strtoull(argument, NULL, 10) : SLOW_MS_DEFAULT;
    session_hold(self, (guint)MIN(ms, SLOW_MS_MAX));
}

void session_reply(Session *self, const SessionReply *reply) {
    guint before = self->out->len;
    formatter_of(self)(self, reply, FALSE);
    g_autoptr(GPtrArray) lines = lines_as_sent(self, reply);
    finish_reply(self, reply, lines, self->out->len - before, self->messages->len);
    be_slow(self);
}

void session_say(Session *self, const char *status, const char *enhanced, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    session_reply(self, &(SessionReply){.status = status, .enhanced = enhanced, .text = text});
}

void session_untagged(Session *self, const char *data, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    session_reply(self, &(SessionReply){.status = "*", .data = data, .text = text});
}

void session_untagged_number(Session *self, guint64 number, const char *data) {
    session_reply(
        self, &(SessionReply){.status = "*", .data = data, .has_number = TRUE, .number = number});
}

void session_go_ahead(Session *self, const char *text) {
    put(self, "+ ");
    put_line(self, text);
    g_ptr_array_add(self->early, g_strdup(text));
}

/* ---- a reply that carries octets ------------------------------------------------------------ */

static SessionReply keep_reply(const SessionReply *reply) {
    SessionReply kept = *reply;
    kept.status = g_strdup(reply->status);
    kept.enhanced = g_strdup(reply->enhanced);
    kept.code = g_strdup(reply->code);
    kept.data = g_strdup(reply->data);
    kept.text = g_strdup(reply->text);
    kept.recipient = g_strdup(reply->recipient);
    return kept;
}

static void clear_reply(SessionReply *kept) {
    g_free((char *)kept->status);
    g_free((char *)kept->enhanced);
    g_free((char *)kept->code);
    g_free((char *)kept->data);
    g_free((char *)kept->text);
    g_free((char *)kept->recipient);
    *kept = (SessionReply){0};
}

void session_reply_begin(Session *self, const SessionReply *head) {
    g_return_if_fail(!self->open.is_open);
    guint before = self->out->len;
    self->open.is_open = TRUE;
    self->open.head = keep_reply(head);
    self->open.lines = lines_as_sent(self, head);
    self->open.kept_messages = self->messages->len;
    formatter_of(self)(self, head, TRUE);
    self->open.octets = self->out->len - before;
    be_slow(self);
}

void session_reply_octets(Session *self, const guint8 *octets, gsize length) {
    g_byte_array_append(self->out, octets, (guint)length);
    self->open.octets += length;
}

void session_reply_text(Session *self, const char *text) {
    put_line(self, text);
    self->open.octets += strlen(text) + strlen("\r\n");
    g_ptr_array_add(self->open.lines, g_strdup(text));
}

void session_reply_end(Session *self, const char *tail) {
    g_return_if_fail(self->open.is_open);
    guint before = self->out->len;
    gboolean is_imap = self->klass->spec == &spec_imap;
    if (tail != NULL)
        put(self, tail);
    put(self, is_imap ? "\r\n" : ".\r\n");
    if (is_imap && tail != NULL && *tail != '\0')
        g_ptr_array_add(self->open.lines, g_strdup(tail));
    self->open.octets += self->out->len - before;
    self->open.is_open = FALSE;
    finish_reply(self, &self->open.head, self->open.lines, self->open.octets,
                 self->open.kept_messages);
    g_ptr_array_unref(self->open.lines);
    self->open.lines = NULL;
    clear_reply(&self->open.head);
}
