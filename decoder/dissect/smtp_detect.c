/* SPDX-License-Identifier: MIT */
/* Turns the first octets of both directions into "SMTP", "LMTP", "neither" or "not yet". It knows
 * nothing of packets or states. */
#include "dissect/smtp_detect.h"

#include "dissect/evidence.h"
#include "syntax/smtp_syntax.h"

#include <string.h>

/* What a verb says about the protocol. */
typedef enum {
    SAYS_NOTHING, /* no verb of SMTP */
    SAYS_WEAKLY,  /* other protocols know it too */
    SAYS_MAIL,    /* SMTP or LMTP */
    SAYS_SMTP,
    SAYS_LMTP,
} Saying;

typedef struct {
    const char *verb;
    const char *next; /* what must follow: "" nothing but the line end or a space */
    Saying saying;
} VerbRow;

/* clang-format off */
static const VerbRow verbs[] = {
    { "EHLO", " ",       SAYS_SMTP },
    { "HELO", " ",       SAYS_SMTP },
    { "LHLO", " ",       SAYS_LMTP },
    { "MAIL", " FROM:",  SAYS_MAIL },
    { "RCPT", " TO:",    SAYS_MAIL },
    { "MAIL", " FROM",   SAYS_WEAKLY },
    { "RCPT", " TO",     SAYS_WEAKLY },
    { "EHLO", "",        SAYS_WEAKLY },
    { "HELO", "",        SAYS_WEAKLY },
    { "DATA", "",        SAYS_WEAKLY },
    { "BDAT", " ",       SAYS_WEAKLY },
    { "RSET", "",        SAYS_WEAKLY },
    { "VRFY", " ",       SAYS_WEAKLY },
    { "EXPN", " ",       SAYS_WEAKLY },
    { "HELP", "",        SAYS_WEAKLY },
    { "NOOP", "",        SAYS_WEAKLY },
    { "QUIT", "",        SAYS_WEAKLY },
    { "AUTH", " ",       SAYS_WEAKLY },
    { "STARTTLS", "",    SAYS_WEAKLY },
    { "ETRN", " ",       SAYS_WEAKLY },
};
/* clang-format on */

static gboolean has_word(const VerbRow *row, const char *line, gsize length) {
    gsize n_verb = strlen(row->verb);
    gsize n_next = strlen(row->next);
    if (length < n_verb + n_next || g_ascii_toupper(line[0]) != row->verb[0] ||
        g_ascii_strncasecmp(line, row->verb, n_verb) != 0) {
        return FALSE;
    }
    if (n_next == 0) {
        return length == n_verb || line[n_verb] == ' ';
    }
    return g_ascii_strncasecmp(line + n_verb, row->next, n_next) == 0;
}

static Saying read_line(const char *line, gsize length) {
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (has_word(&verbs[i], line, length)) {
            return verbs[i].saying;
        }
    }
    return SAYS_NOTHING;
}

/* Verbs without argument must stand alone: "Help is on its way" is no command. */
gboolean smtp_looks_like_command(const char *line, gsize length) {
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (has_word(&verbs[i], line, length)) {
            return verbs[i].next[0] != '\0' || length == strlen(verbs[i].verb) ||
                   verbs[i].saying != SAYS_WEAKLY;
        }
    }
    return FALSE;
}

/* What there is of the server's first line could become "220 …", or on a mail port any refusal. */
static gboolean may_greet(const DetectEvidence *evidence) {
    const NoteText *server = &evidence->octets[DIRECTION_SERVER];
    const char *const expected[] = {"2", "2", "0"};
    for (gsize i = 0; i < MIN(server->length, 3); i++) {
        gboolean fits = evidence->is_on_port ? g_ascii_isdigit(server->octets[i])
                                             : server->octets[i] == expected[i][0];
        if (!fits) {
            return FALSE;
        }
    }
    return server->length < 4 || strchr(" -\r\n", server->octets[3]) != NULL;
}

/* What the server's greeting says. */
static Saying read_greeting(const DetectEvidence *evidence) {
    const NoteText *server = &evidence->octets[DIRECTION_SERVER];
    NoteText line;
    gsize at = 0;
    if (!evidence_next_line(server, &at, &line) || !may_greet(evidence)) {
        return SAYS_NOTHING;
    }
    if (evidence_has_word(&line, "LMTP")) {
        return SAYS_LMTP;
    }
    return evidence_has_word(&line, "SMTP") ? SAYS_SMTP : SAYS_WEAKLY;
}

/* Neither side has said which of the two it is: the greeting, then the port decide. */
static gboolean is_neutral_for(const DetectEvidence *evidence, Saying own) {
    Saying greeting = read_greeting(evidence);
    if (greeting == SAYS_LMTP || greeting == SAYS_SMTP) {
        return greeting == own;
    }
    return evidence->is_on_port || own == SAYS_SMTP;
}

