/* SPDX-License-Identifier: MIT */
/* Turns xtext, in which parameters carry what their syntax forbids, into the octets it stands for.
 * It does not know what they mean. */
#include "syntax/smtp_syntax.h"

static int upper_hex_value(char digit) {
    return g_ascii_islower(digit) ? -1 : g_ascii_xdigit_value(digit);
}

/* xtext   = *( xchar / hexchar )
 * xchar   = any ASCII CHAR between "!" (33) and "~" (126) inclusive, except for "+" and "="
 * hexchar = ASCII "+" immediately followed by two upper case hexadecimal digits
 * A NUL has no place in an address or an identifier, and is malformed too. */
char *smtp_decode_xtext(const char *octets, gsize length) {
    g_autoptr(GString) text = g_string_sized_new(MIN(length, 256));
    for (gsize i = 0; i < length; i++) {
        char octet = octets[i];
        if (octet < '!' || octet > '~' || octet == '=')
            return NULL;
        if (octet != '+') {
            g_string_append_c(text, octet);
            continue;
        }
        int high = length - i > 2 ? upper_hex_value(octets[i + 1]) : -1;
        int low = length - i > 2 ? upper_hex_value(octets[i + 2]) : -1;
        if (high < 0 || low < 0 || (high == 0 && low == 0))
            return NULL;
        g_string_append_c(text, (char)(high << 4 | low));
        i += 2;
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}
