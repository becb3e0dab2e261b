/* SPDX-License-Identifier: MIT */
/* The text output as a whole: told a story, looked at through its invariants. */
#include "render/text.h"

#include "render/safe_text.h"
#include "render/story.h"

#include <criterion/criterion.h>
#include <string.h>

static gboolean gather(gpointer user, const char *octets, gsize length) {
    g_string_append_len(user, octets, (gssize)length);
    return TRUE;
}

typedef void (*Teller)(TextRenderer *renderer);

static GString *told(const TextOptions *options, Teller teller) {
    GString *text = g_string_new(NULL);
    RenderOutput output = {gather, text};
    TextRenderer *renderer = text_renderer_new(options, &output);
    teller(renderer);
    text_renderer_free(renderer);
    return text;
}

static void tell_all(TextRenderer *renderer) {
    Story story;
    story_begin(&story, &text_sink, renderer, 0);
    story_tell(&story);
    story_end(&story);
    static const char *const links[] = {"EN10MB", NULL};
    NoteCapture capture = {"a.pcap", "pcap", links, 35, 4242, FALSE};
    NoteEnd end = {35, 1, 3, 1, 1};
    text_sink.capture(renderer, &capture);
    text_sink.end(renderer, &end);
}

/* clang-format off */
static const TextOptions pages[] = {
    { .width = 60, .utf8 = TRUE },   { .width = 60 },
    { .width = 80, .utf8 = TRUE },   { .width = 80 },
    { .width = 90, .utf8 = TRUE },   { .width = 90 },
    { .width = 120, .utf8 = TRUE },  { .width = 120 },
    { .width = 200, .utf8 = TRUE },  { .width = 200 },
    { .width = 80, .utf8 = TRUE, .verbose = TRUE }, { .width = 120, .verbose = TRUE },
};
/* clang-format on */

Test(text, no_line_is_wider_than_the_page) {
    for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
        GString *text = told(&pages[i], tell_all);
        g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
        for (guint j = 0; lines[j] != NULL; j++) {
            guint columns = safe_text_columns(lines[j], strlen(lines[j]));
            cr_assert_leq(columns, pages[i].width, "page %u line %u: %s", i, j, lines[j]);
        }
        g_string_free(text, TRUE);
    }
}

Test(text, ascii_pages_hold_only_ascii) {
    for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
        GString *text = told(&pages[i], tell_all);
        cr_assert_eq(g_str_is_ascii(text->str), !pages[i].utf8, "page %u", i);
        g_string_free(text, TRUE);
    }
}

/* What a page says, without what divides it into lines and columns. */
static char *squeezed(const char *text) {
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at != '\0'; at++) {
        if (g_ascii_isalnum(*at) || strchr("<>@.:;=", *at) != NULL)
            g_string_append_c(out, *at);
    }
    return g_string_free(out, FALSE);
}

static const char long_reply[] =
    "5.7.1 <x@ksit.local>: refused; see "
    "https://ksit.example/why/this/address/is/very/long/indeed/so/that/"
    "it/does/not/fit/on/a/line/of/any/page/that/we/look/at?id=0123456789";

static void tell_long(TextRenderer *renderer) {
    static const NoteText line[] = {STORY_TEXT(long_reply)};
    Story story;
    story_begin(&story, &text_sink, renderer, 0);
    story_command_new(&story, SMTP_NOOP, STORY_TEXT("NOOP"), (NoteText){0}, SMTP_STATE_READY);
    story_command(&story);
    story.reply.latency_ns = -1;
    story_reply(&story, "550", line, 1, -1);
    story_end(&story);
}

Test(text, every_octet_of_a_reply_is_shown) {
    g_autofree char *wanted = squeezed(long_reply);
    for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
        if (pages[i].width >= 90)
            continue; /* side by side, the lines of the reply stand between other columns */
        GString *text = told(&pages[i], tell_long);
        g_autofree char *squeezed_page = squeezed(text->str);
        cr_assert_not_null(strstr(squeezed_page, wanted), "page %u: %s", i, text->str);
        g_string_free(text, TRUE);
    }
}

static const TextOptions wide = {.width = 200, .utf8 = TRUE};
static const TextOptions narrow = {.width = 80, .utf8 = TRUE};

static guint occurrences(const char *text, const char *word) {
    guint number = 0;
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
        number++;
    return number;
}

