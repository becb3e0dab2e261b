/* SPDX-License-Identifier: MIT */
/* Compares a name with a pattern. It knows nothing of which mailboxes there are. */
#include "imap/mailbox_pattern.h"

#include <string.h>

static gboolean same(char pattern, char octet, gboolean is_inbox) {
    return pattern == octet || (is_inbox && g_ascii_toupper(pattern) == g_ascii_toupper(octet));
}

/* Is the first level of the name INBOX? Its letters may be of any case (RFC 9051 §5.1). */
static gsize inbox_length(const char *name) {
    gboolean is_inbox = g_ascii_strncasecmp(name, "INBOX", 5) == 0 &&
                        (name[5] == '\0' || name[5] == MAILBOX_SEPARATOR);
    return is_inbox ? 5 : 0;
}

/* Which beginnings of the name fit the pattern so far, one octet of the pattern after the other:
 * fits[n] is set if the first n octets do. */
gboolean mailbox_pattern_fits(const char *pattern, const char *name) {
    gsize length = strlen(name), inbox = inbox_length(name);
    gboolean *fits = g_new0(gboolean, length + 1);
    fits[0] = TRUE;
    for (const char *at = pattern; *at != '\0'; at++) {
        gboolean is_any = *at == '*' || *at == '%';
        gboolean before = fits[0]; /* the value of fits[n - 1] before this octet of the pattern */
        fits[0] = fits[0] && is_any;
        for (gsize n = 1; n <= length; n++) {
            gboolean kept = fits[n];
            if (is_any)
                fits[n] |= fits[n - 1] && (*at == '*' || name[n - 1] != MAILBOX_SEPARATOR);
            else
                fits[n] = before && same(*at, name[n - 1], n <= inbox);
            before = kept;
        }
    }
    gboolean is_fit = fits[length];
    g_free(fits);
    return is_fit;
}
