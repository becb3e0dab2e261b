/* SPDX-License-Identifier: MIT */
/* The invariant: within one flight of one direction any cut, order and duplication of segments
 * gives the same octets, and the same turns between both sides. */
#include "stream/segment_script.h"

enum { N_FLIGHTS = 12, FLIGHT_MAX = 300, N_SEEDS = 150 };

typedef struct {
    Direction from;
    gint64 offset, need; /* in its own stream; what its sender had received */
    gint64 length;
    char octets[FLIGHT_MAX];
} Flight;

typedef struct {
    Flight flights[N_FLIGHTS];
    GString *turns; /* what must come out: both sides' octets, a bar at each change of turn */
} Talk;

static void talk_make(Talk *self, GRand *random) {
    gint64 offsets[N_DIRECTIONS] = {0, 0};
    self->turns = g_string_new(NULL);
    for (guint i = 0; i < N_FLIGHTS; i++) {
        Flight *flight = &self->flights[i];
        flight->from = i % 2 == 0 ? DIRECTION_SERVER : DIRECTION_CLIENT;
        flight->offset = offsets[flight->from];
        flight->need = offsets[direction_reverse(flight->from)];
        flight->length = g_rand_int_range(random, 1, FLIGHT_MAX);
        for (gint64 j = 0; j < flight->length; j++)
            flight->octets[j] = (char)g_rand_int_range(random, 'a', 'z' + 1);
        offsets[flight->from] += flight->length;
        g_string_append_printf(self->turns, "|%.*s", (int)flight->length, flight->octets);
    }
}

typedef struct {
    GString *heard;
    gint last;
} Listener;

static void listen(gpointer user, StreamConnection *connection, Direction direction,
                   const guint8 *octets, gsize length) {
    Listener *self = user;
    if (self->last != (gint)direction)
        g_string_append_c(self->heard, '|');
    self->last = (gint)direction;
    g_string_append_len(self->heard, (const char *)octets, (gssize)length);
}

static void listen_gap(gpointer user, StreamConnection *connection, Direction direction,
                       guint64 length, StreamGapReason reason) {
    g_string_append(((Listener *)user)->heard, "(gap)");
}

typedef struct {
    gint64 start, length;
    gboolean is_damaged;
} Cut;

/* The flight cut at random, some pieces twice or overlapping, some damaged copies before the good
 * one, and all of it shuffled; a damaged copy stays harmless wherever it ends up. */
static GArray *cut_flight(const Flight *flight, GRand *random) {
    GArray *cuts = g_array_new(FALSE, FALSE, sizeof(Cut));
    gint longest = g_rand_int_range(random, 1, 80);
    for (gint64 at = 0; at < flight->length;) {
        gint64 length = g_rand_int_range(random, 1, longest + 1);
        Cut cut = {at, MIN(length, flight->length - at), FALSE};
        at += cut.length;
        g_array_append_val(cuts, cut);
        if (g_rand_int_range(random, 0, 4) == 0) {
            gint64 back = g_rand_int_range(random, 0, 9);
            cut.start = MAX(0, cut.start - back);
            g_array_append_val(cuts, cut);
        }
        if (g_rand_int_range(random, 0, 6) == 0) {
            cut.is_damaged = TRUE;
            g_array_append_val(cuts, cut);
        }
    }
    for (guint i = cuts->len - 1; i > 0; i--) {
        guint j = (guint)g_rand_int_range(random, 0, (gint)i + 1);
        Cut swap = g_array_index(cuts, Cut, i);
        g_array_index(cuts, Cut, i) = g_array_index(cuts, Cut, j);
        g_array_index(cuts, Cut, j) = swap;
    }
    return cuts;
}

static void play_flight(Script *script, const Flight *flight, GRand *random) {
    static const char rubbish[FLIGHT_MAX] = {0};
    g_autoptr(GArray) cuts = cut_flight(flight, random);
    for (guint i = 0; i < cuts->len; i++) {
        const Cut *cut = &g_array_index(cuts, Cut, i);
        script_push(script, flight->from, flight->offset + cut->start, flight->need, NET_TCP_PSH,
                    cut->is_damaged ? NET_CHECKSUM_BAD : NET_CHECKSUM_GOOD,
                    cut->is_damaged ? rubbish : flight->octets + cut->start, (gsize)cut->length,
                    -1);
    }
}

static void check_seed(guint32 seed, StreamOverlap overlap) {
    static const StreamSink sink = {.octets = listen, .gap = listen_gap};
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    Talk talk;
    talk_make(&talk, random);
    Listener listener = {g_string_new(NULL), -1};
    Script script = script_new(overlap);
    script.isn[0] = g_rand_int(random);
    script.isn[1] = G_MAXUINT32 - (guint32)g_rand_int_range(random, 0, 1000);
    script.table = stream_table_new(&sink, &listener, overlap);
    script_play(&script, "H");
    for (guint i = 0; i < N_FLIGHTS; i++)
        play_flight(&script, &talk.flights[i], random);
    stream_table_finish(script.table);
    cr_expect_str_eq(listener.heard->str, talk.turns->str, "seed %u, overlap %d:\n%s\n%s", seed,
                     overlap, listener.heard->str, talk.turns->str);
    g_string_free(listener.heard, TRUE);
    g_string_free(talk.turns, TRUE);
    script_close_all(&script);
}

Test(recut, first_wins) {
    for (guint32 seed = 0; seed < N_SEEDS; seed++)
        check_seed(seed, STREAM_OVERLAP_FIRST);
}

Test(recut, last_wins) {
    for (guint32 seed = 0; seed < N_SEEDS; seed++)
        check_seed(seed, STREAM_OVERLAP_LAST);
}
