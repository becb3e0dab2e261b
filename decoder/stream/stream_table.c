/* SPDX-License-Identifier: MIT */
/* TCP segments -> the connection that each belongs to. Numbers connections, lets those that are
 * over linger for their last packets, and remembers of the dead only their name and number. */
#include "stream/expect.h"
#include "stream/stream.h"
#include "stream/tcp_connection.h"

/* A connection that is over stays this long, in capture time or in packets of all connections. */
#define LINGER_NS (G_GINT64_CONSTANT(2000000000))
#define LINGER_PACKETS 10000u

struct StreamTable {
    StreamOwner owner;
    GHashTable *flows; /* of Flow: connections, and memories of those that are gone */
    Flow *latest;      /* most packets belong to the flow of the packet before */
    GQueue lingering;  /* of TcpConnection, the longest waiting first */
    guint32 count, n_open, open_max;
    guint64 packets;
    gint64 looked_ns; /* when idle connections were last looked for; 0: never */
};

static void flow_free(gpointer data) {
    Flow *flow = data;
    if (flow->is_open)
        tcp_connection_free((TcpConnection *)flow);
    else
        g_free(flow);
}

StreamTable *stream_table_new(const StreamSink *sink, gpointer user, StreamOverlap overlap) {
    StreamTable *self = g_new0(StreamTable, 1);
    self->owner = (StreamOwner){.sink = *sink, .user = user, .overlap = overlap};
    self->flows = g_hash_table_new_full(flow_key_hash, flow_key_equal, flow_free, NULL);
    g_queue_init(&self->lingering);
    self->open_max = STREAM_OPEN_MAX;
    return self;
}

void stream_table_set_open_max(StreamTable *self, guint32 open_max) {
    self->open_max = MAX(open_max, 4);
}

void stream_table_free(StreamTable *self) {
    if (self == NULL)
        return;
    g_hash_table_unref(self->flows);
    g_free(self);
}

/* The table will hold `next` under the name of `flow`, which is freed by the caller. */
static void replace(StreamTable *self, Flow *flow, Flow *next) {
    g_hash_table_steal(self->flows, flow);
    g_hash_table_add(self->flows, next);
    if (self->latest == flow)
        self->latest = NULL;
}

static void stop_lingering(StreamTable *self, TcpConnection *connection) {
    if (connection->is_lingering)
        g_queue_unlink(&self->lingering, &connection->lingering);
    connection->is_lingering = FALSE;
}

/* The connection is told to be closed; what stays is the memory of its number. */
static void bury(StreamTable *self, TcpConnection *connection) {
    stop_lingering(self, connection);
    Flow *memory = g_new(Flow, 1);
    *memory = connection->flow;
    memory->is_open = FALSE;
    replace(self, &connection->flow, memory);
    self->n_open--;
    tcp_connection_close(connection);
}

static void bury_expired(StreamTable *self, gint64 now_ns) {
    GList *first = NULL;
    while ((first = g_queue_peek_head_link(&self->lingering)) != NULL) {
        TcpConnection *connection = first->data;
        if (now_ns - connection->over_time_ns < LINGER_NS &&
            self->packets - connection->over_packet < LINGER_PACKETS)
            return;
        bury(self, connection);
    }
}

static gint by_number(gconstpointer a, gconstpointer b) {
    guint32 left = (*(Flow *const *)a)->number, right = (*(Flow *const *)b)->number;
    return left < right ? -1 : left > right;
}

static gint by_last_frame(gconstpointer a, gconstpointer b) {
    guint64 left = (*(TcpConnection *const *)a)->shown.last_frame;
    guint64 right = (*(TcpConnection *const *)b)->shown.last_frame;
    return left < right ? -1 : left > right;
}

/* Of TcpConnection, in no order. */
static GPtrArray *list_open(const StreamTable *self) {
    GPtrArray *open = g_ptr_array_new();
    GHashTableIter iter;
    gpointer flow = NULL;
    g_hash_table_iter_init(&iter, self->flows);
    while (g_hash_table_iter_next(&iter, &flow, NULL))
        if (((Flow *)flow)->is_open)
            g_ptr_array_add(open, flow);
    return open;
}

