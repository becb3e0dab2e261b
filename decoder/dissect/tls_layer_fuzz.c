/* SPDX-License-Identifier: MIT */
/* Any octets as a TLS connection with mail in it. First comes a key log, ended by a zero octet;
 * then pieces: a head (1: of the server, 2: lost octets, 4: to port 25, not 465, if it is the
 * first), two octets that say how many, and the octets. */
#include "dissect/tap.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    Tap *tap;
    StreamConnection connection;
    gboolean is_mail;
} Player;

static void give(Player *self, Direction direction, const guint8 *octets, gsize length) {
    StreamConnection *connection = &self->connection;
    carrier_log_append(&connection->directions[direction].carriers,
                       connection->directions[direction].octets, length, ++connection->last_frame,
                       0);
    if (self->is_mail) {
        g_autofree guint8 *copy = g_memdup2(octets, length);
        self->is_mail = tap_octets(self->tap, direction, copy, length);
    }
    connection->directions[direction].octets += length;
}

static void lose(Player *self, Direction direction, gsize length) {
    self->is_mail = self->is_mail && tap_gap(self->tap, direction, length, STREAM_GAP_LOST);
    self->connection.directions[direction].octets += length;
}

static void play(Player *self, const guint8 *at, gsize left) {
    while (left >= 3) {
        Direction direction = (at[0] & 1) != 0 ? DIRECTION_SERVER : DIRECTION_CLIENT;
        gsize length = (gsize)at[1] << 8 | at[2];
        gboolean is_lost = (at[0] & 2) != 0;
        gsize here = is_lost ? 0 : MIN(length, left - 3);
        if (is_lost && length > 0) {
            lose(self, direction, length);
        } else if (here > 0) {
            give(self, direction, at + 3, here);
        }
        at += 3 + here;
        left -= 3 + here;
    }
}

static void run(const guint8 *at, gsize left, const TlsKeylog *keylog) {
    static const NoteSink sink = {.opened = NULL};
    DecoderOptions options = DECODER_OPTIONS_INIT;
    options.labels = TRUE;
    Player player = {.is_mail = TRUE};
    StreamConnection *connection = &player.connection;
    connection->server.port = left > 0 && (at[0] & 4) != 0 ? 25 : 465;
    connection->first_frame = connection->last_frame = 1;
    connection->directions[DIRECTION_CLIENT].seen = TRUE;
    connection->directions[DIRECTION_SERVER].seen = TRUE;
    Workshop workshop;
    workshop_init(&workshop, &options, &sink, NULL);
    workshop.tls_secrets[0] = keylog;
    player.tap = tap_new(&workshop, connection);
    play(&player, at, left);
    if (player.is_mail) {
        tap_close(player.tap);
    }
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        carrier_log_clear(&connection->directions[d].carriers);
    }
    tap_free(player.tap);
    workshop_clear(&workshop);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const guint8 *zero = size == 0 ? NULL : memchr(data, 0, size);
    gsize length = zero == NULL ? size : (gsize)(zero - data);
    g_autoptr(TlsKeylog) keylog = tls_keylog_new();
    tls_keylog_add(keylog, (const char *)data, length);
    gsize left = zero == NULL ? 0 : size - length - 1;
    run(zero == NULL ? data : zero + 1, left, keylog);
    return 0;
}
