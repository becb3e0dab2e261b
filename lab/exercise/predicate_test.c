/* SPDX-License-Identifier: MIT */
#include "exercise/predicate.h"

#include <criterion/criterion.h>
#include <string.h>

static const char command_line[] =
    "{\"type\":\"command\",\"stream\":0,\"n\":2,\"frames\":[12,13],\"verb\":\"MAIL\","
    "\"argument\":\"FROM:<a@x>\",\"octets\":34,\"pipelined\":false,\"empty\":\"\",\"no\":null,"
    "\"latency\":1.5,\"lines\":[\"one\",\"two words\"],\"envelope\":{\"from\":\"\",\"to\":[\"b@y\","
    "\"c@z\"]},\"parts\":[{\"type\":\"text/plain\"},{\"type\":\"image/png\",\"name\":\"a\\\"b\"}]}";

static const struct {
    const char *predicate;
    gboolean holds;
} cases[] = {
    {"command", TRUE},
    {"*", TRUE},
    {"reply", FALSE},
    {"command verb=MAIL", TRUE},
    {"command verb=mail", TRUE},
    {"command verb==MAIL", TRUE},
    {"command verb==mail", FALSE},
    {"command verb!=MAIL", FALSE},
    {"command verb!=RCPT", TRUE},
    {"command verb=MAI", FALSE},
    {"command verb~mai", TRUE},
    {"command verb!~mai", FALSE},
    {"command verb!~rcp", TRUE},
    {"command verb=/M.*L/", TRUE},
    {"command verb=/M/", FALSE},
    {"command verb~/^m/", TRUE},
    {"command verb=/MAIL|RCPT/", TRUE},
    {"command argument=FROM:<a@x>", TRUE},
    {"command octets=34", TRUE},
    {"command octets=34.0", TRUE},
    {"command octets>33", TRUE},
    {"command octets>34", FALSE},
    {"command octets>=34", TRUE},
    {"command octets<35", TRUE},
    {"command octets<=33", FALSE},
    {"command octets>x", FALSE},
    {"command verb>1", FALSE},
    {"command latency=1.5", TRUE},
    {"command pipelined=false", TRUE},
    {"command no?", FALSE},
    {"command !no?", TRUE},
    {"command verb?", TRUE},
    {"command !verb?", FALSE},
    {"command empty?", TRUE},
    {"command empty=\"\"", TRUE},
    {"command verb=\"\"", FALSE},
    {"command missing!=x", TRUE},
    {"command missing=x", FALSE},
    {"command envelope.to=b@y", TRUE},
    {"command envelope.to=c@z", TRUE},
    {"command envelope.to.1=c@z", TRUE},
    {"command envelope.to.0=c@z", FALSE},
    {"command envelope.to=d@z", FALSE},
    {"command envelope.to!=b@y", FALSE},
    {"command envelope.from=\"\"", TRUE},
    {"command parts.type=image/png", TRUE},
    {"command parts.0.type=image/png", FALSE},
    {"command parts.name=\"a\\\"b\"", TRUE},
    {"command lines=\"two words\"", TRUE},
    {"command lines=two", FALSE},
    {"command frames.1=13", TRUE},
    {"command verb=MAIL octets=34", TRUE},
    {"command verb=MAIL octets=35", FALSE},
    {"reply | command", TRUE},
    {"reply | finding", FALSE},
    {"command verb=RCPT | command verb=MAIL", TRUE},
};

Test(predicate, tests_hold_or_not) {
    g_autoptr(Record) record = record_parse(command_line, -1);
    cr_assert_not_null(record);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Predicate) predicate = predicate_parse(cases[i].predicate, &error);
        PredicateProgress progress = {{0}};
        cr_assert_not_null(predicate, "%s: %s", cases[i].predicate,
                           error != NULL ? error->message : "");
        cr_assert_eq(predicate_push(predicate, &progress, record), cases[i].holds, "%s",
                     cases[i].predicate);
    }
}

static const char *const wrong[] = {
    "",
    " ",
    "|",
    "then",
    "command verb",
    "command =x",
    "command verb=",
    "command verb=\"x",
    "command verb=/x",
    "command verb=/(/",
    "command verb=\"x\"y",
    "command verb=a then",
    "command verb=a |",
    "command verb=a then | reply",
    "command !verb=a",
    "command verb?x",
    "command, verb=a",
};

Test(predicate, what_is_wrong_is_said) {
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Predicate) predicate = predicate_parse(wrong[i], &error);
        if (strcmp(wrong[i], "then") == 0) /* a record may be called so, though none is */
            continue;
        cr_assert_null(predicate, "%s", wrong[i]);
        cr_assert_not_null(error);
    }
}

