/* SPDX-License-Identifier: MIT */
/* Turns "Jane Doe <a@b>" and "a@b" into "a@b". It refuses quotes, comments, groups, lists, folds
 * and whatever else takes a real reader: a short way past it, not another grammar. */
#include "mime/plain_mailbox.h"

#include <string.h>

/* Octets of a word: printable, and none that a reader of addresses looks at. */
static gboolean is_word(char octet) {
    return octet > ' ' && octet <= '~' && strchr("()<>[]:;@\\,\"", octet) == NULL;
}

/* dot-atom-text = 1*atext *("." 1*atext)      RFC 5322 §3.2.3; returns where it ends */
static const char *skip_dot_atom(const char *at, const char *end) {
    char before = '.';
    while (at < end && is_word(*at) && (*at != '.' || before != '.')) {
        before = *at++;
    }
    return before != '.' ? at : NULL;
}

/* addr-spec = local-part "@" domain           RFC 5322 §3.4.1 */
static gboolean is_address(const char *at, const char *end) {
    at = skip_dot_atom(at, end);
    if (at == NULL || at == end || *at != '@') {
        return FALSE;
    }
    return skip_dot_atom(at + 1, end) == end;
}

static gboolean is_name(const char *at, const char *end) {
    while (at < end && (*at == ' ' || is_word(*at))) {
        at++;
    }
    return at == end;
}

gboolean plain_mailbox_read(const char *text, gsize length, char address[PLAIN_MAILBOX_MAX]) {
    const char *at = text;
    const char *end = text + length;
    while (at < end && *at == ' ') {
        at++;
    }
    const char *open = memchr(at, '<', (gsize)(end - at));
    if (open != NULL) {
        if (end[-1] != '>' || !is_name(at, open)) {
            return FALSE;
        }
        at = open + 1;
        end--;
    }
    gsize size = (gsize)(end - at);
    if (size >= PLAIN_MAILBOX_MAX || !is_address(at, end)) {
        return FALSE;
    }
    memcpy(address, at, size);
    address[size] = '\0';
    return TRUE;
}
