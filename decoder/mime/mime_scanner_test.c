/* SPDX-License-Identifier: MIT */
#include "mime/mime_cases.h"
#include "mime/mime_test_log.h"

#include <criterion/criterion.h>

static void check_equal(const MimeCase *one, const TestLog *whole, const TestLog *cut, gsize first,
                        gsize step) {
    cr_assert_str_eq(cut->events->str, whole->events->str, "%s, cut %zu/%zu:\n%s\nbut whole:\n%s",
                     one->name, first, step, cut->events->str, whole->events->str);
    cr_assert_eq(cut->leaves->len, whole->leaves->len, "%s, cut %zu/%zu", one->name, first, step);
    for (guint i = 0; i < cut->leaves->len; i++) {
        const TestLeaf *a = &g_array_index(cut->leaves, TestLeaf, i);
        const TestLeaf *b = &g_array_index(whole->leaves, TestLeaf, i);
        cr_assert(a->offset == b->offset && a->length == b->length &&
                      strcmp(a->label, b->label) == 0,
                  "%s, cut %zu/%zu: leaf %u", one->name, first, step, i);
    }
}

static void check_cut(const MimeCase *one, const TestLog *whole, gsize first, gsize step,
                      gboolean has_leaves) {
    TestLog cut;
    test_log_scan(&cut, one->octets, one->length, first, step, has_leaves);
    check_equal(one, whole, &cut, first, step);
    test_log_clear(&cut);
}

Test(mime_scanner, tells_the_tree_and_the_defects) {
    for (gsize i = 0; i < G_N_ELEMENTS(mime_cases); i++) {
        const MimeCase *one = &mime_cases[i];
        TestLog log;
        test_log_scan(&log, one->octets, one->length, 0, one->length, FALSE);
        cr_expect_str_eq(log.tree->str, one->tree, "%s:\n%s\nbut should be\n%s", one->name,
                         log.tree->str, one->tree);
        cr_expect_str_eq(log.defects->str, one->defects, "%s:\n%s\nbut should be\n%s", one->name,
                         log.defects->str, one->defects);
        test_log_clear(&log);
    }
}

Test(mime_scanner, tells_the_same_under_every_split) {
    for (gsize i = 0; i < G_N_ELEMENTS(mime_cases); i++) {
        const MimeCase *one = &mime_cases[i];
        for (gboolean has_leaves = FALSE; has_leaves <= TRUE; has_leaves++) {
            TestLog whole;
            test_log_scan(&whole, one->octets, one->length, 0, one->length, has_leaves);
            for (gsize first = 1; first < one->length; first++) {
                check_cut(one, &whole, first, one->length, has_leaves);
            }
            for (gsize step = 1; step < 6; step++) {
                check_cut(one, &whole, 0, step, has_leaves);
            }
            test_log_clear(&whole);
        }
    }
}

/* Leaves follow each other without a hole, and hold a line end exactly if they are one. */
static void check_tiles(const MimeCase *one, const GArray *leaves) {
    guint64 at = 0;
    for (guint i = 0; i < leaves->len; i++) {
        const TestLeaf *leaf = &g_array_index(leaves, TestLeaf, i);
        const char *octets = one->octets + leaf->offset;
        gboolean is_line_end =
            strcmp(leaf->label, "line end") == 0 || strcmp(leaf->label, "blank line") == 0;
        cr_assert(leaf->offset == at && leaf->length > 0, "%s: leaf %u", one->name, i);
        at += leaf->length;
        cr_assert_leq(at, one->length, "%s: leaf %u", one->name, i);
        const char *feed = memchr(octets, '\n', leaf->length);
        cr_assert_eq(is_line_end, feed != NULL, "%s: leaf %u, %s", one->name, i, leaf->label);
        if (is_line_end) {
            cr_assert(leaf->length == 1 || (leaf->length == 2 && octets[0] == '\r'), "%s: leaf %u",
                      one->name, i);
        }
    }
    cr_assert_eq(at, one->length, "%s: %" G_GUINT64_FORMAT, one->name, at);
}

Test(mime_scanner, leaves_tile_the_message) {
    for (gsize i = 0; i < G_N_ELEMENTS(mime_cases); i++) {
        const MimeCase *one = &mime_cases[i];
        for (gsize step = 1; step <= one->length; step += 1 + one->length / 7) {
            TestLog log;
            test_log_scan(&log, one->octets, one->length, 0, step, TRUE);
            check_tiles(one, log.leaves);
            test_log_clear(&log);
        }
    }
}

/* Places by what stands there, so that no number has to be believed. */
typedef struct {
    const char *path, *body; /* its octets as sent */
    guint64 lines;
} Place;

static const char placed[] =
    "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\npre\r\n"
    "--o\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\none\r\ntwo\r\n--i--\r\n"
    "--o\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n\r\n--o\r\n\r\n\r\n--o--\r\nend\r\n";

