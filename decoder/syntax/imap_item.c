/* SPDX-License-Identifier: MIT */
/* Turns the names of FETCH items into kind, section and partial, in requests and in responses. It
 * knows nothing of the values but where they end. */
#include "syntax/imap_scan.h"

#include <string.h>

static const struct {
    const char *name;
    ImapItemKind kind;
    gboolean is_peek;
} names[] = {
    {"ALL", IMAP_ITEM_MACRO, FALSE},
    {"FAST", IMAP_ITEM_MACRO, FALSE},
    {"FULL", IMAP_ITEM_MACRO, FALSE},
    {"FLAGS", IMAP_ITEM_FLAGS, FALSE},
    {"UID", IMAP_ITEM_UID, FALSE},
    {"INTERNALDATE", IMAP_ITEM_INTERNALDATE, FALSE},
    {"RFC822.SIZE", IMAP_ITEM_RFC822_SIZE, FALSE},
    {"ENVELOPE", IMAP_ITEM_ENVELOPE, FALSE},
    {"BODYSTRUCTURE", IMAP_ITEM_BODYSTRUCTURE, FALSE},
    {"BODY", IMAP_ITEM_BODY, FALSE},
    {"BODY.PEEK", IMAP_ITEM_BODY, TRUE},
    {"BINARY", IMAP_ITEM_BINARY, FALSE},
    {"BINARY.PEEK", IMAP_ITEM_BINARY, TRUE},
    {"BINARY.SIZE", IMAP_ITEM_BINARY_SIZE, TRUE},
    {"RFC822", IMAP_ITEM_RFC822, FALSE},
    {"RFC822.HEADER", IMAP_ITEM_RFC822_HEADER, TRUE},
    {"RFC822.TEXT", IMAP_ITEM_RFC822_TEXT, FALSE},
    {"MODSEQ", IMAP_ITEM_MODSEQ, FALSE},
    {"EMAILID", IMAP_ITEM_EMAILID, FALSE},
    {"THREADID", IMAP_ITEM_THREADID, FALSE},
    {"PREVIEW", IMAP_ITEM_PREVIEW, FALSE},
    {"SAVEDATE", IMAP_ITEM_SAVEDATE, FALSE},
};

static gboolean is_name(guchar octet) {
    return octet != '[' && octet != '<';
}

static gboolean is_section_text(guchar octet) {
    return octet != ' ' && octet != '\t' && octet != '(' && octet != ']';
}

static gboolean is_part(guchar octet) {
    return g_ascii_isdigit((gchar)octet) || octet == '.';
}

/* section-part = nz-number *("." nz-number) */
static gsize part_length(const ImapReader *self) {
    gsize at = self->at;
    while (at < self->end && is_part((guchar)self->text->octets[at]))
        at++;
    while (at > self->at && self->text->octets[at - 1] == '.')
        at--;
    return at - self->at;
}

static void header_field(ImapReader *self, gpointer user) {
    if (imap_reader_value(self, "header field").kind == IMAP_VALUE_NONE)
        imap_reader_take(self, 1, "unknown");
}

static gboolean is_known_text(SyntaxSlice what) {
    static const char *const texts[] = {"HEADER", "HEADER.FIELDS", "HEADER.FIELDS.NOT", "TEXT",
                                        "MIME"};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        if (imap_slice_is(what, texts[i]))
            return TRUE;
    }
    return what.length == 0;
}

/* section-spec    = section-msgtext / (section-part ["." section-text])
 * section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"
 * The reader stands behind "[" and ends before "]". */
