/* SPDX-License-Identifier: MIT */
/* The POP3 core. */
#pragma once

#include "session/core.h"

extern const CoreClass pop3_core;
