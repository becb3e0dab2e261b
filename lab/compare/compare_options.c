/* SPDX-License-Identifier: MIT */
/* The command line of `maillab compare` -> CompareOptions. What both sides have to know goes to
 * `analyze`'s reader and to tshark in their own spelling. */
#include "compare/compare_options.h"

#include "options.h"

#include <string.h>

enum {
    OPT_FORMAT,
    OPT_OUTPUT,
    OPT_READ,
    OPT_DECODE_AS,
    OPT_TLS_KEYLOG,
    OPT_REVEAL,
    OPT_QUIET,
    OPT_COLOR,
    OPT_HELP,
    OPT_VERSION,
};

/* clang-format off */
static const Option options[] = {
    [OPT_FORMAT]     = { 'T', NULL, "text|json|html|markdown", "what to write: text (the default), one JSON record per difference, a page for the browser, or the tables of the guide" },
    [OPT_OUTPUT]     = { 'o', NULL, "FILE", "write to FILE instead of standard output" },
    [OPT_READ]       = { 'r', NULL, "FILE", "read this capture (as in tshark); the same as naming it" },
    [OPT_DECODE_AS]  = { 'd', NULL, "tcp.port==P,PROTO", "let both read port P as protocol PROTO; may be given several times" },
    [OPT_TLS_KEYLOG] = { 0, "tls-keylog", "FILE", "let both open TLS with the secrets in this key log; may be given several times" },
    [OPT_REVEAL]     = { 0, "reveal", NULL, "show passwords and other secrets" },
    [OPT_QUIET]      = { 'q', NULL, NULL, "only the sums of each capture" },
    [OPT_COLOR]      = { 0, "color", "WHEN", "auto, always or never (the report has no colours; taken as everywhere)" },
    [OPT_HELP]       = { 'h', "help", NULL, "this help" },
    [OPT_VERSION]    = { 'V', "version", NULL, "the version" },
};
/* clang-format on */

static gboolean take_format(gpointer user, const char *value, GError **error) {
    CompareOptions *self = user;
    static const char *const names[] = {"text", "json", "html", "markdown", NULL};
    static const ReportKind *const kinds[] = {&report_text, &report_json, &report_html,
                                              &report_markdown};
    for (guint i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], value) == 0) {
            self->report = kinds[i];
            return TRUE;
        }
    }
    return options_refuse(
        error, "There is no format \"%s\"; -T takes text, json, html or markdown.", value);
}

/* tshark spells POP3 "pop" and reads LMTP as SMTP. */
static gboolean take_decode_as(gpointer user, const char *value, GError **error) {
    CompareOptions *self = user;
    const char *comma = strchr(value, ',');
    const char *protocol = comma == NULL ? "" : comma + 1;
    if (g_ascii_strcasecmp(protocol, "pop3") == 0)
        protocol = "pop";
    else if (g_ascii_strcasecmp(protocol, "lmtp") == 0)
        protocol = "smtp";
    g_autofree char *lower = g_ascii_strdown(protocol, -1);
    g_ptr_array_add(self->decode_as,
                    g_strdup_printf("%.*s,%s",
                                    (int)(comma == NULL ? strlen(value) : (gsize)(comma - value)),
                                    value, lower));
    g_ptr_array_add(self->passed, (gpointer) "-d");
    g_ptr_array_add(self->passed, (gpointer)value);
    return TRUE;
}

static gboolean take_capture(gpointer user, const char *value, GError **error) {
    CompareOptions *self = user;
    g_ptr_array_add(self->captures, (gpointer)value);
    return TRUE;
}

static gboolean take_tls_keylog(gpointer user, const char *value, GError **error) {
    CompareOptions *self = user;
    g_ptr_array_add(self->keylogs, (gpointer)value);
    g_ptr_array_add(self->passed, (gpointer) "--tls-keylog");
    g_ptr_array_add(self->passed, (gpointer)value);
    return TRUE;
}

