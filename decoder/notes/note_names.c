/* SPDX-License-Identifier: MIT */
/* Turns the enums of notes.h into the words that the records use. */
#include "notes/note_names.h"

const char *note_detected_by_name(NoteDetectedBy value) {
    static const char *const names[] = {"port", "content", "asked"};
    return names[value];
}

const char *note_security_name(NoteSecurity value) {
    static const char *const names[] = {"none", "starttls", "tls"};
    return names[value];
}

const char *note_opened_name(NoteOpened value) {
    static const char *const names[] = {"seen", "late"};
    return names[value];
}

const char *note_closed_name(NoteClosed value) {
    static const char *const names[] = {"fin", "rst", "open"};
    return names[value];
}

const char *note_verdict_name(NoteVerdict value) {
    static const char *const names[] = {"accepted", "refused", "unanswered"};
    return names[value];
}

const char *note_integrity_name(NoteIntegrity value) {
    static const char *const names[] = {"complete", "conflicting", "snapped", "gap",
                                        "unterminated"};
    return names[value];
}
