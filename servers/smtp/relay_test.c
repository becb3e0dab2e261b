/* SPDX-License-Identifier: MIT */
/* What the relay says to a server that answers from a script, and what it makes of the answers. */
#include "smtp/relay.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

typedef struct {
    const char *name, *server; /* all that it says, before it is asked */
    const char *client;        /* all that the relay says */
    const char *verdicts;      /* a letter for each recipient: Delivered, Later, Never */
    gboolean is_8bit, is_utf8;
} Dialogue;

#define HELLO "220 b ESMTP\r\n250-b hello\r\n250-SIZE 99\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
#define UP                                                                                         \
    "EHLO a.example\r\nMAIL FROM:<x@a.example> SIZE=15\r\nRCPT TO:<c@b.example>\r\nRCPT "          \
    "TO:<d@b.example>\r\n"
#define TEXT "A: b\r\n\r\n..x\r\nend\r\n.\r\n"

/* clang-format off */
static const Dialogue dialogues[] = {
    { "delivered", HELLO "250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n250 2.0.0 stored\r\n221 bye\r\n", UP "DATA\r\n" TEXT "QUIT\r\n", "DD" },
    { "one refused", HELLO "250 ok\r\n550 5.1.1 no\r\n250 ok\r\n354 go\r\n250 stored\r\n221 bye\r\n", UP "DATA\r\n" TEXT "QUIT\r\n", "ND" },
    { "both refused", HELLO "250 ok\r\n550-5.1.1 no\r\n550 5.1.1 really\r\n450 4.7.1 wait\r\n221 bye\r\n", UP "QUIT\r\n", "NL" },
    { "text refused for now", HELLO "250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n452 full\r\n221 bye\r\n", UP "DATA\r\n" TEXT "QUIT\r\n", "LL" },
    { "data refused", HELLO "250 ok\r\n250 ok\r\n250 ok\r\n554 no\r\n221 bye\r\n", UP "DATA\r\nQUIT\r\n", "NN" },
    { "mail refused", HELLO "552 too big\r\n221 bye\r\n", "EHLO a.example\r\nMAIL FROM:<x@a.example> SIZE=15\r\nQUIT\r\n", "NN" },
    { "no service", "554 no\r\n221 bye\r\n", "QUIT\r\n", "NN" },
    { "only helo", "220 old\r\n500 what\r\n250 hi\r\n250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n250 ok\r\n221 bye\r\n",
      "EHLO a.example\r\nHELO a.example\r\nMAIL FROM:<x@a.example>\r\nRCPT TO:<c@b.example>\r\nRCPT TO:<d@b.example>\r\nDATA\r\n" TEXT "QUIT\r\n", "DD" },
    { "it shuts down", HELLO "250 ok\r\n421 bye\r\n", "EHLO a.example\r\nMAIL FROM:<x@a.example> SIZE=15\r\nRCPT TO:<c@b.example>\r\n", "LL" },
    { "it is gone after the dot", HELLO "250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n", UP "DATA\r\n" TEXT, "LL" },
    { "it talks nonsense", "SSH-2.0-OpenSSH\r\n", "", "LL" },
    { "eight bits", HELLO, "EHLO a.example\r\nMAIL FROM:<x@a.example> SIZE=15 BODY=8BITMIME SMTPUTF8\r\n", "LL", TRUE, TRUE },
    { "wishes are passed on", "220 b\r\n250-b\r\n250 DSN\r\n250 ok\r\n250 ok\r\n250 ok\r\n",
      "EHLO a.example\r\nMAIL FROM:<x@a.example> RET=HDRS\r\nRCPT TO:<c@b.example> NOTIFY=NEVER\r\nRCPT TO:<d@b.example>\r\nDATA\r\n", "LL" },
    { "eight bits refused", "220 b\r\n250 b\r\n221 bye\r\n", "EHLO a.example\r\nQUIT\r\n", "NN", TRUE, FALSE },
};
/* clang-format on */

static const char *const to[] = {"c@b.example", "d@b.example", NULL};
static const char *const to_wishes[] = {" NOTIFY=NEVER", "", NULL};
static const char mail_text[] = "A: b\r\n\r\n.x\r\nend";

static void run(const Dialogue *dialogue, gsize step) {
    const RelayMail mail = {
        .our_name = "a.example",
        .from = "x@a.example",
        .to = to,
        .is_8bit = dialogue->is_8bit,
        .is_utf8 = dialogue->is_utf8,
        .wishes = " RET=HDRS",
        .to_wishes = to_wishes,
        .text = (const guint8 *)mail_text,
        .length = strlen(mail_text),
    };
    g_autoptr(Relay) relay = relay_new(&mail);
    gsize length = strlen(dialogue->server);
    for (gsize at = 0; at < length; at += step)
        relay_octets(relay, (const guint8 *)dialogue->server + at, MIN(step, length - at));
    if (!relay_is_done(relay))
        relay_broken(relay, NULL);
    g_byte_array_append(relay_output(relay), (const guint8 *)"", 1);
    cr_expect_str_eq((const char *)relay_output(relay)->data, dialogue->client, "%s, by %zu\n%s",
                     dialogue->name, step, (const char *)relay_output(relay)->data);
    for (guint i = 0; i < 2; i++) {
        const char *reply;
        cr_expect_eq("ODLN"[relay_verdict(relay, i, &reply)], dialogue -> verdicts[i], "%s, %u",
                     dialogue->name, i);
    }
}

ParameterizedTestParameters(relay, dialogue) {
    static guint indexes[G_N_ELEMENTS(dialogues)];
    for (guint i = 0; i < G_N_ELEMENTS(indexes); i++)
        indexes[i] = i;
    return cr_make_param_array(guint, indexes, G_N_ELEMENTS(indexes));
}

ParameterizedTest(guint *index, relay, dialogue) {
    for (gsize step = 1; step <= strlen(dialogues[*index].server) + 1; step++)
        run(&dialogues[*index], step);
}
