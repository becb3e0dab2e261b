/* SPDX-License-Identifier: MIT */
/* Attributes are cut while they pass, since a mail of any size may stand in one. Octets that are no
 * printable ASCII become question marks: what matters is there in hexadecimal. */
#include "compare/pdml_trim.h"

static char plain(char octet) {
    gboolean is_space = octet == '\n' || octet == '\t' || octet == '\r';
    return g_ascii_isprint(octet) || is_space ? octet : '?';
}

/* Does this octet of an attribute pass? A character's name (&quot;) passes whole or not at all. */
static gboolean passes(PdmlTrim *self, char octet, gsize max) {
    if (self->is_name) {
        self->is_name = octet != ';';
        self->length++;
        return self->length < max + 16;
    }
    if (self->length >= max)
        return FALSE;
    self->length++;
    self->is_name = octet == '&';
    return TRUE;
}

void pdml_trim(PdmlTrim *self, GString *out, const char *octets, gsize length, gsize max) {
    for (gsize i = 0; i < length; i++) {
        char octet = octets[i];
        gboolean is_passing = TRUE;
        if (self->quote != 0 && octet == self->quote)
            self->quote = 0;
        else if (self->quote != 0)
            is_passing = passes(self, octet, max);
        else if (self->is_tag && (octet == '"' || octet == '\'')) {
            self->quote = octet;
            self->length = 0;
            self->is_name = FALSE;
        } else if (octet == '<' || octet == '>')
            self->is_tag = octet == '<';
        if (is_passing)
            g_string_append_c(out, plain(octet));
    }
}
