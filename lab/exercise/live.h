/* SPDX-License-Identifier: MIT */
/* The servers of a live exercise, in this process: ephemeral, on loopback, with the student's own
 * users; what their log says comes out as records. */
#pragma once

#include "exercise/exercise.h"
#include "exercise/records.h"

typedef struct Live Live;

/* Listens; records are told from the main loop. `is_any_port`: any that is free, else those that
 * the seed begins with or the next that are. NULL with a sentence. */
Live *live_open(const Exercise *exercise, gboolean is_any_port, RecordFunction tell, gpointer user,
                GError **error);
/* Sessions that go on are ended, and told. */
void live_close(Live *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Live, live_close)

/* Service -> port, as text; lent. */
GHashTable *live_ports(const Live *self);
guint live_connections(const Live *self);
