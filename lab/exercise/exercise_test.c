/* SPDX-License-Identifier: MIT */
/* The reader of exercise.ini with files that are right, cut, damaged and hostile; and the checker
 * that such an exercise makes. */
#include "exercise/checker.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

static const char ini[] = "# a comment\n"
                          "[exercise]\n"
                          "number=7\n"
                          "title=The title\n"
                          "claim=The claim.\n"
                          "rfc=RFC 5321 §3.3\n"
                          "slides=10;12\n"
                          "kind=live\n"
                          "serve=smtp;pop3\n"
                          "faults=slow:5\n"
                          "options=--strict\n"
                          "[vary]\n"
                          "word=cat;sun\n"
                          "[predict 1]\n"
                          "ask=What? {word}\n"
                          "answer=503\n"
                          "[step 1]\n"
                          "ask=Say EHLO.\\nNow.\n"
                          "facts=reply verb=EHLO status=250\n"
                          "expected=EHLO, answered 250\n"
                          "[step 2]\n"
                          "ask=Say MAIL twice.\n"
                          "facts=command verb=MAIL\n"
                          "want=2\n"
                          "after=1\n"
                          "expected=two MAILs after EHLO\n"
                          "[step 3]\n"
                          "ask=No RSET.\n"
                          "facts=command verb=RSET\n"
                          "want=none\n"
                          "expected=no RSET\n"
                          "[step 4]\n"
                          "ask=How many?\n"
                          "facts=command verb=MAIL\n"
                          "value=count\n"
                          "accept=two;a pair\\;really\n"
                          "[mistake 1]\n"
                          "step=1\n"
                          "facts=reply verb=HELO\n"
                          "says=That was HELO.\n"
                          "rfc=RFC 5321 §4.1.1.1\n"
                          "[mistake 2]\n"
                          "step=4\n"
                          "given=1;/0+/\n"
                          "says=Count again.\n"
                          "[hint]\n"
                          "where=a\nrule=b\nlikeness=c\nsolution=d {port-pop3}\n"
                          "[solution]\n"
                          "step 4=2\n"
                          "send=EHLO {name} => 250\n"
                          "[wrong]\n"
                          "mistake 1=file=x.txt\n";

static const char text[] =
    "## Purpose\n\nOne {word}.\n\n## Predict\n\n## Do\n\n    x\n\n## Observe\n"
    "\n## Explain\n\n## Clean up\n";

/* A directory with these files; free it with remove_files(). */
static char *write_files(const char *exercise_ini, gssize length, const char *text_md) {
    char *directory = g_dir_make_tmp("maillab-XXXXXX", NULL);
    g_autofree char *first = g_build_filename(directory, "exercise.ini", NULL);
    g_autofree char *second = g_build_filename(directory, "text.md", NULL);
    cr_assert(g_file_set_contents(first, exercise_ini, length, NULL));
    cr_assert(g_file_set_contents(second, text_md, -1, NULL));
    return directory;
}

static void remove_files(char *take_directory) {
    static const char *const names[] = {"exercise.ini", "text.md"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(take_directory, names[i], NULL);
        g_unlink(path);
    }
    g_rmdir(take_directory);
    g_free(take_directory);
}

static Exercise *load(const char *exercise_ini, gssize length, const char *text_md,
                      GError **error) {
    char *directory = write_files(exercise_ini, length, text_md);
    Exercise *exercise = exercise_load(directory, NULL, NULL, error);
    remove_files(directory);
    return exercise;
}

Test(exercise, is_read) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Exercise) self = load(ini, -1, text, &error);
    cr_assert_not_null(self, "%s", error != NULL ? error->message : "");
    cr_assert_eq(self->number, 7);
    cr_assert_str_eq(self->slides, "10, 12");
    cr_assert_eq(self->minutes, 8);
    cr_assert_str_eq(self->services[1], "pop3");
    cr_assert_eq(self->steps->len, 4);
    cr_assert_str_eq(exercise_prediction(self, 1)->ask, "What? cat");
    cr_assert_str_eq(exercise_step(self, 1)->ask, "Say EHLO.\nNow.");
    cr_assert_eq(exercise_step(self, 2)->want, WANT_EXACTLY);
    cr_assert_eq(exercise_step(self, 3)->want, WANT_NONE);
    cr_assert_str_eq(exercise_step(self, 4)->accept[1], "a pair;really");
    cr_assert(exercise_step_is_question(exercise_step(self, 4)));
    cr_assert_not(exercise_step_is_question(exercise_step(self, 1)));
    cr_assert(exercise_has_acts(self));
    cr_assert_null(exercise_step(self, 5));
    cr_assert_null(exercise_step(self, 0));
    cr_assert_str_eq(self->hints[HINT_SOLUTION] + 2, seed_get(self->seed, "port-pop3"));
    cr_assert_str_eq(g_hash_table_lookup(self->solution, "step 4"), "2");
    cr_assert(g_str_has_prefix(self->text, "## Purpose\n\nOne cat."));
}

