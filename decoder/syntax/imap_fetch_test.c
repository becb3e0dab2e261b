/* SPDX-License-Identifier: MIT */
/* FETCH items with section and partial; ENVELOPE; BODYSTRUCTURE as a tree with paths. */
#include "syntax/imap_fetch.h"
#include "syntax/imap_test_text.h"

typedef struct {
    const char *name,
        *expected; /* kind, then p peek, m message, [part;what;fields] <origin.count> */
    guint problems;
} ItemCase;

/* clang-format off */
static const ItemCase items[] = {
    { "FLAGS", "2", 0 },
    { "flags", "2", 0 },
    { "BODY", "7", 0 },
    { "BODYSTRUCTURE", "8", 0 },
    { "BODY[]", "9m[;;]", 0 },
    { "BODY.PEEK[]", "9pm[;;]", 0 },
    { "BODY[TEXT]<0.1024>", "9m[;TEXT;]<0.1024>", 0 },
    { "BODY[1.2.HEADER.FIELDS (A \"b ]\")]<5>", "9m[1.2;HEADER.FIELDS;A \"b ]\"]<5>", 0 },
    { "BODY[HEADER.FIELDS.NOT (X)]", "9m[;HEADER.FIELDS.NOT;X]", 0 },
    { "BODY[4.1.MIME]", "9m[4.1;MIME;]", 0 },
    { "BODY[3]", "9m[3;;]", 0 },
    { "BINARY.PEEK[2]<0.5>", "10pm[2;;]<0.5>", 0 },
    { "BINARY.SIZE[2]", "11p[2;;]", 0 },
    { "RFC822", "12m", 0 },
    { "RFC822.HEADER", "13pm", 0 },
    { "RFC822.TEXT", "14m", 0 },
    { "RFC822.SIZE", "5", 0 },
    { "MODSEQ", "15", 0 },
    { "FULL", "1", 0 },
    { "X-GM-MSGID", "0", IMAP_PROBLEM_UNKNOWN_WORD },
    { "BODY[", "9m[;;]", IMAP_PROBLEM_BAD_SECTION },
    { "BODY[1", "9m[1;;]", IMAP_PROBLEM_BAD_SECTION },
    { "BODY[HEADER.FIELDS]", "9m[;HEADER.FIELDS;]", IMAP_PROBLEM_BAD_SECTION },
    { "BODY[HEADER (A)]", "9m[;HEADER;A]", IMAP_PROBLEM_BAD_SECTION },
    { "BODY[WHAT]", "9m[;WHAT;]", IMAP_PROBLEM_BAD_SECTION },
    { "BODY[1.]", "9m[1;;]", 0 },
    { "BODY[]<", "9m[;;]", IMAP_PROBLEM_BAD_SECTION },
    { "BODY[]<1.2", "9m[;;]<1.2>", IMAP_PROBLEM_BAD_SECTION },
    { "BODY[]x", "9m[;;]", IMAP_PROBLEM_BAD_SECTION },
};
/* clang-format on */

static void append_item(GString *said, const ImapItem *item) {
    g_autofree char *part = test_slice(item->part);
    g_autofree char *what = test_slice(item->what);
    g_autofree char *fields = test_slice(item->fields);
    g_string_append_printf(said, "%d%s%s", item->kind, item->is_peek ? "p" : "",
                           item->carries_message ? "m" : "");
    if (item->has_section)
        g_string_append_printf(said, "[%s;%s;%s]", part, what, fields);
    if (item->has_count)
        g_string_append_printf(said, "<%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT ">", item->origin,
                               item->count);
    else if (item->has_origin)
        g_string_append_printf(said, "<%" G_GUINT64_FORMAT ">", item->origin);
}

