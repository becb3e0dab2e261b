/* SPDX-License-Identifier: MIT */
/* One line of -T json or --log-json -> fields by their dotted path. It knows no protocol. */
#pragma once

#include <json-glib/json-glib.h>

#define RECORD_LINE_MAX 1048576u /* octets; what is longer is left out */
#define RECORD_DEPTH_MAX 16u     /* parts of a dotted path */
#define RECORD_VALUES_MAX 1000u  /* of one field (members of arrays) */

typedef struct Record Record;

/* NULL: the line is no JSON object with a "type", or is too long. */
Record *record_parse(const char *line, gssize length);
void record_free(Record *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Record, record_free)

/* "command"; "session-end" of a server's log counts as "conversation". Lent. */
const char *record_type(const Record *self);
/* What tells its conversation from others: "file\nstream" or "session"; "" for records of none. */
const char *record_conversation(const Record *self);

/* The values of a field, in order: all members where arrays are on the way ("parts.type"), one
 * where there is none; a number among the path is a place in an array ("frames.0"). null is none.
 * Numbers and true/false as text. NULL-terminated; free with g_strfreev(). */
char **record_values(const Record *self, const char *path);
/* The first of them, or NULL; free with g_free(). */
char *record_value(const Record *self, const char *path);
/* A field that the engine adds ("verb" of a reply); ignored if the record has it already. */
void record_add(Record *self, const char *field, const char *value);

/* Is what stands behind this verb a password, or may be? */
gboolean record_is_secret(const char *verb);

/* "the server answered 503 5.5.1 …"; a sentence without its full stop, for people. Secrets in it
 * are left out. Free with g_free(). */
char *record_words(const Record *self);
