/* SPDX-License-Identifier: MIT */
/* Turns address lists into mailboxes: tokens up to a separator are one element, then each token
 * gets its role. It does not know in which field the list stands. Nothing recurses. */
#include "mime/mime_address.h"

#include "mime/address_places.h"
#include "mime/encoded_word.h"

#include <string.h>

#define TOKENS_USUAL 12u /* "Jane Doe <a@b.example>, " */

static GString *emptied(GString **place) {
    if (*place == NULL) {
        *place = g_string_sized_new(64);
    }
    return g_string_truncate(*place, 0);
}

static void free_string(GString *string) {
    if (string != NULL) {
        g_string_free(string, TRUE);
    }
}

void mime_address_reader_init(MimeAddressReader *self, const char *text, gsize length) {
    *self = (MimeAddressReader){
        .tokens = g_array_sized_new(FALSE, FALSE, sizeof(MimeAddressToken), TOKENS_USUAL)};
    message_lexer_init(&self->lexer, MESSAGE_LEXER_ADDRESS, text, length);
}

void mime_address_reader_clear(MimeAddressReader *self) {
    g_array_unref(self->tokens);
    free_string(self->name);
    free_string(self->address);
    g_free(self->display_name);
    g_free(self->valid_address);
    g_free(self->group);
}

/* Tokens up to and with the next separator. */
static gboolean read_tokens(MimeAddressReader *self) {
    MessageToken token;
    gboolean in_brackets = FALSE;
    g_array_set_size(self->tokens, 0);
    while (message_lexer_next(&self->lexer, &token)) {
        MimeAddressToken with_role = {token, address_fixed_label(self, &token)};
        g_array_append_val(self->tokens, with_role);
        in_brackets = (in_brackets || address_is_special(self, &token, '<')) &&
                      !address_is_special(self, &token, '>');
        if (address_is_separator(self, &token, in_brackets)) {
            break;
        }
    }
    return self->tokens->len > 0;
}

static gboolean has_bad_dots(const char *text, const MessageToken *token) {
    const char *at = text + token->offset;
    if (token->kind != MESSAGE_TOKEN_ATOM) {
        return FALSE;
    }
    return at[0] == '.' || at[token->length - 1] == '.' ||
           g_strstr_len(at, (gssize)token->length, "..") != NULL;
}

/* The words between `from` and `to` without what stands between them. Several atoms or quoted
 * strings are right only with dots between (obs-local-part, obs-domain: RFC 5322 §4.4). */
static void append_words(MimeAddressReader *self, guint from, guint to, guint *problems) {
    const MessageToken *before = NULL;
    for (guint i = from; i < to; i++) {
        const MessageToken *token = &address_token_at(self, i)->token;
        const char *text = self->lexer.text + token->offset;
        if (address_is_blank(token)) {
            continue;
        }
        gboolean is_joined = before == NULL || text[0] == '.' ||
                             self->lexer.text[before->offset + before->length - 1] == '.';
        *problems |= is_joined && token->kind != MESSAGE_TOKEN_SPECIAL ? 0 : MIME_ADDRESS_EXTRA;
        g_string_append_len(self->address, text, (gssize)token->length);
        before = token;
    }
    if (from < to && address_count_words(self, from, to) == 1) {
        for (guint i = from; i < to; i++) {
            *problems |= has_bad_dots(self->lexer.text, &address_token_at(self, i)->token)
                             ? MIME_ADDRESS_DOTS
                             : 0;
        }
    }
}

static void read_address(MimeAddressReader *self, const AddressPlaces *places, guint *problems) {
    gboolean has_at = places->at < places->none;
    guint local_last = has_at ? places->at : places->last;
    emptied(&self->address);
    append_words(self, places->first, local_last, problems);
    gboolean has_local = self->address->len > 0;
    if (has_at) {
        gsize before = self->address->len + 1;
        g_string_append_c(self->address, '@');
        append_words(self, places->at + 1, places->last, problems);
        *problems |= self->address->len == before ? MIME_ADDRESS_NO_DOMAIN : 0;
        *problems |= has_local ? 0 : MIME_ADDRESS_NO_LOCAL;
    } else {
        *problems |= has_local ? MIME_ADDRESS_NO_DOMAIN : MIME_ADDRESS_EMPTY;
    }
    g_clear_pointer(&self->valid_address, g_free);
    if (!encoded_words_are_none(self->address->str, self->address->len)) {
        self->valid_address = g_utf8_make_valid(self->address->str, (gssize)self->address->len);
    }
}

/* phrase = 1*word / obs-phrase: its words decoded, one blank between them. */
static char *read_phrase(MimeAddressReader *self, guint from, guint to) {
    emptied(&self->name);
    gboolean is_after_space = FALSE;
    for (guint i = from; i < to; i++) {
        const MessageToken *token = &address_token_at(self, i)->token;
        gsize length = 0;
        if (address_is_blank(token)) {
            is_after_space = TRUE;
            continue;
        }
        if (is_after_space && self->name->len > 0) {
            g_string_append_c(self->name, ' ');
        }
        g_autofree char *word = message_token_text(self->lexer.text, token, &length);
        g_string_append_len(self->name, word, (gssize)length);
        is_after_space = FALSE;
    }
    return self->name->len > 0 ? encoded_words_decode(self->name->str, self->name->len, FALSE, NULL)
                               : NULL;
}

