/* SPDX-License-Identifier: MIT */
/* When octets are handed on: never before what they acknowledge, never a copy that a better one
 * may still replace, and never too late. */
#include "stream/segment_script.h"

#define CHECK(cases) script_check_all(cases, G_N_ELEMENTS(cases))

static const ScriptCase causal[] = {
    {"a reply before its command", "H s0/4=250 c0/0=NOOP c4/3=QUIT", "C:NOOP S:250 C:QUIT"},
    {"three turns backwards", "H c3/2=C s0/3=bb c0/0=AAA", "C:AAA S:bb C:C"},
    {"a reply waits for the hole", "H c0/0=MA s0/6=ok c4/0=IL c2/0=__", "C:MA C:__ C:IL S:ok"},
    {"a reply outlives the hole", "H c0/0=MA s0/6=ok s2/6x64", "C:MA C-4-lost S:ok",
     SCRIPT_UNFINISHED},
    {"a reply that acknowledges less goes by", "H c2/0=ab s0/0=hello", "S:hello C-2-lost C:ab"},
    {"FIN waits for what it acknowledges", "H c0/3F s0/0=bye", "S:bye C."},
    {"FIN counts for one", "H c0/0F s0/1=still s5/1=here s9/1F c1/10", "C. S:still S:here S."},
    {"each acknowledges the other", "H c0/2=ab s0/2=xy", "C:ab S:xy"},
    {"acknowledged later by a copy of older date", "H c0/3=ab c0/0=ab s0/2=xyz", "C:ab S:xyz"},
};

Test(delivery, causal) {
    CHECK(causal);
}

static const ScriptCase one_direction[] = {
    {"client only", "c-1S c0/0 c0/5=EHLO c4/20=QUIT c8/29F",
     "S-5-lost C:EHLO S-15-lost C:QUIT "
     "S-9-lost C."},
    {"server only", "s-1/0S s0/0=220 s3/4=250 s6/9", "S:220 C-4-lost S:250 C-5-lost"},
    {"late, client only", "c7/50=ab c9/50=cd c11/54=ef", "C:ab C:cd S-4-lost C:ef"},
    {"a hole, nobody acknowledges", "c-1S c0/0=ab c4/0=ef c6/0=gx70", "C:ab C-2-lost C:ef C:gx70"},
    {"it flows on", "c-1S c0/0=ab c4/0=ef c6/0x64 c6/0=g", "C:ab C-2-lost C:ef C:g",
     SCRIPT_UNFINISHED},
    {"damaged", "c-1S c0/0=ab c2/0!=XX c2/0x64 c4/0=ef", "C:ab C:XX C:ef", SCRIPT_UNFINISHED},
    {"last wins", "c-1S c0/0=ab c0/0=xy c2/0x64", "C:xy", SCRIPT_UNFINISHED | SCRIPT_LAST},
    {"the other one shows up", "c-1S c0/0 c0/3=ab s3/2=xy s0/2=late c2/5=cd",
     "S-3-lost C:ab S:xy C:cd"},
};

Test(delivery, one_direction) {
    CHECK(one_direction);
}

