/* SPDX-License-Identifier: MIT */
/* From the queue of one server through a socket into the mailbox of another, and back with a
 * report. */
#include "courier/courier.h"

#include "auth/users.h"
#include "mailbox/mailbox.h"
#include "smtp/smtp.h"
#include "transport/server.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#define MAIL "Subject: x\r\n\r\n.dot\r\n"
#define PATIENCE_US ((gint64)10 * G_USEC_PER_SEC)

/* Two systems: a.example with the queue and alice, b.example with a server and bob. */
typedef struct {
    char *directory;
    Users *users;
    Store *a, *b;
    Queue *queue;
    SessionSetup setup;
    ServerOptions options;
    Server *server;
    guint16 port;
    const char *address; /* where the route leads */
    Courier *courier;
    GString *events;
} Stage;

static gint64 real_ns(gpointer clock) {
    return g_get_real_time() * 1000;
}

static gint64 real_s(gpointer clock) {
    return g_get_real_time() / G_USEC_PER_SEC;
}

static gboolean route(gpointer user, const char *domain, CourierRoute *found) {
    const Stage *self = user;
    if (strcmp(domain, "b.example") != 0)
        return FALSE;
    *found = (CourierRoute){g_strdup("mail.b.example"), g_strdup(self->address), self->port};
    return TRUE;
}

static void on_event(gpointer user, const char *sentence) {
    g_string_append_printf(((Stage *)user)->events, "%s\n", sentence);
}

static void stage_set(Stage *self, const char *address) {
    static const ServerService service = {"smtp", &smtp_core, FALSE};
    *self = (Stage){.users = users_new_default(), .events = g_string_new(NULL), .address = address};
    self->directory = g_dir_make_tmp("maillab-courier-XXXXXX", NULL);
    self->a = memory_store_new("a.example", self->users);
    self->b = memory_store_new("b.example", self->users);
    self->queue = queue_new(self->directory, real_s, NULL, NULL);
    self->setup = (SessionSetup){.domain = "b.example",
                                 .host_name = "mail.b.example",
                                 .size_limit = SESSION_SIZE_LIMIT_DEFAULT,
                                 .users = self->users,
                                 .store = self->b,
                                 .now_ns = real_ns};
    self->options = server_options();
    self->options.setup = &self->setup;
    self->server = server_new(&self->options);
    self->port = server_listen(self->server, &service, "127.0.0.1", 0, NULL);
    cr_assert(self->port != 0);
}

static void stage_begin(Stage *self) {
    const CourierOptions options = {.queue = self->queue,
                                    .store = self->a,
                                    .host_name = "mail.a.example",
                                    .route = route,
                                    .event = on_event,
                                    .user = self};
    self->courier = courier_new(&options);
}

static void stage_clear(Stage *self) {
    courier_free(self->courier);
    server_free(self->server);
    queue_free(self->queue);
    store_free(self->a);
    store_free(self->b);
    users_free(self->users);
    g_string_free(self->events, TRUE);
    g_autoptr(GDir) entries = g_dir_open(self->directory, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(entries)) != NULL) {
        g_autofree char *file = g_build_filename(self->directory, name, NULL);
        g_unlink(file);
    }
    g_rmdir(self->directory);
    g_free(self->directory);
}

static void send_mail(Stage *self, const char *const *to, guint n_to) {
    Outgoing *outgoing = queue_outgoing(self->queue);
    OutgoingRecipient recipients[4] = {{NULL}};
    for (guint i = 0; i < n_to; i++)
        recipients[i].address = to[i];
    const OutgoingEnvelope envelope = {.from = "alice@a.example", .to = recipients, .n_to = n_to};
    OutgoingDraft *draft = NULL;
    cr_assert_eq(outgoing->klass->draft_new(outgoing, &envelope, &draft), STORE_OK);
    outgoing->klass->draft_write(draft, (const guint8 *)MAIL, strlen(MAIL));
    outgoing->klass->draft_sync(draft);
    cr_assert_eq(outgoing->klass->draft_publish(draft), STORE_OK);
    outgoing->klass->draft_free(draft);
}