/* Cut anywhere it is read or refused, and nothing else. */
Test(predicate, cut_at_every_point) {
    static const char text[] =
        "command verb=MAIL argument~\"a b\" !x? then reply status=/25./ n>=3 | * frames.0!=4 y?";
    g_autoptr(Record) record = record_parse(command_line, -1);
    for (gsize length = 0; length <= strlen(text); length++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *cut = g_strndup(text, length);
        g_autoptr(Predicate) predicate = predicate_parse(cut, &error);
        PredicateProgress progress = {{0}};
        cr_assert_eq(predicate == NULL, error != NULL);
        if (predicate != NULL)
            predicate_push(predicate, &progress, record);
    }
}

Test(predicate, every_octet_may_be_damaged) {
    static const char text[] = "command verb=\"MAIL\" n>=3 then reply status=/25./ | * y?";
    for (gsize i = 0; i < strlen(text); i++) {
        for (guint octet = 1; octet < 256; octet += 7) {
            g_autofree char *damaged = g_strdup(text);
            damaged[i] = (char)octet;
            g_autoptr(Predicate) predicate = predicate_parse(damaged, NULL);
            (void)predicate;
        }
    }
}

Test(predicate, too_much_is_refused) {
    static const struct {
        const char *begin, *again;
    } rows[] = {{"a", " | a"}, {"a", " then a"}, {"a", " b=c"}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) text = g_string_new(rows[i].begin);
        for (guint k = 0; k < 1000; k++)
            g_string_append(text, rows[i].again);
        g_autoptr(Predicate) predicate = predicate_parse(text->str, NULL);
        cr_assert_null(predicate);
    }
}

static gboolean push(const Predicate *predicate, PredicateProgress *progress, const char *line) {
    g_autoptr(Record) record = record_parse(line, -1);
    return predicate_push(predicate, progress, record);
}

Test(predicate, sequences_are_in_order) {
    g_autoptr(Predicate) predicate = predicate_parse("a then b x=1 then a", NULL);
    PredicateProgress progress = {{0}};
    cr_assert_not(push(predicate, &progress, "{\"type\":\"b\",\"x\":1}"));
    cr_assert_not(push(predicate, &progress, "{\"type\":\"a\"}"));
    cr_assert_not(push(predicate, &progress, "{\"type\":\"a\"}"));
    cr_assert_not(push(predicate, &progress, "{\"type\":\"b\",\"x\":2}"));
    cr_assert_not(push(predicate, &progress, "{\"type\":\"b\",\"x\":1}"));
    cr_assert_not(push(predicate, &progress, "{\"type\":\"c\"}"));
    cr_assert(push(predicate, &progress, "{\"type\":\"a\"}"));
    cr_assert_not(push(predicate, &progress, "{\"type\":\"a\"}"), "it begins again");
}

Test(predicate, nearness_counts_tests) {
    g_autoptr(Record) record = record_parse(command_line, -1);
    static const struct {
        const char *predicate;
        guint nearness;
    } rows[] = {
        {"reply verb=MAIL", 0},
        {"command verb=RCPT", 1},
        {"command verb=MAIL octets=1", 2},
        {"command verb=MAIL octets=34", 3},
        {"reply | command verb=MAIL then reply", 2},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Predicate) predicate = predicate_parse(rows[i].predicate, NULL);
        cr_assert_eq(predicate_nearness(predicate, record), rows[i].nearness, "%s",
                     rows[i].predicate);
    }
}

Test(predicate, records_are_read_or_not) {
    static const char *const none[] = {
        "", "{", "[]", "1", "{}", "{\"type\":1}", "{\"type\":null}", "{\"type\":\"a\"", "nonsense"};
    for (guint i = 0; i < G_N_ELEMENTS(none); i++)
        cr_assert_null(record_parse(none[i], -1), "%s", none[i]);
    for (gsize length = 0; length < strlen(command_line); length++)
        cr_assert_null(record_parse(command_line, (gssize)length));
}

Test(predicate, conversations_are_told_apart) {
    static const struct {
        const char *line, *type, *conversation;
    } rows[] = {
        {"{\"type\":\"a\",\"stream\":3}", "a", "\n3"},
        {"{\"type\":\"a\",\"file\":\"f\",\"stream\":3}", "a", "f\n3"},
        {"{\"type\":\"session-end\",\"session\":7}", "conversation", "7"},
        {"{\"type\":\"end\"}", "end", ""},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Record) record = record_parse(rows[i].line, -1);
        cr_assert_str_eq(record_type(record), rows[i].type);
        cr_assert_str_eq(record_conversation(record), rows[i].conversation);
    }
}
