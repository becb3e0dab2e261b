/* SPDX-License-Identifier: MIT */
/* Values -> JSON text in a buffer that is handed on when full. It knows no record. */
#include "render/json_writer.h"

#include "render/safe_text.h"

static const char hex_digits[] = "0123456789abcdef";

void json_writer_init(JsonWriter *self, const RenderOutput *output) {
    *self = (JsonWriter){.output = *output, .second = G_MININT64};
    self->buffer = (char *)g_malloc(JSON_BUFFER_SIZE + 1) + 1;
    self->buffer[-1] = '\n';
}

void json_writer_flush(JsonWriter *self) {
    if (self->used == 0)
        return;
    self->output.write(self->output.user, self->buffer, self->used);
    self->buffer[-1] = self->buffer[self->used - 1];
    self->used = 0;
}

void json_writer_clear(JsonWriter *self) {
    json_writer_flush(self);
    g_free(self->buffer - 1);
    self->buffer = NULL;
}

/* Octets that stand for themselves inside a JSON string. */
static inline gboolean is_plain(guchar octet) {
    return octet >= 0x20 && octet < 0x7f && octet != '"' && octet != '\\';
}

#define EACH_OCTET(value) (G_GUINT64_CONSTANT(0x0101010101010101) * (value))

/* Is one of these eight octets not plain? An octet's top bit comes out set if it is below 0x20,
 * 0x7f or above, a quote or a backslash; a borrow can only spoil octets after one that is. */
static inline gboolean has_special(guint64 eight) {
    guint64 quote = eight ^ EACH_OCTET(0x22), backslash = eight ^ EACH_OCTET(0x5c);
    guint64 marks = (eight - EACH_OCTET(0x20)) | (eight + EACH_OCTET(1)) | eight |
                    (quote - EACH_OCTET(1)) | (backslash - EACH_OCTET(1));
    return (marks & EACH_OCTET(0x80)) != 0;
}

/* Copies the octets that stand for themselves, up to the first that does not; how many they are. */
static gsize copy_plain(char *to, const char *octets, gsize length) {
    gsize run = 0;
    for (guint64 eight; run + sizeof eight <= length; run += sizeof eight) {
        memcpy(&eight, octets + run, sizeof eight);
        if (has_special(eight))
            break;
        memcpy(to + run, &eight, sizeof eight);
    }
    for (; run < length && is_plain((guchar)octets[run]); run++)
        to[run] = octets[run];
    return run;
}

static gsize write_plain(JsonWriter *self, const char *octets, gsize length) {
    gsize room = MIN(length, JSON_CHUNK_MAX);
    gsize run = copy_plain(json_room(self, room), octets, room);
    self->used += run;
    return run;
}

static void write_long(JsonWriter *self, const char *octets, gsize length) {
    while (length > JSON_CHUNK_MAX) {
        json_raw(self, octets, JSON_CHUNK_MAX);
        octets += JSON_CHUNK_MAX;
        length -= JSON_CHUNK_MAX;
    }
    json_raw(self, octets, length);
}

static void write_unit(JsonWriter *self, guint unit) {
    char escape[6] = {'\\',
                      'u',
                      hex_digits[(unit >> 12) & 15],
                      hex_digits[(unit >> 8) & 15],
                      hex_digits[(unit >> 4) & 15],
                      hex_digits[unit & 15]};
    json_raw(self, escape, sizeof escape);
}

static void write_escape(JsonWriter *self, gunichar character) {
    static const char short_names[] = "\bb\ff\nn\rr\tt\"\"\\\\";
    for (guint i = 0; i + 1 < sizeof short_names; i += 2) {
        if (character == (guchar)short_names[i]) {
            json_raw(self, "\\", 1);
            json_raw(self, short_names + i + 1, 1);
            return;
        }
    }
    if (character < 0x10000) {
        write_unit(self, character);
        return;
    }
    write_unit(self, 0xd800 + ((character - 0x10000) >> 10));
    write_unit(self, 0xdc00 + ((character - 0x10000) & 0x3ff));
}

static void write_invalid(JsonWriter *self, guchar octet) {
    char escape[5] = {'\\', '\\', 'x', hex_digits[octet >> 4], hex_digits[octet & 15]};
    json_raw(self, escape, sizeof escape);
}

/* One character that is not plain; returns its octets, or 0 if they are not UTF-8. */
static gsize write_special(JsonWriter *self, const char *octets, gsize left) {
    if (left >= 2 && (guchar)octets[0] == 0xc2 && (guchar)octets[1] == 0xa7) { /* §, in every rfc */
        json_raw(self, octets, 2);
        return 2;
    }
    gunichar character;
    gsize size = safe_text_decode(octets, left, &character);
    if (size == 0)
        write_invalid(self, (guchar)octets[0]);
    else if (size > 1 && safe_text_is_printable(character))
        json_raw(self, octets, size);
    else
        write_escape(self, character);
    return size;
}

