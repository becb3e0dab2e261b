/* SPDX-License-Identifier: MIT */
/* What Dovecot answered in the recorded sessions, and what this core answers to the same commands
 * on the same mails: FETCH items and SEARCH results must be the same. */
#include "auth/users.h"
#include "framing/imap_framer.h"
#include "imap/imap.h"
#include "mailbox/mailbox.h"
#include "session/session_script.h"
#include "syntax/imap_fetch.h"
#include "syntax/imap_syntax.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

/* Whose raw logs are there: what came in after the login, and what went out. */
static const struct {
    const char *trace, *log;
} recorded[] = {
    {"IMAP-partial-fetch", "bob-1"},
    {"IMAP-mailutils-segments", "bob-1"},
    {"Ch02-IMAP-retrieval", "bob-1"},
    {"IMAP-search", "bob-1"},
};

static char *read_file(const char *trace, const char *directory, const char *name, gsize *length) {
    g_autofree char *path = g_build_filename(g_getenv("MAILLAB_SOURCE_ROOT"), "traces", "truth",
                                             trace, directory, name, NULL);
    char *text = NULL;
    g_file_get_contents(path, &text, length, NULL);
    return text;
}

/* ---- the mailbox ---- */

static gboolean add_mail(Store *store, const char *trace, guint number) {
    static const guint flags[] = {STORE_SEEN, STORE_SEEN | STORE_FLAGGED,
                                  STORE_SEEN | STORE_ANSWERED};
    g_autofree char *name = g_strdup_printf("bob-INBOX-%u.eml", number);
    gsize length = 0;
    g_autofree char *text = read_file(trace, "mailbox", name, &length);
    if (text == NULL)
        return FALSE;
    StoreDraft *draft = NULL;
    guint32 uid_validity = 0, uid = 0;
    StoreMarks marks = {.flags = number <= G_N_ELEMENTS(flags) ? flags[number - 1] : 0,
                        .received_s = 1787547600}; /* 2026-08-24 05:00 UTC, as recorded */
    const StoreClass *klass = store->klass;
    cr_assert_eq(klass->draft_new(store, "bob", "INBOX", &draft), STORE_OK);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1); /* stored with LF */
    g_autofree char *message = g_strjoinv("\r\n", lines);
    cr_assert_eq(klass->draft_write(draft, (const guint8 *)message, strlen(message)), STORE_OK);
    cr_assert_eq(klass->draft_sync(draft, &marks), STORE_OK);
    cr_assert_eq(klass->draft_publish(draft, &uid_validity, &uid), STORE_OK);
    klass->draft_free(draft);
    return TRUE;
}

/* ---- what was answered, in a form that can be compared ---- */

/* A unit with its literals written as quoted strings. */
typedef struct {
    GString *text;

} Unit;

static void add_quoted(GString *text, const guint8 *octets, gsize length) {
    for (gsize i = 0; i < length; i++) {
        if (octets[i] == '"' || octets[i] == '\\')
            g_string_append_c(text, '\\');
        /* Line ends would end the string for the parser. */
        g_string_append_c(text, octets[i] == '\r' ? 1 : octets[i] == '\n' ? 2 : (char)octets[i]);
    }
}

static gboolean is_compared(ImapItemKind kind) {
    return kind != IMAP_ITEM_FLAGS && kind != IMAP_ITEM_INTERNALDATE && kind != IMAP_ITEM_MODSEQ;
}

static int compare_text(gconstpointer left, gconstpointer right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The items in the order of the alphabet: Dovecot answers in its own. */
static void add_fetch(GPtrArray *answers, const ImapText *text, const ImapResponseLine *line) {
    const ImapValue *data = imap_argument(&line->arguments, IMAP_ROLE_DATA);
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_free);
    gsize at = imap_slice_at(text, data->octets), end = imap_slice_end(text, data->octets);
    ImapItem item;
    ImapValue value;
    while (imap_next_item(text, &at, end, &item, &value)) {
        if (is_compared(item.kind))
            g_ptr_array_add(items,
                            g_strdup_printf("%.*s %.*s", (int)item.raw.length, item.raw.octets,
                                            (int)value.raw.length, value.raw.octets));
    }
    g_ptr_array_sort(items, compare_text);
    if (items->len == 0)
        return;
    g_ptr_array_add(items, NULL);
    g_autofree char *joined = g_strjoinv("\n", (char **)items->pdata);
    g_ptr_array_add(answers,
                    g_strdup_printf("%" G_GUINT64_FORMAT " FETCH\n%s", line->number, joined));
}

static void add_answer(GPtrArray *answers, const GString *unit) {
    ImapText text = {.octets = unit->str, .length = unit->len};
    ImapResponseLine line;
    imap_parse_response(&text, &line);
    if (strcmp(line.name, "FETCH") == 0)
        add_fetch(answers, &text, &line);
    else if (strcmp(line.name, "SEARCH") == 0 || strcmp(line.name, "ESEARCH") == 0)
        g_ptr_array_add(answers, g_strdup(unit->str));
    else if (line.kind == IMAP_RESPONSE_TAGGED)
        g_ptr_array_add(
            answers, g_strdup_printf("%.*s %s", (int)line.tag.length, line.tag.octets, line.name));
}

