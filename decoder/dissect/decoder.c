/* SPDX-License-Identifier: MIT */
/* Turns packets into notes: unwraps them, lets the stream layer put octets in order, and gives each
 * connection a tap. It knows no protocol. */
#include "dissect/decoder.h"

#include "dissect/dns_lookups.h"
#include "dissect/tap.h"

struct Decoder {
    DecoderOptions options;
    Workshop workshop;
    NetDecoder *net;
    StreamTable *streams;
    guint64 packets, unknown_link_packets;
    int unknown_link_type;
    guint conversations, messages, findings;
    TlsKeylog *tls_secrets; /* that came with the capture; NULL: none did */
};

/* A connection that nobody wants to hear of costs nothing from here on. */
static void drop_tap(StreamConnection *connection) {
    g_clear_pointer((Tap **)&connection->owner_data, tap_free);
    stream_connection_ignore(connection);
}

static void on_open(gpointer user, StreamConnection *connection) {
    const Decoder *self = user;
    gint64 only = self->options.only_stream;
    if (only >= 0 && connection->number != only) {
        stream_connection_ignore(connection);
    }
}

/* The tap of a connection, made with its first octet. */
static Tap *get_tap(Decoder *self, StreamConnection *connection) {
    if (connection->owner_data == NULL) {
        connection->owner_data = tap_new(&self->workshop, connection);
    }
    return connection->owner_data;
}

static void on_octets(gpointer user, StreamConnection *connection, Direction direction,
                      const guint8 *octets, gsize length) {
    if (!tap_octets(get_tap(user, connection), direction, octets, length)) {
        drop_tap(connection);
    }
}

static void on_gap(gpointer user, StreamConnection *connection, Direction direction, guint64 length,
                   StreamGapReason reason) {
    if (!tap_gap(get_tap(user, connection), direction, length, reason)) {
        drop_tap(connection);
    }
}

static void on_finished(gpointer user, StreamConnection *connection, Direction direction) {
    if (connection->owner_data != NULL) {
        tap_finished(connection->owner_data, direction);
    }
}

static void on_event(gpointer user, StreamConnection *connection, const StreamEvent *event) {
    tap_event(get_tap(user, connection), event);
}

static void on_close(gpointer user, StreamConnection *connection) {
    Decoder *self = user;
    g_autoptr(Tap) tap = g_steal_pointer((Tap **)&connection->owner_data);
    const NoteConversation *note = tap != NULL ? tap_close(tap) : NULL;
    if (note != NULL) {
        self->conversations++;
        self->messages += note->messages;
        self->findings += note->findings;
    }
}

static const StreamSink stream_sink = {
    .open = on_open,
    .octets = on_octets,
    .gap = on_gap,
    .finished = on_finished,
    .event = on_event,
    .close = on_close,
};

Decoder *decoder_new(const DecoderOptions *options, const NoteSink *sink, gpointer user) {
    Decoder *self = g_new0(Decoder, 1);
    self->options = *options;
    workshop_init(&self->workshop, &self->options, sink, user);
    self->workshop.dns = dns_lookups_new(sink, user);
    self->workshop.tls_secrets[0] = options->tls_keylog;
    self->net = net_decoder_new();
    self->streams = stream_table_new(&stream_sink, self, options->overlap);
    return self;
}

void decoder_free(Decoder *self) {
    if (self == NULL) {
        return;
    }
    stream_table_free(self->streams);
    net_decoder_free(self->net);
    dns_lookups_free(self->workshop.dns);
    workshop_clear(&self->workshop);
    tls_keylog_free(self->tls_secrets);
    g_free(self);
}

void decoder_add_tls_secrets(Decoder *self, const char *keylog, gsize length) {
    if (self->tls_secrets == NULL) {
        self->tls_secrets = tls_keylog_new();
        self->workshop.tls_secrets[1] = self->tls_secrets;
    }
    tls_keylog_add(self->tls_secrets, keylog, length);
}

void decoder_push(Decoder *self, const CapturePacket *packet) {
    self->packets++;
    NetUnit unit;
    NetKind kind = net_decoder_push(self->net, packet, &unit);
    if (kind == NET_TCP) {
        stream_table_push(self->streams, &unit);
    } else if (kind == NET_UDP) {
        dns_lookups_push(self->workshop.dns, &unit);
    } else if (kind == NET_UNKNOWN_LINK && self->unknown_link_packets++ == 0) {
        self->unknown_link_type = packet->link_type;
    }
}

void decoder_finish(Decoder *self, NoteEnd *end) {
    stream_table_finish(self->streams);
    if (self->options.only_stream < 0) {
        dns_lookups_finish(self->workshop.dns);
    }
    *end = (NoteEnd){
        .packets = self->packets,
        .conversations = self->conversations,
        .other_tcp = stream_table_count(self->streams) - self->conversations,
        .messages = self->messages,
        .findings = self->findings,
    };
}

guint64 decoder_unknown_link_packets(const Decoder *self, int *link_type) {
    *link_type = self->unknown_link_type;
    return self->unknown_link_packets;
}
