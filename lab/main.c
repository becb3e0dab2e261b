/* SPDX-License-Identifier: MIT */
/* The program: a table of verbs, one verb per file. It knows which verb is meant and nothing more.
 */
#include "lab.h"

#include "version.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} Verb;

/* clang-format off */
static const Verb verbs[] = {
    { "analyze", cmd_analyze, "explain the mail in a capture: who said what, in which state, and why" },
    { "watch",   cmd_watch,   "the same, live: the mail that passes an interface" },
    { "serve",   cmd_serve,   "mail servers that show every command, reply and change of state, live" },
    { "exercise", cmd_exercise, "exercises that check themselves: predict, do, observe, explain" },
    { "grade",    cmd_grade,    "marks for what students hand in, with a reason for each point missing" },
    { "compare", cmd_compare, "maillab and Wireshark side by side: where they differ, and who is right" },
    { "explain", cmd_explain, "what a command, reply code, state, header, encoding or finding means" },
    { "wireshark", cmd_wireshark, "filters, colours and preferences for Wireshark, each with its reason" },
};
/* clang-format on */

static const char help_before[] =
    "maillab lets you see every step of an e-mail's journey, with the RFC sentence behind each.\n"
    "\n"
    "Examples:\n"
    "  maillab analyze traces/Ch02-SMTP-delivery.pcap\n"
    "  maillab analyze -T json traces/Ch02-SMTP-attachment.pcap\n"
    "  maillab analyze --extract parts traces/Ch02-SMTP-attachment.pcap\n"
    "  tcpdump -w - port 25 | maillab analyze -\n"
    "  maillab watch -i lo\n"
    "  maillab serve\n"
    "  maillab explain 550\n"
    "  maillab exercise\n"
    "  maillab compare traces/SMTP-dot-stuffing.pcap\n"
    "\n"
    "Verbs:\n";

static const char help_after[] =
    "\n"
    "Options:\n"
    "  -h, --help     this help; `maillab VERB --help` tells of a verb\n"
    "  -V, --version  the version\n"
    "\n"
    "Exit status: 0 done; 1 a check or grade failed; 2 usage error, or "
    "input that could\nnot be read to its end.\n";

static int print_help(void) {
    fputs(help_before, stdout);
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
        printf("  %-10s %s\n", verbs[i].name, verbs[i].summary);
    fputs(help_after, stdout);
    return LAB_DONE;
}

static int refuse_verb(const char *word) {
    const char *names[G_N_ELEMENTS(verbs) + 1] = {NULL};
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
        names[i] = verbs[i].name;
    const char *near = lab_near_miss(word, names);
    const char *kind = word[0] == '-' ? "option" : "verb";
    if (near != NULL && word[0] != '-')
        lab_complain("There is no verb \"%s\"; did you mean `maillab %s`?", word, near);
    else
        lab_complain("There is no %s \"%s\"; `maillab --help` lists them all.", kind, word);
    return LAB_USAGE;
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is seen by who writes to it */
    if (argc < 2) {
        lab_complain(
            "Name a verb, for example: maillab analyze CAPTURE. `maillab --help` lists them.");
        return LAB_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "-h") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "help") == 0)
        return print_help();
    if (strcmp(word, "-V") == 0 || strcmp(word, "--version") == 0) {
        puts("maillab " MAILLAB_VERSION);
        return LAB_DONE;
    }
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (strcmp(word, verbs[i].name) == 0)
            return verbs[i].run(argc - 1, argv + 1);
    }
    return refuse_verb(word);
}
