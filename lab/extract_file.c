/* SPDX-License-Identifier: MIT */
/* Octets -> a new file and its SHA-256. It knows nothing of messages. */
#include "extract_file.h"

#include "lab.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <unistd.h>

#define WAITING_MAX (64u * 1024)

void extract_file_create(ExtractFile *self, int directory_fd, const char *name) {
    *self = (ExtractFile){.fd = -1};
    self->fd =
        openat(directory_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    self->failure = self->fd < 0 ? errno : 0;
    self->waiting = g_byte_array_new();
    gnutls_hash_hd_t digest = NULL;
    gnutls_hash_init(&digest, GNUTLS_DIG_SHA256);
    self->digest = digest;
}

static void flush(ExtractFile *self) {
    gnutls_hash(self->digest, self->waiting->data, self->waiting->len);
    if (self->failure == 0)
        self->failure = lab_write_all(self->fd, self->waiting->data, self->waiting->len);
    g_byte_array_set_size(self->waiting, 0);
}

void extract_file_write(ExtractFile *self, const guint8 *octets, gsize length) {
    self->octets += length;
    while (length > 0) {
        gsize taken = MIN(length, WAITING_MAX - self->waiting->len);
        g_byte_array_append(self->waiting, octets, (guint)taken);
        if (self->waiting->len == WAITING_MAX)
            flush(self);
        octets += taken;
        length -= taken;
    }
}

gboolean extract_file_close(ExtractFile *self, guint8 sha256[NOTE_SHA256_SIZE]) {
    if (self->waiting->len > 0)
        flush(self);
    gnutls_hash_deinit(self->digest, sha256);
    g_byte_array_unref(self->waiting);
    if (self->fd >= 0 && close(self->fd) != 0 && self->failure == 0)
        self->failure = errno;
    self->fd = -1;
    return self->failure == 0;
}
