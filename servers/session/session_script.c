/* SPDX-License-Identifier: MIT */
/* A session over a list of octets, driven as the transport would, its reports written as short
 * lines. For tests only. */
#include "session/session_script.h"

#include <string.h>

/* ---- the log -------------------------------------------------------------------------------- */

static void append_text(GString *out, const char *octets, gsize length) {
    for (gsize i = 0; i < length; i++) {
        guchar c = (guchar)octets[i];
        if (c >= 0x20 && c != 0x7f)
            g_string_append_c(out, (char)c);
        else
            g_string_append_printf(out, "\\x%02x", c);
    }
}

static const char *state_name(const Session *session, int state) {
    return session_class(session)->spec->states[state].name;
}

static void on_command(gpointer user, Session *session, const SessionCommandReport *report) {
    GString *log = user;
    g_string_append(log, "C ");
    append_text(log, report->verb.octets, report->verb.length);
    if (report->argument.length > 0) {
        g_string_append_c(log, ' ');
        append_text(log, report->argument.octets, report->argument.length);
    }
    g_string_append_printf(log, " @%s\n", state_name(session, report->state));
}

static void on_reply(gpointer user, Session *session, const SessionReplyReport *report) {
    GString *log = user;
    g_string_append_printf(log, "S %s", report->status);
    if (report->has_number)
        g_string_append_printf(log, " %" G_GUINT64_FORMAT, report->number);
    if (report->data != NULL)
        g_string_append_printf(log, " %s", report->data);
    if (report->enhanced != NULL)
        g_string_append_printf(log, " %s", report->enhanced);
    for (guint i = 0; i < report->n_lines; i++) {
        g_string_append(log, i == 0 ? " " : " | ");
        const char *text = report->lines[i];
        if (report->enhanced != NULL) /* it stands there once */
            text += strlen(report->enhanced) + 1;
        append_text(log, text, strlen(text));
    }
    g_string_append_c(log, '\n');
}

static void on_transition(gpointer user, Session *session, const SessionTransitionReport *report) {
    const SpecStep *step = &report->step;
    const SpecProtocol *spec = session_class(session)->spec;
    g_string_append_printf(user, "T %s %s %s %s%s\n", state_name(session, step->from),
                           step->command < 0 ? "-" : spec->commands[step->command].name,
                           step->status, state_name(session, step->to),
                           step->out_of_order ? " !" : "");
}

/* How long the text is that passes, and those that passed and were not told. */
typedef struct {
    guint64 reading;
    GArray *texts; /* of guint64 */
} Tally;

static void on_message_octets(gpointer user, Session *session, const guint8 *octets, gsize length) {
    Tally *tally = session_observer_data(session);
    tally->reading += length;
}

static void on_message_end(gpointer user, Session *session) {
    Tally *tally = session_observer_data(session);
    g_array_append_val(tally->texts, tally->reading);
    tally->reading = 0;
}

static void on_message(gpointer user, Session *session, const SessionMessage *report) {
    static const char *const verdicts[] = {"accepted", "refused", "unanswered"};
    Tally *tally = session_observer_data(session);
    if (tally->texts->len == 0) /* it was cut off */
        on_message_end(user, session);
    g_string_append_printf(user, "M %s %s %" G_GUINT64_FORMAT "%s\n", report->carried_by,
                           verdicts[report->verdict], g_array_index(tally->texts, guint64, 0),
                           report->is_unterminated ? " unterminated" : "");
    g_array_remove_index(tally->texts, 0);
}

static void on_sasl(gpointer user, Session *session, const SessionSaslReport *report) {
    GString *log = user;
    g_string_append_printf(log, "A %s %s %s\n", report->mechanism,
                           report->from_client ? "client" : "server", report->result);
}

static void on_tls(gpointer user, Session *session, const SessionTlsReport *report) {
    g_string_append(user, "TLS\n");
}

static void on_lesson(gpointer user, Session *session, const SessionLesson *report) {
    g_string_append_printf(user, "L %s\n", report->code);
}

static const SessionObserver observer = {
    .command = on_command,
    .reply = on_reply,
    .transition = on_transition,
    .message_octets = on_message_octets,
    .message_end = on_message_end,
    .message = on_message,
    .sasl = on_sasl,
    .tls = on_tls,
    .lesson = on_lesson,
};

/* ---- the drive ------------------------------------------------------------------------------ */

/* Writes, holds, starts TLS, until the session wants input or closes. */
static void settle(Script *self, Session *session) {
    while (!self->is_closed) {
        SessionWish wish = session_wish(session);
        self->held_ms += wish.hold_ms;
        GByteArray *out = session_output(session);
        g_string_append_len(self->wire, (const char *)out->data, (gssize)out->len);
        session_written(session, out->len);
        if (wish.is_tls) {
            session_tls_done(session, &(SessionTlsReport){.version = "TLS 1.3"},
                             &(SessionBindings){NULL});
            g_string_append(self->wire, "<TLS>\n");
        }
        self->is_closed = wish.is_close;
        if (wish.n_octets == 0 && wish.hold_ms == 0 && !wish.is_tls && session_wants_input(session))
            return;
    }
}

