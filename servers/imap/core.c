/* SPDX-License-Identifier: MIT */
/* Octets -> commands -> the function of each. It decides which literals are taken, and refuses what
 * the tables do not allow; what a command means is in its own file. */
#include "imap/core.h"

#include "imap/capability.h"
#include "imap/cmd_append.h"
#include "imap/cmd_authenticate.h"
#include "imap/cmd_fetch.h"
#include "imap/cmd_idle.h"
#include "imap/commands.h"
#include "imap/imap.h"
#include "imap/news.h"

#include <string.h>

/* What a tolerant server overlooks: RFC 9051 §9 wants one space, and atoms without such octets. */
#define OVERLOOKED                                                                                 \
    (IMAP_PROBLEM_SPACES | IMAP_PROBLEM_BAD_ATOM | IMAP_PROBLEM_8BIT | IMAP_PROBLEM_BAD_ESCAPE)

/* ---- one connection ------------------------------------------------------------------------- */

static void begin_reading(ImapCore *self) {
    imap_framer_init(&self->framer, FALSE, NULL);
    imap_unit_init(&self->unit, FALSE);
}

static gpointer create(Session *session) {
    ImapCore *self = g_new0(ImapCore, 1);
    self->session = session;
    self->setup = session_setup(session);
    begin_reading(self);
    return self;
}

/* What belongs to the command in hand. */
static void forget_command(ImapCore *self) {
    append_free(self);
    g_clear_pointer(&self->refusal, g_free);
    imap_unit_reset(&self->unit);
}

static void core_free(gpointer core) {
    ImapCore *self = core;
    fetch_free(self);
    forget_command(self);
    imap_close_box(self);
    g_clear_pointer(&self->login, login_free);
    imap_unit_clear(&self->unit);
    imap_framer_clear(&self->framer);
    g_free(self);
}

static void greet(gpointer core) {
    ImapCore *self = core;
    session_command(self->session, &(SessionCommand){.command = IMAP_CONNECT, .tag = ""});
    if (session_fault(self->session, FAULT_BUSY)) {
        session_reply(self->session, &(SessionReply){.status = "BYE",
                                                     .code = "UNAVAILABLE",
                                                     .text = "Too busy now, come back later",
                                                     .is_untagged = TRUE});
        session_close(self->session);
        return;
    }
    g_autofree char *code = capability_code(self);
    g_autofree char *text = g_strdup_printf("%s is ready", self->setup->host_name);
    imap_untagged_ok(self, code, text);
}

/* ---- what is refused ------------------------------------------------------------------------ */

