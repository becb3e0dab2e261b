/* SPDX-License-Identifier: MIT */
/* What the servers tell of a login, line by line -> the steps that the analyzer makes of it. */
#pragma once

#include "dissect/sasl.h"
#include "session/observer.h"

/* Of one session; all zero at its beginning. */
typedef struct {
    SaslExchange sasl, words; /* by AUTH; by USER, PASS and APOP */
    gboolean is_open;         /* a login by AUTH goes on */
} ServeLogin;

/* Reads a line into `step` and fills `note`, which points into both and into the report. */
void serve_login_read(ServeLogin *self, const SessionSaslReport *report, SaslStep *step,
                      NoteSasl *note);
void serve_login_clear(ServeLogin *self);
