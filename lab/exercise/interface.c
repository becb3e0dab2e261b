/* SPDX-License-Identifier: MIT */
/* Packets of an interface -> decoder -> JSON renderer -> records. It judges nothing. */
#include "exercise/interface.h"

#include "watch_privileges.h"

#include "capture/capture_live.h"
#include "dissect/decoder.h"

#include <glib-unix.h>

struct Interface {
    CaptureLive *live;
    RecordSource *source;
    JsonRenderer *json;
    Decoder *decoder;
    guint readable; /* a source */
};

static void on_packet(gpointer user, const CapturePacket *packet) {
    decoder_push(((Interface *)user)->decoder, packet);
}

static gboolean on_readable(gint fd, GIOCondition condition, gpointer user) {
    Interface *self = user;
    gboolean is_open = capture_live_read(self->live, on_packet, self, NULL);
    json_renderer_flush(self->json);
    if (is_open)
        return G_SOURCE_CONTINUE;
    self->readable = 0;
    return G_SOURCE_REMOVE;
}

Interface *interface_open(const char *name, RecordFunction tell, gpointer user, GError **error) {
    WatchIdentity identity = watch_identity();
    CaptureLive *live = capture_live_open(name, NULL, error);
    if (live == NULL || !watch_become(&identity, error)) {
        capture_live_free(live);
        return NULL;
    }
    Interface *self = g_new0(Interface, 1);
    self->live = live;
    self->source = record_source_new(tell, user);
    RenderOutput output = record_source_output(self->source);
    self->json = json_renderer_new(&output, FALSE);
    DecoderOptions options = DECODER_OPTIONS_INIT;
    options.reveal = TRUE;
    options.no_remarks = TRUE;
    self->decoder = decoder_new(&options, &json_sink, self->json);
    self->readable = g_unix_fd_add(capture_live_descriptor(live), G_IO_IN | G_IO_ERR | G_IO_HUP,
                                   on_readable, self);
    return self;
}

void interface_close(Interface *self) {
    NoteEnd end = {0};
    if (self == NULL)
        return;
    g_clear_handle_id(&self->readable, g_source_remove);
    decoder_finish(self->decoder, &end);
    decoder_free(self->decoder);
    json_renderer_free(self->json);
    record_source_free(self->source);
    capture_live_free(self->live);
    g_free(self);
}
