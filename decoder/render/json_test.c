/* SPDX-License-Identifier: MIT */
/* Every record against the line that the contract asks for. */
#include "render/json.h"

#include "render/json_writer.h"
#include "render/story.h"

#include <criterion/criterion.h>
#include <string.h>

static gboolean gather(gpointer user, const char *octets, gsize length) {
    g_string_append_len(user, octets, (gssize)length);
    return TRUE;
}

typedef struct {
    GString *out;
    JsonRenderer *renderer;
    Story story;
} Fixture;

static void begin(Fixture *self, gboolean several_files) {
    self->out = g_string_new(NULL);
    RenderOutput output = {gather, self->out};
    self->renderer = json_renderer_new(&output, several_files);
    json_renderer_set_file(self->renderer, "a.pcap");
    story_begin(&self->story, &json_sink, self->renderer, 7);
}

/* What was written since the last time, without its line end. */
static const char *line(Fixture *self) {
    g_string_truncate(self->out, 0);
    json_renderer_flush(self->renderer);
    cr_assert_gt(self->out->len, 0);
    cr_assert_eq(self->out->str[self->out->len - 1], '\n');
    g_string_truncate(self->out, self->out->len - 1);
    return self->out->str;
}

static void end(Fixture *self) {
    json_renderer_free(self->renderer);
    g_string_free(self->out, TRUE);
}

#define assert_line(fixture, expected) cr_assert_str_eq(line(fixture), (expected))

Test(json, command) {
    Fixture it;
    begin(&it, FALSE);
    NoteCommand *note = story_command_new(&it.story, SMTP_RCPT, STORY_TEXT("RCPT"),
                                          STORY_TEXT("TO:<b@y>"), SMTP_STATE_MAIL);
    note->pipelined = TRUE;
    note->segments = 2;
    note->frames.last = 3;
    story_command(&it.story);
    assert_line(&it, "{\"type\":\"command\",\"stream\":7,\"n\":0,\"frames\":[2,3],"
                     "\"time\":\"2026-11-23T12:00:01.002000000Z\",\"verb\":\"RCPT\","
                     "\"argument\":\"TO:<b@y>\",\"octets\":15,\"state\":\"MAIL\",\"segments\":2,"
                     "\"pipelined\":true}");
    story_command_new(&it.story, -1, STORY_TEXT("XFOO"), (NoteText){0}, SMTP_STATE_LOST);
    story_command(&it.story);
    assert_line(&it, "{\"type\":\"command\",\"stream\":7,\"n\":1,\"frames\":[4,4],"
                     "\"time\":\"2026-11-23T12:00:01.004000000Z\",\"verb\":\"XFOO\","
                     "\"argument\":null,\"octets\":7,\"state\":\"LOST\",\"segments\":1,"
                     "\"pipelined\":false}");
    end(&it);
}

Test(json, command_that_is_not_written) {
    Fixture it;
    begin(&it, FALSE);
    story_command_new(&it.story, SMTP_CONNECT, STORY_TEXT("<connect>"), (NoteText){0},
                      SMTP_STATE_START)
        ->is_written = FALSE;
    story_command(&it.story);
    json_renderer_flush(it.renderer);
    cr_assert_eq(it.out->len, 0);
    end(&it);
}

Test(json, reply) {
    Fixture it;
    begin(&it, FALSE);
    NoteText lines[] = {STORY_TEXT("2.1.5 Ok"), STORY_TEXT("\"x\"\\")};
    NoteCommand command = {.n = 3};
    NoteReply note = {.n = 4,
                      .command = &command,
                      .status = "250",
                      .enhanced = "2.1.5",
                      .lines = lines,
                      .n_lines = 2,
                      .frames = {10, 11},
                      .time_ns = 1,
                      .span = {DIRECTION_SERVER, 0, 14},
                      .latency_ns = 812000};
    json_sink.reply(it.renderer, &it.story.conversation, &note);
    assert_line(&it, "{\"type\":\"reply\",\"stream\":7,\"n\":4,\"frames\":[10,11],"
                     "\"time\":\"1970-01-01T00:00:00.000000001Z\",\"command\":3,\"status\":\"250\","
                     "\"enhanced\":\"2.1.5\",\"lines\":[\"2.1.5 Ok\",\"\\\"x\\\"\\\\\"],"
                     "\"octets\":14,\"latency_ns\":812000}");
    note = (NoteReply){.status = "421", .latency_ns = -1, .recipient = STORY_TEXT("b@y")};
    json_sink.reply(it.renderer, &it.story.conversation, &note);
    assert_line(&it, "{\"type\":\"reply\",\"stream\":7,\"n\":0,"
                     "\"time\":\"1970-01-01T00:00:00.000000000Z\",\"command\":null,"
                     "\"status\":\"421\",\"enhanced\":null,\"lines\":[],\"octets\":0,"
                     "\"latency_ns\":null,\"recipient\":\"b@y\"}");
    end(&it);
}

