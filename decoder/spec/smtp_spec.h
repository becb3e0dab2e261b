/* SPDX-License-Identifier: MIT */
/* The reply codes that SMTP and LMTP share; inside decoder/spec only. */
#pragma once

#include "spec/spec.h"

#define SMTP_N_REPLIES 38u
extern const SpecReply smtp_replies[SMTP_N_REPLIES];
