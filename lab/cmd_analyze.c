/* SPDX-License-Identifier: MIT */
/* `maillab analyze`: captures -> decoder -> renderer -> standard output or a file. It owns the
 * files and the sentences about them, and knows nothing of mail. */
#include "analyze_options.h"
#include "analyze_say.h"
#include "annotate.h"
#include "extract_tee.h"
#include "filters.h"
#include "large_pages.h"
#include "progress.h"
#include "result_file.h"

#include "dissect/journey.h"
#include "render/follow.h"
#include "render/json.h"
#include "render/mermaid.h"
#include "render/text.h"

#include "version.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One run over all captures. */
typedef struct {
    const AnalyzeOptions *options;
    ResultFile result;
    Progress progress;
    JsonRenderer *json;
    TextRenderer *text;
    Annotations *annotations;
    MermaidRenderer *mermaid;
    FollowRenderer *follow;
    ExtractTee tee;
    FilterTee filters;
    Journey *journey; /* of the mails of all captures */
    const NoteSink *sink;
    gpointer sink_user;
    NoteEnd total;
    int status;
} Run;

static void run_fail(Run *self) {
    self->status = LAB_USAGE;
}

static void hide_progress(gpointer user) {
    progress_hide(user);
}

/* Each row is to have its display filter: they are made on the way to the renderer. */
static void run_open_filters(Run *self) {
    if (!self->options->filters)
        return;
    self->filters = (FilterTee){.renderer = {self->sink, self->sink_user},
                                .pass_leaves = self->options->octets};
    self->sink = &filter_tee_sink;
    self->sink_user = &self->filters;
}

static void run_open_renderer(Run *self, const Terminal *terminal) {
    const AnalyzeOptions *options = self->options;
    RenderOutput output = result_file_output(&self->result);
    gboolean several = options->captures->len > 1;
    if (options->json) {
        self->json = json_renderer_new(&output, several);
        self->sink = &json_sink;
        self->sink_user = self->json;
        return;
    }
    if (options->mermaid) {
        self->mermaid = mermaid_renderer_new(&output);
        self->sink = &mermaid_sink;
        self->sink_user = self->mermaid;
        return;
    }
    if (options->pcapng) {
        self->annotations = annotations_new();
        self->sink = &annotation_sink;
        self->sink_user = self->annotations;
        return;
    }
    if (options->follow) {
        self->follow = follow_renderer_new(&output);
        self->sink = &follow_sink;
        self->sink_user = self->follow;
        return;
    }
    TextOptions text = {.width = terminal->width,
                        .color = terminal->has_color,
                        .utf8 = terminal->has_utf8,
                        .quiet = options->quiet,
                        .verbose = options->verbose,
                        .several_files = several,
                        .filtered = options->decoder.only_stream >= 0 ||
                                    options->decoder.only_protocol != NULL};
    self->text = text_renderer_new(&text, &output);
    self->sink = &text_sink;
    self->sink_user = self->text;
}

/* TRUE unless --extract was asked for and cannot be done. */
static gboolean run_open_extract(Run *self) {
    g_autoptr(GError) error = NULL;
    const AnalyzeOptions *options = self->options;
    if (options->extract == NULL)
        return TRUE;
    Extract *extract = extract_open(options->extract, options->captures->len > 1, &error);
    if (extract == NULL) {
        lab_complain("%s", error->message);
        return FALSE;
    }
    self->tee = (ExtractTee){{self->sink, self->sink_user}, extract};
    self->sink = &extract_tee_sink;
    self->sink_user = &self->tee;
    return TRUE;
}

static void run_close_extract(Run *self) {
    g_autoptr(GError) error = NULL;
    ExtractCount count;
    if (self->tee.extract == NULL)
        return;
    if (!extract_close(self->tee.extract, &count, &error)) {
        lab_complain("%s", error->message);
        run_fail(self);
    }
    lab_complain(
        "%s holds %u message%s and %u part%s, faithful to the octet: they may hold secrets "
        "and hostile content, so open them with care.",
        self->options->extract, count.messages, count.messages == 1 ? "" : "s", count.parts,
        count.parts == 1 ? "" : "s");
}

static void run_set_file(Run *self, const char *file) {
    if (self->tee.extract != NULL && file != NULL)
        extract_set_file(self->tee.extract, file);
    if (self->json != NULL)
        json_renderer_set_file(self->json, file);
    else if (self->mermaid != NULL)
        mermaid_renderer_set_file(self->mermaid, file);
    else if (self->text != NULL)
        text_renderer_set_file(self->text, file);
    if (file != NULL)
        journey_set_file(self->journey, file);
}