Test(json, transition) {
    Fixture it;
    begin(&it, FALSE);
    NoteTransition note = {.frame = 10,
                           .step = {.from = SMTP_STATE_MAIL,
                                    .to = SMTP_STATE_RCPT,
                                    .command = SMTP_RCPT,
                                    .status = "250",
                                    .rfc = "RFC 5321 §3.3",
                                    .why = "one recipient is accepted"}};
    json_sink.transition(it.renderer, &it.story.conversation, &note);
    assert_line(&it, "{\"type\":\"transition\",\"stream\":7,\"frame\":10,"
                     "\"time\":\"1970-01-01T00:00:00.000000000Z\",\"from\":\"MAIL\","
                     "\"command\":\"RCPT\",\"status\":\"250\",\"to\":\"RCPT\","
                     "\"rfc\":\"RFC 5321 §3.3\",\"why\":\"one recipient is accepted\"}");
    note.step.command = -1;
    json_sink.transition(it.renderer, &it.story.conversation, &note);
    cr_assert_not_null(strstr(line(&it), "\"command\":null"));
    end(&it);
}

Test(json, message) {
    Fixture it;
    begin(&it, FALSE);
    NoteText to[] = {STORY_TEXT("b@y"), STORY_TEXT("c@y")};
    NotePart parts[] = {{.path = "", .type = "multipart/mixed"},
                        {.path = "1",
                         .type = "text/plain",
                         .charset = "utf-8",
                         .encoding = "7bit",
                         .octets = 12,
                         .is_leaf = TRUE,
                         .has_sha256 = TRUE,
                         .sha256 = {0xab, 0x01}}};
    NoteCommand command = {.n = 5};
    NoteReply reply = {.n = 6};
    NoteMessage note = {.carried_by = "DATA",
                        .command = &command,
                        .reply = &reply,
                        .has_envelope = TRUE,
                        .from = STORY_TEXT(""),
                        .to = to,
                        .n_to = 2,
                        .integrity = NOTE_GAP,
                        .octets = 1234,
                        .frames = {12, 19},
                        .subject = "Hi",
                        .parts = parts,
                        .n_parts = 2};
    json_sink.message(it.renderer, &it.story.conversation, &note);
    assert_line(&it,
                "{\"type\":\"message\",\"stream\":7,\"n\":0,\"protocol\":\"smtp\","
                "\"carried_by\":\"DATA\",\"command\":5,\"reply\":6,\"envelope\":{\"from\":\"\","
                "\"to\":[\"b@y\",\"c@y\"],\"refused_to\":[],\"unanswered_to\":[]},"
                "\"verdict\":\"accepted\",\"integrity\":\"gap\",\"octets\":1234,\"sha256\":null,"
                "\"frames\":[12,19],\"headers\":{\"subject\":\"Hi\",\"from\":null,\"to\":null,"
                "\"date\":null,\"message_id\":null},\"parts\":[{\"path\":\"1\","
                "\"type\":\"text/plain\",\"charset\":\"utf-8\",\"encoding\":\"7bit\","
                "\"disposition\":null,\"filename\":null,\"octets\":12,\"sha256\":"
                "\"ab01000000000000000000000000000000000000000000000000000000000000\"}]}");
    note.has_envelope = FALSE;
    note.reply = NULL;
    note.verdict = NOTE_UNANSWERED;
    json_sink.message(it.renderer, &it.story.conversation, &note);
    const char *second = line(&it);
    cr_assert_not_null(
        strstr(second, "\"reply\":null,\"envelope\":null,\"verdict\":\"unanswered\""));
    end(&it);
}