/* Does the line begin as clients of FTP do? */
static gboolean is_ftp(const NoteText *line) {
    static const VerbRow rows[] = {{"USER", " ", SAYS_NOTHING},
                                   {"FEAT", "", SAYS_NOTHING},
                                   {"SYST", "", SAYS_NOTHING},
                                   {"AUTH", " TLS", SAYS_NOTHING}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (has_word(&rows[i], line->octets, line->length)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The first line that the server said after its greeting; FALSE: it is not there yet. */
static gboolean find_answer(const NoteText *server, NoteText *line) {
    SmtpReplyLine reply;
    gsize at = 0;
    gboolean is_greeted = FALSE;
    while (evidence_next_line(server, &at, line)) {
        if (is_greeted) {
            return TRUE;
        }
        is_greeted = smtp_parse_reply_line(line->octets, line->length, &reply) && reply.is_last;
    }
    return FALSE;
}

/* FTP greets as SMTP does; only a server of FTP takes its first command. */
static DetectVerdict judge_ftp(const DetectEvidence *evidence) {
    NoteText line;
    if (!find_answer(&evidence->octets[DIRECTION_SERVER], &line)) {
        return evidence->is_over ? DETECT_NO : DETECT_MORE;
    }
    return evidence_answer(line.length > 0 && line.octets[0] >= '1' && line.octets[0] <= '3');
}

/* The client's first line is whole. */
static DetectVerdict judge_client_line(const DetectEvidence *evidence, Saying own,
                                       const NoteText *line) {
    Saying said = read_line(line->octets, line->length);
    if (said == SAYS_SMTP || said == SAYS_LMTP) {
        return evidence_answer(said == own);
    }
    Saying greeting = read_greeting(evidence);
    if (evidence->is_on_port && greeting == SAYS_WEAKLY && is_ftp(line)) {
        DetectVerdict ftp = judge_ftp(evidence);
        if (ftp != DETECT_NO) {
            return ftp == DETECT_MORE ? DETECT_MORE : DETECT_NO;
        }
    }
    gboolean is_mail = said == SAYS_MAIL || greeting == SAYS_SMTP || greeting == SAYS_LMTP ||
                       (evidence->is_on_port && (said == SAYS_WEAKLY || greeting != SAYS_NOTHING));
    return evidence_answer(is_mail && is_neutral_for(evidence, own));
}

/* Could the unfinished first line of the client still become a greeting of SMTP? Off the ports of
 * mail only that is waited for. */
static gboolean may_introduce(const NoteText *client) {
    static const char *const words[] = {"EHLO ", "HELO ", "LHLO "};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        gsize n = MIN(client->length, strlen(words[i]));
        if (g_ascii_strncasecmp(client->octets, words[i], n) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The beginning was captured. */
static DetectVerdict judge_start(const DetectEvidence *evidence, Saying own) {
    const NoteText *client = &evidence->octets[DIRECTION_CLIENT];
    const NoteText *server = &evidence->octets[DIRECTION_SERVER];
    if (!may_greet(evidence)) {
        return DETECT_NO;
    }
    NoteText line;
    gsize at = 0;
    if (evidence_next_line(client, &at, &line)) {
        return judge_client_line(evidence, own, &line);
    }
    if (!evidence->is_on_port && server->length == 0 && !may_introduce(client)) {
        return DETECT_NO;
    }
    if (!evidence->is_over) {
        return DETECT_MORE;
    }
    Saying greeting = read_greeting(evidence);
    gboolean is_mail = evidence->is_on_port || greeting == SAYS_SMTP || greeting == SAYS_LMTP;
    return evidence_answer(is_mail && is_neutral_for(evidence, own));
}

/* A reply with an enhanced code, or the one that opens a text: "250 2.1.0 …", "354 …". */
static Saying read_reply(const NoteText *line) {
    SmtpReplyLine reply;
    if (!smtp_parse_reply_line(line->octets, line->length, &reply)) {
        return SAYS_NOTHING;
    }
    if (reply.enhanced[0] != '\0' || strcmp(reply.code, "354") == 0 ||
        evidence_has_word(line, "SMTP")) {
        return SAYS_MAIL;
    }
    return SAYS_WEAKLY;
}

/* The strongest of what the lines of one direction say. */
static Saying read_lines(const NoteText *text, Direction direction) {
    Saying strongest = SAYS_NOTHING;
    NoteText line;
    gsize at = 0;
    while (strongest < SAYS_MAIL && evidence_next_line(text, &at, &line)) {
        Saying said =
            direction == DIRECTION_CLIENT ? read_line(line.octets, line.length) : read_reply(&line);
        strongest = MAX(strongest, said);
    }
    return strongest;
}

/* The beginning is missing: any line may speak. */
static DetectVerdict judge_late(const DetectEvidence *evidence, Saying own) {
    const NoteText *client = &evidence->octets[DIRECTION_CLIENT];
    const NoteText *server = &evidence->octets[DIRECTION_SERVER];
    Saying client_said = read_lines(client, DIRECTION_CLIENT);
    Saying said = MAX(client_said, read_lines(server, DIRECTION_SERVER));
    if (client_said == SAYS_SMTP || client_said == SAYS_LMTP) {
        return evidence_answer(client_said == own);
    }
    if (said >= SAYS_MAIL || (said == SAYS_WEAKLY && evidence->is_on_port)) {
        return evidence_answer(evidence->is_on_port || own == SAYS_SMTP);
    }
    return evidence->is_over ? evidence_answer(evidence->is_on_port) : DETECT_MORE;
}

static DetectVerdict recognise(const DetectEvidence *evidence, Saying own) {
    return evidence->is_late ? judge_late(evidence, own) : judge_start(evidence, own);
}

DetectVerdict smtp_recognise(const DetectEvidence *evidence) {
    return recognise(evidence, SAYS_SMTP);
}

DetectVerdict lmtp_recognise(const DetectEvidence *evidence) {
    return recognise(evidence, SAYS_LMTP);
}
