/* SPDX-License-Identifier: MIT */
/* `maillab explain TERM…`: a word -> what it means, wherever it has a meaning. Where the meanings
 * stand is a table of sources; here is only what to look up and what to do if nothing is found. */
#include "explain/explain_steps.h"
#include "options.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    TerminalColor color;
    gboolean wants_help;
    StepsWishes steps;
} Wishes;

enum { OPT_DECODE, OPT_ESCAPES, OPT_COLOR, OPT_HELP };

static const Option options[] = {
    [OPT_DECODE] = {'d', "decode", NULL,
                    "the way back: base64, quoted-printable, encoded-word, dot-stuffing, plain"},
    [OPT_ESCAPES] = {'e', "escapes", NULL,
                     "in what is worked on, \\n, \\t, \\0 and \\xHH stand for octets"},
    [OPT_COLOR] = {0, "color", "WHEN", "auto (the default), always or never"},
    [OPT_HELP] = {'h', "help", NULL, "this help"},
};

static const OptionEffect effects[] = {
    [OPT_DECODE] = OPTION_FLAG(Wishes, steps.decode),
    [OPT_ESCAPES] = OPTION_FLAG(Wishes, steps.with_escapes),
    [OPT_COLOR] = OPTION_COLOR(Wishes, color),
    [OPT_HELP] = OPTION_FLAG(Wishes, wants_help),
};

static gboolean take_option(gpointer user, guint option, const char *value, GError **error) {
    return option_effect(&effects[option], user, value, error);
}

static int print_help(guint width) {
    g_autoptr(GString) text = g_string_new(
        "maillab explain tells what a word of the mail protocols means, where it is\n"
        "legal, and what it leads to, with the RFC behind it; and it shows encodings and\n"
        "logins step by step.\n"
        "\n"
        "Examples:\n"
        "  maillab explain DATA              a command, and the state of that name\n"
        "  maillab explain 250 5.1.1         a reply code and an enhanced status code\n"
        "  maillab explain PIPELINING SIZE   what a server offers\n"
        "  maillab explain Message-ID        a header field\n"
        "  maillab explain smtp              the whole protocol, state by state\n"
        "  maillab explain RFC 5321 §3.3     the title of an RFC and of its section\n"
        "  maillab explain slide 12          a page of the lecture, and where the RFC differs\n"
        "  maillab explain base64 \"Hello\"    the bits regrouped; --decode for the way back\n"
        "  maillab explain cram-md5 bob hungry \"<1.2@mail.example>\"\n"
        "                                    the answer to a challenge, by hand\n"
        "  maillab explain findings          a list; `maillab explain` names the other lists\n"
        "\n"
        "Options:\n");
    options_help(text, options, G_N_ELEMENTS(options), width);
    fputs(text->str, stdout);
    return LAB_DONE;
}

/* What can be listed, with the number of entries. */
static void tell_index(ExplainPage *page) {
    guint n_sources;
    const ExplainSource *sources = explain_sources(&n_sources);
    explain_page_title(page, "maillab explain TERM", "what can be explained.");
    for (guint i = 0; i < n_sources && sources[i].list != NULL; i++) {
        ExplainEntry entry;
        guint n_entries = 0;
        while (sources[i].at(&sources[i], n_entries, &entry))
            n_entries++;
        g_autofree char *what = g_strdup_printf("%u %s", n_entries, sources[i].kinds);
        explain_page_entry(page, sources[i].list, what);
    }
    explain_page_paragraph(page,
                           "`maillab explain commands` lists one kind, `maillab explain DATA` "
                           "explains one word, `maillab explain smtp` the whole protocol.");
}

static guint tell_list(ExplainPage *page, const char *term) {
    guint n_sources, n_found = 0;
    const ExplainSource *sources = explain_sources(&n_sources);
    for (guint i = 0; i < n_sources && sources[i].list != NULL; i++) {
        if (g_ascii_strcasecmp(sources[i].list, term) != 0)
            continue;
        explain_page_title(page, sources[i].list, "the %s.", sources[i].kinds);
        ExplainEntry entry;
        for (guint k = 0; sources[i].at(&sources[i], k, &entry); k++)
            explain_page_entry(page, entry.name, entry.meaning);
        n_found++;
    }
    return n_found;
}