void core_refuse(ImapCore *self, const char *status, const char *code, const char *format, ...) {
    if (self->refusal != NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    self->refusal = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    self->refusal_status = status;
    self->refusal_code = code;
}

/* tag SP command: is there something to be refused before its arguments matter? */
static void judge_line(ImapCore *self, const ImapCommandLine *line) {
    if ((line->problems & (IMAP_PROBLEM_NO_TAG | IMAP_PROBLEM_BAD_TAG)) != 0)
        core_refuse(
            self, "BAD", NULL,
            "A command begins with a tag of your choice, as in \"a1 NOOP\": RFC 9051 §2.2.1");
    else if ((line->problems & IMAP_PROBLEM_NO_VERB) != 0)
        core_refuse(self, "BAD", NULL, "After the tag stands a command: RFC 9051 §2.2.1");
}

/* The commands of ours that are legal now. */
static char *legal_commands(const ImapCore *self) {
    GString *names = g_string_new(NULL);
    for (int command = 0; command < IMAP_N_COMMANDS; command++) {
        const ImapCommandRow *row = commands_find(command);
        if (row != NULL && spec_is_legal(&spec_imap, session_state(self->session), command) &&
            (row->extension == NULL || session_has(self->session, row->extension)))
            g_string_append_printf(names, "%s%s", names->len > 0 ? " " : "",
                                   spec_imap.commands[command].name);
    }
    return g_string_free(names, FALSE);
}

/* Is it a command of ours, and legal in this state? */
static void judge_command(ImapCore *self, int command, const char *name) {
    const SpecProtocol *spec = &spec_imap;
    int state = session_state(self->session);
    const ImapCommandRow *row = commands_find(command);
    g_autofree char *legal = legal_commands(self);
    if (row == NULL)
        core_refuse(self, "BAD", NULL, "%s is no command here. Now allowed: %s", name, legal);
    else if (row->extension != NULL && !session_has(self->session, row->extension))
        core_refuse(self, "BAD", NULL, "%s is switched off here: --without %s", name,
                    row->extension);
    else if (!spec_is_legal(spec, state, command))
        core_refuse(self, "BAD", NULL, "%s is not allowed in state %s (%s). Now allowed: %s", name,
                    spec->states[state].name, spec->states[state].rfc, legal);
}

static void judge_arguments(ImapCore *self, const ImapCommandLine *line, int command) {
    guint problems = line->problems & ~(self->setup->is_strict ? 0u : (guint)OVERLOOKED);
    if (self->unit.dropped > 0)
        core_refuse(self, "BAD", NULL, "The command is too long: RFC 9051 §4");
    else if (problems != 0)
        core_refuse(self, "BAD", NULL, "That is not how it is written: %s (%s)",
                    spec_imap.commands[command].syntax, spec_imap.commands[command].rfc);
}

/* What is wrong and taken all the same, because clients do it. */
static void teach_arguments(ImapCore *self, const ImapCommandLine *line) {
    if ((line->problems & (guint)OVERLOOKED) != 0 && !self->setup->is_strict)
        session_lesson(self->session, "imap.argument-syntax", "RFC 9051 §9",
                       "one space parts two words, and atoms hold neither controls nor "
                       "octets over 127: overlooked here, a strict server says BAD");
}

/* RFC 9051 §2.2: lines end in CRLF; plain nc sends LF only. */
static void judge_line_end(ImapCore *self) {
    if (self->unit.end != LINE_END_LF)
        return;
    session_lesson(self->session, "imap.bare-lf", "RFC 9051 §2.2",
                   "this line ends in a bare LF; IMAP's lines end in CRLF");
    if (self->setup->is_strict)
        core_refuse(self, "BAD", NULL, "Lines end in CRLF, this one in a bare LF: RFC 9051 §2.2");
}

/* ---- a command is whole --------------------------------------------------------------------- */

/* Which argument is not to be shown: LOGIN's password, the first response of some mechanisms. */
static const ImapValue *secret_value(const ImapCommandLine *line, int command) {
    const ImapValue *mechanism = imap_argument(&line->arguments, IMAP_ROLE_MECHANISM);
    if (command == IMAP_LOGIN)
        return imap_argument(&line->arguments, IMAP_ROLE_PASSWORD);
    if (command == IMAP_AUTHENTICATE && mechanism != NULL &&
        login_is_secret(mechanism->octets.octets, mechanism->octets.length))
        return imap_argument(&line->arguments, IMAP_ROLE_INITIAL_RESPONSE);
    return NULL;
}

/* The argument without a line end: one stands behind the header of a literal that is not in the
 * text. */
static gsize argument_length(const ImapCommandLine *line) {
    gsize length = line->argument.length;
    while (length > 0 && strchr("\r\n", line->argument.octets[length - 1]) != NULL)
        length--;
    return length;
}

/* What of the argument is not to be shown: the content of the value, or all to the end where more
 * follows than there should. A literal that was not taken has no content. */
static SyntaxSlice secret_of(const ImapCommandLine *line, int command) {
    const ImapValue *value = secret_value(line, command);
    if (value == NULL || value->octets.octets == NULL)
        return (SyntaxSlice){NULL, 0};
    const char *end = line->argument.octets + argument_length(line);
    const char *last = value->octets.octets + value->octets.length;
    gboolean is_last = value->raw.octets + value->raw.length >= end;
    const char *from = MIN(is_last ? value->octets.octets : value->raw.octets, end);
    return (SyntaxSlice){from, (gsize)((is_last ? MAX(from, MIN(last, end)) : end) - from)};
}

static void report_command(ImapCore *self, const ImapCommandLine *line, int command) {
    gboolean has_tag = (line->problems & IMAP_PROBLEM_NO_TAG) == 0;
    gboolean is_tag_bad = (line->problems & IMAP_PROBLEM_BAD_TAG) != 0;
    SyntaxSlice secret = secret_of(line, command);
    session_command(self->session, &(SessionCommand){.command = command,
                                                     .verb = line->verb.octets,
                                                     .verb_length = line->verb.length,
                                                     .argument = line->argument.octets,
                                                     .argument_length = argument_length(line),
                                                     .secret = secret.octets,
                                                     .secret_length = secret.length,
                                                     .tag = has_tag ? line->tag.octets : "",
                                                     .tag_length = has_tag ? line->tag.length : 0,
                                                     .is_tag_bad = is_tag_bad,
                                                     .octets = self->unit.wire_octets});
}

static char *text_of(const ImapValue *value) {
    gboolean has_text =
        value != NULL && (value->kind != IMAP_VALUE_LITERAL || value->octets.length > 0);
    return has_text ? imap_value_dup(value) : NULL;
}

/* The log has each line of a login, also of one that is refused. */
static void tell_login(ImapCore *self, const ImapCommandLine *line, int command) {
    const ImapArguments *arguments = &line->arguments;
    if (command == IMAP_LOGIN) {
        g_autofree char *user = text_of(imap_argument(arguments, IMAP_ROLE_USER));
        g_autofree char *password = text_of(imap_argument(arguments, IMAP_ROLE_PASSWORD));
        login_tell_words(self->session, "LOGIN", user, password, NULL);
    } else if (command == IMAP_AUTHENTICATE) {
        const ImapValue *mechanism = imap_argument(arguments, IMAP_ROLE_MECHANISM);
        const ImapValue *response = imap_argument(arguments, IMAP_ROLE_INITIAL_RESPONSE);
        if (mechanism != NULL && response != NULL)
            login_tell_response(self->session, mechanism->octets, response->octets);
    }
}

static void say_refusal(ImapCore *self) {
    g_autofree char *refusal = g_steal_pointer(&self->refusal);
    if (strcmp(self->refusal_status, "BAD") == 0)
        imap_bad(self, "%s", refusal);
    else
        imap_no(self, self->refusal_code, "%s", refusal);
}

static gboolean is_uid_command(const ImapCommandLine *line) {
    return strncmp(line->name, "UID ", strlen("UID ")) == 0;
}

static void run_command(ImapCore *self, const ImapText *text) {
    ImapCommandLine line;
    imap_parse_command(text, &line);
    int command = spec_find_command(&spec_imap, line.name, strlen(line.name));
    report_command(self, &line, command);
    tell_login(self, &line, command);
    judge_line(self, &line);
    judge_line_end(self);
    judge_command(self, command, line.name);
    if (self->refusal == NULL)
        judge_arguments(self, &line, command);
    const ImapCommandRow *row = commands_find(command);
    self->keeps_expunged = row != NULL && row->keeps_expunged;
    if (self->refusal != NULL || row == NULL) {
        say_refusal(self);
    } else {
        ImapCall call = {.text = text, .line = &line, .is_uid = is_uid_command(&line)};
        teach_arguments(self, &line);
        row->run(self, &call);
    }
    if (self->append != NULL)
        append_report(self, FALSE);
}

/* It answers nothing, so it is no command in the log. */
static void refuse_empty_line(ImapCore *self) {
    session_reply(self->session, &(SessionReply){.status = "BAD",
                                                 .text = "An empty line is no command: a tag and "
                                                         "a verb are, as in \"a1 NOOP\"",
                                                 .is_untagged = TRUE,
                                                 .is_unsolicited = TRUE});
}

static void take_unit(ImapCore *self) {
    ImapText text = imap_unit_text(&self->unit);
    guint64 octets = self->unit.wire_octets;
    if (self->login != NULL)
        authenticate_line(self, text.octets, text.length, octets);
    else if (self->is_idling)
        idle_line(self, text.octets, text.length, octets);
    else if (text.length == 0)
        refuse_empty_line(self);
    else
        run_command(self, &text);
    if (self->fetch == NULL)
        forget_command(self);
}

/* ---- a literal begins ----------------------------------------------------------------------- */

/* Refused before it is sent, if it waits; read and dropped if it does not (RFC 7888 §4). */
static void begin_literal(ImapCore *self, const ImapFramerLiteral *literal) {
    ImapText text = imap_unit_text(&self->unit);
    ImapCommandLine line;
    if (self->login != NULL || self->is_idling) {
        core_refuse(self, "BAD", NULL, "No literal is expected here");
        return;
    }
    imap_parse_command(&text, &line);
    judge_line(self, &line);
    judge_command(self, spec_find_command(&spec_imap, line.name, strlen(line.name)), line.name);
    if (literal->is_non_synchronising && !session_has(self->session, "LITERAL+"))
        core_refuse(self, "BAD", NULL, "Literals must wait here: RFC 9051 §4.3");
    ImapCall call = {.text = &text, .line = &line};
    if (imap_unit_place(&self->unit).role == IMAP_PLACE_MESSAGE)
        append_begin(self, &call, literal);
    else if (literal->size > IMAP_LITERAL_INLINE_MAX)
        core_refuse(self, "NO", "TOOBIG", "That is longer than any name or word can be");
}

static void decide_literal(ImapCore *self) {
    if (self->refusal == NULL)
        session_go_ahead(self->session, "go ahead");
    imap_framer_resume(&self->framer, self->refusal == NULL);
}

static gboolean is_message(const ImapCore *self) {
    guint n = self->unit.literals->len;
    return self->append != NULL && n > 0 &&
           !g_array_index(self->unit.literals, ImapLiteral, n - 1).is_inline;
}

static void take_piece(ImapCore *self, const ImapPiece *piece) {
    gboolean is_over = imap_unit_push(&self->unit, piece);
    if (piece->kind == IMAP_PIECE_LITERAL_BEGIN)
        begin_literal(self, &piece->literal);
    else if (piece->kind == IMAP_PIECE_WAIT)
        decide_literal(self);
    else if (piece->kind == IMAP_PIECE_LITERAL_OCTETS && is_message(self))
        append_octets(self, piece->octets, piece->length);
    else if (piece->kind == IMAP_PIECE_LITERAL_END && is_message(self))
        append_end(self);
    else if (is_over)
        take_unit(self);
}

/* ---- what the session calls ----------------------------------------------------------------- */

static gsize octets(gpointer core, const guint8 *data, gsize length) {
    ImapCore *self = core;
    gsize used = 0;
    while (session_goes_on(self->session)) {
        if (self->fetch != NULL) {
            if (fetch_step(self))
                forget_command(self);
            continue;
        }
        ImapPiece piece = imap_framer_next(&self->framer, data, length, &used);
        if (piece.kind == IMAP_PIECE_MORE)
            break;
        take_piece(self, &piece);
    }
    return used;
}

static void tls_started(gpointer core) {
    ImapCore *self = core;
    forget_command(self);
    imap_framer_clear(&self->framer);
    imap_unit_clear(&self->unit);
    begin_reading(self);
}

/* IDLE and AUTHENTICATE are still waiting for their answer: then it is them that the BYE ends. */
static void say_bye(ImapCore *self, const char *text) {
    if (!fetch_is_in_literal(self))
        session_reply(self->session,
                      &(SessionReply){.status = "BYE",
                                      .text = text,
                                      .is_untagged = TRUE,
                                      .is_unsolicited = !self->is_idling && self->login == NULL});
    session_close(self->session);
}

static void idle(gpointer core) {
    say_bye(core, "Nothing was said for 30 minutes: RFC 9051 §5.4");
}

static void leave(gpointer core) {
    say_bye(core, "The server ends");
}

static void mailbox_changed(gpointer core) {
    ImapCore *self = core;
    if (self->is_idling)
        news_tell(self, FALSE, TRUE);
}

const CoreClass imap_core = {
    .name = "imap",
    .spec = &spec_imap,
    .create = create,
    .free = core_free,
    .greet = greet,
    .octets = octets,
    .tls_started = tls_started,
    .idle = idle,
    .leave = leave,
    .mailbox_changed = mailbox_changed,
    .idle_seconds = 1800,
};