Test(json, sasl_tls_tcp_finding) {
    Fixture it;
    begin(&it, FALSE);
    NoteConversation *conversation = &it.story.conversation;
    NoteCommand command = {.n = 2};
    NoteSaslField fields[] = {{"authcid", STORY_TEXT("bob")},
                              {"password", STORY_TEXT("(redacted)")}};
    NoteSasl sasl = {.command = &command,
                     .mechanism = "PLAIN",
                     .step = 1,
                     .fields = fields,
                     .n_fields = 2,
                     .result = "ok"};
    json_sink.sasl(it.renderer, conversation, &sasl);
    assert_line(&it, "{\"type\":\"sasl\",\"stream\":7,\"command\":2,\"mechanism\":\"PLAIN\","
                     "\"step\":1,\"from\":\"client\",\"decoded\":{\"authcid\":\"bob\","
                     "\"password\":\"(redacted)\"},\"result\":\"ok\"}");
    NoteTls tls = {.frames = {7, 9}, .version = "TLS 1.3", .decrypted = TRUE};
    json_sink.tls(it.renderer, conversation, &tls);
    assert_line(&it, "{\"type\":\"tls\",\"stream\":7,\"frames\":[7,9],\"version\":\"TLS 1.3\","
                     "\"cipher\":null,\"sni\":null,\"alpn\":null,\"certificate\":null,"
                     "\"decrypted\":true}");
    NoteTcp tcp = {17, "retransmission", DIRECTION_SERVER, 1448};
    json_sink.tcp(it.renderer, conversation, &tcp);
    assert_line(&it, "{\"type\":\"tcp\",\"stream\":7,\"frame\":17,\"event\":\"retransmission\","
                     "\"from\":\"server\",\"octets\":1448}");
    FindingKind kind = {"smtp.bare-lf", FINDING_WARNING, "RFC 5321 §2.3.8", "", ""};
    NoteFinding finding = {.kind = &kind, .frames = {14, 14}, .text = "…"};
    json_sink.finding(it.renderer, conversation, &finding);
    assert_line(&it, "{\"type\":\"finding\",\"stream\":7,\"code\":\"smtp.bare-lf\","
                     "\"severity\":\"warning\",\"frames\":[14,14],\"rfc\":\"RFC 5321 §2.3.8\","
                     "\"text\":\"…\"}");
    end(&it);
}

Test(json, octets) {
    Fixture it;
    begin(&it, FALSE);
    NoteLeaf leaf = {.span = {DIRECTION_CLIENT, 5, 3},
                     .label = "verb",
                     .octets = (const guint8 *)"a\xff\n",
                     .frames = {4, 4}};
    json_sink.leaf(it.renderer, &it.story.conversation, &leaf);
    assert_line(
        &it,
        "{\"type\":\"octets\",\"stream\":7,\"from\":\"client\",\"layer\":\"wire\",\"offset\":5,"
        "\"length\":3,\"frames\":[4,4],\"label\":\"verb\",\"text\":\"a\\\\xff\\n\","
        "\"text_base64\":\"Yf8K\"}");
    leaf.is_secret = TRUE;
    json_sink.leaf(it.renderer, &it.story.conversation, &leaf);
    assert_line(
        &it,
        "{\"type\":\"octets\",\"stream\":7,\"from\":\"client\",\"layer\":\"wire\",\"offset\":5,"
        "\"length\":3,\"frames\":[4,4],\"label\":\"verb\",\"text\":\"(redacted)\"}");
    end(&it);
}

