/* SPDX-License-Identifier: MIT */
/* `maillab watch`: an interface -> decoder -> rows or records as they come, until a signal ends it.
 * It owns the main loop and the sentences about it, and knows nothing of mail. */
#include "result_file.h"
#include "watch_keylog.h"
#include "watch_ladder.h"
#include "watch_options.h"
#include "watch_privileges.h"

#include "capture/capture_live.h"
#include "render/json.h"

#include "version.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One run. */
typedef struct {
    const WatchOptions *options;
    CaptureLive *live;
    WatchKeylog *keylog; /* NULL: none was named */
    ResultFile result;
    JsonRenderer *json; /* one of the two */
    ServeLadder *ladder;
    const NoteSink *sink;
    gpointer sink_user;
    Decoder *decoder;
    GMainLoop *loop;
    guint64 packets, octets;
    int status;
} Run;

/* ---- sentences ------------------------------------------------------------------------------ */

static void complain_of_permission(const GError *error) {
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    lab_complain("%s. Permit this program to, once: sudo setcap cap_net_raw+ep %s; or run "
                 "this command with sudo.",
                 error->message, program != NULL ? program : "maillab");
}

static void complain_of_interface(const GError *error) {
    g_auto(GStrv) interfaces = capture_live_interfaces();
    g_autofree char *names = g_strjoinv(", ", interfaces);
    lab_complain("%s; there are: %s.", error->message, names[0] != '\0' ? names : "none");
}

static void complain(const GError *error) {
    if (g_error_matches(error, CAPTURE_ERROR, CAPTURE_ERROR_PERMISSION))
        complain_of_permission(error);
    else if (g_error_matches(error, CAPTURE_ERROR, CAPTURE_ERROR_INTERFACE))
        complain_of_interface(error);
    else if (g_error_matches(error, CAPTURE_ERROR, CAPTURE_ERROR_FILTER))
        lab_complain("%s. Filters are written as for tcpdump: see pcap-filter(7).", error->message);
    else
        lab_complain("%s", error->message);
}

static void say_beginning(const Run *self) {
    const WatchOptions *options = self->options;
    if (options->save != NULL)
        lab_complain("%s keeps the packets as they are: passwords and other secrets are in it.",
                     options->save);
    if (self->keylog != NULL && !watch_keylog_is_open(self->keylog))
        lab_complain("%s is not there yet; it is read as soon as it is.", options->tls_keylog);
    lab_complain("Listening on %s; Ctrl-C ends it.", options->interface);
}

static void say_end(const Run *self, const NoteEnd *end) {
    lab_complain("%" G_GUINT64_FORMAT " packet%s, %" G_GUINT64_FORMAT
                 " dropped by the kernel; %u conversation%s, %u message%s.",
                 self->packets, self->packets == 1 ? "" : "s", capture_live_dropped(self->live),
                 end->conversations, end->conversations == 1 ? "" : "s", end->messages,
                 end->messages == 1 ? "" : "s");
    int link_type = 0;
    if (decoder_unknown_link_packets(self->decoder, &link_type) > 0)
        lab_complain("%s has link type %d, which maillab does not read.", self->options->interface,
                     link_type);
}

/* ---- opening -------------------------------------------------------------------------------- */

/* Only who runs the program may read what is kept. */
static gboolean open_save(Run *self, GError **error) {
    const char *path = self->options->save;
    if (path == NULL)
        return TRUE;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FILE *file = fd >= 0 ? fdopen(fd, "wb") : NULL;
    if (file != NULL)
        return capture_live_save(self->live, file, error);
    g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno),
                "%s cannot be written: %s. Name another file with -w.", path, g_strerror(errno));
    if (fd >= 0)
        close(fd);
    return FALSE;
}

/* What needs rights, and then the end of them. The file of -w is opened by whom it is for: who
 * called sudo writes where he may without it, root itself before it becomes nobody. */
static gboolean open_capture(Run *self, GError **error) {
    WatchIdentity identity = watch_identity();
    gboolean saves_after = identity.is_needed && identity.is_caller;
    self->live = capture_live_open(self->options->interface, self->options->filter, error);
    if (self->live == NULL || (!saves_after && !open_save(self, error)) ||
        !watch_become(&identity, error) || (saves_after && !open_save(self, error)))
        return FALSE;
    if (identity.is_needed && self->options->verbose)
        lab_complain("Root's rights are given up: from now on this is user %u, group %u.",
                     (guint)identity.user, (guint)identity.group);
    return TRUE;
}

