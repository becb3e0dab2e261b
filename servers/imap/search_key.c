/* SPDX-License-Identifier: MIT */
/* Each key of SEARCH as a row: how its argument is read and how a message is asked. It knows
 * nothing of NOT, OR and parentheses. RFC 9051 §6.4.4, RFC 3501 §6.4.4. */
#include "imap/search_key.h"

#include "imap/search_text.h"
#include "mime/mime_date.h"

#include <string.h>

#define SECONDS_OF_DAY 86400

/* ---- arguments ---- */

static gboolean take_text(SearchKey *key, const ImapSearchKey *words, const SearchScope *scope) {
    g_autofree char *text = imap_value_dup(&words->arguments[words->n_arguments - 1]);
    if (text == NULL)
        return FALSE;
    key->text = search_text_fold(text);
    return TRUE;
}

/* "HEADER" SP header-fld-name SP astring */
static gboolean take_field(SearchKey *key, const ImapSearchKey *words, const SearchScope *scope) {
    key->name = words->n_arguments == 2 ? imap_value_dup(&words->arguments[0]) : NULL;
    return key->name != NULL && take_text(key, words, scope);
}

static gboolean take_number(SearchKey *key, const ImapSearchKey *words, const SearchScope *scope) {
    return imap_value_number(&words->arguments[0], &key->number);
}

/* date-text = date-day "-" date-month "-" date-year; the day as a number since 1970. */
static gboolean take_date(SearchKey *key, const ImapSearchKey *words, const SearchScope *scope) {
    g_autofree char *date = imap_value_dup(&words->arguments[0]);
    gint64 seconds = 0;
    int zone = 0;
    if (date == NULL)
        return FALSE;
    g_autofree char *full =
        g_strdup_printf("%s%s 00:00:00 +0000", *date != '\0' && date[1] == '-' ? " " : "", date);
    if (!imap_parse_date_time((SyntaxSlice){full, strlen(full)}, &seconds, &zone) || seconds < 0)
        return FALSE;
    key->number = (guint64)seconds / SECONDS_OF_DAY;
    return TRUE;
}

static gboolean take_keyword(SearchKey *key, const ImapSearchKey *words, const SearchScope *scope) {
    g_autofree char *name = imap_value_dup(&words->arguments[0]);
    const GPtrArray *known = scope->box->keywords;
    for (guint i = 0; name != NULL && i < known->len; i++) {
        if (g_ascii_strcasecmp(g_ptr_array_index(known, i), name) == 0)
            key->keyword = 1u << i;
    }
    return name != NULL;
}

static gboolean take_set(SearchKey *key, SyntaxSlice slice, gboolean is_uids,
                         const SearchScope *scope) {
    const GArray *messages = scope->box->messages;
    guint64 last = messages->len;
    if (is_uids && last > 0)
        last = g_array_index(messages, StoreMessage, last - 1).uid;
    key->set = message_set_parse(slice, is_uids, last, scope->saved);
    return key->set != NULL;
}

static gboolean take_uids(SearchKey *key, const ImapSearchKey *words, const SearchScope *scope) {
    return take_set(key, words->arguments[0].raw, TRUE, scope);
}

static gboolean take_numbers(SearchKey *key, const ImapSearchKey *words, const SearchScope *scope) {
    return take_set(key, words->key, FALSE, scope);
}

/* RFC 5032 §3: OLDER and YOUNGER; the moment as seconds since 1970. */
static gboolean take_age(SearchKey *key, const ImapSearchKey *words, const SearchScope *scope) {
    guint64 age = 0;
    if (!imap_value_number(&words->arguments[0], &age) || age == 0)
        return FALSE;
    key->number = (guint64)scope->now_s - MIN(age, (guint64)scope->now_s);
    return TRUE;
}

/* ---- tests ---- */

static gboolean compare(const SearchKey *key, guint64 value) {
    int order = value < key->number ? -1 : value > key->number;
    return key->row->order == 2 ? order >= 0 : order == key->row->order;
}

static gboolean is_any(const SearchKey *key, SearchSubject *subject) {
    return TRUE;
}

static gboolean has_flag(const SearchKey *key, SearchSubject *subject) {
    return ((subject->message->flags & key->row->flag) != 0) != key->row->is_unset;
}

static gboolean has_keyword(const SearchKey *key, SearchSubject *subject) {
    return ((subject->message->keywords & key->keyword) != 0) != key->row->is_unset;
}

/* NEW = RECENT UNSEEN: RFC 3501 §6.4.4. */
static gboolean is_new(const SearchKey *key, SearchSubject *subject) {
    return (subject->message->flags & (STORE_RECENT | STORE_SEEN)) == STORE_RECENT;
}

static gboolean is_in_set(const SearchKey *key, SearchSubject *subject) {
    return message_set_holds(key->set, subject->number, subject->message->uid);
}

static gboolean has_size(const SearchKey *key, SearchSubject *subject) {
    return compare(key, subject->message->octets);
}

static gboolean has_received_day(const SearchKey *key, SearchSubject *subject) {
    gint64 received = subject->message->received_s;
    return compare(key, (guint64)MAX(received, 0) / SECONDS_OF_DAY);
}

