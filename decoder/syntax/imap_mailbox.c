/* SPDX-License-Identifier: MIT */
/* Turns mailbox names from modified UTF-7 into UTF-8 and back (RFC 3501 §5.1.3). It knows nothing
 * of hierarchies. */
#include "syntax/imap_scan.h"

#include <string.h>

/* mbase64 is base64 with "," for "/", without padding. */
static int value_of(char octet) {
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
    const char *found = octet != '\0' ? strchr(alphabet, octet) : NULL;
    return found != NULL ? (int)(found - alphabet) : -1;
}

/* Between "&" and "-": octets of UTF-16, big-endian. */
typedef struct {
    guint32 bits;
    guint n_bits;
    guint32 high; /* half of a surrogate pair, or 0 */
    GString *text;
    gboolean is_valid;
} ShiftedText;

static void take_unit(ShiftedText *self, guint32 unit) {
    gboolean is_low = unit >= 0xdc00 && unit < 0xe000;
    if (is_low != (self->high != 0)) {
        self->is_valid = FALSE;
    } else if (is_low) {
        g_string_append_unichar(self->text,
                                0x10000 + ((self->high - 0xd800) << 10) + (unit - 0xdc00));
        self->high = 0;
    } else if (unit >= 0xd800 && unit < 0xdc00) {
        self->high = unit;
    } else {
        /* Printable ASCII stands for itself: RFC 3501 §5.1.3. */
        self->is_valid &= unit < 0x20 || unit > 0x7e ? unit != 0 : FALSE;
        g_string_append_unichar(self->text, unit);
    }
}

static gboolean shift_out(SyntaxSlice encoded, GString *text) {
    ShiftedText self = {.text = text, .is_valid = TRUE};
    for (gsize i = 0; i < encoded.length && self.is_valid; i++) {
        int value = value_of(encoded.octets[i]);
        self.is_valid = value >= 0;
        self.bits = (self.bits << 6) | (guint32)MAX(value, 0);
        self.n_bits += 6;
        if (self.n_bits >= 16 && self.is_valid) {
            self.n_bits -= 16;
            take_unit(&self, (self.bits >> self.n_bits) & 0xffff);
        }
    }
    /* What is left over are less than six bits, all zero. */
    return self.is_valid && self.high == 0 && self.n_bits < 6 &&
           (self.bits & ((1u << self.n_bits) - 1)) == 0;
}

/* One "&…-" or one octet that stands for itself; returns how many octets it took, 0 if it is
 * neither. */
static gsize take_piece(SyntaxSlice name, gsize at, GString *text) {
    guchar octet = (guchar)name.octets[at];
    if (octet < 0x20 || octet > 0x7e)
        return 0;
    if (octet != '&') {
        g_string_append_c(text, (gchar)octet);
        return 1;
    }
    const char *begin = name.octets + at + 1;
    const char *dash = memchr(begin, '-', name.length - at - 1);
    if (dash == NULL)
        return 0;
    SyntaxSlice encoded = {begin, (gsize)(dash - begin)};
    if (encoded.length == 0)
        g_string_append_c(text, '&');
    else if (!shift_out(encoded, text))
        return 0;
    return encoded.length + 2;
}

static gboolean is_utf8(SyntaxSlice name) {
    for (gsize i = 0; i < name.length; i++) {
        if ((guchar)name.octets[i] >= 0x80)
            return g_utf8_validate(name.octets, (gssize)name.length, NULL);
    }
    return FALSE;
}

char *imap_mailbox_to_utf8(const char *octets, gsize length, gboolean *is_valid) {
    gboolean ignored, *valid = is_valid != NULL ? is_valid : &ignored;
    SyntaxSlice name = {octets, length};
    *valid = TRUE;
    if (is_utf8(name))
        return g_strndup(octets, length);
    GString *text = g_string_sized_new(length);
    for (gsize at = 0, taken = 0; at < length; at += taken) {
        taken = take_piece(name, at, text);
        if (taken == 0) {
            *valid = FALSE;
            g_string_free(text, TRUE);
            return g_strndup(octets, length);
        }
    }
    return g_string_free(text, FALSE);
}

static void append_shifted(GString *name, const gunichar *characters, glong n_characters) {
    glong n_units = 0;
    g_autofree gunichar2 *units = g_ucs4_to_utf16(characters, n_characters, NULL, &n_units, NULL);
    g_autoptr(GString) octets = g_string_new(NULL);
    for (glong i = 0; i < n_units; i++) {
        g_string_append_c(octets, (gchar)(units[i] >> 8));
        g_string_append_c(octets, (gchar)(units[i] & 0xff));
    }
    g_autofree char *encoded = g_base64_encode((const guchar *)octets->str, octets->len);
    g_string_append_c(name, '&');
    for (const char *c = encoded; *c != '\0' && *c != '='; c++)
        g_string_append_c(name, *c == '/' ? ',' : *c);
    g_string_append_c(name, '-');
}

char *imap_mailbox_from_utf8(const char *name) {
    glong length = 0;
    g_autofree gunichar *characters = g_utf8_to_ucs4_fast(name, -1, &length);
    GString *text = g_string_new(NULL);
    for (glong i = 0; i < length;) {
        glong run = i;
        while (run < length && (characters[run] < 0x20 || characters[run] > 0x7e))
            run++;
        if (run > i) {
            append_shifted(text, characters + i, run - i);
            i = run;
        } else {
            g_string_append(text, characters[i] == '&' ? "&-" : "");
            if (characters[i] != '&')
                g_string_append_c(text, (gchar)characters[i]);
            i++;
        }
    }
    return g_string_free(text, FALSE);
}
