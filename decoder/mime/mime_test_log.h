/* SPDX-License-Identifier: MIT */
/* For tests: what a scanner told, as text that can be compared. */
#pragma once

#include "mime/mime.h"

#include <string.h>

typedef struct {
    GString *events;  /* one per line, content left out */
    GString *tree;    /* "( multipart/mixed(1 text/plain=hello)(2 text/html=<p>))" */
    GString *defects; /* "missing-from@0 nul@17" */
    GString *content; /* of the open leaf */
    GArray *leaves;   /* of TestLeaf */
} TestLog;

typedef struct {
    guint64 offset, length;
    const char *label;
} TestLeaf;

static inline void test_log_init(TestLog *log) {
    *log = (TestLog){g_string_new(NULL), g_string_new(NULL), g_string_new(NULL), g_string_new(NULL),
                     g_array_new(FALSE, FALSE, sizeof(TestLeaf))};
}

static inline void test_log_clear(TestLog *log) {
    g_string_free(log->events, TRUE);
    g_string_free(log->tree, TRUE);
    g_string_free(log->defects, TRUE);
    g_string_free(log->content, TRUE);
    g_array_unref(log->leaves);
}

/* With NULs, as a C literal would have it. */
static inline char *test_log_escape(const char *octets, gsize length) {
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < length; i++) {
        guint8 octet = octets[i];
        const char *found = strchr("\rr\nn\tt", octet);
        if (octet != '\0' && octet < ' ' && found != NULL) {
            g_string_append_printf(text, "\\%c", found[1]);
        } else if (octet < ' ' || octet > '~') {
            g_string_append_printf(text, "\\%03o", octet);
        } else {
            g_string_append_c(text, octet);
        }
    }
    return g_string_free(text, FALSE);
}

static inline void test_log_part_begin(gpointer user, const MimePart *part) {
    TestLog *log = user;
    g_string_append_printf(
        log->events,
        "begin %u %s %s %s|%s|%s|%s|%s|%s %s %d %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n",
        part->depth, part->path, part->type, part->charset, part->boundary, part->disposition,
        part->filename, part->content_id, part->description, part->encoding_name, part->is_leaf,
        part->header_offset, part->body_offset);
    g_string_append_printf(log->tree, "(%s %s", part->path, part->type);
    g_string_truncate(log->content, 0);
}

static inline void test_log_header(gpointer user, guint depth, const MimeHeader *header) {
    TestLog *log = user;
    g_autofree char *raw = test_log_escape(header->raw, header->raw_length);
    g_string_append_printf(
        log->events, "header %u [%s] [%s] [%s] %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %d\n",
        depth, header->name, raw, header->value, header->offset, header->length, header->is_cut);
}

static inline void test_log_content(gpointer user, const guint8 *octets, gsize length) {
    g_string_append_len(((TestLog *)user)->content, (const char *)octets, length);
}

static inline void test_log_part_end(gpointer user, const MimePart *part) {
    TestLog *log = user;
    g_autofree char *content = test_log_escape(log->content->str, log->content->len);
    g_string_append_printf(log->events,
                           "end %s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
                           " %" G_GSIZE_FORMAT " [%s]\n",
                           part->path, part->body_length, part->lines, part->decoded_octets,
                           log->content->len, part->is_leaf ? content : "");
    if (part->is_leaf) {
        g_string_append_printf(log->tree, "=%s", content);
    }
    g_string_append_c(log->tree, ')');
    g_string_truncate(log->content, 0);
}

static inline void test_log_defect(gpointer user, MimeDefect defect, guint64 offset,
                                   const char *detail) {
    TestLog *log = user;
    g_string_append_printf(log->events, "defect %s %" G_GUINT64_FORMAT " [%s]\n",
                           mime_defect_name(defect), offset, detail);
    g_string_append_printf(log->defects, "%s%s@%" G_GUINT64_FORMAT,
                           log->defects->len > 0 ? " " : "", mime_defect_name(defect), offset);
}

static inline void test_log_leaf(gpointer user, guint64 offset, guint64 length, const char *label) {
    TestLog *log = user;
    TestLeaf leaf = {offset, length, label};
    g_array_append_val(log->leaves, leaf);
}

static inline MimeSink test_log_sink(gboolean has_leaves) {
    return (MimeSink){.part_begin = test_log_part_begin,
                      .header = test_log_header,
                      .content = test_log_content,
                      .part_end = test_log_part_end,
                      .defect = test_log_defect,
                      .leaf = has_leaves ? test_log_leaf : NULL};
}

/* Scans the octets in pieces of `step` after a first one of `first`. The octets of each piece are
 * in memory of their own, so that reading past it, or later, is found out. */
static inline void test_log_scan(TestLog *log, const char *octets, gsize length, gsize first,
                                 gsize step, gboolean has_leaves) {
    MimeSink sink = test_log_sink(has_leaves);
    g_autoptr(MimeScanner) scanner = mime_scanner_new(&sink, log);
    test_log_init(log);
    for (gsize at = 0, n = 0; at < length; at += n) {
        n = MIN(at == 0 && first > 0 ? first : step, length - at);
        g_autofree guint8 *piece = g_memdup2(octets + at, n);
        mime_scanner_push(scanner, piece, n);
    }
    mime_scanner_finish(scanner);
}
