/* SPDX-License-Identifier: MIT */
/* The words of CONTRACT.md for the enums of notes.h. */
#pragma once

#include "notes/notes.h"

const char *note_detected_by_name(NoteDetectedBy value); /* "port", "content", "asked" */
const char *note_security_name(NoteSecurity value);      /* "none", "starttls", "tls" */
const char *note_opened_name(NoteOpened value);          /* "seen", "late" */
const char *note_closed_name(NoteClosed value);          /* "fin", "rst", "open" */
const char *note_verdict_name(NoteVerdict value);        /* "accepted", "refused", "unanswered" */
const char *note_integrity_name(NoteIntegrity value);    /* "complete" … "unterminated" */
