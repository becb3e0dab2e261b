/* SPDX-License-Identifier: MIT */
/* Between guided_screen.c, which draws, and guided_keys.c, which reads. */
#pragma once

#include "exercise/guided_screen.h"

#include <signal.h>
#include <termios.h>

struct GuidedScreen {
    struct termios before;
    sigset_t mask_before; /* of signals */
    gboolean has_color;
    guint columns, rows;
};

void guided_screen_measure(GuidedScreen *self);
void guided_screen_say(const char *text, gsize length);
/* Columns that a terminal gives a text. */
guint guided_screen_columns_of(const char *text);

/* From now on a change of size is a key, and whatever ends the program is one too. */
void guided_keys_heed_signals(GuidedScreen *self);
/* As before. */
void guided_keys_leave_signals(const GuidedScreen *self);
