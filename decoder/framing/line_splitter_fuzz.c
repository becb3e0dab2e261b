/* SPDX-License-Identifier: MIT */
/* The first octet is the cap. Lines tile the input, and its cut changes none of them. */
#include "framing/line_splitter.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Adds what a line is, and where, to a sum; counts its octets. */
static void feed(LineSplitter *lines, const uint8_t *data, size_t length, gsize *total,
                 guint *sum) {
    gsize used = 0;
    Line line;
    while (line_splitter_next(lines, data, length, &used, &line)) {
        g_assert(line.length <= lines->cap);
        *total += line.length + line.end_length;
        *sum = *sum * 31 + (guint)*total + (guint)line.end;
    }
    g_assert(used == length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) {
        return 0;
    }
    LineSplitter one, two;
    line_splitter_init(&one, data[0]);
    line_splitter_init(&two, data[0]);
    gsize total_one = 0, total_two = 0;
    guint sum_one = 0, sum_two = 0;
    feed(&one, data + 1, size - 1, &total_one, &sum_one);
    for (size_t at = 1; at < size; at++) {
        feed(&two, data + at, 1, &total_two, &sum_two);
    }
    g_assert(total_one == total_two && sum_one == sum_two);
    g_assert(total_one + line_splitter_held(&one) == size - 1);
    line_splitter_clear(&one);
    line_splitter_clear(&two);
    return 0;
}
