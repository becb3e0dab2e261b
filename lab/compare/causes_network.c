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

static const NoteFrames anywhere = {0, G_MAXUINT64};

/* A frame with octets of this text that Wireshark did not take for them, because of what it thinks
 * of the packet. */
static CauseId left_out_fragment(const Difference *self, const FactMessage *message) {
    guint n;
    const Fact *facts = fact_store_frame(self->store, message->shown_frame, &n);
    for (guint i = 0; i < n; i++) {
        if (facts[i].kind != FACT_TEXT_FRAME)
            continue;
        if (sight_shows(self, facts[i].number, SEEN_LATE))
            return CAUSE_OUT_OF_ORDER;
        if (sight_shows(self, facts[i].number, SEEN_AGAIN) &&
            !sight_event(self, "retransmission", &(NoteFrames){facts[i].number, facts[i].number}))
            return CAUSE_GUESS;
    }
    return CAUSE_NONE;
}

CauseId cause_of_text(const Difference *self, const FactMessage *message) {
    if (message->integrity == NOTE_SNAPPED)
        return CAUSE_SNAPPED;
    if (message->integrity == NOTE_GAP ||
        (message->integrity == NOTE_UNTERMINATED && self->talk->missing > 0))
        return CAUSE_LOST_SEGMENT;
    if (message->integrity == NOTE_CONFLICTING &&
        sight_finding(self, "tcp.bad-checksum", &anywhere))
        return CAUSE_BAD_CHECKSUM;
    return left_out_fragment(self, message);
}

/* The packet is damaged, and a copy of it has other octets. */
static gboolean is_damaged_copy(const Difference *self) {
    NoteFrames here = {self->frame, self->frame}, later = {self->frame, G_MAXUINT64};
    return sight_event(self, "bad-checksum", &here) && sight_event(self, "conflict", &later);
}

CauseId cause_of_network(const Difference *difference) {
    if (difference->talk == NULL || difference->row->group == FACTS_TCP)
        return CAUSE_NONE;
    if (is_damaged_copy(difference))
        return CAUSE_BAD_CHECKSUM;
    return is_of_text(difference) && difference->message != NULL
               ? cause_of_text(difference, difference->message)
               : CAUSE_NONE;
}

/* Wireshark's opinion of this packet, and what came of its octets. */
static gboolean is_guess(const Difference *self) {
    gboolean theirs_again = difference_shown(self, "tcp.analysis.retransmission") != NULL;
    gboolean theirs_late = difference_shown(self, "tcp.analysis.out_of_order") != NULL;
    gboolean ours_again = difference_known(self, FACT_RETRANSMISSION) != NULL;
    return (theirs_again && !ours_again) || (theirs_late && ours_again);
}

/* Wireshark told of the hole before, at a packet without octets. */
static gboolean was_told_before(const Difference *self) {
    const GArray *frames = self->sight->frames;
    for (guint i = frames->len; i > 0; i--) {
        const SeenFrame *seen = &g_array_index(frames, SeenFrame, i - 1);
        if (seen->stream != self->talk->stream || seen->direction != self->direction ||
            seen->frame >= self->frame)
            continue;
        return seen->has_octets == FALSE && (seen->seen & SEEN_LOST) != 0;
    }
    return FALSE;
}

CauseId cause_of_tcp(const Difference *difference) {
    if (difference->talk == NULL)
        return CAUSE_NONE;
    if (is_field_of(difference, "tcp.segment") && difference->talk->tls_from != 0 &&
        difference->frame >= difference->talk->tls_from)
        return CAUSE_TLS_RECORDS;
    gboolean is_opinion = is_field_of(difference, "tcp.analysis.");
    if (is_opinion && difference->shown->payload_length == 0)
        return CAUSE_NO_OCTETS;
    NoteFrames here = {difference->frame, difference->frame};
    if (is_field(difference, "tcp.analysis.lost_segment") &&
        sight_finding(difference, "tcp.snapped", &here))
        return CAUSE_SNAPPED;
    if (is_field(difference, "tcp.analysis.lost_segment") &&
        difference->kind == DIFFERENCE_ONLY_OURS && was_told_before(difference))
        return CAUSE_NO_OCTETS;
    gboolean is_hidden =
        difference->row->group != FACTS_TCP && !is_of_text(difference) &&
        difference->kind == DIFFERENCE_ONLY_OURS &&
        !sight_shows(difference, difference->frame, SEEN_SMTP | SEEN_POP | SEEN_IMAP);
    return (is_opinion || is_hidden) && is_guess(difference) ? CAUSE_GUESS : CAUSE_NONE;
}
