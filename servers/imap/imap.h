/* SPDX-License-Identifier: MIT */
/* The IMAP core. */
#pragma once

#include "session/core.h"

extern const CoreClass imap_core;
