/* SPDX-License-Identifier: MIT */
/* The command line of `maillab analyze` -> AnalyzeOptions. One row per option, one function where a
 * value needs to be understood. */
#include "analyze_options.h"

#include "capture/pcapng_writer.h"
#include "dissect/dissector.h"
#include "options.h"

#include <string.h>

enum {
    OPT_FORMAT,
    OPT_OUTPUT,
    OPT_READ,
    OPT_STREAM,
    OPT_FOLLOW,
    OPT_PROTOCOL,
    OPT_FILTER,
    OPT_DECODE_AS,
    OPT_OCTETS,
    OPT_EXTRACT,
    OPT_TLS_KEYLOG,
    OPT_OVERLAP,
    OPT_FILTERS,
    OPT_REVEAL,
    OPT_SECRET,
    OPT_QUIET,
    OPT_VERBOSE,
    OPT_COLOR,
    OPT_NO_PAGER,
    OPT_HELP,
    OPT_VERSION,
};

/* clang-format off */
static const Option options[] = {
    [OPT_FORMAT]    = { 'T', NULL, "text|json|mermaid|pcapng", "what to write: text for people (the default), one JSON record per line, sequence diagrams for slides, or the capture again with explanations as packet comments, for Wireshark" },
    [OPT_OUTPUT]    = { 'o', NULL, "FILE", "write to FILE instead of standard output" },
    [OPT_READ]      = { 'r', NULL, "FILE", "read this capture (as in tshark); the same as naming it" },
    [OPT_STREAM]    = { 0, "stream", "N", "only the connection that Wireshark calls tcp.stream N" },
    [OPT_FOLLOW]    = { 0, "follow", "N", "what was said in tcp.stream N, line by line, with gaps, conflicts and stuffed dots marked; secrets are shown" },
    [OPT_PROTOCOL]  = { 0, "protocol", "NAME", "only conversations in this protocol" },
    [OPT_FILTER]    = { 'f', NULL, "BPF", "only packets that match this capture filter, as in tcpdump; packet numbers stay those of the file" },
    [OPT_DECODE_AS] = { 'd', NULL, "tcp.port==P,PROTO", "read port P as protocol PROTO; may be given several times" },
    [OPT_OCTETS]    = { 'x', NULL, NULL, "also show every octet with its label" },
    [OPT_EXTRACT]   = { 0, "extract", "DIR", "write each message and its decoded parts into the new or empty directory DIR" },
    [OPT_TLS_KEYLOG] = { 0, "tls-keylog", "FILE", "open TLS with the secrets in this key log (SSLKEYLOGFILE); may be given several times" },
    [OPT_OVERLAP]   = { 0, "overlap", "first|last", "which of differing copies of the same octets counts (first is the default)" },
    [OPT_FILTERS]   = { 0, "filters", NULL, "with each row the display filter that finds it in Wireshark" },
    [OPT_REVEAL]    = { 0, "reveal", NULL, "show passwords and other secrets" },
    [OPT_SECRET]    = { 0, "secret", "[USER:]PASSWORD", "recompute the digests of logins (APOP, CRAM-MD5, DIGEST-MD5, SCRAM) with this password; may be given several times" },
    [OPT_QUIET]     = { 'q', NULL, NULL, "one line per conversation" },
    [OPT_VERBOSE]   = { 'v', NULL, NULL, "explain everything every time, show TCP events and digests of parts" },
    [OPT_COLOR]     = { 0, "color", "WHEN", "auto, always or never; auto heeds NO_COLOR and TERM=dumb" },
    [OPT_NO_PAGER]  = { 0, "no-pager", NULL, "do not page on a terminal ($PAGER, or less)" },
    [OPT_HELP]      = { 'h', "help", NULL, "this help" },
    [OPT_VERSION]   = { 'V', "version", NULL, "the version" },
};
/* clang-format on */

static const SpecProtocol *find_protocol(const char *name, GError **error) {
    guint n;
    const Dissector *dissectors = dissector_table(&n);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < n; i++) {
        if (g_ascii_strcasecmp(dissectors[i].spec->name, name) == 0)
            return dissectors[i].spec;
        g_ptr_array_add(names, (gpointer)dissectors[i].spec->name);
    }
    g_ptr_array_add(names, NULL);
    const char *near = lab_near_miss(name, (const char *const *)names->pdata);
    g_autofree char *known = g_strjoinv(", ", (char **)names->pdata);
    if (near != NULL)
        options_refuse(error, "There is no protocol \"%s\"; did you mean %s?", name, near);
    else
        options_refuse(error, "There is no protocol \"%s\" here; maillab reads %s.", name, known);
    return NULL;
}