Test(json, conversation) {
    Fixture it;
    begin(&it, FALSE);
    it.story.conversation.missing[DIRECTION_SERVER] = 3;
    story_end(&it.story);
    assert_line(&it, "{\"type\":\"conversation\",\"stream\":7,\"protocol\":\"smtp\","
                     "\"detected_by\":\"port\",\"client\":{\"address\":\"10.0.1.10\","
                     "\"port\":43516},\"server\":{\"address\":\"10.0.1.1\",\"port\":25},"
                     "\"frames\":[1,35],\"octets\":{\"client\":900,\"server\":700},"
                     "\"missing\":{\"client\":0,\"server\":3},"
                     "\"conflicting\":{\"client\":0,\"server\":0},\"opened\":\"seen\","
                     "\"closed\":\"fin\",\"final_state\":\"CLOSED\",\"security\":\"none\","
                     "\"commands\":0,\"replies\":0,\"messages\":0,\"findings\":0}");
    end(&it);
}

Test(json, capture_and_end) {
    Fixture it;
    begin(&it, FALSE);
    static const char *const links[] = {"EN10MB", "RAW", NULL};
    NoteCapture capture = {"a.pcap", "pcapng", links, 35, 4242, TRUE};
    json_sink.capture(it.renderer, &capture);
    assert_line(&it, "{\"type\":\"capture\",\"file\":\"a.pcap\",\"format\":\"pcapng\","
                     "\"links\":[\"EN10MB\",\"RAW\"],\"packets\":35,\"octets\":4242,"
                     "\"cut_short\":true}");
    NoteEnd note = {35, 1, 2, 3, 4};
    json_sink.end(it.renderer, &note);
    assert_line(&it, "{\"type\":\"end\",\"packets\":35,\"conversations\":1,\"other_tcp\":2,"
                     "\"messages\":3,\"findings\":4}");
    end(&it);
}

Test(json, every_record_names_its_file_if_there_are_several) {
    Fixture it;
    begin(&it, TRUE);
    NoteTcp tcp = {17, "rst", DIRECTION_SERVER, 0};
    json_sink.tcp(it.renderer, &it.story.conversation, &tcp);
    cr_assert(g_str_has_prefix(line(&it), "{\"type\":\"tcp\",\"file\":\"a.pcap\",\"stream\":7,"));
    static const char *const links[] = {NULL};
    NoteCapture capture = {"a.pcap", "pcap", links, 0, 0, FALSE};
    json_sink.capture(it.renderer, &capture);
    assert_line(&it, "{\"type\":\"capture\",\"file\":\"a.pcap\",\"format\":\"pcap\",\"links\":[],"
                     "\"packets\":0,\"octets\":0,\"cut_short\":false}");
    json_renderer_set_file(it.renderer, NULL);
    NoteEnd note = {0};
    json_sink.end(it.renderer, &note);
    cr_assert(g_str_has_prefix(line(&it), "{\"type\":\"end\",\"file\":null,"));
    end(&it);
}

Test(json, one_bad_line_makes_base64_of_all) {
    Fixture it;
    begin(&it, FALSE);
    NoteText lines[] = {STORY_TEXT("ok"), STORY_TEXT("\xe9t\xe9")};
    NoteReply note = {.status = "250", .lines = lines, .n_lines = 2, .latency_ns = -1};
    json_sink.reply(it.renderer, &it.story.conversation, &note);
    cr_assert_not_null(strstr(line(&it), "\"lines\":[\"ok\",\"\\\\xe9t\\\\xe9\"],"
                                         "\"lines_base64\":[\"b2s=\",\"6XTp\"],\"octets\""));
    end(&it);
}

