/* SPDX-License-Identifier: MIT */
/* A capture and notes by frame -> the same capture as pcapng, with comments. It owns the second
 * reading of the capture, and refuses to know what notes say and how blocks look. */
#include "annotate.h"

#include "options.h"

#include "capture/capture.h"
#include "capture/pcapng_writer.h"

#include "version.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_SIZE (1u << 20) /* octets, written at once */

typedef struct {
    CaptureReader *reader;
    const Annotations *annotations;
    RenderOutput output;
    GByteArray *blocks;  /* not yet written */
    GByteArray *options; /* of the packet being copied */
    guint32 section, section_base;
    guint32 n_interfaces; /* written for this section */
    guint64 n_comments;
} Copy;

static gboolean is_standard(const char *path) {
    return path == NULL || strcmp(path, "-") == 0;
}

gboolean annotate_check(const AnalyzeOptions *options, GError **error) {
    struct stat capture, result;
    if (options->captures->len != 1)
        return options_refuse(error, "-T pcapng writes one capture again; name only one.");
    const char *path = options->captures->pdata[0];
    if (strcmp(path, "-") == 0)
        return options_refuse(error, "-T pcapng reads the capture twice, which standard input does "
                                     "not allow. Store it in a file first.");
    if (is_standard(options->output) && isatty(STDOUT_FILENO))
        return options_refuse(error,
                              "-T pcapng does not write to a terminal; name a file with -o.");
    if (stat(path, &capture) != 0)
        return TRUE; /* what is wrong is said when it is opened */
    if (!S_ISREG(capture.st_mode) && !S_ISDIR(capture.st_mode))
        return options_refuse(error,
                              "-T pcapng reads the capture twice, and %s is no file that "
                              "allows it. Store it in a file first.",
                              path);
    gboolean is_there = is_standard(options->output) ? fstat(STDOUT_FILENO, &result) == 0
                                                     : stat(options->output, &result) == 0;
    if (is_there && capture.st_dev == result.st_dev && capture.st_ino == result.st_ino)
        return options_refuse(error,
                              "%s would be overwritten while it is read; name another file "
                              "with -o.",
                              path);
    return TRUE;
}

/* FALSE: nothing more can be written. */
static gboolean hand_on(Copy *self, gsize limit) {
    if (self->blocks->len < limit)
        return TRUE;
    gboolean goes_on =
        self->output.write(self->output.user, (const char *)self->blocks->data, self->blocks->len);
    g_byte_array_set_size(self->blocks, 0);
    return goes_on;
}

/* Interfaces keep their numbers, those of a further section come behind those before. Each is
 * written in front of the first packet that needs it or one behind it. */
static guint32 write_interface(Copy *self) {
    CaptureInterface used, other;
    capture_reader_interface(self->reader, &used);
    if (used.section != self->section) {
        self->section = used.section;
        self->section_base += self->n_interfaces;
        self->n_interfaces = 0;
    }
    while (self->n_interfaces <= used.number &&
           capture_reader_find_interface(self->reader, self->n_interfaces, &other)) {
        pcapng_write_interface(self->blocks, &other);
        self->n_interfaces++;
    }
    return self->section_base + used.number;
}

static void write_secrets(Copy *self) {
    g_autoptr(GBytes) secrets = capture_reader_take_tls_secrets(self->reader);
    gsize length = 0;
    const guint8 *octets = secrets == NULL ? NULL : g_bytes_get_data(secrets, &length);
    if (octets != NULL)
        pcapng_write_secrets(self->blocks, octets, length);
}

static void keep_option(gpointer user, guint code, const guint8 *value, gsize length) {
    pcapng_write_option(((Copy *)user)->options, code, value, length);
}

static void write_packet(Copy *self, const CapturePacket *packet) {
    guint32 interface = write_interface(self);
    const char *comment = annotations_get(self->annotations, packet->frame);
    g_byte_array_set_size(self->options, 0);
    capture_reader_packet_options(self->reader, keep_option, self);
    if (comment != NULL) {
        pcapng_write_option(self->options, PCAPNG_OPTION_COMMENT, comment, strlen(comment));
        self->n_comments++;
    }
    pcapng_write_packet(self->blocks, packet, interface, self->options);
}

/* A capture that ends in the middle ends here without a word: the first reading has told it. */
static void copy_packets(Copy *self) {
    CapturePacket packet;
    gboolean goes_on = TRUE;
    while (goes_on && capture_reader_next(self->reader, &packet, NULL) == CAPTURE_PACKET) {
        write_secrets(self);
        write_packet(self, &packet);
        goes_on = hand_on(self, BUFFER_SIZE);
    }
    write_secrets(self);
    hand_on(self, 1);
}

gboolean annotate_copy(const AnalyzeOptions *options, const Annotations *annotations,
                       ResultFile *result, guint64 *n_comments, GError **error) {
    g_autoptr(CaptureReader) reader = capture_reader_open(options->captures->pdata[0], error);
    if (reader == NULL)
        return FALSE;
    Copy self = {.reader = reader,
                 .annotations = annotations,
                 .output = result_file_output(result),
                 .blocks = g_byte_array_new(),
                 .options = g_byte_array_new()};
    pcapng_write_section(self.blocks, "maillab " MAILLAB_VERSION);
    if (options->keylog_text->len > 0)
        pcapng_write_secrets(self.blocks, options->keylog_text->str, options->keylog_text->len);
    copy_packets(&self);
    *n_comments = self.n_comments;
    g_byte_array_unref(self.blocks);
    g_byte_array_unref(self.options);
    return TRUE;
}