/* "a@b (Jane Doe)": the older way to give a name. */
static char *name_from_comment(MimeAddressReader *self, guint from) {
    for (guint i = from; i < self->tokens->len; i++) {
        const MessageToken *token = &address_token_at(self, i)->token;
        if (token->kind == MESSAGE_TOKEN_COMMENT && token->is_closed && token->length > 2) {
            return encoded_words_decode(self->lexer.text + token->offset + 1, token->length - 2,
                                        FALSE, NULL);
        }
    }
    return NULL;
}

static void note_problems(MimeAddressReader *self, guint problems) {
    guint serious = problems & ~MIME_ADDRESS_OBSOLETE;
    if (serious != 0 && (self->problems & ~MIME_ADDRESS_OBSOLETE) == 0) {
        self->problem_offset = address_token_at(self, 0)->token.offset;
    }
    self->problems |= problems;
}

static guint check_closed(const MimeAddressReader *self) {
    for (guint i = 0; i < self->tokens->len; i++) {
        if (!address_token_at(self, i)->token.is_closed) {
            return MIME_ADDRESS_NOT_CLOSED;
        }
    }
    return 0;
}

/* group = display-name ":" [group-list] ";" [CFWS] */
static guint begin_group(MimeAddressReader *self, const AddressPlaces *places) {
    guint problems = self->group != NULL ? MIME_ADDRESS_NESTED : 0;
    address_label_words(self, 0, places->none, "group name");
    g_free(self->group);
    self->group = read_phrase(self, 0, places->none - 1);
    if (self->group == NULL) {
        self->group = g_strdup("");
        problems |= MIME_ADDRESS_EXTRA;
    }
    return problems;
}

static void fill_extent(const MimeAddressReader *self, const AddressPlaces *places,
                        MimeMailbox *mailbox) {
    guint first = 0, last = places->none;
    while (first < last && address_is_blank(&address_token_at(self, first)->token)) {
        first++;
    }
    guint end = places->close < places->none ? places->close + 1 : places->last;
    while (end > first + 1 && address_is_blank(&address_token_at(self, end - 1)->token)) {
        end--;
    }
    const MessageToken *from = &address_token_at(self, first)->token,
                       *to = &address_token_at(self, end - 1)->token;
    mailbox->offset = from->offset;
    mailbox->length = to->offset + to->length - from->offset;
    mailbox->address_offset = mailbox->offset;
    mailbox->address_length = mailbox->length;
    if (places->open < places->none && places->last > places->first) {
        from = &address_token_at(self, places->first)->token;
        to = &address_token_at(self, places->last - 1)->token;
        mailbox->address_offset = from->offset;
        mailbox->address_length = to->offset + to->length - from->offset;
    }
}

/* An element with words in it that is no group name. */
static void read_mailbox(MimeAddressReader *self, AddressPlaces *places, guint problems,
                         MimeMailbox *mailbox) {
    address_label_mailbox(self, places);
    read_address(self, places, &problems);
    g_clear_pointer(&self->display_name, g_free);
    if (places->open < places->none && !self->skips_names) {
        self->display_name = read_phrase(self, 0, places->open);
    }
    if (self->display_name == NULL && !self->skips_names) {
        self->display_name = name_from_comment(self, places->first);
    }
    fill_extent(self, places, mailbox);
    mailbox->display_name = self->display_name;
    mailbox->address = self->valid_address != NULL ? self->valid_address : self->address->str;
    mailbox->group = self->group;
    mailbox->problems = problems;
    note_problems(self, problems);
}

/* The element in self->tokens. TRUE if it is a mailbox. */
static gboolean read_element(MimeAddressReader *self, MimeMailbox *mailbox) {
    guint problems = check_closed(self);
    AddressPlaces places = address_find_places(self, &problems);
    const MessageToken *end = &address_token_at(self, places.none - 1)->token;
    gboolean has_words = address_count_words(self, 0, places.none) >
                         (address_is_separator(self, end, FALSE) ? 1 : 0);
    self->n_elements += places.ends_in_colon || has_words ? 1 : 0;
    if (places.ends_in_colon) {
        note_problems(self, problems | begin_group(self, &places));
        return FALSE;
    }
    *mailbox = (MimeMailbox){0};
    if (has_words) {
        read_mailbox(self, &places, problems, mailbox);
    } else {
        gboolean is_spare = address_is_special(self, end, ',') && !self->is_after_group;
        note_problems(self, problems | (is_spare ? MIME_ADDRESS_SPARE_COMMA : 0));
    }
    self->is_after_group = address_is_special(self, end, ';');
    return has_words;
}

/* The group ends after the mailbox before the ";" has been handed out. */
static void leave_group(MimeAddressReader *self) {
    if (self->tokens->len > 0 &&
        address_is_special(self, &address_token_at(self, self->tokens->len - 1)->token, ';')) {
        g_clear_pointer(&self->group, g_free);
    }
}

gboolean mime_address_reader_next_element(MimeAddressReader *self, MimeMailbox *mailbox,
                                          gboolean *is_mailbox) {
    leave_group(self);
    if (read_tokens(self)) {
        *is_mailbox = read_element(self, mailbox);
        return TRUE;
    }
    if (self->group != NULL && !(self->problems & MIME_ADDRESS_NOT_CLOSED)) {
        gboolean is_first = (self->problems & ~MIME_ADDRESS_OBSOLETE) == 0;
        self->problem_offset = is_first ? self->lexer.length : self->problem_offset;
        self->problems |= MIME_ADDRESS_NOT_CLOSED;
    }
    return FALSE;
}

gboolean mime_address_reader_next(MimeAddressReader *self, MimeMailbox *mailbox) {
    gboolean is_mailbox = FALSE;
    while (!is_mailbox && mime_address_reader_next_element(self, mailbox, &is_mailbox)) {
    }
    return is_mailbox;
}