static void give_up(StreamTable *self, GPtrArray *connections) {
    g_ptr_array_sort(connections, by_number);
    for (guint i = 0; i < connections->len; i++) {
        TcpConnection *connection = g_ptr_array_index(connections, i);
        connection->shown.is_given_up = !connection->is_lingering;
        bury(self, connection);
    }
}

/* The quarter that has been silent longest makes room: so seldom that sorting costs little. */
static void make_room(StreamTable *self) {
    if (self->n_open < self->open_max)
        return;
    g_autoptr(GPtrArray) silent = list_open(self);
    g_ptr_array_sort(silent, by_last_frame);
    g_ptr_array_set_size(silent, (gint)(silent->len / 4));
    give_up(self, silent);
}

static gboolean is_idle(const TcpConnection *connection, const NetUnit *now) {
    return now->time_ns - connection->shown.last_time_ns >= STREAM_IDLE_NS &&
           now->frame - connection->shown.last_frame >= STREAM_IDLE_PACKETS;
}

/* Looks for idle connections now and then, so that each is looked at a few times only. */
static void bury_idle(StreamTable *self, const NetUnit *now) {
    if (self->looked_ns == 0)
        self->looked_ns = now->time_ns;
    if (now->time_ns - self->looked_ns < STREAM_IDLE_NS / 8)
        return;
    self->looked_ns = now->time_ns;
    g_autoptr(GPtrArray) idle = list_open(self);
    for (guint i = idle->len; i-- > 0;)
        if (!is_idle(g_ptr_array_index(idle, i), now))
            g_ptr_array_remove_index_fast(idle, i);
    give_up(self, idle);
}

static TcpConnection *open_connection(StreamTable *self, const FlowKey *key, guint side,
                                      const NetUnit *segment) {
    make_room(self);
    TcpConnection *connection = tcp_connection_new(&self->owner, key, self->count++, side, segment);
    self->n_open++;
    g_hash_table_add(self->flows, connection);
    return connection;
}

/* The tuple is used again: whoever had it before is gone, and so is the memory. */
static void forget(StreamTable *self, Flow *flow) {
    if (flow->is_open)
        bury(self, (TcpConnection *)flow);
    self->latest = NULL;
}

/* The flow of a segment; a new connection where there is none or the tuple is used again. */
static Flow *find_flow(StreamTable *self, const NetUnit *segment, guint *side) {
    FlowKey key;
    *side = flow_key_from(&key, &segment->source, &segment->destination);
    Flow *flow = self->latest;
    if (flow == NULL || !flow_key_equal(&flow->key, &key))
        flow = g_hash_table_lookup(self->flows, &key);
    if (flow != NULL && flow_is_reused(flow, *side, segment)) {
        forget(self, flow);
        g_hash_table_remove(self->flows, &key);
        flow = NULL;
    }
    if (flow == NULL)
        flow = &open_connection(self, &key, *side, segment)->flow;
    return self->latest = flow;
}

static void let_linger(StreamTable *self, TcpConnection *connection, gint64 now_ns) {
    gboolean is_over = tcp_connection_is_over(connection);
    if (!is_over)
        stop_lingering(self, connection);
    if (connection->is_lingering || !is_over)
        return;
    connection->is_lingering = TRUE;
    connection->over_time_ns = now_ns;
    connection->over_packet = self->packets;
    g_queue_push_tail_link(&self->lingering, &connection->lingering);
}

void stream_table_push(StreamTable *self, const NetUnit *segment) {
    self->packets++;
    bury_expired(self, segment->time_ns);
    bury_idle(self, segment);
    guint side = 0;
    Flow *flow = find_flow(self, segment, &side);
    flow_note(flow, side, segment);
    if (!flow->is_open)
        return;
    TcpConnection *connection = (TcpConnection *)flow;
    expect_memory(connection, sizeof *connection);
    expect_memory(connection->shown.owner_data, EXPECT_LINE);
    tcp_connection_push(connection, side, segment);
    let_linger(self, connection, segment->time_ns);
}

void stream_table_finish(StreamTable *self) {
    g_autoptr(GPtrArray) open = list_open(self);
    g_ptr_array_sort(open, by_number);
    for (guint i = 0; i < open->len; i++)
        bury(self, g_ptr_array_index(open, i));
}

guint32 stream_table_count(const StreamTable *self) {
    return self->count;
}
