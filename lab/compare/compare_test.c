/* SPDX-License-Identifier: MIT */
#include "compare/compare.h"

#include <criterion/criterion.h>
#include <string.h>

/* clang-format off */
static const struct { const char *field, *ours; guint64 number; const char *theirs; gboolean same; } values[] = {
    { "smtp.req.command", "MAIL", 0, "MAIL", TRUE },
    { "smtp.req.command", "MAIL", 0, "mail", FALSE },
    { "smtp.req.command", "STARTTLS", 0, "STAR", FALSE },
    { "smtp.req.command", "", 0, "", TRUE },
    { "smtp.response.code", "250", 0, "250", TRUE },
    { "smtp.response.code", "250", 0, "251", FALSE },
    { "smtp.data.fragment.count", NULL, 13, "13", TRUE },
    { "smtp.data.fragment.count", NULL, 13, "12", FALSE },
    { "imap.response.command", "FETCH", 0, "Fetch", TRUE },
    { "imap.response.command", "FETCH", 0, "Fetched", FALSE },
    { "imf.subject", "a subject ", 0, " a subject\r\n", TRUE },
    { "imf.subject", "a subject", 0, "a  subject", FALSE },
    { "imf.address", "a@b", 0, " <a@b>\r\n", TRUE },
    { "imf.address", "a@b", 0, "a@c", FALSE },
    { "imap.time", NULL, 510000, "0.000510000", TRUE },
    { "imap.time", NULL, 510000, "0.000520000", FALSE },
    { "imap.isrequest", NULL, 1, "True", TRUE },
    { "imap.isrequest", NULL, 1, "1", TRUE },
    { "imap.isrequest", NULL, 1, "0", FALSE },
    { "mime_multipart.header.content-type", "text/plain; charset=\"utf-8\"", 0, "text/plain;charset=\"utf-8\"", TRUE },
    { "mime_multipart.header.content-type", "text/plain", 0, "text/html", FALSE },
};
/* clang-format on */

static PdmlFrame *frame_new(guint64 number) {
    PdmlFrame *frame = g_new0(PdmlFrame, 1);
    frame->number = number;
    frame->has_stream = TRUE;
    frame->fields = g_array_new(FALSE, TRUE, sizeof(PdmlField));
    frame->values = g_string_new(NULL);
    return frame;
}

static void frame_free(PdmlFrame *frame) {
    g_array_unref(frame->fields);
    g_string_free(frame->values, TRUE);
    g_free(frame);
}

static void show(PdmlFrame *frame, const char *field, const char *value) {
    PdmlField shown = {.row = fields_find(field),
                       .length = strlen(value),
                       .value_start = frame->values->len,
                       .value_length = strlen(value)};
    g_string_append(frame->values, value);
    g_array_append_val(frame->fields, shown);
}

Test(compare, values) {
    for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
        PdmlFrame *frame = frame_new(1);
        Fact fact = {.number = values[i].number,
                     .value = values[i].ours,
                     .length = values[i].ours == NULL ? 0 : strlen(values[i].ours)};
        show(frame, values[i].field, values[i].theirs);
        cr_expect_eq(compare_values(fields_find(values[i].field), &fact, frame,
                                    &g_array_index(frame->fields, PdmlField, 0)),
                     values[i].same, "%s: %s and %s", values[i].field, values[i].ours,
                     values[i].theirs);
        frame_free(frame);
    }
}

static void know(FactStore *store, guint64 frame, guint64 offset, const char *verb) {
    Fact fact = {.frame = frame,
                 .unit = FACT_NO_UNIT,
                 .kind = FACT_COMMAND_VERB,
                 .group = FACTS_SMTP,
                 .offset = offset,
                 .length = strlen(verb),
                 .value = verb};
    fact_store_add(store, &fact);
}

static void write_down(gpointer user, const Difference *difference, const Cause *cause) {
    (void)cause;
    gsize ours, theirs;
    const char *one = difference_ours(difference, &ours);
    const char *other = difference_theirs(difference, &theirs);
    g_string_append_printf(user, "%u:%.*s/%.*s ", (guint)difference->frame, (int)ours, one,
                           (int)theirs, other);
}

