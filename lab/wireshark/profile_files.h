/* SPDX-License-Identifier: MIT */
/* The profile as the files that Wireshark reads, and as a page for people. */
#pragma once

#include "explain/explain_page.h"

typedef struct {
    const char *word; /* `maillab wireshark filters` prints this file */
    const char *name; /* in the profile's directory */
    const char *what;
    char *(*write)(void); /* its content; free with g_free() */
} ProfileFile;

/* All files of the profile. */
const ProfileFile *profile_files(guint *n_files);

/* Every row with its reason. */
void profile_explain(ExplainPage *page);
