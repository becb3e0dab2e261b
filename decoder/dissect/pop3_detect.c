/* SPDX-License-Identifier: MIT */
/* Turns the first octets of both directions into "POP3", "something else" or "not yet". It knows
 * nothing of packets or states. */
#include "dissect/pop3_detect.h"

#include "dissect/evidence.h"
#include "syntax/pop3_syntax.h"
#include "syntax/smtp_scanner.h"

#include <string.h>

/* What a line says about the protocol. */
typedef enum {
    SAYS_OTHER,   /* not POP3 */
    SAYS_NOTHING, /* no word of POP3, yet nothing against it */
    SAYS_WEAKLY,  /* other protocols have it too */
    SAYS_POP3,
} Saying;

typedef struct {
    const char *verb;
    gboolean needs_argument;
    Saying saying; /* … beside a server that says +OK */
} VerbRow;

/* clang-format off */
static const VerbRow verbs[] = {
    { "USER", TRUE,  SAYS_POP3 },
    { "PASS", TRUE,  SAYS_POP3 },
    { "APOP", TRUE,  SAYS_POP3 },
    { "CAPA", FALSE, SAYS_POP3 },
    { "STLS", FALSE, SAYS_POP3 },
    { "STAT", FALSE, SAYS_POP3 },
    { "UIDL", FALSE, SAYS_POP3 },
    { "RETR", TRUE,  SAYS_POP3 },
    { "DELE", TRUE,  SAYS_POP3 },
    { "TOP",  TRUE,  SAYS_POP3 },
    { "LIST", FALSE, SAYS_WEAKLY },
    { "AUTH", FALSE, SAYS_WEAKLY },
    { "LANG", FALSE, SAYS_WEAKLY },
    { "UTF8", FALSE, SAYS_WEAKLY },
    { "NOOP", FALSE, SAYS_WEAKLY },
    { "RSET", FALSE, SAYS_WEAKLY },
    { "QUIT", FALSE, SAYS_WEAKLY },
};
/* clang-format on */

/* Redis: "*3", "$5", ":1"; nothing that a client of POP3 could send. */
static gboolean is_redis(const NoteText *line) {
    return line->length >= 2 && strchr("*$:", line->octets[0]) != NULL &&
           (g_ascii_isdigit(line->octets[1]) || line->octets[1] == '-');
}

static Saying read_client_line(const NoteText *line) {
    SyntaxSlice verb;
    SyntaxSlice argument;
    pop3_parse_command(line->octets, line->length, &verb, &argument);
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (smtp_slice_is(verb, verbs[i].verb)) {
            gboolean is_whole = argument.length > 0 || !verbs[i].needs_argument;
            return is_whole ? verbs[i].saying : SAYS_WEAKLY;
        }
    }
    return is_redis(line) ? SAYS_OTHER : SAYS_NOTHING;
}

/* +OK without any text is what Redis says; a greeting has some. Refusals look alike in both. */
static Saying read_server_line(const NoteText *line) {
    Pop3Status status;
    if (!pop3_parse_status(line->octets, line->length, &status) || status.status[1] == '\0') {
        return SAYS_OTHER;
    }
    if (status.status[0] == '-') {
        return SAYS_NOTHING;
    }
    NoteText text = {status.text.octets, status.text.length};
    SyntaxSlice timestamp;
    if (evidence_has_word(&text, "POP") || pop3_parse_timestamp(status.text, &timestamp)) {
        return SAYS_POP3;
    }
    return status.text.length > 0 ? SAYS_WEAKLY : SAYS_NOTHING;
}

/* Could what there is of the server's first line become a status? */
static gboolean may_be_status(const NoteText *server) {
    static const char *const words[] = {"+OK", "-ERR"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        gsize n = strlen(words[i]);
        if (g_ascii_strncasecmp(server->octets, words[i], MIN(n, server->length)) == 0) {
            return server->length <= n || strchr(" \t\r\n", server->octets[n]) != NULL;
        }
    }
    return FALSE;
}

