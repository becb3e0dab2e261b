/* SPDX-License-Identifier: MIT */
/* The diagrams: a told story to the letter, and text that tries to be more than text. */
#include "render/mermaid.h"

#include "render/story.h"

#include <criterion/criterion.h>
#include <string.h>

static gboolean gather(gpointer user, const char *octets, gsize length) {
    g_string_append_len(user, octets, (gssize)length);
    return TRUE;
}

static char *told(guint n_conversations) {
    GString *text = g_string_new(NULL);
    RenderOutput output = {gather, text};
    g_autoptr(MermaidRenderer) renderer = mermaid_renderer_new(&output);
    Story story;
    mermaid_renderer_set_file(renderer, "a.pcap");
    for (guint i = n_conversations; i-- > 0;) { /* told in the wrong order */
        story_begin(&story, &mermaid_sink, renderer, i);
        story_tell(&story);
        story_end(&story);
    }
    NoteEnd end = {0};
    mermaid_sink.end(renderer, &end);
    return g_string_free(text, FALSE);
}

/* clang-format off */
static const char diagram[] =
    "sequenceDiagram\n"
    "    participant client as SMTP client, 10.0.1.10, port 43516\n"
    "    participant server as SMTP server mail.ksit.example, 10.0.1.1, port 25\n"
    "    Note over client,server: a.pcap, tcp.stream 0, packets 1 to 35\n"
    "    client->>server: opens the connection\n"
    "    server-->>client: 220 mail.ksit.example ESMTP Postfix\n"
    "    Note over client,server: state GREETED\n"
    "    client->>server: EHLO ksit.edu.in\n"
    "    server-->>client: 250 mail.ksit.example (and 3 more lines)\n"
    "    Note over client,server: state READY\n"
    "    client->>server: MAIL FROM#58; rprustagi@ksit.edu.in\n"
    "    Note over client,server: smtp.no-brackets#58; The address stands without angle brackets. RFC 5321 §4.1.2 asks for #60;…#62;#59; a tol…\n"
    "    server-->>client: 250 2.1.0 Ok\n"
    "    Note over client,server: state MAIL\n"
    "    client->>server: RCPT TO#58;#60;dummy@ksit.local#62;\n"
    "    server-->>client: 250 2.1.5 Ok\n"
    "    Note over client,server: state RCPT\n"
    "    client->>server: RCPT TO#58;#60;dummyuser@ksit.local#62;\n"
    "    server-->>client: 250 2.1.5 Ok\n"
    "    client->>server: RCPT TO#58;#60;nobody@ksit.local#62;\n"
    "    server-->>client: 550 5.1.1 #60;nobody@ksit.local#62;#58; Recipient address rejected#58; User unknown\n"
    "    client->>server: DATA\n"
    "    server-->>client: 354 End data with #60;CR#62;#60;LF#62;.#60;CR#62;#60;LF#62;\n"
    "    Note over client,server: state DATA\n"
    "    client->>server: message text, ended by a lone dot\n"
    "    server-->>client: 250 2.0.0 Ok#58; queued as 89715362D67\n"
    "    Note over client,server: state READY\n"
    "    Note over client,server: message 0 by DATA, 12602 octets in 2 parts, #34;Ein Bild für Dich#34;\n"
    "    client->>server: QUIT\n"
    "    server-->>client: 221 2.0.0 Bye\n"
    "    Note over client,server: state CLOSED\n";
/* clang-format on */

Test(mermaid, tells_the_story) {
    g_autofree char *text = told(1);
    cr_assert_str_eq(text, diagram);
}

Test(mermaid, several_stand_in_fences_by_stream) {
    g_autofree char *text = told(2);
    const char *first = strstr(text, "tcp.stream 0,"), *second = strstr(text, "tcp.stream 1,");
    cr_assert(g_str_has_prefix(text, "```mermaid\nsequenceDiagram\n"));
    cr_assert(g_str_has_suffix(text, "\n```\n"));
    cr_assert(first != NULL && second != NULL && first < second);
    cr_assert_not_null(strstr(text, "\n```\n\n```mermaid\nsequenceDiagram\n"));
}

/* clang-format off */
static const struct {
    const char *octets, *expected;
} texts[] = {
    { "MAIL FROM:<a@x>", "MAIL FROM#58;#60;a@x#62;" },
    { "a;b#c", "a#59;b#35;c" },
    { "#59; %%{init}%%", "#35;59#59; #37;#37;#123;init#125;#37;#37;" },
    { "`x` $$y$$ a\\b", "#96;x#96; #36;#36;y#36;#36; a#92;b" },
    { "<br/>&amp;\"|", "#60;br/#62;#38;amp#59;#34;#124;" },
    { "a\r\nend", "a#92;r#92;nend" },
    { "x\u202ey", "x#92;u#123;202e#125;y" },
    { "\xff", "#92;xff" },
    { "\u00fc", "\u00fc" },
    { "", "(empty)" },
};
/* clang-format on */

Test(mermaid, text_is_nothing_but_text) {
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        mermaid_text_append(out, texts[i].octets, strlen(texts[i].octets));
        cr_assert_str_eq(out->str, texts[i].expected);
    }
}

Test(mermaid, long_text_is_cut_between_characters) {
    for (guint length = MERMAID_TEXT_MAX - 1; length <= MERMAID_TEXT_MAX + 1; length++) {
        g_autoptr(GString) in = g_string_new(NULL);
        g_autoptr(GString) out = g_string_new(NULL);
        for (guint i = 0; i < length; i++)
            g_string_append(in, "\u00fc");
        mermaid_text_append(out, in->str, in->len);
        cr_assert(g_utf8_validate(out->str, -1, NULL));
        cr_assert_eq(g_utf8_strlen(out->str, -1), MIN(length, MERMAID_TEXT_MAX + 1));
        cr_assert_eq(g_str_has_suffix(out->str, "…"), length > MERMAID_TEXT_MAX);
    }
}

Test(mermaid, a_diagram_has_an_end) {
    GString *text = g_string_new(NULL);
    RenderOutput output = {gather, text};
    g_autoptr(MermaidRenderer) renderer = mermaid_renderer_new(&output);
    Story story;
    story_begin(&story, &mermaid_sink, renderer, 0);
    for (guint i = 0; i < MERMAID_STATEMENTS_MAX; i++)
        story_exchange(&story, SMTP_NOOP, STORY_TEXT("NOOP"), (NoteText){0}, SMTP_STATE_READY,
                       "250", STORY_TEXT("Ok"), -1);
    story_end(&story);
    NoteEnd end = {0};
    mermaid_sink.end(renderer, &end);
    cr_assert(g_str_has_suffix(text->str, ": 400 more are left out\n"));
    g_string_free(text, TRUE);
}
