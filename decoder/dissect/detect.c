/* SPDX-License-Identifier: MIT */
/* Turns the first octets of a connection into the row of the protocol that it speaks. What a
 * protocol looks like is the business of its row. */
#include "dissect/detect.h"

#include "dissect/evidence.h"
#include "dissect/imap.h"
#include "dissect/imap_detect.h"
#include "dissect/pop3.h"
#include "dissect/pop3_detect.h"
#include "dissect/smtp.h"
#include "dissect/smtp_detect.h"
#include "dissect/tls_framer.h"
#include "spec/imap_spec.h"
#include "spec/pop3_spec.h"

/* clang-format off */
static const Dissector dissectors[] = {
    { .spec = &spec_smtp, .ports = { 25, 587, 2525 }, .tls_ports = { 465 },
      .recognise = smtp_recognise, .class = &smtp_dissector },
    { .spec = &spec_lmtp, .ports = { 24 },
      .recognise = lmtp_recognise, .class = &smtp_dissector },
    { .spec = &spec_pop3, .ports = { 110 }, .tls_ports = { 995 },
      .recognise = pop3_recognise, .class = &pop3_dissector },
    { .spec = &spec_imap, .ports = { 143 }, .tls_ports = { 993 },
      .recognise = imap_recognise, .class = &imap_dissector },
};
/* clang-format on */

const Dissector *dissector_table(guint *n_dissectors) {
    *n_dissectors = G_N_ELEMENTS(dissectors);
    return dissectors;
}

const Dissector *detect_asked(const SpecProtocol *spec) {
    for (guint i = 0; i < G_N_ELEMENTS(dissectors); i++) {
        if (dissectors[i].spec == spec) {
            return &dissectors[i];
        }
    }
    return NULL;
}

static gboolean has_port(const guint16 ports[DISSECTOR_PORTS_MAX], guint16 port) {
    for (guint i = 0; i < DISSECTOR_PORTS_MAX && ports[i] != 0; i++) {
        if (ports[i] == port) {
            return TRUE;
        }
    }
    return FALSE;
}

DetectVerdict detect_tls(const DetectEvidence *evidence) {
    DetectVerdict verdict = DETECT_NO;
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        const NoteText *text = &evidence->octets[d];
        if (text->length > 0 && (text->octets[0] < TLS_CHANGE_CIPHER_SPEC ||
                                 text->octets[0] > TLS_APPLICATION_DATA + 1)) {
            return DETECT_NO;
        }
        if (text->length >= TLS_HEADER_SIZE) {
            return tls_header_is_valid((const guint8 *)text->octets) ? DETECT_YES : DETECT_NO;
        }
        if (text->length > 0 && !evidence->is_over) {
            verdict = DETECT_MORE;
        }
    }
    return verdict;
}

/* Octets that no line of a mail protocol holds are only looked at for TLS. */
static Detected detect_row(const Dissector *row, DetectEvidence evidence, gboolean is_binary,
                           guint16 port) {
    Detected detected = {.dissector = row, .by = NOTE_DETECTED_BY_PORT};
    if (has_port(row->tls_ports, port)) {
        detected.verdict = detect_tls(&evidence);
        detected.is_tls = detected.verdict == DETECT_YES;
        if (detected.verdict != DETECT_NO) {
            return detected;
        }
    }
    evidence.is_on_port = has_port(row->ports, port);
    detected.verdict = is_binary ? DETECT_NO : row->recognise(&evidence);
    detected.by = evidence.is_on_port ? NOTE_DETECTED_BY_PORT : NOTE_DETECTED_BY_CONTENT;
    return detected;
}

/* The protocol's own port counts where both could be: LMTP on 24 says nothing that SMTP does not.
 */
static guint rank(const Detected *detected) {
    return (guint)detected->verdict * 2 + (detected->by == NOTE_DETECTED_BY_PORT ? 1 : 0);
}

Detected detect_protocol(const DetectEvidence *evidence, guint16 server_port) {
    Detected best = {.verdict = DETECT_NO, .by = NOTE_DETECTED_BY_CONTENT};
    gboolean is_binary = evidence_is_binary(evidence);
    for (guint i = 0; i < G_N_ELEMENTS(dissectors); i++) {
        Detected detected = detect_row(&dissectors[i], *evidence, is_binary, server_port);
        if (detected.verdict != DETECT_NO && rank(&detected) > rank(&best)) {
            best = detected;
        }
    }
    return best;
}
