/* SPDX-License-Identifier: MIT */
/* Any octets as a conversation: the first octet of each piece says who speaks and how much, or that
 * octets are lost. */
#include "dissect/tap.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void play_piece(Tap *tap, StreamConnection *connection, const guint8 **at, gsize *left,
                       gboolean *is_mail) {
    guint8 head = **at;
    Direction direction = (head & 1) != 0 ? DIRECTION_SERVER : DIRECTION_CLIENT;
    gsize length = MIN((gsize)(head >> 2) + 1, *left - 1);
    (*at)++;
    (*left)--;
    if ((head & 2) != 0 && (head & 4) != 0) {
        *is_mail = *is_mail && tap_gap(tap, direction, length + 1, STREAM_GAP_LOST);
        connection->directions[direction].octets += length + 1;
        return;
    }
    if (length > 0) {
        carrier_log_append(&connection->directions[direction].carriers,
                           connection->directions[direction].octets, length,
                           ++connection->last_frame, 0);
        *is_mail = *is_mail && tap_octets(tap, direction, *at, length);
    }
    connection->directions[direction].octets += length;
    *at += length;
    *left -= length;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const NoteSink sink = {.opened = NULL};
    DecoderOptions options = DECODER_OPTIONS_INIT;
    StreamConnection connection = {.server.port = 25, .first_frame = 1, .last_frame = 1};
    if (size == 0) {
        return 0;
    }
    options.labels = (data[0] & 1) != 0;
    connection.opened = (data[0] & 2) != 0 ? STREAM_OPENED_LATE : STREAM_OPENED_SEEN;
    connection.server.port = (data[0] & 4) != 0 ? 24 : 25;
    connection.directions[DIRECTION_CLIENT].seen = TRUE;
    connection.directions[DIRECTION_SERVER].seen = (data[0] & 8) == 0;
    Workshop workshop;
    workshop_init(&workshop, &options, &sink, NULL);
    g_autoptr(Tap) tap = tap_new(&workshop, &connection);
    gboolean is_mail = TRUE;
    const guint8 *at = data + 1;
    for (gsize left = size - 1; left > 0;) {
        play_piece(tap, &connection, &at, &left, &is_mail);
    }
    if (is_mail) {
        tap_close(tap);
    }
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        carrier_log_clear(&connection.directions[d].carriers);
    }
    g_clear_pointer(&tap, tap_free);
    workshop_clear(&workshop);
    return 0;
}
