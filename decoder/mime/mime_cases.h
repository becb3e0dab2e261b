/* SPDX-License-Identifier: MIT */
/* For tests: messages, what part tree each has (as mime_test_log.h writes it), and its defects. */
#pragma once

#include <glib.h>

typedef struct {
    const char *name;
    const char *octets;
    gsize length;
    const char *tree, *defects;
} MimeCase;

#define OCTETS(text) text, sizeof(text) - 1

/* clang-format off */
static const MimeCase mime_cases[] = {
    {"empty",
     OCTETS(
        ""),
     "(1 text/plain=)",
     "missing-from@0 missing-date@0"},
    {"only a blank line",
     OCTETS(
        "\r\n"),
     "(1 text/plain=)",
     "missing-from@0 missing-date@0"},
    {"no MIME",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "Subject: s\r\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     ""},
    {"no last line end",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "\r\n"
        "body"),
     "(1 text/plain=body)",
     ""},
    {"header only",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"),
     "(1 text/plain=)",
     ""},
    {"header without its last line end",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "Subject: s"),
     "(1 text/plain=)",
     ""},
    {"the lecture's slide 12",
     OCTETS(
        "Subject: mail trial with postfix\r\n"
        "This is a test mail to try that POP and IMAP works\r\n"
        "with mail delivery.\r\n"),
     "(1 text/plain=This is a test mail to try that POP and IMAP works\\r\\nwith mail delivery."
     "\\r\\n)",
     "no-blank-line@34 missing-from@0 missing-date@0"},
    {"text at once",
     OCTETS(
        "hello: world is\r\n"
        "not a field\r\n"
        "\r\n"
        "more\r\n"),
     "(1 text/plain=not a field\\r\\n\\r\\nmore\\r\\n)",
     "no-blank-line@17 missing-from@0 missing-date@0"},
    {"folded fields",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "Subject: a\r\n"
        " b\r\n"
        "\tc\r\n"
        "To: x@y,\r\n"
        " z@w\r\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     ""},
    {"folded, only blanks",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "Subject: a\r\n"
        "  \r\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     ""},
    {"space before colon",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "Subject : s\r\n"
        "X-Other\t: t\r\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     "space-before-colon@57 space-before-colon@70"},
    {"mbox line",
     OCTETS(
        "From a@b Mon Nov 23 09:00:00 2026\r\n"
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     "header-syntax@0"},
    {"duplicates",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "From: c@d\r\n"
        "Subject: a\r\n"
        "subject: b\r\n"
        "X: 1\r\n"
        "X: 2\r\n"
        "\r\n"),
     "(1 text/plain=)",
     "header-duplicate@50 header-duplicate@73"},
    {"Bcc left in",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "Bcc: e@f\r\n"
        "\r\n"),
     "(1 text/plain=)",
     "bcc-present@50"},
    {"header in UTF-8 and in Latin-1",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "Subject: \303\244\r\n"
        "X: \351\r\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     "header-8bit@59 header-8bit@66"},
    {"date and address wrong",
     OCTETS(
        "From: a b@c\r\n"
        "To: <a@b\r\n"
        "Date: Tue, 23 Nov 2026 09:00:00 +0000\r\n"
        "Resent-Date: yesterday\r\n"
        "\r\n"),
     "(1 text/plain=)",
     "address-syntax@5 address-syntax@16 date-syntax@28 date-syntax@75"},
    {"bare LFs",
     OCTETS(
        "From: a@b\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\n"
        "Subject: a\n"
        " b\n"
        "\n"
        "body\n"
        "more\r\n"
        "last\n"),
     "(1 text/plain=body\\nmore\\r\\nlast\\n)",
     "bare-lf@9"},
    {"bare CRs and NULs",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "Subject: a\rb\000c\r\n"
        "\r\n"
        "one\rtwo\000three\r\n"
        "\r\r\n"
        "end\r"),
     "(1 text/plain=one\\rtwo\\000three\\r\\n\\r\\r\\nend\\r)",
     "bare-cr@60 nul@62"},
    {"8bit in 7bit",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "\r\n"
        "b\303\266dy\r\n"
        "\303\244\r\n"),
     "(1 text/plain=b\\303\\266dy\\r\\n\\303\\244\\r\\n)",
     "8bit-in-7bit@53"},
    {"8bit declared",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n"
        "\r\n"
        "b\303\266dy\r\n"),
     "(1 text/plain=b\\303\\266dy\\r\\n)",
     ""},
    {"binary",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: binary\r\n"
        "\r\n"
        "b\303\266d\000y\n"
        "\r\n"),
     "(1 text/plain=b\\303\\266d\\000y\\n\\r\\n)",
     ""},
    {"long lines",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n"
        "\r\n"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\r\n"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\r\n"),
     "(1 text/plain=zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzz\\r\\nzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
     "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\\r\\n)",
     "line-too-long@50"},
    {"two parts",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "preamble\r\n"
        "--x\r\n"
        "\r\n"
        "one\r\n"
        "--x\r\n"
        "Content-Type: text/html\r\n"
        "\r\n"
        "<p>\r\n"
        "\r\n"
        "--x--\r\n"
        "epilogue\r\n"),
     "( multipart/mixed(1 text/plain=one)(2 text/html=<p>\\r\\n))",
     ""},
    {"part ends with the message",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "--x\r\n"
        "\r\n"
        "one\r\n"
        "--x--"),
     "( multipart/mixed(1 text/plain=one))",
     ""},
    {"empty parts",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "--x\r\n"
        "\r\n"
        "--x\r\n"
        "--x\r\n"
        "\r\n"
        "\r\n"
        "--x\r\n"
        "Content-Type: text/html\r\n"
        "--x--\r\n"),
     "( multipart/mixed(1 text/plain=)(2 text/plain=)(3 text/plain=)(4 text/html=))",
     ""},
    {"nested",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"out\"\r\n"
        "\r\n"
        "--out\r\n"
        "Content-Type: multipart/alternative; boundary=in\r\n"
        "\r\n"
        "pre\r\n"
        "--in\r\n"
        "\r\n"
        "a\r\n"
        "--in\r\n"
        "\r\n"
        "b\r\n"
        "--in--\r\n"
        "epi\r\n"
        "--out\r\n"
        "\r\n"
        "c\r\n"
        "--out--\r\n"),
     "( multipart/mixed(1 multipart/alternative(1.1 text/plain=a)(1.2 text/plain=b))(2 text/plai"
     "n=c))",
     ""},
    {"inner never closed",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"out\"\r\n"
        "\r\n"
        "--out\r\n"
        "Content-Type: multipart/alternative; boundary=in\r\n"
        "\r\n"
        "--in\r\n"
        "\r\n"
        "a\r\n"
        "--out\r\n"
        "\r\n"
        "c\r\n"
        "--out--\r\n"),
     "( multipart/mixed(1 multipart/alternative(1.1 text/plain=a))(2 text/plain=c))",
     "boundary-not-closed@188"},
    {"outer boundary begins the inner",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"b\"\r\n"
        "\r\n"
        "--b\r\n"
        "Content-Type: multipart/mixed; boundary=bb\r\n"
        "\r\n"
        "--bb\r\n"
        "\r\n"
        "a\r\n"
        "--bb\r\n"
        "\r\n"
        "b\r\n"
        "--bb--\r\n"
        "--bb\r\n"
        "--b\r\n"
        "\r\n"
        "c\r\n"
        "--b--\r\n"),
     "( multipart/mixed(1 multipart/mixed(1.1 text/plain=a)(1.2 text/plain=b))(2 text/plain=c))",
     ""},
    {"inner boundary begins the outer",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"bb\"\r\n"
        "\r\n"
        "--bb\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n"
        "\r\n"
        "--b\r\n"
        "\r\n"
        "a\r\n"
        "--b--\r\n"
        "--bb--\r\n"),
     "( multipart/mixed(1 multipart/mixed(1.1 text/plain=a)))",
     ""},
    {"padding after the boundary",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "--x \t\r\n"
        "\r\n"
        "one\r\n"
        "--x--  \r\n"),
     "( multipart/mixed(1 text/plain=one))",
     ""},
    {"not a boundary",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "--x\r\n"
        "\r\n"
        "--xy\r\n"
        " --x\r\n"
        "-x\r\n"
        "--\r\n"
        "--x-\r\n"
        "---x\r\n"
        "--x--y\r\n"
        "--x--\r\n"),
     "( multipart/mixed(1 text/plain=--xy\\r\\n --x\\r\\n-x\\r\\n--\\r\\n--x-\\r\\n---x\\r\\n--x"
     "--y))",
     ""},
    {"missing close",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "--x\r\n"
        "\r\n"
        "one\r\n"),
     "( multipart/mixed(1 text/plain=one\\r\\n))",
     "boundary-not-closed@128"},
    {"boundary never seen",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "some text\r\n"),
     "( multipart/mixed)",
     "boundary-never-seen@116"},
    {"boundary missing",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed\r\n"
        "\r\n"
        "--x\r\n"
        "\r\n"
        "one\r\n"
        "--x--\r\n"),
     "(1 multipart/mixed=--x\\r\\n\\r\\none\\r\\n--x--\\r\\n)",
     "boundary-missing@69"},
    {"boundary of 71",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
        "bbbbbbbbbbbbbbbbbbbbbbbbbb\"\r\n"
        "\r\n"
        "--bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n"
        "\r\n"
        "one\r\n"
        "--bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb--\r\n"),
     "( multipart/mixed(1 text/plain=one))",
     "boundary-too-long@69"},
    {"boundary that ends in dashes",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x--\"\r\n"
        "\r\n"
        "--x--\r\n"
        "\r\n"
        "one\r\n"
        "--x----\r\n"),
     "( multipart/mixed(1 text/plain=one))",
     ""},
    {"bare LF at boundaries",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "--x\n"
        "\n"
        "one\n"
        "--x\n"
        "\n"
        "two\r\n"
        "--x--\n"),
     "( multipart/mixed(1 text/plain=one)(2 text/plain=two))",
     "bare-lf@120 bare-lf@129 bare-lf@119"},
    {"8bit before the boundary",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "--x\r\n"
        "\r\n"
        "\303\244\r\n"
        "--x--\r\n"
        "\303\244\r\n"),
     "( multipart/mixed(1 text/plain=\\303\\244))",
     "8bit-in-7bit@123"},
    {"text after close",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "--x\r\n"
        "\r\n"
        "one\r\n"
        "--x--\r\n"
        "--x\r\n"
        "\r\n"
        "two\r\n"
        "--x--\r\n"),
     "( multipart/mixed(1 text/plain=one))",
     ""},
    {"digest",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/digest; boundary=\"x\"\r\n"
        "\r\n"
        "--x\r\n"
        "\r\n"
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "Subject: in\r\n"
        "\r\n"
        "first\r\n"
        "--x\r\n"
        "Content-Type: text/plain\r\n"
        "\r\n"
        "second\r\n"
        "--x--\r\n"),
     "( multipart/digest(1 message/rfc822(1.1 text/plain=first))(2 text/plain=second))",
     ""},
    {"message in message",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "--x\r\n"
        "Content-Type: message/rfc822\r\n"
        "\r\n"
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=y\r\n"
        "\r\n"
        "--y\r\n"
        "\r\n"
        "a\r\n"
        "--y\r\n"
        "Content-Type: message/rfc822\r\n"
        "\r\n"
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "\r\n"
        "deep\r\n"
        "--y--\r\n"
        "--x\r\n"
        "\r\n"
        "last\r\n"
        "--x--\r\n"),
     "( multipart/mixed(1 message/rfc822(1 multipart/mixed(1.1 text/plain=a)(1.2 message/rfc822("
     "1.2.1 text/plain=deep))))(2 text/plain=last))",
     ""},
    {"root is a message",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: message/rfc822\r\n"
        "\r\n"
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "\r\n"
        "inner\r\n"),
     "(1 message/rfc822(1.1 text/plain=inner\\r\\n))",
     ""},
    {"message ends in its header",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "--x\r\n"
        "Content-Type: message/rfc822\r\n"
        "\r\n"
        "Subject: s\r\n"
        "--x\r\n"
        "Content-Type: message/rfc822\r\n"
        "--x--\r\n"),
     "( multipart/mixed(1 message/rfc822(1.1 text/plain=))(2 message/rfc822(2.1 text/plain=)))",
     "missing-from@153 missing-date@153 missing-from@200 missing-date@200"},
    {"message in base64",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "--x\r\n"
        "Content-Type: message/rfc822\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "\r\n"
        "U3ViamVjdDogeA0KDQo=\r\n"
        "--x--\r\n"),
     "( multipart/mixed(1 message/rfc822=Subject: x\\r\\n\\r\\n))",
     "encoding-on-multipart@151"},
    {"multipart in base64",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=x\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "\r\n"
        "--x\r\n"
        "\r\n"
        "one\r\n"
        "--x--\r\n"),
     "( multipart/mixed(1 text/plain=one))",
     "encoding-on-multipart@112"},
    {"partial and external",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "--x\r\n"
        "Content-Type: message/partial; id=1; number=1\r\n"
        "\r\n"
        "From: a@b\r\n"
        "\r\n"
        "q\r\n"
        "--x\r\n"
        "Content-Type: message/external-body; access-type=ftp\r\n"
        "\r\n"
        "Content-Type: image/png\r\n"
        "\r\n"
        "--x--\r\n"),
     "( multipart/mixed(1 message/partial=From: a@b\\r\\n\\r\\nq)(2 message/external-body=Conten"
     "t-Type: image/png\\r\\n))",
     ""},
    {"base64",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: BASE64\r\n"
        "\r\n"
        "aGVsbG8g\r\n"
        "d29y\r\n"
        "bGQ=\r\n"),
     "(1 text/plain=hello world)",
     ""},
    {"base64 cut oddly",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "\r\n"
        "aGVsb\r\n"
        "G8gd29y\r\n"
        "bG\r\n"),
     "(1 text/plain=hello worl)",
     "base64-syntax@126"},
    {"base64 with junk",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "\r\n"
        "aGV-sbG8 =\r\n"
        "d29=ybGQ=aGVs=\r\n"
        "===\r\n"
        "A\000B\r\n"),
     "(1 text/plain=hellowo\\311\\261\\220hel\\000)",
     "base64-syntax@109 base64-syntax@118 base64-syntax@144"},
    {"base64 in a part",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
        "\r\n"
        "--x\r\n"
        "Content-Type: image/png; name=\"a b.png\"\r\n"
        "Content-Disposition: attachment;\r\n"
        " filename=\"a b.png\"\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "Content-ID: <id@h>\r\n"
        "Content-Description: =?utf-8?Q?d=C3=A9?=\r\n"
        "\r\n"
        "iVBORw0K\r\n"
        "--x--\r\n"),
     "( multipart/mixed(1 image/png=\\211PNG\\r\\n))",
     ""},
    {"base64 with a long line",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "\r\n"
        "QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD\r\n"),
     "(1 text/plain=ABCABCABCABCABCABCABCABCABCABCABCABCABCABCABCABCABCABCABCABC)",
     "base64-line-too-long@106"},
    {"quoted-printable",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "caf=C3=A9 =\r\n"
        "au lait  \t\r\n"
        "=20\r\n"
        "end=\r\n"),
     "(1 text/plain=caf\\303\\251 au lait\\r\\n \\r\\nend)",
     ""},
    {"quoted-printable, bad",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "a=ZZ b=4\r\n"
        "c=e9 d==3D\r\n"
        "x= y\r\n"
        "\303\251lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll"
        "l\r\n"
        "=4="),
     "(1 text/plain=a=ZZ b=4\\r\\nc\\351 d==\\r\\nx= y\\r\\n\\303\\251llllllllllllllllllllllllll"
     "llllllllllllllllllllllllllllllllllllllllllllllllllllll\\r\\n=4)",
     "qp-syntax@117 qp-syntax@128 qp-syntax@144 qp-syntax@230 qp-line-too-long@144"},
    {"quoted-printable, blanks",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "a                                                                                      "
        "                                                                                       "
        "                                                                                       "
        "                                        b= \t \r\n"
        "c=                                                                                     "
        "                                                                                       "
        "                            d\r\n"
        "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
        "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
        "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
        "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
        "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\r\n"),
     "(1 text/plain=a                                                                           "
     "                                                                                          "
     "                                                                                          "
     "                                             bc=                                          "
     "                                                                                          "
     "                                                                    d\\r\\n\\t\\t\\t\\t\\t"
     "\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t"
     "\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t"
     "\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t"
     "\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t"
     "\\t\\t\\t\\r\\n)",
     "qp-syntax@425 qp-line-too-long@116"},
    {"uuencode",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: x-uuencode\r\n"
        "\r\n"
        "hello\r\n"
        "begin 644 a.txt\r\n"
        "+:&5L;&\\@=V]R;&0\r\n"
        "`\r\n"
        "end\r\n"
        "after\r\n"),
     "(1 text/plain=hello world)",
     "uuencode-syntax@134"},
    {"uuencode, bad",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: x-uuencode\r\n"
        "\r\n"
        "begin 644 a.txt\r\n"
        "+:&5L\r\n"),
     "(1 text/plain=hel\\000\\000\\000\\000\\000\\000\\000\\000)",
     "uuencode-syntax@127 uuencode-syntax@134"},
    {"encoding unknown",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: x-rot13\r\n"
        "\r\n"
        "uryyb\r\n"),
     "(1 text/plain=uryyb\\r\\n)",
     "encoding-unknown@69"},
    {"content type broken",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text\r\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     "content-type-syntax@69"},
    {"content type, more broken",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: ;;=; a b=c; charset=\"utf-8\r\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     "content-type-syntax@69"},
    {"MIME version",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.(comment)1\r\n"
        "Content-Type: text/plain\r\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     "version@50"},
    {"MIME version missing",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "Content-Type: text/plain\r\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     "version@50"},
    {"parameters of RFC 2231",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=us-ascii (Plain);\r\n"
        " name*1*=%C3%A9.txt; name*0*=utf-8'fr'caf\r\n"
        "Content-Disposition: attachment; filename*=iso-8859-1''%e9t%e9.txt; filename=ete.txt\r"
        "\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     ""},
    {"encoded word as parameter",
     OCTETS(
        "From: a@b\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Disposition: attachment; filename=\"=?utf-8?B?w6k=?=.txt\"\r\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     "content-type-syntax@69"},
    {"encoded words",
     OCTETS(
        "From: =?iso-8859-1?Q?J=F6rg?= \"=?x?q?y?=\" <a@b>\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "Subject: =?utf-8?Q?=C3?= =?utf-8?Q?=A9?=\r\n"
        " =?utf-8?B?w6k=?= plain =?no-such?q?x?=\r\n"
        "X: =?utf-8?q?glued?=on =?utf-8?b?=?=\r\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     "charset-unknown@88 encoded-word-syntax@171"},
    {"fields of every shape",
     OCTETS(
        "Return-Path: <>\r\n"
        "Received: from a.example (a [192.0.2.1])\r\n"
        "\tby b.example (Postfix) with ESMTP id 4F1C for <c@d>;\r\n"
        "\tMon, 23 Nov 2026 09:00:00 +0000 (UTC)\r\n"
        "From: \"Doe, J\" <j.doe@a.example>, k@b (Kay)\r\n"
        "To: friends: l@c, <@r:m@d>;, undisclosed:;\r\n"
        "Message-ID: <1.2@a.example>\r\n"
        "References: <a@b>\r\n"
        " <c@[192.0.2.1]>\r\n"
        "Date: Mon,\r\n"
        " 23 Nov 26 9:00 GMT (now)\r\n"
        "MIME-Version: 1.0 (x)\r\n"
        "Content-Type: text/plain; a*0*=utf-8'en'x%20; b=\"c;d\"\r\n"
        "Content-Disposition: inline\r\n"
        "\r\n"
        "body\r\n"),
     "(1 text/plain=body\\r\\n)",
     ""},
    {"empty values",
     OCTETS(
        "From:\r\n"
        "To: \r\n"
        "Date:\r\n"
        "Subject:\r\n"
        "Received:\r\n"
        "Message-ID:\r\n"
        "Content-Type:\r\n"
        "Content-Transfer-Encoding:\r\n"
        "MIME-Version:\r\n"
        "Content-Disposition:\r\n"
        "\r\n"),
     "(1 text/plain=)",
     "address-syntax@5 address-syntax@10 date-syntax@18 content-type-syntax@54 encoding-unknown@"
     "69 content-type-syntax@112 version@97"},
};
/* clang-format on */