Test(imap_fetch, item_names) {
    for (guint i = 0; i < G_N_ELEMENTS(items); i++) {
        ImapText text = test_text(items[i].name);
        ImapItem item;
        imap_parse_item_name(&text, (SyntaxSlice){text.octets, text.length}, &item);
        g_autoptr(GString) said = g_string_new(NULL);
        append_item(said, &item);
        cr_expect_str_eq(said->str, items[i].expected, "%s: %s", items[i].name, said->str);
        cr_expect_eq(item.problems, items[i].problems, "%s: %x", items[i].name, item.problems);
    }
}

static const struct {
    const char *text, *request, *data;
} lists[] = {
    {"UID FLAGS BODY.PEEK[HEADER.FIELDS (A B)]<0.9> ENVELOPE",
     "3 2 9pm[;HEADER.FIELDS;A B]<0.9> 6 ", NULL},
    {"ALL", "1 ", NULL},
    {"PREVIEW (LAZY) UID", "18 3 ", NULL},
    {"PREVIEW \"x\" UID 5", NULL, "18=x;3=5;"},
    {"UID 7 FLAGS (\\Seen X) BODY[1]<0> \"a b\" RFC822.SIZE 12", NULL,
     "3=7;2=\\Seen X;9m[1;;]<0>=a b;5=12;"},
    {"UID", NULL, "3=;"},
    {"UID (1 (2", NULL, "3=1 (2;"},
    {") UID )", NULL, "0=UID;0=;"},
    {"", "", ""},
};

Test(imap_fetch, lists_of_items) {
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
        ImapText text = test_text(lists[i].text);
        g_autoptr(GString) said = g_string_new(NULL);
        ImapItem item;
        ImapValue value;
        for (gsize at = 0;
             lists[i].request != NULL && imap_next_request_item(&text, &at, text.length, &item);) {
            append_item(said, &item);
            g_string_append_c(said, ' ');
        }
        for (gsize at = 0;
             lists[i].data != NULL && imap_next_item(&text, &at, text.length, &item, &value);) {
            g_autofree char *content = test_slice(value.octets);
            append_item(said, &item);
            g_string_append_printf(said, "=%s;", content);
        }
        cr_expect_str_eq(said->str, lists[i].request != NULL ? lists[i].request : lists[i].data,
                         "%s: %s", lists[i].text, said->str);
    }
}

static ImapValue only_value(const ImapText *text) {
    ImapValue value;
    gsize at = 0;
    imap_next_value(text, &at, text->length, &value, NULL);
    return value;
}

Test(imap_fetch, envelope) {
    ImapText text =
        test_text("(\"Mon, 7 Feb 1994\" \"re: \\\"x\\\"\" ((\"A B\" NIL \"a\" \"x.example\")(NIL "
                  "NIL \"b\" \"y\")) NIL NIL "
                  "((NIL NIL \"friends\" NIL)(NIL NIL NIL NIL)) NIL NIL NIL \"<1@x>\")");
    ImapValue value = only_value(&text);
    ImapEnvelope envelope;
    imap_parse_envelope(&text, &value, &envelope);
    cr_assert_eq(envelope.problems, 0);
    g_autofree char *subject = imap_value_dup(&envelope.subject);
    cr_assert_str_eq(subject, "re: \"x\"");
    cr_assert(imap_value_is(&envelope.message_id, "<1@x>"));
    cr_assert_eq(envelope.cc.kind, IMAP_VALUE_NIL);

    gsize at = imap_slice_at(&text, envelope.from.octets),
          end = imap_slice_end(&text, envelope.from.octets);
    ImapAddress address;
    cr_assert(imap_next_address(&text, &at, end, &address));
    cr_assert(imap_value_is(&address.name, "A B") && imap_value_is(&address.host, "x.example"));
    cr_assert(imap_next_address(&text, &at, end, &address));
    cr_assert(imap_value_is(&address.mailbox, "b") && address.name.kind == IMAP_VALUE_NIL);
    cr_assert_not(imap_next_address(&text, &at, end, &address));

    at = imap_slice_at(&text, envelope.to.octets), end = imap_slice_end(&text, envelope.to.octets);
    cr_assert(imap_next_address(&text, &at, end, &address) && address.host.kind == IMAP_VALUE_NIL);
    cr_assert(imap_next_address(&text, &at, end, &address) &&
              address.mailbox.kind == IMAP_VALUE_NIL);
}