static void add_end(NoteEnd *total, const NoteEnd *end) {
    total->packets += end->packets;
    total->conversations += end->conversations;
    total->other_tcp += end->other_tcp;
    total->messages += end->messages;
    total->findings += end->findings;
}

/* What a person should know of what --follow showed, or why it showed nothing. */
static void say_of_follow(Run *self, const char *name, const NoteEnd *end) {
    gint64 stream = self->options->decoder.only_stream;
    if (end->conversations > 0) {
        lab_complain("tcp.stream %" G_GINT64_FORMAT " is shown as it was sent, with the passwords "
                     "and other secrets in it.",
                     stream);
        return;
    }
    lab_complain("%s has no tcp.stream %" G_GINT64_FORMAT " with mail in it. See those that it has "
                 "with maillab analyze -q; if it is mail on an unusual port, name that: "
                 "-d tcp.port==8025,smtp",
                 name, stream);
    run_fail(self);
}

static void say_if_link_unknown(Run *self, const char *name, const Decoder *decoder,
                                const NoteEnd *end) {
    int link_type = 0;
    guint64 packets = decoder_unknown_link_packets(decoder, &link_type);
    if (packets == 0)
        return;
    lab_complain("%s: %" G_GUINT64_FORMAT
                 " packets have link type %d, which maillab does not read. "
                 "Capture on an Ethernet, loopback, cooked or raw IP interface instead.",
                 name, packets, link_type);
    if (packets >= end->packets)
        run_fail(self);
}

typedef struct {
    const char *name;
    CaptureReader *reader;
    guint64 packets, octets;
    gboolean cut_short;
} Source;

/* What stands in front of a packet counts for it. */
static void push_secrets(const Source *source, Decoder *decoder) {
    g_autoptr(GBytes) secrets = capture_reader_take_tls_secrets(source->reader);
    gsize length = 0;
    const char *text = secrets == NULL ? NULL : g_bytes_get_data(secrets, &length);
    if (text != NULL)
        decoder_add_tls_secrets(decoder, text, length);
}

/* Packets into the decoder until the file or the reader's patience ends. */
static void push_packets(Run *self, Source *source, Decoder *decoder) {
    g_autoptr(GError) error = NULL;
    CapturePacket packet;
    CaptureStatus status = CAPTURE_PACKET;
    while (!result_file_is_done(&self->result) &&
           (status = capture_reader_next(source->reader, &packet, &error)) == CAPTURE_PACKET) {
        push_secrets(source, decoder);
        decoder_push(decoder, &packet);
        source->packets++;
        source->octets += packet.length;
        if (progress_is_due(&self->progress))
            progress_show(&self->progress, source->name, capture_reader_progress(source->reader),
                          source->packets);
    }
    progress_hide(&self->progress);
    if (status != CAPTURE_CUT_SHORT)
        return;
    source->cut_short = TRUE;
    analyze_complain_of_capture(error);
    run_fail(self);
}

static void tell_capture(Run *self, const Source *source) {
    NoteCapture note = {.file = source->name,
                        .format = capture_reader_format(source->reader),
                        .links = capture_reader_links(source->reader),
                        .packets = source->packets,
                        .octets = source->octets,
                        .cut_short = source->cut_short};
    if (self->sink->capture != NULL)
        self->sink->capture(self->sink_user, &note);
}

static void run_capture(Run *self, const char *path) {
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    if (result_file_is_done(&self->result))
        return;
    g_autoptr(GError) error = NULL;
    g_autoptr(CaptureReader) reader = capture_reader_open(path, &error);
    const char *filter = self->options->filter;
    if (reader == NULL || (filter != NULL && !capture_reader_set_filter(reader, filter, &error))) {
        analyze_complain_of_capture(error);
        run_fail(self);
        return;
    }
    Source source = {.name = name, .reader = reader};
    NoteEnd end = {0};
    run_set_file(self, name);
    DecoderOptions decoder_options = self->options->decoder;
    decoder_options.journey = self->journey;
    g_autoptr(Decoder) decoder = decoder_new(&decoder_options, self->sink, self->sink_user);
    push_packets(self, &source, decoder);
    decoder_finish(decoder, &end);
    end.packets = source.packets;
    tell_capture(self, &source);
    add_end(&self->total, &end);
    say_if_link_unknown(self, name, decoder, &end);
    if (self->options->follow)
        say_of_follow(self, name, &end);
    else
        analyze_say_if_no_mail(self->options, name, &end);
}

