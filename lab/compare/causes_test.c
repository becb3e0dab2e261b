/* SPDX-License-Identifier: MIT */
#include "compare/causes.h"
#include "compare/sight.h"

#include <criterion/criterion.h>
#include <string.h>

/* A session in short: "DATA@3=554" is a command in frame 3 whose reply, in frame 4, is 554; "@3-5"
 * came in several frames. What Wireshark shows: "3 smtp.req.command=DATA". Then one difference, and
 * which cause. */
typedef struct {
    const char *name;
    guint16 port;
    const char *units, *shown;
    FactMessage message; /* octets 0: none */
    guint64 frame;
    const char *field, *ours, *theirs; /* NULL: it has none */
    guint64 number;                    /* of ours, where it is a number */
    const char *id;                    /* NULL: no rule may speak */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "a refused DATA", 25, "MAIL@1=250 DATA@3=554 RSET@5=250", "1 smtp.req.command=MAIL,3 smtp.req.command=DATA",
      { 0 }, 5, "smtp.req.command", "RSET", NULL, 0, "D2" },
    { "near miss: DATA was accepted", 25, "MAIL@1=250 DATA@3=354 <end-of-data>@5=250 RSET@7=250",
      "1 smtp.req.command=MAIL,3 smtp.req.command=DATA,5 smtp.eom=",
      { 0 }, 7, "smtp.req.command", "RSET", NULL, 0, NULL },
    { "near miss: refused long ago", 25, "DATA@1=554 RSET@3=250 MAIL@5=250",
      "1 smtp.req.command=DATA,3 smtp.req.command=RSET", { 0 }, 5, "smtp.req.command", "MAIL", NULL, 0, NULL },
    { "a chunk", 25, "MAIL@1=250 BDAT@3=250", "1 smtp.req.command=MAIL", { 0 }, 3, "smtp.req.command", "BDAT", NULL, 0, "D3" },
    { "a command behind the dot", 25, "DATA@1=354 <end-of-data>@3=250 QUIT@3=221",
      "1 smtp.req.command=DATA,3 smtp.eom=", { 0 }, 3, "smtp.req.command", "QUIT", NULL, 0, "W5" },
    { "near miss: the command comes later", 25, "DATA@1=354 <end-of-data>@3=250 QUIT@5=221",
      "1 smtp.req.command=DATA,3 smtp.eom=", { 0 }, 5, "smtp.req.command", "QUIT", NULL, 0, NULL },
    { "a long verb", 25, "STARTTLS@1=220", "1 smtp.req.command=STAR", { 0 }, 1, "smtp.req.command", "STARTTLS", "STAR", 0, "D12" },
    { "near miss: other letters", 25, "STARTTLS@1=220", "1 smtp.req.command=MAIL", { 0 }, 1, "smtp.req.command", "STARTTLS", "MAIL", 0, NULL },
    { "base64 of ours", 25, "AUTH@1=334 <sasl-response>@3=334", "3 smtp.auth.username=Ym9i",
      { 0 }, 3, "smtp.auth.username", "bob", "Ym9i", 0, "D15" },
    { "near miss: base64 of something else", 25, "AUTH@1=334 <sasl-response>@3=334", "3 smtp.auth.username=Ym9i",
      { 0 }, 3, "smtp.auth.username", "eve", "Ym9i", 0, NULL },
    { "stuffed dots", 25, "DATA@1=354 <end-of-data>@3=250",
      "3 smtp.eom=,3 smtp.data.fragment=3,3 smtp.data.reassembled.length=79",
      { .octets = 76, .stuffed_dots = 3, .frames = { 3, 3 }, .shown_frame = 3 },
      3, "smtp.data.reassembled.length", "", "79", 76, "D1" },
    { "near miss: another number", 25, "DATA@1=354 <end-of-data>@3=250",
      "3 smtp.eom=,3 smtp.data.fragment=3,3 smtp.data.reassembled.length=78",
      { .octets = 76, .stuffed_dots = 3, .frames = { 3, 3 }, .shown_frame = 3 },
      3, "smtp.data.reassembled.length", "", "78", 76, NULL },
    { "an empty last line", 25, "DATA@1=354 <end-of-data>@3=250",
      "3 smtp.eom=,3 smtp.data.fragment=3,3 smtp.data.reassembled.length=74",
      { .octets = 76, .frames = { 3, 3 }, .shown_frame = 3 }, 3, "smtp.data.reassembled.length", "", "74", 76, "W4" },
    { "a hole", 25, "DATA@1=354 <end-of-data>@3-5=250", "1 smtp.req.command=DATA",
      { .octets = 76, .frames = { 3, 5 }, .shown_frame = 5, .integrity = NOTE_GAP },
      5, "smtp.eom", ".", NULL, 0, "D5" },
    { "near miss: the same without a hole", 25, "DATA@1=354 <end-of-data>@3-5=250", "1 smtp.req.command=DATA",
      { .octets = 76, .frames = { 3, 5 }, .shown_frame = 5 }, 5, "smtp.eom", ".", NULL, 0, NULL },
    { "another port", 8025, "MAIL@1=250", "", { 0 }, 1, "smtp.req.command", "MAIL", NULL, 0, "D13" },
    { "near miss: decoded as SMTP there", 8025, "MAIL@1=250 RSET@3=250", "1 smtp.req.command=MAIL",
      { 0 }, 3, "smtp.req.command", "RSET", NULL, 0, NULL },
    { "an unknown verb", 25, "HALLO@1=500", "", { 0 }, 1, "smtp.req.command", "HALLO", NULL, 0, "W6" },
};
/* clang-format on */

