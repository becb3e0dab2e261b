/* SPDX-License-Identifier: MIT */
/* What `maillab wireshark` sets up in Wireshark: tables, each row with the reason why it is there.
 */
#pragma once

#include <glib.h>

/* A display filter to choose from a list; those with a label are buttons too. */
typedef struct {
    const char *name, *filter, *why;
    const char *button; /* NULL: none */
} ProfileFilter;

/* A colouring rule; the first that a packet meets counts. Colours are "65535,0,0". */
typedef struct {
    const char *name, *filter, *background, *foreground, *why;
} ProfileColour;

typedef struct {
    const char *title, *format, *why;
} ProfileColumn;

typedef struct {
    const char *name, *value, *why;
} ProfilePreference;

/* A TCP port that Wireshark does not know as mail. */
typedef struct {
    guint port;
    const char *protocol, *why;
} ProfilePort;

const ProfileFilter *profile_filters(guint *n_rows);
const ProfileColour *profile_colours(guint *n_rows);
const ProfileColumn *profile_columns(guint *n_rows);
const ProfilePreference *profile_preferences(guint *n_rows);
const ProfilePort *profile_ports(guint *n_rows);
