/* SPDX-License-Identifier: MIT */
/* Who is who, how a connection begins, and how it ends. */
#include "stream/segment_script.h"

#define CHECK(cases) script_check_all(cases, G_N_ELEMENTS(cases))

static const ScriptCase handshake[] = {
    {"SYN sent twice", "c-1S c-1S s-1/0S c0/0=ab", "C:ab"},
    {"SYN with ACK captured first", "s-1/0S c-1S c0/0=ab", "C:ab"},
    {"SYN captured after the data", "c0/0=ab c-1S s-1/0S c2/0=cd", "C:ab C:cd"},
    {"SYN with ACK missing", "c-1S c0/0=ab s0/2=ok", "C:ab S:ok"},
    {"second SYN with ACK has another number", "c-1S s99/0S s-1/0S s0/0=hi c0/2=ab", "S:hi C:ab"},
    {"another number after data is ignored", "H s0/0=hi s99/0S s2/0=ho",
     "S:hi (S ignored 100+0) S:ho", SCRIPT_EVENTS},
};

Test(tcp_connection, handshake) {
    CHECK(handshake);
}

static const ScriptCase closing[] = {
    {"both sides", "H c0/0=ab s0/2=x c2/1F s1/3F c3/2", "C:ab S:x C. S. 0=fin,8", SCRIPT_CLOSE},
    {"at the same time", "H c0/0F s0/0F c1/1 s1/1", "C. S. 0=fin,7", SCRIPT_CLOSE},
    {"half", "H c0/0F s0/1=more", "C. S:more 0=open,5", SCRIPT_CLOSE},
    {"the client's side only", "c-1S c0/0 c0/3F", "S-3-lost C. 0=fin,3", SCRIPT_CLOSE},
    {"not at all", "H c0/0=ab", "C:ab 0=open,4", SCRIPT_CLOSE},
    {"reset", "H c0/0=ab s0/2R", "C:ab 0=rst,5", SCRIPT_CLOSE},
    {"refused", "c-1S s-5001/0R", "0=rst,2", SCRIPT_CLOSE},
    {"reset after the other side's FIN", "H c0/0F s0/1R", "C. 0=fin,5", SCRIPT_CLOSE},
    {"data after the reset that stood before it", "H c2/0R c0/0=ab", "C:ab 0=rst,5", SCRIPT_CLOSE},
    {"reset that nobody heard", "H c0/0R c0/0=ab s0/2 c2/0=cd", "C:ab C:cd 0=open,7", SCRIPT_CLOSE},
    {"reset from before the window", "H c0/0=ab s0/2 c0/0R c2/0=cd",
     "C:ab (C ignored 0+0) C:cd 0=open,7", SCRIPT_CLOSE | SCRIPT_EVENTS},
    {"reset from behind the window", "H c0/0=ab c9999999/0R c2/0=cd",
     "C:ab (C ignored 9999999+0) C:cd 0=open,6", SCRIPT_CLOSE | SCRIPT_EVENTS},
    {"text in the reset is no data", "H c0/0R=why", "(C rst 0+3) 0=rst,4",
     SCRIPT_CLOSE | SCRIPT_EVENTS},
};

Test(tcp_connection, closing) {
    CHECK(closing);
}

/* Ports of sender and receiver of the first segment -> who is taken for the client. */
static const struct {
    guint flags;
    guint sender, receiver;
    gboolean sender_is_client;
} roles[] = {
    {NET_TCP_SYN, 25, 40000, TRUE},
    {NET_TCP_SYN | NET_TCP_ACK, 25, 40000, FALSE},
    {NET_TCP_SYN | NET_TCP_ACK, 40000, 25, FALSE},
    {NET_TCP_ACK, 40000, 25, TRUE},
    {NET_TCP_ACK, 143, 40000, FALSE},
    {NET_TCP_ACK, 2525, 1024, FALSE},
    {NET_TCP_ACK, 1024, 2525, TRUE},
    {NET_TCP_ACK, 50000, 8080, TRUE},
    {NET_TCP_ACK, 8080, 50000, FALSE},
    {NET_TCP_ACK, 25, 110, FALSE},
};

static void note_client(gpointer user, StreamConnection *connection) {
    *(guint16 *)user = connection->client.port;
}

static void no_octets(gpointer user, StreamConnection *connection, Direction direction,
                      const guint8 *octets, gsize length) {
}

