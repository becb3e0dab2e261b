/* SPDX-License-Identifier: MIT */
/* Readiness and deadlines of one socket -> octets for its session and octets of it on the wire. It
 * knows no protocol; what is to be written, and what then, the session says. */
#include "transport/connection.h"

#include <string.h>

#define READ_SIZE 16384u
#define READS_PER_TURN 4u /* then others have their turn */

typedef enum {
    PHASE_HANDSHAKE, /* TLS begins */
    PHASE_OPEN,
    PHASE_HOLDING,   /* a reply waits for its time */
    PHASE_LINGERING, /* our side is ended; what the client still sends is dropped */
    PHASE_OVER,
} Phase;

struct Connection {
    const ServerOptions *options;
    const ServerService *service;
    Link link;
    Session *session;
    Phase phase;
    gboolean has_greeted, is_leaving;
    gboolean is_busy; /* inside turn(): freeing waits for its end */
    Watch watch;
    void (*over)(Connection *self, gpointer user);
    gpointer over_user;
};

/* ---- what is waited for --------------------------------------------------------------------- */

static void wait_for(Connection *self, GIOCondition condition) {
    poller_want(&self->watch, condition);
}

static void set_deadline_ms(Connection *self, guint milliseconds) {
    poller_set_deadline(&self->watch, milliseconds);
}

static guint idle_seconds(const Connection *self) {
    guint seconds = self->options->idle_seconds;
    return seconds > 0 ? seconds : self->service->core->idle_seconds;
}

static void set_idle_deadline(Connection *self) {
    if (self->is_leaving)
        return;
    if (idle_seconds(self) > 0)
        set_deadline_ms(self, idle_seconds(self) * 1000);
    else
        poller_clear_deadline(&self->watch);
}

/* ---- ends ----------------------------------------------------------------------------------- */

static void finish(Connection *self) {
    self->phase = PHASE_OVER;
    poller_clear_deadline(&self->watch);
    wait_for(self, 0);
}

static void linger(Connection *self) {
    link_end(&self->link);
    self->phase = PHASE_LINGERING;
    set_deadline_ms(self, SERVER_LINGER_SECONDS * 1000);
    wait_for(self, G_IO_IN);
}

static void lose_client(Connection *self) {
    session_client_gone(self->session);
    finish(self);
}

static void notice(const Connection *self, const char *what) {
    if (self->options->notice == NULL)
        return;
    const SessionPeer *peer = session_peer(self->session);
    g_autofree char *sentence = g_strdup_printf("%s port %u, %s: %s", self->service->name,
                                                peer->server_port, peer->client_address, what);
    self->options->notice(self->options->observer_user, sentence);
}

/* ---- TLS ------------------------------------------------------------------------------------ */

static void tell_session_of_tls(Connection *self) {
    g_autofree char *server_name = link_tls_server_name(&self->link);
    g_autofree char *exporter = link_tls_binding(&self->link, GNUTLS_CB_TLS_EXPORTER);
    g_autofree char *unique = link_tls_binding(&self->link, GNUTLS_CB_TLS_UNIQUE);
    session_tls_done(self->session,
                     &(SessionTlsReport){.version = link_tls_version(&self->link),
                                         .cipher = link_tls_suite(&self->link),
                                         .sni = server_name},
                     &(SessionBindings){.exporter = exporter, .unique = unique});
}

static void begin_tls(Connection *self) {
    self->phase = PHASE_HANDSHAKE;
    set_deadline_ms(self, self->options->handshake_seconds * 1000);
    if (self->options->credentials == NULL ||
        !link_begin_tls(&self->link, self->options->credentials))
        lose_client(self);
    else
        wait_for(self, G_IO_IN);
}

static void advance(Connection *self);

static void continue_handshake(Connection *self) {
    switch (link_handshake(&self->link)) {
    case LINK_DONE:
        self->phase = PHASE_OPEN;
        tell_session_of_tls(self);
        if (!self->has_greeted)
            session_greet(self->session);
        self->has_greeted = TRUE;
        set_idle_deadline(self);
        advance(self);
        return;
    case LINK_AGAIN:
        wait_for(self, link_waits_for_writing(&self->link) ? G_IO_OUT : G_IO_IN);
        return;
    default:
        notice(self, "the TLS handshake failed");
        lose_client(self);
    }
}

/* ---- writing -------------------------------------------------------------------------------- */

/* FALSE: it waits, or is over. */
static gboolean write_out(Connection *self) {
    GByteArray *out = session_output(self->session);
    gsize n_octets = 0;
    switch (link_write(&self->link, out->data, out->len, &n_octets)) {
    case LINK_DONE:
        session_written(self->session, n_octets);
        set_idle_deadline(self);
        return TRUE;
    case LINK_AGAIN:
        wait_for(self, G_IO_OUT);
        return FALSE;
    default:
        lose_client(self);
        return FALSE;
    }
}

/* Writes all there is to write, carries out wishes, and says what is waited for next. */
static void advance(Connection *self) {
    while (self->phase == PHASE_OPEN) {
        SessionWish wish = session_wish(self->session);
        if (wish.hold_ms > 0) {
            self->phase = PHASE_HOLDING;
            set_deadline_ms(self, wish.hold_ms);
            wait_for(self, 0);
        } else if (wish.n_octets > 0) {
            if (!write_out(self))
                return;
        } else if (wish.is_tls) {
            begin_tls(self);
        } else if (wish.is_close) {
            linger(self);
        } else {
            wait_for(self, G_IO_IN);
            return;
        }
    }
}

