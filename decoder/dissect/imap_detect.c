/* SPDX-License-Identifier: MIT */
/* Turns the first octets of both directions into "IMAP", "not IMAP" or "not yet". It knows nothing
 * of packets or states. */
#include "dissect/imap_detect.h"

#include "syntax/imap_syntax.h"

#include <string.h>

/* The line at `*at`, without its end; FALSE if no line end is there. */
static gboolean next_line(const NoteText *text, gsize *at, NoteText *line) {
    const char *start = text->octets + *at;
    const char *feed = *at < text->length ? memchr(start, '\n', text->length - *at) : NULL;
    if (feed == NULL) {
        return FALSE;
    }
    gsize length = (gsize)(feed - start);
    *at += length + 1;
    *line = (NoteText){start, length > 0 && start[length - 1] == '\r' ? length - 1 : length};
    return TRUE;
}

static gboolean is_binary(const NoteText *text) {
    for (gsize i = 0; i < MIN(text->length, 16); i++) {
        guint8 octet = (guint8)text->octets[i];
        if (octet < ' ' && octet != '\r' && octet != '\n' && octet != '\t') {
            return TRUE;
        }
    }
    return FALSE;
}

/* greeting = "*" SP (resp-cond-auth / resp-cond-bye) CRLF : could what is there become one? */
static gboolean may_greet(const NoteText *server) {
    static const char *const words[] = {"* OK ", "* PREAUTH ", "* BYE "};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        gsize n = MIN(server->length, strlen(words[i]));
        if (n == 0 || g_ascii_strncasecmp(server->octets, words[i], n) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

/* A greeting that says its name: then the client need not be waited for. */
static gboolean names_itself(const NoteText *line) {
    g_autofree char *upper = g_ascii_strup(line->octets, (gssize)line->length);
    return g_strstr_len(upper, (gssize)line->length, "IMAP") != NULL;
}

static DetectVerdict answer(gboolean is_yes) {
    return is_yes ? DETECT_YES : DETECT_NO;
}

/* The beginning was captured. */
static DetectVerdict judge_start(const DetectEvidence *evidence) {
    const NoteText *client = &evidence->octets[DIRECTION_CLIENT];
    const NoteText *server = &evidence->octets[DIRECTION_SERVER];
    NoteText line = {NULL, 0};
    gsize at = 0;
    gboolean has_greeting = next_line(server, &at, &line);
    gboolean is_first = client->length > 0 && server->length == 0; /* no client of IMAP is */
    if (!may_greet(server) || (is_first && !evidence->is_on_port)) {
        return DETECT_NO;
    }
    if (has_greeting && (evidence->is_on_port || names_itself(&line))) {
        return DETECT_YES;
    }
    at = 0;
    if (!next_line(client, &at, &line)) {
        return !evidence->is_over ? DETECT_MORE : answer(evidence->is_on_port);
    }
    gboolean is_command = imap_looks_like_command(line.octets, line.length);
    if (has_greeting || evidence->is_on_port || !is_command) {
        return answer(is_command);
    }
    return evidence->is_over ? DETECT_YES : DETECT_MORE;
}

typedef gboolean (*LineTest)(const char *line, gsize length);

static gboolean has_line(const NoteText *text, LineTest test) {
    NoteText line;
    gsize at = 0;
    while (next_line(text, &at, &line)) {
        if (test(line.octets, line.length)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The beginning is missing: any line may speak. */
static DetectVerdict judge_late(const DetectEvidence *evidence) {
    gboolean has_command = has_line(&evidence->octets[DIRECTION_CLIENT], imap_looks_like_command);
    gboolean has_response = has_line(&evidence->octets[DIRECTION_SERVER], imap_looks_like_response);
    if (has_command && has_response) {
        return DETECT_YES;
    }
    if (evidence->is_on_port && (has_command || has_response)) {
        return DETECT_YES;
    }
    return evidence->is_over ? answer(evidence->is_on_port) : DETECT_MORE;
}

DetectVerdict imap_recognise(const DetectEvidence *evidence) {
    if (is_binary(&evidence->octets[DIRECTION_CLIENT]) ||
        is_binary(&evidence->octets[DIRECTION_SERVER])) {
        return DETECT_NO;
    }
    return evidence->is_late ? judge_late(evidence) : judge_start(evidence);
}
