/* SPDX-License-Identifier: MIT */
/* XML off another program -> XML that a parser can hold: attributes of bounded length, ASCII only.
 */
#pragma once

#include <glib.h>

typedef struct {
    char quote;       /* that the attribute ends with; 0: outside of one */
    gboolean is_tag;  /* within < and > */
    gboolean is_name; /* within &…; */
    gsize length;     /* of the attribute so far */
} PdmlTrim;

/* Appends what is left of the octets; `max` octets of an attribute pass. */
void pdml_trim(PdmlTrim *self, GString *out, const char *octets, gsize length, gsize max);
