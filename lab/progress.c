/* SPDX-License-Identifier: MIT */
/* How much is done -> a bar on standard error, after half a second and ten times a second. */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#define QUIET_US (G_USEC_PER_SEC / 2)
#define EVERY_US (G_USEC_PER_SEC / 10)
#define PACKETS_PER_LOOK 4096u
#define BAR_COLUMNS 30

void progress_begin(Progress *self, gboolean is_wanted) {
    *self = (Progress){.is_wanted = is_wanted && isatty(STDERR_FILENO) == 1,
                       .begun_us = g_get_monotonic_time()};
}

gboolean progress_is_due(Progress *self) {
    if (!self->is_wanted || ++self->skipped < PACKETS_PER_LOOK)
        return FALSE;
    self->skipped = 0;
    gint64 now = g_get_monotonic_time();
    return now - self->begun_us >= QUIET_US && now - self->drawn_us >= EVERY_US;
}

void progress_show(Progress *self, const char *what, double done, guint64 packets) {
    char bar[BAR_COLUMNS + 1];
    int filled = done < 0 ? 0 : (int)(MIN(done, 1.0) * BAR_COLUMNS);
    for (int i = 0; i < BAR_COLUMNS; i++)
        bar[i] = i < filled ? '#' : '.';
    bar[BAR_COLUMNS] = '\0';
    if (done < 0)
        fprintf(stderr, "\r%s: %" G_GUINT64_FORMAT " packets", what, packets);
    else
        fprintf(stderr, "\r%s [%s] %3d%%", what, bar, (int)(MIN(done, 1.0) * 100));
    fflush(stderr);
    self->drawn_us = g_get_monotonic_time();
    self->is_shown = TRUE;
}

void progress_hide(Progress *self) {
    if (!self->is_shown)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    self->is_shown = FALSE;
}
