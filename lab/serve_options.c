/* SPDX-License-Identifier: MIT */
/* The command line of `maillab serve` -> ServeOptions. One row per option, one function where a
 * value needs to be understood. */
#include "serve_options.h"

#include "options.h"
#include "serve_services.h"

#include "render/text_layout.h"

#include <gio/gio.h>
#include <string.h>

enum {
    OPT_SCENARIO,
    OPT_LISTEN,
    OPT_PORT,
    OPT_DOMAIN,
    OPT_USERS,
    OPT_MAIL,
    OPT_EPHEMERAL,
    OPT_RESET,
    OPT_STRICT,
    OPT_WITHOUT,
    OPT_FAULT,
    OPT_IDLE,
    OPT_LOG_JSON,
    OPT_REVEAL,
    OPT_QUIET,
    OPT_VERBOSE,
    OPT_COLOR,
    OPT_HELP,
    OPT_VERSION,
};

/* clang-format off */
static const Option options[] = {
    [OPT_SCENARIO]  = { 0, "scenario", "1|2|3|4", "play one of the lecture's four scenarios with the mail systems a.example and b.example, and show a mail travelling" },
    [OPT_LISTEN]    = { 0, "listen", "ADDRESS", "listen at this numeric address (127.0.0.1 is the default; 0.0.0.0 or :: is every interface)" },
    [OPT_PORT]      = { 0, "port", "NAME=N", "another port for a service, 0 for any free one, for example smtp=25; may be given several times" },
    [OPT_DOMAIN]    = { 0, "domain", "NAME", "the mail domain served (lab.example is the default)" },
    [OPT_USERS]     = { 0, "users", "FILE", "who may log in, a line \"name:password\" each, instead of alice (wonderland) and bob (hungry)" },
    [OPT_MAIL]      = { 0, "mail", "DIR", "keep the mail here instead of in $XDG_STATE_HOME/maillab/mail" },
    [OPT_EPHEMERAL] = { 0, "ephemeral", NULL, "keep mail and certificate in memory only" },
    [OPT_RESET]     = { 0, "reset", NULL, "begin again with the sample mails; the mail that is there is set aside" },
    [OPT_STRICT]    = { 0, "strict", NULL, "refuse what the RFCs forbid instead of only teaching about it" },
    [OPT_WITHOUT]   = { 0, "without", "WORD", "switch an extension off, for example PIPELINING, IDLE or CRAM-MD5; may be given several times" },
    [OPT_FAULT]     = { 0, "fault", "NAME|list", "fail in this way, always the same way; \"list\" explains each; may be given several times" },
    [OPT_IDLE]      = { 0, "idle", "SECONDS", "end idle sessions after so long instead of after what the RFCs ask for" },
    [OPT_LOG_JSON]  = { 0, "log-json", "FILE", "also write every session as JSON records" },
    [OPT_REVEAL]    = { 0, "reveal", NULL, "show passwords and other secrets in the logs" },
    [OPT_QUIET]     = { 'q', NULL, NULL, "one line per change of state" },
    [OPT_VERBOSE]   = { 'v', NULL, NULL, "explain every command, show parts of messages and long answers whole" },
    [OPT_COLOR]     = { 0, "color", "WHEN", "auto, always or never; auto heeds NO_COLOR and TERM=dumb" },
    [OPT_HELP]      = { 'h', "help", NULL, "this help" },
    [OPT_VERSION]   = { 'V', "version", NULL, "the version" },
};
/* clang-format on */

static const char default_listen[] = "127.0.0.1", default_domain[] = "lab.example";

static const char help_before[] =
    "Mail servers that show what they do: every command, reply and change of state, live.\n"
    "\n"
    "Examples:\n"
    "  maillab serve\n"
    "  maillab serve --strict -v\n"
    "  maillab serve --scenario 4  (two mail systems, a mail from one to the other)\n"
    "  maillab serve --fault greylist --log-json session.json\n"
    "  maillab serve --listen 0.0.0.0 --users class.txt\n"
    "  nc -C 127.0.0.1 2525        (in another terminal; curl, mutt, … do as well)\n"
    "\n"
    "Usage: maillab serve [OPTIONS]\n"
    "\n"
    "Options:\n";