Test(text, the_ladder_says_who_says_what_in_which_state) {
    GString *text = told(&wide, tell_all);
    static const char *const expected[] = {
        "conversation 0 · SMTP · client 10.0.1.10:43516 → server 10.0.1.1:25 (mail.ksit.example)\n",
        "2026-11-23 12:00:01 UTC · 33 packets in 1.2 s · handshake seen, closed by FIN · 1 mail "
        "accepted · 1 warning\n",
        "▶│   START   │",
        "+812 µs │ ▼ GREETED │◀─ S: 220 mail.ksit.example ESMTP Postfix\n",
        "C: EHLO ksit.edu.in ─",
        "▶│   GREETED │   EHLO introduces",
        "│ ▼ READY   │◀─ S: 250-mail.ksit.example\n",
        "│      250-SIZE 10240000\n",
        "│          The largest message that the server takes, in octets. (RFC 1870 §4)\n",
        "│      250 8BITMIME\n",
        "⚠ row 5: no brackets\n",
        "[arrived in 2 segments]\n",
        "[pipelined: sent before the reply to the command above]\n",
        "│ ● RCPT    │◀─ S: 250 2.1.5 Ok\n",
        "│           │◀─ S: 550 5.1.1",
        "C: message text, 12 602 octets in ",
        "  16–21  C: message",
        "[message 0: 2 parts, 2 stuffed dots removed]\n",
        "message 0 · accepted · complete · 12 602 octets by DATA in packets 24–29\n",
        "  to          dummy@ksit.local\n              dummyuser@ksit.local\n",
        "  Subject:    Ein Bild für Dich\n",
        "  Date:       (missing)\n",
        "  multipart/mixed\n  ├─ 1 text/plain · utf-8 · quoted-printable · 39 octets",
        "  └─ 2 image/png · \"gradient one.png\" · base64 · attachment · 8 791 octets (12 034 on "
        "the "
        "wire: +37 %)\n",
        "⚠ warning smtp.no-brackets (RFC 5321 §3.3)\n  row 5, packet 6: ",
        "  a.pcap: 35 packets, 4 242 octets (pcap, EN10MB)\n",
        "  3 other TCP connections (no mail in them)\n",
    };
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
        cr_assert_not_null(strstr(text->str, expected[i]), "missing: %s\n%s", expected[i],
                           text->str);
    g_string_free(text, TRUE);
}

static void tell_two(TextRenderer *renderer) {
    Story first, second;
    story_begin(&second, &text_sink, renderer, 5);
    story_begin(&first, &text_sink, renderer, 2);
    story_tell(&second);
    story_end(&second);
    story_tell(&first);
    story_end(&first);
}

Test(text, conversations_stand_in_order_and_explain_once) {
    GString *text = told(&wide, tell_two);
    const char *first = strstr(text->str, "conversation 2 ·");
    const char *second = strstr(text->str, "conversation 5 ·");
    cr_assert(first != NULL && second != NULL && first < second);
    const char *explained = strstr(text->str, "EHLO introduces the client");
    cr_assert(explained != NULL && explained < second);
    cr_assert_eq(occurrences(text->str, "EHLO introduces the client"), 1);
    cr_assert_eq(occurrences(text->str, "The largest message that the server takes"), 1);
    g_string_free(text, TRUE);
    TextOptions verbose = wide;
    verbose.verbose = TRUE;
    text = told(&verbose, tell_two);
    cr_assert_eq(occurrences(text->str, "EHLO introduces the client"), 2);
    cr_assert_eq(occurrences(text->str, "The largest message that the server takes"), 2);
    g_string_free(text, TRUE);
}

Test(text, quiet_is_one_line_for_each) {
    TextOptions quiet = wide;
    quiet.quiet = TRUE;
    GString *text = told(&quiet, tell_two);
    cr_assert_str_eq(text->str,
                     "2 smtp 10.0.1.10:43516 → 10.0.1.1:25 · 33 packets in 1.2 s · closed by FIN · "
                     "1 mail accepted · 1 warning\n"
                     "5 smtp 10.0.1.10:43516 → 10.0.1.1:25 · 33 packets in 1.2 s · closed by FIN · "
                     "1 mail accepted · 1 warning\n");
    g_string_free(text, TRUE);
}

