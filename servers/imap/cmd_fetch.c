/* SPDX-License-Identifier: MIT */
/* FETCH and UID FETCH (RFC 9051 §6.4.5): the items of each message, in the order asked. An answer
 * is made in small steps, so that one client's long answer neither fills memory nor holds up
 * others. */
#include "imap/cmd_fetch.h"

#include "imap/commands.h"
#include "imap/fetch_item.h"

#include <string.h>

#define CHUNK ((gsize)64 * 1024)

struct FetchJob {
    ImapText text; /* of the command, which stays in hand as long as the job */
    gboolean is_uid;
    GArray *items;   /* of ImapItem */
    GArray *indexes; /* of guint: the messages */
    guint next;      /* of `indexes` */
    guint item;      /* of `items`: the next one */
    gboolean in_message;
    FetchMessage message;
    GString *line;     /* what is ready of the message's answer */
    gboolean is_open;  /* its beginning was sent */
    gboolean has_item; /* something stands behind the parenthesis */
    GBytes *octets;    /* a literal that is being sent, or NULL */
    gsize sent;
    gboolean has_gone; /* some message is gone */
};

static ImapItem *item_at(const FetchJob *job, guint i) {
    return &g_array_index(job->items, ImapItem, i);
}

gboolean fetch_is_in_literal(const ImapCore *self) {
    return self->fetch != NULL && self->fetch->is_open;
}

void fetch_free(ImapCore *self) {
    FetchJob *job = g_steal_pointer(&self->fetch);
    if (job == NULL)
        return;
    fetch_message_clear(&job->message);
    g_clear_pointer(&job->octets, g_bytes_unref);
    g_clear_pointer(&job->items, g_array_unref);
    g_clear_pointer(&job->indexes, g_array_unref);
    g_string_free(job->line, TRUE);
    g_free(job);
}

/* ---- what is asked -------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *name;
    ImapItemKind items[5]; /* IMAP_ITEM_OTHER ends them */
} macros[] = {
    { "FAST", { IMAP_ITEM_FLAGS, IMAP_ITEM_INTERNALDATE, IMAP_ITEM_RFC822_SIZE } },
    { "ALL",  { IMAP_ITEM_FLAGS, IMAP_ITEM_INTERNALDATE, IMAP_ITEM_RFC822_SIZE, IMAP_ITEM_ENVELOPE } },
    { "FULL", { IMAP_ITEM_FLAGS, IMAP_ITEM_INTERNALDATE, IMAP_ITEM_RFC822_SIZE, IMAP_ITEM_ENVELOPE, IMAP_ITEM_BODY } },
};
/* clang-format on */

static void add_item(FetchJob *job, ImapItemKind kind) {
    ImapItem item = {.kind = kind};
    g_array_append_val(job->items, item);
}

static void add_macro(FetchJob *job, SyntaxSlice name) {
    for (guint i = 0; i < G_N_ELEMENTS(macros); i++) {
        if (g_ascii_strncasecmp(macros[i].name, name.octets, name.length) != 0)
            continue;
        for (guint k = 0;
             k < G_N_ELEMENTS(macros[i].items) && macros[i].items[k] != IMAP_ITEM_OTHER; k++)
            add_item(job, macros[i].items[k]);
    }
}

/* BINARY takes a part only, and nothing but the whole section a partial. */
static gboolean is_offered(const ImapCore *self, const ImapItem *item) {
    const FetchRow *row = fetch_row_find(item->kind);
    gboolean is_binary = item->kind == IMAP_ITEM_BINARY || item->kind == IMAP_ITEM_BINARY_SIZE;
    return row != NULL && (row->extension == NULL || session_has(self->session, row->extension)) &&
           !(is_binary && item->what.length > 0) && (!item->has_origin || item->has_count);
}

