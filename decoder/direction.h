/* SPDX-License-Identifier: MIT */
/* The one word that every layer shares: who sent the octets. */
#pragma once

typedef enum {
    DIRECTION_CLIENT = 0, /* sent by the side that opened the connection */
    DIRECTION_SERVER = 1, /* sent by the side that was connected to */
} Direction;

#define N_DIRECTIONS 2

/* The other one. */
static inline Direction direction_reverse(Direction direction) {
    return direction == DIRECTION_CLIENT ? DIRECTION_SERVER : DIRECTION_CLIENT;
}

/* "client" or "server". */
static inline const char *direction_name(Direction direction) {
    return direction == DIRECTION_CLIENT ? "client" : "server";
}