static gboolean take_protocol(gpointer user, const char *value, GError **error) {
    AnalyzeOptions *self = user;
    self->decoder.only_protocol = find_protocol(value, error);
    return self->decoder.only_protocol != NULL;
}

static gboolean take_format(gpointer user, const char *value, GError **error) {
    AnalyzeOptions *self = user;
    static const char *const formats[] = {"text", "json", "mermaid", "pcapng", NULL};
    self->pcapng = strcmp(value, "pcapng") == 0;
    self->mermaid = strcmp(value, "mermaid") == 0;
    self->json = strcmp(value, "json") == 0;
    if (self->json || self->mermaid || self->pcapng || strcmp(value, "text") == 0)
        return TRUE;
    const char *near = lab_near_miss(value, formats);
    if (near != NULL)
        return options_refuse(error, "There is no format \"%s\"; did you mean -T %s?", value, near);
    return options_refuse(
        error, "There is no format \"%s\"; -T takes text, json, mermaid or pcapng.", value);
}

static gboolean take_stream(gpointer user, const char *value, GError **error) {
    AnalyzeOptions *self = user;
    guint64 number;
    if (!g_ascii_string_to_unsigned(value, 10, 0, G_MAXUINT32, &number, NULL))
        return options_refuse(error,
                              "\"%s\" is no stream number; they count from 0, as Wireshark's "
                              "tcp.stream.",
                              value);
    self->decoder.only_stream = (gint64)number;
    return TRUE;
}

static gboolean take_follow(gpointer user, const char *value, GError **error) {
    AnalyzeOptions *self = user;
    self->follow = TRUE;
    self->decoder.labels = TRUE;
    return take_stream(self, value, error);
}

static gboolean take_overlap(gpointer user, const char *value, GError **error) {
    AnalyzeOptions *self = user;
    gboolean is_last = strcmp(value, "last") == 0;
    if (!is_last && strcmp(value, "first") != 0)
        return options_refuse(error, "\"%s\" is no policy; --overlap takes first or last.", value);
    self->decoder.overlap = is_last ? STREAM_OVERLAP_LAST : STREAM_OVERLAP_FIRST;
    return TRUE;
}

/* tcp.port==8025,smtp */
static gboolean take_decode_as(gpointer user, const char *value, GError **error) {
    AnalyzeOptions *self = user;
    static const char selector[] = "tcp.port==";
    const char *comma = strchr(value, ',');
    guint64 port;
    gsize prefix = strlen(selector);
    if (!g_str_has_prefix(value, selector) || comma == NULL)
        return options_refuse(error,
                              "\"%s\" is not understood; -d takes a port and a protocol, "
                              "for example -d tcp.port==8025,smtp.",
                              value);
    g_autofree char *digits = g_strndup(value + prefix, (gsize)(comma - value) - prefix);
    if (!g_ascii_string_to_unsigned(digits, 10, 1, 65535, &port, NULL))
        return options_refuse(error, "\"%s\" in -d is no port; ports go from 1 to 65535.", digits);
    DecodeAs decode_as = {.port = (guint16)port, .spec = find_protocol(comma + 1, error)};
    if (decode_as.spec == NULL)
        return FALSE;
    g_array_append_val(self->decode_as, decode_as);
    return TRUE;
}

static gboolean take_tls_keylog(gpointer user, const char *value, GError **error) {
    AnalyzeOptions *self = user;
    g_autofree char *text = NULL;
    gsize length;
    if (!g_file_get_contents(value, &text, &length, error)) {
        g_prefix_error(error, "The key log cannot be read. ");
        return FALSE;
    }
    if (self->tls_keylog == NULL)
        self->tls_keylog = tls_keylog_new();
    g_string_append_len(self->keylog_text, text, (gssize)length);
    if (length > 0 && text[length - 1] != '\n')
        g_string_append_c(self->keylog_text, '\n');
    if (tls_keylog_add(self->tls_keylog, text, length) > 0)
        return TRUE;
    return options_refuse(error,
                          "%s holds no TLS secrets. A key log has lines like CLIENT_RANDOM and two "
                          "long numbers; a program writes it where SSLKEYLOGFILE says.",
                          value);
}