Test(tcp_connection, client) {
    static const StreamSink sink = {.open = note_client, .octets = no_octets};
    for (guint i = 0; i < G_N_ELEMENTS(roles); i++) {
        guint16 client = 0;
        g_autoptr(StreamTable) table = stream_table_new(&sink, &client, STREAM_OVERLAP_FIRST);
        NetPiece piece = {.frame = 1};
        NetUnit unit = {
            .frame = 1, .flags = (guint8)roles[i].flags, .pieces = &piece, .n_pieces = 1};
        unit.source = (NetEndpoint){{4, {10, 0, 0, 9}}, (guint16)roles[i].sender};
        unit.destination = (NetEndpoint){{4, {10, 0, 0, 1}}, (guint16)roles[i].receiver};
        stream_table_push(table, &unit);
        cr_expect_eq(client, roles[i].sender_is_client ? roles[i].sender : roles[i].receiver,
                     "row %u", i);
    }
}

/* An owner that loses interest hears nothing more but the end; packets are counted all the same. */
static const struct {
    guint after;
    ScriptCase script;
} ignored[] = {
    {1, {"in order", "H c0/0=ab c2/0=cd s0/4=ok c4/2F s2/5F", "C:ab 0=fin,8"}},
    {2, {"while a hole is filled", "H c2/0=cd c4/0=ef c0/0=ab c6/0=gh s0/8R", "C:ab C:cd 0=rst,8"}},
    {1, {"at the end", "H c2/0=cd c6/0=gh", "C-2-lost C:cd 0=open,5"}},
};

Test(tcp_connection, ignored) {
    for (guint i = 0; i < G_N_ELEMENTS(ignored); i++) {
        Script script = script_new(STREAM_OVERLAP_FIRST);
        script.with_close = TRUE;
        script.ignore_after = ignored[i].after;
        script_open(&script, STREAM_OVERLAP_FIRST);
        script_play(&script, ignored[i].script.words);
        stream_table_finish(script.table);
        cr_expect_str_eq(script.heard->str, ignored[i].script.heard, "%s: %s",
                         ignored[i].script.name, script.heard->str);
        script_close_all(&script);
    }
}

static Carrier carriers[8];
static guint n_carriers;

static void note_carriers(gpointer user, StreamConnection *connection, Direction direction,
                          const guint8 *octets, gsize length) {
    for (gsize i = 0; i < length && n_carriers < G_N_ELEMENTS(carriers); i++)
        carriers[n_carriers++] = carrier_log_find(&connection->directions[direction].carriers,
                                                  connection->directions[direction].octets + i, 1);
}

/* A segment that came in IP fragments: each octet is known to come from its own frame. */
static void push_fragmented(StreamTable *table, guint32 seq, guint32 captured, guint8 flags) {
    static const NetPiece pieces[] = {{7, 70, 0}, {5, 50, 2}, {9, 90, 3}};
    NetUnit unit = {.frame = 9,
                    .time_ns = 90,
                    .seq = seq,
                    .flags = flags,
                    .payload = (const guint8 *)"abcd",
                    .captured = captured,
                    .length = 4,
                    .pieces = pieces,
                    .n_pieces = 3};
    unit.source = (NetEndpoint){{4, {10, 0, 0, 1}}, 40000};
    unit.destination = (NetEndpoint){{4, {10, 0, 0, 2}}, 25};
    stream_table_push(table, &unit);
}

Test(tcp_connection, fragments) {
    static const StreamSink sink = {.octets = note_carriers};
    static const guint64 frames[] = {7, 7, 5, 9};
    static const guint32 first_seqs[] = {100, 104}; /* in order, or held behind a hole */
    for (guint i = 0; i < G_N_ELEMENTS(first_seqs); i++) {
        n_carriers = 0;
        g_autoptr(StreamTable) table = stream_table_new(&sink, NULL, STREAM_OVERLAP_FIRST);
        push_fragmented(table, first_seqs[0], 4, NET_TCP_ACK);
        if (i > 0)
            push_fragmented(table, first_seqs[i] + 4, 4, NET_TCP_ACK);
        stream_table_finish(table);
        cr_expect_eq(n_carriers, 4 * (i + 1));
        for (guint j = 0; j < n_carriers; j++)
            cr_expect_eq(carriers[j].first_frame, frames[j % 4], "%u: %u", i, j);
    }
}