Test(imap_fetch, broken_envelopes) {
    static const struct {
        const char *text;
        guint problems;
    } cases[] = {
        {"NIL", IMAP_PROBLEM_PARENTHESIS},
        {"(NIL NIL)", IMAP_PROBLEM_MISSING_ARGUMENT},
        {"(1 2 3 4 5 6 7 8 9 10 11)", IMAP_PROBLEM_EXTRA_ARGUMENT},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        ImapText text = test_text(cases[i].text);
        ImapValue value = only_value(&text);
        ImapEnvelope envelope;
        imap_parse_envelope(&text, &value, &envelope);
        cr_expect_eq(envelope.problems, cases[i].problems, "%s: %x", cases[i].text,
                     envelope.problems);
    }
}

typedef struct {
    const char *text, *expected; /* depth path type/subtype octets,lines encoding; */
    guint problems;
} BodyCase;

/* clang-format off */
#define PLAIN "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 12 2)"
#define IMAGE "(\"IMAGE\" \"PNG\" NIL \"<id>\" \"a (\" \"BASE64\" 99 \"md5\" (\"attachment\" (\"filename\" \"x\")) \"en\" \"loc\" more)"
#define ENVELOPE "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"
static const BodyCase bodies[] = {
    { PLAIN, "0 1 TEXT/PLAIN 12,2 7BIT;", 0 },
    { IMAGE, "0 1 IMAGE/PNG 99,0 BASE64 +attachment;", 0 },
    { "(" PLAIN IMAGE " \"MIXED\" (\"BOUNDARY\" \"b\") NIL)", "0  /MIXED 0,0 ;1 1 TEXT/PLAIN 12,2 7BIT;1 2 IMAGE/PNG 99,0 BASE64 +attachment;", 0 },
    { "((" PLAIN PLAIN " \"ALTERNATIVE\")" IMAGE " \"MIXED\")",
      "0  /MIXED 0,0 ;1 1 /ALTERNATIVE 0,0 ;2 1.1 TEXT/PLAIN 12,2 7BIT;2 1.2 TEXT/PLAIN 12,2 7BIT;1 2 IMAGE/PNG 99,0 BASE64 +attachment;", 0 },
    { "(" PLAIN "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 500 " ENVELOPE " (" PLAIN IMAGE " \"MIXED\") 20) \"MIXED\")",
      "0  /MIXED 0,0 ;1 1 TEXT/PLAIN 12,2 7BIT;1 2 MESSAGE/RFC822 500,20 7BIT;2 2 /MIXED 0,0 ;3 2.1 TEXT/PLAIN 12,2 7BIT;3 2.2 IMAGE/PNG 99,0 BASE64 +attachment;", 0 },
    { "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 500 " ENVELOPE " " PLAIN " 20 NIL (\"inline\" NIL))",
      "0 1 MESSAGE/RFC822 500,20 7BIT +inline;1 1.1 TEXT/PLAIN 12,2 7BIT;", 0 },
    { "(\"MESSAGE\" \"DELIVERY-STATUS\" NIL NIL NIL \"7BIT\" 5)", "0 1 MESSAGE/DELIVERY-STATUS 5,0 7BIT;", 0 },
    { "()", "0 1 / 0,0 ;", IMAP_PROBLEM_MISSING_ARGUMENT | IMAP_PROBLEM_BAD_NUMBER },
    { "(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" x 2)", "0 1 TEXT/PLAIN 0,2 7BIT;", IMAP_PROBLEM_BAD_NUMBER },
    { "(" PLAIN, "0  / 0,0 ;1 1 TEXT/PLAIN 12,2 7BIT;", IMAP_PROBLEM_MISSING_ARGUMENT },
    { "NIL", "", IMAP_PROBLEM_PARENTHESIS },
};
/* clang-format on */

