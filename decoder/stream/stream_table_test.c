/* SPDX-License-Identifier: MIT */
/* Which connection a packet counts to, which number that has, and how long it lives. */
#include "stream/segment_script.h"

#define CHECK(cases) script_check_all(cases, G_N_ELEMENTS(cases))

#define SESSION "H c0/0=a s0/1F c1/1F s1/2 "

static const ScriptCase port_reuse[] = {
    {"after the end", SESSION "N " SESSION, "C:a S. C. 0=fin,7 C:a S. C. 1=fin,7", SCRIPT_CLOSE},
    {"without an end", "H c0/0=a N H c0/0=b", "C:a 0=open,4 C:b 1=open,4", SCRIPT_CLOSE},
    {"long after the end", SESSION "@5000 c1/1 N " SESSION, "C:a S. C. 0=fin,7 C:a S. C. 1=fin,7",
     SCRIPT_CLOSE},
    {"same sequence number: the old one", SESSION "c-1S", "C:a S. C. 0=fin,8", SCRIPT_CLOSE},
    {"held octets first", "H c1/0=b N c-1S", "C-1-lost C:b 0=open,4 1=open,1", SCRIPT_CLOSE},
    {"SYN with ACK begins nothing", "H N s-1/0S", "(S ignored 100000+0) 0=open,4",
     SCRIPT_CLOSE | SCRIPT_EVENTS},
    {"after a lone segment", "c0/0=a c98S", "C:a 0=open,1 1=open,1", SCRIPT_CLOSE},
    {"the lone segment's own SYN", "c0/0=a c-1S", "C:a 0=open,2", SCRIPT_CLOSE},
};

Test(stream_table, port_reuse) {
    CHECK(port_reuse);
}

static const ScriptCase linger[] = {
    {"the last packets still count", SESSION "c2/2 c2/2", "C:a S. C. 0=fin,9", SCRIPT_CLOSE},
    {"for two seconds", SESSION "@1900 c2/2", "C:a S. C. 0=fin,8", SCRIPT_CLOSE},
    {"and no longer", SESSION "@2100 c2/2 c2/2", "C:a S. C. 0=fin,7", SCRIPT_CLOSE},
    {"for ten thousand packets", SESSION "c2/2x10000", "C:a S. C. 0=fin,10005", SCRIPT_CLOSE},
    {"a reset that was not heard ends it", "H c0/0R c0/0=a @3000 c1/0=b", "C:a C:b 0=open,6",
     SCRIPT_CLOSE},
};

Test(stream_table, linger) {
    CHECK(linger);
}

/* Connections are closed in the order of their numbers, whatever the table's order is. */
Test(stream_table, finish) {
    Script script = script_new(STREAM_OVERLAP_FIRST);
    script.with_close = TRUE;
    script_open(&script, STREAM_OVERLAP_FIRST);
    g_autoptr(GString) wanted = g_string_new(NULL);
    for (guint i = 0; i < 300; i++) {
        script.ports[0] = 1000 + (i * 7919) % 60000;
        script_play(&script, "c-1S");
        g_string_append_printf(wanted, "%s%u=open,1", i > 0 ? " " : "", i);
    }
    cr_expect_eq(stream_table_count(script.table), 300);
    stream_table_finish(script.table);
    cr_expect_str_eq(script.heard->str, wanted->str);
    stream_table_finish(script.table);
    cr_expect_str_eq(script.heard->str, wanted->str, "finishing again does nothing");
    script_close_all(&script);
}

/* A table that is thrown away in the middle owns everything it needs to free. */
Test(stream_table, free_in_the_middle) {
    Script script = script_new(STREAM_OVERLAP_LAST);
    script_open(&script, STREAM_OVERLAP_LAST);
    script_play(&script, SESSION "H c0/0=ab c5/0=*90000 s0/0~1=ab");
    script_close_all(&script);
    stream_table_free(NULL);
}

/* Both endpoints the same: one side only, as there is no telling who sent. */
Test(stream_table, itself) {
    Script script = script_new(STREAM_OVERLAP_FIRST);
    script.with_close = TRUE;
    script.ports[1] = script.ports[0];
    script_open(&script, STREAM_OVERLAP_FIRST);
    script_play(&script, "c-1S c0/0=ab s9/0=cd");
    stream_table_finish(script.table);
    cr_expect_eq(stream_table_count(script.table), 1);
    script_close_all(&script);
}

static void ignore_octets(gpointer user, StreamConnection *connection, Direction direction,
                          const guint8 *octets, gsize length) {
}

