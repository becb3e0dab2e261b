/* SPDX-License-Identifier: MIT */
/* The profile's files -> the user's Wireshark configuration, without destroying anything. */
#pragma once

#include <glib.h>

/* Where Wireshark keeps what is personal: WIRESHARK_CONFIG_DIR, else $XDG_CONFIG_HOME/wireshark,
 * else ~/.wireshark if only that is there. Free with g_free(). */
char *wireshark_config_directory(void);

/* Writes the files into `directory`/profiles/`profile` and appends a line on each to `report`. A
 * file that is there and differs is kept: without `force` nothing at all is written; with it the
 * old one stays beside the new one under another name. FALSE with a sentence. */
gboolean wireshark_install(const char *directory, const char *profile, gboolean force,
                           GString *report, GError **error);