Test(exercise, ports_are_those_that_listen) {
    char *directory = write_files(ini, -1, text);
    g_autoptr(GHashTable) ports = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(ports, (gpointer) "pop3", (gpointer) "4242");
    g_autoptr(Exercise) self = exercise_load(directory, NULL, ports, NULL);
    remove_files(directory);
    cr_assert_str_eq(self->hints[HINT_SOLUTION], "d 4242");
}

/* One line replaced by another: then it must be refused, with a sentence that names the place. */
static const struct {
    const char *line, *instead, *named;
} damages[] = {
    {"number=7\n", "number=0\n", "number"},
    {"number=7\n", "", "number"},
    {"number=7\n", "number=7\nnumbr=8\n", "numbr"},
    {"title=The title\n", "", "title"},
    {"kind=live\n", "kind=lively\n", "kind"},
    {"kind=live\n", "kind=trace\n", "value"},
    {"serve=smtp;pop3\n", "", "port-pop3"},
    {"[step 4]\n", "[step 5]\n", "step 5"},
    {"[step 1]\n", "[stp 1]\n", "stp 1"},
    {"[hint]\n", "[hints]\n", "hint"},
    {"rule=b\n", "", "rule"},
    {"want=2\n", "want=few\n", "want"},
    {"want=2\n", "want=at-least\n", "want"},
    {"after=1\n", "after=9\n", "after"},
    {"after=1\n", "after=2\n", "after"},
    {"facts=command verb=RSET\n", "facts=command verb\n", "facts"},
    {"facts=command verb=RSET\n", "", "facts"},
    {"expected=no RSET\n", "", "expected"},
    {"value=count\n", "value=number\n", "value"},
    {"value=count\n", "value=count\nanswer=2\n", "answer"},
    {"value=count\n", "value=count\nwant=none\n", "want"},
    {"step=4\n", "step=9\n", "mistake 2"},
    {"given=1;/0+/\n", "", "mistake 2"},
    {"says=Count again.\n", "", "says"},
    {"word=cat;sun\n", "word=\n", "word"},
    {"word=cat;sun\n", "wort=cat;sun\n", "word"},
    {"word=cat;sun\n", "word|b=cat;sun\n", "word"},
    {"[predict 1]\n", "[predict 1]\nkind=order\nmask=x\nfoo\n", ""},
    {"# a comment\n", "key=outside\n", ""},
};

Test(exercise, what_is_wrong_is_refused) {
    for (guint i = 0; i < G_N_ELEMENTS(damages); i++) {
        g_autoptr(GString) damaged = g_string_new(ini);
        g_autoptr(GError) error = NULL;
        cr_assert_eq(g_string_replace(damaged, damages[i].line, damages[i].instead, 1), 1, "%s",
                     damages[i].line);
        g_autoptr(Exercise) self = load(damaged->str, -1, text, &error);
        cr_assert_null(self, "%s", damages[i].instead);
        cr_assert_not_null(strstr(error->message, damages[i].named), "%s: %s", damages[i].instead,
                           error->message);
    }
}

Test(exercise, headings_are_needed) {
    g_autoptr(GString) damaged = g_string_new(text);
    g_autoptr(GError) error = NULL;
    g_string_replace(damaged, "## Observe\n", "## Look\n", 1);
    cr_assert_null(load(ini, -1, damaged->str, &error));
    cr_assert_not_null(strstr(error->message, "Observe"));
}

