/* SPDX-License-Identifier: MIT */
/* The one table that says which of our facts answers which field of Wireshark: for `maillab
 * compare`, for `maillab explain FIELD`, and for the display filters of `--filters`. */
#pragma once

#include "compare/facts.h"

#include <glib.h>

/* How a value of Wireshark's is held against ours. */
typedef enum {
    FIELD_TEXT,      /* octet by octet */
    FIELD_WORD,      /* the same, whatever the case of its letters */
    FIELD_TRIMMED,   /* octet by octet, but for white space and line ends around it */
    FIELD_SHOWN,     /* octet by octet, as Wireshark shows it, which is not what it covers */
    FIELD_SPACED,    /* as Wireshark prints it: octet by octet, but for all white space */
    FIELD_ADDRESS,   /* the same, and for the angle brackets of an address */
    FIELD_NUMBER,    /* as a number */
    FIELD_DURATION,  /* as seconds, to the microsecond */
    FIELD_PLACE,     /* a frame number */
    FIELD_PRESENCE,  /* once per frame: the field is there, or it is not */
    FIELD_UNANSWERED /* not at all: `unanswered` says why */
} FieldCompare;

/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): in the order of its table */
typedef struct {
    const char *name;   /* as display filters spell it: "smtp.req.command" */
    FactGroup group;    /* its protocol */
    FactKind fact;      /* ours that answers it; FACT_NONE */
    const char *detail; /* which of them, where one kind has several: "subject"; or NULL */
    FieldCompare compare;
    const char *meaning;    /* a sentence in the lab's words */
    const char *rfc;        /* "RFC 5321 §4.1.1.2"; NULL: no RFC speaks of it */
    const char *unanswered; /* why nothing of ours answers it, a sentence; NULL: something does */
    gboolean is_mute;       /* Wireshark shows its text, but a filter finds no value in it */
} FieldRow;

/* The row of this field; NULL if there is none. Names are compared as Wireshark does: exactly. */
const FieldRow *fields_find(const char *name);

/* All rows, in groups by protocol, in Wireshark's order. */
const FieldRow *fields_rows(guint *n_rows);

/* The display filter that finds this value of the field: `smtp.req.command == "MAIL"`, escaped as
 * Wireshark reads it. A value that cannot be written there (not ASCII, too long) gives the longest
 * filter that can: `… contains "…"` of its front, or only the name, which asks whether the field is
 * there; so does a field that is mute. octets NULL: only the name. Free with g_free(). */
char *fields_filter(const FieldRow *row, const char *octets, gsize length);
