/* SPDX-License-Identifier: MIT */
/* What sessions report -> notes, as the decoder would make them of the same octets, for the ladder
 * and for --log-json. */
#pragma once

#include "serve_ladder.h"

#include "render/json.h"
#include "session/driver.h"

typedef struct ServeLog ServeLog;

/* Either may be NULL. Lent. `system` stands before whoever is shown ("a:alice"); NULL: nothing. */
ServeLog *serve_log_new(ServeLadder *ladder, JsonRenderer *json, const char *system,
                        gboolean reveal);
void serve_log_free(ServeLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ServeLog, serve_log_free)

/* A sentence about no session. */
void serve_log_notice(ServeLog *self, const char *sentence);

/* `user` is the ServeLog. */
extern const SessionObserver serve_log_observer;