/* bob:hungry, or a password of anybody's: hungry, :hungry */
static gboolean take_secret(gpointer user, const char *value, GError **error) {
    AnalyzeOptions *self = user;
    const char *colon = strchr(value, ':');
    Secret secret = {NULL, colon != NULL ? colon + 1 : value};
    if (secret.password[0] == '\0')
        return options_refuse(error, "--secret takes a password, or a user, a colon and a "
                                     "password: --secret bob:hungry.");
    if (colon != NULL && colon > value)
        secret.user = g_strndup(value, (gsize)(colon - value));
    g_array_append_val(self->secrets, secret);
    return TRUE;
}

static gboolean take_capture(gpointer user, const char *value, GError **error) {
    AnalyzeOptions *self = user;
    g_ptr_array_add(self->captures, (gpointer)value);
    return TRUE;
}

/* clang-format off */
static const OptionEffect effects[] = {
    [OPT_FORMAT]    = OPTION_CALL(take_format),
    [OPT_OUTPUT]    = OPTION_TEXT(AnalyzeOptions, output),
    [OPT_READ]      = OPTION_CALL(take_capture),
    [OPT_STREAM]    = OPTION_CALL(take_stream),
    [OPT_FOLLOW]    = OPTION_CALL(take_follow),
    [OPT_PROTOCOL]  = OPTION_CALL(take_protocol),
    [OPT_FILTER]    = OPTION_TEXT(AnalyzeOptions, filter),
    [OPT_DECODE_AS] = OPTION_CALL(take_decode_as),
    [OPT_OCTETS]    = OPTION_FLAG(AnalyzeOptions, decoder.labels),
    [OPT_EXTRACT]   = OPTION_TEXT(AnalyzeOptions, extract),
    [OPT_TLS_KEYLOG] = OPTION_CALL(take_tls_keylog),
    [OPT_OVERLAP]   = OPTION_CALL(take_overlap),
    [OPT_FILTERS]   = OPTION_FLAG(AnalyzeOptions, filters),
    [OPT_REVEAL]    = OPTION_FLAG(AnalyzeOptions, decoder.reveal),
    [OPT_SECRET]    = OPTION_CALL(take_secret),
    [OPT_QUIET]     = OPTION_FLAG(AnalyzeOptions, quiet),
    [OPT_VERBOSE]   = OPTION_FLAG(AnalyzeOptions, verbose),
    [OPT_COLOR]     = OPTION_COLOR(AnalyzeOptions, color),
    [OPT_NO_PAGER]  = OPTION_FLAG(AnalyzeOptions, no_pager),
    [OPT_HELP]      = OPTION_FLAG(AnalyzeOptions, help),
    [OPT_VERSION]   = OPTION_FLAG(AnalyzeOptions, version),
};
/* clang-format on */

static gboolean take(gpointer user, guint option, const char *value, GError **error) {
    return option_effect(&effects[option], user, value, error);
}

static gboolean check(const AnalyzeOptions *self, GError **error) {
    if (self->help || self->version)
        return TRUE;
    if (self->captures->len == 0)
        return options_refuse(error, "Name a capture: maillab analyze CAPTURE (or - for standard "
                                     "input).");
    if (self->quiet && self->verbose)
        return options_refuse(error, "-q and -v contradict each other; choose one.");
    if (self->follow && self->captures->len > 1)
        return options_refuse(error, "--follow shows one connection: name one capture.");
    if (self->follow && (self->json || self->mermaid || self->pcapng || self->quiet))
        return options_refuse(error, "--follow writes lines of its own: leave out %s.",
                              self->quiet ? "-q" : "-T");
    if (self->filters && (self->quiet || self->mermaid || self->pcapng || self->follow))
        return options_refuse(error, "--filters goes with rows of text or with JSON: leave out %s.",
                              self->quiet    ? "-q"
                              : self->follow ? "--follow"
                                             : "-T");
    if (self->mermaid && (self->quiet || self->decoder.labels))
        return options_refuse(error, "-T mermaid draws each command and reply: leave out %s.",
                              self->quiet ? "-q" : "-x");
    if (self->pcapng && (self->quiet || self->verbose || self->decoder.labels))
        return options_refuse(error, "-q, -v and -x are for text; leave them out with -T pcapng.");
    if (self->keylog_text->len > PCAPNG_SECRETS_MAX && self->pcapng)
        return options_refuse(error, "The key log is too large to be put into a capture.");
    if (self->quiet && self->decoder.labels && !self->json)
        return options_refuse(error, "-q and -x contradict each other; choose one.");
    return TRUE;
}

