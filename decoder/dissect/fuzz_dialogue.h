/* SPDX-License-Identifier: MIT */
/* For fuzz targets: any octets as a conversation. The first octet chooses how it was captured; the
 * first of each piece says who speaks and how much, or that octets are lost. */
#pragma once

#include "dissect/tap.h"

#include <stdint.h>

typedef struct {
    Tap *tap;
    StreamConnection *connection;
    const guint8 *at;
    gsize left;
    gboolean is_mail;
} FuzzDialogue;

static inline void fuzz_dialogue_piece(FuzzDialogue *self) {
    guint8 head = *self->at;
    Direction direction = (head & 1) != 0 ? DIRECTION_SERVER : DIRECTION_CLIENT;
    StreamConnection *connection = self->connection;
    gsize length = MIN((gsize)(head >> 2) + 1, self->left - 1);
    self->at++;
    self->left--;
    if ((head & 2) != 0 && (head & 4) != 0) {
        self->is_mail = self->is_mail && tap_gap(self->tap, direction, length + 1, STREAM_GAP_LOST);
        connection->directions[direction].octets += length + 1;
        return;
    }
    if (length > 0) {
        carrier_log_append(&connection->directions[direction].carriers,
                           connection->directions[direction].octets, length,
                           ++connection->last_frame, 0);
        self->is_mail = self->is_mail && tap_octets(self->tap, direction, self->at, length);
    }
    connection->directions[direction].octets += length;
    self->at += length;
    self->left -= length;
}

/* Plays the octets on one of two ports. */
static inline void fuzz_dialogue_run(const uint8_t *data, size_t size, const guint16 ports[2]) {
    static const NoteSink sink = {.opened = NULL};
    DecoderOptions options = DECODER_OPTIONS_INIT;
    StreamConnection connection = {.first_frame = 1, .last_frame = 1};
    if (size == 0) {
        return;
    }
    options.labels = (data[0] & 1) != 0;
    connection.opened = (data[0] & 2) != 0 ? STREAM_OPENED_LATE : STREAM_OPENED_SEEN;
    connection.server.port = ports[(data[0] & 4) != 0 ? 1 : 0];
    connection.directions[DIRECTION_CLIENT].seen = (data[0] & 16) == 0;
    connection.directions[DIRECTION_SERVER].seen = (data[0] & 8) == 0;
    Workshop workshop;
    workshop_init(&workshop, &options, &sink, NULL);
    FuzzDialogue dialogue = {tap_new(&workshop, &connection), &connection, data + 1, size - 1,
                             TRUE};
    while (dialogue.left > 0) {
        fuzz_dialogue_piece(&dialogue);
    }
    if (dialogue.is_mail) {
        tap_close(dialogue.tap);
    }
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        carrier_log_clear(&connection.directions[d].carriers);
    }
    tap_free(dialogue.tap);
    workshop_clear(&workshop);
}
