/* SPDX-License-Identifier: MIT */
/* A capture -> an exercise: blanks in its commands and replies, and its commands to be put in
 * order. It chooses no row: the student's seed does. */
#include "exercise/new.h"

#include "exercise/exercise.h"
#include "exercise/records.h"

#include <ctype.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* A blank that can be asked, if the capture has such a record. */
typedef struct {
    const char *type, *field; /* of the record */
    const char *test;         /* what else the row must be; or "" */
    const char *ask;
    const char *right;
    gboolean has_slip; /* a likely mistake goes with it; one of each kind */
} Blank;

/* clang-format off */
static const Blank blanks[] = {
    { "command", "verb",   " verb!~<",           "Which command stands where the blank is?",
      "Yes: the reply after it, and what was said before it, leave no other.", TRUE },
    { "reply",   "status", "",                   "Which status did the server answer with?",
      "Yes: it is what this command is answered with when it is right, or when it is not.", TRUE },
    { "command", "verb",   " verb!~< argument?", "And in this other row: which command, by what stands behind it?",
      "Yes: its argument gives it away." },
    { "reply",   "status", " verb?",             "And the last blank: which status?",
      "Yes." },
};

/* Of each protocol: where its conversation is described, and a status that it does not have. */
static const struct {
    const char *protocol, *rfc, *no_status, *why;
} protocols[] = {
    { "smtp", "RFC 5321 §3.3", "OK;/[A-Za-z+ -]+/", "SMTP answers with three digits; the words behind them are for people (RFC 5321 §4.2)." },
    { "lmtp", "RFC 2033 §4",   "OK;/[A-Za-z+ -]+/", "LMTP answers with three digits, as SMTP does; the words behind them are for people." },
    { "pop3", "RFC 1939 §3",   "250;/[0-9]{3}/",    "Three digits are the way of SMTP; POP3 knows only +OK and -ERR (RFC 1939 §3)." },
    { "imap", "RFC 9051 §7.1", "250;/[0-9]{3}/",    "Three digits are the way of SMTP; IMAP answers with OK, NO, BAD and the like (RFC 9051 §7.1)." },
};
/* clang-format on */

typedef struct {
    gboolean has[G_N_ELEMENTS(blanks)];
    char *protocol; /* of the first conversation */
} Found;

static void look_at(gpointer user, const Record *record) {
    Found *self = user;
    const char *type = record_type(record);
    for (guint i = 0; i < G_N_ELEMENTS(blanks); i++)
        if (!self->has[i] && strcmp(type, blanks[i].type) == 0) {
            g_autofree char *value = record_value(record, blanks[i].field);
            self->has[i] = value != NULL && value[0] != '\0' && value[0] != '<';
        }
    if (self->protocol == NULL && strcmp(type, "conversation") == 0)
        self->protocol = record_value(record, "protocol");
}

/* The row of a protocol that the decoder knows. */
static guint protocol_row(const char *protocol) {
    guint row = 0;
    while (row + 1 < G_N_ELEMENTS(protocols) && strcmp(protocols[row].protocol, protocol) != 0)
        row++;
    return row;
}

/* ---- names ---------------------------------------------------------------------------------- */

/* "Ch02-SMTP delivery.pcap.gz" -> "ch02-smtp-delivery" */
static char *short_name(const char *capture) {
    g_autofree char *base = g_path_get_basename(capture);
    GString *name = g_string_new(NULL);
    for (const char *at = base; *at != '\0' && *at != '.' && name->len < 40; at++)
        if (isalnum((guchar)*at))
            g_string_append_c(name, (char)tolower((guchar)*at));
        else if (name->len > 0 && name->str[name->len - 1] != '-')
            g_string_append_c(name, '-');
    if (name->len == 0)
        g_string_append(name, "capture");
    return g_string_free(name, FALSE);
}

guint exercise_number_of(const char *path) {
    g_autofree char *name = g_path_get_basename(path);
    return (guint)MIN(g_ascii_strtoull(name, NULL, 10), EXERCISES_MAX);
}

static guint next_number(const char *directory) {
    guint highest = 0;
    g_autoptr(GDir) entries = g_dir_open(directory, 0, NULL);
    const char *name;
    while (entries != NULL && (name = g_dir_read_name(entries)) != NULL)
        highest = MAX(highest, exercise_number_of(name));
    return highest + 1;
}

/* ---- writing -------------------------------------------------------------------------------- */

/* A slip that is likely whatever the row is: a status for a verb, or another protocol's status. */
static void append_mistake(GString *out, guint step, const Blank *blank, guint protocol) {
    gboolean is_verb = strcmp(blank->field, "verb") == 0;
    g_string_append_printf(
        out, "[mistake %u]\nstep=%u\ngiven=%s\nsays=%s\n\n", step, step,
        is_verb ? "250;+OK;OK;/[2-5][0-9]{2}/" : protocols[protocol].no_status,
        is_verb ? "That is what a server answers; the blank is in a line of the client (C:)."
                : protocols[protocol].why);
}

