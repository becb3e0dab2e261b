/* SPDX-License-Identifier: MIT */
/* Dates: "Mon, 23 Nov 2026 09:00:00 +0530". RFC 5322 §3.3, obsolete forms of §4.3 included. */
#pragma once

#include "mime/message_lexer.h"

typedef enum {
    MIME_DATE_SYNTAX = 1 << 0,   /* cannot be read */
    MIME_DATE_RANGE = 1 << 1,    /* a day, hour, minute, second or zone that does not exist */
    MIME_DATE_DAY_NAME = 1 << 2, /* not the day of the week that the date was */
    MIME_DATE_OBSOLETE = 1 << 3, /* a zone by name, or a year of two or three digits */
    MIME_DATE_EXTRA = 1 << 4,    /* words behind the zone */
} MimeDateProblem;

typedef struct {
    gint64 seconds;   /* since 1970-01-01 00:00:00 UTC; if neither SYNTAX nor RANGE is set */
    int zone_minutes; /* east of Greenwich */
    gboolean
        is_zone_known;    /* FALSE: "-0000", a military letter or an unknown name: taken for UTC */
    guint problems;       /* MimeDateProblem bits */
    gsize problem_offset; /* of the word that is wrong */
} MimeDate;

/* Reads a date; comments may stand anywhere. FALSE if `seconds` could not be had. `tokens` (of
 * MimeDateToken, may be NULL) gets the tokens, which tile the text. */
gboolean mime_date_parse(const char *text, gsize length, MimeDate *date, GArray *tokens);

/* A token in its role: "day name", "day", "month", "year", "hour", "colon", "minute", "second",
 * "zone", "comma", "space", "comment", "unexpected word". */
typedef struct {
    MessageToken token;
    const char *label;
} MimeDateToken;