/* Sends a piece; what agrees to TLS or closes leaves the rest of the flight unread or dropped, as
 * the session says. */
static void send_piece(Script *self, Session *session, const char *octets, gsize length) {
    if (self->is_closed || length == 0)
        return;
    session_push(session, (const guint8 *)octets, length);
    settle(self, session);
}

static void send_flight(Script *self, Session *session, const char *octets, gsize length,
                        gsize step, gsize cut) {
    if (step == 0) {
        gsize first = MIN(cut, length);
        send_piece(self, session, octets, first);
        send_piece(self, session, octets + first, length - first);
        return;
    }
    for (gsize at = 0; at < length; at += step)
        send_piece(self, session, octets + at, MIN(step, length - at));
}

static void run(Script *self, const CoreClass *core_class, const SessionSetup *setup,
                const char *input, gsize length, gsize step, gsize cut) {
    *self = (Script){.wire = g_string_new(NULL), .log = g_string_new(NULL)};
    Tally tally = {0, g_array_new(FALSE, FALSE, sizeof(guint64))};
    SessionPeer peer = {"127.0.0.1", 40000, "127.0.0.1", 2525, FALSE, 1};
    Session *session = session_new(core_class, setup, &peer, &observer, self->log);
    session_set_observer_data(session, &tally);
    session_greet(session);
    settle(self, session);
    for (gsize at = 0; at < length;) {
        const char *mark = memchr(input + at, SCRIPT_FLIGHT[0], length - at);
        gsize end = mark != NULL ? (gsize)(mark - input) : length;
        send_flight(self, session, input + at, end - at, step, cut > at ? cut - at : 0);
        at = end + 1;
    }
    session_client_gone(session);
    session_free(session);
    g_array_unref(tally.texts);
}

void script_run(Script *self, const CoreClass *core_class, const SessionSetup *setup,
                const char *input, gsize length, gsize step) {
    run(self, core_class, setup, input, length, step, 0);
}

void script_run_cut(Script *self, const CoreClass *core_class, const SessionSetup *setup,
                    const char *input, gsize length, gsize cut) {
    gboolean is_apart = cut > 0 && cut >= length;
    run(self, core_class, setup, input, length, is_apart ? 1 : 0, is_apart ? 0 : cut);
}

void script_clear(Script *self) {
    g_string_free(self->wire, TRUE);
    g_string_free(self->log, TRUE);
}

/* ---- in few words --------------------------------------------------------------------------- */

static void add_word(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void add_word(GString *out, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_string_append(out, out->len > 0 ? " " : "");
    g_string_append_vprintf(out, format, arguments);
    va_end(arguments);
}

/* "250/2.1.0", "-ERR/IN-USE", "354" */
static void append_status(GString *out, const char *status, const char *code) {
    gsize length = strlen(code);
    gboolean is_enhanced = length >= 5 && g_ascii_isdigit(code[0]) && code[1] == '.';
    if (is_enhanced)
        add_word(out, "%s/%s", status, code);
    else if (code[0] == '[' && code[length - 1] == ']')
        add_word(out, "%s/%.*s", status, (int)length - 2, code + 1);
    else
        add_word(out, "%s", status);
}

/* One line of the log in short; commands and sasl records are left out. */
static void shorten_line(GString *out, const char *line) {
    g_auto(GStrv) words = g_strsplit(line, " ", 0);
    guint n = g_strv_length(words);
    if (n < 1)
        return;
    if (line[0] == 'S') {
        append_status(out, words[1], n > 2 ? words[2] : "");
    } else if (line[0] == 'T' && n == 1) {
        add_word(out, "TLS");
    } else if (line[0] == 'T') {
        add_word(out, ">%s%s", words[n - 1][0] == '!' ? words[n - 2] : words[n - 1],
                 words[n - 1][0] == '!' ? "!" : "");
    } else if (line[0] == 'L') {
        add_word(out, "L:%s", words[1]);
    } else if (line[0] == 'M') {
        add_word(out, "M:%s:%s%s%s", words[2], words[3], n > 4 ? ":" : "", n > 4 ? words[4] : "");
    }
}

char *script_shorten(const Script *self) {
    g_auto(GStrv) lines = g_strsplit(self->log->str, "\n", 0);
    GString *out = g_string_new(NULL);
    for (guint i = 0; lines[i] != NULL; i++)
        shorten_line(out, lines[i]);
    return g_string_free(out, FALSE);
}

/* 2026-11-23 12:00:01 UTC, always. */
static gint64 fixed_clock(gpointer clock) {
    return G_GINT64_CONSTANT(1795435201) * 1000000000;
}

SessionSetup script_setup(void) {
    return (SessionSetup){
        .domain = "lab.example",
        .host_name = "mail.lab.example",
        .has_certificate = TRUE,
        .size_limit = SESSION_SIZE_LIMIT_DEFAULT,
        .now_ns = fixed_clock,
    };
}
