/* SPDX-License-Identifier: MIT */
/* Turns what replies say into what is known: which mailbox is open, who stands behind which number,
 * which UID a message has. It writes nothing. */
#include "dissect/imap_session.h"

#include <string.h>

/* INBOX is the same in any case: RFC 9051 §5.1. */
char *imap_decoded_mailbox(const ImapValue *value) {
    g_autofree char *octets = value != NULL ? imap_value_dup(value) : NULL;
    if (octets == NULL) {
        return NULL;
    }
    if (g_ascii_strcasecmp(octets, "INBOX") == 0) {
        return g_strdup("INBOX");
    }
    g_autofree char *name = imap_mailbox_to_utf8(octets, strlen(octets), NULL);
    return g_utf8_make_valid(name, -1);
}

static gboolean opens_mailbox(const ImapExchange *exchange) {
    return exchange->command == IMAP_SELECT || exchange->command == IMAP_EXAMINE;
}

static void open_mailbox(Imap *self, const ImapExchange *exchange) {
    g_autofree char *name =
        imap_decoded_mailbox(imap_argument(&exchange->parsed.arguments, IMAP_ROLE_MAILBOX));
    imap_mailbox_open(&self->mailbox, name);
}

static gboolean has_word(SyntaxSlice text, const char *word) {
    return text.octets != NULL && g_strstr_len(text.octets, (gssize)text.length, word) != NULL;
}

/* What a FETCH tells besides texts. */
typedef struct {
    guint64 uid, size; /* 0: not told */
    gboolean is_deleted;
} Fetched;

static Fetched read_fetched(const ImapReply *reply) {
    const ImapValue *data = imap_argument(&reply->line.arguments, IMAP_ROLE_DATA);
    Fetched fetched = {0};
    if (data == NULL || data->octets.octets == NULL) {
        return fetched;
    }
    gsize at = imap_slice_at(&reply->text, data->octets);
    gsize end = imap_slice_end(&reply->text, data->octets);
    ImapItem item;
    ImapValue value;
    while (imap_next_item(&reply->text, &at, end, &item, &value)) {
        if (item.kind == IMAP_ITEM_UID) {
            imap_value_number(&value, &fetched.uid);
        } else if (item.kind == IMAP_ITEM_RFC822_SIZE) {
            imap_value_number(&value, &fetched.size);
        } else if (item.kind == IMAP_ITEM_FLAGS) {
            fetched.is_deleted = has_word(value.octets, "\\Deleted");
        }
    }
    return fetched;
}

guint64 imap_fetched_uid(Imap *self, const ImapReply *reply) {
    guint64 uid = read_fetched(reply).uid;
    return uid != 0 ? uid : imap_mailbox_uid(&self->mailbox, reply->line.number);
}

static void take_exists(Imap *self, const ImapExchange *exchange, ImapReply *reply) {
    imap_mailbox_exists(&self->mailbox, reply->line.number);
}

static void take_expunge(Imap *self, const ImapExchange *exchange, ImapReply *reply) {
    reply->expunged_uid = imap_mailbox_expunge(&self->mailbox, reply->line.number);
}

/* expunged-resp = "VANISHED" [SP "(EARLIER)"] SP known-uids : RFC 7162 §7; the earlier ones have
 * no number any more. */
static void take_vanished(Imap *self, const ImapExchange *exchange, ImapReply *reply) {
    const ImapValue *uids = imap_argument(&reply->line.arguments, IMAP_ROLE_SET);
    if (uids != NULL && imap_argument(&reply->line.arguments, IMAP_ROLE_OPTIONS) == NULL) {
        imap_mailbox_vanish(&self->mailbox, uids->octets);
    }
}

/* A whole message beside its size. */
static void check_size(Imap *self, const ImapExchange *exchange, const ImapReply *reply,
                       guint64 size) {
    for (guint i = 0; size > 0 && reply->messages != NULL && i < reply->messages->len; i++) {
        const ImapMessage *message = g_ptr_array_index(reply->messages, i);
        const MessageReader *reader = message->reader;
        if (reader->extent != MESSAGE_WHOLE || reader->integrity > NOTE_CONFLICTING ||
            reader->octets == size) {
            continue;
        }
        FindingPlace place = {carrier_frames(&reply->carrier), TRUE, reply->span,
                              exchange != NULL ? (int)exchange->note.n : -1};
        conversation_find(self->conversation, "imap.size-differs", place,
                          "RFC822.SIZE says %" G_GUINT64_FORMAT
                          " octets, but the message came with %" G_GUINT64_FORMAT ".",
                          size, reader->octets);
    }
}

