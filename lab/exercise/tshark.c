/* SPDX-License-Identifier: MIT */
/* Runs tshark on a capture with a display filter and reads the numbers of the frames. No shell sees
 * the filter. */
#include "exercise/tshark.h"

#include "options.h"
#include "tshark_program.h"

#include <gio/gio.h>
#include <string.h>

gboolean tshark_is_installed(GError **error) {
    g_autofree char *path = tshark_program_find("Trying out a display filter", error);
    return path != NULL;
}

static void read_frames(Frames *frames, const char *text) {
    g_auto(GStrv) lines = g_strsplit(text, "\n", FRAMES_MAX);
    for (guint i = 0; lines[i] != NULL; i++) {
        guint64 frame = g_ascii_strtoull(lines[i], NULL, 10);
        if (frame > 0 && frame < G_MAXUINT)
            frames_add(frames, (guint)frame);
    }
}

/* The first line, without the name of the program. */
static char *first_complaint(const char *text) {
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        if (lines[i][0] == '\0' || strstr(lines[i], "Running as user") != NULL)
            continue;
        const char *said = g_str_has_prefix(lines[i], "tshark: ") ? lines[i] + 8 : lines[i];
        return g_strdup(said);
    }
    return g_strdup("it said nothing");
}

TsharkResult tshark_select(const char *capture, const char *filter, Frames **frames,
                           GError **error) {
    g_autoptr(GError) reason = NULL;
    g_autofree char *output = NULL, *complaint = NULL;
    *frames = frames_new();
    if (!tshark_is_installed(error))
        return TSHARK_MISSING;
    g_autoptr(GSubprocess) process = g_subprocess_new(
        G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &reason, "tshark", "-n",
        "-r", capture, "-Y", filter, "-T", "fields", "-e", "frame.number", NULL);
    if (process == NULL ||
        !g_subprocess_communicate_utf8(process, NULL, NULL, &output, &complaint, &reason)) {
        options_refuse(error, "tshark could not be run: %s.", reason->message);
        return TSHARK_REFUSED;
    }
    if (g_subprocess_get_if_exited(process) && g_subprocess_get_exit_status(process) == 0) {
        read_frames(*frames, output);
        return TSHARK_DONE;
    }
    g_autofree char *said = first_complaint(complaint);
    options_refuse(error, "%s", said);
    return TSHARK_REFUSED;
}
