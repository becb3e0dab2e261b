/* SPDX-License-Identifier: MIT */
/* The PATH -> tshark, or a sentence about where to get it. It does not run it. */
#include "tshark_program.h"

#include "options.h"

char *tshark_program_find(const char *what, GError **error) {
    char *path = g_find_program_in_path("tshark");
    if (path == NULL)
        options_refuse(error,
                       "%s needs tshark, which is not installed (or not on the PATH). It comes "
                       "with Wireshark: apt install tshark, brew install wireshark.",
                       what);
    return path;
}
