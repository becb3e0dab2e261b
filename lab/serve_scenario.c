/* SPDX-License-Identifier: MIT */
/* A scenario's number -> the options of its systems, and the screen that says who is where. It
 * knows neither sockets nor queues. */
#include "serve_scenario.h"

#include <string.h>

#define HAND_IN                                                                                    \
    "  printf 'Subject: Hello\\r\\n\\r\\nHello Bob.\\r\\n' | curl smtp://%s:%u -u "                \
    "alice:wonderland \\\n"                                                                        \
    "      --mail-from alice@a.example --mail-rcpt bob@b.example -T -\n"

/* ---- what to type --------------------------------------------------------------------------- */

/* The receiver's agent on the server reads the files themselves. */
static void append_files(GString *out, const ServeSystem *receiver) {
    g_string_append_printf(out,
                           "Bob reads his mailbox where it lies:\n"
                           "  mutt -f %s/bob\n"
                           "  tail -n +1 %s/bob/new/*     (without mutt)\n",
                           receiver->place.mail, receiver->place.mail);
}

static void guide_one(GString *out, const ServeSystem *sender, const ServeSystem *receiver) {
    g_string_append_printf(
        out,
        "Alice's agent gives the mail to the delivery program (by LMTP, to be seen):\n"
        "  printf 'LHLO here\\nMAIL FROM:<alice@a.example>\\nRCPT TO:<bob@a.example>\\nDATA\\n"
        "Subject: Hello\\n\\nHello Bob.\\n.\\nQUIT\\n' \\\n"
        "      | nc -C %s %u\n",
        sender->options.listen, serve_system_port(sender, "lmtp"));
    append_files(out, receiver);
}

static void guide_two(GString *out, const ServeSystem *sender, const ServeSystem *receiver) {
    g_string_append_printf(
        out,
        "Alice's agent, on her server, hands the mail in (its sendmail is port %u here):\n" HAND_IN,
        serve_system_port(sender, "submission"), sender->options.listen,
        serve_system_port(sender, "submission"));
    append_files(out, receiver);
}

static void guide_three(GString *out, const ServeSystem *sender, const ServeSystem *receiver) {
    g_string_append_printf(out,
                           "Alice submits a mail from her machine (this one plays it):\n" HAND_IN,
                           sender->options.listen, serve_system_port(sender, "submission"));
    append_files(out, receiver);
}

static void guide_four(GString *out, const ServeSystem *sender, const ServeSystem *receiver) {
    const char *host = receiver->options.listen;
    g_string_append_printf(out,
                           "Alice submits a mail from her machine (this one plays it):\n" HAND_IN,
                           sender->options.listen, serve_system_port(sender, "submission"));
    g_string_append_printf(out,
                           "Bob fetches it to his (mails 1 to 3 are samples):\n"
                           "  curl pop3://%s:%u/4 -u bob:hungry\n"
                           "  curl 'imap://%s:%u/INBOX;MAILINDEX=4' -u bob:hungry\n",
                           host, serve_system_port(receiver, "pop3"), host,
                           serve_system_port(receiver, "imap"));
}

/* ---- the table ------------------------------------------------------------------------------ */

static const char *const local[] = {"lmtp", NULL};
static const char *const transfer[] = {"smtp", "submission", NULL};
static const char *const everything[] = {"smtp",        "submission", "pop3",  "imap",
                                         "submissions", "pop3s",      "imaps", NULL};

#define COMES_BACK "Mail to nobody@b.example instead comes back: a report in Alice's mailbox.\n"