static void tell_hostile(TextRenderer *renderer) {
    static const NoteText line[] = {STORY_TEXT("\x1b]0;owned\x07\x02x\x1f\xff \xe2\x80\xae")};
    Story story;
    story_begin(&story, &text_sink, renderer, 0);
    story.conversation.server_name = (char *)"\x1b[2Jevil";
    story_command_new(&story, -1, STORY_TEXT("\x03\x9b"), STORY_TEXT("\r\x00"), SMTP_STATE_LOST);
    story_command(&story);
    story_reply(&story, "250\x1b", line, 1, -1);
    story_finding(&story, "smtp.unknown-command", 0, "it said \x1b[31m");
    story_end(&story);
}

Test(text, nothing_hostile_reaches_the_page) {
    TextOptions colored = narrow;
    colored.color = TRUE;
    GString *plain = told(&narrow, tell_hostile);
    for (const char *at = plain->str; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        cr_assert(character == '\n' || safe_text_is_printable(character), "%x", character);
    }
    cr_assert_not_null(strstr(plain->str, "\\x1b]0;owned\\x07\\x02x\\x1f\\xff \\u{202e}"));
    GString *color = told(&colored, tell_hostile);
    cr_assert_null(strstr(color->str, "\x1b]"));
    cr_assert_null(strstr(color->str, "\x1b[2J"));
    cr_assert_not_null(strstr(color->str, "\x1b[36m"));
    g_string_free(plain, TRUE);
    g_string_free(color, TRUE);
}

static void tell_octets(TextRenderer *renderer) {
    Story story;
    story_begin(&story, &text_sink, renderer, 0);
    story_exchange(&story, SMTP_QUIT, STORY_TEXT("QUIT"), (NoteText){0}, SMTP_STATE_READY, "221",
                   STORY_TEXT("Bye"), SMTP_STATE_CLOSED);
    NoteLeaf leaves[] = {
        {{DIRECTION_CLIENT, 0, 4}, "verb", (const guint8 *)"QUIT", FALSE, {2, 2}},
        {{DIRECTION_SERVER, 0, 3}, "reply code", (const guint8 *)"221", FALSE, {3, 3}},
        {{DIRECTION_SERVER, 3, 1}, "separator", (const guint8 *)" ", FALSE, {3, 3}},
        {{DIRECTION_SERVER, 4, 3}, "text", (const guint8 *)"Bye", TRUE, {3, 3}},
        {{DIRECTION_SERVER, 7, 2}, "line end", NULL, FALSE, {3, 3}},
    };
    for (guint i = 0; i < G_N_ELEMENTS(leaves); i++)
        text_sink.leaf(renderer, &story.conversation, &leaves[i]);
    story_end(&story);
}

Test(text, octets_are_a_table_by_unit) {
    GString *text = told(&narrow, tell_octets);
    cr_assert_not_null(strstr(text->str,
                              " C: QUIT\n"
                              "        0        2  verb               QUIT\n"
                              " S: 221\n"
                              "        0        3  reply code         221\n"
                              "        3        3  separator          \" \"\n"
                              "        4        3  text               (redacted)\n"
                              "        7        3  line end           (not in the capture)\n"));
    g_string_free(text, TRUE);
}

static void tell_events(TextRenderer *renderer) {
    Story story;
    story_begin(&story, &text_sink, renderer, 0);
    NoteTcp tcp[] = {{4, "retransmission", DIRECTION_CLIENT, 1448},
                     {5, "gap", DIRECTION_SERVER, 10},
                     {9, "rst", DIRECTION_CLIENT, 0}};
    NoteTls tls = {.frames = {6, 7}, .version = "TLS 1.3", .sni = "mail.ksit.example"};
    for (guint i = 0; i < G_N_ELEMENTS(tcp); i++)
        text_sink.tcp(renderer, &story.conversation, &tcp[i]);
    text_sink.tls(renderer, &story.conversation, &tls);
    story_end(&story);
}

Test(text, events_stand_where_they_happened) {
    GString *text = told(&wide, tell_events);
    const char *gap = strstr(text->str, "[TCP: server: 10 octets, which the capture");
    const char *tls = strstr(text->str, "[TLS handshake, version TLS 1.3, server name asked for: ");
    const char *rst = strstr(text->str, "[TCP: client: breaks the connection off (RST)]");
    cr_assert(gap != NULL && tls != NULL && rst != NULL && gap < tls && tls < rst, "%s", text->str);
    cr_assert_null(strstr(text->str, "sent again"));
    cr_assert_not_null(strstr(text->str, " · 1 retransmission · "));
    g_string_free(text, TRUE);
}
