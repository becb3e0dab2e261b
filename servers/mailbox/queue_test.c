/* SPDX-License-Identifier: MIT */
#include "mailbox/queue.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#define MAIL "Subject: x\r\n\r\nbody\r\n"

static char *directory;
static gint64 now = 1000;

static gint64 clock_s(gpointer clock) {
    return now;
}

static void set_up(void) {
    directory = g_dir_make_tmp("maillab-queue-XXXXXX", NULL);
}

static guint n_files(void) {
    guint n = 0;
    g_autoptr(GDir) entries = g_dir_open(directory, 0, NULL);
    while (g_dir_read_name(entries) != NULL)
        n++;
    return n;
}

static void tear_down(void) {
    g_autoptr(GDir) entries = g_dir_open(directory, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(entries)) != NULL) {
        g_autofree char *file = g_build_filename(directory, name, NULL);
        g_unlink(file);
    }
    g_rmdir(directory);
    g_free(directory);
}

TestSuite(queue, .init = set_up, .fini = tear_down);

static Queue *open_queue(void) {
    Queue *queue = queue_new(directory, clock_s, NULL, NULL);
    cr_assert(queue != NULL);
    return queue;
}

static void add_mail(Queue *queue, const char *from, const OutgoingRecipient *to, guint n_to) {
    Outgoing *outgoing = queue_outgoing(queue);
    const OutgoingEnvelope envelope = {.from = from, .to = to, .n_to = n_to, .envelope_id = "e1"};
    OutgoingDraft *draft = NULL;
    cr_assert_eq(outgoing->klass->draft_new(outgoing, &envelope, &draft), STORE_OK);
    cr_assert_eq(outgoing->klass->draft_write(draft, (const guint8 *)MAIL, strlen(MAIL)), STORE_OK);
    cr_assert_eq(outgoing->klass->draft_sync(draft), STORE_OK);
    cr_assert_eq(outgoing->klass->draft_publish(draft), STORE_OK);
    outgoing->klass->draft_free(draft);
}

static const OutgoingRecipient three[] = {
    {"carol@b.example", NULL, NULL},
    {"\"d e\"@b.example", "NEVER", NULL},
    {"frank@b.example", "FAILURE", "rfc822;f@b.example"},
};

Test(queue, a_mail_survives_a_restart) {
    Queue *queue = open_queue();
    add_mail(queue, "a@a.example", three, 3);
    queue_free(queue);
    queue = open_queue();
    cr_assert_eq(queue_length(queue), 1);
    const QueueItem *item = queue_due(queue, now);
    cr_assert_str_eq(item->from, "a@a.example");
    cr_assert_str_eq(item->envelope_id, "e1");
    cr_assert_eq(item->to->len, 3);
    const QueueRecipient *recipient = item->to->pdata[1];
    cr_assert_str_eq(recipient->address, "\"d e\"@b.example");
    cr_assert_str_eq(recipient->notify, "NEVER");
    cr_assert(recipient->original == NULL);
    g_autoptr(GBytes) text = queue_text(queue, item);
    cr_assert_eq(g_bytes_get_size(text), strlen(MAIL));
    queue_free(queue);
}

Test(queue, what_a_killed_server_left_is_removed) {
    g_autofree char *mail = g_build_filename(directory, "1-2-3.mail", NULL);
    g_autofree char *envelope = g_build_filename(directory, "4-5-6.envelope", NULL);
    cr_assert(g_file_set_contents(mail, MAIL, -1, NULL));
    cr_assert(g_file_set_contents(envelope, "maillab-queue 1\nfrom x\nto - - y\nend\n", -1, NULL));
    g_autoptr(Queue) queue = open_queue();
    cr_assert_eq(queue_length(queue), 0);
    cr_assert_eq(n_files(), 0);
}

Test(queue, a_draft_that_is_given_up_leaves_nothing) {
    g_autoptr(Queue) queue = open_queue();
    Outgoing *outgoing = queue_outgoing(queue);
    const OutgoingEnvelope envelope = {.from = "", .to = three, .n_to = 1};
    OutgoingDraft *draft = NULL;
    cr_assert_eq(outgoing->klass->draft_new(outgoing, &envelope, &draft), STORE_OK);
    outgoing->klass->draft_free(draft);
    cr_assert_eq(n_files(), 0);
    cr_assert(queue_due(queue, now) == NULL);
    cr_assert_eq(queue_next(queue), G_MAXINT64);
}

Test(queue, recipients_leave_one_by_one) {
    Queue *queue = open_queue();
    add_mail(queue, "a@a.example", three, 3);
    QueueItem *item = queue_due(queue, now);
    const QueueResult results[] = {
        {QUEUE_DELIVERED, "250 ok", "mail.b.example"},
        {QUEUE_LATER, "450 later", "mail.b.example"},
        {QUEUE_NEVER, "550 5.1.1 no such mailbox", "mail.b.example"},
    };
    g_autofree char *report = queue_report(queue, item, results, "mail.a.example");
    cr_assert(strstr(report, "Final-Recipient: rfc822; frank@b.example\r\nAction: failed\r\n"
                             "Status: 5.1.1\r\nRemote-MTA: dns; mail.b.example\r\n"
                             "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox\r\n") != NULL,
              "%s", report);
    cr_assert(strstr(report, "Original-Recipient: rfc822;f@b.example\r\n") != NULL);
    cr_assert(strstr(report, "Original-Envelope-Id: e1\r\n") != NULL);
    cr_assert(strstr(report, "text/rfc822-headers\r\n\r\nSubject: x\r\n\r\n--") != NULL);
    cr_assert(strstr(report, "carol") == NULL, "only failures are reported");
    cr_assert_eq(queue_settle(queue, item, results), STORE_OK);
    cr_assert(queue_due(queue, now) == NULL);
    cr_assert_eq(queue_next(queue), now + 5);
    queue_free(queue);
    queue = open_queue();
    item = queue_due(queue, now + 5);
    cr_assert_eq(item->to->len, 1);
    cr_assert_eq(item->attempts, 1);
    queue_free(queue);
}

Test(queue, a_mail_is_given_up_in_the_end) {
    g_autoptr(Queue) queue = open_queue();
    add_mail(queue, "a@a.example", three, 1);
    const QueueResult result = {QUEUE_LATER, NULL, NULL};
    gint64 last_wait = 0;
    guint n_attempts = 0;
    for (; queue_length(queue) > 0 && n_attempts < 100; n_attempts++) {
        gint64 wait = queue_next(queue) - now;
        cr_assert_geq(wait, last_wait, "the intervals grow");
        last_wait = wait;
        now += wait;
        QueueItem *item = queue_due(queue, now);
        g_autofree char *report = queue_report(queue, item, &result, "mail.a.example");
        gboolean is_over = item->attempts == 7;
        cr_assert_eq(report != NULL, is_over);
        cr_assert(!is_over || strstr(report, "Status: 4.4.7\r\n") != NULL);
        cr_assert_eq(queue_settle(queue, item, &result), STORE_OK);
    }
    cr_assert_eq(n_attempts, 8);
    cr_assert_eq(n_files(), 0);
}

Test(queue, nobody_hears_of_a_lost_report) {
    g_autoptr(Queue) queue = open_queue();
    add_mail(queue, "", three, 1);
    const QueueResult result = {QUEUE_NEVER, "550 no", "x"};
    QueueItem *item = queue_due(queue, now);
    cr_assert(queue_report(queue, item, &result, "mail.a.example") == NULL);
    cr_assert_eq(queue_settle(queue, item, &result), STORE_OK);
    cr_assert_eq(queue_length(queue), 0);
}