static void tell_journeys(Run *self) {
    journey_tell(self->journey, self->sink, self->sink_user);
    guint64 left_out = journey_left_out(self->journey);
    if (left_out > 0)
        lab_complain("%" G_GUINT64_FORMAT " messages are in no journey: there are too many to keep "
                     "them all in mind. Name fewer captures, or use --stream.",
                     left_out);
}

/* -T pcapng: the capture again, now that all is known about its packets. */
static void write_annotated(Run *self) {
    g_autoptr(GError) error = NULL;
    guint64 n_comments = 0, left_out = annotations_left_out(self->annotations);
    if (!annotate_copy(self->options, self->annotations, &self->result, &n_comments, &error)) {
        if (self->status == LAB_DONE) /* else it could not be opened before: that is said */
            analyze_complain_of_capture(error);
        run_fail(self);
        return;
    }
    if (left_out > 0)
        lab_complain("%" G_GUINT64_FORMAT " notes are left out: there is more to say than packet "
                     "comments should hold. Use --stream to explain a single conversation.",
                     left_out);
    lab_complain("%s holds %" G_GUINT64_FORMAT " comment%s beside the original packets, which are "
                 "faithful to the octet: passwords%s in them are kept.",
                 self->result.name == NULL ? "Standard output" : self->result.name, n_comments,
                 n_comments == 1 ? "" : "s",
                 self->options->tls_keylog != NULL ? ", the TLS secrets given and all other secrets"
                                                   : " and other secrets");
}

static void run_finish(Run *self, gboolean has_run) {
    run_set_file(self, NULL);
    if (has_run)
        tell_journeys(self);
    if (has_run && self->sink->end != NULL && (self->total.packets > 0 || self->json != NULL))
        self->sink->end(self->sink_user, &self->total);
    if (has_run && self->annotations != NULL)
        write_annotated(self);
    annotations_free(self->annotations);
    json_renderer_free(self->json);
    text_renderer_free(self->text);
    mermaid_renderer_free(self->mermaid);
    follow_renderer_free(self->follow);
    const char *name = self->result.name == NULL ? "Standard output" : self->result.name;
    if (self->result.failure != 0) {
        lab_complain("%s cannot be written: %s. What is there is not complete.", name,
                     g_strerror(self->result.failure));
        run_fail(self);
    }
    result_file_close(&self->result);
}

static int run_all(const AnalyzeOptions *options) {
    g_autoptr(Journey) journey = journey_new();
    Run self = {.options = options, .status = LAB_DONE, .journey = journey};
    g_autoptr(GError) error = NULL;
    if (options->pcapng && !annotate_check(options, &error)) {
        lab_complain("%s", error->message);
        return LAB_USAGE;
    }
    if (!result_file_open(&self.result, options->output, &error)) {
        lab_complain("%s", error->message);
        result_file_close(&self.result);
        return LAB_USAGE;
    }
    Terminal terminal = terminal_inspect(self.result.fd, options->color);
    gboolean pages =
        terminal.is_terminal && !options->json && !options->pcapng && !options->no_pager;
    if (pages)
        lab_pager_begin();
    progress_begin(&self.progress, !terminal.is_terminal);
    self.result.before = hide_progress;
    self.result.before_user = &self.progress;
    run_open_renderer(&self, &terminal);
    run_open_filters(&self);
    gboolean is_ready = run_open_extract(&self);
    if (!is_ready)
        run_fail(&self);
    for (guint i = 0; is_ready && i < options->captures->len; i++)
        run_capture(&self, options->captures->pdata[i]);
    run_finish(&self, is_ready);
    run_close_extract(&self);
    if (pages)
        lab_pager_end();
    return self.status;
}

int cmd_analyze(int argc, char **argv) {
    AnalyzeOptions options;
    g_autoptr(GError) error = NULL;
    int status = LAB_DONE;
    if (!analyze_options_read(&options, argc, argv, &error)) {
        lab_complain("%s", error->message);
        status = LAB_USAGE;
    } else if (options.help) {
        Terminal terminal = terminal_inspect(STDOUT_FILENO, options.color);
        g_autofree char *help = analyze_options_help(terminal.width);
        fputs(help, stdout);
    } else if (options.version) {
        puts("maillab " MAILLAB_VERSION);
    } else {
        large_pages_prefer();
        status = run_all(&options);
    }
    analyze_options_clear(&options);
    return status;
}