static guint count(Store *store, const char *user) {
    StoreStatus status;
    cr_assert_eq(store->klass->status(store, user, "INBOX", &status), STORE_OK);
    return status.messages;
}

/* The last mail of a user, as text; free with g_free(). */
static char *last_mail(Store *store, const char *user) {
    StoreBox *box = NULL;
    cr_assert_eq(store->klass->open(store, user, "INBOX", TRUE, &box), STORE_OK);
    cr_assert_gt(box->messages->len, 0);
    g_autoptr(GBytes) text = store->klass->text(box, box->messages->len - 1);
    char *copy = g_strndup(g_bytes_get_data(text, NULL), g_bytes_get_size(text));
    store->klass->close(box);
    return copy;
}

/* Lets the main loop run until the events hold `text`. */
static void wait_for(Stage *self, const char *text) {
    gint64 end = g_get_monotonic_time() + PATIENCE_US;
    while (strstr(self->events->str, text) == NULL && g_get_monotonic_time() < end)
        g_main_context_iteration(NULL, FALSE);
    cr_assert(strstr(self->events->str, text) != NULL, "\"%s\" in\n%s", text, self->events->str);
}

Test(courier, a_mail_arrives_and_a_failure_is_reported) {
    static const char *const to[] = {"bob@b.example", "nobody@b.example", "x@elsewhere.example"};
    Stage self;
    stage_set(&self, "127.0.0.1");
    stage_begin(&self);
    send_mail(&self, to, 3);
    wait_for(&self, "a report goes to <alice@a.example>");
    wait_for(&self, "<bob@b.example> is delivered: mail.b.example said 250");
    cr_assert_eq(count(self.b, "bob"), 1);
    cr_assert_eq(queue_length(self.queue), 0);
    g_autofree char *mail = last_mail(self.b, "bob");
    cr_assert(strstr(mail, "Received: from mail.a.example ([127.0.0.1])\r\n by mail.b.example") !=
              NULL);
    cr_assert(g_str_has_suffix(mail, MAIL), "%s", mail);
    g_autofree char *report = last_mail(self.a, "alice");
    cr_assert(
        strstr(report,
               "Final-Recipient: rfc822; nobody@b.example\r\nAction: failed\r\nStatus: 5.1.1") !=
            NULL,
        "%s", report);
    cr_assert(strstr(report, "rfc822; x@elsewhere.example\r\nAction: failed\r\nStatus: 5.1.2") !=
              NULL);
    cr_assert(strstr(report, "bob@b.example") == NULL);
    stage_clear(&self);
}

Test(courier, what_waited_before_the_start_is_carried) {
    static const char *const to[] = {"bob@b.example"};
    Stage self;
    stage_set(&self, "127.0.0.1");
    send_mail(&self, to, 1);
    send_mail(&self, to, 1);
    stage_begin(&self);
    gint64 end = g_get_monotonic_time() + PATIENCE_US;
    while (queue_length(self.queue) > 0 && g_get_monotonic_time() < end)
        g_main_context_iteration(NULL, FALSE);
    cr_assert_eq(count(self.b, "bob"), 2);
    stage_clear(&self);
}

Test(courier, a_server_that_is_away_is_tried_again) {
    static const char *const to[] = {"bob@b.example"};
    Stage self;
    stage_set(&self, "127.0.0.1");
    self.port = 1; /* nobody listens there */
    stage_begin(&self);
    send_mail(&self, to, 1);
    wait_for(&self, "<bob@b.example> has to wait");
    cr_assert_eq(queue_length(self.queue), 1);
    cr_assert_eq(count(self.b, "bob"), 0);
    stage_clear(&self);
}

Test(courier, nothing_leaves_the_lab) {
    static const char *const to[] = {"bob@b.example"};
    Stage self;
    stage_set(&self, "192.0.2.1");
    stage_begin(&self);
    send_mail(&self, to, 1);
    wait_for(&self, "mail does not leave the lab");
    cr_assert_eq(queue_length(self.queue), 0);
    stage_clear(&self);
}
