/* SPDX-License-Identifier: MIT */
/* Options and open ports -> the screen that greets whoever starts the servers. */
#include "serve_screen.h"

#include <string.h>

#define USERS_SHOWN 5u

/* What one types to talk to a service. A connection from outside goes to another name than the
 * address listened at; on this machine loopback always does. */
static void append_port(GString *out, const ServeOptions *options, const OpenPort *open) {
    const char *listen = options->listen;
    gboolean is_any = strcmp(listen, "0.0.0.0") == 0;
    gboolean is_any_6 = strcmp(listen, "::") == 0;
    const char *host = is_any ? "127.0.0.1" : is_any_6 ? "::1" : listen;
    g_string_append_printf(out, "  %-18s %5u   ", open->service->words, open->port);
    if (open->service->service.is_tls)
        g_string_append_printf(out, "openssl s_client -quiet -crlf -connect %s%s%s:%u\n",
                               strchr(host, ':') != NULL ? "[" : "", host,
                               strchr(host, ':') != NULL ? "]" : "", open->port);
    else
        g_string_append_printf(out, "nc -C %s %u\n", host, open->port);
}

static void append_users(GString *out, const ServeOptions *options, const Users *users) {
    guint n = users_count(users);
    g_string_append(out, "  users        ");
    for (guint i = 0; i < MIN(n, USERS_SHOWN); i++) {
        const char *name = users_name(users, i);
        g_string_append_printf(out, "%s%s", i > 0 ? ", " : "", name);
        if (options->users == NULL)
            g_string_append_printf(out, " (password %s)", users_password(users, name));
    }
    if (n > USERS_SHOWN)
        g_string_append_printf(out, " and %u more", n - USERS_SHOWN);
    if (options->users != NULL)
        g_string_append_printf(out, ", with the passwords in %s", options->users);
    g_string_append_c(out, '\n');
}

static void append_place(GString *out, const ServePlace *place) {
    g_string_append_printf(out, "  mail         %s\n",
                           place->mail != NULL ? place->mail
                                               : "in memory: gone when this ends (--ephemeral)");
    if (place->set_aside != NULL)
        g_string_append_printf(out, "               what was there is now in %s\n",
                               place->set_aside);
    g_string_append_printf(out, "  certificate  %s\n",
                           place->certificate != NULL ? place->certificate : "for this run only");
}

/* What is out of the ordinary. */
static void append_mode(GString *out, const ServeOptions *options) {
    if (options->strict)
        g_string_append(out, "  strict       what the RFCs forbid is refused\n");
    for (guint i = 0; i + 1 < options->without->len; i++)
        g_string_append_printf(out, "  without      %s\n", (char *)options->without->pdata[i]);
    for (int i = 0; i < FAULT_N; i++) {
        if (!faults_has(options->faults, (Fault)i))
            continue;
        const char *argument = faults_argument(options->faults, (Fault)i);
        g_string_append_printf(out, "  fault        %s%s%s\n", fault_kind((Fault)i)->name,
                               argument != NULL ? ":" : "", argument != NULL ? argument : "");
    }
    if (!g_str_has_prefix(options->listen, "127.") && strcmp(options->listen, "::1") != 0)
        g_string_append(out,
                        "  open         whoever reaches this machine can connect, and passwords "
                        "travel in clear\n");
}

char *serve_screen(const ServeOptions *options, const ServePlace *place, const OpenPort *ports,
                   guint n_ports) {
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "maillab serves the mail of %s at %s. Ctrl-C ends it.\n\n",
                           options->domain, options->listen);
    for (guint i = 0; i < n_ports; i++)
        append_port(out, options, &ports[i]);
    g_string_append_c(out, '\n');
    append_users(out, options, place->users);
    append_place(out, place);
    append_mode(out, options);
    g_string_append_printf(
        out,
        "\nType HELP in SMTP to be told what is possible. Passwords are taken without TLS too: "
        "this is a lab.\nMail goes to users at %s only and never leaves. The log follows "
        "(-v tells more, -q less).\n\n",
        options->domain);
    return g_string_free(out, FALSE);
}
