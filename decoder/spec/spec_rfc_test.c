/* SPDX-License-Identifier: MIT */
/* Holds the tables against the tables of rfc/: every section that they cite is there, and every
 * registered name is in them. */
#include "spec/imap_spec.h"
#include "spec/pop3_spec.h"

#include <criterion/criterion.h>
#include <string.h>

static char *read_table(const char *name) {
    const char *root = g_getenv("MAILLAB_SOURCE_ROOT");
    g_autofree char *path =
        g_build_filename(root != NULL ? root : ".", "decoder/spec/rfc", name, NULL);
    char *text = NULL;
    g_autoptr(GError) error = NULL;
    cr_assert(g_file_get_contents(path, &text, NULL, &error), "%s",
              error != NULL ? error->message : path);
    return text;
}

/* The citation "RFC 5321 §4.2, §4.3" in its parts; every part must be a row. "vendor" and an RFC
 * whose sections the tables do not hold are cited as a whole. */
static void check_citation(const char *sections, const char *index, const char *rfc,
                           const char *where) {
    if (strcmp(rfc, "vendor") == 0)
        return;
    cr_assert(g_str_has_prefix(rfc, "RFC "), "%s: %s", where, rfc);
    g_auto(GStrv) parts = g_strsplit(rfc + strlen("RFC "), " §", 2);
    g_autofree char *in_index = g_strdup_printf("\n%s\t", parts[0]);
    cr_assert_neq(strstr(index, in_index), NULL, "%s: %s", where, rfc);
    if (parts[1] == NULL)
        return;
    g_autofree char *in_sections = g_strdup_printf("\n%s\t%s\t", parts[0], parts[1]);
    cr_assert_neq(strstr(sections, in_sections), NULL, "%s: %s", where, rfc);
}

static void check_protocol(const SpecProtocol *spec, const char *sections, const char *index) {
    for (guint i = 0; i < spec->n_states; i++)
        check_citation(sections, index, spec->states[i].rfc, spec->states[i].name);
    for (guint i = 0; i < spec->n_commands; i++)
        check_citation(sections, index, spec->commands[i].rfc, spec->commands[i].name);
    for (guint i = 0; i < spec->n_transitions; i++)
        check_citation(sections, index, spec->transitions[i].rfc, spec->transitions[i].why);
    for (guint i = 0; i < spec->n_interrupts; i++)
        check_citation(sections, index, spec->interrupts[i].rfc, spec->interrupts[i].why);
    for (guint i = 0; i < spec->n_replies; i++)
        check_citation(sections, index, spec->replies[i].rfc, spec->replies[i].code);
}

Test(spec_rfc, every_citation_exists) {
    g_autofree char *sections = read_table("sections.tsv");
    g_autofree char *index = read_table("index.tsv");
    check_protocol(&spec_smtp, sections, index);
    check_protocol(&spec_lmtp, sections, index);
    check_protocol(&spec_pop3, sections, index);
    check_protocol(&spec_imap, sections, index);
    for (guint kind = 0; kind < SPEC_N_WORD_KINDS; kind++) {
        guint n_words = 0;
        const SpecWord *words = spec_words((SpecWordKind)kind, &n_words);
        for (guint i = 0; i < n_words; i++)
            check_citation(sections, index, words[i].rfc, words[i].word);
    }
}

/* Which kinds of registered names go into which words. */
static const struct {
    const char *kind;
    SpecWordKind words;
} kinds[] = {
    {"smtp-ehlo", SPEC_WORD_EHLO_KEYWORD},
    {"smtp-enhanced", SPEC_WORD_ENHANCED_CODE},
    {"sasl", SPEC_WORD_SASL_MECHANISM},
    {"mime-cte", SPEC_WORD_ENCODING},
    {"header", SPEC_WORD_HEADER},
    {"port", SPEC_WORD_PORT},
    {"pop3-capa", SPEC_WORD_POP3_CAPABILITY},
    {"pop3-response-code", SPEC_WORD_POP3_RESPONSE_CODE},
    {"imap-capability", SPEC_WORD_IMAP_CAPABILITY},
    {"imap-response-code", SPEC_WORD_IMAP_RESPONSE_CODE},
};

static const struct {
    const char *kind;
    const SpecProtocol *spec;
} replies[] = {
    {"smtp-reply", &spec_smtp}, {"pop3-status", &spec_pop3}, {"imap-status", &spec_imap}};

static gboolean is_known(const char *kind, const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(replies); i++) {
        if (strcmp(replies[i].kind, kind) == 0)
            return spec_find_reply(replies[i].spec, name) != NULL;
    }
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].kind, kind) == 0)
            return spec_find_word(kinds[i].words, name, strlen(name)) != NULL;
    }
    return TRUE;
}

Test(spec_rfc, no_registered_name_is_missing) {
    g_autofree char *names = read_table("replies.tsv");
    g_auto(GStrv) lines = g_strsplit(names, "\n", -1);
    guint n_checked = 0;
    for (guint i = 0; lines[i] != NULL; i++) {
        if (lines[i][0] == '#' || lines[i][0] == '\0')
            continue;
        g_auto(GStrv) fields = g_strsplit(lines[i], "\t", -1);
        cr_assert_geq(g_strv_length(fields), 4, "%s", lines[i]);
        cr_assert(is_known(fields[0], fields[1]), "%s %s", fields[0], fields[1]);
        n_checked++;
    }
    cr_assert_gt(n_checked, 400);
}