/* clang-format off */
static const ServeScenario scenarios[] = {
    { "first scenario: sender and receiver on one system, no wire",
      "  Alice's agent --delivery--> mailbox of Bob <--files-- Bob's agent\n"
      "  '-------------------- all on mail.a.example -------------------'\n",
      "There is no SMTP, no queue and no other system.\n",
      { { "a", "a.example", "127.0.0.1", "alice:wonderland\nbob:hungry\n", local } }, 1, guide_one },
    { "second scenario: two systems, each agent on its server, one hop",
      "  Alice's agent --hands in--> queue --SMTP--> mailbox of Bob <--files-- Bob's agent\n"
      "  '------- mail.a.example --------'           '-------- mail.b.example -----------'\n",
      COMES_BACK,
      { { "a", "a.example", "127.0.0.1", "alice:wonderland\n", transfer },
        { "b", "b.example", "127.0.0.2", "bob:hungry\n", transfer } }, 2, guide_two },
    { "third scenario: the sender is away from her server, two hops",
      "  Alice's agent --submission--> queue --SMTP--> mailbox of Bob <--files-- Bob's agent\n"
      "  (her machine)            mail.a.example       '-------- mail.b.example -----------'\n",
      COMES_BACK,
      { { "a", "a.example", "127.0.0.1", "alice:wonderland\n", transfer },
        { "b", "b.example", "127.0.0.2", "bob:hungry\n", transfer } }, 2, guide_three },
    { "fourth scenario: the receiver is away too, two hops and a retrieval",
      "  Alice's agent --submission--> queue --SMTP--> mailbox of Bob --POP3, IMAP--> Bob's agent\n"
      "  (her machine)            mail.a.example       mail.b.example             (his machine)\n",
      COMES_BACK,
      { { "a", "a.example", "127.0.0.1", "alice:wonderland\n", everything },
        { "b", "b.example", "127.0.0.2", "bob:hungry\n", everything } }, 2, guide_four },
};
/* clang-format on */

const ServeScenario *serve_scenario(guint number) {
    return &scenarios[number - 1];
}

/* ---- options -------------------------------------------------------------------------------- */

char *serve_scenario_state(const ServeOptions *options, const ScenarioSystem *system) {
    g_autofree char *scenario = g_strdup_printf("scenario-%u", options->scenario);
    if (options->mail != NULL)
        return g_build_filename(options->mail, scenario, system->domain, NULL);
    return g_build_filename(g_get_user_state_dir(), "maillab", scenario, system->domain, NULL);
}

ServeOptions serve_scenario_options(const ServeOptions *options, const ScenarioSystem *system,
                                    const char *state) {
    ServeOptions own = *options;
    own.domain = system->domain;
    own.listen = system->address;
    own.services = system->services;
    own.who = system->who;
    own.state = state;
    own.mail = NULL;
    return own;
}

char *serve_scenario_zone(const ServeScenario *scenario) {
    GString *zone = g_string_new(NULL);
    for (guint i = 0; i < scenario->n_systems; i++) {
        const ScenarioSystem *system = &scenario->systems[i];
        g_string_append_printf(zone, "%s. 300 IN MX 10 mail.%s.\nmail.%s. 300 IN A %s\n",
                               system->domain, system->domain, system->domain, system->address);
    }
    return g_string_free(zone, FALSE);
}

/* ---- the screen ----------------------------------------------------------------------------- */

static void append_system(GString *out, const ServeSystem *system) {
    g_string_append_printf(out, "  %s (%s), in %s\n   ", system->options.domain,
                           system->options.listen, system->options.state);
    for (guint i = 0; i < system->open->len; i++) {
        const OpenPort *open = &g_array_index(system->open, OpenPort, i);
        g_string_append_printf(out, "%s %s %u", i > 0 ? "," : "", open->service->service.name,
                               open->port);
    }
    for (guint i = 0; i < users_count(system->place.users); i++) {
        const char *name = users_name(system->place.users, i);
        g_string_append_printf(out, "; %s (password %s)", name,
                               users_password(system->place.users, name));
    }
    g_string_append_c(out, '\n');
}

static void append_dns(GString *out, const ServeDns *dns) {
    if (dns != NULL)
        g_string_append_printf(out,
                               "The queue asks DNS which server takes a domain's mail, as you can: "
                               "dig @127.0.0.1 -p %u b.example MX\n",
                               serve_dns_port(dns));
    else
        g_string_append(out, "Which server takes a domain's mail stands in a table of the lab, not "
                             "in DNS (maillab-dns was not built).\n");
    g_string_append(out, "Nothing leaves this machine, mail for other domains is refused. ");
}

char *serve_scenario_screen(guint number, const ServeSystem *systems) {
    const ServeScenario *scenario = serve_scenario(number);
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "The lecture's %s. Ctrl-C ends it.\n\n%s\n", scenario->title,
                           scenario->picture);
    for (guint i = 0; i < scenario->n_systems; i++)
        append_system(out, &systems[i]);
    g_string_append(out, "\nType in another terminal. ");
    scenario->append_guide(out, &systems[0], &systems[scenario->n_systems - 1]);
    g_string_append(out, scenario->remark);
    if (scenario->n_systems > 1)
        append_dns(out, systems[0].dns);
    g_string_append(out, "The log follows (-v tells more, -q less).\n\n");
    return g_string_free(out, FALSE);
}
