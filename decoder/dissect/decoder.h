/* SPDX-License-Identifier: MIT */
/* The way in: packets -> notes. One Decoder owns all it needs; two of them run in two threads. */
#pragma once

#include "capture/capture.h"
#include "dissect/secrets.h"
#include "dissect/tls_keylog.h"
#include "notes/notes.h"
#include "stream/stream.h"

/* "tcp.port==2525,smtp" of -d. */
typedef struct {
    guint16 port;
    const SpecProtocol *spec;
} DecodeAs;

typedef struct {
    StreamOverlap overlap;
    gboolean reveal;     /* show secrets */
    gboolean digests;    /* compute SHA-256 of messages and parts */
    gboolean labels;     /* make NoteLeaf for every octet */
    gboolean no_remarks; /* leave out the sentences beside commands and replies: they cost time */
    gint64 only_stream;  /* -1: all */
    const SpecProtocol *only_protocol; /* NULL: all */
    const DecodeAs *decode_as;
    guint n_decode_as;
    struct Journey *journey;     /* takes every message; NULL: none is wanted */
    const TlsKeylog *tls_keylog; /* secrets of TLS sessions; NULL: none were given */
    Secrets secrets;             /* passwords that were given, so that digests can be verified */
} DecoderOptions;

#define DECODER_OPTIONS_INIT                                                                       \
    { .overlap = STREAM_OVERLAP_FIRST, .digests = TRUE, .only_stream = -1 }

typedef struct Decoder Decoder;

/* `sink` and what `options` point to must outlive the decoder. */
Decoder *decoder_new(const DecoderOptions *options, const NoteSink *sink, gpointer user);
void decoder_free(Decoder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Decoder, decoder_free)

/* Secrets of TLS sessions that came with the capture, for packets that are pushed from now on. */
void decoder_add_tls_secrets(Decoder *self, const char *keylog, gsize length);

/* One packet. */
void decoder_push(Decoder *self, const CapturePacket *packet);

/* The capture is over: what is open is told, then counted in *end. */
void decoder_finish(Decoder *self, NoteEnd *end);

/* Link types that were met and cannot be read: how many packets, and the first number (for a
 * sentence). */
guint64 decoder_unknown_link_packets(const Decoder *self, int *link_type);
