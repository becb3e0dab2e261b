/* SPDX-License-Identifier: MIT */
/* What a comparison found -> text, JSON records, a page of HTML, or a page of Markdown. */
#pragma once

#include "compare/compare.h"

#include "render/output.h"
#include "render/safe_text.h"

typedef struct {
    RenderOutput output;
    const char *tshark; /* its version */
    gboolean reveal;    /* show secrets */
    gboolean quiet;     /* only sums */
    gboolean is_single; /* of one capture only */
    SafeCharset charset;
} ReportOptions;

typedef struct Report Report;

typedef struct {
    Report *(*begin)(const ReportOptions *options);
    void (*capture)(Report *self, const char *file); /* its differences follow */
    void (*counted)(Report *self, const FieldRow *row, DifferenceKind kind);
    void (*difference)(Report *self, const Difference *difference, const Cause *cause);
    void (*capture_end)(Report *self, const CompareCount *count);
    void (*end)(Report *self, const CompareCount *total, guint n_captures); /* frees it */
} ReportKind;

extern const ReportKind report_text, report_json, report_html, report_markdown;

/* For all of them. */

#define REPORT_VALUE_MAX 160u /* octets of a value that are shown to people */

/* "differs", "only maillab has it", … for people; "differs", "only-maillab", … for programs. */
const char *report_kind_words(DifferenceKind kind);
const char *report_kind_name(DifferenceKind kind);

/* The value of one side as a text for people; secrets hidden; NULL if that side has none. Free with
 * g_free(). */
char *report_ours(const ReportOptions *options, const Difference *difference);
char *report_theirs(const ReportOptions *options, const Difference *difference);

/* Must the values of this difference stay hidden? */
gboolean report_is_secret(const ReportOptions *options, const Difference *difference);

/* The display filter that finds it in Wireshark. Free with g_free(). */
char *report_filter(const ReportOptions *options, const Difference *difference);

/* "12 fields compared, …" in one sentence. Free with g_free(). */
char *report_sums(const CompareCount *count);
