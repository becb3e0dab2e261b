/* SPDX-License-Identifier: MIT */
/* The file name that a sender proposes -> one that is safe to create on any system (RFC 2183 §2.3).
 */
#pragma once

#include <glib.h>

#define EXTRACT_NAME_MAX 120u /* octets */

/* No directory, no leading dot or dash, no control, bidirectional or invisible character, none that
 * Windows reserves, no device name of Windows, at most EXTRACT_NAME_MAX octets of UTF-8 with the
 * extension kept. `wanted` may be NULL or hold any octets: then the name is made of the part's path
 * and media type. Free with g_free(). */
char *extract_name(const char *wanted, const char *path, const char *type);

/* The names given so far in one directory. Two that differ only in case or composition are the
 * same, as they are on many file systems. */
typedef struct ExtractNames ExtractNames;

ExtractNames *extract_names_new(void);
void extract_names_free(ExtractNames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExtractNames, extract_names_free)

/* As extract_name(), with a number before the extension if the name was given before. */
char *extract_names_give(ExtractNames *self, const char *wanted, const char *path,
                         const char *type);
