/* SPDX-License-Identifier: MIT */
/* One direction: any order, any cut, any copies of segments -> the octets in order. */
#include "stream/segment_script.h"

#define CHECK(cases) script_check_all(cases, G_N_ELEMENTS(cases))

static const ScriptCase in_order[] = {
    {"one by one", "H c0/0=ab c2/0=cd c4/0=ef", "C:ab C:cd C:ef"},
    {"both sides", "H s0/0=hello c0/5=hi s5/2=you", "S:hello C:hi S:you"},
    {"data with the SYN", "c-1S=early s-1/5S c5/0=on", "C:early C:on"},
    {"no acknowledgment flag", "H c0=ab c2=cd", "C:ab C:cd"},
};

Test(reassembler, in_order) {
    CHECK(in_order);
}

static const ScriptCase holes[] = {
    {"filled", "H c0/0=ab c4/0=ef c2/0=cd", "C:ab C:cd C:ef"},
    {"backwards", "H c6/0=gh c4/0=ef c2/0=cd c0/0=ab", "C:ab C:cd C:ef C:gh"},
    {"filled by more than it needs", "H c0/0=ab c4/0=ef c1/0=bcdefg", "C:ab C:cd C:ef C:g"},
    {"filled by two", "H c4/0=ef c0/0=ab c2/0=c c3/0=d", "C:ab C:c C:d C:ef"},
    {"never filled, never acknowledged", "H c0/0=ab c4/0=ef", "C:ab C-2-lost C:ef"},
    {"not yet given up", "H c0/0=ab c4/0=ef s0/6x64", "C:ab", SCRIPT_UNFINISHED},
    {"given up after 64 packets", "H c0/0=ab c4/0=ef s0/6x65", "C:ab C-2-lost C:ef",
     SCRIPT_UNFINISHED},
    {"given up after a second", "H c0/0=ab c4/0=ef s0/6 @1000 s0/6", "C:ab C-2-lost C:ef",
     SCRIPT_UNFINISHED},
    {"patient as long as it is not acknowledged", "H c0/0=ab c4/0=ef s0/2x500 @9000 s0/2", "C:ab",
     SCRIPT_UNFINISHED},
    {"the late segment after all", "H c4/0=ef s0/6x10 c0/0=abcd", "C:abcd C:ef"},
    {"too late", "H c4/0=ef s0/6x65 c0/0=abcd c6/0=gh", "C-4-lost C:ef C:gh"},
    {"two holes acknowledged together", "H c2/0=c c6/0=g s0/7x65", "C-2-lost C:c C-3-lost C:g",
     SCRIPT_UNFINISHED},
    {"at the end, acknowledged", "H c0/0=ab s0/9", "C:ab C-7-lost"},
    {"told when it opens", "H c4/0=ef c6/0=gh c9/0=jk c0/0=abcd c8/0=i",
     "(C out-of-order 4+2) (C out-of-order 9+2) C:abcd C:ef C:gh C:i C:jk", SCRIPT_EVENTS},
};

Test(reassembler, holes) {
    CHECK(holes);
}

static const ScriptCase duplicate[] = {
    {"before the acknowledgment", "H c0/0=abc c0/0=abc c3/0=d", "C:abc (C retransmission 0+3) C:d",
     SCRIPT_EVENTS},
    {"after it", "H c0/0=abc s0/3 c0/0=abc c3/0=d", "C:abc (C retransmission 0+3) C:d",
     SCRIPT_EVENTS},
    {"of a waiting one", "H c2/0=c c2/0=c c0/0=ab",
     "(C out-of-order 2+1) (C retransmission 2+1) C:ab C:c", SCRIPT_EVENTS},
    {"of everything at once", "H c0/0=ab c2/0=cd c0/0=abcdef",
     "C:ab C:cd (C retransmission 0+4) C:ef", SCRIPT_EVENTS},
    {"of the SYN and of the FIN", "c-1S c-1S s-1/0S s-1/0S c0/0F c0/0F s0/1F", "C. S."},
};

Test(reassembler, duplicate) {
    CHECK(duplicate);
}

static const ScriptCase overlap[] = {
    {"first wins, not yet acknowledged", "H c0/0=abcd c2/0=XYef",
     "C:abcd (C conflict 2+2 cd/XY #4) C:ef", SCRIPT_EVENTS},
    {"first wins while waiting", "H c2/0=cd c1/0=bXY c0/0=a",
     "(C out-of-order 2+2) (C conflict 2+2 cd/XY #4) C:a C:b C:cd", SCRIPT_EVENTS},
    {"only the differing octets", "H c0/0=abcdefgh c0/0=abXdeYgh",
     "C:abcdefgh (C conflict 2+4 cdef/XdeY #4) (C retransmission 0+6)", SCRIPT_EVENTS},
    {"after the acknowledgment, cut at the same place", "H c0/0=abcd s0/4 c0/0=abcX",
     "C:abcd (C conflict 0+4 #4)", SCRIPT_EVENTS},
    {"partly acknowledged", "H c0/0=ab c2/0=cd s0/2 c0/0=XXcY",
     "C:ab C:cd (C conflict 3+1 d/Y #5) (C retransmission 0+3)", SCRIPT_EVENTS},
    {"last wins", "H c0/0=abcd c2/0=XYef s0/6 c6/0=g s0/7",
     "(C conflict 2+2 XY/cd #5) C:ab C:XY C:ef C:g", SCRIPT_EVENTS | SCRIPT_LAST},
    {"last wins in the middle", "H c0/0=abcdef c2/0=XY s0/6",
     "(C conflict 2+2 XY/cd #5) C:ab C:XY C:ef", SCRIPT_EVENTS | SCRIPT_LAST},
    {"last wins only until acknowledged", "H c0/0=abcd s0/3 c0/0=wxyz s0/4",
     "C:abc (C conflict 3+1 z/d #6) (C retransmission 0+3) C:z", SCRIPT_EVENTS | SCRIPT_LAST},
};