/* Verbs by frame: of ours and of theirs, frames with commas between them, and what differs. */
/* clang-format off */
static const struct { const char *ours, *theirs, *differences; guint agreed; } lists[] = {
    { "A B C", "A B C", "", 3 },
    { "A B C", "A C", "1:B/ ", 2 },
    { "A C", "A B C", "1:/B ", 2 },
    { "A X C", "A Y C", "1:X/Y ", 2 },
    { "A A A", "A A", "1:A/ ", 2 },
    { "A,B", "A,B", "", 2 },
    { "A,B", ",B", "1:A/ ", 1 },
    { "A,B", "A,C", "2:B/C ", 1 },
    { "A,,B", "A", "3:B/ ", 1 },
    { "", "A", "1:/A ", 0 },
    { "X Y", "A B C D", "1:X/A 1:Y/B 1:/C 1:/D ", 0 },
};
/* clang-format on */

static guint64 compare_list(guint row, GString *out) {
    g_autoptr(FactStore) store = fact_store_new();
    FactTalk talk = {.group = FACTS_SMTP, .protocol = "smtp"};
    CompareCount count;
    fact_store_add_talk(store, &talk);
    g_auto(GStrv) ours = g_strsplit(lists[row].ours, ",", -1);
    for (guint f = 0; ours[f] != NULL; f++) {
        g_auto(GStrv) verbs = g_strsplit(ours[f], " ", -1);
        for (guint i = 0; verbs[i] != NULL; i++) {
            if (verbs[i][0] != '\0')
                know(store, f + 1, i, verbs[i]);
        }
    }
    fact_store_seal(store);
    g_autoptr(Compare) compare = compare_new(store, write_down, NULL, out);
    g_auto(GStrv) theirs = g_strsplit(lists[row].theirs, ",", -1);
    for (guint f = 0; theirs[f] != NULL; f++) {
        PdmlFrame *frame = frame_new(f + 1);
        g_auto(GStrv) verbs = g_strsplit(theirs[f], " ", -1);
        for (guint i = 0; verbs[i] != NULL; i++) {
            if (verbs[i][0] != '\0')
                show(frame, "smtp.req.command", verbs[i]);
        }
        compare_frame(compare, frame);
        frame_free(frame);
    }
    compare_finish(compare, &count);
    return count.agreed;
}

Test(compare, values_pair_up_in_order) {
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        guint64 agreed = compare_list(i, out);
        cr_expect_str_eq(out->str, lists[i].differences);
        cr_expect_eq(agreed, lists[i].agreed, "%s beside %s: %u agree", lists[i].ours,
                     lists[i].theirs, (guint)agreed);
    }
}

Test(facts, stand_by_frame_whatever_their_order) {
    g_autoptr(FactStore) store = fact_store_new();
    guint n;
    know(store, 5, 0, "E");
    know(store, 2, 9, "B");
    know(store, 2, 3, "A");
    fact_store_seal(store);
    const Fact *facts = fact_store_frame(store, 2, &n);
    cr_assert_eq(n, 2);
    cr_expect_str_eq(facts[0].value, "A");
    cr_expect_str_eq(facts[1].value, "B");
    cr_expect_null(fact_store_frame(store, 3, &n));
    cr_expect_eq(n, 0);
    cr_expect_eq(fact_store_next_frame(store, 2), 5);
    cr_expect_eq(fact_store_next_frame(store, 5), 0);
}

/* Two equal verbs, of which Wireshark shows the second: the first is missing, and no other. */
Test(compare, equal_octets_at_another_place_are_others) {
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(FactStore) store = fact_store_new();
    FactTalk talk = {.group = FACTS_SMTP, .protocol = "smtp"};
    CompareCount count;
    fact_store_add_talk(store, &talk);
    know(store, 1, 1000, "RSET");
    know(store, 1, 1006, "NOOP");
    know(store, 1, 1012, "NOOP");
    fact_store_seal(store);
    g_autoptr(Compare) compare = compare_new(store, write_down, NULL, out);
    PdmlFrame *frame = frame_new(1);
    frame->payload_position = 66;
    frame->payload_length = 18;
    show(frame, "smtp.req.command", "RSET");
    show(frame, "smtp.req.command", "NOOP");
    g_array_index(frame->fields, PdmlField, 0).position = 66;
    g_array_index(frame->fields, PdmlField, 1).position = 78;
    compare_frame(compare, frame);
    frame_free(frame);
    compare_finish(compare, &count);
    cr_expect_eq(count.agreed, 2);
    cr_expect_str_eq(out->str, "1:NOOP/ ");
}