/* clang-format off */
static const OptionEffect effects[] = {
    [OPT_FORMAT]     = OPTION_CALL(take_format),
    [OPT_OUTPUT]     = OPTION_TEXT(CompareOptions, output),
    [OPT_READ]       = OPTION_CALL(take_capture),
    [OPT_DECODE_AS]  = OPTION_CALL(take_decode_as),
    [OPT_TLS_KEYLOG] = OPTION_CALL(take_tls_keylog),
    [OPT_REVEAL]     = OPTION_FLAG(CompareOptions, reveal),
    [OPT_QUIET]      = OPTION_FLAG(CompareOptions, quiet),
    [OPT_COLOR]      = OPTION_COLOR(CompareOptions, color),
    [OPT_HELP]       = OPTION_FLAG(CompareOptions, help),
    [OPT_VERSION]    = OPTION_FLAG(CompareOptions, version),
};
/* clang-format on */

static gboolean take(gpointer user, guint option, const char *value, GError **error) {
    return option_effect(&effects[option], user, value, error);
}

static gboolean check(const CompareOptions *self, GError **error) {
    if (self->help || self->version)
        return TRUE;
    if (self->captures->len == 0)
        return options_refuse(error, "Name a capture: maillab compare CAPTURE.");
    for (guint i = 0; i < self->captures->len; i++) {
        if (strcmp(self->captures->pdata[i], "-") == 0)
            return options_refuse(error, "compare reads a capture twice, which standard input does "
                                         "not allow. Store it in a file first.");
    }
    return TRUE;
}

/* Our side: every octet with its label, secrets as they are, so that they can be compared. */
static gboolean read_analyze(CompareOptions *self, GError **error) {
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    static const char *const fixed[] = {"analyze", "-x", "--reveal"};
    for (guint i = 0; i < G_N_ELEMENTS(fixed); i++)
        g_ptr_array_add(argv, (gpointer)fixed[i]);
    for (guint i = 0; i < self->passed->len; i++)
        g_ptr_array_add(argv, self->passed->pdata[i]);
    g_ptr_array_add(argv, (gpointer) "--");
    for (guint i = 0; i < self->captures->len; i++)
        g_ptr_array_add(argv, self->captures->pdata[i]);
    if (self->captures->len == 0)
        g_ptr_array_add(argv, (gpointer) "-");
    if (!analyze_options_read(&self->analyze, (int)argv->len, (char **)argv->pdata, error))
        return FALSE;
    self->analyze.decoder.no_remarks = TRUE;
    return TRUE;
}

gboolean compare_options_read(CompareOptions *self, int argc, char **argv, GError **error) {
    *self = (CompareOptions){.report = &report_text, .color = TERMINAL_COLOR_AUTO};
    self->captures = g_ptr_array_new();
    self->keylogs = g_ptr_array_new();
    self->passed = g_ptr_array_new();
    self->decode_as = g_ptr_array_new_with_free_func(g_free);
    gboolean is_read = options_read(options, G_N_ELEMENTS(options), argc, argv, take, self,
                                    self->captures, error) &&
                       check(self, error);
    g_ptr_array_add(self->keylogs, NULL);
    g_ptr_array_add(self->decode_as, NULL);
    return is_read && read_analyze(self, error);
}

void compare_options_clear(CompareOptions *self) {
    g_ptr_array_unref(self->captures);
    g_ptr_array_unref(self->keylogs);
    g_ptr_array_unref(self->passed);
    g_ptr_array_unref(self->decode_as);
    if (self->analyze.captures != NULL)
        analyze_options_clear(&self->analyze);
}

char *compare_options_help(guint width) {
    GString *out = g_string_new(
        "Puts maillab and Wireshark side by side: where they agree, where not, and who is right.\n"
        "\n"
        "Examples:\n"
        "  maillab compare mail.pcap                    sums, then each difference\n"
        "  maillab compare -q *.pcap                    only the sums\n"
        "  maillab compare -T html -o page.html m.pcap  a page for the browser\n"
        "  maillab compare -T json m.pcap | jq .        records for programs\n"
        "  maillab compare --tls-keylog keys.txt m.pcap what TLS hid, for both\n"
        "\n"
        "Usage: maillab compare [OPTIONS] CAPTURE...\n"
        "tshark (4.0 or newer), which comes with Wireshark, has to be installed.\n"
        "\n"
        "Options:\n");
    options_help(out, options, G_N_ELEMENTS(options), width);
    g_string_append(out, "\nExit status: 0 both agree, or every difference is explained; 1 a "
                         "difference without a\nknown cause; 2 usage error, no tshark, or a "
                         "capture that could not be read.\n");
    return g_string_free(out, FALSE);
}