/* A word of silence for hours, with packets of another connection going by. */
static void play_others(Script *script, guint n) {
    script->ports[0]++;
    script->isn[0] += 7777;
    script_play(script, "c-1S");
    g_autofree char *words = g_strdup_printf("c-1Sx%u", n);
    script_play(script, words);
    script->ports[0]--;
    script->isn[0] -= 7777;
}

static void note_given_up(gpointer user, StreamConnection *connection) {
    if (connection->is_given_up)
        g_string_append_printf(user, "%u ", connection->number);
}

/* Hours of silence, packets of others meanwhile, and which connections are given up. */
static const struct {
    gint64 hours;
    guint packets;
    const char *wanted;
} silences[] = {
    {2, STREAM_IDLE_PACKETS, ""},
    {4, STREAM_IDLE_PACKETS / 2, ""},
    {4, STREAM_IDLE_PACKETS, "0 "},
};

Test(stream_table, idle_connections_are_closed) {
    static const StreamSink sink = {.octets = ignore_octets, .close = note_given_up};
    for (guint i = 0; i < G_N_ELEMENTS(silences); i++) {
        Script script = script_new(STREAM_OVERLAP_FIRST);
        g_autoptr(GString) given_up = g_string_new(NULL);
        script.table = stream_table_new(&sink, given_up, STREAM_OVERLAP_FIRST);
        script_play(&script, "H c0/0=a");
        play_others(&script, silences[i].packets);
        script.time_ns += silences[i].hours * 3600 * 1000000000;
        play_others(&script, 1);
        cr_expect_str_eq(given_up->str, silences[i].wanted, "row %u: %s", i, given_up->str);
        script_play(&script, "c1/0=b"); /* is not read any more, or is */
        stream_table_finish(script.table);
        cr_expect_str_eq(given_up->str, silences[i].wanted, "row %u at the end", i);
        script_close_all(&script);
    }
}

/* The ninth makes the two go that have been silent longest, though they are not the first. */
Test(stream_table, too_many_make_room) {
    static const StreamSink sink = {.octets = ignore_octets, .close = note_given_up};
    Script script = script_new(STREAM_OVERLAP_FIRST);
    g_autoptr(GString) given_up = g_string_new(NULL);
    script.table = stream_table_new(&sink, given_up, STREAM_OVERLAP_FIRST);
    stream_table_set_open_max(script.table, 8);
    for (guint i = 0; i < 8; i++) {
        script.ports[0] = 2000 + i;
        script_play(&script, "c-1S");
    }
    script.ports[0] = 2000;
    script_play(&script, "c-1S");
    cr_expect_str_eq(given_up->str, "");
    script.ports[0] = 3000;
    script_play(&script, "c-1S");
    cr_expect_str_eq(given_up->str, "1 2 ");
    cr_expect_eq(stream_table_count(script.table), 9);
    stream_table_finish(script.table);
    cr_expect_str_eq(given_up->str, "1 2 ", "the others end with the capture");
    script_close_all(&script);
}

/* What a later part of the program reads off a connection. */
static void note_connection(gpointer user, StreamConnection *connection) {
    *(StreamConnection *)user = *connection;
}

Test(stream_table, what_is_shown) {
    static const StreamSink sink = {.octets = ignore_octets, .close = note_connection};
    Script script = script_new(STREAM_OVERLAP_FIRST);
    StreamConnection seen = {0};
    script.table = stream_table_new(&sink, &seen, STREAM_OVERLAP_FIRST);
    script.frame = 10;
    script_play(&script, "H c0/0=abcd c0/0=abXY c6/0=gh s0/8=ok c8/2F @100 s2/9F c9/3");
    stream_table_finish(script.table);
    cr_expect_eq(seen.first_frame, 11);
    cr_expect_eq(seen.last_frame, 20);
    cr_expect_eq(seen.packets, 10);
    cr_expect_eq(seen.first_time_ns, 10000);
    cr_expect_eq(seen.last_time_ns, 100100000);
    cr_expect_eq(seen.opened, STREAM_OPENED_SEEN);
    cr_expect_eq(seen.closed, STREAM_CLOSED_FIN);
    cr_expect_eq(seen.client.port, 40000);
    cr_expect_eq(seen.server.port, 25);
    cr_expect_eq(seen.directions[0].octets, 8);
    cr_expect_eq(seen.directions[0].missing, 2);
    cr_expect_eq(seen.directions[0].conflicting, 2);
    cr_expect_eq(seen.directions[1].octets, 2);
    cr_expect(seen.directions[0].seen && seen.directions[1].seen);
    cr_expect(seen.directions[0].finished && seen.directions[1].finished);
    script_close_all(&script);
}
