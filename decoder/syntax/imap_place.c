/* SPDX-License-Identifier: MIT */
/* Turns the text before a literal into what the literal is: a FETCH item's value, a message, an
 * argument. It reads each octet once, however many literals follow, and keeps no text. */
#include "syntax/imap_place.h"

#include "syntax/imap_fetch.h"
#include "syntax/imap_reader.h"

/* Literals that are an argument of a command or of data, outside of parentheses. */
static const struct {
    const char *verb;
    guint argument;
    ImapPlaceRole role;
} places[] = {
    {"LOGIN", 0, IMAP_PLACE_USER},      {"LOGIN", 1, IMAP_PLACE_PASSWORD},
    {"APPEND", 0, IMAP_PLACE_MAILBOX},  {"SELECT", 0, IMAP_PLACE_MAILBOX},
    {"EXAMINE", 0, IMAP_PLACE_MAILBOX}, {"CREATE", 0, IMAP_PLACE_MAILBOX},
    {"DELETE", 0, IMAP_PLACE_MAILBOX},  {"RENAME", 0, IMAP_PLACE_MAILBOX},
    {"RENAME", 1, IMAP_PLACE_MAILBOX},  {"SUBSCRIBE", 0, IMAP_PLACE_MAILBOX},
    {"STATUS", 0, IMAP_PLACE_MAILBOX},  {"UNSUBSCRIBE", 0, IMAP_PLACE_MAILBOX},
    {"COPY", 1, IMAP_PLACE_MAILBOX},    {"MOVE", 1, IMAP_PLACE_MAILBOX},
    {"LIST", 2, IMAP_PLACE_MAILBOX},    {"LSUB", 2, IMAP_PLACE_MAILBOX},
    {"XLIST", 2, IMAP_PLACE_MAILBOX},
};

static SyntaxSlice slice_of(const ImapText *text, gsize begin, gsize end) {
    return (SyntaxSlice){text->octets + begin, end - begin};
}

static void keep_verb(ImapPlaceWalk *self, const ImapText *text, SyntaxSlice word) {
    self->verb = imap_slice_at(text, word);
    self->verb_end = imap_slice_end(text, word);
}

/* A value outside of parentheses: the tag, perhaps a number, the verb or name, arguments. */
static void top_value(ImapPlaceWalk *self, const ImapText *text, SyntaxSlice word,
                      gboolean is_server) {
    guint index = self->n_top++;
    if (index == 0)
        self->is_untagged = is_server && imap_slice_is(word, "*");
    else if (index == 1 && self->is_untagged && imap_slice_number(word, &self->number))
        self->n_top--; /* "* 12 FETCH": the name counts from 1 with or without a number */
    else if (index == 1 && !is_server && imap_slice_is(word, "UID") && !self->is_uid_verb) {
        self->is_uid_verb = TRUE;
        self->n_top--;
    } else if (index == 1) {
        keep_verb(self, text, word);
        self->is_fetch =
            self->is_untagged && (imap_slice_is(word, "FETCH") || imap_slice_is(word, "UIDFETCH"));
    }
    self->is_utf8 = index > 1 && imap_slice_is(word, "UTF8");
}

/* A value inside the list of FETCH data: names and values take turns. */
static void inner_value(ImapPlaceWalk *self, const ImapText *text, SyntaxSlice word) {
    guint64 number;
    if (self->n_inner++ % 2 == 0) {
        self->item = imap_slice_at(text, word);
        self->item_end = imap_slice_end(text, word);
    } else if (imap_slice_is(slice_of(text, self->item, self->item_end), "UID") &&
               imap_slice_number(word, &number)) {
        self->uid = number;
    }
}

static void begin_value(ImapPlaceWalk *self, const ImapText *text, SyntaxSlice word,
                        gboolean is_server) {
    if (self->depth == 0)
        top_value(self, text, word, is_server);
    else if (self->depth == 1)
        inner_value(self, text, word);
}

static void step(ImapPlaceWalk *self, ImapReader *reader, gboolean is_server) {
    if (imap_reader_space(reader))
        return;
    if (imap_reader_sees(reader, '(')) {
        gboolean is_utf8 = self->is_utf8;
        SyntaxSlice parenthesis = imap_reader_take(reader, 1, NULL);
        begin_value(self, reader->text, parenthesis, is_server);
        self->is_utf8 = is_utf8;
        self->n_inner = self->depth++ == 0 ? 0 : self->n_inner;
    } else if (imap_reader_sees(reader, ')')) {
        imap_reader_take(reader, 1, NULL);
        self->depth -= self->depth > 0 ? 1 : 0;
    } else {
        begin_value(self, reader->text, imap_reader_pass(reader).raw, is_server);
    }
}

void imap_place_walk(ImapPlaceWalk *self, const ImapText *text, gsize target, gboolean is_server) {
    ImapReader reader = {.text = text, .at = self->at, .end = target};
    while (!imap_reader_is_done(&reader))
        step(self, &reader, is_server);
    self->at = MAX(self->at, target);
}

static ImapPlaceRole role_in_data(const ImapPlaceWalk *self, const ImapText *text) {
    ImapItem item;
    imap_parse_item_name(text, slice_of(text, self->item, self->item_end), &item);
    return self->n_inner % 2 == 1 && item.carries_message ? IMAP_PLACE_FETCH : IMAP_PLACE_OTHER;
}

static ImapPlaceRole role_of_argument(const ImapPlace *place) {
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        if (places[i].argument == place->argument && imap_slice_is(place->verb, places[i].verb))
            return places[i].role;
    }
    return imap_slice_is(place->verb, "APPEND") ? IMAP_PLACE_MESSAGE : IMAP_PLACE_OTHER;
}

ImapPlace imap_place_of(const ImapPlaceWalk *self, const ImapText *text, gboolean is_server) {
    ImapPlace place = {.number = self->number, .uid = self->uid};
    if (self->verb_end > self->verb)
        place.verb = slice_of(text, self->verb, self->verb_end);
    if (is_server && self->is_fetch && self->depth == 1) {
        place.item = slice_of(text, self->item, self->item_end);
        place.role = role_in_data(self, text);
        return place;
    }
    gboolean is_message = self->depth == 1 && self->is_utf8 && imap_slice_is(place.verb, "APPEND");
    place.argument = self->n_top > 2 ? self->n_top - 2 : 0;
    if (is_message)
        place.role = IMAP_PLACE_MESSAGE;
    else if (self->depth == 0 && self->n_top >= 2)
        place.role = role_of_argument(&place);
    return place;
}
