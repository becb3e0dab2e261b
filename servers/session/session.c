/* SPDX-License-Identifier: MIT */
/* One connection: turns octets into calls of the core, and the core's wishes into what the driver
 * has to do. It refuses to know sockets, TLS, and what commands mean. */
#include "session/session_private.h"

#include <string.h>

static SessionPeer copy_peer(const SessionPeer *peer) {
    SessionPeer copy = *peer;
    copy.client_address = g_strdup(peer->client_address);
    copy.server_address = g_strdup(peer->server_address);
    return copy;
}

Session *session_new(const CoreClass *core_class, const SessionSetup *setup,
                     const SessionPeer *peer, const SessionObserver *observer, gpointer user) {
    Session *self = g_new0(Session, 1);
    self->klass = core_class;
    self->setup = setup;
    self->observer = observer;
    self->observer_user = user;
    self->peer = copy_peer(peer);
    self->is_tls = peer->is_tls;
    spec_machine_init(&self->machine, core_class->spec);
    self->in = g_byte_array_new();
    self->out = g_byte_array_new();
    self->command = -1;
    self->tag = g_string_new(NULL);
    self->early = g_ptr_array_new_with_free_func(g_free);
    self->messages = g_ptr_array_new();
    self->logins = g_ptr_array_new();
    self->lessons = g_ptr_array_new();
    if (observer != NULL && observer->opened != NULL)
        observer->opened(user, self);
    self->core = core_class->create(self);
    return self;
}

void session_free(Session *self) {
    if (self == NULL)
        return;
    self->klass->free(self->core);
    if (self->open.is_open)
        session_reply_end(self, NULL);
    session_tell_kept(self, NULL);
    if (self->observer != NULL && self->observer->closed != NULL)
        self->observer->closed(self->observer_user, self);
    g_ptr_array_unref(self->messages);
    g_ptr_array_unref(self->logins);
    g_ptr_array_unref(self->lessons);
    g_ptr_array_unref(self->early);
    g_string_free(self->tag, TRUE);
    g_byte_array_unref(self->in);
    g_byte_array_unref(self->out);
    g_free((char *)self->peer.client_address);
    g_free((char *)self->peer.server_address);
    g_free(self->exporter);
    g_free(self->unique);
    g_free(self->user);
    g_free(self);
}

/* ---- what is known -------------------------------------------------------------------------- */

const SessionSetup *session_setup(const Session *self) {
    return self->setup;
}

const SessionPeer *session_peer(const Session *self) {
    return &self->peer;
}

const CoreClass *session_class(const Session *self) {
    return self->klass;
}

int session_state(const Session *self) {
    return self->machine.state;
}

gboolean session_is_tls(const Session *self) {
    return self->is_tls;
}

const char *session_channel_binding(const Session *self, const char *kind) {
    return strcmp(kind, "tls-exporter") == 0 ? self->exporter : self->unique;
}

gboolean session_has(const Session *self, const char *extension) {
    const char *const *off = self->setup->without;
    for (; off != NULL && *off != NULL; off++) {
        if (g_ascii_strcasecmp(*off, extension) == 0)
            return FALSE;
    }
    return TRUE;
}

gboolean session_fault(const Session *self, Fault fault) {
    return faults_has(self->setup->faults, fault);
}

const char *session_fault_argument(const Session *self, Fault fault) {
    return faults_argument(self->setup->faults, fault);
}

gint64 session_now_ns(const Session *self) {
    return self->setup->now_ns(self->setup->clock);
}

const char *session_user(const Session *self) {
    return self->user;
}

void session_set_user(Session *self, const char *user) {
    g_free(self->user);
    self->user = g_strdup(user);
}

gpointer session_observer_data(const Session *self) {
    return self->observer_data;
}

void session_set_observer_data(Session *self, gpointer data) {
    self->observer_data = data;
}

SessionCounts session_counts(const Session *self) {
    return self->counts;
}

/* ---- wishes --------------------------------------------------------------------------------- */

gboolean session_goes_on(const Session *self) {
    return !self->wants_tls && !self->wants_close && !self->is_held &&
           self->out->len < SESSION_OUTPUT_CAP;
}

void session_start_tls(Session *self) {
    self->wants_tls = TRUE;
}

void session_close(Session *self) {
    self->wants_close = TRUE;
}