/* FALSE: BAD was said. */
static gboolean read_items(ImapCore *self, FetchJob *job, const ImapValue *value) {
    SyntaxSlice list = value->kind == IMAP_VALUE_LIST ? value->octets : value->raw;
    gsize at = imap_slice_at(&job->text, list), end = imap_slice_end(&job->text, list);
    ImapItem item;
    while (imap_next_request_item(&job->text, &at, end, &item)) {
        if (item.kind == IMAP_ITEM_MACRO && value->kind != IMAP_VALUE_LIST) {
            add_macro(job, item.name);
        } else if (is_offered(self, &item)) {
            g_array_append_val(job->items, item);
        } else {
            imap_bad(self, "FETCH has no item %.*s here: RFC 9051 §6.4.5",
                     (int)MIN(item.raw.length, 60), item.raw.octets);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean has_item(const FetchJob *job, ImapItemKind kind) {
    for (guint i = 0; i < job->items->len; i++) {
        if (item_at(job, i)->kind == kind)
            return TRUE;
    }
    return FALSE;
}

/* UID FETCH tells the UID whether asked or not: RFC 9051 §6.4.9. */
static void add_uid(FetchJob *job) {
    ImapItem item = {.kind = IMAP_ITEM_UID};
    if (job->is_uid && !has_item(job, IMAP_ITEM_UID))
        g_array_prepend_val(job->items, item);
}

void cmd_fetch(ImapCore *self, const ImapCall *call) {
    const ImapValue *items = imap_argument(&call->line->arguments, IMAP_ROLE_ITEMS);
    if (imap_argument(&call->line->arguments, IMAP_ROLE_OPTIONS) != NULL || items == NULL) {
        imap_bad(self, "FETCH takes numbers and items: RFC 9051 §6.4.5");
        return;
    }
    FetchJob *job = g_new0(FetchJob, 1);
    job->text = *call->text;
    job->is_uid = call->is_uid;
    job->line = g_string_new(NULL);
    job->items = g_array_new(FALSE, FALSE, sizeof(ImapItem));
    self->fetch = job;
    if (read_items(self, job, items))
        job->indexes = imap_named_messages(self, call);
    add_uid(job);
    if (job->indexes == NULL)
        fetch_free(self);
}

/* ---- one message ---------------------------------------------------------------------------- */

/* BODY[…] without PEEK marks the message as seen, and says so: RFC 9051 §6.4.5. */
static gboolean mark_seen(ImapCore *self, const FetchJob *job) {
    const StoreMessage *message = imap_message(self, job->message.index);
    gboolean sets = FALSE;
    for (guint i = 0; i < job->items->len; i++)
        sets |= fetch_row_find(item_at(job, i)->kind)->sets_seen && !item_at(job, i)->is_peek;
    if (!sets || self->box->is_read_only || (message->flags & STORE_SEEN) != 0)
        return FALSE;
    return imap_store(self)->set_flags(self->box, job->message.index, message->flags | STORE_SEEN,
                                       message->keywords) == STORE_OK;
}

static gboolean needs_text(const FetchJob *job) {
    for (guint i = 0; i < job->items->len; i++) {
        if (fetch_row_find(item_at(job, i)->kind)->needs_text)
            return TRUE;
    }
    return FALSE;
}

static void begin_message(ImapCore *self, FetchJob *job) {
    job->message = (FetchMessage){
        .core = self, .text = &job->text, .index = g_array_index(job->indexes, guint, job->next++)};
    if (needs_text(job) && fetch_tree(&job->message) == NULL) {
        job->has_gone = TRUE;
        return;
    }
    static const ImapItem flags = {.kind = IMAP_ITEM_FLAGS};
    g_string_assign(job->line, "(");
    job->in_message = TRUE;
    job->item = 0;
    job->has_item = FALSE;
    if (mark_seen(self, job) && !has_item(job, IMAP_ITEM_FLAGS)) {
        fetch_row_find(IMAP_ITEM_FLAGS)->append(&job->message, &flags, job->line);
        job->has_item = TRUE;
    }
}

static SessionReply head_of(const FetchJob *job) {
    return (SessionReply){.status = "*",
                          .data = "FETCH",
                          .has_number = TRUE,
                          .number = job->message.index + 1,
                          .text = job->line->str};
}

static void end_message(ImapCore *self, FetchJob *job) {
    g_string_append_c(job->line, ')');
    SessionReply head = head_of(job);
    if (job->is_open)
        session_reply_end(self->session, job->line->str);
    else
        session_reply(self->session, &head);
    job->is_open = FALSE;
    job->in_message = FALSE;
    fetch_message_clear(&job->message);
}

/* What is ready goes out, its end being a literal's header. In the log the reply's line stands
 * without the header's line end. */
static void begin_literal(ImapCore *self, FetchJob *job) {
    g_string_truncate(job->line, job->line->len - strlen("\r\n"));
    if (job->is_open) {
        session_reply_text(self->session, job->line->str);
    } else {
        SessionReply head = head_of(job);
        session_reply_begin(self->session, &head);
        session_reply_octets(self->session, (const guint8 *)"\r\n", 2);
        job->is_open = TRUE;
    }
    g_string_truncate(job->line, 0);
    job->sent = 0;
}

static void next_item(ImapCore *self, FetchJob *job) {
    const ImapItem *item = item_at(job, job->item++);
    if (job->has_item)
        g_string_append_c(job->line, ' ');
    job->has_item = TRUE;
    job->octets = fetch_row_find(item->kind)->append(&job->message, item, job->line);
    if (job->octets != NULL)
        begin_literal(self, job);
}

/* ---- a literal ------------------------------------------------------------------------------ */

static char *section_name(const ImapItem *item) {
    if (item->kind == IMAP_ITEM_RFC822_HEADER)
        return g_strdup("HEADER");
    if (item->kind == IMAP_ITEM_RFC822_TEXT)
        return g_strdup("TEXT");
    return item->section.length > 0 ? fetch_section_name(item) : NULL;
}

static void report_literal(ImapCore *self, FetchJob *job) {
    const ImapItem *item = item_at(job, job->item - 1);
    g_autofree char *section = section_name(item);
    session_message_end(self->session);
    session_message(self->session,
                    &(SessionMessage){.carried_by = "FETCH",
                                      .verdict = SESSION_ACCEPTED,
                                      .mailbox = self->mailbox,
                                      .number = job->message.index + 1,
                                      .uid = imap_message(self, job->message.index)->uid,
                                      .section = section,
                                      .has_range = item->has_origin,
                                      .range_offset = item->origin,
                                      .range_length = item->count});
}

static void send_octets(ImapCore *self, FetchJob *job) {
    gsize length = 0;
    const guint8 *data = g_bytes_get_data(job->octets, &length);
    gsize n = MIN(CHUNK, length - job->sent);
    if (n > 0) {
        session_reply_octets(self->session, data + job->sent, n);
        session_message_octets(self->session, data + job->sent, n);
    }
    job->sent += n;
    if (job->sent < length)
        return;
    report_literal(self, job);
    g_clear_pointer(&job->octets, g_bytes_unref);
}

/* ---- the whole ------------------------------------------------------------------------------ */

static void finish(ImapCore *self, gboolean has_gone, gboolean has_unknown_encoding) {
    if (has_gone)
        imap_no(self, "EXPUNGEISSUED", "Some of the messages are gone: RFC 2180 §4.1");
    else if (has_unknown_encoding)
        imap_no(self, "UNKNOWN-CTE", "A transfer encoding is not known: RFC 3516 §4.3");
    else
        imap_ok(self, NULL, "Fetched");
}

gboolean fetch_step(ImapCore *self) {
    FetchJob *job = self->fetch;
    if (job->octets != NULL) {
        send_octets(self, job);
    } else if (job->in_message && job->item < job->items->len) {
        next_item(self, job);
    } else if (job->in_message) {
        end_message(self, job);
    } else if (job->next < job->indexes->len) {
        gboolean has_unknown_encoding = job->message.has_unknown_encoding;
        begin_message(self, job);
        job->message.has_unknown_encoding = has_unknown_encoding;
    } else {
        gboolean has_gone = job->has_gone, has_unknown_encoding = job->message.has_unknown_encoding;
        fetch_free(self);
        finish(self, has_gone, has_unknown_encoding);
        return TRUE;
    }
    return FALSE;
}