static const Place places[] = {
    {"",
     "pre\r\n--o\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\none\r\ntwo\r\n"
     "--i--\r\n--o\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n\r\n--o\r\n\r\n\r\n--o--\r\n"
     "end\r\n",
     19},
    {"1", "--i\r\n\r\none\r\ntwo\r\n--i--", 4},
    {"1.1", "one\r\ntwo", 1},
    {"2", "QUJD\r\n", 1},
    {"3", "", 0},
};

static void check_place(gpointer user, const MimePart *part) {
    guint *n_found = user;
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        if (strcmp(places[i].path, part->path) != 0) {
            continue;
        }
        (*n_found)++;
        cr_expect_eq(part->body_length, strlen(places[i].body), "%s", part->path);
        cr_expect_eq(strncmp(placed + part->body_offset, places[i].body, part->body_length), 0,
                     "%s", part->path);
        cr_expect_eq(part->lines, places[i].lines, "%s: %" G_GUINT64_FORMAT, part->path,
                     part->lines);
    }
}

Test(mime_scanner, tells_the_places) {
    const MimeSink sink = {.part_end = check_place};
    guint n_found = 0;
    g_autoptr(MimeScanner) scanner = mime_scanner_new(&sink, &n_found);
    mime_scanner_push(scanner, (const guint8 *)placed, strlen(placed));
    mime_scanner_finish(scanner);
    cr_assert_eq(n_found, G_N_ELEMENTS(places));
}

/* clang-format off */
static const struct {
    const char *octets, *leaves; /* each leaf as "label=octets", line ends left out */
} labelled[] = {
    {"Subject : a =?utf-8?q?b?= c\r\n d\r\n\r\n\r\nx\r\n",
     "field name=Subject|space= |colon=:|space= |field value=a |encoded word==?utf-8?q?b?=|field value= c|"
     "folding space= |field value=d|text=x|"},
    {"From: J D <j@d>\r\nDate: 1 Jan 70 0:00 Z\r\n",
     "field name=From|colon=:|space= |display name=J|space= |display name=D|space= |angle bracket=<|"
     "local part=j|at=@|domain=d|angle bracket=>|field name=Date|colon=:|space= |day=1|space= |month=Jan|"
     "space= |year=70|space= |hour=0|colon=:|minute=00|space= |zone=Z|"},
    {"Message-ID: <1@a>\r\nReceived: by b for <c@d>; x\r\n",
     "field name=Message-ID|colon=:|space= |angle bracket=<|id left=1|at=@|id right=a|angle bracket=>|"
     "field name=Received|colon=:|space= |trace keyword=by|space= |trace value=b|space= |trace keyword=for|"
     "space= |angle bracket=<|local part=c|at=@|domain=d|angle bracket=>|semicolon=;|space= |"
     "unexpected word=x|"},
    {"Content-Type: multipart/x; boundary=\"b\"\r\n\r\np\r\n--b \r\nContent-Transfer-Encoding: base64\r\n"
     "\r\nQQ==\r\n-\r\n--b--\r\ne\r\n",
     "field name=Content-Type|colon=:|space= |media type=multipart|slash=/|media subtype=x|semicolon=;|"
     "space= |parameter name=boundary|equals==|parameter value=\"b\"|preamble=p|boundary dashes=--|"
     "boundary=b|padding= |field name=Content-Transfer-Encoding|colon=:|space= |encoding name=base64|"
     "base64=QQ|base64 padding===|base64 junk=-|boundary dashes=--|boundary=b|boundary close=--|epilogue=e|"},
    {"Content-Transfer-Encoding: quoted-printable\r\n\r\na=41=\r\n=zb \r\n",
     "field name=Content-Transfer-Encoding|colon=:|space= |encoding name=quoted-printable|qp literal=a|"
     "qp escape==41|qp soft break==|qp broken escape==|qp literal=zb|padding= |"},
    {"Content-Transfer-Encoding: x-uue\r\n\r\nt\r\nbegin 644 a\r\n!00\r\nend\r\nu\r\n",
     "field name=Content-Transfer-Encoding|colon=:|space= |encoding name=x-uue|text=t|"
     "uuencode begin=begin 644 a|uuencode line=!00|uuencode end=end|text=u|"},
};
/* clang-format on */

Test(mime_scanner, tells_the_labels) {
    for (gsize i = 0; i < G_N_ELEMENTS(labelled); i++) {
        g_autoptr(GString) leaves = g_string_new(NULL);
        TestLog log;
        test_log_scan(&log, labelled[i].octets, strlen(labelled[i].octets), 0, 7, TRUE);
        for (guint k = 0; k < log.leaves->len; k++) {
            const TestLeaf *leaf = &g_array_index(log.leaves, TestLeaf, k);
            if (g_strcmp0(leaf->label, "line end") != 0 &&
                g_strcmp0(leaf->label, "blank line") != 0) {
                g_string_append_printf(leaves, "%s=%.*s|", leaf->label, (int)leaf->length,
                                       labelled[i].octets + leaf->offset);
            }
        }
        cr_expect_str_eq(leaves->str, labelled[i].leaves, "%s\nbut should be\n%s", leaves->str,
                         labelled[i].leaves);
        test_log_clear(&log);
    }
}