static void scan_section(ImapReader *self, ImapItem *item) {
    item->section = (SyntaxSlice){self->text->octets + self->at, self->end - self->at};
    item->part = imap_reader_take(self, part_length(self), "section part");
    if (item->part.length > 0 && imap_reader_sees(self, '.'))
        imap_reader_take(self, 1, "dot");
    item->what = imap_reader_take_while(self, is_section_text, "section text");
    imap_reader_space(self);
    if (imap_reader_sees(self, '('))
        item->fields = imap_reader_list(self, header_field, NULL).octets;
    gboolean needs_fields = item->what.length > 6 && is_known_text(item->what);
    if (!is_known_text(item->what) || !imap_reader_is_done(self) ||
        needs_fields != (item->fields.octets != NULL))
        item->problems |= IMAP_PROBLEM_BAD_SECTION;
    imap_reader_rest(self, "unknown");
}

static SyntaxSlice take_number(ImapReader *self, guint64 *number, gboolean *has_number) {
    SyntaxSlice digits = imap_reader_take_while(self, imap_is_digit, "number");
    *has_number = imap_slice_number(digits, number);
    return digits;
}

/* partial = "<" number64 "." nz-number64 ">" ; in a response "<" number64 ">" */
static void scan_partial(ImapReader *self, ImapItem *item) {
    if (!imap_reader_sees(self, '<'))
        return;
    imap_reader_take(self, 1, "angle bracket");
    take_number(self, &item->origin, &item->has_origin);
    if (imap_reader_sees(self, '.')) {
        imap_reader_take(self, 1, "dot");
        take_number(self, &item->count, &item->has_count);
    }
    if (imap_reader_sees(self, '>'))
        imap_reader_take(self, 1, "angle bracket");
    else
        item->problems |= IMAP_PROBLEM_BAD_SECTION;
}

static void find_kind(ImapItem *item) {
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (imap_slice_is(item->name, names[i].name)) {
            item->kind = names[i].kind;
            item->is_peek = names[i].is_peek;
        }
    }
    if (item->kind == IMAP_ITEM_BODY && item->has_section)
        item->kind = IMAP_ITEM_SECTION;
    gboolean is_part = item->kind == IMAP_ITEM_RFC822 || item->kind == IMAP_ITEM_RFC822_HEADER ||
                       item->kind == IMAP_ITEM_RFC822_TEXT;
    item->carries_message =
        item->kind == IMAP_ITEM_SECTION || item->kind == IMAP_ITEM_BINARY || is_part;
    if (item->kind == IMAP_ITEM_OTHER)
        item->problems |= IMAP_PROBLEM_UNKNOWN_WORD;
}

static const char *find_section_end(const ImapReader *self) {
    /* Quoted field names may hold "]": the last one counts. */
    for (gsize at = self->end; at > self->at; at--) {
        if (self->text->octets[at - 1] == ']')
            return self->text->octets + at - 1;
    }
    return NULL;
}

/* fetch-att = "ENVELOPE" / … / "BODY" section ["<" partial ">"] / … ; the reader ends behind it */
static void scan_name(ImapReader *self, ImapItem *item) {
    *item = (ImapItem){.raw = {self->text->octets + self->at, self->end - self->at}};
    item->name = imap_reader_take_while(self, is_name, "item name");
    item->has_section = imap_reader_sees(self, '[');
    if (item->has_section) {
        const char *close = find_section_end(self);
        imap_reader_take(self, 1, "bracket");
        ImapReader section = *self;
        section.end = close != NULL ? (gsize)(close - self->text->octets) : self->end;
        scan_section(&section, item);
        item->problems |= close == NULL ? IMAP_PROBLEM_BAD_SECTION : 0;
        self->at = section.end;
        imap_reader_take(self, close != NULL ? 1 : 0, "bracket");
    }
    scan_partial(self, item);
    find_kind(item);
    if (!imap_reader_is_done(self))
        item->problems |= IMAP_PROBLEM_BAD_SECTION;
    imap_reader_rest(self, "unknown");
}

void imap_parse_item_name(const ImapText *text, SyntaxSlice raw, ImapItem *item) {
    ImapReader whole = {.text = text};
    ImapReader reader = imap_reader_inside(&whole, raw);
    scan_name(&reader, item);
}

