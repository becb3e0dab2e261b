/* SPDX-License-Identifier: MIT */
/* What became of a mail -> the message that tells its sender: a text for people, the facts for
 * programs, and the mail or its header. RFC 3464 §2. */
#include "mailbox/report.h"

#include "session/mail_date.h"

#include <string.h>

/* "550 5.1.1 no such mailbox" -> "5.1.1"; without an enhanced code by the first digit. */
static char *status_of(const QueueResult *result) {
    const char *reply = result->reply != NULL ? result->reply : "";
    const char *code = strlen(reply) > 4 ? reply + 4 : "";
    gsize length = strspn(code, "0123456789.");
    if (length >= 5 && code[1] == '.' && strchr("245", code[0]) != NULL)
        return g_strndup(code, length);
    return g_strdup(reply[0] == '5' ? "5.0.0" : "4.4.7"); /* 4.4.7: its time is over */
}

static void add_heading(GString *out, const QueueItem *item, const char *host_name, gint64 now_s,
                        const char *boundary) {
    g_autofree char *date = mail_date(now_s);
    g_string_append_printf(out,
                           "From: Mail delivery at %s <postmaster@%s>\r\n"
                           "To: <%s>\r\n"
                           "Date: %s\r\n"
                           "Subject: Your mail could not be delivered\r\n"
                           "Message-ID: <report.%s@%s>\r\n"
                           "Auto-Submitted: auto-replied\r\n"
                           "MIME-Version: 1.0\r\n"
                           "Content-Type: multipart/report; report-type=delivery-status;\r\n"
                           " boundary=\"%s\"\r\n\r\n",
                           host_name, host_name, item->from, date, item->id, host_name, boundary);
}

static void add_people_part(GString *out, const ReportEntry *entries, guint n_entries,
                            const char *host_name) {
    g_string_append_printf(out,
                           "Content-Type: text/plain; charset=us-ascii\r\n\r\n"
                           "This is the mail server %s.\r\n"
                           "Your mail could not be delivered to:\r\n\r\n",
                           host_name);
    for (guint i = 0; i < n_entries; i++) {
        const QueueResult *result = entries[i].result;
        g_string_append_printf(out, "  <%s>\r\n    %s%s%s\r\n", entries[i].recipient->address,
                               result->host != NULL ? result->host : "nobody",
                               result->reply != NULL ? " said: " : " answered in time",
                               result->reply != NULL ? result->reply : "");
    }
}

/* per-recipient-fields: RFC 3464 §2.3 */
static void add_recipient(GString *out, const ReportEntry *entry) {
    g_autofree char *status = status_of(entry->result);
    if (entry->recipient->original != NULL)
        g_string_append_printf(out, "Original-Recipient: %s\r\n", entry->recipient->original);
    g_string_append_printf(out,
                           "Final-Recipient: rfc822; %s\r\n"
                           "Action: failed\r\n"
                           "Status: %s\r\n",
                           entry->recipient->address, status);
    if (entry->result->host != NULL)
        g_string_append_printf(out, "Remote-MTA: dns; %s\r\n", entry->result->host);
    if (entry->result->reply != NULL)
        g_string_append_printf(out, "Diagnostic-Code: smtp; %s\r\n", entry->result->reply);
    g_string_append(out, "\r\n");
}

/* delivery-status-content = per-message-fields 1*( CRLF per-recipient-fields ) */
static void add_programs_part(GString *out, const QueueItem *item, const ReportEntry *entries,
                              guint n_entries, const char *host_name) {
    g_autofree char *arrived = mail_date(item->arrived_s);
    g_string_append(out, "Content-Type: message/delivery-status\r\n\r\n");
    if (item->envelope_id != NULL)
        g_string_append_printf(out, "Original-Envelope-Id: %s\r\n", item->envelope_id);
    g_string_append_printf(out, "Reporting-MTA: dns; %s\r\nArrival-Date: %s\r\n\r\n", host_name,
                           arrived);
    for (guint i = 0; i < n_entries; i++)
        add_recipient(out, &entries[i]);
}

static void add_returned_part(GString *out, const QueueItem *item, GBytes *text) {
    gsize length;
    const char *octets = g_bytes_get_data(text, &length);
    gboolean is_full = g_strcmp0(item->returned, "FULL") == 0;
    const char *body = is_full ? NULL : g_strstr_len(octets, (gssize)length, "\r\n\r\n");
    gsize returned = body != NULL ? (gsize)(body - octets) + 2 : length;
    g_string_append_printf(out, "Content-Type: %s\r\n\r\n",
                           is_full ? "message/rfc822" : "text/rfc822-headers");
    g_string_append_len(out, octets, (gssize)returned);
}

char *report_new(const QueueItem *item, const ReportEntry *entries, guint n_entries,
                 const char *host_name, gint64 now_s, GBytes *text) {
    GString *out = g_string_new(NULL);
    /* Built of the queue's id, which the mail cannot have known. */
    g_autofree char *boundary = g_strdup_printf("report-%s", item->id);
    add_heading(out, item, host_name, now_s, boundary);
    g_string_append_printf(out, "--%s\r\n", boundary);
    add_people_part(out, entries, n_entries, host_name);
    g_string_append_printf(out, "\r\n--%s\r\n", boundary);
    add_programs_part(out, item, entries, n_entries, host_name);
    g_string_append_printf(out, "--%s\r\n", boundary);
    if (text != NULL)
        add_returned_part(out, item, text);
    g_string_append_printf(out, "\r\n--%s--\r\n", boundary);
    return g_string_free(out, FALSE);
}
