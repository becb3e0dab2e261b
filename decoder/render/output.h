/* SPDX-License-Identifier: MIT */
/* Where rendered octets go. Cores do no I/O: whoever owns the file hands this in. */
#pragma once

#include <glib.h>

typedef struct {
    /* FALSE: nobody reads any more; what follows may be dropped. */
    gboolean (*write)(gpointer user, const char *octets, gsize length);
    gpointer user;
} RenderOutput;
