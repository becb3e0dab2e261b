/* SPDX-License-Identifier: MIT */
/* carry DIRECTORY PORT FROM TO… < MAIL: puts a mail into an outgoing queue and lets the courier
 * take it to the server at 127.0.0.1:PORT, whatever its domain. Prints what happened; status 0 if
 * nobody waits in the end. */
#include "courier/courier.h"

#include "auth/users.h"
#include "mailbox/mailbox.h"

#include <stdio.h>
#include <stdlib.h>

#define RECIPIENTS_MAX 16
#define MAIL_MAX (1u << 20)
#define PATIENCE_S 60

static gint64 clock_s(gpointer clock) {
    return g_get_real_time() / G_USEC_PER_SEC;
}

static gboolean route(gpointer user, const char *domain, CourierRoute *found) {
    *found = (CourierRoute){g_strdup_printf("mail.%s", domain), g_strdup("127.0.0.1"),
                            *(const guint16 *)user};
    return TRUE;
}

static void on_event(gpointer user, const char *sentence) {
    puts(sentence);
}

static gboolean put(Queue *queue, const char *from, char **to, guint n_to) {
    static guint8 mail[MAIL_MAX];
    gsize length = fread(mail, 1, sizeof mail, stdin);
    OutgoingRecipient recipients[RECIPIENTS_MAX] = {{NULL}};
    for (guint i = 0; i < n_to; i++)
        recipients[i].address = to[i];
    const OutgoingEnvelope envelope = {
        .from = from, .to = recipients, .n_to = n_to, .is_8bit = TRUE};
    Outgoing *outgoing = queue_outgoing(queue);
    OutgoingDraft *draft = NULL;
    if (outgoing->klass->draft_new(outgoing, &envelope, &draft) != STORE_OK)
        return FALSE;
    gboolean is_in = outgoing->klass->draft_write(draft, mail, length) == STORE_OK &&
                     outgoing->klass->draft_sync(draft) == STORE_OK &&
                     outgoing->klass->draft_publish(draft) == STORE_OK;
    outgoing->klass->draft_free(draft);
    return is_in;
}

int main(int argc, char **argv) {
    if (argc < 5 || argc > 4 + RECIPIENTS_MAX)
        return 2;
    guint16 port = (guint16)atoi(argv[2]);
    g_autoptr(Users) users = users_new_default();
    Store *store = memory_store_new("a.example", users);
    g_autoptr(Queue) queue = queue_new(argv[1], clock_s, NULL, NULL);
    if (queue == NULL || !put(queue, argv[3], argv + 4, (guint)argc - 4))
        return 2;
    const CourierOptions options = {queue, store, "mail.a.example", route, on_event, &port};
    Courier *courier = courier_new(&options);
    gint64 end = clock_s(NULL) + PATIENCE_S;
    while (queue_length(queue) > 0 && clock_s(NULL) < end) {
        g_main_context_iteration(NULL, FALSE);
        g_usleep(1000);
    }
    int status = queue_length(queue) > 0;
    courier_free(courier);
    store_free(store);
    return status;
}