void session_hold(Session *self, guint milliseconds) {
    self->hold_ms += milliseconds;
    self->is_held = self->hold_ms > 0;
}

SessionWish session_wish(Session *self) {
    SessionWish wish = {
        .n_octets = self->out->len,
        .hold_ms = self->hold_ms,
        .is_tls = self->wants_tls,
        .is_close = self->wants_close,
    };
    self->hold_ms = 0;
    return wish;
}

GByteArray *session_output(Session *self) {
    return self->out;
}

/* ---- octets --------------------------------------------------------------------------------- */

/* Gives the core what is there; what it leaves is kept. */
static void feed(Session *self, const guint8 *octets, gsize length) {
    gsize used = self->klass->octets(self->core, octets, length);
    g_assert(used <= length);
    self->is_interrupted = !session_goes_on(self);
    if (used < length && self->is_interrupted)
        g_byte_array_append(self->in, octets + used, (guint)(length - used));
}

/* The core goes on with what it left. */
static void resume(Session *self) {
    if (!session_goes_on(self) || (!self->is_interrupted && self->in->len == 0))
        return;
    g_autoptr(GByteArray) rest = g_steal_pointer(&self->in);
    self->in = g_byte_array_new();
    feed(self, rest->data, rest->len);
}

void session_greet(Session *self) {
    self->klass->greet(self->core);
    self->is_interrupted = !session_goes_on(self);
}

void session_push(Session *self, const guint8 *octets, gsize length) {
    self->counts.octets_in += length;
    if (session_wants_input(self))
        feed(self, octets, length);
    else
        g_byte_array_append(self->in, octets, (guint)length);
}

gboolean session_wants_input(const Session *self) {
    return session_goes_on(self) && self->in->len == 0 && !self->is_interrupted;
}

void session_written(Session *self, gsize length) {
    self->counts.octets_out += length;
    g_byte_array_remove_range(self->out, 0, (guint)length);
    if (self->out->len > 0)
        return;
    self->is_held = FALSE;
    resume(self);
}

/* RFC 3207 §4.2, RFC 2595 §4: nothing that came before the handshake is believed. */
static void drop_early_octets(Session *self) {
    if (self->in->len == 0)
        return;
    if (session_fault(self, FAULT_STARTTLS_INJECTION)) {
        session_lesson(self, "smtp.starttls-injection", "RFC 3207 §4.2",
                       "%u octets were sent in clear before the handshake and are obeyed inside "
                       "TLS: this is the named fault starttls-injection",
                       self->in->len);
        return;
    }
    session_lesson(self, "smtp.starttls-injection", "RFC 3207 §4.2",
                   "%u octets were sent in clear before the handshake and are dropped: nobody "
                   "knows who sent them",
                   self->in->len);
    g_byte_array_set_size(self->in, 0);
}

static void take_bindings(Session *self, const SessionBindings *bindings) {
    g_free(self->exporter);
    g_free(self->unique);
    self->exporter = g_strdup(bindings->exporter);
    self->unique = g_strdup(bindings->unique);
}

void session_tls_done(Session *self, const SessionTlsReport *report,
                      const SessionBindings *bindings) {
    gboolean is_agreed = self->wants_tls;
    self->wants_tls = FALSE;
    self->is_tls = TRUE;
    take_bindings(self, bindings);
    if (self->observer != NULL && self->observer->tls != NULL)
        self->observer->tls(self->observer_user, self, report);
    if (!is_agreed)
        return;
    drop_early_octets(self);
    session_tell_kept(self, NULL);
    session_set_user(self, NULL);
    self->klass->tls_started(self->core);
    resume(self);
}

/* ---- events --------------------------------------------------------------------------------- */

static void event(Session *self, void (*handler)(gpointer core)) {
    if (handler != NULL && !self->wants_close)
        handler(self->core);
}

void session_idle(Session *self) {
    event(self, self->klass->idle);
    self->wants_close = TRUE;
}

void session_leave(Session *self) {
    event(self, self->klass->leave);
    self->wants_close = TRUE;
}

void session_client_gone(Session *self) {
    if (self->klass->closed != NULL)
        self->klass->closed(self->core);
    self->wants_close = TRUE;
}

void session_mailbox_changed(Session *self) {
    if (self->user != NULL)
        event(self, self->klass->mailbox_changed);
}
