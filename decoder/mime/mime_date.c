/* SPDX-License-Identifier: MIT */
/* Turns a date of a header field into seconds since 1970, by a table of what may follow what. It
 * does not ask the clock, nor the local zone. */
#include "mime/mime_date.h"

#include <string.h>

/* date-time   = [ day-of-week "," ] date time [CFWS]
 * date        = day month year
 * time        = time-of-day zone
 * time-of-day = hour ":" minute [ ":" second ]          RFC 5322 §3.3 */
typedef enum {
    DAY_NAME,
    COMMA,
    DAY,
    MONTH,
    YEAR,
    HOUR,
    COLON,
    MINUTE,
    COLON_2,
    SECOND,
    ZONE,
    DONE
} Slot;

typedef struct {
    Slot slot;
    int day_name, day, month, year, hour, minute, second; /* day_name and month from 0, -1: none */
    MimeDate *date;
} Reading;

static const char *const day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
static const char *const month_names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                          "jul", "aug", "sep", "oct", "nov", "dec"};

/* obs-zone: RFC 5322 §4.3 */
static const struct {
    const char *name;
    int minutes;
} zones[] = {
    {"UT", 0},     {"GMT", 0},    {"EST", -300}, {"EDT", -240}, {"CST", -360},
    {"CDT", -300}, {"MST", -420}, {"MDT", -360}, {"PST", -480}, {"PDT", -420},
};

static void note(Reading *self, guint problem, const MessageToken *token) {
    if (self->date->problems == 0) {
        self->date->problem_offset = token->offset;
    }
    self->date->problems |= problem;
}

static int find_name(const char *const *names, gsize n, const char *word, gsize length) {
    for (gsize i = 0; length == 3 && i < n; i++) {
        if (g_ascii_strncasecmp(names[i], word, 3) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* min_digits to max_digits of them and nothing else; -1 if it is not that. */
static int read_digits(const char *word, gsize length, gsize min_digits, gsize max_digits) {
    int number = 0;
    if (length < min_digits || length > max_digits) {
        return -1;
    }
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isdigit(word[i])) {
            return -1;
        }
        number = number * 10 + (word[i] - '0');
    }
    return number;
}

static gboolean take_day_name(Reading *self, const char *word, const MessageToken *token) {
    self->day_name = find_name(day_names, G_N_ELEMENTS(day_names), word, token->length);
    return self->day_name >= 0;
}

static gboolean take_day(Reading *self, const char *word, const MessageToken *token) {
    self->day = read_digits(word, token->length, 1, 2);
    return self->day >= 0;
}

static gboolean take_month(Reading *self, const char *word, const MessageToken *token) {
    self->month = find_name(month_names, G_N_ELEMENTS(month_names), word, token->length);
    return self->month >= 0;
}

/* obs-year (RFC 5322 §4.3): two digits below 50 are 20xx, else 19xx; three count from 1900. */
static gboolean take_year(Reading *self, const char *word, const MessageToken *token) {
    self->year = read_digits(word, token->length, 2, 5);
    if (self->year >= 0 && token->length < 4) {
        self->year += token->length == 2 && self->year < 50 ? 2000 : 1900;
        note(self, MIME_DATE_OBSOLETE, token);
    }
    return self->year >= 0;
}

static gboolean take_hour(Reading *self, const char *word, const MessageToken *token) {
    self->hour = read_digits(word, token->length, 1, 2);
    return self->hour >= 0;
}

static gboolean take_minute(Reading *self, const char *word, const MessageToken *token) {
    self->minute = read_digits(word, token->length, 2, 2);
    return self->minute >= 0;
}

static gboolean take_second(Reading *self, const char *word, const MessageToken *token) {
    self->second = read_digits(word, token->length, 2, 2);
    return self->second >= 0;
}

static gboolean take_named_zone(Reading *self, const char *word, const MessageToken *token) {
    note(self, MIME_DATE_OBSOLETE, token);
    for (gsize i = 0; i < G_N_ELEMENTS(zones); i++) {
        if (token->length == strlen(zones[i].name) &&
            g_ascii_strncasecmp(zones[i].name, word, token->length) == 0) {
            self->date->zone_minutes = zones[i].minutes;
            self->date->is_zone_known = TRUE;
        }
    }
    for (gsize i = 0; i < token->length; i++) {
        if (!g_ascii_isalpha(word[i])) {
            return FALSE;
        }
    }
    return TRUE;
}

/* zone = (FWS ( "+" / "-" ) 4DIGIT) / (FWS obs-zone) */
static gboolean take_zone(Reading *self, const char *word, const MessageToken *token) {
    if (word[0] != '+' && word[0] != '-') {
        return take_named_zone(self, word, token);
    }
    int number = read_digits(word + 1, token->length - 1, 4, 4);
    if (number % 100 > 59) {
        note(self, MIME_DATE_RANGE, token);
    }
    self->date->zone_minutes = (number / 100 * 60 + number % 100) * (word[0] == '-' ? -1 : 1);
    self->date->is_zone_known = word[0] == '+' || number != 0;
    return number >= 0;
}

typedef struct {
    const char *label;
    gboolean (*take)(Reading *self, const char *word,
                     const MessageToken *token); /* NULL: `special` */
    char special;
    Slot next,
        otherwise; /* where it goes on if the word fits, or if it does not; the same: an error */
} SlotRow;

/* clang-format off */
static const SlotRow slots[DONE] = {
    [DAY_NAME] = {"day name", take_day_name, 0,   COMMA,   DAY},
    [COMMA]    = {"comma",    NULL,          ',', DAY,     DAY},
    [DAY]      = {"day",      take_day,      0,   MONTH,   DAY},
    [MONTH]    = {"month",    take_month,    0,   YEAR,    MONTH},
    [YEAR]     = {"year",     take_year,     0,   HOUR,    YEAR},
    [HOUR]     = {"hour",     take_hour,     0,   COLON,   HOUR},
    [COLON]    = {"colon",    NULL,          ':', MINUTE,  COLON},
    [MINUTE]   = {"minute",   take_minute,   0,   COLON_2, MINUTE},
    [COLON_2]  = {"colon",    NULL,          ':', SECOND,  ZONE},
    [SECOND]   = {"second",   take_second,   0,   ZONE,    SECOND},
    [ZONE]     = {"zone",     take_zone,     0,   DONE,    ZONE},
};
/* clang-format on */

static gboolean fits(Reading *self, const SlotRow *row, const char *word,
                     const MessageToken *token) {
    if (row->take == NULL) {
        return token->kind == MESSAGE_TOKEN_SPECIAL && *word == row->special;
    }
    return token->kind == MESSAGE_TOKEN_ATOM && row->take(self, word, token);
}

/* Puts the word into the next slot that it fits. Returns its label. */
static const char *take_word(Reading *self, const char *word, const MessageToken *token) {
    while (self->slot != DONE) {
        const SlotRow *row = &slots[self->slot];
        gboolean is_fit = fits(self, row, word, token);
        if (!is_fit && row->otherwise == self->slot) {
            note(self, MIME_DATE_SYNTAX, token);
            return "unexpected word";
        }
        if (!is_fit && self->slot == COMMA) {
            note(self, MIME_DATE_EXTRA, token); /* "Mon 23 Nov": no comma */
        }
        self->slot = is_fit ? row->next : row->otherwise;
        if (is_fit) {
            return row->label;
        }
    }
    note(self, MIME_DATE_EXTRA, token);
    return "unexpected word";
}

/* Days since 1970-01-01 in the Gregorian calendar; months counted from March, so that the leap day
 * is a year's last. */
static gint64 days_since_1970(int year, int month, int day) {
    gint64 shifted = month < 2 ? year - 1 : year;
    gint64 from_march = (month + 10) % 12;
    gint64 day_of_year = (from_march * 153 + 2) / 5 + day - 1;
    return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + day_of_year - 719468;
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    gboolean is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month] + (month == 1 && is_leap ? 1 : 0);
}

