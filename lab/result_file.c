/* SPDX-License-Identifier: MIT */
/* Rendered octets -> a file descriptor, remembering when nobody reads any more. */
#include "result_file.h"

#include "lab.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

gboolean result_file_open(ResultFile *self, const char *path, GError **error) {
    *self = (ResultFile){.fd = STDOUT_FILENO};
    if (path == NULL || strcmp(path, "-") == 0)
        return TRUE;
    self->name = g_strdup(path);
    self->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (self->fd >= 0)
        return TRUE;
    g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(errno),
                "%s cannot be written: %s. Name another file with -o.", path, g_strerror(errno));
    return FALSE;
}

static gboolean write_result(gpointer user, const char *octets, gsize length) {
    ResultFile *self = user;
    if (self->before != NULL)
        self->before(self->before_user);
    if (result_file_is_done(self))
        return FALSE;
    int failure = lab_write_all(self->fd, octets, length);
    self->is_closed = failure == EPIPE;
    self->failure = failure == EPIPE ? 0 : failure;
    return failure == 0;
}

RenderOutput result_file_output(ResultFile *self) {
    return (RenderOutput){.write = write_result, .user = self};
}

gboolean result_file_is_done(const ResultFile *self) {
    return self->is_closed || self->failure != 0;
}

void result_file_close(ResultFile *self) {
    if (self->fd != STDOUT_FILENO && self->fd >= 0 && close(self->fd) != 0 && self->failure == 0)
        self->failure = errno;
    g_clear_pointer(&self->name, g_free);
}
