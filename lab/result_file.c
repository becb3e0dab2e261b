/* SPDX-License-Identifier: MIT */
/* Rendered octets -> a file descriptor, remembering when nobody reads any more. */
#include "result_file.h"

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

static gboolean write_all(gpointer user, const char *octets, gsize length) {
    ResultFile *self = user;
    if (self->before != NULL)
        self->before(self->before_user);
    while (length > 0 && !result_file_is_done(self)) {
        ssize_t written = write(self->fd, octets, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            self->is_closed = errno == EPIPE;
            self->failure = errno == EPIPE ? 0 : errno;
            break;
        }
        octets += written;
        length -= (gsize)written;
        self->written += (guint64)written;
    }
    return !result_file_is_done(self);
}

RenderOutput result_file_output(ResultFile *self) {
    return (RenderOutput){.write = write_all, .user = self};
}

gboolean result_file_is_done(const ResultFile *self) {
    return self->is_closed || self->failure != 0;
}

void result_file_close(ResultFile *self) {
    if (self->fd != STDOUT_FILENO && self->fd >= 0 && close(self->fd) != 0 && self->failure == 0)
        self->failure = errno;
    g_clear_pointer(&self->name, g_free);
}