void imap_scan_item(ImapReader *self, ImapItem *item) {
    if (imap_reader_peek(self) != IMAP_VALUE_ATOM) {
        *item = (ImapItem){.problems = IMAP_PROBLEM_UNKNOWN_WORD};
        item->raw = imap_reader_value(self, "unknown").raw;
        if (item->raw.length == 0)
            item->raw = imap_reader_take(self, MIN(1, self->end - self->at), "unknown");
    } else {
        ImapReader inside = *self;
        imap_reader_pass(self);
        inside.end = self->at;
        scan_name(&inside, item);
    }
    self->problems |= item->problems;
}

/* preview-mod = "PREVIEW" SP "(" "LAZY" ")": RFC 8970 §6. No value of PREVIEW is a list. */
static void scan_modifier(ImapReader *self, const ImapItem *item) {
    ImapReader ahead = *self;
    ahead.tokens = NULL;
    imap_reader_space(&ahead);
    if (item->kind != IMAP_ITEM_PREVIEW || imap_reader_peek(&ahead) != IMAP_VALUE_LIST)
        return;
    imap_reader_space(self);
    imap_reader_value(self, "option");
}

static void scan_request_item(ImapReader *self, gpointer user) {
    ImapItem item;
    imap_scan_item(self, &item);
    scan_modifier(self, &item);
}

/* fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP
 * fetch-att) ")") */
ImapValue imap_scan_items(ImapReader *self) {
    return imap_reader_list(self, scan_request_item, NULL);
}

static const char *value_label(const ImapItem *item) {
    static const struct {
        ImapItemKind kind;
        const char *label;
    } labels[] = {
        {IMAP_ITEM_FLAGS, "flag"},
        {IMAP_ITEM_UID, "number"},
        {IMAP_ITEM_RFC822_SIZE, "number"},
        {IMAP_ITEM_BINARY_SIZE, "number"},
        {IMAP_ITEM_MODSEQ, "number"},
        {IMAP_ITEM_INTERNALDATE, "date"},
        {IMAP_ITEM_SAVEDATE, "date"},
        {IMAP_ITEM_ENVELOPE, "envelope string"},
        {IMAP_ITEM_BODY, "structure string"},
        {IMAP_ITEM_BODYSTRUCTURE, "structure string"},
        {IMAP_ITEM_PREVIEW, "preview"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(labels); i++) {
        if (labels[i].kind == item->kind)
            return labels[i].label;
    }
    return item->carries_message ? "message text" : "string";
}

/* msg-att-static = "ENVELOPE" SP envelope / … / "BODY" section ["<" number64 ">"] SP nstring / … */
static void scan_data_item(ImapReader *self, gpointer user) {
    ImapItem item;
    imap_scan_item(self, &item);
    imap_reader_space(self);
    if (imap_reader_value(self, value_label(&item)).kind == IMAP_VALUE_NONE)
        self->problems |= IMAP_PROBLEM_MISSING_ARGUMENT;
}

ImapValue imap_scan_fetch_data(ImapReader *self) {
    return imap_reader_list(self, scan_data_item, NULL);
}

gboolean imap_next_request_item(const ImapText *text, gsize *at, gsize end, ImapItem *item) {
    ImapReader reader = {.text = text, .at = *at, .end = MIN(end, text->length)};
    imap_reader_space(&reader);
    gboolean is_more = !imap_reader_is_done(&reader);
    if (is_more) {
        imap_scan_item(&reader, item);
        scan_modifier(&reader, item);
    }
    *at = reader.at;
    return is_more;
}

gboolean imap_next_item(const ImapText *text, gsize *at, gsize end, ImapItem *item,
                        ImapValue *value) {
    if (!imap_next_request_item(text, at, end, item))
        return FALSE;
    ImapReader reader = {.text = text, .at = *at, .end = MIN(end, text->length)};
    imap_reader_space(&reader);
    *value = imap_reader_pass(&reader);
    *at = reader.at;
    return TRUE;
}