/* UID may stand behind the text that it names, or not be there at all. */
static void take_fetch(Imap *self, const ImapExchange *exchange, ImapReply *reply) {
    guint64 number = reply->line.number;
    Fetched fetched = read_fetched(reply);
    imap_mailbox_learn(&self->mailbox, number, fetched.uid);
    guint64 uid = fetched.uid != 0 ? fetched.uid : imap_mailbox_uid(&self->mailbox, number);
    self->has_deleted |= fetched.is_deleted;
    check_size(self, exchange, reply, fetched.size);
    for (guint i = 0; reply->messages != NULL && i < reply->messages->len; i++) {
        ImapMessage *message = g_ptr_array_index(reply->messages, i);
        message->uid = uid != 0 ? uid : message->uid;
    }
}

static void take_enabled(Imap *self, const ImapExchange *exchange, ImapReply *reply) {
    g_autofree char *line = g_ascii_strup(reply->text.octets, (gssize)reply->text.length);
    self->has_utf8 |= strstr(line, "UTF8=ACCEPT") != NULL || strstr(line, "IMAP4REV2") != NULL;
}

static const struct {
    const char *name;
    void (*take)(Imap *self, const ImapExchange *exchange, ImapReply *reply);
} data_rows[] = {
    {"EXISTS", take_exists}, {"EXPUNGE", take_expunge}, {"VANISHED", take_vanished},
    {"FETCH", take_fetch},   {"ENABLED", take_enabled},
};

void imap_data_arrived(Imap *self, ImapExchange *exchange, ImapReply *reply) {
    gboolean is_closed = strcmp(reply->line.code, "CLOSED") == 0;
    if (exchange != NULL && opens_mailbox(exchange) && (exchange->replies_seen == 0 || is_closed)) {
        open_mailbox(self, exchange);
    }
    for (guint i = 0; !reply->line.is_status && i < G_N_ELEMENTS(data_rows); i++) {
        if (strcmp(reply->line.name, data_rows[i].name) == 0) {
            data_rows[i].take(self, exchange, reply);
        }
    }
}

/* resp-code-apnd = "APPENDUID" SP nz-number SP append-uid : in the order of the messages. */
void imap_name_appended(ImapExchange *exchange, const ImapReply *reply) {
    gboolean has_uids = reply != NULL && strcmp(reply->line.code, "APPENDUID") == 0;
    const ImapValue *uids = has_uids ? imap_argument(&reply->line.arguments, IMAP_ROLE_SET) : NULL;
    if (exchange->command != IMAP_APPEND) {
        return;
    }
    g_autofree char *name =
        imap_decoded_mailbox(imap_argument(&exchange->parsed.arguments, IMAP_ROLE_MAILBOX));
    ImapRange range = {0};
    gsize at = 0;
    gboolean has_range = uids != NULL && imap_set_next(uids->octets, &at, &range, NULL);
    for (guint i = 0; i < exchange->messages->len; i++) {
        ImapMessage *message = g_ptr_array_index(exchange->messages, i);
        if (message->reader->direction != DIRECTION_CLIENT) {
            continue;
        }
        message->mailbox = name != NULL ? g_ref_string_new(name) : NULL;
        message->uid = has_range ? range.first : 0;
        if (has_range && range.first++ >= range.last) {
            has_range = imap_set_next(uids->octets, &at, &range, NULL);
        }
    }
}

static gboolean leaves_mailbox(const ImapExchange *exchange, const char *status) {
    static const int commands[] = {IMAP_CLOSE, IMAP_UNSELECT, IMAP_LOGOUT, IMAP_UNAUTHENTICATE};
    if (opens_mailbox(exchange)) {
        return strcmp(status, "NO") == 0;
    }
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (commands[i] == exchange->command) {
            return strcmp(status, "OK") == 0;
        }
    }
    return FALSE;
}

/* Which commands may leave messages behind that are marked as deleted? */
static void follow_deleted(Imap *self, const ImapExchange *exchange) {
    const ImapValue *action = imap_argument(&exchange->parsed.arguments, IMAP_ROLE_ACTION);
    const ImapValue *flags = imap_argument(&exchange->parsed.arguments, IMAP_ROLE_FLAGS);
    ImapStoreMode mode = IMAP_STORE_REMOVE;
    gboolean is_silent = FALSE;
    if (exchange->command == IMAP_EXPUNGE || opens_mailbox(exchange)) {
        self->has_deleted = FALSE;
    } else if (action != NULL && flags != NULL &&
               imap_parse_store_action(action->octets, &mode, &is_silent)) {
        self->has_deleted |= mode != IMAP_STORE_REMOVE && has_word(flags->octets, "\\Deleted");
    }
}

void imap_command_done(Imap *self, ImapExchange *exchange, const ImapReply *reply) {
    if (strcmp(reply->status, "OK") == 0) {
        follow_deleted(self, exchange);
    }
    if (leaves_mailbox(exchange, reply->status)) {
        imap_mailbox_open(&self->mailbox, NULL);
    }
}