static void compute(Reading *self) {
    MimeDate *date = self->date;
    MessageToken whole = {.offset = 0};
    if (self->slot != DONE || self->year < 0) {
        note(self, MIME_DATE_SYNTAX, &whole);
        return;
    }
    if (self->day < 1 || self->day > days_in_month(self->year, self->month) || self->hour > 23 ||
        self->minute > 59 || self->second > 60) {
        note(self, MIME_DATE_RANGE, &whole);
        return;
    }
    gint64 days = days_since_1970(self->year, self->month, self->day);
    if (self->day_name >= 0 &&
        ((days % 7 + 10) % 7) != self->day_name) { /* 1970 began on a Thursday */
        note(self, MIME_DATE_DAY_NAME, &whole);
    }
    int minutes = self->hour * 60 + self->minute - date->zone_minutes;
    date->seconds = days * 86400 + (gint64)minutes * 60 + self->second;
}

static const char *blank_label(const MessageToken *token) {
    return token->kind == MESSAGE_TOKEN_COMMENT ? "comment" : "space";
}

gboolean mime_date_parse(const char *text, gsize length, MimeDate *date, GArray *tokens) {
    Reading reading = {.day_name = -1, .date = date};
    MessageLexer lexer;
    MessageToken token;
    *date = (MimeDate){0};
    message_lexer_init(&lexer, MESSAGE_LEXER_ADDRESS, text, length);
    while (message_lexer_next(&lexer, &token)) {
        gboolean is_blank =
            token.kind == MESSAGE_TOKEN_SPACE || token.kind == MESSAGE_TOKEN_COMMENT;
        MimeDateToken with_role = {token, is_blank
                                              ? blank_label(&token)
                                              : take_word(&reading, text + token.offset, &token)};
        if (!token.is_closed) {
            note(&reading, MIME_DATE_SYNTAX, &token);
        }
        if (tokens != NULL) {
            g_array_append_val(tokens, with_role);
        }
    }
    compute(&reading);
    return (date->problems & (MIME_DATE_SYNTAX | MIME_DATE_RANGE)) == 0;
}