/* Cut anywhere it is read or refused, and nothing else. */
Test(exercise, cut_at_every_point, .timeout = 60) {
    for (gsize length = 0; length < strlen(ini); length += 3) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Exercise) self = load(ini, (gssize)length, text, &error);
        cr_assert_eq(self == NULL, error != NULL);
    }
}

Test(exercise, hostile_files_are_refused) {
    g_autofree char *large = g_strnfill(EXERCISE_FILE_MAX + 1, '#');
    g_autoptr(GString) many = g_string_new(ini);
    g_autoptr(GString) grows = g_string_new(ini);
    for (guint i = 5; i < 2 * EXERCISE_STEPS_MAX; i++)
        g_string_append_printf(many, "[step %u]\nask=x\nanswer=y\n", i);
    g_string_replace(grows, "word=cat;sun\n", "word=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", 1);
    for (guint i = 0; i < 30; i++)
        g_string_append_printf(grows, "[vary]\nw%u={%s}{%s}\n", i + 1, i == 0 ? "word" : "w", "w");
    const struct {
        const char *octets;
        gssize length;
    } files[] = {
        {"", 0},           {"\0\0\0", 3},
        {"\xff\xfe", 2},   {"[exercise]\nnumber=1\ntitle=\xff\n", -1},
        {large, -1},       {many->str, -1},
        {grows->str, -1},  {"[[[[\n", -1},
        {"[exercise", -1},
    };
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GError) error = NULL;
        cr_assert_null(load(files[i].octets, files[i].length, text, &error), "%u", i);
        cr_assert_not_null(error);
    }
}

/* ---- the checker ---------------------------------------------------------------------------- */

static void push(Checker *checker, const char *line) {
    g_autoptr(Record) record = record_parse(line, -1);
    cr_assert_not_null(record, "%s", line);
    checker_push(checker, record);
}

#define REPLY(stream, verb, status)                                                                \
    "{\"type\":\"reply\",\"stream\":" stream ",\"verb\":\"" verb "\",\"status\":\"" status "\"}"
#define COMMAND(stream, verb) "{\"type\":\"command\",\"stream\":" stream ",\"verb\":\"" verb "\"}"

static CheckState state_of(Checker *checker, const Exercise *exercise, guint number) {
    CheckResult *result = checker_result(checker, exercise_step(exercise, number));
    CheckState state = result->state;
    cr_assert_eq(state == CHECK_RIGHT, checker_is_right(checker, exercise_step(exercise, number)));
    check_result_free(result);
    return state;
}

Test(checker, the_unsolved_start_is_open) {
    g_autoptr(Exercise) exercise = load(ini, -1, text, NULL);
    g_autoptr(Checker) checker = checker_new(exercise);
    for (guint i = 1; i <= 4; i++)
        cr_assert_eq(state_of(checker, exercise, i), CHECK_OPEN, "%u", i);
    cr_assert_not(checker_is_done(checker));
}

Test(checker, steps_are_done_in_order_and_in_one_conversation) {
    g_autoptr(Exercise) exercise = load(ini, -1, text, NULL);
    g_autoptr(Checker) checker = checker_new(exercise);
    push(checker, COMMAND("0", "MAIL"));
    push(checker, REPLY("0", "EHLO", "250"));
    cr_assert_eq(state_of(checker, exercise, 1), CHECK_RIGHT);
    cr_assert_eq(state_of(checker, exercise, 2), CHECK_WRONG);
    push(checker, COMMAND("1", "MAIL"));
    push(checker, COMMAND("1", "MAIL"));
    cr_assert_eq(state_of(checker, exercise, 2), CHECK_WRONG, "another conversation");
    cr_assert_eq(state_of(checker, exercise, 3), CHECK_OPEN, "it may still happen");
    push(checker, COMMAND("0", "MAIL"));
    push(checker, COMMAND("0", "MAIL"));
    cr_assert_eq(state_of(checker, exercise, 2), CHECK_RIGHT);
    cr_assert_eq(state_of(checker, exercise, 3), CHECK_RIGHT);
    push(checker, COMMAND("0", "MAIL"));
    cr_assert_eq(state_of(checker, exercise, 2), CHECK_WRONG, "three are not two");
    push(checker, COMMAND("0", "RSET"));
    cr_assert_eq(state_of(checker, exercise, 3), CHECK_WRONG);
}

