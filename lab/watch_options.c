/* SPDX-License-Identifier: MIT */
/* The command line of `maillab watch` -> WatchOptions. One row per option; it does not ask the
 * system which interfaces there are. */
#include "watch_options.h"

#include "options.h"

#include <string.h>

enum {
    OPT_INTERFACE,
    OPT_FILTER,
    OPT_SAVE,
    OPT_FORMAT,
    OPT_TLS_KEYLOG,
    OPT_REVEAL,
    OPT_QUIET,
    OPT_VERBOSE,
    OPT_COLOR,
    OPT_HELP,
    OPT_VERSION,
};

/* clang-format off */
static const Option options[] = {
    [OPT_INTERFACE]  = { 'i', NULL, "IFACE", "listen on this interface, lo for instance; any: on all of them" },
    [OPT_FILTER]     = { 'f', NULL, "BPF", "only packets that match this capture filter, as in tcpdump" },
    [OPT_SAVE]       = { 'w', NULL, "FILE", "keep the packets in FILE, for maillab analyze or Wireshark; secrets stay in it" },
    [OPT_FORMAT]     = { 'T', NULL, "text|json", "what to write: text for people (the default), or one JSON record per line" },
    [OPT_TLS_KEYLOG] = { 0, "tls-keylog", "FILE", "open TLS with the secrets in this key log (SSLKEYLOGFILE), which is read as it grows" },
    [OPT_REVEAL]     = { 0, "reveal", NULL, "show passwords and other secrets" },
    [OPT_QUIET]      = { 'q', NULL, NULL, "only changes of state, refusals, messages and warnings" },
    [OPT_VERBOSE]    = { 'v', NULL, NULL, "explain every command, and say how privileges were dropped" },
    [OPT_COLOR]      = { 0, "color", "WHEN", "auto, always or never; auto heeds NO_COLOR and TERM=dumb" },
    [OPT_HELP]       = { 'h', "help", NULL, "this help" },
    [OPT_VERSION]    = { 'V', "version", NULL, "the version" },
};
/* clang-format on */

static gboolean take_format(gpointer user, const char *value, GError **error) {
    WatchOptions *self = user;
    self->json = strcmp(value, "json") == 0;
    if (self->json || strcmp(value, "text") == 0)
        return TRUE;
    return options_refuse(error, "There is no format \"%s\" here; -T takes text or json.", value);
}

/* clang-format off */
static const OptionEffect effects[] = {
    [OPT_INTERFACE]  = OPTION_TEXT(WatchOptions, interface),
    [OPT_FILTER]     = OPTION_TEXT(WatchOptions, filter),
    [OPT_SAVE]       = OPTION_TEXT(WatchOptions, save),
    [OPT_FORMAT]     = OPTION_CALL(take_format),
    [OPT_TLS_KEYLOG] = OPTION_TEXT(WatchOptions, tls_keylog),
    [OPT_REVEAL]     = OPTION_FLAG(WatchOptions, reveal),
    [OPT_QUIET]      = OPTION_FLAG(WatchOptions, quiet),
    [OPT_VERBOSE]    = OPTION_FLAG(WatchOptions, verbose),
    [OPT_COLOR]      = OPTION_COLOR(WatchOptions, color),
    [OPT_HELP]       = OPTION_FLAG(WatchOptions, help),
    [OPT_VERSION]    = OPTION_FLAG(WatchOptions, version),
};
/* clang-format on */

static gboolean take(gpointer user, guint option, const char *value, GError **error) {
    return option_effect(&effects[option], user, value, error);
}

gboolean watch_options_read(WatchOptions *self, int argc, char **argv, GError **error) {
    *self = (WatchOptions){.color = TERMINAL_COLOR_AUTO};
    g_autoptr(GPtrArray) operands = g_ptr_array_new();
    if (!options_read(options, G_N_ELEMENTS(options), argc, argv, take, self, operands, error))
        return FALSE;
    if (self->help || self->version)
        return TRUE;
    if (operands->len > 0)
        return options_refuse(error,
                              "\"%s\" is one word too many; an interface is named with -i, a "
                              "filter with -f (in quotes): maillab watch -i lo -f 'port 2525'.",
                              (const char *)operands->pdata[0]);
    if (self->interface == NULL)
        return options_refuse(error, "Name an interface: maillab watch -i lo, or -i any for all.");
    if (self->quiet && self->verbose)
        return options_refuse(error, "-q and -v contradict each other; choose one.");
    return TRUE;
}

char *watch_options_help(guint width) {
    GString *out = g_string_new(
        "Listens on an interface and explains the mail that passes, as it passes.\n"
        "\n"
        "Examples:\n"
        "  maillab watch -i lo                            beside maillab serve\n"
        "  maillab watch -i any -f 'port 25 or port 143'  only this, on every interface\n"
        "  maillab watch -i eth0 -w mail.pcap             and keep the packets\n"
        "  maillab watch -i lo -T json | jq .             records for programs\n"
        "  maillab watch -i lo --tls-keylog keys.txt      what TLS hides, with its secrets\n"
        "\n"
        "Usage: maillab watch -i IFACE [OPTIONS]\n"
        "Ctrl-C ends it. Listening needs the system's permission: run it with sudo (what root may\n"
        "is given up as soon as the interface is open), or permit the program for good with\n"
        "setcap cap_net_raw+ep.\n"
        "\n"
        "Options:\n");
    options_help(out, options, G_N_ELEMENTS(options), width);
    g_string_append(out, "\nExit status: 0 done; 2 usage error, or the interface cannot be "
                         "listened on.\n");
    return g_string_free(out, FALSE);
}