static void add_unit(FactStore *store, const FactUnit *unit) {
    g_array_append_val(store->units, *unit);
}

/* "DATA@3-5=554" */
static void add_units(FactStore *store, const char *text) {
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    for (guint i = 0; words[i] != NULL; i++) {
        char *at = strchr(words[i], '@'), *end = NULL;
        g_autofree char *verb = g_strndup(words[i], (gsize)(at - words[i]));
        guint64 first = g_ascii_strtoull(at + 1, &end, 10), last = first;
        if (*end == '-')
            last = g_ascii_strtoull(end + 1, &end, 10);
        FactUnit command = {.n = i,
                            .is_command = TRUE,
                            .verb = g_intern_string(verb),
                            .frames = {first, last},
                            .span = {DIRECTION_CLIENT, i * 100, 10}};
        FactUnit reply = {.direction = DIRECTION_SERVER,
                          .n = i,
                          .command = i,
                          .status = g_intern_string(end + 1),
                          .frames = {last + 1, last + 1},
                          .span = {DIRECTION_SERVER, i * 100, 10}};
        add_unit(store, &command);
        add_unit(store, &reply);
    }
}

static FactStore *build(const Case *row) {
    FactStore *store = fact_store_new();
    FactTalk talk = {
        .group = FACTS_SMTP, .protocol = "smtp", .client_port = 40000, .server_port = row->port};
    fact_store_add_talk(store, &talk);
    add_units(store, row->units);
    FactMessage message = row->message;
    message.carried_by = "DATA";
    if (message.octets > 0)
        g_array_append_val(store->messages, message);
    fact_store_seal(store);
    return store;
}

static void show(PdmlFrame *frame, const char *field, const char *value) {
    PdmlField shown = {.row = fields_find(field),
                       .length = strlen(value),
                       .value_start = frame->values->len,
                       .value_length = strlen(value)};
    cr_assert_not_null(shown.row, "%s", field);
    g_string_append(frame->values, value);
    g_array_append_val(frame->fields, shown);
}

