/* SPDX-License-Identifier: MIT */
/* A mark -> the results.json that Gradescope takes from an autograder: a list of tests, each with
 * its score, and an output for the student. */
#include "exercise/grade_report.h"

#include <json-glib/json-glib.h>

static void add_text(JsonBuilder *builder, const char *name, const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    json_builder_set_member_name(builder, name);
    json_builder_add_string_value(builder, valid);
}

static void add_number(JsonBuilder *builder, const char *name, guint number) {
    json_builder_set_member_name(builder, name);
    json_builder_add_int_value(builder, number);
}

static void add_step(JsonBuilder *builder, const MarkStep *step) {
    g_autofree char *number = g_strdup_printf("%u", step->number);
    json_builder_begin_object(builder);
    add_text(builder, "number", number);
    add_text(builder, "name", step->ask != NULL ? step->ask : "");
    add_number(builder, "score", step->is_right ? 1 : 0);
    add_number(builder, "max_score", 1);
    add_text(builder, "status", step->is_right ? "passed" : "failed");
    if (step->reason != NULL)
        add_text(builder, "output", step->reason);
    json_builder_end_object(builder);
}

static void add_steps(JsonBuilder *builder, const Mark *mark) {
    json_builder_set_member_name(builder, "tests");
    json_builder_begin_array(builder);
    for (guint i = 0; i < mark->steps->len; i++)
        add_step(builder, mark->steps->pdata[i]);
    json_builder_end_array(builder);
}

char *grade_gradescope(const Mark *mark) {
    g_autoptr(JsonBuilder) builder = json_builder_new();
    json_builder_begin_object(builder);
    add_number(builder, "score", mark->points);
    if (mark->remark != NULL)
        add_text(builder, "output", mark->remark);
    add_steps(builder, mark);
    json_builder_end_object(builder);
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    return json_to_string(root, TRUE);
}
