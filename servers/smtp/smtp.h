/* SPDX-License-Identifier: MIT */
/* The SMTP, submission and LMTP cores. */
#pragma once

#include "session/core.h"

extern const CoreClass smtp_core;
extern const CoreClass submission_core;
extern const CoreClass lmtp_core;
