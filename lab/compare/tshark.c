/* SPDX-License-Identifier: MIT */
/* tshark as a subprocess: arguments in, its output in pieces, its complaints as a sentence. It does
 * not read what comes out. */
#include "compare/tshark.h"

#include "tshark_program.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define PIECE_SIZE ((gsize)64 * 1024)
#define COMPLAINT_MAX 400u /* octets of what tshark says on standard error */

/* The number behind "TShark (Wireshark) ". */
static char *find_version(const char *text) {
    g_autoptr(GRegex) regex =
        g_regex_new("^TShark[^0-9\n]*([0-9]+\\.[0-9]+[0-9.]*)", G_REGEX_MULTILINE, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(regex, text, 0, &match))
        return NULL;
    return g_match_info_fetch(match, 1);
}

char *tshark_version(GError **error) {
    g_autofree char *text = NULL;
    g_autofree char *path = tshark_program_find("maillab compare", error);
    if (path == NULL)
        return NULL;
    const char *argv[] = {path, "--version", NULL};
    g_autoptr(GSubprocess) process = g_subprocess_newv(
        argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, error);
    if (process == NULL || !g_subprocess_communicate_utf8(process, NULL, NULL, &text, NULL, error))
        return NULL;
    char *version = find_version(text == NULL ? "" : text);
    if (version == NULL) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED,
                    "%s does not say which version of tshark it is.", path);
        return NULL;
    }
    if (g_ascii_strtoull(version, NULL, 10) >= 4)
        return version;
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                "maillab compare needs tshark 4.0 or newer; %s is version %s.", path, version);
    g_free(version);
    return NULL;
}

/* A place for an empty profile, the secrets, and tshark's complaints. */
typedef struct {
    char *directory, *keylog, *complaints;
} Workplace;

static void workplace_clear(Workplace *self) {
    if (self->directory == NULL)
        return;
    g_unlink(self->keylog);
    g_unlink(self->complaints);
    g_rmdir(self->directory);
    g_free(self->keylog);
    g_free(self->complaints);
    g_free(self->directory);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Workplace, workplace_clear)

static gboolean workplace_open(Workplace *self, const TsharkOptions *options, GError **error) {
    g_autoptr(GString) secrets = g_string_new(NULL);
    self->directory = g_dir_make_tmp("maillab-compare-XXXXXX", error);
    if (self->directory == NULL)
        return FALSE;
    self->keylog = g_build_filename(self->directory, "keylog", NULL);
    self->complaints = g_build_filename(self->directory, "complaints", NULL);
    if (options->keylogs == NULL || options->keylogs[0] == NULL)
        return TRUE;
    for (guint i = 0; options->keylogs[i] != NULL; i++) {
        g_autofree char *text = NULL;
        if (!g_file_get_contents(options->keylogs[i], &text, NULL, error))
            return FALSE;
        g_string_append_printf(secrets, "%s\n", text);
    }
    return g_file_set_contents_full(self->keylog, secrets->str, (gssize)secrets->len,
                                    G_FILE_SET_CONTENTS_NONE, 0600, error);
}

/* Two passes, as Wireshark's window shows a capture. */
static GPtrArray *arguments(const char *capture, const TsharkOptions *options,
                            const Workplace *place) {
    static const char *const fixed[] = {"tshark", "-n", "-2", "-T", "pdml"};
    GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < G_N_ELEMENTS(fixed); i++)
        g_ptr_array_add(argv, g_strdup(fixed[i]));
    if (options->keylogs != NULL && options->keylogs[0] != NULL) {
        g_ptr_array_add(argv, g_strdup("-o"));
        g_ptr_array_add(argv, g_strdup_printf("tls.keylog_file:%s", place->keylog));
    }
    for (guint i = 0; options->decode_as != NULL && options->decode_as[i] != NULL; i++) {
        g_ptr_array_add(argv, g_strdup("-d"));
        g_ptr_array_add(argv, g_strdup(options->decode_as[i]));
    }
    g_ptr_array_add(argv, g_strdup("-r"));
    g_ptr_array_add(argv, g_strdup(capture));
    g_ptr_array_add(argv, NULL);
    return argv;
}

static gboolean hand_on(GInputStream *output, TsharkTake take, gpointer user, GError **error) {
    g_autofree char *piece = g_malloc(PIECE_SIZE);
    gssize n;
    while ((n = g_input_stream_read(output, piece, PIECE_SIZE, NULL, error)) > 0) {
        if (!take(user, piece, (gsize)n, error))
            return FALSE;
    }
    return n == 0;
}

/* The last thing that tshark said, in one line. */
static char *complaint(const Workplace *place) {
    g_autofree char *text = NULL;
    if (!g_file_get_contents(place->complaints, &text, NULL, NULL))
        return g_strdup("it said nothing");
    g_strstrip(text);
    const char *line = strrchr(text, '\n') == NULL ? text : strrchr(text, '\n') + 1;
    return g_strndup(line, MIN(strlen(line), COMPLAINT_MAX));
}

gboolean tshark_read(const char *capture, const TsharkOptions *options, TsharkTake take,
                     gpointer user, GError **error) {
    g_auto(Workplace) place = {NULL, NULL, NULL};
    if (!workplace_open(&place, options, error))
        return FALSE;
    g_autoptr(GPtrArray) argv = arguments(capture, options, &place);
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE);
    g_subprocess_launcher_setenv(launcher, "WIRESHARK_CONFIG_DIR", place.directory, TRUE);
    g_subprocess_launcher_setenv(launcher, "TZ", "UTC", TRUE);
    g_subprocess_launcher_set_stderr_file_path(launcher, place.complaints);
    g_autoptr(GSubprocess) process =
        g_subprocess_launcher_spawnv(launcher, (const char *const *)argv->pdata, error);
    if (process == NULL)
        return FALSE;
    if (!hand_on(g_subprocess_get_stdout_pipe(process), take, user, error)) {
        g_subprocess_force_exit(process);
        g_subprocess_wait(process, NULL, NULL);
        return FALSE;
    }
    if (!g_subprocess_wait(process, NULL, error))
        return FALSE;
    if (g_subprocess_get_if_exited(process) && g_subprocess_get_exit_status(process) == 0)
        return TRUE;
    g_autofree char *said = complaint(&place);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "tshark could not read %s to its end: %s.",
                capture, said);
    return FALSE;
}
