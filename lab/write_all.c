/* SPDX-License-Identifier: MIT */
/* Octets -> a file descriptor, until it has taken all of them or a write fails. It knows nothing of
 * what they are. */
#include "lab.h"

#include <errno.h>
#include <unistd.h>

int lab_write_all(int fd, const void *octets, gsize length) {
    const char *at = octets;
    while (length > 0) {
        gssize written = write(fd, at, length);
        if (written < 0 && errno != EINTR)
            return errno;
        if (written > 0) {
            at += written;
            length -= (gsize)written;
        }
    }
    return 0;
}
