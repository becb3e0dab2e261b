/* SPDX-License-Identifier: MIT */
/* Turns what both sides send after COMPRESS DEFLATE (RFC 4978) into octets again: a raw deflate
 * stream (RFC 1951) in each direction, without header or trailer. It knows nothing of IMAP. */
#include "dissect/imap_session.h"
#include "dissect/inner_stream.h"
#include "dissect/labels.h"

#include <zlib.h>

#define OUTPUT_OCTETS ((gsize)16 * 1024)
#define INFLATED_MAX ((guint64)4 << 30) /* of one direction; more is no mail */

typedef struct {
    z_stream stream;
    InnerStream *inner;
    guint64 outer;    /* offset, in the layer below, of the next octet */
    gboolean is_over; /* the stream said that it ends; most never do */
    gboolean is_lost; /* something is missing or wrong: nothing behind it can be inflated */
} DeflateSide;

struct ImapDeflate {
    DeflateSide sides[N_DIRECTIONS];
    guint8 output[OUTPUT_OCTETS];
};

static void begin_side(Imap *self, ImapSide *side) {
    DeflateSide *deflate = &self->deflate->sides[side->direction];
    deflate->outer = side->offset;
    deflate->is_lost = inflateInit2(&deflate->stream, -MAX_WBITS) != Z_OK;
    deflate->inner = inner_stream_begin(self->conversation, side->direction, "deflate");
    side->offset = 0;
    side->taken = 0;
}

void imap_deflate_begin(Imap *self) {
    if (self->deflate != NULL || self->client.is_reading) {
        imap_lose(self); /* twice, or in the middle of a line: no client does that */
        return;
    }
    g_autoptr(GByteArray) held = imap_client_take_held(self);
    self->deflate = g_new0(ImapDeflate, 1);
    begin_side(self, &self->client.side);
    begin_side(self, &self->server.side);
    self->client.waited = 0;
    if (held->len > 0) {
        imap_deflate_octets(self, DIRECTION_CLIENT, held->data, held->len);
    }
}

void imap_deflate_free(ImapDeflate *self) {
    if (self == NULL) {
        return;
    }
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        inflateEnd(&self->sides[d].stream);
    }
    g_free(self);
}

static void label_outer(const DeflateSide *side, gsize length, const char *label) {
    label_track_take(inner_stream_outer_labels(side->inner), length, label, FALSE);
}

static void lose_side(Imap *self, Direction from, guint64 offset) {
    DeflateSide *side = &self->deflate->sides[from];
    side->is_lost = TRUE;
    imap_lose(self);
    Carrier carrier = inner_stream_octets(side->inner) > 0
                          ? conversation_carrier(self->conversation, from,
                                                 inner_stream_octets(side->inner) - 1, 1)
                          : conversation_wire_carrier(self->conversation, from, 0, 0);
    FindingPlace place = {carrier_frames(&carrier), FALSE, {0}, -1};
    conversation_find(self->conversation, "imap.deflate-lost", place,
                      "From octet %" G_GUINT64_FORMAT
                      " on the %s's compressed octets cannot be inflated: some are missing or "
                      "damaged, and each depends on those before it.",
                      offset, direction_name(from));
    conversation_write_findings(self->conversation);
}

static void give(Imap *self, Direction from, gsize length) {
    const guint8 *octets = self->deflate->output;
    if (from == DIRECTION_CLIENT) {
        imap_client_octets(self, octets, length);
    } else {
        imap_server_octets(self, octets, length);
    }
}

/* One turn; TRUE: there may be another one. Each makes octets or takes some. */
static gboolean inflate_once(Imap *self, Direction from, guint64 outer, guint64 outer_length) {
    DeflateSide *side = &self->deflate->sides[from];
    side->stream.next_out = self->deflate->output;
    side->stream.avail_out = OUTPUT_OCTETS;
    int result = inflate(&side->stream, Z_SYNC_FLUSH);
    gsize made = OUTPUT_OCTETS - side->stream.avail_out;
    inner_stream_append(side->inner, self->deflate->output, made, outer, outer_length);
    if (made > 0) {
        give(self, from, made);
    }
    side->is_over |= result == Z_STREAM_END;
    gboolean is_whole = result == Z_STREAM_END && side->stream.avail_in == 0;
    gboolean is_good = is_whole || result == Z_OK || result == Z_BUF_ERROR;
    if (!is_good || inner_stream_octets(side->inner) > INFLATED_MAX) {
        lose_side(self, from, outer + outer_length - side->stream.avail_in);
    }
    gboolean is_stuck = result == Z_BUF_ERROR && made == 0;
    return !side->is_lost && !side->is_over && !is_stuck &&
           (side->stream.avail_in > 0 || side->stream.avail_out == 0);
}

void imap_deflate_octets(Imap *self, Direction from, const guint8 *octets, gsize length) {
    DeflateSide *side = &self->deflate->sides[from];
    guint64 outer = side->outer;
    side->outer += length;
    if (side->is_over && !side->is_lost) {
        lose_side(self, from, outer);
    } else if (!side->is_lost) {
        side->stream.next_in = (z_const Bytef *)octets;
        side->stream.avail_in = (uInt)length;
        while (inflate_once(self, from, outer, length)) {
        }
    }
    label_outer(side, length, side->is_lost ? "compressed octets, not inflated" : "deflate");
    conversation_forget_wire(self->conversation, from, side->outer);
}

void imap_deflate_gap(Imap *self, Direction from, guint64 length) {
    DeflateSide *side = &self->deflate->sides[from];
    guint64 outer = side->outer;
    side->outer += length;
    if (side->is_lost) {
        return;
    }
    lose_side(self, from, outer);
}