static void take(GPtrArray *answers, Unit *unit, const ImapPiece *piece) {
    if (piece->kind == IMAP_PIECE_TEXT) {
        g_string_append_len(unit->text, (const char *)piece->octets, (gssize)piece->length);
    } else if (piece->kind == IMAP_PIECE_LITERAL_BEGIN) {
        g_string_truncate(unit->text, unit->text->len - piece->literal.header_length);
        g_string_append_c(unit->text, '"');
    } else if (piece->kind == IMAP_PIECE_LITERAL_OCTETS) {
        add_quoted(unit->text, piece->octets, piece->length);
    } else if (piece->kind == IMAP_PIECE_LITERAL_END) {
        g_string_append_c(unit->text, '"');
    } else if (piece->kind == IMAP_PIECE_UNIT_END) {
        add_answer(answers, unit->text);
        g_string_truncate(unit->text, 0);
    }
}

static GPtrArray *answers_of(const char *octets, gsize length) {
    GPtrArray *answers = g_ptr_array_new_with_free_func(g_free);
    Unit unit = {.text = g_string_new(NULL)};
    ImapFramer framer;
    gsize used = 0;
    imap_framer_init(&framer, TRUE, NULL);
    for (;;) {
        ImapPiece piece = imap_framer_next(&framer, (const guint8 *)octets, length, &used);
        if (piece.kind == IMAP_PIECE_MORE)
            break;
        take(answers, &unit, &piece);
    }
    imap_framer_clear(&framer);
    g_string_free(unit.text, TRUE);
    return answers;
}

/* ---- the comparison ---- */

/* Where this core differs, by what it says, and why. */
/* clang-format off */
static const struct {
    const char *said, *why;
} differences[] = {
    { "\"filename*0*\"", "a parameter in pieces (RFC 2231) is told as it was sent; Dovecot puts it together" },
    { "BODY[7] NIL", "there is no such part; Dovecot 2.3.19 sends an empty one" },
    { "BINARY.SIZE[2] 9996", "that many octets follow; Dovecot 2.3.19 says 9514 and sends 9996" },
};
/* clang-format on */

static gboolean is_known_difference(const char *ours) {
    for (guint i = 0; i < G_N_ELEMENTS(differences); i++) {
        if (strstr(ours, differences[i].said) != NULL)
            return TRUE;
    }
    return FALSE;
}

static void play(const char *trace, const char *commands, gsize length, Script *script) {
    Users *users = users_new_default();
    SessionSetup setup = script_setup();
    setup.users = users;
    setup.store = memory_store_new("lab.example", users);
    guint n = 0;
    while (add_mail(setup.store, trace, n + 1))
        n++;
    cr_assert_gt(n, 0, "no mails of %s", trace);
    g_autoptr(GString) input = g_string_new("login LOGIN bob hungry\r\n");
    g_string_append_len(input, commands, (gssize)length);
    script_run(script, &imap_core, &setup, input->str, input->len, 0);
    setup.store->klass->free(setup.store);
    users_free(users);
}

ParameterizedTestParameters(dovecot, same_answers) {
    static guint indexes[G_N_ELEMENTS(recorded)];
    for (guint i = 0; i < G_N_ELEMENTS(indexes); i++)
        indexes[i] = i;
    return cr_make_param_array(guint, indexes, G_N_ELEMENTS(indexes));
}

ParameterizedTest(guint *index, dovecot, same_answers) {
    const char *trace = recorded[*index].trace;
    g_autofree char *in_name = g_strconcat(recorded[*index].log, ".in", NULL);
    g_autofree char *out_name = g_strconcat(recorded[*index].log, ".out", NULL);
    gsize in_length = 0, out_length = 0;
    g_autofree char *in = read_file(trace, "rawlog", in_name, &in_length);
    g_autofree char *out = read_file(trace, "rawlog", out_name, &out_length);
    cr_assert(in != NULL && out != NULL, "%s is not there", trace);
    Script script;
    play(trace, in, in_length, &script);
    g_autoptr(GPtrArray) ours = answers_of(script.wire->str, script.wire->len);
    g_autoptr(GPtrArray) theirs = answers_of(out, out_length);
    for (guint i = 1; i < MIN(ours->len, theirs->len); i++) /* the first is of LOGIN */
        cr_expect(is_known_difference(ours->pdata[i]) ||
                      strcmp(ours->pdata[i], theirs->pdata[i]) == 0,
                  "%s:\n%s\nDovecot:\n%s", trace, (char *)ours->pdata[i], (char *)theirs->pdata[i]);
    cr_expect_eq(ours->len, theirs->len, "%s: %u answers, Dovecot gave %u", trace, ours->len,
                 theirs->len);
    script_clear(&script);
}
