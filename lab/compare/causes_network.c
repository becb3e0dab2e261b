/* SPDX-License-Identifier: MIT */
/* Rules about what the network did, and the capture: octets that are missing, cut, damaged or that
 * came in another order. */
#include "compare/causes_parts.h"

/* A fact about a message text as a whole, or about something in it. */
static gboolean is_of_text(const Difference *self) {
    return self->row->group == FACTS_IMF || self->row->group == FACTS_MULTIPART ||
           is_field_of(self, "smtp.data.") || is_field_of(self, "smtp.eom") ||
           is_field_of(self, "pop.data.");
}

/* A copy with a wrong checksum, and a copy with other octets. */
static gboolean has_damaged_copy(const Difference *self, const NoteFrames *frames) {
    return sight_finding(self, "tcp.conflict", frames) &&
           (sight_event(self, "bad-checksum", frames) ||
            sight_finding(self, "tcp.bad-checksum", frames));
}

CauseId cause_of_frames(const Difference *self, const NoteFrames *frames) {
    if (sight_finding(self, "tcp.snapped", frames))
        return CAUSE_SNAPPED;
    if (sight_finding(self, "tcp.gap", frames))
        return CAUSE_LOST_SEGMENT;
    if (has_damaged_copy(self, frames))
        return CAUSE_BAD_CHECKSUM;
    if (sight_event(self, "out-of-order", frames))
        return CAUSE_OUT_OF_ORDER;
    return CAUSE_NONE;
}

CauseId cause_of_network(const Difference *difference) {
    if (difference->talk == NULL || difference->row->group == FACTS_TCP)
        return CAUSE_NONE;
    if (is_of_text(difference) && difference->message != NULL) {
        NoteFrames frames = difference->message->frames;
        frames.last = MAX(frames.last, difference->message->shown_frame);
        return cause_of_frames(difference, &frames);
    }
    NoteFrames frame = {difference->frame, difference->frame};
    return cause_of_frames(difference, &frame);
}

/* Wireshark's opinion of this packet, and what came of its octets. */
static gboolean is_guess(const Difference *self) {
    gboolean theirs_again = difference_shown(self, "tcp.analysis.retransmission") != NULL;
    gboolean theirs_late = difference_shown(self, "tcp.analysis.out_of_order") != NULL;
    gboolean ours_again = difference_known(self, FACT_RETRANSMISSION) != NULL;
    return (theirs_again && !ours_again) || (theirs_late && ours_again);
}

CauseId cause_of_tcp(const Difference *difference) {
    if (difference->talk == NULL)
        return CAUSE_NONE;
    gboolean is_tcp = difference->row->group == FACTS_TCP;
    if (is_field_of(difference, "tcp.segment") && difference->talk->tls_from != 0 &&
        difference->frame >= difference->talk->tls_from)
        return CAUSE_TLS_RECORDS;
    gboolean is_opinion = is_field_of(difference, "tcp.analysis.");
    if (is_opinion && difference->shown->payload_length == 0)
        return CAUSE_NO_OCTETS;
    gboolean is_hidden =
        !is_tcp && !is_of_text(difference) && difference->kind == DIFFERENCE_ONLY_OURS &&
        !sight_shows(difference, difference->frame, SEEN_SMTP | SEEN_POP | SEEN_IMAP);
    return (is_opinion || is_hidden) && is_guess(difference) ? CAUSE_GUESS : CAUSE_NONE;
}
