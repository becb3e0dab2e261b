/* SPDX-License-Identifier: MIT */
/* What is due in the queue -> errands, one domain after the other; their verdicts -> the queue, and
 * reports to senders. */
#include "courier/courier.h"

#include "courier/errand.h"

#include <string.h>

/* What is known of one recipient of the mail under way. */
typedef struct {
    gboolean is_tried;
    QueueVerdict verdict;
    char *reply, *host;
} Fate;

struct Courier {
    CourierOptions options;
    guint timer;
    /* The mail under way; `item` NULL: none. */
    QueueItem *item;
    GBytes *text;
    Fate *fates;         /* one for each recipient */
    GArray *now;         /* of guint: the recipients of this errand */
    const char **now_to; /* their addresses, NULL-terminated */
    char **now_wishes;   /* what the sender wants to hear of each; see RelayMail */
    char *wishes;
    RelayMail mail;
    CourierRoute route;
    Errand *errand;
};

static void look_soon(gpointer user);

/* ---- telling ---- */

static void tell(Courier *self, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void tell(Courier *self, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *sentence = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    if (self->options.event != NULL)
        self->options.event(self->options.user, sentence);
}

static const char *address_of(const Courier *self, guint index) {
    return ((const QueueRecipient *)self->item->to->pdata[index])->address;
}

static void decide(Courier *self, guint index, QueueVerdict verdict, const char *reply,
                   const char *host) {
    static const char *const words[] = {
        [QUEUE_DELIVERED] = "is delivered",
        [QUEUE_LATER] = "has to wait",
        [QUEUE_NEVER] = "cannot be delivered",
    };
    Fate *fate = &self->fates[index];
    *fate = (Fate){TRUE, verdict, g_strdup(reply), g_strdup(host)};
    tell(self, "the mail for <%s> %s%s%s%s%s", address_of(self, index), words[verdict],
         host != NULL ? ": " : "", host != NULL ? host : "", reply != NULL ? " said " : "",
         reply != NULL ? reply : "");
}

/* ---- reports ---- */

static StoreResult report_to_store(Store *store, const char *user, const char *text) {
    StoreDraft *draft = NULL;
    StoreResult result = store->klass->draft_new(store, user, "INBOX", &draft);
    if (result != STORE_OK)
        return result;
    result = store->klass->draft_write(draft, (const guint8 *)text, strlen(text));
    if (result == STORE_OK)
        result = store->klass->draft_sync(draft, NULL);
    if (result == STORE_OK)
        result = store->klass->draft_publish(draft, NULL, NULL);
    store->klass->draft_free(draft);
    return result;
}

static StoreResult report_to_queue(Queue *queue, const char *address, const char *text) {
    Outgoing *outgoing = queue_outgoing(queue);
    const OutgoingRecipient to = {address, "NEVER", NULL};
    const OutgoingEnvelope envelope = {.from = "", .to = &to, .n_to = 1};
    OutgoingDraft *draft = NULL;
    StoreResult result = outgoing->klass->draft_new(outgoing, &envelope, &draft);
    if (result != STORE_OK)
        return result;
    result = outgoing->klass->draft_write(draft, (const guint8 *)text, strlen(text));
    if (result == STORE_OK)
        result = outgoing->klass->draft_sync(draft);
    if (result == STORE_OK)
        result = outgoing->klass->draft_publish(draft);
    outgoing->klass->draft_free(draft);
    return result;
}

static void report(Courier *self, const QueueResult *results) {
    g_autofree char *text =
        queue_report(self->options.queue, self->item, results, self->options.host_name);
    if (text == NULL)
        return;
    Store *store = self->options.store;
    g_autofree char *user = NULL;
    StoreResult result = store->klass->recipient(store, self->item->from, &user) == STORE_OK
                             ? report_to_store(store, user, text)
                             : report_to_queue(self->options.queue, self->item->from, text);
    tell(self, "a report goes to <%s>%s", self->item->from,
         result == STORE_OK ? "" : ", but it could not be stored");
}

/* ---- one mail ---- */

static void clear_route(CourierRoute *route) {
    g_free(route->host_name);
    g_free(route->address);
    *route = (CourierRoute){NULL};
}

static void put_down(Courier *self) {
    for (guint i = 0; self->fates != NULL && i < self->item->to->len; i++) {
        g_free(self->fates[i].reply);
        g_free(self->fates[i].host);
    }
    g_clear_pointer(&self->fates, g_free);
    g_clear_pointer(&self->text, g_bytes_unref);
    g_clear_pointer(&self->errand, errand_free);
    g_clear_pointer(&self->now_to, g_free);
    g_clear_pointer(&self->now_wishes, g_strfreev);
    g_clear_pointer(&self->wishes, g_free);
    clear_route(&self->route);
    self->item = NULL;
}

/* All recipients were tried. */
static void settle(Courier *self) {
    guint n = self->item->to->len;
    QueueResult *results = g_new0(QueueResult, n);
    for (guint i = 0; i < n; i++)
        results[i] =
            (QueueResult){self->fates[i].verdict, self->fates[i].reply, self->fates[i].host};
    report(self, results);
    QueueItem *item = self->item;
    Fate *fates = g_steal_pointer(&self->fates);
    queue_settle(self->options.queue, item, results);
    g_free(results);
    for (guint i = 0; i < n; i++) {
        g_free(fates[i].reply);
        g_free(fates[i].host);
    }
    g_free(fates);
    put_down(self);
    look_soon(self);
}

static const char *domain_of(const char *address) {
    const char *at = strrchr(address, '@');
    return at != NULL ? at + 1 : "";
}

/* The recipients that share the domain of the first one not tried; FALSE: all were tried. */
static gboolean choose_next(Courier *self) {
    const char *domain = NULL;
    g_array_set_size(self->now, 0);
    for (guint i = 0; i < self->item->to->len; i++) {
        const char *own = domain_of(address_of(self, i));
        if (self->fates[i].is_tried || (domain != NULL && g_ascii_strcasecmp(own, domain) != 0))
            continue;
        domain = own;
        g_array_append_val(self->now, i);
    }
    return domain != NULL;
}

static void decide_now(Courier *self, QueueVerdict verdict, const char *reply) {
    for (guint i = 0; i < self->now->len; i++)
        decide(self, g_array_index(self->now, guint, i), verdict, reply, self->route.host_name);
}

/* Only this machine is the lab. */
static gboolean is_of_the_lab(const CourierRoute *route) {
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(route->address);
    return address != NULL && g_inet_address_get_is_loopback(address);
}

static void try_next(Courier *self);

static void on_errand_over(gpointer user) {
    static const QueueVerdict verdicts[] = {
        [RELAY_OPEN] = QUEUE_LATER,
        [RELAY_DELIVERED] = QUEUE_DELIVERED,
        [RELAY_LATER] = QUEUE_LATER,
        [RELAY_NEVER] = QUEUE_NEVER,
    };
    Courier *self = user;
    for (guint i = 0; i < self->now->len; i++) {
        const char *reply;
        RelayVerdict verdict = errand_verdict(self->errand, i, &reply);
        decide(self, g_array_index(self->now, guint, i), verdicts[verdict], reply,
               self->route.host_name);
    }
    g_clear_pointer(&self->errand, errand_free);
    try_next(self);
}

/* " NOTIFY=NEVER": NULL values are left out; free with g_free(). */
static char *wish(const char *name, const char *value, const char *other, const char *other_value) {
    GString *text = g_string_new(NULL);
    if (value != NULL)
        g_string_append_printf(text, " %s=%s", name, value);
    if (other_value != NULL)
        g_string_append_printf(text, " %s=%s", other, other_value);
    return g_string_free(text, FALSE);
}

static void gather(Courier *self) {
    guint n = self->now->len;
    g_free(self->now_to);
    g_strfreev(self->now_wishes);
    g_free(self->wishes);
    self->now_to = g_new0(const char *, n + 1);
    self->now_wishes = g_new0(char *, n + 1);
    self->wishes = wish("RET", self->item->returned, "ENVID", self->item->envelope_id);
    for (guint i = 0; i < n; i++) {
        const QueueRecipient *recipient = self->item->to->pdata[g_array_index(self->now, guint, i)];
        self->now_to[i] = recipient->address;
        self->now_wishes[i] = wish("NOTIFY", recipient->notify, "ORCPT", recipient->original);
    }
}

static void send_now(Courier *self) {
    gather(self);
    self->mail = (RelayMail){
        .our_name = self->options.host_name,
        .from = self->item->from,
        .to = self->now_to,
        .is_8bit = self->item->is_8bit,
        .is_utf8 = self->item->is_utf8,
        .wishes = self->wishes,
        .to_wishes = (const char *const *)self->now_wishes,
        .text = g_bytes_get_data(self->text, NULL),
        .length = g_bytes_get_size(self->text),
    };
    tell(self, "the mail %s goes to %s (%s port %u)", self->item->id, self->route.host_name,
         self->route.address, self->route.port);
    self->errand =
        errand_new(&self->mail, self->route.address, self->route.port, on_errand_over, self);
}

static void try_next(Courier *self) {
    while (choose_next(self)) {
        const char *domain = domain_of(address_of(self, g_array_index(self->now, guint, 0)));
        clear_route(&self->route);
        if (!self->options.route(self->options.user, domain, &self->route)) {
            decide_now(self, QUEUE_NEVER,
                       "550 5.1.2 no server of the lab takes mail for this domain");
        } else if (!is_of_the_lab(&self->route)) {
            decide_now(self, QUEUE_NEVER, "550 5.7.1 mail does not leave the lab");
        } else {
            send_now(self);
            return;
        }
    }
    settle(self);
}

/* ---- the queue ---- */

static gint64 now_s(void) {
    return g_get_real_time() / G_USEC_PER_SEC;
}

static void look(Courier *self);

static gboolean on_timer(gpointer user) {
    Courier *self = user;
    self->timer = 0;
    look(self);
    return G_SOURCE_REMOVE;
}

/* From the main loop, so that who put the mail into the queue has done with it. */
static void look_soon(gpointer user) {
    Courier *self = user;
    if (self->timer != 0)
        g_source_remove(self->timer);
    self->timer = g_idle_add(on_timer, self);
}

static void wait_for_next(Courier *self) {
    gint64 next_s = queue_next(self->options.queue);
    if (next_s == G_MAXINT64 || self->timer != 0)
        return;
    gint64 wait_s = CLAMP(next_s - now_s(), 1, 3600);
    self->timer = g_timeout_add_seconds((guint)wait_s, on_timer, self);
}

static void look(Courier *self) {
    if (self->item != NULL)
        return;
    self->item = queue_due(self->options.queue, now_s());
    if (self->item == NULL) {
        wait_for_next(self);
        return;
    }
    self->fates = g_new0(Fate, self->item->to->len);
    self->text = queue_text(self->options.queue, self->item);
    if (self->text == NULL) {
        for (guint i = 0; i < self->item->to->len; i++)
            decide(self, i, QUEUE_LATER, NULL, NULL);
    }
    try_next(self);
}

Courier *courier_new(const CourierOptions *options) {
    Courier *self = g_new0(Courier, 1);
    self->options = *options;
    self->now = g_array_new(FALSE, FALSE, sizeof(guint));
    Outgoing *outgoing = queue_outgoing(options->queue);
    outgoing->changed = look_soon;
    outgoing->watcher = self;
    look_soon(self);
    return self;
}

void courier_free(Courier *self) {
    if (self == NULL)
        return;
    queue_outgoing(self->options.queue)->changed = NULL;
    if (self->timer != 0)
        g_source_remove(self->timer);
    if (self->item != NULL)
        put_down(self);
    g_array_unref(self->now);
    g_free(self);
}
