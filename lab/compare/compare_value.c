/* SPDX-License-Identifier: MIT */
/* One value of ours and one of Wireshark's -> do they say the same? */
#include "compare/compare.h"

#include <string.h>

typedef struct {
    const char *octets;
    gsize length;
} Text;

static Text trim(Text text) {
    while (text.length > 0 && g_ascii_isspace(text.octets[0])) {
        text.octets++;
        text.length--;
    }
    while (text.length > 0 && g_ascii_isspace(text.octets[text.length - 1]))
        text.length--;
    return text;
}

static Text bare(Text text) {
    text = trim(text);
    if (text.length >= 2 && text.octets[0] == '<' && text.octets[text.length - 1] == '>')
        return (Text){text.octets + 1, text.length - 2};
    return text;
}

static gboolean same(Text one, Text other) {
    return one.length == other.length && memcmp(one.octets, other.octets, one.length) == 0;
}

/* Wireshark prints such a value without the space between its parameters, and what is not ASCII is
 * not kept of it. */
static gboolean same_but_space(Text one, Text other) {
    gsize i = 0, j = 0;
    for (;;) {
        while (i < one.length && g_ascii_isspace(one.octets[i]))
            i++;
        while (j < other.length && g_ascii_isspace(other.octets[j]))
            j++;
        if (i == one.length || j == other.length)
            return i == one.length && j == other.length;
        char octet = g_ascii_isprint(one.octets[i]) ? one.octets[i] : '?';
        if (octet != other.octets[j])
            return FALSE;
        i++;
        j++;
    }
}

/* "0.000510000" and nanoseconds, to the microsecond. */
static gboolean same_duration(guint64 ours_ns, Text theirs) {
    g_autofree char *text = g_strndup(theirs.octets, theirs.length);
    double seconds = g_ascii_strtod(text, NULL);
    double difference = seconds * 1e9 - (double)ours_ns;
    return difference < 1000.0 && difference > -1000.0;
}

static gboolean same_number(const Fact *ours, Text theirs) {
    g_autofree char *text = g_strndup(theirs.octets, theirs.length);
    guint64 number = ours->number;
    if (ours->value != NULL) {
        g_autofree char *digits = g_strndup(ours->value, MIN(ours->length, 20));
        number = g_ascii_strtoull(digits, NULL, 10);
    }
    if (strcmp(text, "True") == 0)
        return number == 1;
    return g_ascii_strtoull(text, NULL, 10) == number;
}

gboolean compare_values(const FieldRow *row, const Fact *ours, const PdmlFrame *frame,
                        const PdmlField *theirs) {
    Text one = {ours->value, MIN(ours->length, FACT_VALUE_MAX)};
    Text other = {pdml_value(frame, theirs), theirs->value_length};
    switch (row->compare) {
    case FIELD_PRESENCE:
        return TRUE;
    case FIELD_NUMBER:
    case FIELD_PLACE:
        return same_number(ours, other);
    case FIELD_DURATION:
        return same_duration(ours->number, other);
    case FIELD_TEXT:
        return ours->value != NULL && ours->length == theirs->length && same(one, other);
    case FIELD_SHOWN:
        return ours->value != NULL && same(one, other);
    case FIELD_WORD:
        return ours->value != NULL && one.length == other.length &&
               g_ascii_strncasecmp(one.octets, other.octets, one.length) == 0;
    case FIELD_TRIMMED:
        return ours->value != NULL && same(trim(one), trim(other));
    case FIELD_SPACED:
        return ours->value != NULL && same_but_space(one, other);
    case FIELD_ADDRESS:
        return ours->value != NULL && same(bare(one), bare(other));
    case FIELD_UNANSWERED:
        break;
    }
    return FALSE;
}
