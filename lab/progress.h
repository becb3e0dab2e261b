/* SPDX-License-Identifier: MIT */
/* A bar on standard error for work that takes long, if a person watches. */
#pragma once

#include <glib.h>

typedef struct {
    gboolean is_wanted, is_shown;
    gint64 begun_us, drawn_us;
    guint skipped;
} Progress;

/* `is_wanted`: FALSE keeps it invisible (results go to the same terminal, -q, …). */
void progress_begin(Progress *self, gboolean is_wanted);
/* `done` is 0…1, or negative where the size is unknown; cheap enough for every packet if it is
 * asked for only when progress_is_due(). */
gboolean progress_is_due(Progress *self);
void progress_show(Progress *self, const char *what, double done, guint64 packets);
/* Wipes the bar away, as something else is to be printed. */
void progress_hide(Progress *self);