static void append_order(GString *out, guint number) {
    g_string_append_printf(out,
                           "[step %u]\nkind=order\nask=Without looking: put what the client does "
                           "in order.\nfacts=command\nright=Yes, that is the order.\n\n",
                           number);
}

static void append_steps(GString *out, const Found *found, guint protocol) {
    guint number = 0;
    for (guint i = 0; i < G_N_ELEMENTS(blanks); i++) {
        const Blank *blank = &blanks[i];
        if (!found->has[i])
            continue;
        number++;
        g_string_append_printf(out, "[step %u]\nask=%s\nmask=%s.%s\nfacts=%s%s\nright=%s\n\n",
                               number, blank->ask, blank->type, blank->field, blank->type,
                               blank->test, blank->right);
        if (blank->has_slip)
            append_mistake(out, number, blank, protocol);
    }
    if (number > 0)
        append_order(out, number + 1);
}

static char *ini_text(const Found *found, guint number, const char *capture) {
    GString *out = g_string_new(NULL);
    guint protocol = protocol_row(found->protocol);
    const char *rfc = protocols[protocol].rfc;
    g_string_append_printf(
        out,
        "# Made from %s. Everything here may be rewritten; the README of the exercises has the "
        "format.\n"
        "[exercise]\nnumber=%u\ntitle=Fill in the blanks: %s\n"
        "claim=Who knows the commands and replies can tell what is missing from the rest.\n"
        "rfc=%s\nkind=blank\ncapture=%s\nminutes=5\n\n",
        capture, number, capture, rfc, capture);
    append_steps(out, found, protocol);
    g_string_append_printf(
        out,
        "[hint]\n"
        "where=Look at the rows just before and after the blank.\n"
        "rule=Every command is answered, and the answer says what became of it (%s).\n"
        "likeness=`maillab explain %s` prints what a protocol knows: find the row that fits "
        "between what stands before and after the blank.\n"
        "solution=`maillab analyze` of the same capture shows the row without the blank.\n",
        rfc, found->protocol);
    return g_string_free(out, FALSE);
}

static char *markdown_text(const char *capture) {
    return g_strdup_printf(
        "## Purpose\n\nRead a conversation so closely that you can fill in what is missing.\n\n"
        "## Predict\n\nBefore you look anything up: what would you expect in each blank?\n\n"
        "## Do\n\nAnswer the steps. The rows come from %s; your seed chooses which of their fields "
        "is blank.\n\n"
        "## Observe\n\nLook at the same rows with `maillab analyze %s`.\n\n"
        "## Explain\n\nSay in one sentence for each blank how the rows around it gave it away.\n\n"
        "## Clean up\n\nNothing was started; there is nothing to stop.\n",
        capture, capture);
}

static gboolean write_file(const char *directory, const char *name, const char *text, gsize length,
                           GError **error) {
    g_autofree char *path = g_build_filename(directory, name, NULL);
    return g_file_set_contents(path, text, (gssize)length, error);
}

static gboolean copy_capture(const char *from, const char *directory, const char *name,
                             GError **error) {
    g_autoptr(GMappedFile) file = g_mapped_file_new(from, FALSE, error);
    return file != NULL && write_file(directory, name, g_mapped_file_get_contents(file),
                                      g_mapped_file_get_length(file), error);
}

static gboolean write_all(const Found *found, guint number, const char *capture,
                          const char *directory, GError **error) {
    g_autofree char *name = g_path_get_basename(capture);
    g_autofree char *ini = ini_text(found, number, name);
    g_autofree char *text = markdown_text(name);
    return copy_capture(capture, directory, name, error) &&
           write_file(directory, "exercise.ini", ini, strlen(ini), error) &&
           write_file(directory, "text.md", text, strlen(text), error);
}

char *exercise_new(const char *capture, const char *directory, GError **error) {
    Found found = {0};
    gboolean is_read = records_of_capture(capture, look_at, &found, error);
    g_autofree char *protocol = found.protocol;
    if (!is_read)
        return NULL;
    if (protocol == NULL) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    "%s holds no conversation of mail that could be asked about.", capture);
        return NULL;
    }
    g_autofree char *name = short_name(capture);
    guint number = next_number(directory);
    g_autofree char *made = g_strdup_printf("%s/%02u-%s", directory, number, name);
    if (g_mkdir_with_parents(made, 0777) != 0) {
        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno),
                    "%s cannot be made: %s.", made, g_strerror(errno));
        return NULL;
    }
    if (!write_all(&found, number, capture, made, error))
        return NULL;
    return g_steal_pointer(&made);
}