static void open_renderer(Run *self) {
    const WatchOptions *options = self->options;
    RenderOutput output = result_file_output(&self->result);
    if (options->json) {
        self->json = json_renderer_new(&output, FALSE);
        json_renderer_set_file(self->json, options->interface);
        self->sink = &json_sink;
        self->sink_user = self->json;
        return;
    }
    Terminal terminal = terminal_inspect(STDOUT_FILENO, options->color);
    LadderOptions ladder = {
        .width = terminal.width,
        .color = terminal.has_color,
        .utf8 = terminal.has_utf8,
        .detail = options->quiet     ? LADDER_BRIEF
                  : options->verbose ? LADDER_FULL
                                     : LADDER_NORMAL,
    };
    self->ladder = serve_ladder_new(&ladder, &output);
    self->sink = &watch_ladder_sink;
    self->sink_user = self->ladder;
}

/* ---- packets -------------------------------------------------------------------------------- */

static void on_packet(gpointer user, const CapturePacket *packet) {
    Run *self = user;
    self->packets++;
    self->octets += packet->length;
    decoder_push(self->decoder, packet);
}

/* The packets that wait; what they tell is written before this returns. */
static void read_packets(Run *self) {
    g_autoptr(GError) error = NULL;
    if (self->keylog != NULL)
        watch_keylog_read(self->keylog, self->decoder);
    if (!capture_live_read(self->live, on_packet, self, &error)) {
        complain(error);
        self->status = LAB_USAGE;
    }
    if (self->json != NULL)
        json_renderer_flush(self->json);
    if (self->status != LAB_DONE || result_file_is_done(&self->result))
        g_main_loop_quit(self->loop);
}

static gboolean on_readable(gint fd, GIOCondition condition, gpointer user) {
    read_packets(user);
    return G_SOURCE_CONTINUE;
}

static gboolean on_signal(gpointer user) {
    Run *self = user;
    g_main_loop_quit(self->loop);
    return G_SOURCE_CONTINUE;
}

static void listen_until_signal(Run *self) {
    guint sources[] = {
        g_unix_signal_add(SIGTERM, on_signal, self),
        g_unix_signal_add(SIGINT, on_signal, self),
        g_unix_signal_add(SIGHUP, on_signal, self),
        g_unix_fd_add(capture_live_descriptor(self->live), G_IO_IN | G_IO_ERR | G_IO_HUP,
                      on_readable, self),
    };
    self->loop = g_main_loop_new(NULL, FALSE);
    say_beginning(self);
    g_main_loop_run(self->loop);
    for (guint i = 0; i < G_N_ELEMENTS(sources); i++)
        g_source_remove(sources[i]);
    if (self->status == LAB_DONE)
        read_packets(self); /* what came since */
    g_main_loop_unref(self->loop);
}

/* ---- the run -------------------------------------------------------------------------------- */

/* Open conversations are told, then what there was. */
static void tell_end(Run *self) {
    const char *links[] = {capture_live_link(self->live), NULL};
    NoteEnd end = {0};
    NoteCapture capture = {.file = self->options->interface,
                           .format = "pcap",
                           .links = links,
                           .packets = self->packets,
                           .octets = self->octets,
                           .cut_short = self->status != LAB_DONE};
    decoder_finish(self->decoder, &end);
    end.packets = self->packets;
    if (self->json != NULL) {
        self->sink->capture(self->sink_user, &capture);
        json_renderer_set_file(self->json, NULL);
        self->sink->end(self->sink_user, &end);
        json_renderer_flush(self->json);
    }
    say_end(self, &end);
}

static void watch(Run *self) {
    DecoderOptions options = DECODER_OPTIONS_INIT;
    options.reveal = self->options->reveal;
    options.no_remarks = TRUE;
    open_renderer(self);
    if (self->options->tls_keylog != NULL)
        self->keylog = watch_keylog_new(self->options->tls_keylog);
    self->decoder = decoder_new(&options, self->sink, self->sink_user);
    listen_until_signal(self);
    tell_end(self);
    decoder_free(self->decoder);
    watch_keylog_free(self->keylog);
    json_renderer_free(self->json);
    serve_ladder_free(self->ladder);
    if (self->result.failure != 0) {
        lab_complain("Standard output cannot be written: %s.", g_strerror(self->result.failure));
        self->status = LAB_USAGE;
    }
}

static int run(const WatchOptions *options) {
    g_autoptr(GError) error = NULL;
    Run self = {.options = options, .status = LAB_DONE};
    if (open_capture(&self, &error) && result_file_open(&self.result, NULL, &error)) {
        watch(&self);
    } else {
        complain(error);
        self.status = LAB_USAGE;
    }
    capture_live_free(self.live);
    return self.status;
}

int cmd_watch(int argc, char **argv) {
    g_autoptr(GError) error = NULL;
    WatchOptions options;
    if (!watch_options_read(&options, argc, argv, &error)) {
        lab_complain("%s", error->message);
        return LAB_USAGE;
    }
    if (options.version) {
        puts("maillab " MAILLAB_VERSION);
        return LAB_DONE;
    }
    if (!options.help)
        return run(&options);
    Terminal terminal = terminal_inspect(STDOUT_FILENO, options.color);
    g_autofree char *help = watch_options_help(terminal.width);
    fputs(help, stdout);
    return LAB_DONE;
}
