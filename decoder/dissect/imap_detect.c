/* SPDX-License-Identifier: MIT */
/* Turns the first octets of both directions into "IMAP", "not IMAP" or "not yet". It knows nothing
 * of packets or states. */
#include "dissect/imap_detect.h"

#include "dissect/evidence.h"
#include "syntax/imap_syntax.h"

#include <string.h>

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

/* The beginning was captured. */
static DetectVerdict judge_start(const DetectEvidence *evidence) {
    const NoteText *client = &evidence->octets[DIRECTION_CLIENT];
    const NoteText *server = &evidence->octets[DIRECTION_SERVER];
    NoteText line = {NULL, 0};
    gsize at = 0;
    gboolean has_greeting = evidence_next_line(server, &at, &line);
    gboolean is_first = client->length > 0 && server->length == 0; /* no client of IMAP is */
    if (!may_greet(server) || (is_first && !evidence->is_on_port)) {
        return DETECT_NO;
    }
    if (has_greeting && (evidence->is_on_port || evidence_has_word(&line, "IMAP"))) {
        return DETECT_YES;
    }
    at = 0;
    if (!evidence_next_line(client, &at, &line)) {
        return !evidence->is_over ? DETECT_MORE : evidence_answer(evidence->is_on_port);
    }
    gboolean is_command = imap_looks_like_command(line.octets, line.length);
    if (has_greeting || evidence->is_on_port || !is_command) {
        return evidence_answer(is_command);
    }
    return evidence->is_over ? DETECT_YES : DETECT_MORE;
}

typedef gboolean (*LineTest)(const char *line, gsize length);

static gboolean has_line(const NoteText *text, LineTest test) {
    NoteText line;
    gsize at = 0;
    while (evidence_next_line(text, &at, &line)) {
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
    return evidence->is_over ? evidence_answer(evidence->is_on_port) : DETECT_MORE;
}

DetectVerdict imap_recognise(const DetectEvidence *evidence) {
    return evidence->is_late ? judge_late(evidence) : judge_start(evidence);
}