Test(checker, what_came_too_early_is_said_to_be) {
    g_autoptr(Exercise) exercise = load(ini, -1, text, NULL);
    g_autoptr(Checker) checker = checker_new(exercise);
    push(checker, COMMAND("0", "MAIL"));
    CheckResult *result = checker_result(checker, exercise_step(exercise, 2));
    cr_assert_eq(result->state, CHECK_WRONG);
    cr_assert_str_eq(result->actual, "it was done, but not after step 1 in the same conversation");
    check_result_free(result);
}

Test(checker, mistakes_get_their_own_sentence) {
    g_autoptr(Exercise) exercise = load(ini, -1, text, NULL);
    g_autoptr(Checker) checker = checker_new(exercise);
    push(checker, REPLY("0", "HELO", "250"));
    CheckResult *result = checker_result(checker, exercise_step(exercise, 1));
    cr_assert_eq(result->state, CHECK_WRONG);
    cr_assert_str_eq(result->sentence, "That was HELO.");
    cr_assert_str_eq(result->rfc, "RFC 5321 §4.1.1.1");
    cr_assert_str_eq(result->expected, "EHLO, answered 250");
    cr_assert_not_null(strstr(result->actual, "250"));
    check_result_free(result);
    checker_answer(checker, exercise_step(exercise, 4), "1");
    result = checker_result(checker, exercise_step(exercise, 4));
    cr_assert_str_eq(result->sentence, "Count again.");
    check_result_free(result);
    push(checker, REPLY("0", "EHLO", "250"));
    result = checker_result(checker, exercise_step(exercise, 1));
    cr_assert_eq(result->state, CHECK_RIGHT, "what was mended is no mistake any more");
    cr_assert_null(result->mistake);
    check_result_free(result);
}

Test(checker, answers_are_judged_by_the_records) {
    g_autoptr(Exercise) exercise = load(ini, -1, text, NULL);
    g_autoptr(Checker) checker = checker_new(exercise);
    const ExerciseStep *step = exercise_step(exercise, 4);
    push(checker, COMMAND("0", "MAIL"));
    push(checker, COMMAND("1", "MAIL"));
    static const struct {
        const char *answer;
        CheckState state;
    } rows[] = {{"2", CHECK_RIGHT},
                {"two", CHECK_RIGHT},
                {"a pair;really", CHECK_RIGHT},
                {"3", CHECK_WRONG},
                {"", CHECK_WRONG}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        checker_answer(checker, step, rows[i].answer);
        cr_assert_eq(state_of(checker, exercise, 4), rows[i].state, "%s", rows[i].answer);
    }
    checker_answer(checker, step, NULL);
    cr_assert_eq(state_of(checker, exercise, 4), CHECK_OPEN);
    checker_set_fact(checker, step, "5");
    checker_answer(checker, step, "5");
    cr_assert_eq(state_of(checker, exercise, 4), CHECK_RIGHT, "the fact of an earlier session");
}

Test(checker, what_was_done_before_counts) {
    g_autoptr(Exercise) exercise = load(ini, -1, text, NULL);
    g_autoptr(Checker) checker = checker_new(exercise);
    for (guint i = 1; i <= 3; i++)
        checker_set_done(checker, exercise_step(exercise, i));
    checker_set_fact(checker, exercise_step(exercise, 4), "2");
    checker_answer(checker, exercise_step(exercise, 4), "2");
    cr_assert(checker_is_done(checker));
}

Test(checker, one_conversation_can_be_asked_for) {
    g_autoptr(GString) scoped = g_string_new(ini);
    g_string_replace(scoped, "kind=live\n", "kind=live\nscope=conversation\n", 1);
    g_autoptr(Exercise) exercise = load(scoped->str, -1, text, NULL);
    g_autoptr(Checker) checker = checker_new(exercise);
    push(checker, REPLY("0", "EHLO", "250"));
    push(checker, COMMAND("0", "RSET"));
    push(checker, REPLY("1", "EHLO", "250"));
    push(checker, COMMAND("1", "MAIL"));
    push(checker, COMMAND("1", "MAIL"));
    for (guint i = 1; i <= 3; i++)
        cr_assert_eq(state_of(checker, exercise, i), CHECK_RIGHT, "%u", i);
}
