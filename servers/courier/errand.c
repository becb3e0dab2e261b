/* SPDX-License-Identifier: MIT */
/* A socket and a relay: octets are carried between the two until the relay is done or the
 * connection is. It knows neither SMTP nor the queue. */
#include "courier/errand.h"

#include <string.h>

#define READ_OCTETS 4096u

struct Errand {
    grefcount references; /* the owner's, and one of each operation under way */
    Relay *relay;
    GSocketConnection *connection;
    GCancellable *cancellable;
    GByteArray *writing;
    guint8 octets[READ_OCTETS];
    void (*over)(gpointer user); /* NULL once it was called, or the owner is gone */
    gpointer user;
};

static Errand *errand_ref(Errand *self) {
    g_ref_count_inc(&self->references);
    return self;
}

static void errand_unref(Errand *self) {
    if (!g_ref_count_dec(&self->references))
        return;
    relay_free(self->relay);
    g_clear_object(&self->connection);
    g_object_unref(self->cancellable);
    g_clear_pointer(&self->writing, g_byte_array_unref);
    g_free(self);
}

static void end(Errand *self) {
    void (*over)(gpointer user) = self->over;
    self->over = NULL;
    if (self->connection != NULL)
        g_io_stream_close_async(G_IO_STREAM(self->connection), G_PRIORITY_DEFAULT, NULL, NULL,
                                NULL);
    if (over != NULL)
        over(self->user);
}

static void break_off(Errand *self, const GError *error) {
    /* A message of the operating system is no reply of a server. */
    relay_broken(self->relay, NULL);
    end(self);
}

static void go_on(Errand *self);

static void on_written(GObject *stream, GAsyncResult *result, gpointer user) {
    Errand *self = user;
    g_autoptr(GError) error = NULL;
    gboolean is_ok =
        g_output_stream_write_all_finish(G_OUTPUT_STREAM(stream), result, NULL, &error);
    g_clear_pointer(&self->writing, g_byte_array_unref);
    if (self->over != NULL && is_ok)
        go_on(self);
    else if (self->over != NULL)
        break_off(self, error);
    errand_unref(self);
}

static void on_read(GObject *stream, GAsyncResult *result, gpointer user) {
    Errand *self = user;
    g_autoptr(GError) error = NULL;
    gssize n = g_input_stream_read_finish(G_INPUT_STREAM(stream), result, &error);
    if (self->over != NULL && n > 0) {
        relay_octets(self->relay, self->octets, (gsize)n);
        go_on(self);
    } else if (self->over != NULL) {
        break_off(self, error);
    }
    errand_unref(self);
}

/* Writes what the relay has to say; when nothing is left, reads. */
static void go_on(Errand *self) {
    GByteArray *out = relay_output(self->relay);
    if (relay_is_done(self->relay)) {
        end(self);
    } else if (out->len > 0) {
        self->writing = g_byte_array_sized_new(out->len);
        g_byte_array_append(self->writing, out->data, out->len);
        g_byte_array_set_size(out, 0);
        g_output_stream_write_all_async(
            g_io_stream_get_output_stream(G_IO_STREAM(self->connection)), self->writing->data,
            self->writing->len, G_PRIORITY_DEFAULT, self->cancellable, on_written,
            errand_ref(self));
    } else {
        g_input_stream_read_async(g_io_stream_get_input_stream(G_IO_STREAM(self->connection)),
                                  self->octets, READ_OCTETS, G_PRIORITY_DEFAULT, self->cancellable,
                                  on_read, errand_ref(self));
    }
}

static void on_connected(GObject *client, GAsyncResult *result, gpointer user) {
    Errand *self = user;
    g_autoptr(GError) error = NULL;
    self->connection = g_socket_client_connect_finish(G_SOCKET_CLIENT(client), result, &error);
    if (self->over != NULL && self->connection != NULL)
        go_on(self);
    else if (self->over != NULL)
        break_off(self, error);
    errand_unref(self);
}

Errand *errand_new(const RelayMail *mail, const char *address, guint16 port,
                   void (*over)(gpointer user), gpointer user) {
    Errand *self = g_new0(Errand, 1);
    g_ref_count_init(&self->references);
    self->relay = relay_new(mail);
    self->cancellable = g_cancellable_new();
    self->over = over;
    self->user = user;
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_autoptr(GSocketAddress) place = g_inet_socket_address_new_from_string(address, port);
    g_socket_client_set_timeout(client, ERRAND_TIMEOUT_S);
    g_socket_client_set_enable_proxy(client, FALSE);
    g_socket_client_connect_async(client, G_SOCKET_CONNECTABLE(place), self->cancellable,
                                  on_connected, errand_ref(self));
    return self;
}

void errand_free(Errand *self) {
    if (self == NULL)
        return;
    self->over = NULL;
    g_cancellable_cancel(self->cancellable);
    errand_unref(self);
}

RelayVerdict errand_verdict(const Errand *self, guint recipient, const char **reply) {
    return relay_verdict(self->relay, recipient, reply);
}