static gboolean take_port(gpointer user, const char *value, GError **error) {
    ServeOptions *self = user;
    const char *equals = strchr(value, '=');
    guint64 port = 0;
    if (equals == NULL || !g_ascii_string_to_unsigned(equals + 1, 10, 0, 65535, &port, NULL))
        return options_refuse(error,
                              "\"%s\" is not understood; --port takes a service and a port, for "
                              "example --port smtp=2525.",
                              value);
    g_autofree char *name = g_strndup(value, (gsize)(equals - value));
    const ServeService *service = serve_service_find(name);
    if (service == NULL) {
        g_autofree char *known = serve_service_names();
        return options_refuse(error, "There is no service \"%s\"; there are %s.", name, known);
    }
    PortChoice choice = {service->service.name, (guint16)port};
    g_array_append_val(self->ports, choice);
    return TRUE;
}

static gboolean take_listen(gpointer user, const char *value, GError **error) {
    ServeOptions *self = user;
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(value);
    if (address == NULL)
        return options_refuse(error,
                              "\"%s\" is no numeric address; --listen takes one such as 127.0.0.1 "
                              "or ::1.",
                              value);
    self->listen = value;
    return TRUE;
}

/* Domain = sub-domain *("." sub-domain): RFC 5321 §4.1.2; at most 255 octets. */
static gboolean is_domain(const char *name) {
    gsize length = strlen(name);
    for (gsize i = 0; i < length; i++) {
        gboolean is_edge = i == 0 || i + 1 == length || name[i - 1] == '.' || name[i + 1] == '.';
        if (!g_ascii_isalnum(name[i]) && (is_edge || (name[i] != '.' && name[i] != '-')))
            return FALSE;
    }
    return length > 0 && length <= 200;
}

static gboolean take_domain(gpointer user, const char *value, GError **error) {
    ServeOptions *self = user;
    if (!is_domain(value))
        return options_refuse(error, "\"%s\" is no domain name.", value);
    self->domain = value;
    return TRUE;
}

static gboolean take_fault(gpointer user, const char *value, GError **error) {
    ServeOptions *self = user;
    g_autoptr(GError) reason = NULL;
    if (strcmp(value, "list") == 0) {
        self->list_faults = TRUE;
        return TRUE;
    }
    if (faults_add(self->faults, value, &reason))
        return TRUE;
    return options_refuse(error, "In --fault, %s.", reason->message);
}

static gboolean take_without(gpointer user, const char *value, GError **error) {
    ServeOptions *self = user;
    if (!serve_extension_is_known(value)) {
        g_autofree char *known = serve_extension_names();
        return options_refuse(error, "There is no extension \"%s\" to switch off; there are %s.",
                              value, known);
    }
    g_ptr_array_add(self->without, g_ascii_strup(value, -1));
    return TRUE;
}

static gboolean take_idle(gpointer user, const char *value, GError **error) {
    ServeOptions *self = user;
    guint64 seconds = 0;
    if (!g_ascii_string_to_unsigned(value, 10, 1, 86400, &seconds, NULL))
        return options_refuse(error, "\"%s\" is no time; --idle takes seconds from 1 on.", value);
    self->idle_seconds = (guint)seconds;
    return TRUE;
}

static gboolean take_scenario(gpointer user, const char *value, GError **error) {
    ServeOptions *self = user;
    guint64 number = 0;
    if (!g_ascii_string_to_unsigned(value, 10, 1, 4, &number, NULL))
        return options_refuse(error, "\"%s\" is no scenario; --scenario takes 1, 2, 3 or 4.",
                              value);
    self->scenario = (guint)number;
    return TRUE;
}

