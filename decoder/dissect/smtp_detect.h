/* SPDX-License-Identifier: MIT */
/* Does this look like SMTP, or like LMTP? FTP and NNTP look alike at first: a greeting alone proves
 * nothing, the client's first line does. */
#pragma once

#include "dissect/dissector.h"

DetectVerdict smtp_recognise(const DetectEvidence *evidence);
DetectVerdict lmtp_recognise(const DetectEvidence *evidence);

/* A line that begins like a command of SMTP that no text would begin with: a verb, and after it
 * what this verb needs. */
gboolean smtp_looks_like_command(const char *line, gsize length);
