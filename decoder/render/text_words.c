/* SPDX-License-Identifier: MIT */
/* Values -> the words and signs that a person reads. No layout, no state, no locale. */
#include "render/text_words.h"

#include "render/text_layout.h"

#include <string.h>

/* clang-format off */
static const TextSigns utf8_signs = {
    .line = "─", .right = "▶", .left = "◀", .life = "│", .down = "▼", .stay = "●", .dot = " · ",
    .to = "→", .dash = "–", .rule = "━", .branch = "├─ ", .last = "└─ ", .trunk = "│  ",
    .severity = { [FINDING_NOTE] = "ℹ", [FINDING_WARNING] = "⚠", [FINDING_DANGER] = "✖" },
    .down_tee = "┬", .up_tee = "┴", .thin = "─",
};

static const TextSigns ascii_signs = {
    .line = "-", .right = ">", .left = "<", .life = "|", .down = "v", .stay = "*", .dot = " - ",
    .to = "->", .dash = "-", .rule = "=", .branch = "|- ", .last = "`- ", .trunk = "|  ",
    .severity = { [FINDING_NOTE] = "i", [FINDING_WARNING] = "!", [FINDING_DANGER] = "X" },
    .down_tee = "+", .up_tee = "+", .thin = "-",
};
/* clang-format on */

const TextSigns *text_signs(gboolean utf8) {
    return utf8 ? &utf8_signs : &ascii_signs;
}

void text_number(GString *out, guint64 number) {
    char digits[24];
    int length = g_snprintf(digits, sizeof digits, "%" G_GUINT64_FORMAT, number);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            g_string_append(out, TEXT_HARD_SPACE);
        g_string_append_c(out, digits[i]);
    }
}

void text_count(GString *out, guint64 number, const char *one, const char *many) {
    text_number(out, number);
    g_string_append(out, TEXT_HARD_SPACE);
    g_string_append(out, number == 1 ? one : many);
}

/* Tenths of a unit: "1.2"; whole from ten on: "12". */
static void append_tenths(GString *out, gint64 tenths) {
    if (tenths < 100)
        g_string_append_printf(out, "%d.%d", (int)(tenths / 10), (int)(tenths % 10));
    else
        text_number(out, (guint64)(tenths / 10));
}

void text_duration(GString *out, gint64 duration_ns, SafeCharset charset) {
    gint64 ns = MAX(duration_ns, 0);
    if (ns < 1000000) {
        text_number(out, (guint64)(ns / 1000));
        g_string_append(out, charset == SAFE_UTF8 ? TEXT_HARD_SPACE "µs" : TEXT_HARD_SPACE "us");
    } else if (ns < G_GINT64_CONSTANT(1000000000)) {
        append_tenths(out, ns / 100000);
        g_string_append(out, TEXT_HARD_SPACE "ms");
    } else if (ns < G_GINT64_CONSTANT(120000000000)) {
        append_tenths(out, ns / 100000000);
        g_string_append(out, TEXT_HARD_SPACE "s");
    } else {
        text_number(out, (guint64)(ns / G_GINT64_CONSTANT(60000000000)));
        g_string_append_printf(out, TEXT_HARD_SPACE "min" TEXT_HARD_SPACE "%d" TEXT_HARD_SPACE "s",
                               (int)(ns / 1000000000 % 60));
    }
}

void text_moment(GString *out, gint64 time_ns) {
    g_autoptr(GDateTime) moment = g_date_time_new_from_unix_utc(time_ns / 1000000000);
    if (moment == NULL)
        return;
    g_string_append_printf(out, "%04d-%02d-%02d %02d:%02d:%02d UTC", g_date_time_get_year(moment),
                           g_date_time_get_month(moment), g_date_time_get_day_of_month(moment),
                           g_date_time_get_hour(moment), g_date_time_get_minute(moment),
                           g_date_time_get_second(moment));
}

void text_frames(GString *out, NoteFrames frames, const TextSigns *signs) {
    g_string_append_printf(out, "%" G_GUINT64_FORMAT, frames.first);
    if (frames.last != frames.first)
        g_string_append_printf(out, "%s%" G_GUINT64_FORMAT, signs->dash, frames.last);
}

void text_endpoint(GString *out, const NetEndpoint *endpoint) {
    char address[NET_ADDRESS_TEXT_SIZE];
    net_address_text(&endpoint->address, address);
    char text[NET_ADDRESS_TEXT_SIZE + 10];
    g_snprintf(text, sizeof text, endpoint->address.family == 6 ? "[%s]:%u" : "%s:%u", address,
               endpoint->port);
    g_string_append(out, text);
}

void text_citation(GString *out, const char *rfc, SafeCharset charset) {
    if (rfc == NULL || rfc[0] == '\0')
        return;
    g_autoptr(GString) safe = g_string_new(NULL);
    safe_sentence_append(safe, rfc, charset);
    g_string_append(out, " " TEXT_ON STYLE_DIM "(");
    for (const char *at = safe->str; *at != '\0'; at++)
        g_string_append_c(out, *at == ' ' ? TEXT_HARD_SPACE[0] : *at);
    g_string_append(out, ")" TEXT_OFF);
}

void text_sentence(GString *out, const char *sentence, SafeCharset charset) {
    gsize from = out->len;
    safe_sentence_append(out, sentence, charset);
    if (out->len == from)
        return;
    out->str[from] = g_ascii_toupper(out->str[from]);
    if (!g_str_has_suffix(out->str, ".)") && strchr(".!?:", out->str[out->len - 1]) == NULL)
        g_string_append_c(out, '.');
}

void text_next_fact(GString *out, const TextSigns *signs) {
    if (out->len > 0)
        g_string_append(out, signs->dot);
}
