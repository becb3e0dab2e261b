/* SPDX-License-Identifier: MIT */
/* For pop3_test.c: dialogues, and the notes that they must give in every cut. */
#pragma once

#include "dissect/dialogue.h"

typedef struct {
    const char *name;
    Dialogue dialogue;
    gboolean has_unknown; /* octets that are nothing of POP3 */
    const char *expected;
} Pop3Case;

#define SCRIPT(...)                                                                                \
    (const char *const[]) {                                                                        \
        __VA_ARGS__, NULL                                                                          \
    }

/* Long enough for any line to be cut by the cap. */
#define TENFOLD(text) text text text text text text text text text text
#define LONG_WORD TENFOLD(TENFOLD("forty-two octets that make up a long word."))

/* clang-format off */
static const Pop3Case pop3_cases[] = {
    {
        "simple", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C STAT", "S +OK 2 200", "C LIST", "S +OK", "S 1 71", "S 2 129",
            "S .", "C UIDL", "S +OK", "S 1 abc", "S 2 ..d", "S .", "C RETR 1", "S +OK 71 octets",
            "S From: a@x", "S To: b@y", "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "S ", "S hi",
            "S ..dot", "S .", "C DELE 1", "S +OK marked", "C QUIT", "S +OK bye") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 STAT @TRANSACTION\n" "S3 +OK\n"
        "T TRANSACTION STAT +OK TRANSACTION\n" "C4 LIST @TRANSACTION\n" "S4 +OK 3 lines\n"
        "T TRANSACTION LIST +OK TRANSACTION\n" "C5 UIDL @TRANSACTION\n" "S5 +OK 3 lines\n"
        "T TRANSACTION UIDL +OK TRANSACTION\n" "C6 RETR 1 @TRANSACTION\n" "S6 +OK m0+1\n"
        "T TRANSACTION RETR +OK TRANSACTION\n"
        "M0 RETR accepted complete 71 ?>;; 1:text/plain:10 a474\n" "C7 DELE 1 @TRANSACTION\n"
        "S7 +OK\n" "T TRANSACTION DELE +OK TRANSACTION\n" "C8 QUIT @TRANSACTION\n" "S8 +OK\n"
        "T TRANSACTION QUIT +OK UPDATE\n" "E UPDATE 9 9 1 none\n",
    },
    {
        "apop_top_list_argument", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C APOP bob c4c9334bac560ecc979e58001b3e22fb",
            "S +OK", "C LIST 2", "S +OK 2 65", "C UIDL 2", "S +OK 2 xyz", "C TOP 2 1", "S +OK",
            "S From: a@x", "S To: b@y", "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "S ", "S hi",
            "S .", "C LIST 9", "S -ERR no such message", "C NOOP", "S +OK", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 APOP bob c4c9334bac560ecc979e58001b3e22fb @AUTHORIZATION\n" "S1 +OK\n"
        "T AUTHORIZATION APOP +OK TRANSACTION\n"
        "A APOP 1 client authcid=bob digest=c4c9334bac560ecc979e58001b3e22fb timestamp=<1.2@mail.example> ok\n"
        "C2 LIST 2 @TRANSACTION\n" "S2 +OK\n" "T TRANSACTION LIST +OK TRANSACTION\n"
        "C3 UIDL 2 @TRANSACTION\n" "S3 +OK\n" "T TRANSACTION UIDL +OK TRANSACTION\n"
        "C4 TOP 2 1 @TRANSACTION\n" "S4 +OK m0+1\n" "T TRANSACTION TOP +OK TRANSACTION\n"
        "M0 TOP accepted complete 65 ?>;; 8acd\n" "C5 LIST 9 @TRANSACTION\n" "S5 -ERR\n"
        "C6 NOOP @TRANSACTION\n" "S6 +OK\n" "T TRANSACTION NOOP +OK TRANSACTION\n"
        "C7 QUIT @TRANSACTION\n" "S7 +OK\n" "T TRANSACTION QUIT +OK UPDATE\n"
        "E UPDATE 8 8 1 none\n",
    },
    {
        "no_mail", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK", "C STAT", "S +OK 0 0", "C LIST", "S +OK", "S .", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 STAT @TRANSACTION\n" "S3 +OK\n"
        "T TRANSACTION STAT +OK TRANSACTION\n" "C4 LIST @TRANSACTION\n" "S4 +OK\n"
        "T TRANSACTION LIST +OK TRANSACTION\n" "C5 QUIT @TRANSACTION\n" "S5 +OK\n"
        "T TRANSACTION QUIT +OK UPDATE\n" "E UPDATE 6 6 0 none\n",
    },
    {
        "wrong_password_and_order", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C STAT", "S -ERR not now", "C USER bob",
            "S +OK", "C PASS wrong", "S -ERR [AUTH] no", "C PASS secret", "S -ERR no USER",
            "C USER bob", "S -ERR no such user", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 STAT @AUTHORIZATION\n" "S1 -ERR\n" "F pop3.order-refused 1\n"
        "C2 USER bob @AUTHORIZATION\n" "S2 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C3 PASS (redacted) @USER\n" "S3 -ERR\n"
        "T USER PASS -ERR AUTHORIZATION\n" "A USER 2 client password=(redacted) failed\n"
        "F pop3.cleartext-credentials 3\n" "F pop3.login-refused 3\n"
        "C4 PASS (redacted) @AUTHORIZATION\n" "S4 -ERR\n"
        "A USER 1 client password=(redacted) failed\n" "F pop3.order-refused 4\n"
        "F pop3.cleartext-credentials 4\n" "C5 USER bob @AUTHORIZATION\n" "S5 -ERR\n"
        "T AUTHORIZATION USER -ERR AUTHORIZATION\n" "A USER 1 client authcid=bob failed\n"
        "F pop3.login-refused 5\n" "C6 QUIT @AUTHORIZATION\n" "S6 +OK\n"
        "T AUTHORIZATION QUIT +OK CLOSED\n" "E CLOSED 7 7 0 none\n",
    },
    {
        "out_of_order_but_taken", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C STAT", "S +OK 1 10", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 STAT @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION STAT +OK AUTHORIZATION\n"
        "F pop3.out-of-order 1\n" "C2 QUIT @AUTHORIZATION\n" "S2 +OK\n"
        "T AUTHORIZATION QUIT +OK CLOSED\n" "E CLOSED 3 3 0 none\n",
    },
    {
        "status_lines_in_a_message", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C RETR 1", "S +OK", "S From: a@x", "S To: b@y",
            "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "S ", "S +OK is what a server says",
            "S -ERR too", "S .", "C RETR 2", "S +OK", "S From: a@x", "S To: b@y",
            "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "S ", "S hi", "S .", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 RETR 1 @TRANSACTION\n" "S3 +OK m0+1\n"
        "T TRANSACTION RETR +OK TRANSACTION\n"
        "M0 RETR accepted complete 98 ?>;; 1:text/plain:37 924d\n" "C4 RETR 2 @TRANSACTION\n"
        "S4 +OK m1+1\n" "T TRANSACTION RETR +OK TRANSACTION\n"
        "M1 RETR accepted complete 65 ?>;; 1:text/plain:4 8acd\n" "C5 QUIT @TRANSACTION\n"
        "S5 +OK\n" "T TRANSACTION QUIT +OK UPDATE\n" "E UPDATE 6 6 2 none\n",
    },
    {
        "pipelined", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C RETR 1", "C RETR 2", "C DELE 1", "C QUIT", "S +OK",
            "S From: a@x", "S To: b@y", "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "S ", "S hi",
            "S .", "S +OK 3 octets", "S From: a@x", "S To: b@y",
            "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "S ", "S hi", "S .", "S +OK", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 RETR 1 @TRANSACTION\n" "S3 +OK m0+1\n"
        "T TRANSACTION RETR +OK TRANSACTION\n"
        "M0 RETR accepted complete 65 ?>;; 1:text/plain:4 8acd\n" "C4 RETR 2 @TRANSACTION P\n"
        "S4 +OK m1+1\n" "T TRANSACTION RETR +OK TRANSACTION\n"
        "M1 RETR accepted complete 65 ?>;; 1:text/plain:4 8acd\n" "F pop3.octets-differ 4\n"
        "C5 DELE 1 @TRANSACTION P\n" "S5 +OK\n" "T TRANSACTION DELE +OK TRANSACTION\n"
        "C6 QUIT @TRANSACTION P\n" "S6 +OK\n" "T TRANSACTION QUIT +OK UPDATE\n"
        "E UPDATE 7 7 2 none\n",
    },
    {
        "capa_without_pipelining", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C CAPA", "S +OK", "S TOP",
            "S SASL PLAIN LOGIN", "S X-STRANGE one", "S .", "C USER bob", "C PASS secret",
            "S +OK", "S +OK", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 CAPA @AUTHORIZATION\n" "S1 +OK 4 lines\n" "T AUTHORIZATION CAPA +OK AUTHORIZATION\n"
        "C2 USER bob @AUTHORIZATION\n" "S2 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C3 PASS (redacted) @USER P\n" "S3 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.pipelining-not-offered 3\n" "F pop3.cleartext-credentials 3\n"
        "C4 QUIT @TRANSACTION\n" "S4 +OK\n" "T TRANSACTION QUIT +OK UPDATE\n"
        "E UPDATE 5 5 0 none\n",
    },
    {
        "no_quit_after_dele", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C DELE 1", "S +OK", "C DELE 2", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 DELE 1 @TRANSACTION\n" "S3 +OK\n"
        "T TRANSACTION DELE +OK TRANSACTION\n" "C4 DELE 2 @TRANSACTION\n" "S4 +OK\n"
        "T TRANSACTION DELE +OK TRANSACTION\n" "F pop3.not-deleted\n" "F pop3.no-quit\n"
        "E TRANSACTION 5 5 0 none\n",
    },
    {
        "rset_takes_marks_back", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C DELE 1", "S +OK", "C RSET", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 DELE 1 @TRANSACTION\n" "S3 +OK\n"
        "T TRANSACTION DELE +OK TRANSACTION\n" "C4 RSET @TRANSACTION\n" "S4 +OK\n"
        "T TRANSACTION RSET +OK TRANSACTION\n" "F pop3.no-quit\n" "E TRANSACTION 5 5 0 none\n",
    },
    {
        "still_open", { .port = 110, .is_open = TRUE, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C DELE 1", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 DELE 1 @TRANSACTION\n" "S3 +OK\n"
        "T TRANSACTION DELE +OK TRANSACTION\n" "E TRANSACTION 4 4 0 none\n",
    },
    {
        "sasl_plain", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C AUTH PLAIN AGJvYgBzZWNyZXQ=", "S +OK",
            "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 AUTH PLAIN (redacted) @AUTHORIZATION\n" "S1 +OK\n"
        "T AUTHORIZATION AUTH +OK TRANSACTION\n"
        "A PLAIN 1 client authcid=bob password=(redacted) ok\n"
        "F pop3.cleartext-credentials 1\n" "C2 QUIT @TRANSACTION\n" "S2 +OK\n"
        "T TRANSACTION QUIT +OK UPDATE\n" "E UPDATE 3 3 0 none\n",
    },
    {
        "sasl_plain_challenge", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C AUTH PLAIN", "S + ", "C AGJvYgBzZWNyZXQ=",
            "S +OK", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 AUTH PLAIN @AUTHORIZATION\n" "S1 +\n" "T AUTHORIZATION AUTH + AUTH\n"
        "A PLAIN 1 server challenge= continue\n" "C2 <sasl-response> (redacted) @AUTH\n"
        "S2 +OK\n" "T AUTH <sasl-response> +OK TRANSACTION\n"
        "A PLAIN 2 client authcid=bob password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 QUIT @TRANSACTION\n" "S3 +OK\n"
        "T TRANSACTION QUIT +OK UPDATE\n" "E UPDATE 4 4 0 none\n",
    },
    {
        "sasl_revealed", { .port = 110, .reveal = TRUE, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C AUTH LOGIN", "S + VXNlcm5hbWU6", "C Ym9i",
            "S + UGFzc3dvcmQ6", "C c2VjcmV0", "S -ERR [AUTH] no", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 AUTH LOGIN @AUTHORIZATION\n" "S1 +\n" "T AUTHORIZATION AUTH + AUTH\n"
        "A LOGIN 1 server challenge=Username: continue\n" "C2 <sasl-response> Ym9i @AUTH\n"
        "S2 +\n" "T AUTH <sasl-response> + AUTH\n" "A LOGIN 2 client authcid=bob continue\n"
        "A LOGIN 3 server challenge=Password: continue\n" "C3 <sasl-response> c2VjcmV0 @AUTH\n"
        "S3 -ERR\n" "T AUTH <sasl-response> -ERR AUTHORIZATION\n"
        "A LOGIN 4 client password=secret failed\n" "F pop3.cleartext-credentials 3\n"
        "F pop3.login-refused 3\n" "C4 QUIT @AUTHORIZATION\n" "S4 +OK\n"
        "T AUTHORIZATION QUIT +OK CLOSED\n" "E CLOSED 5 5 0 none\n",
    },
    {
        "sasl_cancelled", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C AUTH CRAM-MD5", "S + PDEuMkBtYWlsPg==",
            "C *", "S -ERR cancelled", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 AUTH CRAM-MD5 @AUTHORIZATION\n" "S1 +\n" "T AUTHORIZATION AUTH + AUTH\n"
        "A CRAM-MD5 1 server challenge=<1.2@mail> continue\n" "C2 <sasl-response> * @AUTH\n"
        "S2 -ERR\n" "T AUTH <sasl-response> -ERR AUTHORIZATION\n"
        "A CRAM-MD5 2 client cancelled\n" "C3 QUIT @AUTHORIZATION\n" "S3 +OK\n"
        "T AUTHORIZATION QUIT +OK CLOSED\n" "E CLOSED 4 4 0 none\n",
    },
    {
        "sasl_scram_empty_line", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>",
            "C AUTH SCRAM-SHA-1 biwsbj11c2VyLHI9ZnlrbytkMmxiYkZnT05Sdjlxa3hkYXdM",
            "S + cj1meWtvK2QybGJiRmdPTlJ2OXFreGRhd0wzcmZjTkhZSlkxWlZ2V1ZzN2oscz1RU1hDUitRNnNlazhiZjkyLGk9NDA5Ng==",
            "C Yz1iaXdzLHI9ZnlrbytkMmxiYkZnT05Sdjlxa3hkYXdMM3JmY05IWUpZMVpWdldWczdqLHA9djBYOHYzQnoyVDBDSkdiSlF5RjBYK0hJNFRzPQ==",
            "S + dj1ybUY5cHFWOFM3c3VBb1pXamE0ZEpSa0ZzS1E9", "C ", "S +OK", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 AUTH SCRAM-SHA-1 biwsbj11c2VyLHI9ZnlrbytkMmxiYkZnT05Sdjlxa3hkYXdM @AUTHORIZATION\n"
        "S1 +\n" "T AUTHORIZATION AUTH + AUTH\n"
        "A SCRAM-SHA-1 1 client authcid=user nonce=fyko+d2lbbFgONRv9qkxdawL continue\n"
        "A SCRAM-SHA-1 2 server nonce=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j salt=QSXCR+Q6sek8bf92 iterations=4096 continue\n"
        "C2 <sasl-response> Yz1iaXdzLHI9ZnlrbytkMmxiYkZnT05Sdjlxa3hkYXdMM3JmY05IWUpZMVpWdldWczdqLHA9djBYOHYzQnoyVDBDSkdiSlF5RjBYK0hJNFRzPQ== @AUTH\n"
        "S2 +\n" "T AUTH <sasl-response> + AUTH\n"
        "A SCRAM-SHA-1 3 client nonce=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j proof=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts= channel-binding=biws continue\n"
        "A SCRAM-SHA-1 4 server signature=rmF9pqV8S7suAoZWja4dJRkFsKQ= continue\n"
        "C3 <sasl-response> @AUTH\n" "S3 +OK\n" "T AUTH <sasl-response> +OK TRANSACTION\n"
        "A SCRAM-SHA-1 5 client ok\n" "C4 QUIT @TRANSACTION\n" "S4 +OK\n"
        "T TRANSACTION QUIT +OK UPDATE\n" "E UPDATE 5 5 0 none\n",
    },
    {
        "auth_lists_mechanisms", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C AUTH", "S +OK", "S PLAIN", "S CRAM-MD5",
            "S .", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 AUTH @AUTHORIZATION\n" "S1 +OK 3 lines\n" "C2 QUIT @AUTHORIZATION\n" "S2 +OK\n"
        "T AUTHORIZATION QUIT +OK CLOSED\n" "E CLOSED 3 3 0 none\n",
    },
    {
        "auth_refused_then_command", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C AUTH WEIRD", "C QUIT",
            "S -ERR no such thing", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 AUTH WEIRD @AUTHORIZATION\n" "S1 -ERR\n" "F pop3.login-refused 1\n"
        "C2 QUIT @AUTHORIZATION P\n" "S2 +OK\n" "T AUTHORIZATION QUIT +OK CLOSED\n"
        "E CLOSED 3 3 0 none\n",
    },
    {
        "stls", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C STLS", "S +OK go",
            "C!\026\003\001\001\005abcde", "S!\026\003\003\001\005abcde") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 STLS @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION STLS +OK AUTHORIZATION\n"
        "E TLS 2 2 0 starttls\n",
    },
    {
        "stls_injection", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C STLS", "C USER eve", "S +OK go",
            "C!\026\003\001\001\005abcde") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 STLS @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION STLS +OK AUTHORIZATION\n"
        "F pop3.stls-injection\n" "E TLS 2 2 0 starttls\n",
    },
    {
        "on_995", { .port = 995, .script = SCRIPT(
            "C!\026\003\001\001\005abcde", "S!\026\003\003\001\005abcde") },
        FALSE,
        "E TLS 0 0 0 tls\n",
    },
    {
        "bare_lf", { .port = 110, .script = SCRIPT(
            "S!+OK POP3 ready\n", "C!USER bob\n", "S!+OK\n", "C!PASS x\n", "S!+OK\n", "C!LIST\n",
            "S!+OK\n", "S!1 12\n", "S!.\n", "C!QUIT\n", "S!+OK\n") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "F pop3.bare-lf 0\n" "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n"
        "T AUTHORIZATION USER +OK USER\n" "A USER 1 client authcid=bob continue\n"
        "C2 PASS (redacted) @USER\n" "S2 +OK\n" "T USER PASS +OK TRANSACTION\n"
        "A USER 2 client password=(redacted) ok\n" "F pop3.cleartext-credentials 2\n"
        "C3 LIST @TRANSACTION\n" "S3 +OK 2 lines\n" "T TRANSACTION LIST +OK TRANSACTION\n"
        "C4 QUIT @TRANSACTION\n" "S4 +OK\n" "T TRANSACTION QUIT +OK UPDATE\n"
        "E UPDATE 5 5 0 none\n",
    },
    {
        "unknown_command", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C HELO me", "S -ERR what", "C RETR",
            "S -ERR what", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 HELO me @AUTHORIZATION\n" "S1 -ERR\n" "F pop3.unknown-command 1\n"
        "C2 RETR @AUTHORIZATION\n" "S2 -ERR\n" "F pop3.argument-syntax 2\n"
        "F pop3.order-refused 2\n" "C3 QUIT @AUTHORIZATION\n" "S3 +OK\n"
        "T AUTHORIZATION QUIT +OK CLOSED\n" "E CLOSED 4 4 0 none\n",
    },
    {
        "octets_differ", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C STAT", "S +OK 2 200", "C LIST", "S +OK", "S 1 71", "S .",
            "C RETR 1", "S +OK 70 octets", "S From: a@x", "S To: b@y",
            "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "S ", "S hi", "S .", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 STAT @TRANSACTION\n" "S3 +OK\n"
        "T TRANSACTION STAT +OK TRANSACTION\n" "C4 LIST @TRANSACTION\n" "S4 +OK 2 lines\n"
        "T TRANSACTION LIST +OK TRANSACTION\n" "F pop3.octets-differ 4\n"
        "C5 RETR 1 @TRANSACTION\n" "S5 +OK m0+1\n" "T TRANSACTION RETR +OK TRANSACTION\n"
        "M0 RETR accepted complete 65 ?>;; 1:text/plain:4 8acd\n" "F pop3.octets-differ 5\n"
        "C6 QUIT @TRANSACTION\n" "S6 +OK\n" "T TRANSACTION QUIT +OK UPDATE\n"
        "E UPDATE 7 7 1 none\n",
    },
    {
        "quit_refused_in_update", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C DELE 1", "S +OK", "C QUIT", "S -ERR some were not removed") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 DELE 1 @TRANSACTION\n" "S3 +OK\n"
        "T TRANSACTION DELE +OK TRANSACTION\n" "C4 QUIT @TRANSACTION\n" "S4 -ERR\n"
        "T TRANSACTION QUIT -ERR UPDATE\n" "E UPDATE 5 5 0 none\n",
    },
    {
        "late_start", { .port = 110, .is_late = TRUE, .script = SCRIPT(
            "S f a message", "S .", "C DELE 1", "S +OK", "C RETR 2", "S +OK", "S From: a@x",
            "S To: b@y", "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "S ", "S hi", "S .",
            "C QUIT", "S +OK bye") },
        FALSE,
        "C0 DELE 1 @LOST\n" "S0 +OK\n" "T TRANSACTION DELE +OK TRANSACTION\n"
        "F pop3.recovered 0\n" "C1 RETR 2 @TRANSACTION\n" "S1 +OK m0+1\n"
        "T TRANSACTION RETR +OK TRANSACTION\n"
        "M0 RETR accepted complete 65 ?>;; 1:text/plain:4 8acd\n" "C2 QUIT @TRANSACTION\n"
        "S2 +OK\n" "T TRANSACTION QUIT +OK UPDATE\n" "F tcp.late-start\n" "E UPDATE 3 3 1 none\n",
    },
    {
        "client_only", { .port = 110, .is_client_only = TRUE, .script = SCRIPT(
            "C USER bob", "C PASS secret", "C AUTH PLAIN", "C AGJvYgBzZWNyZXQ=", "C RETR 1",
            "C DELE 1", "C QUIT") },
        FALSE,
        "C0 <connect> @LOST\n" "C1 USER bob @LOST\n" "A USER 1 client authcid=bob -\n"
        "C2 PASS (redacted) @LOST\n" "A USER 2 client password=(redacted) -\n"
        "F pop3.cleartext-credentials 2\n" "C3 AUTH PLAIN @LOST\n"
        "C4 <sasl-response> (redacted) @LOST\n"
        "A PLAIN 1 client authcid=bob password=(redacted) -\n" "F pop3.reply-not-captured 4\n"
        "F pop3.cleartext-credentials 4\n" "C5 RETR 1 @LOST\n" "F pop3.reply-not-captured 5\n"
        "C6 DELE 1 @LOST\n" "C7 QUIT @LOST\n" "F tcp.one-direction\n" "E LOST 8 0 0 none\n",
    },
    {
        "server_only", { .port = 110, .is_server_only = TRUE, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "S +OK", "S +OK in", "S +OK 2 200", "S +OK",
            "S 1 71", "S 2 129", "S .", "S +OK 71 octets", "S From: a@x", "S To: b@y",
            "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "S ", "S hi", "S .", "S +OK bye") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "S1 unasked +OK\n" "S2 unasked +OK\n" "S3 unasked +OK\n" "S4 unasked +OK 3 lines\n"
        "S5 unasked +OK m0+1\n" "M0 RETR accepted complete 65 ?>;; 1:text/plain:4 8acd\n"
        "S6 unasked +OK\n" "F tcp.one-direction\n" "E LOST 1 7 1 none\n",
    },
    {
        "gap_in_message", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C RETR 1", "S +OK", "S From: a@x", "S To: b@y",
            "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "S!half", "Sgap 20", "S!rest\r\n", "S .",
            "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 RETR 1 @TRANSACTION\n" "S3 +OK m0+1\n"
        "T TRANSACTION RETR +OK TRANSACTION\n" "M0 RETR accepted gap 69 ?>;; 1:text/plain:10\n"
        "F message.incomplete 3\n" "C4 QUIT @TRANSACTION\n" "S4 +OK\n"
        "T TRANSACTION QUIT +OK UPDATE\n" "F tcp.gap\n" "E UPDATE 5 5 1 none\n",
    },
    {
        "gap_swallows_the_dot", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C RETR 1", "S +OK", "S From: a@x", "S To: b@y",
            "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "Sgap 20", "C DELE 1", "S +OK marked",
            "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 RETR 1 @TRANSACTION\n" "S3 +OK m0+1\n"
        "T TRANSACTION RETR +OK TRANSACTION\n" "M0 RETR accepted gap 59 ?>;; 1:text/plain:0\n"
        "F message.incomplete 3\n" "C4 DELE 1 @TRANSACTION P\n" "S4 +OK\n"
        "T TRANSACTION DELE +OK TRANSACTION\n" "C5 QUIT @TRANSACTION\n" "S5 +OK\n"
        "T TRANSACTION QUIT +OK UPDATE\n" "F tcp.gap\n" "E UPDATE 6 6 1 none\n",
    },
    {
        "gap_swallows_a_reply", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C STAT", "Sgap 9", "C LIST", "S +OK", "S 1 12", "S .", "C QUIT",
            "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 STAT @TRANSACTION\n" "C4 LIST @LOST\n"
        "S3 to C4 +OK 2 lines\n" "T TRANSACTION LIST +OK TRANSACTION\n" "F pop3.recovered 4\n"
        "C5 QUIT @TRANSACTION\n" "S4 to C5 +OK\n" "T TRANSACTION QUIT +OK UPDATE\n" "F tcp.gap\n"
        "E UPDATE 6 5 0 none\n",
    },
    {
        "gap_in_a_list", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C LIST", "S +OK", "S 1 12", "S!2 3", "Sgap 3", "S 0", "S 4 7",
            "S .", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 LIST @TRANSACTION\n" "S3 +OK 4 lines\n"
        "T TRANSACTION LIST +OK TRANSACTION\n" "C4 QUIT @TRANSACTION\n" "S4 +OK\n"
        "T TRANSACTION QUIT +OK UPDATE\n" "F tcp.gap\n" "E UPDATE 5 5 0 none\n",
    },
    {
        "gap_ends_a_list", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C LIST", "S +OK", "S 1 12", "Sgap 9", "C STAT", "S +OK 1 12",
            "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 LIST @TRANSACTION\n" "S3 +OK 2 lines\n"
        "T TRANSACTION LIST +OK TRANSACTION\n" "C4 STAT @TRANSACTION P\n" "S4 +OK\n"
        "T TRANSACTION STAT +OK TRANSACTION\n" "C5 QUIT @TRANSACTION\n" "S5 +OK\n"
        "T TRANSACTION QUIT +OK UPDATE\n" "F tcp.gap\n" "E UPDATE 6 6 0 none\n",
    },
    {
        "gap_of_commands", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C!RET", "Cgap 4", "S +OK", "S From: a@x", "S To: b@y",
            "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "S ", "S hi", "S .", "C DELE 1", "S +OK",
            "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 RET @LOST\n" "S3 +OK m0+1\n"
        "M0 RETR accepted complete 65 ?>;; 1:text/plain:4 8acd\n" "C4 DELE 1 @LOST\n" "S4 +OK\n"
        "T TRANSACTION DELE +OK TRANSACTION\n" "F pop3.recovered 4\n" "C5 QUIT @TRANSACTION\n"
        "S5 +OK\n" "T TRANSACTION QUIT +OK UPDATE\n" "F tcp.gap\n" "E UPDATE 6 6 1 none\n",
    },
    {
        "snapped_message", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C RETR 1", "S +OK", "S From: a@x", "S To: b@y",
            "S Date: Mon, 23 Nov 2026 08:45:00 +0000", "Ssnap 30", "S x", "S .", "C QUIT",
            "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 RETR 1 @TRANSACTION\n" "S3 +OK m0+1\n"
        "T TRANSACTION RETR +OK TRANSACTION\n"
        "M0 RETR accepted snapped 62 ?>;; 1:text/plain:0\n" "F message.incomplete 3\n"
        "C4 QUIT @TRANSACTION\n" "S4 +OK\n" "T TRANSACTION QUIT +OK UPDATE\n" "F tcp.snapped\n"
        "E UPDATE 5 5 1 none\n",
    },
    {
        "cut_in_message", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C RETR 1", "S +OK", "S From: a@x", "S To: b@y",
            "S Date: Mon, 23 Nov 2026 08:45:00 +0000") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 RETR 1 @TRANSACTION\n" "S3 +OK m0+1\n"
        "T TRANSACTION RETR +OK TRANSACTION\n"
        "M0 RETR accepted unterminated 59 ?>;; 1:text/plain:0\n" "F message.incomplete 3\n"
        "F pop3.no-quit\n" "E TRANSACTION 4 4 1 none\n",
    },
    {
        "cut_in_list", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C USER bob", "S +OK", "C PASS secret",
            "S +OK 2 messages", "C LIST", "S +OK", "S 1 1") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION USER +OK USER\n"
        "A USER 1 client authcid=bob continue\n" "C2 PASS (redacted) @USER\n" "S2 +OK\n"
        "T USER PASS +OK TRANSACTION\n" "A USER 2 client password=(redacted) ok\n"
        "F pop3.cleartext-credentials 2\n" "C3 LIST @TRANSACTION\n" "S3 +OK 2 lines\n"
        "T TRANSACTION LIST +OK TRANSACTION\n" "F pop3.no-quit\n" "E TRANSACTION 4 4 0 none\n",
    },
    {
        "malformed_reply", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C CAPA", "S 250 what", "S +OK", "S .",
            "C QUIT", "S +OK") },
        TRUE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "F pop3.malformed-reply\n" "C1 CAPA @AUTHORIZATION\n" "S1 +OK\n"
        "T AUTHORIZATION CAPA +OK AUTHORIZATION\n" "C2 QUIT @AUTHORIZATION\n" "S2 +OK\n"
        "T AUTHORIZATION QUIT +OK CLOSED\n" "E CLOSED 3 3 0 none\n",
    },
    {
        "unexpected_reply", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "S +OK again", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "S1 unasked +OK\n" "F pop3.unexpected-reply\n" "C1 QUIT @AUTHORIZATION\n"
        "S2 to C1 +OK\n" "T AUTHORIZATION QUIT +OK CLOSED\n" "E CLOSED 2 3 0 none\n",
    },
    {
        "on_25", { .port = 25, .script = SCRIPT(
            "S +OK hello", "C USER bob") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER bob @AUTHORIZATION\n" "A USER 1 client authcid=bob -\n" "F pop3.no-quit\n"
        "E AUTHORIZATION 2 1 0 none\n",
    },
    {
        "redis", { .port = 110, .script = SCRIPT(
            "C *1", "C $4", "C PING", "S +PONG", "C *3", "C $3", "C SET", "C $1", "C a", "C $1",
            "C b", "S +OK") },
        FALSE,
        "",
    },
    {
        "redis_inline", { .port = 110, .script = SCRIPT(
            "C PING", "S +PONG") },
        FALSE,
        "",
    },
    {
        "redis_set", { .port = 110, .script = SCRIPT(
            "C SET a b", "S +OK") },
        FALSE,
        "",
    },
    {
        "redis_error", { .port = 110, .script = SCRIPT(
            "C HELLO 3", "S -ERR unknown command `HELLO`, with args beginning with: `3`") },
        FALSE,
        "",
    },
    {
        "redis_auth", { .port = 110, .script = SCRIPT(
            "C AUTH secret", "S +OK", "C QUIT", "S +OK") },
        FALSE,
        "",
    },
    {
        "too_busy", { .port = 110, .script = SCRIPT(
            "S -ERR too many connections") },
        FALSE,
        "C0 <connect> @START\n" "S0 -ERR\n" "E START 1 1 0 none\n",
    },
    {
        "apop_verified", { .port = 110, .secret = &(const Secret){"mrose", "tanstaaf"}, .script = SCRIPT(
            "S +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>",
            "C APOP mrose c4c9334bac560ecc979e58001b3e22fb",
            "S +OK maildrop has 1 message (369 octets)", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 APOP mrose c4c9334bac560ecc979e58001b3e22fb @AUTHORIZATION\n" "S1 +OK\n"
        "T AUTHORIZATION APOP +OK TRANSACTION\n"
        "A APOP 1 client authcid=mrose digest=c4c9334bac560ecc979e58001b3e22fb timestamp=<1896.697170952@dbc.mtview.ca.us> check=digest verified ok\n"
        "F login.digest-verified 1\n" "C2 QUIT @TRANSACTION\n" "S2 +OK\n"
        "T TRANSACTION QUIT +OK UPDATE\n" "E UPDATE 3 3 0 none\n",
    },
    {
        "apop_of_another_password", { .port = 110, .secret = &(const Secret){NULL, "wrong"}, .script = SCRIPT(
            "S +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>",
            "C APOP mrose c4c9334bac560ecc979e58001b3e22fb", "S -ERR [IN-USE] locked", "C QUIT",
            "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 APOP mrose c4c9334bac560ecc979e58001b3e22fb @AUTHORIZATION\n" "S1 -ERR\n"
        "T AUTHORIZATION APOP -ERR AUTHORIZATION\n"
        "A APOP 1 client authcid=mrose digest=c4c9334bac560ecc979e58001b3e22fb timestamp=<1896.697170952@dbc.mtview.ca.us> check=does not fit this password failed\n"
        "F login.digest-differs 1\n" "F pop3.login-refused 1\n" "C2 QUIT @AUTHORIZATION\n"
        "S2 +OK\n" "T AUTHORIZATION QUIT +OK CLOSED\n" "E CLOSED 3 3 0 none\n",
    },
    {
        "apop_without_timestamp", { .port = 110, .script = SCRIPT(
            "S +OK POP3", "C APOP bob c4c9334bac560ecc979e58001b3e22fb", "S -ERR no", "C QUIT",
            "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 APOP bob c4c9334bac560ecc979e58001b3e22fb @AUTHORIZATION\n" "S1 -ERR\n"
        "T AUTHORIZATION APOP -ERR AUTHORIZATION\n"
        "A APOP 1 client authcid=bob digest=c4c9334bac560ecc979e58001b3e22fb failed\n"
        "F pop3.apop-not-offered 1\n" "F pop3.login-refused 1\n" "C2 QUIT @AUTHORIZATION\n"
        "S2 +OK\n" "T AUTHORIZATION QUIT +OK CLOSED\n" "E CLOSED 3 3 0 none\n",
    },
    {
        "on_another_port", { .port = 8110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C CAPA", "S +OK", "S .", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 CAPA @AUTHORIZATION\n" "S1 +OK\n" "T AUTHORIZATION CAPA +OK AUTHORIZATION\n"
        "C2 QUIT @AUTHORIZATION\n" "S2 +OK\n" "T AUTHORIZATION QUIT +OK CLOSED\n"
        "E CLOSED 3 3 0 none\n",
    },
    {
        "overlong_line", { .port = 110, .script = SCRIPT(
            "S +OK POP3 ready <1.2@mail.example>", "C!USER " LONG_WORD "\r\n",
            "S!-ERR " LONG_WORD "\r\n", "C QUIT", "S +OK") },
        FALSE,
        "C0 <connect> @START\n" "S0 +OK\n" "T START <connect> +OK AUTHORIZATION\n"
        "C1 USER forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets @AUTHORIZATION\n"
        "S1 -ERR\n" "T AUTHORIZATION USER -ERR AUTHORIZATION\n"
        "A USER 1 client authcid=forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets that make up a long word.forty-two octets failed\n"
        "F pop3.line-too-long 1\n" "F pop3.line-too-long 1\n" "F pop3.login-refused 1\n"
        "C2 QUIT @AUTHORIZATION\n" "S2 +OK\n" "T AUTHORIZATION QUIT +OK CLOSED\n"
        "E CLOSED 3 3 0 none\n",
    },
};
/* clang-format on */
