/* SPDX-License-Identifier: MIT */
/* BINARY (RFC 3516, RFC 9051 §6.4.5): parts without their transfer encoding. */
#include "imap/fetch_item.h"
#include "imap/section.h"
#include "imap/wire_text.h"

#include <string.h>

static void append_name(GString *out, const char *name, const ImapItem *item) {
    g_string_append_printf(out, "%s[%.*s]", name, (int)item->part.length,
                           item->part.length > 0 ? item->part.octets : "");
    if (item->has_origin)
        g_string_append_printf(out, "<%" G_GUINT64_FORMAT ">", item->origin);
    g_string_append_c(out, ' ');
}

static GBytes *content_of(FetchMessage *message, const ImapItem *item) {
    gboolean is_unknown = FALSE;
    GBytes *content = section_content(fetch_tree(message), item, &is_unknown);
    message->has_unknown_encoding |= is_unknown;
    return content;
}

/* "BINARY" section-binary SP (nstring / literal8): literal8 where there are NULs. */
GBytes *fetch_binary(FetchMessage *message, const ImapItem *item, GString *out) {
    g_autoptr(GBytes) whole = content_of(message, item);
    append_name(out, "BINARY", item);
    if (whole == NULL) {
        g_string_append(out, "NIL");
        return NULL;
    }
    GBytes *octets = section_cut(whole, item);
    gsize length = 0;
    const char *data = g_bytes_get_data(octets, &length);
    wire_text_literal_header(out, length, length > 0 && memchr(data, '\0', length) != NULL);
    return octets;
}

/* "BINARY.SIZE" section-binary SP number */
GBytes *fetch_binary_size(FetchMessage *message, const ImapItem *item, GString *out) {
    g_autoptr(GBytes) whole = content_of(message, item);
    append_name(out, "BINARY.SIZE", item);
    g_string_append_printf(out, "%" G_GSIZE_FORMAT, whole != NULL ? g_bytes_get_size(whole) : 0);
    return NULL;
}
