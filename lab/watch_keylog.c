/* SPDX-License-Identifier: MIT */
/* A key log as it grows -> whole lines for the decoder. It refuses to know what a line means. */
#include "watch_keylog.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PIECE_OCTETS 16384u
#define READ_PIECES 256u /* of one call */

struct WatchKeylog {
    const char *path;
    int fd;
    GString *rest; /* of a line that is not whole yet */
};

static void try_to_open(WatchKeylog *self) {
    if (self->fd < 0)
        self->fd = open(self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

WatchKeylog *watch_keylog_new(const char *path) {
    WatchKeylog *self = g_new0(WatchKeylog, 1);
    self->path = path;
    self->fd = -1;
    self->rest = g_string_new(NULL);
    try_to_open(self);
    return self;
}

void watch_keylog_free(WatchKeylog *self) {
    if (self == NULL)
        return;
    if (self->fd >= 0)
        close(self->fd);
    g_string_free(self->rest, TRUE);
    g_free(self);
}

gboolean watch_keylog_is_open(const WatchKeylog *self) {
    return self->fd >= 0;
}

static void hand_on_lines(WatchKeylog *self, Decoder *decoder) {
    const char *last_end = memrchr(self->rest->str, '\n', self->rest->len);
    if (last_end != NULL) {
        gsize length = (gsize)(last_end + 1 - self->rest->str);
        decoder_add_tls_secrets(decoder, self->rest->str, length);
        g_string_erase(self->rest, 0, (gssize)length);
    }
    if (self->rest->len > PIECE_OCTETS) /* no line of a key log is so long */
        g_string_truncate(self->rest, 0);
}

void watch_keylog_read(WatchKeylog *self, Decoder *decoder) {
    char piece[PIECE_OCTETS];
    ssize_t length = 1;
    try_to_open(self);
    for (guint i = 0; self->fd >= 0 && i < READ_PIECES && length > 0; i++) {
        length = read(self->fd, piece, sizeof piece);
        if (length > 0) {
            g_string_append_len(self->rest, piece, length);
            hand_on_lines(self, decoder);
        }
    }
}
