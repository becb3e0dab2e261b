/* SPDX-License-Identifier: MIT */
/* `maillab wireshark`: filters, colours, columns and preferences for the lab, printed or installed
 * as a profile. What they are stands in wireshark/. */
#include "options.h"
#include "wireshark/install.h"
#include "wireshark/profile_files.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    TerminalColor color;
    gboolean install, force, wants_help;
    const char *profile;
} Wishes;

enum { OPT_INSTALL, OPT_PROFILE, OPT_FORCE, OPT_COLOR, OPT_HELP };

static const Option options[] = {
    [OPT_INSTALL] = {0, "install", NULL,
                     "write it into your Wireshark configuration, as a profile of its own"},
    [OPT_PROFILE] = {0, "profile", "NAME", "the profile's name (maillab is the default)"},
    [OPT_FORCE] = {0, "force", NULL,
                   "replace files of the profile that differ; the old ones are kept beside them"},
    [OPT_COLOR] = {0, "color", "WHEN", "auto (the default), always or never"},
    [OPT_HELP] = {'h', "help", NULL, "this help"},
};

/* A name that is one directory, and not the one above. */
static gboolean take_profile(gpointer user, const char *value, GError **error) {
    Wishes *wishes = user;
    if (value[0] == '\0' || value[0] == '.' || strchr(value, '/') != NULL)
        return options_refuse(error, "\"%s\" is no name for a profile.", value);
    wishes->profile = value;
    return TRUE;
}

static const OptionEffect effects[] = {
    [OPT_INSTALL] = OPTION_FLAG(Wishes, install), [OPT_PROFILE] = OPTION_CALL(take_profile),
    [OPT_FORCE] = OPTION_FLAG(Wishes, force),     [OPT_COLOR] = OPTION_COLOR(Wishes, color),
    [OPT_HELP] = OPTION_FLAG(Wishes, wants_help),
};

static gboolean take_option(gpointer user, guint option, const char *value, GError **error) {
    return option_effect(&effects[option], user, value, error);
}

static int print_help(guint width) {
    g_autoptr(GString) text = g_string_new(
        "maillab wireshark sets Wireshark up for the lab: display filters, colours,\n"
        "columns, and preferences that undo defaults which mislead. Each with its reason.\n"
        "\n"
        "Examples:\n"
        "  maillab wireshark                 what it is, and why\n"
        "  maillab wireshark --install       as a profile named maillab; then\n"
        "  wireshark -C maillab traces/SMTP-auth.pcap\n"
        "  tshark -C maillab -r traces/SMTP-auth.pcap\n"
        "  maillab wireshark colours         one file, as Wireshark reads it: filters,\n"
        "                                    buttons, colours, preferences or ports\n"
        "\n"
        "Options:\n");
    options_help(text, options, G_N_ELEMENTS(options), width);
    g_string_append(text,
                    "\nThe profile stands beside your others; nothing of theirs is touched.\n");
    fputs(text->str, stdout);
    return LAB_DONE;
}

static void print_page(const Terminal *terminal) {
    g_autoptr(GString) text = g_string_new(NULL);
    ExplainPage page = {.terminal = *terminal, .text = text};
    profile_explain(&page);
    explain_page_blank_line(&page);
    explain_page_paragraph(&page,
                           "To have all this in Wireshark: `maillab wireshark --install`, then "
                           "`wireshark -C maillab FILE`.");
    lab_pager_begin();
    fwrite(text->str, 1, text->len, stdout);
    fflush(stdout);
    lab_pager_end();
}

static int install(const Wishes *wishes) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) report = g_string_new(NULL);
    g_autofree char *directory = wireshark_config_directory();
    gboolean is_done = wireshark_install(directory, wishes->profile, wishes->force, report, &error);
    fputs(report->str, stdout);
    if (!is_done) {
        lab_complain("%s", error->message);
        return LAB_USAGE;
    }
    printf("Use it: wireshark -C %s FILE, or in Wireshark: Edit, Configuration Profiles.\n",
           wishes->profile);
    return LAB_DONE;
}

static int print_file(const char *word) {
    guint n_files;
    const ProfileFile *files = profile_files(&n_files);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (guint i = 0; i < n_files; i++) {
        g_ptr_array_add(words, (gpointer)files[i].word);
        if (strcmp(files[i].word, word) != 0 &&
            (strcmp(files[i].word, "colours") != 0 || strcmp(word, "colors") != 0))
            continue;
        g_autofree char *content = files[i].write();
        fputs(content, stdout);
        return LAB_DONE;
    }
    g_ptr_array_add(words, NULL);
    const char *near = lab_near_miss(word, (const char *const *)words->pdata);
    lab_complain("\"%s\" is no part of the profile; %s%s%s", word,
                 near != NULL ? "did you mean " : "there are filters, buttons, colours, ",
                 near != NULL ? near : "preferences and ports", near != NULL ? "?" : ".");
    return LAB_USAGE;
}

int cmd_wireshark(int argc, char **argv) {
    Wishes wishes = {.color = TERMINAL_COLOR_AUTO, .profile = "maillab"};
    g_autoptr(GPtrArray) operands = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    gboolean is_read = options_read(options, G_N_ELEMENTS(options), argc, argv, take_option,
                                    &wishes, operands, &error);
    if (is_read && operands->len > (wishes.install ? 0 : 1))
        options_refuse(&error,
                       "One part of the profile can be printed at a time; --install takes no "
                       "part, it writes them all.");
    if (error != NULL) {
        lab_complain("%s", error->message);
        return LAB_USAGE;
    }
    Terminal terminal = terminal_inspect(STDOUT_FILENO, wishes.color);
    if (wishes.wants_help)
        return print_help(terminal.width);
    if (wishes.install)
        return install(&wishes);
    if (operands->len == 1)
        return print_file(operands->pdata[0]);
    print_page(&terminal);
    return LAB_DONE;
}