static const ScriptCase checksum[] = {
    {"held until acknowledged", "H c0/0=ab c2/0!=XX c4/0=ef s0/4=ok", "C:ab C:XX C:ef S:ok"},
    {"not acknowledged yet", "H c0/0=ab c2/0!=XX c4/0=ef", "C:ab", SCRIPT_UNFINISHED},
    {"until the end", "H c0/0=ab c2/0!=XX c4/0=ef", "C:ab C:XX C:ef"},
    {"the good copy wins", "H c0/0=ab c2/0!=XX c4/0=ef c2/0=cd s0/6=ok",
     "C:ab (C bad-checksum 0+0) (C conflict 2+2 cd/XX #7) C:cd C:ef S:ok", SCRIPT_EVENTS},
    {"the good copy wins over the last", "H c0/0=cd c0/0!=XX s0/2",
     "(C bad-checksum 0+0) (C conflict 0+2 cd/XX #4) C:cd", SCRIPT_EVENTS | SCRIPT_LAST},
    {"too late", "H c0/0=ab s0/2 c0/0!=Xb c2/0=cd",
     "C:ab (C bad-checksum 0+0) (C conflict 0+2 #4) C:cd", SCRIPT_EVENTS},
    {"equal copies", "H c0/0!=ab c0/0=ab", "(C bad-checksum 0+0) (C retransmission 0+2) C:ab",
     SCRIPT_EVENTS},
    {"only part of it acknowledged", "H c0/0!=abcd s0/2=x s1/4=y", "C:ab S:x C:cd S:y"},
    {"offloaded", "c-1S! s-1/0S c0/0! c0/0!=ab s0/2=ok c2/2!=cd",
     "(C bad-checksum 0+0 offloaded) C:ab S:ok C:cd", SCRIPT_EVENTS},
    {"offloaded, a good one by chance", "c-1S! s-1/0S c0/0! c0/0!=ab c2/0!=cd c4/0=ef c6/0!=gh",
     "(C bad-checksum 0+0 offloaded) C:ab C:cd C:ef C:gh", SCRIPT_EVENTS},
    {"only the first was damaged", "c-1S! c-1S s-1/0S c0/0 c0/0!=XX c0/0=ab",
     "(C bad-checksum 0+0 offloaded) (C bad-checksum 0+0) (C conflict 0+2 ab/XX #6) C:ab",
     SCRIPT_EVENTS},
    {"a damaged RST, FIN and acknowledgment", "H c0/0=ab c2/0!R c2/0!F c2/9!F s0/2 c2/0=cd",
     "C:ab C:cd"},
    {"damaged, and far away", "H c0/0=ab c90000/0!=XX c2/0=cd", "C:ab C:cd"},
};

Test(delivery, checksum) {
    CHECK(checksum);
}

static const ScriptCase overflow[] = {
    {"one hole", "H c0/0=a c2/0=*3000000 c3000002/0=*1193000", "C:a", SCRIPT_UNFINISHED},
    {"one hole, too much behind it", "H c0/0=a c2/0=*3000000 c3000002/0=*1195000",
     "C:a C-1-overflow C:*3000000 C:*1195000", SCRIPT_UNFINISHED},
    {"the other side has the hole", "H s2/0=b c0/3=*3000000 c3000000/3=*1195000",
     "S-2-overflow S:b C:*3000000 C:*1195000", SCRIPT_UNFINISHED},
    {"damaged", "H c0/0!=*3000000 c3000000/0=*1195000", "C:*3000000 C:*1195000", SCRIPT_UNFINISHED},
    {"last wins, nobody acknowledges", "H c0/0=*3000000 c3000000/0=*1195000", "C:*3000000",
     SCRIPT_UNFINISHED | SCRIPT_LAST},
};

Test(delivery, overflow) {
    CHECK(overflow);
}

typedef struct {
    guint64 octets, gaps;
} Counts;

static void count_octets(gpointer user, StreamConnection *connection, Direction direction,
                         const guint8 *octets, gsize length) {
    ((Counts *)user)->octets += length;
}

static void count_gap(gpointer user, StreamConnection *connection, Direction direction,
                      guint64 length, StreamGapReason reason) {
    ((Counts *)user)->gaps++;
}

/* Segments of one octet, every other one missing: nothing is lost twice, and it is not quadratic.
 */
Test(delivery, one_octet_segments, .timeout = 60) {
    enum { N_SEGMENTS = 200000 };
    static const StreamSink sink = {.octets = count_octets, .gap = count_gap};
    Script script = script_new(STREAM_OVERLAP_FIRST);
    Counts counts = {0};
    script.table = stream_table_new(&sink, &counts, STREAM_OVERLAP_FIRST);
    script_play(&script, "H");
    for (gint64 i = 0; i < N_SEGMENTS; i++)
        script_push(&script, DIRECTION_CLIENT, 2 * i + 1, 0, 0, NET_CHECKSUM_GOOD, "x", 1, -1);
    cr_expect_gt(counts.gaps, N_SEGMENTS - STREAM_HELD_MAX / 100, "more is held than the cap");
    stream_table_finish(script.table);
    cr_expect_eq(counts.gaps, N_SEGMENTS);
    cr_expect_eq(counts.octets, N_SEGMENTS);
    script_close_all(&script);
}
