/* SPDX-License-Identifier: MIT */
/* A place in a stream: never a pointer, so it outlives every buffer. */
#pragma once

#include "direction.h"

#include <glib.h>

typedef struct {
    Direction direction;
    guint64 offset; /* from the first octet of that direction */
    guint64 length;
} Span;