/* The first lines of both sides, or as much as will ever come. */
static DetectVerdict judge_both(gboolean is_on_port, Saying client, Saying greeting) {
    if (client == SAYS_OTHER || greeting == SAYS_OTHER) {
        return DETECT_NO;
    }
    if (client == SAYS_POP3) {
        return DETECT_YES;
    }
    gboolean is_greeting = greeting == SAYS_POP3 || (is_on_port && greeting == SAYS_WEAKLY);
    return evidence_answer(is_greeting);
}

/* The beginning was captured: the server speaks first. */
static DetectVerdict judge_start(const DetectEvidence *evidence) {
    const NoteText *client = &evidence->octets[DIRECTION_CLIENT];
    const NoteText *server = &evidence->octets[DIRECTION_SERVER];
    NoteText line;
    gsize at = 0;
    gboolean has_server = evidence_next_line(server, &at, &line);
    Saying greeting = has_server ? read_server_line(&line) : SAYS_NOTHING;
    if (!may_be_status(server) || greeting == SAYS_OTHER) {
        return DETECT_NO;
    }
    at = 0;
    gboolean has_client = evidence_next_line(client, &at, &line);
    Saying said = has_client ? read_client_line(&line) : SAYS_NOTHING;
    if (has_client && said == SAYS_OTHER) {
        return DETECT_NO;
    }
    if (has_server && has_client) {
        return judge_both(evidence->is_on_port, said, greeting);
    }
    if (!evidence->is_on_port && server->length == 0) {
        return DETECT_NO;
    }
    if (!evidence->is_over) {
        return DETECT_MORE;
    }
    if (client->length > 0) {
        said = has_client ? said : read_client_line(client);
        return has_server ? judge_both(evidence->is_on_port, said, greeting)
                          : evidence_answer(evidence->is_on_port && said >= SAYS_WEAKLY);
    }
    return evidence_answer(evidence->is_on_port ||
                           greeting == SAYS_POP3); /* the server spoke first */
}

/* The strongest of what the lines of one direction say, and the weakest. */
static Saying read_lines(const NoteText *text, Direction direction, gboolean *has_other) {
    Saying strongest = SAYS_NOTHING;
    NoteText line;
    gsize at = 0;
    while (strongest < SAYS_POP3 && evidence_next_line(text, &at, &line)) {
        Saying said =
            direction == DIRECTION_CLIENT ? read_client_line(&line) : read_server_line(&line);
        *has_other |= direction == DIRECTION_CLIENT && said == SAYS_OTHER;
        strongest = MAX(strongest, said);
    }
    return strongest;
}

/* The beginning is missing: any line may speak. Off the port both sides have to: FTP has half of
 * the verbs. */
static DetectVerdict judge_late(const DetectEvidence *evidence) {
    gboolean is_on_port = evidence->is_on_port;
    gboolean has_other = FALSE;
    Saying client = read_lines(&evidence->octets[DIRECTION_CLIENT], DIRECTION_CLIENT, &has_other);
    Saying server = read_lines(&evidence->octets[DIRECTION_SERVER], DIRECTION_SERVER, &has_other);
    if (has_other) {
        return DETECT_NO;
    }
    if (client == SAYS_POP3 && (is_on_port || server >= SAYS_WEAKLY)) {
        return DETECT_YES;
    }
    if (is_on_port && server >= SAYS_WEAKLY && client >= SAYS_WEAKLY) {
        return DETECT_YES;
    }
    if (!evidence->is_over) {
        return DETECT_MORE;
    }
    gboolean has_client = evidence->octets[DIRECTION_CLIENT].length > 0;
    return evidence_answer(is_on_port && (!has_client || client >= SAYS_WEAKLY));
}

DetectVerdict pop3_recognise(const DetectEvidence *evidence) {
    return evidence->is_late ? judge_late(evidence) : judge_start(evidence);
}
