/* SPDX-License-Identifier: MIT */
/* For imap_test.c: dialogues, and the notes that they must give in every cut. */
#pragma once

#include "dissect/dialogue.h"

typedef struct {
    const char *name;
    Dialogue dialogue;
    gboolean has_unknown; /* some octets have no name */
    gboolean has_layers;  /* labels of one layer do not make up what was sent */
    const char *expected;
} ImapCase;

#define SCRIPT(...)                                                                                \
    (const char *const[]) {                                                                        \
        __VA_ARGS__, NULL                                                                          \
    }

/* clang-format off */
static const ImapCase imap_cases[] = {
    {
        "simple", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 CAPABILITY", "S * CAPABILITY IMAP4rev1 IDLE X-ODD",
            "S a1 OK done", "C a2 LOGIN bob hungry", "S a2 OK [CAPABILITY IMAP4rev1] in",
            "C a3 SELECT inbox", "S * 1 EXISTS", "S * 0 RECENT", "S * FLAGS (\\Seen)",
            "S * OK [UIDNEXT 2] next", "S a3 OK [READ-WRITE] open",
            "C a4 FETCH 1 (UID BODY[])", "S * 1 FETCH (UID 9 BODY[] {56}", "S From: a@x",
            "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "S ", "S hi", "S )", "S a4 OK done",
            "C a5 LOGOUT", "S * BYE bye", "S a5 OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 CAPABILITY @NOT-AUTHENTICATED\n" "S1 * CAPABILITY\n" "S2 to C1 a1 OK\n"
        "T NOT-AUTHENTICATED CAPABILITY OK NOT-AUTHENTICATED\n"
        "C2 a2 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S3 to C2 a2 OK [CAPABILITY]\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 2\n" "C3 a3 SELECT inbox @AUTHENTICATED\n"
        "S4 to C3 * 1 EXISTS\n" "S5 to C3 * 0 RECENT\n" "S6 to C3 * FLAGS\n"
        "S7 to C3 OK [UIDNEXT]\n" "S8 to C3 a3 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C4 a4 FETCH 1 (UID BODY[]) @SELECTED\n"
        "S9 to C4 * 1 FETCH m0+1 2 lines\n" "S10 to C4 a4 OK\n"
        "T SELECTED FETCH OK SELECTED\n"
        "M0 FETCH accepted complete 56 INBOX #1 u9 1:text/plain:4 e1a8\n"
        "C5 a5 LOGOUT @SELECTED\n" "S11 to C5 BYE\n" "S12 to C5 a5 OK\n"
        "T SELECTED LOGOUT OK LOGOUT\n" "E LOGOUT 6 13 1 none\n",
    },
    {
        "login_literals_wait", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN {3}", "S + go", "C bob {6}", "S + go",
            "C hungry", "S a1 OK in", "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN {3}\\x0d\\x0abob {6}\\x0d\\x0a(redacted) @NOT-AUTHENTICATED\n" "S1 +\n"
        "S2 to C1 +\n" "S3 to C1 a1 OK\n" "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 z LOGOUT @AUTHENTICATED\n" "S4 to C2 BYE\n"
        "S5 to C2 z OK\n" "T AUTHENTICATED LOGOUT OK LOGOUT\n" "E LOGOUT 3 6 0 none\n",
    },
    {
        "login_literals_do_not_wait", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN {3+}", "C bob {8+}", "C {1} \"\\ x",
            "S a1 OK in", "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN {3+}\\x0d\\x0abob {8+}\\x0d\\x0a(redacted) @NOT-AUTHENTICATED\n"
        "S1 a1 OK\n" "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 z LOGOUT @AUTHENTICATED\n" "S2 BYE\n"
        "S3 to C2 z OK\n" "T AUTHENTICATED LOGOUT OK LOGOUT\n" "E LOGOUT 3 4 0 none\n",
    },
    {
        "login_quoted_revealed", { .reveal = TRUE, .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN \"bo b\" \"hun\\\"gry\"",
            "S a1 NO [AUTHENTICATIONFAILED] no", "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN \"bo b\" \"hun\\\"gry\" @NOT-AUTHENTICATED\n"
        "S1 a1 NO [AUTHENTICATIONFAILED]\n"
        "A LOGIN 1 client authcid=bo b password=hun\"gry failed\n"
        "F imap.cleartext-credentials 1\n" "F imap.login-refused 1\n"
        "C2 z LOGOUT @NOT-AUTHENTICATED\n" "S2 BYE\n" "S3 to C2 z OK\n"
        "T NOT-AUTHENTICATED LOGOUT OK LOGOUT\n" "E LOGOUT 3 4 0 none\n",
    },
    {
        "login_refused_literal", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN {3}", "S a1 BAD no", "C a2 NOOP",
            "S a2 OK done", "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN {3} @NOT-AUTHENTICATED\n" "S1 a1 BAD\n" "A LOGIN 1 client failed\n"
        "F imap.literal-refused 1\n" "C2 a2 NOOP @NOT-AUTHENTICATED\n" "S2 a2 OK\n"
        "T NOT-AUTHENTICATED NOOP OK NOT-AUTHENTICATED\n" "C3 z LOGOUT @NOT-AUTHENTICATED\n"
        "S3 BYE\n" "S4 to C3 z OK\n" "T NOT-AUTHENTICATED LOGOUT OK LOGOUT\n"
        "E LOGOUT 4 5 0 none\n",
    },
    {
        "append_waits", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 APPEND Saved (\\Seen) {56}", "S + go",
            "C From: a@x", "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C ",
            "S a3 OK [APPENDUID 7 12] done", "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 APPEND Saved (\\Seen) {56} @SELECTED\n"
        "S5 to C3 +\n" "S6 to C3 a3 OK [APPENDUID]\n" "T SELECTED APPEND OK SELECTED\n"
        "M0 APPEND accepted complete 56 Saved #0 u12 1:text/plain:4 e1a8\n"
        "C4 z LOGOUT @SELECTED\n" "S7 to C4 BYE\n" "S8 to C4 z OK\n"
        "T SELECTED LOGOUT OK LOGOUT\n" "E LOGOUT 5 9 1 none\n",
    },
    {
        "append_refused", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 APPEND Nowhere {174}",
            "S a3 NO [TRYCREATE] none", "C a4 NOOP", "S a4 OK done", "C z LOGOUT",
            "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 APPEND Nowhere {174} @SELECTED\n"
        "S5 to C3 a3 NO [TRYCREATE]\n" "F imap.literal-refused 3\n" "C4 a4 NOOP @SELECTED\n"
        "S6 to C4 a4 OK\n" "T SELECTED NOOP OK SELECTED\n" "C5 z LOGOUT @SELECTED\n"
        "S7 to C5 BYE\n" "S8 to C5 z OK\n" "T SELECTED LOGOUT OK LOGOUT\n"
        "E LOGOUT 6 9 0 none\n",
    },
    {
        "append_several_pipelined", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 APPEND Saved {56+}", "C From: a@x",
            "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C  (\\Draft) {56+}",
            "C From: a@x", "C Date: Mon, 23 Nov 2026 08:45:00 +0000", "C ", "C hi", "C ",
            "C a4 STATUS Saved (MESSAGES)", "S a3 OK [APPENDUID 7 12:13] done",
            "S * STATUS Saved (MESSAGES 2)", "S a4 OK done", "C z LOGOUT", "S * BYE bye",
            "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n"
        "C3 a3 APPEND Saved {56+}\\x0d\\x0a (\\Draft) {56+} @SELECTED\n"
        "S5 to C3 a3 OK [APPENDUID]\n" "T SELECTED APPEND OK SELECTED\n"
        "M0 APPEND accepted complete 56 Saved #0 u12 1:text/plain:4 e1a8\n"
        "M1 APPEND accepted complete 56 Saved #0 u13 1:text/plain:4 e1a8\n"
        "C4 a4 STATUS Saved (MESSAGES) @SELECTED P\n" "S6 to C4 * STATUS\n" "S7 to C4 a4 OK\n"
        "T SELECTED STATUS OK SELECTED\n" "C5 z LOGOUT @SELECTED\n" "S8 to C5 BYE\n"
        "S9 to C5 z OK\n" "T SELECTED LOGOUT OK LOGOUT\n" "E LOGOUT 6 10 2 none\n",
    },
    {
        "literals_like_commands", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 FETCH 1:2 (BODY[] BODY[TEXT] FLAGS)",
            "S * 1 FETCH (BODY[] {37}", "S a3 OK fake", "S * BYE fake", "S a9 NO {200}",
            "S  BODY[TEXT] {13}", "S * 99 EXISTS", "S )",
            "S * 2 FETCH (FLAGS (\\Seen) BODY[] {0}", "S  BODY[TEXT] NIL)", "S a3 OK true",
            "C a4 APPEND INBOX {12+}", "C a5 LOGOUT ", "C ", "S a4 OK done", "C z LOGOUT",
            "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n"
        "C3 a3 FETCH 1:2 (BODY[] BODY[TEXT] FLAGS) @SELECTED\n"
        "S5 to C3 * 1 FETCH m0+2 3 lines\n" "S6 to C3 * 2 FETCH m2+1 2 lines\n"
        "S7 to C3 a3 OK\n" "T SELECTED FETCH OK SELECTED\n"
        "M0 FETCH accepted complete 37 INBOX #1 u0 1:text/plain:37 ff80\n"
        "M1 FETCH accepted complete 13 INBOX #1 u0 [TEXT] 72e3\n"
        "M2 FETCH accepted complete 0 INBOX #2 u0 1:text/plain:0 e355\n"
        "F message.no-blank-line 3\n" "F message.missing-from 3\n" "F message.missing-date 3\n"
        "F message.missing-from 3\n" "F message.missing-date 3\n"
        "C4 a4 APPEND INBOX {12+} @SELECTED\n" "S8 to C4 a4 OK\n"
        "T SELECTED APPEND OK SELECTED\n"
        "M3 APPEND accepted complete 12 INBOX #0 u0 1:text/plain:12 45a8\n"
        "F message.no-blank-line 4\n" "F message.missing-from 4\n" "F message.missing-date 4\n"
        "C5 z LOGOUT @SELECTED\n" "S9 to C5 BYE\n" "S10 to C5 z OK\n"
        "T SELECTED LOGOUT OK LOGOUT\n" "E LOGOUT 6 11 4 none\n",
    },
    {
        "sections_and_partials", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done",
            "C a3 UID FETCH 5 (BODY.PEEK[1.2.mime] BODY[HEADER.FIELDS (Subject \"To\")] BODY[1]<4.100>)",
            "S * 2 FETCH (BODY[1.2.MIME] {3}",
            "S!ab\n BODY[HEADER.FIELDS (\"Subject\" \"To\")] {15}\r\nSubject: x\r\n\r\n BODY[1]<4> \"\" BODY[1]<4> {2}\r\nhi UID 5)\r\n",
            "S a3 OK done", "C a4 FETCH 2 (RFC822.HEADER RFC822.TEXT BINARY[1])",
            "S * 2 FETCH (RFC822.HEADER {2}", "S ", "S  RFC822.TEXT {1}",
            "S!x BINARY[1] ~{2}\r\n\x01\x02)\r\n", "S a4 OK done", "C z LOGOUT", "S * BYE bye",
            "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n"
        "C3 a3 UID FETCH 5 (BODY.PEEK[1.2.mime] BODY[HEADER.FIELDS (Subject \"To\")] BODY[1]<4.100>) @SELECTED\n"
        "S5 to C3 * 2 FETCH m0+3 4 lines\n" "S6 to C3 a3 OK\n"
        "T SELECTED UID FETCH OK SELECTED\n"
        "M0 FETCH accepted complete 3 INBOX #2 u5 [1.2.MIME] a6ce\n"
        "M1 FETCH accepted complete 15 INBOX #2 u5 [HEADER.FIELDS (Subject To)] 2f31\n"
        "M2 FETCH accepted complete 2 INBOX #2 u5 [1] <4.100> 8fa4\n"
        "C4 a4 FETCH 2 (RFC822.HEADER RFC822.TEXT BINARY[1]) @SELECTED\n"
        "S7 to C4 * 2 FETCH m3+3 4 lines\n" "S8 to C4 a4 OK\n" "T SELECTED FETCH OK SELECTED\n"
        "M3 FETCH accepted complete 2 INBOX #2 u5 [HEADER] 7ea6\n"
        "M4 FETCH accepted complete 1 INBOX #2 u5 [TEXT] 2d81\n"
        "M5 FETCH accepted complete 2 INBOX #2 u5 [1] a122\n" "C5 z LOGOUT @SELECTED\n"
        "S9 to C5 BYE\n" "S10 to C5 z OK\n" "T SELECTED LOGOUT OK LOGOUT\n"
        "E LOGOUT 6 11 6 none\n",
    },
    {
        "envelope_with_literal", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done",
            "C a3 FETCH 1 (ENVELOPE BODYSTRUCTURE INTERNALDATE RFC822.SIZE)",
            "S * 1 FETCH (ENVELOPE (NIL {5}",
            "S!a {3} ((\"B\" NIL \"b\" \"y\")) NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 3 1) INTERNALDATE \"23-Nov-2026 08:45:00 +0000\" RFC822.SIZE 44)\r\n",
            "S a3 OK done", "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n"
        "C3 a3 FETCH 1 (ENVELOPE BODYSTRUCTURE INTERNALDATE RFC822.SIZE) @SELECTED\n"
        "S5 to C3 * 1 FETCH 2 lines\n" "S6 to C3 a3 OK\n" "T SELECTED FETCH OK SELECTED\n"
        "C4 z LOGOUT @SELECTED\n" "S7 to C4 BYE\n" "S8 to C4 z OK\n"
        "T SELECTED LOGOUT OK LOGOUT\n" "E LOGOUT 5 9 0 none\n",
    },
    {
        "size_differs", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 FETCH 1 (RFC822.SIZE BODY[])",
            "S * 1 FETCH (RFC822.SIZE 9 BODY[] {56}", "S From: a@x",
            "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "S ", "S hi", "S )", "S a3 OK done",
            "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 FETCH 1 (RFC822.SIZE BODY[]) @SELECTED\n"
        "S5 to C3 * 1 FETCH m0+1 2 lines\n" "F imap.size-differs 3\n" "S6 to C3 a3 OK\n"
        "T SELECTED FETCH OK SELECTED\n"
        "M0 FETCH accepted complete 56 INBOX #1 u0 1:text/plain:4 e1a8\n"
        "C4 z LOGOUT @SELECTED\n" "S7 to C4 BYE\n" "S8 to C4 z OK\n"
        "T SELECTED LOGOUT OK LOGOUT\n" "E LOGOUT 5 9 1 none\n",
    },
    {
        "authenticate_plain", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 AUTHENTICATE PLAIN", "S + ", "C AGJvYgBodW5ncnk=",
            "S a1 OK in", "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 AUTHENTICATE PLAIN @NOT-AUTHENTICATED\n" "S1 +\n"
        "T NOT-AUTHENTICATED AUTHENTICATE + AUTH\n" "A PLAIN 1 server challenge= continue\n"
        "C2 <sasl-response> (redacted) @AUTH\n" "S2 a1 OK\n"
        "T AUTH <sasl-response> OK AUTHENTICATED\n"
        "A PLAIN 2 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 2\n" "C3 z LOGOUT @AUTHENTICATED\n" "S3 BYE\n"
        "S4 to C3 z OK\n" "T AUTHENTICATED LOGOUT OK LOGOUT\n" "E LOGOUT 4 5 0 none\n",
    },
    {
        "authenticate_initial", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 AUTHENTICATE PLAIN AGJvYgBodW5ncnk=",
            "S a1 NO [AUTHENTICATIONFAILED] no", "C a2 AUTHENTICATE PLAIN", "S + ", "C *",
            "S a2 BAD cancelled", "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 AUTHENTICATE PLAIN (redacted) @NOT-AUTHENTICATED\n"
        "S1 a1 NO [AUTHENTICATIONFAILED]\n"
        "A PLAIN 1 client authcid=bob password=(redacted) failed\n"
        "F imap.cleartext-credentials 1\n" "F imap.login-refused 1\n"
        "C2 a2 AUTHENTICATE PLAIN @NOT-AUTHENTICATED\n" "S2 +\n"
        "T NOT-AUTHENTICATED AUTHENTICATE + AUTH\n" "A PLAIN 1 server challenge= continue\n"
        "C3 <sasl-response> * @AUTH\n" "S3 a2 BAD\n"
        "T AUTH <sasl-response> BAD NOT-AUTHENTICATED\n" "A PLAIN 2 client cancelled\n"
        "C4 z LOGOUT @NOT-AUTHENTICATED\n" "S4 BYE\n" "S5 to C4 z OK\n"
        "T NOT-AUTHENTICATED LOGOUT OK LOGOUT\n" "E LOGOUT 5 6 0 none\n",
    },
    {
        "authenticate_same_tags", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C . AUTHENTICATE CRAM-MD5", "S + PDFAeD4=",
            "C Ym9iIDAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm", "S . OK in", "C . LOGOUT",
            "S * BYE bye", "S . OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 . AUTHENTICATE CRAM-MD5 @NOT-AUTHENTICATED\n" "S1 +\n"
        "T NOT-AUTHENTICATED AUTHENTICATE + AUTH\n"
        "A CRAM-MD5 1 server challenge=<1@x> continue\n"
        "C2 <sasl-response> Ym9iIDAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm @AUTH\n"
        "S2 . OK\n" "T AUTH <sasl-response> OK AUTHENTICATED\n"
        "A CRAM-MD5 2 client authcid=bob digest=0123456789abcdef0123456789abcdef ok\n"
        "C3 . LOGOUT @AUTHENTICATED\n" "S3 BYE\n" "S4 to C3 . OK\n"
        "T AUTHENTICATED LOGOUT OK LOGOUT\n" "E LOGOUT 4 5 0 none\n",
    },
    {
        "idle", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 IDLE", "S + idling", "S * 4 EXISTS",
            "S * 2 EXPUNGE", "C DONE", "C a4 NOOP", "S a3 OK done", "S a4 OK done",
            "C a5 IDLE", "S a5 NO not now", "C a6 IDLE", "S + idling", "C done",
            "S * 5 EXISTS", "S a6 OK done", "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 IDLE @SELECTED\n" "S5 to C3 +\n"
        "T SELECTED IDLE + SELECTED\n" "S6 to C3 * 4 EXISTS\n" "S7 to C3 * 2 EXPUNGE\n"
        "C4 <idle-done> DONE @SELECTED\n" "S8 to C4 a3 OK\n"
        "T SELECTED <idle-done> OK SELECTED\n" "C5 a4 NOOP @SELECTED P\n" "S9 to C5 a4 OK\n"
        "T SELECTED NOOP OK SELECTED\n" "C6 a5 IDLE @SELECTED\n" "S10 to C6 a5 NO\n"
        "C7 a6 IDLE @SELECTED\n" "S11 to C7 +\n" "T SELECTED IDLE + SELECTED\n"
        "S12 to C7 * 5 EXISTS\n" "C8 <idle-done> done @SELECTED\n" "S13 to C8 a6 OK\n"
        "T SELECTED <idle-done> OK SELECTED\n" "C9 z LOGOUT @SELECTED\n" "S14 to C9 BYE\n"
        "S15 to C9 z OK\n" "T SELECTED LOGOUT OK LOGOUT\n" "E LOGOUT 10 16 0 none\n",
    },
    {
        "expunge_renumbers", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 FETCH 1:3 UID", "S * 1 FETCH (UID 11)",
            "S * 2 FETCH (UID 12)", "S * 3 FETCH (UID 15)", "S a3 OK done",
            "C a4 STORE 2 +FLAGS.SILENT (\\Deleted)", "S a4 OK done", "C a5 EXPUNGE",
            "S * 2 EXPUNGE", "S a5 OK done", "C a6 FETCH 2 BODY.PEEK[TEXT]",
            "S * 2 FETCH (BODY[TEXT] {2}", "S!hi)\r\n", "S a6 OK done",
            "C a7 UID STORE 15 +FLAGS (\\Deleted)", "S * 2 FETCH (UID 15 FLAGS (\\Deleted))",
            "S a7 OK done", "C a8 CLOSE", "S a8 OK done", "C z LOGOUT", "S * BYE bye",
            "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 FETCH 1:3 UID @SELECTED\n"
        "S5 to C3 * 1 FETCH\n" "S6 to C3 * 2 FETCH\n" "S7 to C3 * 3 FETCH\n" "S8 to C3 a3 OK\n"
        "T SELECTED FETCH OK SELECTED\n" "C4 a4 STORE 2 +FLAGS.SILENT (\\Deleted) @SELECTED\n"
        "S9 to C4 a4 OK\n" "T SELECTED STORE OK SELECTED\n" "C5 a5 EXPUNGE @SELECTED\n"
        "S10 to C5 * 2 EXPUNGE\n" "S11 to C5 a5 OK\n" "T SELECTED EXPUNGE OK SELECTED\n"
        "C6 a6 FETCH 2 BODY.PEEK[TEXT] @SELECTED\n" "S12 to C6 * 2 FETCH m0+1 2 lines\n"
        "S13 to C6 a6 OK\n" "T SELECTED FETCH OK SELECTED\n"
        "M0 FETCH accepted complete 2 INBOX #2 u15 [TEXT] 8fa4\n" "F imap.renumbered 6\n"
        "C7 a7 UID STORE 15 +FLAGS (\\Deleted) @SELECTED\n" "S14 to C7 * 2 FETCH\n"
        "S15 to C7 a7 OK\n" "T SELECTED UID STORE OK SELECTED\n" "C8 a8 CLOSE @SELECTED\n"
        "S16 to C8 a8 OK\n" "T SELECTED CLOSE OK AUTHENTICATED\n" "F imap.silent-expunge 8\n"
        "C9 z LOGOUT @AUTHENTICATED\n" "S17 to C9 BYE\n" "S18 to C9 z OK\n"
        "T AUTHENTICATED LOGOUT OK LOGOUT\n" "E LOGOUT 10 19 1 none\n",
    },
    {
        "vanished", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 FETCH 1:3 UID", "S * 1 FETCH (UID 11)",
            "S * 2 FETCH (UID 12)", "S * 3 FETCH (UID 15)", "S a3 OK done",
            "C a4 UID EXPUNGE 11:12", "S * VANISHED (EARLIER) 1:10", "S * VANISHED 11:12",
            "S a4 OK done", "C a5 FETCH 1 BODY.PEEK[TEXT]", "S * 1 FETCH (BODY[TEXT] {2}",
            "S!hi)\r\n", "S a5 OK done", "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 FETCH 1:3 UID @SELECTED\n"
        "S5 to C3 * 1 FETCH\n" "S6 to C3 * 2 FETCH\n" "S7 to C3 * 3 FETCH\n" "S8 to C3 a3 OK\n"
        "T SELECTED FETCH OK SELECTED\n" "C4 a4 UID EXPUNGE 11:12 @SELECTED\n"
        "S9 to C4 * VANISHED\n" "S10 to C4 * VANISHED\n" "S11 to C4 a4 OK\n"
        "T SELECTED UID EXPUNGE OK SELECTED\n" "C5 a5 FETCH 1 BODY.PEEK[TEXT] @SELECTED\n"
        "S12 to C5 * 1 FETCH m0+1 2 lines\n" "S13 to C5 a5 OK\n"
        "T SELECTED FETCH OK SELECTED\n"
        "M0 FETCH accepted complete 2 INBOX #1 u15 [TEXT] 8fa4\n" "F imap.renumbered 5\n"
        "C6 z LOGOUT @SELECTED\n" "S14 to C6 BYE\n" "S15 to C6 z OK\n"
        "T SELECTED LOGOUT OK LOGOUT\n" "E LOGOUT 7 16 1 none\n",
    },
    {
        "answered_in_another_order", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 SEARCH ALL", "C a4 STATUS Saved (MESSAGES)",
            "S * STATUS Saved (MESSAGES 1)", "S a4 OK done", "S * SEARCH 1 2", "S a3 OK done",
            "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 SEARCH ALL @SELECTED\n"
        "C4 a4 STATUS Saved (MESSAGES) @SELECTED P\n" "S5 to C4 * STATUS\n" "S6 to C4 a4 OK\n"
        "T SELECTED STATUS OK SELECTED\n" "S7 to C3 * SEARCH\n" "S8 to C3 a3 OK\n"
        "T SELECTED SEARCH OK SELECTED\n" "C5 z LOGOUT @SELECTED\n" "S9 to C5 BYE\n"
        "S10 to C5 z OK\n" "T SELECTED LOGOUT OK LOGOUT\n" "E LOGOUT 6 11 0 none\n",
    },
    {
        "data_before_its_turn", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 APPEND Saved {2+}", "C!hi\r\n",
            "C a4 UID FETCH 5 (BODY[])", "C a5 UID FETCH 6 (BODY[])",
            "S * 2 FETCH (UID 6 BODY[] {2}", "S!yo)\r\n", "S * 1 FETCH (UID 5 BODY[] {2}",
            "S!hi)\r\n", "S a3 OK done", "S a4 OK done", "S a5 NO [EXPUNGEISSUED] gone",
            "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 APPEND Saved {2+} @SELECTED\n"
        "C4 a4 UID FETCH 5 (BODY[]) @SELECTED P\n" "C5 a5 UID FETCH 6 (BODY[]) @SELECTED P\n"
        "S5 * 2 FETCH m0+1 2 lines\n" "S6 to C4 * 1 FETCH m1+1 2 lines\n" "S7 to C3 a3 OK\n"
        "T SELECTED APPEND OK SELECTED\n"
        "M2 APPEND accepted complete 2 Saved #0 u0 1:text/plain:2 8fa4\n"
        "F message.no-blank-line 3\n" "F message.missing-from 3\n" "F message.missing-date 3\n"
        "S8 to C4 a4 OK\n" "T SELECTED UID FETCH OK SELECTED\n"
        "M1 FETCH accepted complete 2 INBOX #1 u5 1:text/plain:2 8fa4\n"
        "F message.no-blank-line 4\n" "F message.missing-from 4\n" "F message.missing-date 4\n"
        "S9 to C5 a5 NO [EXPUNGEISSUED]\n"
        "M0 FETCH refused complete 2 INBOX #2 u6 1:text/plain:2 e9a1\n"
        "F message.no-blank-line 5\n" "F message.missing-from 5\n" "F message.missing-date 5\n"
        "C6 z LOGOUT @SELECTED\n" "S10 to C6 BYE\n" "S11 to C6 z OK\n"
        "T SELECTED LOGOUT OK LOGOUT\n" "E LOGOUT 7 12 3 none\n",
    },
    {
        "preauth_unasked_bye", { .port = 143, .script = SCRIPT(
            "S * PREAUTH IMAP4rev1 hello", "C a1 SELECT INBOX", "S * 1 EXISTS", "S a1 OK done",
            "S * 2 EXISTS", "S * BYE timeout") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 PREAUTH\n" "T START <connect> PREAUTH AUTHENTICATED\n"
        "C1 a1 SELECT INBOX @AUTHENTICATED\n" "S1 * 1 EXISTS\n" "S2 to C1 a1 OK\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "S3 unasked * 2 EXISTS\n" "S4 unasked BYE\n"
        "T SELECTED - BYE LOGOUT\n" "E LOGOUT 2 5 0 none\n",
    },
    {
        "greeting_bye", { .port = 143, .script = SCRIPT(
            "S * BYE IMAP is full") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 BYE\n" "T START <connect> BYE LOGOUT\n"
        "E LOGOUT 1 1 0 none\n",
    },
    {
        "bye_while_waiting", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 NOOP", "S * BYE shutting down") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 NOOP @SELECTED\n" "S5 to C3 BYE\n"
        "T SELECTED NOOP BYE LOGOUT\n" "F imap.bye 3\n" "E LOGOUT 4 6 0 none\n",
    },
    {
        "order_refused", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 FETCH 1 FLAGS", "S a1 BAD no", "C a2 SELECT INBOX",
            "S a2 OK tolerated", "C a3 LOGIN bob hungry", "S a3 NO already", "C z LOGOUT",
            "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 FETCH 1 FLAGS @NOT-AUTHENTICATED\n" "S1 a1 BAD\n" "F imap.order-refused 1\n"
        "C2 a2 SELECT INBOX @NOT-AUTHENTICATED\n" "S2 a2 OK\n"
        "T NOT-AUTHENTICATED SELECT OK SELECTED\n" "F imap.out-of-order 2\n"
        "C3 a3 LOGIN bob (redacted) @SELECTED\n" "S3 a3 NO\n"
        "A LOGIN 1 client authcid=bob password=(redacted) failed\n"
        "F imap.cleartext-credentials 3\n" "F imap.order-refused 3\n"
        "F imap.login-refused 3\n" "C4 z LOGOUT @SELECTED\n" "S4 BYE\n" "S5 to C4 z OK\n"
        "T SELECTED LOGOUT OK LOGOUT\n" "E LOGOUT 5 6 0 none\n",
    },
    {
        "select_refused_closes", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 SELECT Nowhere", "S a3 NO none",
            "C a4 LIST \"\" %", "S * LIST (\\Noselect) \"/\" Lectures/18", "S a4 OK done",
            "C a5 EXAMINE &APw-", "S * 0 EXISTS", "S a5 OK [READ-ONLY] done", "C a6 UNSELECT",
            "S a6 OK done", "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 SELECT Nowhere @SELECTED\n"
        "S5 to C3 a3 NO\n" "T SELECTED SELECT NO AUTHENTICATED\n"
        "C4 a4 LIST \"\" % @AUTHENTICATED\n" "S6 to C4 * LIST\n" "S7 to C4 a4 OK\n"
        "T AUTHENTICATED LIST OK AUTHENTICATED\n" "C5 a5 EXAMINE &APw- @AUTHENTICATED\n"
        "S8 to C5 * 0 EXISTS\n" "S9 to C5 a5 OK [READ-ONLY]\n"
        "T AUTHENTICATED EXAMINE OK SELECTED\n" "C6 a6 UNSELECT @SELECTED\n"
        "S10 to C6 a6 OK\n" "T SELECTED UNSELECT OK AUTHENTICATED\n"
        "C7 z LOGOUT @AUTHENTICATED\n" "S11 to C7 BYE\n" "S12 to C7 z OK\n"
        "T AUTHENTICATED LOGOUT OK LOGOUT\n" "E LOGOUT 8 13 0 none\n",
    },
    {
        "syntax", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 XYZZY", "S a1 BAD what", "C a2 LOGIN bob",
            "S a2 BAD what", "C a+b NOOP", "S a+b OK done", "C ", "C a4 NOOP now",
            "S a4 OK done", "C!a5 NOOP\n", "S!a5 OK done\n", "S b7 OK who", "S hello",
            "C z LOGOUT", "S * BYE bye", "S z OK done") },
        TRUE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 XYZZY @NOT-AUTHENTICATED\n" "S1 a1 BAD\n" "F imap.unknown-command 1\n"
        "C2 a2 LOGIN bob @NOT-AUTHENTICATED\n" "S2 a2 BAD\n"
        "A LOGIN 1 client authcid=bob failed\n" "F imap.argument-syntax 2\n"
        "C3 a+b NOOP @NOT-AUTHENTICATED\n" "S3 a+b OK\n"
        "T NOT-AUTHENTICATED NOOP OK NOT-AUTHENTICATED\n" "F imap.bad-tag 3\n"
        "C4 a4 NOOP now @NOT-AUTHENTICATED\n" "S4 a4 OK\n"
        "T NOT-AUTHENTICATED NOOP OK NOT-AUTHENTICATED\n" "F imap.argument-syntax 4\n"
        "C5 a5 NOOP @NOT-AUTHENTICATED\n" "S5 a5 OK\n"
        "T NOT-AUTHENTICATED NOOP OK NOT-AUTHENTICATED\n" "F imap.bare-lf 5\n"
        "S6 unasked b7 OK\n" "F imap.unexpected-reply\n" "F imap.not-a-response\n"
        "C6 z LOGOUT @NOT-AUTHENTICATED\n" "S7 to C6 BYE\n" "S8 to C6 z OK\n"
        "T NOT-AUTHENTICATED LOGOUT OK LOGOUT\n" "E LOGOUT 7 9 0 none\n",
    },
    {
        "starttls", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 STARTTLS", "S a1 OK go") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 STARTTLS @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED STARTTLS OK NOT-AUTHENTICATED\n" "E TLS 2 2 0 starttls\n",
    },
    {
        "bare_literal_at_end", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 FETCH 1 BODY[]", "S * 1 FETCH (BODY[] {100}",
            "S half") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 FETCH 1 BODY[] @SELECTED\n"
        "S5 to C3 * 1 FETCH m0+1\n"
        "M0 FETCH unanswered unterminated 6 INBOX #1 u0 1:text/plain:6\n"
        "F message.incomplete 3\n" "F imap.no-logout\n" "E SELECTED 4 6 1 none\n",
    },
    {
        "gap_in_literal", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 FETCH 1 BODY[]", "S * 1 FETCH (BODY[] {50}",
            "Sgap 40", "S!0123456789)\r\na3 OK done\r\n", "C a4 NOOP", "S a4 OK done",
            "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 FETCH 1 BODY[] @SELECTED\n"
        "S5 to C3 * 1 FETCH m0+1 2 lines\n" "S6 to C3 a3 OK\n" "T SELECTED FETCH OK SELECTED\n"
        "M0 FETCH accepted gap 10 INBOX #1 u0 1:text/plain:0\n" "F message.incomplete 3\n"
        "C4 a4 NOOP @SELECTED\n" "S7 to C4 a4 OK\n" "T SELECTED NOOP OK SELECTED\n"
        "C5 z LOGOUT @SELECTED\n" "S8 to C5 BYE\n" "S9 to C5 z OK\n"
        "T SELECTED LOGOUT OK LOGOUT\n" "F tcp.gap\n" "E LOGOUT 6 10 1 none\n",
    },
    {
        "snapped_in_literal", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 FETCH 1 BODY[]", "S * 1 FETCH (BODY[] {50}",
            "Ssnap 40", "S!0123456789)\r\na3 OK done\r\n", "C z LOGOUT", "S * BYE bye",
            "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 FETCH 1 BODY[] @SELECTED\n"
        "S5 to C3 * 1 FETCH m0+1 2 lines\n" "S6 to C3 a3 OK\n" "T SELECTED FETCH OK SELECTED\n"
        "M0 FETCH accepted snapped 10 INBOX #1 u0 1:text/plain:0\n" "F message.incomplete 3\n"
        "C4 z LOGOUT @SELECTED\n" "S7 to C4 BYE\n" "S8 to C4 z OK\n"
        "T SELECTED LOGOUT OK LOGOUT\n" "F tcp.snapped\n" "E LOGOUT 5 9 1 none\n",
    },
    {
        "gap_in_replies", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 FETCH 1 FLAGS", "Sgap 30",
            "S!rest of a line\r\n* 1 FETCH (UID 4)\r\n", "C a4 FETCH 1 FLAGS",
            "S * 1 FETCH (FLAGS ())", "S a4 OK done", "C z LOGOUT", "S * BYE bye",
            "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 FETCH 1 FLAGS @SELECTED\n"
        "S5 to C3 * 1 FETCH\n" "C4 a4 FETCH 1 FLAGS @LOST\n" "S6 to C4 * 1 FETCH\n"
        "S7 to C4 a4 OK\n" "T LOST FETCH OK SELECTED\n" "F imap.recovered 4\n"
        "C5 z LOGOUT @SELECTED\n" "S8 to C5 BYE\n" "S9 to C5 z OK\n"
        "T SELECTED LOGOUT OK LOGOUT\n" "F tcp.gap\n" "E LOGOUT 6 10 0 none\n",
    },
    {
        "gap_in_commands", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "Cgap 20", "C!MORE\r\n", "C a4 NOOP", "S a3 OK lost",
            "S a4 OK done", "C a5 SELECT INBOX", "S a5 OK done", "C z LOGOUT", "S * BYE bye",
            "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "S5 unasked a3 OK\n" "C3 a4 NOOP @LOST\n"
        "S6 to C3 a4 OK\n" "C4 a5 SELECT INBOX @LOST\n" "S7 to C4 a5 OK\n"
        "T LOST SELECT OK SELECTED\n" "F imap.recovered 4\n" "C5 z LOGOUT @SELECTED\n"
        "S8 to C5 BYE\n" "S9 to C5 z OK\n" "T SELECTED LOGOUT OK LOGOUT\n" "F tcp.gap\n"
        "E LOGOUT 6 10 0 none\n",
    },
    {
        "plus_lost_in_gap", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 APPEND Saved {10}", "Sgap 10",
            "C!0123456789\r\n", "S a3 OK done", "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 APPEND Saved {10} @SELECTED\n"
        "S5 to C3 a3 OK\n" "M0 APPEND accepted complete 10 Saved #0 u0 1:text/plain:10 8482\n"
        "F message.no-blank-line 3\n" "F message.missing-from 3\n" "F message.missing-date 3\n"
        "C4 z LOGOUT @LOST\n" "S6 to C4 BYE\n" "S7 to C4 z OK\n" "T LOST LOGOUT OK LOGOUT\n"
        "F imap.recovered 4\n" "F tcp.gap\n" "E LOGOUT 5 8 1 none\n",
    },
    {
        "gap_behind_literal_header", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 SELECT INBOX", "S * 3 EXISTS", "S * OK [UIDVALIDITY 7] ok",
            "S a2 OK [READ-WRITE] done", "C a3 APPEND Saved {10}", "S + go", "Cgap 4",
            "C!456789\r\n", "S a3 OK done", "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @AUTHENTICATED\n"
        "S2 * 3 EXISTS\n" "S3 to C2 OK [UIDVALIDITY]\n" "S4 to C2 a2 OK [READ-WRITE]\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C3 a3 APPEND Saved {10} @SELECTED\n"
        "S5 to C3 +\n" "S6 to C3 a3 OK\n" "T SELECTED APPEND OK SELECTED\n"
        "M0 APPEND accepted gap 6 Saved #0 u0 1:text/plain:0\n" "F message.incomplete 3\n"
        "C4 z LOGOUT @SELECTED\n" "S7 to C4 BYE\n" "S8 to C4 z OK\n"
        "T SELECTED LOGOUT OK LOGOUT\n" "F tcp.gap\n" "E LOGOUT 5 9 1 none\n",
    },
    {
        "late", { .is_late = TRUE, .port = 143, .script = SCRIPT(
            "S!3 EXISTS\r\n* 4 EXISTS\r\n", "C!etch 1 flags\r\n", "C a8 FETCH 1 FLAGS",
            "S * 1 FETCH (FLAGS ())", "S a8 OK done", "C a9 SELECT INBOX", "S a9 OK done",
            "C z LOGOUT", "S * BYE bye", "S z OK done") },
        FALSE, FALSE,
        "S0 unasked * 4 EXISTS\n" "C0 a8 FETCH 1 FLAGS @LOST\n" "S1 to C0 * 1 FETCH\n"
        "S2 to C0 a8 OK\n" "T LOST FETCH OK SELECTED\n" "F imap.recovered 0\n"
        "C1 a9 SELECT INBOX @SELECTED\n" "S3 to C1 a9 OK\n" "T SELECTED SELECT OK SELECTED\n"
        "C2 z LOGOUT @SELECTED\n" "S4 to C2 BYE\n" "S5 to C2 z OK\n"
        "T SELECTED LOGOUT OK LOGOUT\n" "F tcp.late-start\n" "E LOGOUT 3 6 0 none\n",
    },
    {
        "client_only", { .is_client_only = TRUE, .port = 143, .script = SCRIPT(
            "C a1 LOGIN {3}", "C bob {6}", "C hungry", "C a2 SELECT INBOX", "C a3 IDLE",
            "C DONE", "C a4 AUTHENTICATE PLAIN", "C AGJvYgBodW5ncnk=", "C a5 APPEND x {5}",
            "C!hello\r\n", "C a6 LOGOUT") },
        FALSE, FALSE,
        "C0 <connect> @LOST\n" "C1 a1 LOGIN {3}\\x0d\\x0abob {6}\\x0d\\x0a(redacted) @LOST\n"
        "A LOGIN 1 client authcid=bob password=(redacted) -\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 SELECT INBOX @LOST\n" "C3 a3 IDLE @LOST\n"
        "C4 <idle-done> DONE @LOST\n" "C5 a4 AUTHENTICATE PLAIN @LOST\n"
        "C6 <sasl-response> (redacted) @LOST\n"
        "A PLAIN 1 client authcid=bob password=(redacted) -\n"
        "F imap.cleartext-credentials 6\n" "C7 a5 APPEND x {5} @LOST\n"
        "M0 APPEND unanswered complete 5 x #0 u0 1:text/plain:5 2c24\n"
        "F message.no-blank-line 7\n" "F message.missing-from 7\n" "F message.missing-date 7\n"
        "F imap.reply-not-captured 7\n" "C8 a6 LOGOUT @LOST\n" "F tcp.one-direction\n"
        "E LOST 9 0 1 none\n",
    },
    {
        "server_only", { .is_server_only = TRUE, .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "S * CAPABILITY IMAP4rev1", "S a1 OK in", "S * 1 EXISTS",
            "S a2 OK [READ-WRITE] done", "S * 1 FETCH (UID 3 BODY[] {2}", "S!hi)\r\n",
            "S a3 OK done", "S * BYE bye", "S a4 OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "S1 unasked * CAPABILITY\n" "S2 unasked a1 OK\n" "S3 unasked * 1 EXISTS\n"
        "S4 unasked a2 OK [READ-WRITE]\n" "S5 unasked * 1 FETCH m0+1 2 lines\n"
        "M0 FETCH unanswered complete 2 ? #1 u3 1:text/plain:2 8fa4\n"
        "F message.no-blank-line\n" "F message.missing-from\n" "F message.missing-date\n"
        "S6 unasked a3 OK\n" "S7 unasked BYE\n" "T LOST - BYE LOGOUT\n" "F imap.recovered\n"
        "S8 unasked a4 OK\n" "F tcp.one-direction\n" "E LOGOUT 1 9 1 none\n",
    },
    {
        "compressed", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 COMPRESS DEFLATE", "S a2 OK on", "Cza3 SELECT INBOX", "Sz* 1 EXISTS",
            "Sza3 OK done", "Cza4 FETCH 1 BODY[]", "Sz* 1 FETCH (BODY[] {2}", "Szhi)",
            "Sza4 OK done") },
        FALSE, TRUE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 COMPRESS DEFLATE @AUTHENTICATED\n"
        "S2 a2 OK\n" "T AUTHENTICATED COMPRESS OK AUTHENTICATED\n"
        "C3 a3 SELECT INBOX @AUTHENTICATED\n" "S3 * 1 EXISTS\n" "S4 to C3 a3 OK\n"
        "T AUTHENTICATED SELECT OK SELECTED\n" "C4 a4 FETCH 1 BODY[] @SELECTED\n"
        "S5 to C4 * 1 FETCH m0+1 2 lines\n" "S6 to C4 a4 OK\n" "T SELECTED FETCH OK SELECTED\n"
        "M0 FETCH accepted complete 2 INBOX #1 u0 1:text/plain:2 8fa4\n"
        "F message.no-blank-line 4\n" "F message.missing-from 4\n" "F message.missing-date 4\n"
        "F imap.no-logout\n" "E SELECTED 5 7 1 none\n",
    },
    {
        "compressed_gap", { .port = 143, .script = SCRIPT(
            "S * OK IMAP4rev1 ready", "C a1 LOGIN bob hungry", "S a1 OK in",
            "C a2 COMPRESS DEFLATE", "S a2 OK on", "Cza3 SELECT INBOX", "Sgap 5",
            "Sz* 1 EXISTS", "Cza4 NOOP") },
        FALSE, TRUE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 LOGIN bob (redacted) @NOT-AUTHENTICATED\n" "S1 a1 OK\n"
        "T NOT-AUTHENTICATED LOGIN OK AUTHENTICATED\n"
        "A LOGIN 1 client authcid=bob password=(redacted) ok\n"
        "F imap.cleartext-credentials 1\n" "C2 a2 COMPRESS DEFLATE @AUTHENTICATED\n"
        "S2 a2 OK\n" "T AUTHENTICATED COMPRESS OK AUTHENTICATED\n" "F imap.deflate-lost\n"
        "C3 a3 SELECT INBOX @LOST\n" "C4 a4 NOOP @LOST P\n" "F tcp.gap\n" "E LOST 5 3 0 none\n",
    },
    {
        "other_port", { .port = 1143, .script = SCRIPT(
            "S * OK hello", "C a1 CAPABILITY", "S * CAPABILITY IMAP4rev1", "S a1 OK done") },
        FALSE, FALSE,
        "C0 <connect> @START\n" "S0 OK\n" "T START <connect> OK NOT-AUTHENTICATED\n"
        "C1 a1 CAPABILITY @NOT-AUTHENTICATED\n" "S1 * CAPABILITY\n" "S2 to C1 a1 OK\n"
        "T NOT-AUTHENTICATED CAPABILITY OK NOT-AUTHENTICATED\n" "F imap.no-logout\n"
        "E NOT-AUTHENTICATED 2 3 0 none\n",
    },
    {
        "redis", { .port = 143, .script = SCRIPT(
            "C PING", "S +PONG") },
        FALSE, FALSE,
        "",
    },
    {
        "http", { .port = 143, .script = SCRIPT(
            "C GET / HTTP/1.1", "C Host: x", "C ", "S HTTP/1.1 200 OK") },
        FALSE, FALSE,
        "",
    },
};
/* clang-format on */