static void append_content(GString *said, const char *before, const ImapValue *value) {
    g_autofree char *content = imap_value_dup(value);
    if (content != NULL)
        g_string_append_printf(said, "%s%s", before, content);
}

static char *say_body(const ImapText *text, const GArray *parts) {
    GString *said = g_string_new(NULL);
    for (guint i = 0; i < parts->len; i++) {
        const ImapBodyPart *part = &g_array_index(parts, ImapBodyPart, i);
        g_autofree char *path = imap_body_path(parts, i);
        g_string_append_printf(said, "%u %s ", part->depth, path);
        append_content(said, "", &part->type);
        g_string_append_c(said, '/');
        append_content(said, "", &part->subtype);
        g_string_append_printf(said, " %" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT " ", part->octets,
                               part->lines);
        append_content(said, "", &part->encoding);
        ImapValue disposition;
        gsize at = imap_slice_at(text, part->disposition.octets);
        if (part->disposition.kind == IMAP_VALUE_LIST &&
            imap_next_value(text, &at, text->length, &disposition, NULL))
            append_content(said, " +", &disposition);
        g_string_append_c(said, ';');
    }
    return g_string_free(said, FALSE);
}

Test(imap_fetch, body_structures) {
    for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
        ImapText text = test_text(bodies[i].text);
        ImapValue value = only_value(&text);
        g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(ImapBodyPart));
        guint problems = imap_parse_body(&text, &value, parts);
        g_autofree char *said = say_body(&text, parts);
        cr_expect_str_eq(said, bodies[i].expected, "%s:\n%s", bodies[i].text, said);
        cr_expect_eq(problems, bodies[i].problems, "%s: %x", bodies[i].text, problems);
    }
}

/* Cut anywhere, a structure gives no more parts than whole. */
Test(imap_fetch, cut_body_structures) {
    for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
        for (gsize length = 0; length < strlen(bodies[i].text); length++) {
            g_autofree char *cut = g_strndup(bodies[i].text, length);
            ImapText text = test_text(cut);
            ImapValue value = only_value(&text);
            g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(ImapBodyPart));
            guint problems = imap_parse_body(&text, &value, parts);
            cr_assert(parts->len <= 6 && (problems != 0 || bodies[i].problems == 0));
        }
    }
}

Test(imap_fetch, parts_deeper_than_the_cap) {
    for (gsize depth = IMAP_DEPTH_MAX - 1; depth <= IMAP_DEPTH_MAX + 1; depth++) {
        g_autoptr(GString) nested = g_string_new(NULL);
        for (gsize i = 0; i < depth; i++)
            g_string_append_c(nested, '(');
        ImapText text = test_text(nested->str);
        ImapValue value = only_value(&text);
        g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(ImapBodyPart));
        guint problems = imap_parse_body(&text, &value, parts);
        cr_expect_eq(parts->len, MIN(depth, IMAP_DEPTH_MAX), "%zu", depth);
        cr_expect_eq((problems & IMAP_PROBLEM_DEPTH) != 0, depth > IMAP_DEPTH_MAX, "%zu", depth);
    }
}

Test(imap_fetch, more_parts_than_the_cap) {
    g_autoptr(GString) wide = g_string_new("(");
    for (guint i = 0; i < IMAP_BODY_PARTS_MAX + 5; i++)
        g_string_append(wide, "(a b)");
    ImapText text = test_text(wide->str);
    ImapValue value = only_value(&text);
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(ImapBodyPart));
    cr_assert((imap_parse_body(&text, &value, parts) & IMAP_PROBLEM_TOO_MANY) != 0);
    cr_assert_eq(parts->len, IMAP_BODY_PARTS_MAX);
}
