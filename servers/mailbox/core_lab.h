/* SPDX-License-Identifier: MIT */
/* For tests of cores: the lab's users and a mail store in memory behind session/session_script.h.
 */
#pragma once

#include "auth/users.h"
#include "session/faults.h"
#include "session/session_script.h"

typedef struct {
    SessionSetup setup; /* may be changed until a session runs */
    Users *users;
    Faults *faults;
    char **without;
} CoreLab;

/* Nobody has mail yet. `fault` NULL: none; `without`: extensions, parted by spaces, or NULL. FALSE:
 * there is no such fault. Clear it in any case. */
gboolean core_lab_init(CoreLab *self, const char *fault, const char *without);
void core_lab_clear(CoreLab *self);

/* Messages in bob's INBOX; G_MAXUINT: it cannot be read. */
guint core_lab_mails(const CoreLab *self);

/* What a run comes to in few words: script_run() and script_shorten(). Free with g_free(). */
char *core_lab_outcome(const CoreLab *self, const CoreClass *core_class, const char *input,
                       gsize length, gsize step);