static guint tell_term(ExplainPage *page, const char *term) {
    guint n_sources, n_found = tell_list(page, term);
    const ExplainSource *sources = explain_sources(&n_sources);
    for (guint i = 0; i < n_sources; i++)
        n_found += sources[i].explain(&sources[i], page, term);
    return n_found;
}

/* What the term most likely misspells, or NULL. */
static const char *find_near(const char *term) {
    guint n_sources;
    const ExplainSource *sources = explain_sources(&n_sources);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < n_sources && sources[i].list != NULL; i++) {
        ExplainEntry entry;
        g_ptr_array_add(names, (gpointer)sources[i].list);
        for (guint k = 0; sources[i].at(&sources[i], k, &entry); k++)
            g_ptr_array_add(names, (gpointer)entry.name);
    }
    g_ptr_array_add(names, NULL);
    return lab_near_miss(term, (const char *const *)names->pdata);
}

static void complain_unknown(const char *term) {
    const char *near = find_near(term);
    if (near != NULL)
        lab_complain("\"%s\" has no explanation here; did you mean %s?", term, near);
    else
        lab_complain("\"%s\" has no explanation here; `maillab explain` lists what has one.", term);
}

static void complain_of(gpointer term, gpointer user) {
    complain_unknown(term);
}

static char *join(const GPtrArray *terms) {
    g_autoptr(GString) joined = g_string_new(NULL);
    for (guint i = 0; i < terms->len; i++)
        g_string_append_printf(joined, "%s%s", i > 0 ? " " : "", (const char *)terms->pdata[i]);
    return g_strdup(joined->str);
}

/* Each term for itself; the status. */
static int tell_each(ExplainPage *page, const GPtrArray *terms) {
    g_autoptr(GPtrArray) unknown = g_ptr_array_new();
    for (guint i = 0; i < terms->len; i++) {
        if (tell_term(page, terms->pdata[i]) == 0)
            g_ptr_array_add(unknown, terms->pdata[i]);
    }
    /* "slide 99": it is the words together that are not known. */
    g_autofree char *joined = join(terms);
    if (unknown->len == terms->len && terms->len > 1 && find_near(joined) != NULL)
        complain_unknown(joined);
    else
        g_ptr_array_foreach(unknown, complain_of, NULL);
    return unknown->len > 0 ? LAB_USAGE : LAB_DONE;
}

static int tell_all(ExplainPage *page, const GPtrArray *terms, const StepsWishes *wishes) {
    g_autoptr(GError) error = NULL;
    if (terms->len == 0)
        tell_index(page);
    StepsAnswer answer = explain_steps(page, terms, wishes, &error);
    if (answer == STEPS_REFUSED) {
        lab_complain("%s", error->message);
        return LAB_USAGE;
    }
    if (answer == STEPS_NONE && (wishes->decode || wishes->with_escapes)) {
        lab_complain("--decode and --escapes are for what is worked out step by step; "
                     "`maillab explain calculations` lists it.");
        return LAB_USAGE;
    }
    /* "maillab explain MAIL FROM" is one term if it means something as one. */
    g_autofree char *joined = join(terms);
    if (answer == STEPS_DONE || (terms->len > 1 && tell_term(page, joined) > 0))
        return LAB_DONE;
    return tell_each(page, terms);
}

int cmd_explain(int argc, char **argv) {
    Wishes wishes = {.color = TERMINAL_COLOR_AUTO};
    g_autoptr(GPtrArray) terms = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    if (!options_read(options, G_N_ELEMENTS(options), argc, argv, take_option, &wishes, terms,
                      &error)) {
        lab_complain("%s", error->message);
        return LAB_USAGE;
    }
    Terminal terminal = terminal_inspect(STDOUT_FILENO, wishes.color);
    if (wishes.wants_help)
        return print_help(terminal.width);

    g_autoptr(GString) text = g_string_new(NULL);
    ExplainPage page = {.terminal = terminal, .text = text};
    int status = tell_all(&page, terms, &wishes.steps);
    lab_pager_begin();
    fwrite(text->str, 1, text->len, stdout);
    fflush(stdout);
    lab_pager_end();
    return status;
}
