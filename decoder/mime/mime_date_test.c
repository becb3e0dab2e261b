/* SPDX-License-Identifier: MIT */
#include "mime/mime_date.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *text;
    gint64 seconds;
    int zone_minutes;
    guint problems;
} cases[] = {
    {"Thu, 01 Jan 1970 00:00:00 +0000", 0, 0, 0},
    {"Mon, 23 Nov 2026 09:00:00 +0530", 1795404600, 330, 0},
    {"23 Nov 2026 09:00 -0000", 1795424400, 0, 0},
    {" Mon,\r\n 23 Nov 2026\r\n 09:00:00 (morning) +0000 (UTC)", 1795424400, 0, 0},
    {"Mon , 23 Nov 2026 09 : 00 : 00 +0000", 1795424400, 0, 0},
    {"Tue, 29 Feb 2000 23:59:60 +0000", 951868800, 0, 0},
    {"Wed, 31 Dec 1969 23:59:59 +0000", -1, 0, 0},
    {"Fri, 01 Mar 1900 00:00:00 +0000", -2203891200, 0, MIME_DATE_DAY_NAME},
    {"23 Nov 26 09:00:00 GMT", 1795424400, 0, MIME_DATE_OBSOLETE},
    {"23 Nov 126 09:00:00 EST", 1795442400, -300, MIME_DATE_OBSOLETE},
    {"23 Nov 1997 09:00:00 Z", 880275600, 0, MIME_DATE_OBSOLETE},
    {"Tue, 23 Nov 2026 09:00:00 +0000", 1795424400, 0, MIME_DATE_DAY_NAME},
    {"Mon 23 Nov 2026 09:00:00 +0000", 1795424400, 0, MIME_DATE_EXTRA},
    {"23 Nov 2026 09:00:00 +0000 PM", 1795424400, 0, MIME_DATE_EXTRA},
    {"29 Feb 1900 09:00:00 +0000", 0, 0, MIME_DATE_RANGE},
    {"23 Nov 2026 24:00:00 +0000", 0, 0, MIME_DATE_RANGE},
    {"23 Nov 2026 09:00:00 +0099", 0, 99, MIME_DATE_RANGE},
    {"", 0, 0, MIME_DATE_SYNTAX},
    {"yesterday", 0, 0, MIME_DATE_SYNTAX},
    {"23 Nov 2026 09:00:00", 0, 0, MIME_DATE_SYNTAX},
    {"23 November 2026 09:00:00 +0000", 0, 0, MIME_DATE_SYNTAX},
    {"2026-11-23T09:00:00Z", 0, 0, MIME_DATE_SYNTAX},
    {"23 Nov 2026 9.00 +0000", 0, 0, MIME_DATE_SYNTAX},
    {"23 Nov 2026 09:00:00 +0000 (open", 0, 0, MIME_DATE_SYNTAX},
};

Test(mime_date, reads) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        MimeDate date;
        gboolean is_read = mime_date_parse(cases[i].text, strlen(cases[i].text), &date, NULL);
        cr_expect_eq(date.problems, cases[i].problems, "[%s]: %u", cases[i].text, date.problems);
        cr_expect_eq(is_read, !(cases[i].problems & (MIME_DATE_SYNTAX | MIME_DATE_RANGE)));
        if (is_read) {
            cr_expect_eq(date.seconds, cases[i].seconds, "[%s]: %" G_GINT64_FORMAT, cases[i].text,
                         date.seconds);
            cr_expect_eq(date.zone_minutes, cases[i].zone_minutes, "[%s]", cases[i].text);
        }
    }
}

Test(mime_date, knows_which_zones_tell_nothing) {
    static const struct {
        const char *zone;
        gboolean is_known;
    } zones[] = {{"+0000", TRUE}, {"-0000", FALSE}, {"GMT", TRUE}, {"A", FALSE}, {"XYZ", FALSE}};
    for (gsize i = 0; i < G_N_ELEMENTS(zones); i++) {
        g_autofree char *text = g_strdup_printf("1 Jan 2000 00:00 %s", zones[i].zone);
        MimeDate date;
        cr_expect(mime_date_parse(text, strlen(text), &date, NULL), "%s", zones[i].zone);
        cr_expect_eq(date.is_zone_known, zones[i].is_known, "%s", zones[i].zone);
    }
}

/* Against glib's calendar, over four centuries. */
Test(mime_date, agrees_with_glib) {
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (guint day = 0; day < 400 * 366; day += 97) {
        g_autoptr(GDateTime) epoch = g_date_time_new_utc(1800, 1, 1, 12, 34, 56);
        g_autoptr(GDateTime) then = g_date_time_add_days(epoch, (int)day);
        g_autofree char *text =
            g_strdup_printf("%d %s %d 12:34:56 +0000", g_date_time_get_day_of_month(then),
                            months[g_date_time_get_month(then) - 1], g_date_time_get_year(then));
        MimeDate date;
        cr_assert(mime_date_parse(text, strlen(text), &date, NULL));
        cr_assert_eq(date.seconds, g_date_time_to_unix(then), "%s", text);
    }
}

Test(mime_date, tokens_tile_the_text_wherever_it_is_cut) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize length = 0; length <= strlen(cases[i].text); length++) {
            g_autofree char *part = g_memdup2(cases[i].text, length);
            g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(MimeDateToken));
            MimeDate date;
            gsize at = 0;
            mime_date_parse(part, length, &date, tokens);
            for (guint k = 0; k < tokens->len; k++) {
                const MimeDateToken *one = &g_array_index(tokens, MimeDateToken, k);
                cr_expect_eq(one->token.offset, at);
                at += one->token.length;
            }
            cr_expect_eq(at, length);
        }
    }
}
