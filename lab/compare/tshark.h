/* SPDX-License-Identifier: MIT */
/* The installed tshark, as another program: which version it is, and what it says of a capture. */
#pragma once

#include <glib.h>

typedef struct {
    const char *const *keylogs;   /* files with TLS secrets, NULL-terminated; or NULL */
    const char *const *decode_as; /* for its -d, NULL-terminated; or NULL */
} TsharkOptions;

/* Its version ("4.0.17"), to be freed; NULL with a sentence if it is missing or older than 4.0. */
char *tshark_version(GError **error);

/* Octets of its output. FALSE ends the reading, with an error. */
typedef gboolean (*TsharkTake)(gpointer user, const char *octets, gsize length, GError **error);

/* Reads a capture once, with the preferences that Wireshark comes with, whatever the user's own
 * are, and hands on PDML. FALSE with a sentence. */
gboolean tshark_read(const char *capture, const TsharkOptions *options, TsharkTake take,
                     gpointer user, GError **error);
