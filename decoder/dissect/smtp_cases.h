/* SPDX-License-Identifier: MIT */
/* For smtp_test.c: dialogues, and the notes that they must give in every cut. */
#pragma once

#include "dissect/dialogue.h"

typedef struct {
    const char *name;
    Dialogue dialogue;
    const char *expected;
} SmtpCase;

#define SCRIPT(...)                                                                                \
    (const char *const[]) {                                                                        \
        __VA_ARGS__, NULL                                                                          \
    }

/* clang-format off */
static const SmtpCase smtp_cases[] = {
    {
        "simple", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go on", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C ..dot", "C .",
            "S 250 2.0.0 queued", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250 2.0.0\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 71 a@x>b@y;; 1:text/plain:10 a474\n" "C6 QUIT @READY\n"
        "S6 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "helo_without_brackets_bare_lf", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C!HELO me\n", "S 250 mail.example", "C!MAIL FROM: a@x\n",
            "S 250 2.1.0 Ok", "C!RCPT TO: b@y\n", "S 250 2.1.5 Ok", "C!DATA\n", "S 354 go on",
            "C From: a@x", "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi",
            "C .", "S 250 2.0.0 queued", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 HELO me @GREETED\n" "S1 250\n" "T GREETED HELO 250 READY\n" "F smtp.bare-lf 1\n"
        "F smtp.helo-not-ehlo 1\n" "C2 MAIL FROM: a@x @READY\n" "S2 250 2.1.0\n"
        "T READY MAIL 250 MAIL\n" "F smtp.no-brackets 2\n" "F smtp.space-around-colon 2\n"
        "C3 RCPT TO: b@y @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n"
        "F smtp.no-brackets 3\n" "F smtp.space-around-colon 3\n" "C4 DATA @RCPT\n" "S4 354\n"
        "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250 2.0.0\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 65 a@x>b@y;; 1:text/plain:4 8acd\n" "C6 QUIT @READY\n"
        "S6 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "data_refused_then_next_mail", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 ok", "C RCPT TO:<no@y>",
            "S 550 5.1.1 no", "C DATA", "S 554 5.5.1 no valid recipients", "C RSET", "S 250 ok",
            "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>", "S 250 2.1.5 Ok", "C DATA",
            "S 354 go on", "C From: a@x", "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000",
            "C ", "C hi", "C .", "S 250 2.0.0 queued", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<no@y> @MAIL\n" "S3 550 5.1.1\n" "C4 DATA @MAIL\n" "S4 554 5.5.1\n" "F smtp.order-refused 4\n"
        "C5 RSET @MAIL\n" "S5 250\n" "T MAIL RSET 250 READY\n" "C6 MAIL FROM:<a@x> @READY\n"
        "S6 250 2.1.0\n" "T READY MAIL 250 MAIL\n" "C7 RCPT TO:<b@y> @MAIL\n" "S7 250 2.1.5\n"
        "T MAIL RCPT 250 RCPT\n" "C8 DATA @RCPT\n" "S8 354\n" "T RCPT DATA 354 DATA\n"
        "C9 <end-of-data> @DATA\n" "S9 250 2.0.0\n" "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 65 a@x>b@y;; 1:text/plain:4 8acd\n" "C10 QUIT @READY\n"
        "S10 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 11 11 1 none\n",
    },
    {
        "all_in_one_flight", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "C RCPT TO:<b@y>", "C DATA", "S 250 ok",
            "S 250 ok", "S 354 go on", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C .", "C QUIT",
            "S 250 queued", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL P\n" "S3 250\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT P\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 65 a@x>b@y;; 1:text/plain:4 8acd\n" "C6 QUIT @READY P\n"
        "S6 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "text_before_354", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "C RCPT TO:<b@y>", "C DATA", "C From: a@x",
            "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C .", "C QUIT",
            "S 250 ok", "S 250 ok", "S 354 go on", "S 250 queued", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL P\n" "S3 250\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT P\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA P\n" "S5 250\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 65 a@x>b@y;; 1:text/plain:4 8acd\n"
        "F smtp.text-before-reply 5\n" "C6 QUIT @READY P\n" "S6 221\n" "T READY QUIT 221 CLOSED\n"
        "E CLOSED 7 7 1 none\n",
    },
    {
        "text_before_refusal", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "C RCPT TO:<b@y>", "C DATA", "C RSET", "C .",
            "C QUIT", "S 250 ok", "S 550 no", "S 503 no", "S 250 reset", "S 500 what", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL P\n" "S3 550\n" "C4 DATA @MAIL P\n" "S4 503\n"
        "F smtp.order-refused 4\n" "C5 RSET @MAIL P\n" "S5 250\n" "T MAIL RSET 250 READY\n"
        "C6 . @READY P\n" "S6 500\n" "F smtp.unknown-command 6\n" "C7 QUIT @READY P\n" "S7 221\n"
        "T READY QUIT 221 CLOSED\n" "E CLOSED 8 8 0 none\n",
    },
    {
        "keyword_missing_but_brackets_there", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C HELO me", "S 250 mail.example", "C MAIL TO:<a@x>",
            "S 501 no", "C MAIL a@x", "S 501 no", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 HELO me @GREETED\n" "S1 250\n" "T GREETED HELO 250 READY\n"
        "F smtp.helo-not-ehlo 1\n" "C2 MAIL TO:<a@x> @READY\n" "S2 501\n"
        "F smtp.path-syntax 2\n" "C3 MAIL a@x @READY\n" "S3 501\n" "F smtp.no-brackets 3\n"
        "F smtp.path-syntax 3\n" "C4 QUIT @READY\n" "S4 221\n" "T READY QUIT 221 CLOSED\n"
        "E CLOSED 5 5 0 none\n",
    },
    {
        "data_refused_for_want_of_recipients", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C HELO me", "S 250 mail.example", "C MAIL FROM:<a@x>",
            "S 250 ok", "C RCPT TO:<b@y>", "S 550 no", "C DATA", "S 554 no valid recipients",
            "C RSET", "S 451 later", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 HELO me @GREETED\n" "S1 250\n" "T GREETED HELO 250 READY\n"
        "F smtp.helo-not-ehlo 1\n" "C2 MAIL FROM:<a@x> @READY\n" "S2 250\n"
        "T READY MAIL 250 MAIL\n" "C3 RCPT TO:<b@y> @MAIL\n" "S3 550\n" "C4 DATA @MAIL\n"
        "S4 554\n" "F smtp.order-refused 4\n" "C5 RSET @MAIL\n" "S5 451\n" "C6 QUIT @MAIL\n"
        "S6 221\n" "T MAIL QUIT 221 CLOSED\n" "E CLOSED 7 7 0 none\n",
    },
    {
        "bdat", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C BDAT 18", "C!From: a@x\r\nTo: b@y", "S 250 18 octets",
            "C BDAT 0", "S 250 0 octets", "C BDAT 46 LAST",
            "C!\r\nDate: Mon, 23 Nov 2026 08:45:00 +0000\r\n\r\n.\r\n", "S 250 2.0.0 queued",
            "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 BDAT 18 @RCPT\n"
        "S4 250\n" "T RCPT BDAT 250 BDAT\n" "C5 BDAT 0 @BDAT\n" "S5 250\n"
        "T BDAT BDAT 250 BDAT\n" "C6 BDAT 46 LAST @BDAT\n" "S6 250 2.0.0\n"
        "T BDAT BDAT LAST 250 READY\n"
        "M0 BDAT accepted complete 64 a@x>b@y;; 1:text/plain:3 081e\n" "C7 QUIT @READY\n"
        "S7 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 8 8 1 none\n",
    },
    {
        "bdat_pipelined_then_data", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "C RCPT TO:<b@y>", "C BDAT 11",
            "C!From: a@x\nC", "S 250 ok", "S 250 ok", "S 250 chunk", "C BDAT 9 LAST",
            "C!: x\r\n\r\nhi", "S 250 queued", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok",
            "C RCPT TO:<b@y>", "S 250 2.1.5 Ok", "C DATA", "S 354 go on", "C From: a@x",
            "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C .",
            "S 250 2.0.0 queued", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL P\n" "S3 250\n" "T MAIL RCPT 250 RCPT\n" "C4 BDAT 11 @RCPT P\n"
        "S4 250\n" "T RCPT BDAT 250 BDAT\n" "C5 BDAT 9 LAST @BDAT\n" "S5 250\n"
        "T BDAT BDAT LAST 250 READY\n"
        "M0 BDAT accepted complete 20 a@x>b@y;; 1:text/plain:2 6d27\n"
        "F message.missing-date 5\n" "F message.bare-lf 5\n"
        "F message.recipient-not-in-header 5\n" "C6 MAIL FROM:<a@x> @READY\n" "S6 250 2.1.0\n"
        "T READY MAIL 250 MAIL\n" "C7 RCPT TO:<b@y> @MAIL\n" "S7 250 2.1.5\n"
        "T MAIL RCPT 250 RCPT\n" "C8 DATA @RCPT\n" "S8 354\n" "T RCPT DATA 354 DATA\n"
        "C9 <end-of-data> @DATA\n" "S9 250 2.0.0\n" "T DATA <end-of-data> 250 READY\n"
        "M1 DATA accepted complete 65 a@x>b@y;; 1:text/plain:4 8acd\n" "C10 QUIT @READY\n"
        "S10 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 11 11 2 none\n",
    },
    {
        "bdat_last_refused_then_accepted", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250 CHUNKING",
            "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C BDAT 4 LAST", "C!abcd", "S 503 no recipient",
            "C RCPT TO:<b@y>", "S 250 2.1.5 Ok", "C BDAT 4 LAST", "C!efgh", "S 250 2.0.0 queued",
            "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 2 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 BDAT 4 LAST @MAIL\n" "S3 503\n"
        "M0 BDAT refused complete 4 a@x>;; 1:text/plain:4 8889\n"
        "F message.no-blank-line 3\n" "F message.missing-from 3\n" "F message.missing-date 3\n"
        "F smtp.order-refused 3\n"
        "C4 RCPT TO:<b@y> @MAIL\n" "S4 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n"
        "C5 BDAT 4 LAST @RCPT\n" "S5 250 2.0.0\n" "T RCPT BDAT LAST 250 READY\n"
        "M1 BDAT accepted complete 4 a@x>b@y;; 1:text/plain:4 e59d\n"
        "F message.no-blank-line 5\n" "F message.missing-from 5\n" "F message.missing-date 5\n"
        "F message.recipient-not-in-header 5\n" "C6 QUIT @READY\n" "S6 221\n"
        "T READY QUIT 221 CLOSED\n" "E CLOSED 7 7 2 none\n",
    },
    {
        "bdat_refused_chunk", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C BDAT 4", "C!abcd", "S 552 too big", "C BDAT 4 LAST", "C!efgh",
            "S 503 no", "C RSET", "S 250 ok", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 BDAT 4 @RCPT\n"
        "S4 552\n" "T RCPT BDAT 552 BDAT\n" "C5 BDAT 4 LAST @BDAT\n" "S5 503\n"
        "T BDAT BDAT LAST 503 BDAT\n" "M0 BDAT refused complete 8 a@x>b@y;; 1:text/plain:8 9cab\n"
        "F message.no-blank-line 5\n" "F message.missing-from 5\n" "F message.missing-date 5\n"
        "F message.recipient-not-in-header 5\n" "C6 RSET @BDAT\n" "S6 250\n"
        "T BDAT RSET 250 READY\n" "C7 QUIT @READY\n" "S7 221\n" "T READY QUIT 221 CLOSED\n"
        "E CLOSED 8 8 1 none\n",
    },
    {
        "bdat_without_last", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C BDAT 4", "C!abcd", "S 250 ok", "C RSET", "S 250 ok", "C QUIT",
            "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 BDAT 4 @RCPT\n"
        "S4 250\n" "T RCPT BDAT 250 BDAT\n" "C5 RSET @BDAT\n" "S5 250\n" "T BDAT RSET 250 READY\n"
        "M0 BDAT unanswered unterminated 4 a@x>b@y;; 1:text/plain:4\n" "F message.incomplete 4\n"
        "C6 QUIT @READY\n" "S6 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "bdat_cut_by_the_end", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C BDAT 400", "C!From: a@x\r\n\r\nabcd") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 BDAT 400 @RCPT\n"
        "M0 BDAT unanswered unterminated 17 a@x>b@y;; 1:text/plain:4\n" "F message.incomplete 4\n"
        "F smtp.no-quit\n" "E RCPT 5 4 1 none\n",
    },
    {
        "bdat_bad_size", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C BDAT -4", "S 501 what", "C BDAT 99999999999999999999 LAST",
            "S 501 what", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 BDAT -4 @RCPT\n"
        "S4 501\n" "T RCPT BDAT 501 BDAT\n" "F smtp.bdat-syntax 4\n"
        "C5 BDAT 99999999999999999999 LAST @BDAT\n" "S5 501\n" "T BDAT BDAT 501 BDAT\n"
        "F smtp.bdat-syntax 5\n" "C6 QUIT @BDAT\n" "S6 221\n" "T BDAT QUIT 221 CLOSED\n"
        "E CLOSED 7 7 0 none\n",
    },
    {
        "bdat_early_reply", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C BDAT 8", "C!abcd", "S 452 full", "C!efgh", "C RSET", "S 250 ok",
            "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 BDAT 8 @RCPT\n"
        "S4 452\n" "T RCPT BDAT 452 BDAT\n" "C5 RSET @BDAT\n" "S5 250\n" "T BDAT RSET 250 READY\n"
        "M0 BDAT refused unterminated 8 a@x>b@y;; 1:text/plain:8\n" "F message.incomplete 4\n"
        "C6 QUIT @READY\n" "S6 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "pipelining_not_offered", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250 mail.example",
            "C MAIL FROM:<a@x> SIZE=5", "C RCPT TO:<b@y>", "S 250 ok", "S 250 ok", "C QUIT",
            "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> SIZE=5 @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n"
        "F smtp.extension-not-offered 2\n" "C3 RCPT TO:<b@y> @MAIL P\n" "S3 250\n"
        "T MAIL RCPT 250 RCPT\n" "F smtp.pipelining-not-offered 3\n" "C4 QUIT @RCPT\n" "S4 221\n"
        "T RCPT QUIT 221 CLOSED\n" "E CLOSED 5 5 0 none\n",
    },
    {
        "early_talker", { .script = SCRIPT(
            "C EHLO me", "C NOOP", "S 220 mail.example ESMTP", "S 250 mail.example", "S 250 ok",
            "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED P\n" "S1 250\n" "T GREETED EHLO 250 READY\n"
        "F smtp.early-talker 1\n" "C2 NOOP @READY P\n" "S2 250\n" "T READY NOOP 250 READY\n"
        "F smtp.pipelining-not-offered 2\n" "F smtp.not-last-in-group 2\n" "C3 QUIT @READY\n"
        "S3 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 4 4 0 none\n",
    },
    {
        "out_of_order_taken", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C MAIL FROM:<a@x>", "S 250 ok", "C RCPT TO:<b@y>",
            "S 250 ok", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 MAIL FROM:<a@x> @GREETED\n" "S1 250\n" "T GREETED MAIL 250 MAIL\n"
        "F smtp.out-of-order 1\n" "C2 RCPT TO:<b@y> @MAIL\n" "S2 250\n" "T MAIL RCPT 250 RCPT\n"
        "C3 QUIT @RCPT\n" "S3 221\n" "T RCPT QUIT 221 CLOSED\n" "E CLOSED 4 4 0 none\n",
    },
    {
        "out_of_order_refused", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C RCPT TO:<b@y>", "S 503 5.5.1 need MAIL", "C DATA", "S 503 no",
            "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 RCPT TO:<b@y> @READY\n" "S2 503 5.5.1\n" "F smtp.order-refused 2\n" "C3 DATA @READY\n"
        "S3 503\n" "F smtp.order-refused 3\n" "C4 QUIT @READY\n" "S4 221\n"
        "T READY QUIT 221 CLOSED\n" "E CLOSED 5 5 0 none\n",
    },
    {
        "unknown_command", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C FOO bar", "S 500 what", "C ", "S 500 empty", "C QUIT",
            "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 FOO bar @READY\n" "S2 500\n" "F smtp.unknown-command 2\n" "C3  @READY\n" "S3 500\n"
        "F smtp.unknown-command 3\n" "C4 QUIT @READY\n" "S4 221\n" "T READY QUIT 221 CLOSED\n"
        "E CLOSED 5 5 0 none\n",
    },
    {
        "refused_connection", { .script = SCRIPT(
            "S 554 go away", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 554\n" "T START <connect> 554 REFUSED\n" "C1 QUIT @REFUSED\n"
        "S1 221\n" "T REFUSED QUIT 221 CLOSED\n" "E CLOSED 2 2 0 none\n",
    },
    {
        "shutdown_421", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "S 421 timeout") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "S4 unasked 421\n"
        "T RCPT - 421 CLOSED\n" "E CLOSED 4 5 0 none\n",
    },
    {
        "shutdown_421_with_pending", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "C RCPT TO:<b@y>", "S 421 timeout") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 421\n" "T READY MAIL 421 CLOSED\n"
        "C3 RCPT TO:<b@y> @CLOSED P\n" "E CLOSED 4 3 0 none\n",
    },
    {
        "unanswered_recipient", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "C RCPT TO:<b@y>", "S 250 ok") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL P\n" "F smtp.no-quit\n" "E MAIL 4 3 0 none\n",
    },
    {
        "no_quit", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go on", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C .", "S 250 2.0.0 queued") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250 2.0.0\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 65 a@x>b@y;; 1:text/plain:4 8acd\n" "F smtp.no-quit\n"
        "E READY 6 6 1 none\n",
    },
    {
        "auth_plain_initial", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C AUTH PLAIN AGJvYgBzZWNyZXQ=", "S 235 2.7.0 ok", "C QUIT",
            "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 AUTH PLAIN (redacted) @READY\n" "S2 235 2.7.0\n" "T READY AUTH 235 READY\n"
        "A PLAIN 1 client authcid=bob password=(redacted) ok\n" "F smtp.cleartext-credentials 2\n"
        "C3 QUIT @READY\n" "S3 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 4 4 0 none\n",
    },
    {
        "auth_plain_revealed", { .reveal = TRUE, .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C AUTH PLAIN AGJvYgBzZWNyZXQ=", "S 235 2.7.0 ok", "C QUIT",
            "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 AUTH PLAIN AGJvYgBzZWNyZXQ= @READY\n" "S2 235 2.7.0\n" "T READY AUTH 235 READY\n"
        "A PLAIN 1 client authcid=bob password=secret ok\n" "F smtp.cleartext-credentials 2\n"
        "C3 QUIT @READY\n" "S3 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 4 4 0 none\n",
    },
    {
        "auth_plain_challenge", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C AUTH PLAIN", "S 334 ", "C AGJvYgBzZWNyZXQ=", "S 535 5.7.8 no",
            "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 AUTH PLAIN @READY\n" "S2 334\n" "T READY AUTH 334 AUTH\n"
        "A PLAIN 1 server challenge= continue\n" "C3 <sasl-response> (redacted) @AUTH\n"
        "S3 535 5.7.8\n" "T AUTH <sasl-response> 535 READY\n"
        "A PLAIN 2 client authcid=bob password=(redacted) failed\n"
        "F smtp.cleartext-credentials 3\n" "C4 QUIT @READY\n" "S4 221\n"
        "T READY QUIT 221 CLOSED\n" "E CLOSED 5 5 0 none\n",
    },
    {
        "auth_login", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C AUTH LOGIN", "S 334 VXNlcm5hbWU6", "C Ym9i",
            "S 334 UGFzc3dvcmQ6", "C c2VjcmV0", "S 235 2.7.0 ok", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 AUTH LOGIN @READY\n" "S2 334\n" "T READY AUTH 334 AUTH\n"
        "A LOGIN 1 server challenge=Username: continue\n" "C3 <sasl-response> Ym9i @AUTH\n"
        "S3 334\n" "T AUTH <sasl-response> 334 AUTH\n" "A LOGIN 2 client authcid=bob continue\n"
        "A LOGIN 3 server challenge=Password: continue\n" "C4 <sasl-response> (redacted) @AUTH\n"
        "S4 235 2.7.0\n" "T AUTH <sasl-response> 235 READY\n"
        "A LOGIN 4 client password=(redacted) ok\n" "F smtp.cleartext-credentials 4\n"
        "C5 QUIT @READY\n" "S5 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 6 6 0 none\n",
    },
    {
        "auth_cancelled", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C AUTH DIGEST-MD5", "S 334 cmVhbG09IngiLG5vbmNlPSJ5Ig==", "C *",
            "S 501 5.7.0 cancelled", "C AUTH CRAM-MD5", "S 334 PDEyMz4=", "C Ym9iIDEyMzQ1Ng==",
            "S 235 ok", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 AUTH DIGEST-MD5 @READY\n" "S2 334\n" "T READY AUTH 334 AUTH\n"
        "A DIGEST-MD5 1 server realm=x nonce=y continue\n"
        "C3 <sasl-response> * @AUTH\n" "S3 501 5.7.0\n" "T AUTH <sasl-response> 501 READY\n"
        "A DIGEST-MD5 2 client cancelled\n" "C4 AUTH CRAM-MD5 @READY\n" "S4 334\n"
        "T READY AUTH 334 AUTH\n" "A CRAM-MD5 1 server challenge=<123> continue\n"
        "C5 <sasl-response> Ym9iIDEyMzQ1Ng== @AUTH\n" "S5 235\n"
        "T AUTH <sasl-response> 235 READY\n" "A CRAM-MD5 2 client authcid=bob digest=123456 ok\n"
        "C6 QUIT @READY\n" "S6 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 7 7 0 none\n",
    },
    {
        "auth_unknown_mechanism", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C AUTH WEIRD c2VjcmV0c2VjcmV0", "S 504 no", "C c2VjcmV0c2VjcmV0",
            "S 500 what", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 AUTH WEIRD (redacted) @READY\n" "S2 504\n"
        "A WEIRD 1 client response=(redacted) failed\n" "F smtp.cleartext-credentials 2\n"
        "C3 (redacted) @READY\n" "S3 500\n" "F smtp.unknown-command 3\n" "C4 QUIT @READY\n"
        "S4 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 5 5 0 none\n",
    },
    {
        "starttls", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C STARTTLS", "S 220 go",
            "C!\026\003\001\001\001hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh",
            "S!\027\003\003\001\001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 STARTTLS @READY\n" "S2 220\n" "T READY STARTTLS 220 GREETED\n" "L - -\n"
        "E TLS 3 3 0 starttls\n",
    },
    {
        "starttls_refused", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C STARTTLS", "S 454 no", "C NOOP", "S 250 ok", "C QUIT",
            "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 STARTTLS @READY\n" "S2 454\n" "C3 NOOP @READY\n" "S3 250\n" "T READY NOOP 250 READY\n"
        "C4 QUIT @READY\n" "S4 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 5 5 0 none\n",
    },
    {
        "starttls_injection", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C STARTTLS", "C RSET", "S 220 go",
            "C!\026\003\001\001\001hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 STARTTLS @READY\n" "S2 220\n" "T READY STARTTLS 220 GREETED\n"
        "F smtp.starttls-injection\n" "L - -\n" "E TLS 3 3 0 starttls\n",
    },
    {
        "starttls_reply_lost", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C STARTTLS", "Sgap 8",
            "C!\026\003\001\001\001hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 STARTTLS @READY\n" "L - -\n" "F tcp.gap\n"
        "E TLS 3 2 0 starttls\n",
    },
    {
        "tls_port", { .port = 465, .script = SCRIPT(
            "C!\026\003\001\001\001hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh",
            "S!\026\003\003\001\001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") },
        "L - -\n" "E TLS 0 0 0 tls\n",
    },
    {
        "lmtp", { .port = 24, .script = SCRIPT(
            "S 220 mail.example LMTP", "C LHLO me", "S 250-mail.example", "S 250 PIPELINING",
            "C MAIL FROM:<a@x>", "C RCPT TO:<b@y>", "C RCPT TO:<c@y>", "C RCPT TO:<d@y>",
            "C DATA", "S 250 ok", "S 250 ok", "S 550 no c", "S 250 ok", "S 354 go on",
            "C From: a@x", "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi",
            "C .", "S 250 2.0.0 b", "S 452 4.2.2 d full", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 LHLO me @GREETED\n" "S1 250 2 lines\n" "T GREETED LHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL P\n" "S3 250\n" "T MAIL RCPT 250 RCPT\n"
        "C4 RCPT TO:<c@y> @RCPT P\n" "S4 550\n" "C5 RCPT TO:<d@y> @RCPT P\n" "S5 250\n"
        "T RCPT RCPT 250 RCPT\n" "C6 DATA @RCPT P\n" "S6 354\n" "T RCPT DATA 354 DATA\n"
        "C7 <end-of-data> @DATA\n" "S7 250 2.0.0 b@y\n" "S8 to C7 452 4.2.2 d@y\n"
        "T DATA <end-of-data> 452 READY\n"
        "M0 DATA accepted complete 65 a@x>b@y;c@y,d@y; 1:text/plain:4 8acd\n" "C8 QUIT @READY\n"
        "S9 to C8 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 9 10 1 none\n",
    },
    {
        "lmtp_on_odd_port_all_refused", { .port = 2003, .script = SCRIPT(
            "S 220 mail.example LMTP", "C LHLO me", "S 250 mail.example", "C MAIL FROM:<a@x>",
            "S 250 ok", "C RCPT TO:<b@y>", "S 250 ok", "C DATA", "S 354 go", "C From: a@x",
            "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C .", "S 552 too big",
            "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 LHLO me @GREETED\n" "S1 250\n" "T GREETED LHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 552 b@y\n"
        "T DATA <end-of-data> 552 READY\n"
        "M0 DATA refused complete 61 a@x>;b@y; 1:text/plain:0 5c8a\n" "C6 QUIT @READY\n"
        "S6 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "lmtp_cut_between_replies", { .port = 24, .script = SCRIPT(
            "S 220 mail.example LMTP", "C LHLO me", "S 250 mail.example", "C MAIL FROM:<a@x>",
            "S 250 ok", "C RCPT TO:<b@y>", "S 250 ok", "C RCPT TO:<d@y>", "S 250 ok", "C DATA",
            "S 354 go", "C From: a@x", "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000",
            "C ", "C .", "S 250 b") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 LHLO me @GREETED\n" "S1 250\n" "T GREETED LHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250\n" "T MAIL RCPT 250 RCPT\n" "C4 RCPT TO:<d@y> @RCPT\n"
        "S4 250\n" "T RCPT RCPT 250 RCPT\n" "C5 DATA @RCPT\n" "S5 354\n" "T RCPT DATA 354 DATA\n"
        "C6 <end-of-data> @DATA\n" "S6 250 b@y\n"
        "M0 DATA accepted complete 61 a@x>b@y;;d@y 1:text/plain:0 5c8a\n" "F smtp.no-quit\n"
        "E DATA 7 7 1 none\n",
    },
    {
        "gap_in_text", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go on", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "Cgap 100", "C there", "C .",
            "S 250 2.0.0 queued", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250 2.0.0\n"
        "T DATA <end-of-data> 250 READY\n" "M0 DATA accepted gap 72 a@x>b@y;; 1:text/plain:11\n"
        "F message.incomplete 5\n" "C6 QUIT @READY\n" "S6 221\n" "T READY QUIT 221 CLOSED\n"
        "F tcp.gap\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "gap_swallows_dot", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go on", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "Cgap 100",
            "S 250 2.0.0 queued", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250 2.0.0\n"
        "T DATA <end-of-data> 250 READY\n" "M0 DATA accepted gap 65 a@x>b@y;; 1:text/plain:4\n"
        "F message.incomplete 5\n" "C6 QUIT @READY\n" "S6 221\n" "T READY QUIT 221 CLOSED\n"
        "F tcp.gap\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "snapped_text", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go on", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "Csnap 100",
            "S 250 2.0.0 queued", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250 2.0.0\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted snapped 65 a@x>b@y;; 1:text/plain:4\n" "F message.incomplete 5\n"
        "C6 QUIT @READY\n" "S6 221\n" "T READY QUIT 221 CLOSED\n" "F tcp.snapped\n"
        "E CLOSED 7 7 1 none\n",
    },
    {
        "gap_swallows_command", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 ok", "Cgap 16", "S 250 ok", "C DATA",
            "S 354 go", "C From: a@x", "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000",
            "C ", "C .", "S 250 ok", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n" "S3 unasked 250\n"
        "C3 DATA @LOST\n" "S4 to C3 354\n" "T LOST DATA 354 DATA\n" "F smtp.recovered 3\n"
        "C4 <end-of-data> @DATA\n" "S5 to C4 250\n" "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 61 a@x>;; 1:text/plain:0 5c8a\n" "C5 QUIT @READY\n"
        "S6 to C5 221\n" "T READY QUIT 221 CLOSED\n" "F tcp.gap\n" "E CLOSED 6 7 1 none\n",
    },
    {
        "gap_cuts_command", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 ok", "C!RCPT TO:<b", "Cgap 6",
            "S 250 ok", "C DATA", "S 354 go", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C .", "S 250 ok", "C QUIT",
            "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n" "C3 RCPT TO:<b @LOST\n"
        "S3 250\n" "T LOST RCPT 250 RCPT\n" "F smtp.recovered 3\n" "C4 DATA @RCPT\n" "S4 354\n"
        "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 61 a@x>;; 1:text/plain:0 5c8a\n" "C6 QUIT @READY\n" "S6 221\n"
        "T READY QUIT 221 CLOSED\n" "F tcp.gap\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "gap_swallows_reply", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "Sgap 8", "C RCPT TO:<b@y>", "S 250 ok",
            "C DATA", "S 354 go on", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C .", "S 250 2.0.0 queued",
            "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "C3 RCPT TO:<b@y> @LOST\n" "S2 to C3 250\n"
        "T LOST RCPT 250 RCPT\n" "F smtp.recovered 3\n" "C4 DATA @RCPT\n" "S3 to C4 354\n"
        "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S4 to C5 250 2.0.0\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 65 a@x>b@y;; 1:text/plain:4 8acd\n" "C6 QUIT @READY\n"
        "S5 to C6 221\n" "T READY QUIT 221 CLOSED\n" "F tcp.gap\n" "E CLOSED 7 6 1 none\n",
    },
    {
        "gap_swallows_354_text_follows", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "Sgap 12", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C .", "S 250 queued",
            "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "C5 <end-of-data> @LOST\n" "S4 to C5 250\n" "T LOST <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 65 a@x>b@y;; 1:text/plain:4 8acd\n" "F smtp.recovered 5\n"
        "F smtp.reply-not-captured 5\n" "C6 QUIT @READY\n" "S5 to C6 221\n"
        "T READY QUIT 221 CLOSED\n" "F tcp.gap\n" "E CLOSED 7 6 1 none\n",
    },
    {
        "gap_swallows_refusal_commands_follow", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "Sgap 12", "C RSET", "S 250 ok", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "C5 RSET @LOST\n" "S4 to C5 250\n" "T LOST RSET 250 READY\n" "F smtp.recovered 5\n"
        "F smtp.reply-not-captured 5\n" "C6 QUIT @READY\n" "S5 to C6 221\n"
        "T READY QUIT 221 CLOSED\n" "F tcp.gap\n" "E CLOSED 7 6 0 none\n",
    },
    {
        "gap_cuts_reply", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S!250 2.1.0 O", "Ssnap 3", "C RCPT TO:<b@y>",
            "S 250 ok", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @LOST\n" "S3 250\n" "T LOST RCPT 250 RCPT\n" "F smtp.recovered 3\n"
        "C4 QUIT @RCPT\n" "S4 221\n" "T RCPT QUIT 221 CLOSED\n" "F tcp.snapped\n"
        "E CLOSED 5 5 0 none\n",
    },
    {
        "client_only", { .is_client_only = TRUE, .script = SCRIPT(
            "C EHLO me", "C MAIL FROM:<a@x>", "C RCPT TO:<b@y>", "C DATA", "C From: a@x",
            "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C .", "C QUIT") },
        "C0 <connect> @LOST\n" "C1 EHLO me @LOST\n" "C2 MAIL FROM:<a@x> @LOST\n"
        "C3 RCPT TO:<b@y> @LOST\n" "C4 DATA @LOST\n" "C5 <end-of-data> @LOST\n"
        "M0 DATA unanswered complete 65 a@x>;;b@y 1:text/plain:4 8acd\n"
        "F smtp.reply-not-captured 5\n" "C6 QUIT @LOST\n" "F tcp.one-direction\n"
        "E LOST 7 0 1 none\n",
    },
    {
        "client_only_with_acks", { .is_client_only = TRUE, .script = SCRIPT(
            "Sgap 30", "C EHLO me", "Sgap 40", "C MAIL FROM:<a@x>", "Sgap 8", "C RCPT TO:<b@y>",
            "Sgap 8", "C DATA", "Sgap 8", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C .", "Sgap 8", "C QUIT",
            "Sgap 8") },
        "C0 <connect> @LOST\n" "C1 EHLO me @LOST\n" "C2 MAIL FROM:<a@x> @LOST\n"
        "C3 RCPT TO:<b@y> @LOST\n" "C4 DATA @LOST\n" "C5 <end-of-data> @LOST\n"
        "M0 DATA unanswered complete 65 a@x>;;b@y 1:text/plain:4 8acd\n"
        "F smtp.reply-not-captured 5\n" "C6 QUIT @LOST\n" "F tcp.one-direction\n"
        "E LOST 7 0 1 none\n",
    },
    {
        "server_only", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "Cgap 9", "S 250 mail.example", "Cgap 20",
            "S 250 2.1.0 Ok", "Cgap 20", "S 250 2.1.5 Ok", "Cgap 6", "S 354 go", "Cgap 90",
            "S 250 2.0.0 queued", "Cgap 6", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n" "S1 unasked 250\n"
        "S2 unasked 250 2.1.0\n" "S3 unasked 250 2.1.5\n" "S4 unasked 354\n"
        "T LOST DATA 354 DATA\n" "F smtp.recovered\n" "C1 <end-of-data> @DATA\n"
        "S5 to C1 250 2.0.0\n" "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted gap 0 ?>;; 1:text/plain:0\n" "F message.incomplete 1\n"
        "S6 unasked 221\n" "T LOST QUIT 221 CLOSED\n" "F tcp.gap\n" "E CLOSED 2 7 1 none\n",
    },
    {
        "late_between_mails", { .is_late = TRUE, .script = SCRIPT(
            "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>", "S 250 2.1.5 Ok", "C DATA",
            "S 354 go on", "C From: a@x", "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000",
            "C ", "C hi", "C .", "S 250 2.0.0 queued", "C QUIT", "S 221 bye") },
        "C0 MAIL FROM:<a@x> @LOST\n" "S0 250 2.1.0\n" "T LOST MAIL 250 MAIL\n"
        "F smtp.recovered 0\n" "C1 RCPT TO:<b@y> @MAIL\n" "S1 250 2.1.5\n"
        "T MAIL RCPT 250 RCPT\n" "C2 DATA @RCPT\n" "S2 354\n" "T RCPT DATA 354 DATA\n"
        "C3 <end-of-data> @DATA\n" "S3 250 2.0.0\n" "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 65 a@x>b@y;; 1:text/plain:4 8acd\n" "C4 QUIT @READY\n"
        "S4 221\n" "T READY QUIT 221 CLOSED\n" "F tcp.late-start\n" "E CLOSED 5 5 1 none\n",
    },
    {
        "late_in_text", { .is_late = TRUE, .script = SCRIPT(
            "C and so on", "C and on", "C .", "S 250 2.0.0 queued", "C MAIL FROM:<a@x>",
            "S 250 2.1.0 Ok", "C RCPT TO:<b@y>", "S 250 2.1.5 Ok", "C DATA", "S 354 go on",
            "C From: a@x", "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi",
            "C .", "S 250 2.0.0 queued", "C QUIT", "S 221 bye") },
        "S0 unasked 250 2.0.0\n" "C0 MAIL FROM:<a@x> @LOST\n" "S1 to C0 250 2.1.0\n"
        "T LOST MAIL 250 MAIL\n" "F smtp.recovered 0\n" "C1 RCPT TO:<b@y> @MAIL\n"
        "S2 to C1 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C2 DATA @RCPT\n" "S3 to C2 354\n"
        "T RCPT DATA 354 DATA\n" "C3 <end-of-data> @DATA\n" "S4 to C3 250 2.0.0\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 65 a@x>b@y;; 1:text/plain:4 8acd\n" "C4 QUIT @READY\n"
        "S5 to C4 221\n" "T READY QUIT 221 CLOSED\n" "F tcp.late-start\n" "E CLOSED 5 6 1 none\n",
    },
    {
        "late_in_login", { .is_late = TRUE, .script = SCRIPT(
            "C c2VjcmV0c2VjcmV0", "S 235 2.7.0 ok", "C MAIL FROM:<a@x>", "S 250 ok") },
        "S0 unasked 235 2.7.0\n" "C0 MAIL FROM:<a@x> @LOST\n" "S1 to C0 250\n"
        "T LOST MAIL 250 MAIL\n" "F smtp.recovered 0\n" "F smtp.no-quit\n" "F tcp.late-start\n"
        "E MAIL 1 2 0 none\n",
    },
    {
        "late_before_greeting", { .is_late = TRUE, .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C QUIT", "S 221 bye") },
        "S0 unasked 220\n" "T LOST <connect> 220 GREETED\n" "F smtp.recovered\n"
        "C0 EHLO me @GREETED\n" "S1 to C0 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C1 QUIT @READY\n" "S2 to C1 221\n" "T READY QUIT 221 CLOSED\n" "F tcp.late-start\n"
        "E CLOSED 2 3 0 none\n",
    },
    {
        "lenient_end", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go", "C!From: a@x\nDate: x\n\nhi\n.\n",
            "S 250 queued", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 22 a@x>b@y;; 1:text/plain:3 dc39\n" "F message.date-syntax 5\n"
        "F message.bare-lf 5\n" "F message.recipient-not-in-header 5\n" "F smtp.lenient-end 5\n"
        "C6 QUIT @READY\n" "S6 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "smuggling_strict_server", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ",
            "C!hi\n.\nMAIL FROM:<evil@x>\r\nRCPT TO:<b@y>\r\nDATA\r\nFrom: evil@x\r\n\r\nboo\r\n.\r\n",
            "S 250 queued", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 128 a@x>b@y;; 1:text/plain:67 c471\n" "F message.bare-lf 5\n"
        "F smtp.smuggling 5\n" "C6 QUIT @READY\n" "S6 221\n" "T READY QUIT 221 CLOSED\n"
        "E CLOSED 7 7 1 none\n",
    },
    {
        "smuggling_lenient_server", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ",
            "C!hi\n.\r\nMAIL FROM:<evil@x>\r\nRCPT TO:<b@y>\r\nDATA\r\nFrom: evil@x\r\n\r\nboo\r\n.\r\n",
            "S 250 queued", "S 250 ok", "S 250 ok", "S 354 go", "S 250 queued", "C QUIT",
            "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 64 a@x>b@y;; 1:text/plain:3 4c62\n" "F message.bare-lf 5\n"
        "F smtp.lenient-end 5\n" "C6 MAIL FROM:<evil@x> @READY P\n" "S6 250\n"
        "T READY MAIL 250 MAIL\n" "C7 RCPT TO:<b@y> @MAIL P\n" "S7 250\n" "T MAIL RCPT 250 RCPT\n"
        "C8 DATA @RCPT P\n" "S8 354\n" "T RCPT DATA 354 DATA\n" "C9 <end-of-data> @DATA P\n"
        "S9 250\n" "T DATA <end-of-data> 250 READY\n"
        "M1 DATA accepted complete 21 evil@x>b@y;; 1:text/plain:5 8060\n"
        "F message.missing-date 9\n" "F message.recipient-not-in-header 9\n"
        "F smtp.text-before-reply 9\n" "C10 QUIT @READY\n" "S10 221\n" "T READY QUIT 221 CLOSED\n"
        "E CLOSED 11 11 2 none\n",
    },
    {
        "smuggling_pipelined_quit_strict", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C!hi\r.\r\nRSET\r\n.\r\nQUIT\r\n",
            "S 250 queued", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 73 a@x>b@y;; 1:text/plain:12 c908\n" "F message.bare-cr 5\n"
        "F smtp.smuggling 5\n" "C6 QUIT @READY P\n" "S6 221\n" "T READY QUIT 221 CLOSED\n"
        "E CLOSED 7 7 1 none\n",
    },
    {
        "lenient_dot_at_the_end_of_capture", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C!hi\n.\n") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n"
        "M0 DATA unanswered unterminated 66 a@x>b@y;; 1:text/plain:5\n" "F message.incomplete\n"
        "F message.bare-lf\n" "F smtp.smuggling\n" "F smtp.no-quit\n" "E DATA 5 5 1 none\n",
    },
    {
        "lenient_dot_421", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C!hi\n.\n", "S 421 timeout") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "S5 unasked 421\n" "T DATA - 421 CLOSED\n"
        "M0 DATA unanswered unterminated 66 a@x>b@y;; 1:text/plain:5\n" "F message.incomplete\n"
        "F message.bare-lf\n" "F smtp.smuggling\n" "E CLOSED 5 6 1 none\n",
    },
    {
        "text_never_ends", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n"
        "M0 DATA unanswered unterminated 65 a@x>b@y;; 1:text/plain:4\n" "F message.incomplete\n"
        "F smtp.no-quit\n" "E DATA 5 5 1 none\n",
    },
    {
        "two_mails", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go on", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C .", "S 250 2.0.0 queued",
            "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>", "S 250 2.1.5 Ok", "C DATA",
            "S 354 go on", "C From: a@x", "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000",
            "C ", "C hi", "C .", "S 250 2.0.0 queued", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250 2.0.0\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 65 a@x>b@y;; 1:text/plain:4 8acd\n"
        "C6 MAIL FROM:<a@x> @READY\n" "S6 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C7 RCPT TO:<b@y> @MAIL\n" "S7 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C8 DATA @RCPT\n"
        "S8 354\n" "T RCPT DATA 354 DATA\n" "C9 <end-of-data> @DATA\n" "S9 250 2.0.0\n"
        "T DATA <end-of-data> 250 READY\n"
        "M1 DATA accepted complete 65 a@x>b@y;; 1:text/plain:4 8acd\n" "C10 QUIT @READY\n"
        "S10 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 11 11 2 none\n",
    },
    {
        "codes_differ", { .script = SCRIPT(
            "S 220-mail.example", "S 221 ESMTP", "C EHLO me", "S 250 ok", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 221 2 lines\n" "F smtp.reply-codes-differ 0\n"
        "C1 EHLO me @START\n" "S1 250\n" "T START EHLO 250 READY\n" "F smtp.out-of-order 1\n"
        "C2 QUIT @READY\n" "S2 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 3 3 0 none\n",
    },
    {
        "unexpected_reply", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "S 250 what", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n" "S2 unasked 250\n"
        "F smtp.unexpected-reply\n" "C2 QUIT @READY\n" "S3 to C2 221\n"
        "T READY QUIT 221 CLOSED\n" "E CLOSED 3 4 0 none\n",
    },
    {
        "malformed_reply", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C NOOP", "S what", "S 250 ok", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "F smtp.malformed-reply\n" "C2 NOOP @READY\n" "S2 250\n" "T READY NOOP 250 READY\n"
        "C3 QUIT @READY\n" "S3 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 4 4 0 none\n",
    },
    {
        "envelope_differs_8bit_size", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<list@x> SIZE=10", "S 250 ok", "C RCPT TO:<hidden@y>",
            "S 250 ok", "C DATA", "S 354 go", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C gr\303\274\303\237", "C .",
            "S 250 ok", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<list@x> SIZE=10 @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<hidden@y> @MAIL\n" "S3 250\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 69 list@x>hidden@y;; 1:text/plain:8 4dd8\n"
        "F mime.8bit-in-7bit 5\n" "F message.envelope-differs 5\n"
        "F message.recipient-not-in-header 5\n" "F smtp.8bit-not-declared 5\n"
        "F smtp.size-exceeded 5\n" "C6 QUIT @READY\n" "S6 221\n" "T READY QUIT 221 CLOSED\n"
        "E CLOSED 7 7 1 none\n",
    },
    {
        "null_sender", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<>", "S 250 ok", "C RCPT TO:<b@y>", "S 250 ok",
            "C DATA", "S 354 go on", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C .", "S 250 2.0.0 queued",
            "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<> @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n" "C3 RCPT TO:<b@y> @MAIL\n"
        "S3 250\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n" "S4 354\n" "T RCPT DATA 354 DATA\n"
        "C5 <end-of-data> @DATA\n" "S5 250 2.0.0\n" "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 65 >b@y;; 1:text/plain:4 8acd\n" "C6 QUIT @READY\n" "S6 221\n"
        "T READY QUIT 221 CLOSED\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "extension_not_offered", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C HELO me", "S 250 ok",
            "C MAIL FROM:<a@x> SIZE=1 SMTPUTF8", "S 555 no", "C BDAT 0 LAST", "S 503 no",
            "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 HELO me @GREETED\n" "S1 250\n" "T GREETED HELO 250 READY\n" "F smtp.helo-not-ehlo 1\n"
        "C2 MAIL FROM:<a@x> SIZE=1 SMTPUTF8 @READY\n" "S2 555\n"
        "F smtp.extension-not-offered 2\n" "F smtp.extension-not-offered 2\n"
        "C3 BDAT 0 LAST @READY\n" "S3 503\n"
        "M0 BDAT refused complete 0 ?>;; 1:text/plain:0 e355\n" "F message.missing-from 3\n"
        "F message.missing-date 3\n" "F smtp.extension-not-offered 3\n" "F smtp.order-refused 3\n"
        "C4 QUIT @READY\n" "S4 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 5 5 1 none\n",
    },
    {
        "ftp_is_not_smtp", { .port = 21, .script = SCRIPT(
            "S 220 ftp.example FTP ready", "C USER bob", "S 331 password", "C PASS x", "S 230 ok") },
        "",
    },
    {
        "http_on_25", { .script = SCRIPT(
            "C GET / HTTP/1.1", "C Host: x", "C ") },
        "",
    },
    {
        "odd_port", { .port = 8025, .script = SCRIPT(
            "S 220 hello", "C EHLO me", "S 250 ok", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250\n" "T GREETED EHLO 250 READY\n" "C2 QUIT @READY\n"
        "S2 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 3 3 0 none\n",
    },
    {
        "redis_on_odd_port", { .port = 6379, .script = SCRIPT(
            "C *1", "C $4", "C PING", "S +PONG") },
        "",
    },
    {
        "nothing_but_a_greeting", { .script = SCRIPT(
            "S 220 mail.example ESMTP") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n" "F smtp.no-quit\n"
        "E GREETED 1 1 0 none\n",
    },
    {
        "asked", { .port = 99, .decode_as = &spec_smtp, .script = SCRIPT(
            "S 220 hi", "C FOO", "S 500 what") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n" "C1 FOO @GREETED\n"
        "S1 500\n" "F smtp.unknown-command 1\n" "F smtp.no-quit\n" "E GREETED 2 2 0 none\n",
    },
    {
        "conflict_in_text", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "Cconflict 60 4", "C .",
            "S 250 queued", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted conflicting 65 a@x>b@y;; 1:text/plain:4 8acd\n" "C6 QUIT @READY\n"
        "S6 221\n" "T READY QUIT 221 CLOSED\n" "F tcp.conflict\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "conflict_before_text", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "Cconflict 2 4", "C DATA", "S 354 go", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C .", "S 250 queued", "C QUIT",
            "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 61 a@x>b@y;; 1:text/plain:0 5c8a\n" "C6 QUIT @READY\n"
        "S6 221\n" "T READY QUIT 221 CLOSED\n" "F tcp.conflict\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "conflict_before_detection", { .script = SCRIPT(
            "Cconflict 0 4", "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example",
            "S 250-PIPELINING", "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN",
            "S 250-STARTTLS", "S 250 CHUNKING", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n" "C2 QUIT @READY\n"
        "S2 221\n" "T READY QUIT 221 CLOSED\n" "F tcp.conflict\n" "E CLOSED 3 3 0 none\n",
    },
    {
        "dsn_parameters", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250 DSN",
            "C MAIL FROM:<a@x> RET=HDRS ENVID=QQ+3D1", "S 250 ok",
            "C RCPT TO:<b@y> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b+40y", "S 250 ok", "C QUIT",
            "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 2 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> RET=HDRS ENVID=QQ+3D1 @READY\n" "S2 250\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b+40y @MAIL\n" "S3 250\n"
        "T MAIL RCPT 250 RCPT\n" "C4 QUIT @RCPT\n" "S4 221\n" "T RCPT QUIT 221 CLOSED\n"
        "E CLOSED 5 5 0 none\n",
    },
    {
        "two_dots_stuffed_and_bare_cr", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C DATA", "S 354 go", "C From: a@x", "C To: b@y",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C!.. two\r\n..\r\na\r.b\r\n", "C .",
            "S 250 queued", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n" "C4 DATA @RCPT\n"
        "S4 354\n" "T RCPT DATA 354 DATA\n" "C5 <end-of-data> @DATA\n" "S5 250\n"
        "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 77 a@x>b@y;; 1:text/plain:16 1d20\n" "F message.bare-cr 5\n"
        "C6 QUIT @READY\n" "S6 221\n" "T READY QUIT 221 CLOSED\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "gap_in_chunk", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C BDAT 30 LAST", "C!From: a@x\r\n", "Cgap 19", "S 250 queued",
            "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n"
        "C4 BDAT 30 LAST @RCPT\n" "S4 250\n" "T RCPT BDAT LAST 250 READY\n"
        "M0 BDAT accepted gap 11 a@x>b@y;; 1:text/plain:0\n" "F message.incomplete 4\n"
        "C5 QUIT @READY\n" "S5 221\n" "T READY QUIT 221 CLOSED\n" "F tcp.gap\n"
        "E CLOSED 6 6 1 none\n",
    },
    {
        "gap_beyond_chunk", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "S 250 2.1.0 Ok", "C RCPT TO:<b@y>",
            "S 250 2.1.5 Ok", "C BDAT 30 LAST", "C!From: a@x\r\n", "Cgap 29", "S 250 queued",
            "C NOOP", "S 250 ok", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "S2 250 2.1.0\n" "T READY MAIL 250 MAIL\n"
        "C3 RCPT TO:<b@y> @MAIL\n" "S3 250 2.1.5\n" "T MAIL RCPT 250 RCPT\n"
        "C4 BDAT 30 LAST @LOST\n" "S4 250\n" "T LOST BDAT LAST 250 READY\n"
        "M0 BDAT accepted gap 11 a@x>b@y;; 1:text/plain:0\n" "F smtp.recovered 4\n"
        "F message.incomplete 4\n" "C5 NOOP @READY\n" "S5 250\n" "T READY NOOP 250 READY\n"
        "C6 QUIT @READY\n" "S6 221\n" "T READY QUIT 221 CLOSED\n" "F tcp.gap\n"
        "E CLOSED 7 7 1 none\n",
    },
    {
        "gap_swallows_several_replies", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING", "C MAIL FROM:<a@x>", "C RCPT TO:<b@y>", "C DATA", "Sgap 16",
            "S 354 go", "C From: a@x", "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000",
            "C ", "C .", "S 250 ok", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 MAIL FROM:<a@x> @READY\n" "C3 RCPT TO:<b@y> @LOST P\n" "C4 DATA @LOST P\n"
        "S2 to C4 354\n" "T LOST DATA 354 DATA\n" "F smtp.recovered 4\n"
        "C5 <end-of-data> @DATA\n" "S3 to C5 250\n" "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted complete 61 a@x>;;b@y 1:text/plain:0 5c8a\n" "C6 QUIT @READY\n"
        "S4 to C6 221\n" "T READY QUIT 221 CLOSED\n" "F tcp.gap\n" "E CLOSED 7 5 1 none\n",
    },
    {
        "snapped_everywhere", { .script = SCRIPT(
            "S!220 mail.exam", "Ssnap 12", "C!EHLO m", "Csnap 3", "S!250-mail.e", "Ssnap 40",
            "C!MAIL FRO", "Csnap 9", "S!250 2.1", "Ssnap 5", "C!RCPT TO", "Csnap 9", "S!250 2.1",
            "Ssnap 5", "C!DATA\r\n", "S!354 E", "Ssnap 20", "C!From: a", "Csnap 60", "S!250 2.0",
            "Ssnap 20", "C!QUIT\r\n", "S!221 2", "Ssnap 8") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n" "C1 EHLO m @LOST\n"
        "S1 250\n" "T LOST EHLO 250 READY\n" "F smtp.recovered 1\n" "C2 MAIL FRO @LOST\n"
        "S2 250\n" "T LOST MAIL 250 MAIL\n" "C3 RCPT TO @LOST\n" "S3 250\n"
        "T LOST RCPT 250 RCPT\n" "C4 DATA @LOST\n" "S4 354\n" "T LOST DATA 354 DATA\n"
        "C5 <end-of-data> @DATA\n" "S5 250\n" "T DATA <end-of-data> 250 READY\n"
        "M0 DATA accepted snapped 7 ?>;; 1:text/plain:0\n" "F message.incomplete 5\n"
        "C6 QUIT @LOST\n" "S6 221\n" "T LOST QUIT 221 CLOSED\n" "F tcp.snapped\n"
        "F tcp.snapped\n" "E CLOSED 7 7 1 none\n",
    },
    {
        "late_one_direction", { .is_late = TRUE, .is_client_only = TRUE, .script = SCRIPT(
            "C EHLO me", "C MAIL FROM:<a@x>", "C RCPT TO:<b@y>", "C DATA", "C From: a@x",
            "C To: b@y", "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C .", "C QUIT") },
        "C0 EHLO me @LOST\n" "C1 MAIL FROM:<a@x> @LOST\n" "C2 RCPT TO:<b@y> @LOST\n"
        "C3 DATA @LOST\n" "C4 <end-of-data> @LOST\n"
        "M0 DATA unanswered complete 61 a@x>;;b@y 1:text/plain:0 5c8a\n"
        "F smtp.reply-not-captured 4\n" "C5 QUIT @LOST\n" "F tcp.late-start\n"
        "F tcp.one-direction\n" "E LOST 6 0 1 none\n",
    },
    {
        "overlong_line", { .script = SCRIPT(
            "S 220 mail.example ESMTP", "C EHLO me", "S 250-mail.example", "S 250-PIPELINING",
            "S 250-8BITMIME", "S 250-SIZE 1000", "S 250-AUTH PLAIN LOGIN", "S 250-STARTTLS",
            "S 250 CHUNKING",
            "C NOOP xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "S 500 too long", "C QUIT", "S 221 bye") },
        "C0 <connect> @START\n" "S0 220\n" "T START <connect> 220 GREETED\n"
        "C1 EHLO me @GREETED\n" "S1 250 7 lines\n" "T GREETED EHLO 250 READY\n"
        "C2 NOOP xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx @READY\n"
        "S2 500\n" "F smtp.line-too-long 2\n" "C3 QUIT @READY\n" "S3 221\n"
        "T READY QUIT 221 CLOSED\n" "E CLOSED 4 4 0 none\n",
    },

};
/* clang-format on */