gboolean json_string(JsonWriter *self, const char *octets, gsize length) {
    gboolean is_utf8 = TRUE;
    json_raw(self, "\"", 1);
    for (gsize at = 0; at < length;) {
        gsize run = write_plain(self, octets + at, length - at);
        at += run;
        if (at == length)
            break;
        if (run == JSON_CHUNK_MAX)
            continue;
        gsize size = write_special(self, octets + at, length - at);
        is_utf8 = is_utf8 && size > 0;
        at += MAX(size, 1);
    }
    json_raw(self, "\"", 1);
    return is_utf8;
}

void json_base64(JsonWriter *self, const char *octets, gsize length) {
    g_autofree char *encoded = g_base64_encode((const guchar *)octets, length);
    json_raw(self, "\"", 1);
    write_long(self, encoded, strlen(encoded));
    json_raw(self, "\"", 1);
}

/* Two digits at a time: dividing is what takes time. */
static const char digit_pairs[] = "00010203040506070809101112131415161718192021222324"
                                  "25262728293031323334353637383940414243444546474849"
                                  "50515253545556575859606162636465666768697071727374"
                                  "75767778798081828384858687888990919293949596979899";

static guint count_digits(guint64 value) {
    guint n = 1;
    for (; value >= 10000; value /= 10000)
        n += 4;
    return n + (value >= 10 ? 1 : 0) + (value >= 100 ? 1 : 0) + (value >= 1000 ? 1 : 0);
}

void json_u64(JsonWriter *self, guint64 value) {
    guint at = count_digits(value);
    char *room = json_room(self, at);
    self->used += at;
    for (; value >= 100; value /= 100) {
        at -= 2;
        memcpy(room + at, digit_pairs + value % 100 * 2, 2);
    }
    if (value >= 10)
        memcpy(room, digit_pairs + value * 2, 2);
    else
        room[0] = (char)('0' + value);
}

void json_hex(JsonWriter *self, const guint8 *octets, gsize length) {
    json_raw(self, "\"", 1);
    for (gsize i = 0; i < length; i++) {
        char pair[2] = {hex_digits[octets[i] >> 4], hex_digits[octets[i] & 15]};
        json_raw(self, pair, sizeof pair);
    }
    json_raw(self, "\"", 1);
}

static void put_digits(char *to, guint n_digits, guint64 value) {
    for (; n_digits >= 2; value /= 100) {
        n_digits -= 2;
        memcpy(to + n_digits, digit_pairs + value % 100 * 2, 2);
    }
    if (n_digits > 0)
        to[0] = digit_pairs[value % 10 * 2 + 1];
}

/* Days since 1970-01-01 -> date in the Gregorian calendar: years begin in March, so that the leap
 * day comes last. */
static void put_date(char *to, gint64 days) {
    gint64 shifted = days + 719468; /* since 0000-03-01 */
    gint64 era = shifted / 146097;
    gint64 day_of_era = shifted - era * 146097;
    gint64 year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    gint64 month_from_march = (5 * day_of_year + 2) / 153;
    gint64 month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    gint64 year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    put_digits(to, 4, (guint64)year);
    put_digits(to + 5, 2, (guint64)month);
    put_digits(to + 8, 2, (guint64)(day_of_year - (153 * month_from_march + 2) / 5 + 1));
}

static void remember_second(JsonWriter *self, gint64 second) {
    gint64 days = second / 86400;
    gint64 rest = second % 86400;
    if (rest < 0) {
        rest += 86400;
        days--;
    }
    memcpy(self->second_text, "0000-00-00T00:00:00", sizeof self->second_text);
    put_date(self->second_text, days);
    put_digits(self->second_text + 11, 2, (guint64)(rest / 3600));
    put_digits(self->second_text + 14, 2, (guint64)(rest / 60 % 60));
    put_digits(self->second_text + 17, 2, (guint64)(rest % 60));
    self->second = second;
}

void json_time(JsonWriter *self, gint64 time_ns) {
    gint64 second = time_ns / 1000000000;
    gint64 rest = time_ns % 1000000000;
    if (rest < 0) {
        rest += 1000000000;
        second--;
    }
    if (second != self->second)
        remember_second(self, second);
    char text[] = "\"0000-00-00T00:00:00.000000000Z\"";
    memcpy(text + 1, self->second_text, 19);
    put_digits(text + 21, 9, (guint64)rest);
    json_raw(self, text, sizeof text - 1);
}

void json_key_base64(JsonWriter *self, const char *name, const char *octets, gsize length) {
    g_autofree char *sibling = g_strconcat(name, "_base64", NULL);
    json_key(self, sibling);
    json_base64(self, octets, length);
}