static void clear_secret(gpointer data) {
    g_free((gpointer)((Secret *)data)->user);
}

gboolean analyze_options_read(AnalyzeOptions *self, int argc, char **argv, GError **error) {
    *self = (AnalyzeOptions){.decoder = DECODER_OPTIONS_INIT, .color = TERMINAL_COLOR_AUTO};
    self->captures = g_ptr_array_new();
    self->keylog_text = g_string_new(NULL);
    self->decode_as = g_array_new(FALSE, FALSE, sizeof(DecodeAs));
    self->secrets = g_array_new(FALSE, FALSE, sizeof(Secret));
    g_array_set_clear_func(self->secrets, clear_secret);
    g_autoptr(GPtrArray) operands = g_ptr_array_new();
    if (!options_read(options, G_N_ELEMENTS(options), argc, argv, take, self, operands, error))
        return FALSE;
    for (guint i = 0; i < operands->len; i++)
        g_ptr_array_add(self->captures, operands->pdata[i]);
    self->decoder.decode_as = (const DecodeAs *)(gpointer)self->decode_as->data;
    self->decoder.n_decode_as = self->decode_as->len;
    self->decoder.secrets =
        (Secrets){(const Secret *)(gpointer)self->secrets->data, self->secrets->len};
    self->decoder.tls_keylog = self->tls_keylog;
    self->decoder.digests = !(self->quiet && !self->json) && !self->pcapng;
    self->decoder.no_remarks = self->quiet || self->json || self->mermaid;
    self->octets = self->decoder.labels;
    if (!check(self, error))
        return FALSE;
    self->decoder.labels |= self->filters;
    return TRUE;
}

void analyze_options_clear(AnalyzeOptions *self) {
    g_ptr_array_unref(self->captures);
    g_array_unref(self->decode_as);
    g_array_unref(self->secrets);
    tls_keylog_free(self->tls_keylog);
    g_string_free(self->keylog_text, TRUE);
}

char *analyze_options_help(guint width) {
    GString *out = g_string_new(
        "Explains captures: who said what, in which state, and why.\n"
        "\n"
        "Examples:\n"
        "  maillab analyze mail.pcap                      the ladder, the messages, the findings\n"
        "  maillab analyze -q *.pcap                      one line per conversation\n"
        "  maillab analyze -T json mail.pcap | jq .       records for programs\n"
        "  maillab analyze -x --stream 3 mail.pcap        every octet of one connection\n"
        "  maillab analyze -d tcp.port==8025,smtp m.pcap  SMTP on an unusual port\n"
        "  maillab analyze -T pcapng -o new.pcapng m.pcap the explanations, as comments in "
        "Wireshark\n"
        "  maillab analyze --extract parts mail.pcap      messages and attachments as files\n"
        "  maillab analyze --tls-keylog keys.txt m.pcap   what TLS hid, with the session's "
        "secrets\n"
        "  maillab analyze --follow 3 mail.pcap           what was said in tcp.stream 3\n"
        "  maillab analyze -T mermaid mail.pcap           a sequence diagram for slides\n"
        "  maillab analyze --filters mail.pcap            each row's display filter for Wireshark\n"
        "  tcpdump -w - port 25 | maillab analyze -       from another program\n"
        "\n"
        "Usage: maillab analyze [OPTIONS] CAPTURE...\n"
        "CAPTURE is a pcap or pcapng file, gzipped or not; - is standard input.\n"
        "\n"
        "Options:\n");
    options_help(out, options, G_N_ELEMENTS(options), width);
    g_string_append(out,
                    "\nExit status: 0 done; 2 usage error, or a capture that could not be read to "
                    "its end\n(what could be read is still explained).\n");
    return g_string_free(out, FALSE);
}