/* The fields of frame `number` in "3 smtp.eom=,3 smtp.data.fragment=3". */
static PdmlFrame frame_of(const char *text, guint64 number) {
    PdmlFrame frame = {.number = number,
                       .has_stream = TRUE,
                       .source_port = 40000,
                       .payload_length = 1,
                       .fields = g_array_new(FALSE, TRUE, sizeof(PdmlField)),
                       .values = g_string_new(NULL)};
    g_auto(GStrv) entries = g_strsplit(text, ",", -1);
    for (guint i = 0; entries[i] != NULL && *entries[i] != '\0'; i++) {
        g_auto(GStrv) parts = g_strsplit_set(entries[i], " =", 3);
        if (g_ascii_strtoull(parts[0], NULL, 10) == number)
            show(&frame, parts[1], parts[2]);
    }
    return frame;
}

static void frame_clear(PdmlFrame *frame) {
    g_array_unref(frame->fields);
    g_string_free(frame->values, TRUE);
}

static const PdmlField *field_of(const PdmlFrame *frame, const char *name) {
    for (guint i = 0; i < frame->fields->len; i++) {
        const PdmlField *field = &g_array_index(frame->fields, PdmlField, i);
        if (strcmp(field->row->name, name) == 0)
            return field;
    }
    return NULL;
}

static const FactUnit *unit_of(const FactStore *store, const Case *row) {
    for (guint i = 0; i < store->units->len; i++) {
        const FactUnit *unit = &g_array_index(store->units, FactUnit, i);
        if (!unit->is_command || unit->frames.last != row->frame)
            continue;
        if (!g_ascii_isupper(row->ours[0]) || strcmp(row->ours, unit->verb) == 0)
            return unit;
    }
    return NULL;
}

static const char *explain(const Case *row) {
    g_autoptr(FactStore) store = build(row);
    g_autoptr(Sight) sight = sight_new(store);
    for (guint64 number = 1; number < row->frame; number++) {
        PdmlFrame frame = frame_of(row->shown, number);
        sight_see(sight, &frame);
        frame_clear(&frame);
    }
    PdmlFrame frame = frame_of(row->shown, row->frame);
    sight_see(sight, &frame);
    Fact ours = {.frame = row->frame,
                 .number = row->number,
                 .value = row->ours,
                 .length = row->ours == NULL ? 0 : strlen(row->ours)};
    Difference difference = {
        .kind = row->theirs == NULL ? DIFFERENCE_ONLY_OURS : DIFFERENCE_VALUE,
        .row = fields_find(row->field),
        .frame = row->frame,
        .ours = &ours,
        .theirs = row->theirs == NULL ? NULL : field_of(&frame, row->field),
        .shown = &frame,
        .store = store,
        .sight = sight,
        .talk = &g_array_index(store->talks, FactTalk, 0),
        .unit = unit_of(store, row),
        .message = store->messages->len == 0 ? NULL : (const FactMessage *)store->messages->data};
    const Cause *cause = causes_explain(&difference);
    const char *id = cause == NULL ? NULL : g_intern_string(cause->id);
    frame_clear(&frame);
    return id;
}

Test(causes, evidence) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *id = explain(&cases[i]);
        cr_expect(g_strcmp0(id, cases[i].id) == 0, "%s: expected %s, found %s", cases[i].name,
                  cases[i].id, id);
    }
}

/* What stands in the table reads well: every cause says who, what and by which RFC. */
Test(causes, rows) {
    guint n;
    const Cause *rows = causes_rows(&n);
    for (guint i = 0; i < n; i++) {
        cr_expect(rows[i].id != NULL && rows[i].name != NULL && rows[i].sentence != NULL, "row %u",
                  i);
        cr_expect(g_str_has_suffix(rows[i].sentence, "."), "%s", rows[i].name);
        cr_expect(rows[i].right == CAUSE_BOTH || rows[i].rfc != NULL,
                  "%s: right, but by which RFC?", rows[i].name);
        for (guint j = 0; j < i; j++)
            cr_expect_str_neq(rows[i].name, rows[j].name);
    }
}
