/* SPDX-License-Identifier: MIT */
/* Is Wireshark's tshark installed, and what a person is told if it is not. */
#pragma once

#include <glib.h>

/* Its path, to be freed; NULL with a sentence: `what` ("maillab compare") needs it. */
char *tshark_program_find(const char *what, GError **error);
