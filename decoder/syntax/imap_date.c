/* SPDX-License-Identifier: MIT */
/* Turns the dates of IMAP into seconds. It knows one form, that of INTERNALDATE. */
#include "syntax/imap_scan.h"

#include <string.h>

static int month_of(const char *octets) {
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (int month = 0; month < 12; month++) {
        if (g_ascii_strncasecmp(octets, names + (gsize)3 * (gsize)month, 3) == 0)
            return month + 1;
    }
    return 0;
}

/* `count` digits; a space may stand for the first (date-day-fixed = (SP DIGIT) / 2DIGIT). -1 if it
 * is none. */
static int digits(const char *octets, gsize count, gboolean may_begin_with_space) {
    int value = 0;
    for (gsize i = 0; i < count; i++) {
        gboolean is_space = i == 0 && may_begin_with_space && octets[i] == ' ';
        if (!is_space && !g_ascii_isdigit(octets[i]))
            return -1;
        value = value * 10 + (is_space ? 0 : octets[i] - '0');
    }
    return value;
}

/* Days since 1970 by the rule of the Gregorian calendar, years counted from March. */
static gint64 days_since_1970(int year, int month, int day) {
    gint64 y = month > 2 ? year : year - 1;
    int from_march = (month + 9) % 12;
    return y * 365 + y / 4 - y / 100 + y / 400 + (153 * from_march + 2) / 5 + day - 1 - 719468;
}

/* date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
 *             dd-Mon-yyyy hh:mm:ss +hhmm */
gboolean imap_parse_date_time(SyntaxSlice slice, gint64 *unix_seconds, int *zone_minutes) {
    static const char form[] = "__-___-____ __:__:__ _____";
    const char *octets = slice.octets;
    if (slice.length != strlen(form))
        return FALSE;
    for (gsize i = 0; i < 21; i++) {
        if (form[i] != '_' && octets[i] != form[i])
            return FALSE;
    }
    int day = digits(octets, 2, TRUE), month = month_of(octets + 3),
        year = digits(octets + 7, 4, FALSE);
    int hour = digits(octets + 12, 2, FALSE), minute = digits(octets + 15, 2, FALSE);
    int second = digits(octets + 18, 2, FALSE), zone = digits(octets + 22, 4, FALSE);
    gboolean has_sign = octets[21] == '+' || octets[21] == '-';
    if (day < 1 || day > 31 || month == 0 || year < 0 || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 60 || zone < 0 || zone % 100 > 59 || !has_sign)
        return FALSE;
    *zone_minutes = (zone / 100 * 60 + zone % 100) * (octets[21] == '-' ? -1 : 1);
    *unix_seconds = days_since_1970(year, month, day) * 86400 + (gint64)hour * 3600 +
                    (gint64)minute * 60 + second - (gint64)*zone_minutes * 60;
    return TRUE;
}