static gboolean has_age(const SearchKey *key, SearchSubject *subject) {
    return compare(key, (guint64)MAX(subject->message->received_s, 0));
}

static const MessageTree *tree_of(SearchSubject *subject) {
    if (!subject->is_loaded) {
        g_autoptr(GBytes) octets = subject->load(subject->user, subject->number);
        subject->tree = octets != NULL ? message_tree_new(octets) : NULL;
        subject->is_loaded = TRUE;
    }
    return subject->tree;
}

/* The day of the Date field, whatever its time and zone. */
static gboolean has_sent_day(const SearchKey *key, SearchSubject *subject) {
    const MessageTree *tree = tree_of(subject);
    const char *raw = tree != NULL ? message_part_raw(message_tree_part(tree, 0), "Date") : NULL;
    MimeDate date;
    if (raw == NULL || !mime_date_parse(raw, strlen(raw), &date, NULL))
        return FALSE;
    gint64 local = date.seconds + (gint64)date.zone_minutes * 60;
    return compare(key, (guint64)MAX(local, 0) / SECONDS_OF_DAY);
}

static gboolean holds(const char *value, const char *wanted) {
    g_autofree char *folded = search_text_fold(value);
    return strstr(folded, wanted) != NULL;
}

static gboolean has_in_field(const SearchKey *key, SearchSubject *subject) {
    const MessageTree *tree = tree_of(subject);
    const char *name = key->name != NULL ? key->name : key->row->field;
    if (tree == NULL)
        return FALSE;
    const GArray *fields = message_tree_part(tree, 0)->fields;
    for (guint i = 0; i < fields->len; i++) {
        const MessageField *field = &g_array_index(fields, MessageField, i);
        if (g_ascii_strcasecmp(field->name, name) == 0 && holds(field->value, key->text))
            return TRUE;
    }
    return FALSE;
}

static gboolean has_in_body(const SearchKey *key, SearchSubject *subject) {
    const MessageTree *tree = tree_of(subject);
    if (tree != NULL && subject->body == NULL)
        subject->body = search_text_of_body(tree);
    return tree != NULL && strstr(subject->body, key->text) != NULL;
}

static gboolean has_in_text(const SearchKey *key, SearchSubject *subject) {
    const MessageTree *tree = tree_of(subject);
    if (tree != NULL && subject->header == NULL)
        subject->header = search_text_of_header(tree);
    return tree != NULL &&
           (strstr(subject->header, key->text) != NULL || has_in_body(key, subject));
}

/* clang-format off */
#define FLAG(name, bit)    { name, NULL, has_flag, .flag = (bit) }
#define UNFLAG(name, bit)  { name, NULL, has_flag, .flag = (bit), .is_unset = TRUE }
#define FIELD(name, field_name) { name, take_text, has_in_field, .field = (field_name) }

static const SearchRow rows[] = {
    { "ALL", NULL, is_any },
    FLAG("ANSWERED", STORE_ANSWERED), UNFLAG("UNANSWERED", STORE_ANSWERED),
    FLAG("DELETED", STORE_DELETED),   UNFLAG("UNDELETED", STORE_DELETED),
    FLAG("DRAFT", STORE_DRAFT),       UNFLAG("UNDRAFT", STORE_DRAFT),
    FLAG("FLAGGED", STORE_FLAGGED),   UNFLAG("UNFLAGGED", STORE_FLAGGED),
    FLAG("SEEN", STORE_SEEN),         UNFLAG("UNSEEN", STORE_SEEN),
    FLAG("RECENT", STORE_RECENT),     UNFLAG("OLD", STORE_RECENT),
    { "NEW", NULL, is_new },
    { "KEYWORD", take_keyword, has_keyword },
    { "UNKEYWORD", take_keyword, has_keyword, .is_unset = TRUE },
    { "UID", take_uids, is_in_set },
    { "LARGER", take_number, has_size, .order = 1 },
    { "SMALLER", take_number, has_size, .order = -1 },
    { "BEFORE", take_date, has_received_day, .order = -1 },
    { "ON", take_date, has_received_day, .order = 0 },
    { "SINCE", take_date, has_received_day, .order = 2 },
    { "SENTBEFORE", take_date, has_sent_day, .order = -1 },
    { "SENTON", take_date, has_sent_day, .order = 0 },
    { "SENTSINCE", take_date, has_sent_day, .order = 2 },
    { "OLDER", take_age, has_age, .order = -1 },
    { "YOUNGER", take_age, has_age, .order = 2 },
    FIELD("BCC", "Bcc"), FIELD("CC", "Cc"), FIELD("FROM", "From"), FIELD("SUBJECT", "Subject"), FIELD("TO", "To"),
    { "HEADER", take_field, has_in_field },
    { "BODY", take_text, has_in_body },
    { "TEXT", take_text, has_in_text },
};
/* clang-format on */

const SearchRow *search_row_find(SyntaxSlice name) {
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strlen(rows[i].name) == name.length &&
            g_ascii_strncasecmp(rows[i].name, name.octets, name.length) == 0)
            return &rows[i];
    }
    return NULL;
}

const SearchRow *search_row_set(void) {
    static const SearchRow row = {"sequence set", take_numbers, is_in_set};
    return &row;
}