/* clang-format off */
static const struct {
    NoteText text;
    const char *expected;
    gboolean is_utf8;
} strings[] = {
    { STORY_TEXT("plain"), "\"plain\"", TRUE },
    { STORY_TEXT("a\"b\\c/"), "\"a\\\"b\\\\c/\"", TRUE },
    { STORY_TEXT("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"", TRUE },
    { STORY_TEXT("nul\0!"), "\"nul\\u0000!\"", TRUE },
    { STORY_TEXT("\x1b\x7f"), "\"\\u001b\\u007f\"", TRUE },
    { STORY_TEXT("\xc2\x9b"), "\"\\u009b\"", TRUE },
    { STORY_TEXT("\xe2\x80\xa8\xe2\x80\xa9"), "\"\\u2028\\u2029\"", TRUE },
    { STORY_TEXT("\xe2\x80\xae"), "\"\\u202e\"", TRUE },
    { STORY_TEXT("Gr\xc3\xbc\xc3\x9f" "e \xf0\x9f\x93\xa7"), "\"Grüße 📧\"", TRUE },
    { STORY_TEXT("\xf3\xa0\x80\x81"), "\"\\udb40\\udc01\"", TRUE },
    { STORY_TEXT("\xff"), "\"\\\\xff\"", FALSE },
    { STORY_TEXT("\xed\xa0\x80"), "\"\\\\xed\\\\xa0\\\\x80\"", FALSE },
    { STORY_TEXT("\xc3"), "\"\\\\xc3\"", FALSE },
};
/* clang-format on */

Test(json_writer, strings) {
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++) {
        GString *out = g_string_new(NULL);
        RenderOutput output = {gather, out};
        JsonWriter writer;
        json_writer_init(&writer, &output);
        gboolean is_utf8 = json_string(&writer, strings[i].text.octets, strings[i].text.length);
        json_writer_clear(&writer);
        cr_assert_str_eq(out->str, strings[i].expected, "case %u: %s", i, out->str);
        cr_assert_eq(is_utf8, strings[i].is_utf8, "case %u", i);
        g_string_free(out, TRUE);
    }
}

Test(json_writer, every_octet_at_every_place_of_eight) {
    for (guint octet = 0; octet < 0x80; octet++) {
        for (guint place = 0; place < 17; place++) {
            char text[17];
            memset(text, 'x', sizeof text);
            text[place] = (char)octet;
            GString *out = g_string_new(NULL);
            RenderOutput output = {gather, out};
            JsonWriter writer;
            json_writer_init(&writer, &output);
            cr_assert(json_string(&writer, text, sizeof text));
            json_writer_clear(&writer);
            gboolean is_plain = octet >= 0x20 && octet < 0x7f && octet != '"' && octet != '\\';
            cr_assert_eq(out->len == sizeof text + 2, is_plain, "octet %02x at %u", octet, place);
            g_string_free(out, TRUE);
        }
    }
}

Test(json_writer, numbers_and_times) {
    GString *out = g_string_new(NULL);
    RenderOutput output = {gather, out};
    JsonWriter writer;
    json_writer_init(&writer, &output);
    json_key_u64(&writer, "least", 0);
    json_key_u64(&writer, "most", G_MAXUINT64);
    json_key(&writer, "leap");
    json_time(&writer, G_GINT64_CONSTANT(951827696) * 1000000000 + 7);
    json_key(&writer, "before");
    json_time(&writer, -1);
    json_key(&writer, "last");
    json_time(&writer, G_MAXINT64);
    json_key(&writer, "first");
    json_time(&writer, G_MININT64);
    json_writer_clear(&writer);
    cr_assert_str_eq(out->str, "\"least\":0,\"most\":18446744073709551615,"
                               "\"leap\":\"2000-02-29T12:34:56.000000007Z\","
                               "\"before\":\"1969-12-31T23:59:59.999999999Z\","
                               "\"last\":\"2262-04-11T23:47:16.854775807Z\","
                               "\"first\":\"1677-09-21T00:12:43.145224192Z\"");
    g_string_free(out, TRUE);
}

Test(json_writer, what_exceeds_the_buffer_is_written_whole) {
    GString *out = g_string_new(NULL), *text = g_string_new(NULL), *expected = g_string_new("\"");
    RenderOutput output = {gather, out};
    JsonWriter writer;
    while (text->len < 3 * JSON_BUFFER_SIZE) {
        g_string_append(text, "0123456789ü\n");
        g_string_append(expected, "0123456789ü\\n");
    }
    json_writer_init(&writer, &output);
    json_string(&writer, text->str, text->len);
    json_key_u64(&writer, "after", 1);
    json_writer_clear(&writer);
    g_string_append(expected, "\",\"after\":1");
    cr_assert(g_string_equal(out, expected));
    g_string_free(expected, TRUE);
    g_string_free(text, TRUE);
    g_string_free(out, TRUE);
}
