/* SPDX-License-Identifier: MIT */
/* Numbers, durations and the small signs of the text output, as marked text. */
#pragma once

#include "notes/notes.h"
#include "render/safe_text.h"

/* The signs, with their ASCII stand-ins. */
typedef struct {
    const char *line, *right, *left; /* arrows: ─ ▶ ◀ */
    const char *life;                /* │ */
    const char *down;                /* ▼ the state moves */
    const char *stay;                /* ● the state stays */
    const char *dot;                 /* " · " between facts */
    const char *to;                  /* → */
    const char *dash;                /* – in ranges */
    const char *rule;                /* ━ */
    const char *branch, *last, *trunk;
    const char *severity[FINDING_N_SEVERITIES];
    const char *down_tee, *up_tee, *thin;
} TextSigns;

const TextSigns *text_signs(gboolean utf8);

/* "12 602", the space one that does not break. */
void text_number(GString *out, guint64 number);
/* "1 octet", "12 602 octets" */
void text_count(GString *out, guint64 number, const char *one, const char *many);
/* "812 µs", "1.2 s", "2 min 5 s" */
void text_duration(GString *out, gint64 duration_ns, SafeCharset charset);
/* "2026-11-23 12:00:01 UTC" */
void text_moment(GString *out, gint64 time_ns);
/* "9" or "12–19" */
void text_frames(GString *out, NoteFrames frames, const TextSigns *signs);
/* "10.0.1.1:25" or "[2001:db8::1]:25" */
void text_endpoint(GString *out, const NetEndpoint *endpoint);
/* " (RFC 5321 §3.3)", dimmed, not broken inside; nothing for NULL. */
void text_citation(GString *out, const char *rfc, SafeCharset charset);
/* Our own sentence: first letter large, a full stop at the end. */
void text_sentence(GString *out, const char *sentence, SafeCharset charset);
/* Separates facts: appends " · " unless `out` is empty. */
void text_next_fact(GString *out, const TextSigns *signs);
