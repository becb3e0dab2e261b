/* SPDX-License-Identifier: MIT */
/* Rules about the connection as a whole: is it mail, for whom, and can its octets be read? */
#include "compare/causes_parts.h"

/* The ports on which Wireshark reads mail without TLS. */
static FactGroup group_of_port(guint16 port) {
    switch (port) {
    case 25:
    case 587:
        return FACTS_SMTP;
    case 110:
        return FACTS_POP;
    case 143:
        return FACTS_IMAP;
    default:
        return FACTS_TCP;
    }
}

static guint bit_of_group(FactGroup group) {
    return group == FACTS_SMTP ? SEEN_SMTP : group == FACTS_POP ? SEEN_POP : SEEN_IMAP;
}

/* Nothing of this connection was ever shown in its own protocol, and the port is one that Wireshark
 * does not know, or knows for another protocol. */
static gboolean is_on_other_port(const Difference *self) {
    const FactTalk *talk = self->talk;
    return group_of_port(talk->server_port) != talk->group && talk->tls_from == 0 &&
           (sight_talk(self)->seen & bit_of_group(talk->group)) == 0;
}

static gboolean is_compressed(const Difference *self) {
    return self->talk->compressed_from != 0 && self->frame >= self->talk->compressed_from;
}

/* We have read what is within TLS, and Wireshark shows nothing in this frame. */
static gboolean is_encrypted(const Difference *self) {
    return self->talk->tls_from != 0 && self->frame >= self->talk->tls_from &&
           self->kind == DIFFERENCE_ONLY_OURS && self->talk->is_decrypted &&
           !sight_shows(self, self->frame, SEEN_SMTP | SEEN_POP | SEEN_IMAP | SEEN_HEADER);
}

/* The other way round: Wireshark reads this cipher suite. */
static gboolean is_suite_not_read(const Difference *self) {
    static const NoteFrames anywhere = {0, G_MAXUINT64};
    return self->talk->tls_from != 0 && self->frame >= self->talk->tls_from &&
           self->kind == DIFFERENCE_ONLY_THEIRS &&
           sight_finding(self, "tls.suite-not-read", &anywhere);
}

CauseId cause_of_view(const Difference *difference) {
    if (difference->talk == NULL)
        return sight_no_greeting(difference) ? CAUSE_NO_MAIL : CAUSE_NONE;
    if (is_on_other_port(difference))
        return CAUSE_OTHER_PORT;
    if (is_compressed(difference))
        return CAUSE_COMPRESSED;
    if (is_suite_not_read(difference))
        return CAUSE_TLS_SUITE;
    return is_encrypted(difference) ? CAUSE_ENCRYPTED : CAUSE_NONE;
}