Test(reassembler, overlap) {
    CHECK(overlap);
}

static const ScriptCase wrap[] = {
    {"more than the sign can hold", "H c0/0=*65000 c65000/0=*65000 s0/130000 c130000/0=end",
     "C:*65000 C:*65000 C:end"},
    {"further than any window", "H c0/0=ab c1200000000/0=zz c2/0=cd",
     "C:ab (C ignored 1200000000+2) C:cd", SCRIPT_EVENTS},
    {"far, but within the largest window", "H c0/0=ab c1000000000/0=zz c2/0=cd",
     "C:ab C:cd C-999999996-lost C:zz"},
};

Test(reassembler, wrap) {
    CHECK(wrap);
}

static const ScriptCase late_start[] = {
    {"in the middle", "c500/700=abc s700/503=de c503/702=f", "C:abc S:de C:f"},
    {"the peer's acknowledgment says where", "s700/500=de c503/702=def c500/702=abc",
     "S:de C:abc C:def"},
    {"older octets are no loss", "c500/700=abc c400/700=old c503/700=d", "C:abc C:d"},
    {"it begins with a keep-alive", "c499/700 s700/500 c500/700=abc", "C:abc"},
    {"nothing but the end", "c500/700F s700/501F c501/701", "C. S."},
};

Test(reassembler, late_start) {
    CHECK(late_start);
}

static const ScriptCase fin_before_data[] = {
    {"FIN overtakes", "H c2/0F=cd c0/0=ab", "C:ab C:cd C."},
    {"FIN alone overtakes", "H c4/0F c2/0=cd c0/0=ab", "C:ab C:cd C."},
    {"data behind the FIN", "H c0/0F=ab c2/0=zz c1/0=bz",
     "C:ab C. (C ignored 2+2) (C ignored 1+2) (C retransmission 1+1)", SCRIPT_EVENTS},
    {"FIN inside what was seen", "H c0/0=abcd c2/0F c4/0=e", "C:abcd (C ignored 2+0) C:e",
     SCRIPT_EVENTS},
    {"hole before the FIN", "H c0/0=ab c6/0F", "C:ab C-4-lost C."},
    {"FIN not captured", "H c0/0=ab s0/3F c3/1", "C:ab S."},
    {"an octet was lost, it was no FIN", "H c0/0=a s0/2x70 c2/0=c", "C:a C-1-lost C:c"},
};

Test(reassembler, fin_before_data) {
    CHECK(fin_before_data);
}

static const ScriptCase keep_alive[] = {
    {"empty", "H c0/0=ab s0/2 c1/0 s0/2 c2/0=cd", "C:ab (C keep-alive 1+0) C:cd", SCRIPT_EVENTS},
    {"one octet of rubbish", "H c0/0=ab s0/2 c1/0=Z s0/2 c2/0=cd", "C:ab (C keep-alive 1+1) C:cd",
     SCRIPT_EVENTS},
    {"before any data", "H c-1/0=Z c0/0=ab", "(C keep-alive 0+1) C:ab", SCRIPT_EVENTS},
    {"one octet sent again is none", "H c0/0=a c0/0=a c1/0=b", "C:a (C retransmission 0+1) C:b",
     SCRIPT_EVENTS},
};

Test(reassembler, keep_alive) {
    CHECK(keep_alive);
}

static const ScriptCase snapped[] = {
    {"the tail never comes", "H c0/0~2=abcd s0/4=yes", "C:ab C-2-snapped S:yes"},
    {"the tail comes again", "H c0/0~2=abcd c2/0=cd s0/4=yes", "C:ab C:cd S:yes"},
    {"nothing captured", "H c0/0~0=abcd s0/4", "C-4-snapped", SCRIPT_UNFINISHED},
    {"undecided", "H c0/0~1=abcd c4/0=ef", "C:a", SCRIPT_UNFINISHED},
    {"many", "H c0/0~1=abcd c4/0~1=efgh s0/8~2=yes c8/3",
     "C:a C-3-snapped C:e C-3-snapped S:ye "
     "S-1-snapped"},
};

Test(reassembler, snapped) {
    CHECK(snapped);
}