static void stop_holding(Connection *self) {
    self->phase = PHASE_OPEN;
    set_idle_deadline(self);
    if (session_output(self->session)->len == 0)
        session_written(self->session, 0);
    advance(self);
}

/* ---- reading -------------------------------------------------------------------------------- */

static gboolean can_read(const Connection *self) {
    return self->phase == PHASE_OPEN && session_output(self->session)->len == 0 &&
           session_wants_input(self->session);
}

/* Reads as long as there is something, but not for ever. */
static void read_in(Connection *self) {
    guint8 octets[READ_SIZE];
    for (guint i = 0; can_read(self) && (i < READS_PER_TURN || link_has_pending(&self->link));
         i++) {
        gsize n_octets = 0;
        LinkResult result = link_read(&self->link, octets, sizeof octets, &n_octets);
        if (result == LINK_AGAIN)
            return;
        if (result != LINK_DONE) {
            lose_client(self);
            return;
        }
        set_idle_deadline(self);
        session_push(self->session, octets, n_octets);
        advance(self);
    }
}

static void drop_in(Connection *self) {
    guint8 octets[READ_SIZE];
    gsize n_octets = 0;
    for (guint i = 0; i < READS_PER_TURN; i++) {
        LinkResult result = link_read(&self->link, octets, sizeof octets, &n_octets);
        if (result == LINK_AGAIN)
            return;
        if (result != LINK_DONE) {
            finish(self);
            return;
        }
    }
}

/* ---- turns ---------------------------------------------------------------------------------- */

static void on_deadline(Connection *self) {
    switch (self->phase) {
    case PHASE_HANDSHAKE:
        notice(self, "the TLS handshake took too long");
        lose_client(self);
        return;
    case PHASE_HOLDING:
        stop_holding(self);
        return;
    case PHASE_OPEN:
        /* A client that does not even read its replies gets no goodbye either. */
        if (session_output(self->session)->len > 0) {
            lose_client(self);
            return;
        }
        session_idle(self->session);
        advance(self);
        return;
    default:
        finish(self);
    }
}

static void on_ready(Connection *self, GIOCondition condition) {
    switch (self->phase) {
    case PHASE_HANDSHAKE:
        continue_handshake(self);
        return;
    case PHASE_OPEN:
        if (session_output(self->session)->len > 0)
            advance(self);
        read_in(self);
        return;
    case PHASE_LINGERING:
        drop_in(self);
        return;
    default:
        /* Nothing was waited for: the connection was reset. */
        if ((condition & (G_IO_HUP | G_IO_ERR)) != 0)
            lose_client(self);
    }
}

/* Ends a turn: who is over tells so, and is perhaps freed by it. */
static void end_turn(Connection *self) {
    self->is_busy = FALSE;
    if (self->phase == PHASE_OVER)
        self->over(self, self->over_user);
}

static void on_event(gpointer user, GIOCondition condition) {
    Connection *self = user;
    self->is_busy = TRUE;
    if (condition != 0)
        on_ready(self, condition);
    else
        on_deadline(self);
    /* Octets that TLS holds already make no socket ready. */
    while (link_has_pending(&self->link) && can_read(self))
        read_in(self);
    end_turn(self);
}

/* ---- life ----------------------------------------------------------------------------------- */

Connection *connection_new(const ServerOptions *options, Poller *poller,
                           const ServerService *service, const SessionPeer *peer, int take_fd,
                           void (*over)(Connection *self, gpointer user), gpointer user) {
    Connection *self = g_new0(Connection, 1);
    self->options = options;
    self->service = service;
    self->over = over;
    self->over_user = user;
    link_init(&self->link, take_fd);
    self->session =
        session_new(service->core, options->setup, peer, options->observer, options->observer_user);
    poller_add(poller, &self->watch, take_fd, on_event, self);
    return self;
}

void connection_free(Connection *self) {
    g_assert(!self->is_busy);
    poller_remove(&self->watch);
    session_free(self->session);
    link_clear(&self->link);
    g_free(self);
}

void connection_start(Connection *self) {
    self->is_busy = TRUE;
    if (self->service->is_tls) {
        begin_tls(self);
    } else {
        self->phase = PHASE_OPEN;
        self->has_greeted = TRUE;
        set_idle_deadline(self);
        session_greet(self->session);
        advance(self);
    }
    end_turn(self);
}

void connection_leave(Connection *self) {
    self->is_busy = TRUE;
    if (self->phase == PHASE_HANDSHAKE) {
        lose_client(self);
    } else if (self->phase == PHASE_OPEN || self->phase == PHASE_HOLDING) {
        self->phase = PHASE_OPEN;
        self->is_leaving = TRUE;
        session_leave(self->session);
        (void)session_wish(self->session); /* holds are over */
        set_deadline_ms(self, SERVER_LINGER_SECONDS * 1000);
        advance(self);
    }
    end_turn(self);
}

void connection_mailbox_changed(Connection *self, const char *user) {
    const char *mine = session_user(self->session);
    if (self->phase != PHASE_OPEN || mine == NULL || strcmp(mine, user) != 0)
        return;
    self->is_busy = TRUE;
    session_mailbox_changed(self->session);
    advance(self);
    end_turn(self);
}

const char *connection_address(const Connection *self) {
    return session_peer(self->session)->client_address;
}
