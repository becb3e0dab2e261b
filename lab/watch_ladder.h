/* SPDX-License-Identifier: MIT */
/* Notes that the decoder makes of live packets -> rows of the servers' ladder, as they come. */
#pragma once

#include "serve_ladder.h"

/* `user` is a ServeLadder. */
extern const NoteSink watch_ladder_sink;