/* clang-format off */
static const OptionEffect effects[] = {
    [OPT_LISTEN]    = OPTION_CALL(take_listen),
    [OPT_PORT]      = OPTION_CALL(take_port),
    [OPT_DOMAIN]    = OPTION_CALL(take_domain),
    [OPT_FAULT]     = OPTION_CALL(take_fault),
    [OPT_WITHOUT]   = OPTION_CALL(take_without),
    [OPT_IDLE]      = OPTION_CALL(take_idle),
    [OPT_SCENARIO]  = OPTION_CALL(take_scenario),
    [OPT_USERS]     = OPTION_TEXT(ServeOptions, users),
    [OPT_MAIL]      = OPTION_TEXT(ServeOptions, mail),
    [OPT_LOG_JSON]  = OPTION_TEXT(ServeOptions, log_json),
    [OPT_EPHEMERAL] = OPTION_FLAG(ServeOptions, ephemeral),
    [OPT_RESET]     = OPTION_FLAG(ServeOptions, reset),
    [OPT_STRICT]    = OPTION_FLAG(ServeOptions, strict),
    [OPT_REVEAL]    = OPTION_FLAG(ServeOptions, reveal),
    [OPT_QUIET]     = OPTION_FLAG(ServeOptions, quiet),
    [OPT_VERBOSE]   = OPTION_FLAG(ServeOptions, verbose),
    [OPT_COLOR]     = OPTION_COLOR(ServeOptions, color),
    [OPT_HELP]      = OPTION_FLAG(ServeOptions, help),
    [OPT_VERSION]   = OPTION_FLAG(ServeOptions, version),
};
/* clang-format on */

static gboolean take(gpointer user, guint option, const char *value, GError **error) {
    return option_effect(&effects[option], user, value, error);
}

/* A scenario brings its own domains and addresses, and its queue is on disk. */
static gboolean check_scenario(const ServeOptions *self, GError **error) {
    const char *option = self->listen != default_listen   ? "--listen"
                         : self->domain != default_domain ? "--domain"
                         : self->users != NULL            ? "--users"
                         : self->ephemeral                ? "--ephemeral"
                                                          : NULL;
    if (self->scenario == 0 || option == NULL)
        return TRUE;
    return options_refuse(
        error,
        "--scenario has its own domains, users, loopback addresses and queues on disk, "
        "so it does not go with %s.",
        option);
}

gboolean serve_options_read(ServeOptions *self, int argc, char **argv, GError **error) {
    g_autoptr(GPtrArray) operands = g_ptr_array_new();
    *self = (ServeOptions){
        .listen = default_listen,
        .domain = default_domain,
        .ports = g_array_new(FALSE, FALSE, sizeof(PortChoice)),
        .without = g_ptr_array_new_with_free_func(g_free),
        .faults = faults_new(),
    };
    if (!options_read(options, G_N_ELEMENTS(options), argc, argv, take, self, operands, error))
        return FALSE;
    if (self->help || self->version || self->list_faults)
        return TRUE;
    if (operands->len > 0)
        return options_refuse(error, "\"%s\" is not expected; `maillab serve` takes options only.",
                              (const char *)operands->pdata[0]);
    if (self->ephemeral && (self->mail != NULL || self->reset))
        return options_refuse(error, "--ephemeral keeps no mail, so it does not go with %s.",
                              self->mail != NULL ? "--mail" : "--reset");
    if (self->quiet && self->verbose)
        return options_refuse(error, "-q and -v contradict each other; give one of them.");
    g_ptr_array_add(self->without, NULL);
    return check_scenario(self, error);
}

void serve_options_clear(ServeOptions *self) {
    g_array_unref(self->ports);
    g_ptr_array_unref(self->without);
    faults_free(self->faults);
}

char *serve_options_help(guint width) {
    GString *text = g_string_new(help_before);
    options_help(text, options, G_N_ELEMENTS(options), width);
    return g_string_free(text, FALSE);
}

char *serve_options_faults(guint width) {
    GString *text = g_string_new("Faults for exercises: maillab serve --fault NAME\n\n");
    for (int i = 0; i < FAULT_N; i++) {
        const FaultKind *kind = fault_kind((Fault)i);
        g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
        g_autofree char *sentence =
            g_strdup_printf("%s (%s, %s)", kind->sentence, kind->protocols, kind->rfc);
        g_string_append_printf(text, "%s%s%s\n", kind->name, kind->argument != NULL ? ":" : "",
                               kind->argument != NULL ? kind->argument : "");
        text_wrap(lines, sentence, MAX(width, 40) - 4, 0);
        for (guint k = 0; k < lines->len; k++)
            g_string_append_printf(text, "    %s\n", (const char *)lines->pdata[k]);
    }
    return g_string_free(text, FALSE);
}
