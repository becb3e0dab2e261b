/* SPDX-License-Identifier: MIT */
/* Finds what is what among the tokens of one address: brackets, route, local part, domain; and
 * labels them so. It neither decodes nor keeps anything. */
#include "mime/address_places.h"

#include "mime/encoded_word.h"

MimeAddressToken *address_token_at(const MimeAddressReader *self, guint index) {
    return &g_array_index(self->tokens, MimeAddressToken, index);
}

gboolean address_is_special(const MimeAddressReader *self, const MessageToken *token, char octet) {
    return token->kind == MESSAGE_TOKEN_SPECIAL && self->lexer.text[token->offset] == octet;
}

gboolean address_is_blank(const MessageToken *token) {
    return token->kind == MESSAGE_TOKEN_SPACE || token->kind == MESSAGE_TOKEN_COMMENT;
}

static const struct {
    char octet;
    const char *label;
} specials[] = {
    {',', "comma"},         {';', "semicolon"},     {':', "colon"},
    {'<', "angle bracket"}, {'>', "angle bracket"}, {'@', "at"},
};

const char *address_fixed_label(const MimeAddressReader *self, const MessageToken *token) {
    if (token->kind == MESSAGE_TOKEN_SPACE) {
        return "space";
    }
    if (token->kind == MESSAGE_TOKEN_COMMENT) {
        return "comment";
    }
    for (gsize i = 0; i < G_N_ELEMENTS(specials); i++) {
        if (address_is_special(self, token, specials[i].octet)) {
            return specials[i].label;
        }
    }
    return NULL;
}

gboolean address_is_separator(const MimeAddressReader *self, const MessageToken *token,
                              gboolean in_brackets) {
    return address_is_special(self, token, ';') ||
           (!in_brackets &&
            (address_is_special(self, token, ',') || address_is_special(self, token, ':')));
}

static guint find_special(const MimeAddressReader *self, guint from, guint to, char octet) {
    while (from < to && !address_is_special(self, &address_token_at(self, from)->token, octet)) {
        from++;
    }
    return from < to ? from : self->tokens->len;
}

/* obs-route = obs-domain-list ":"      RFC 5322 §4.4. Returns the first token behind it. */
static guint skip_route(MimeAddressReader *self, guint from, guint to, guint *problems) {
    guint colon = find_special(self, from, to, ':');
    if (colon == self->tokens->len) {
        return from;
    }
    *problems |= MIME_ADDRESS_ROUTE;
    for (guint i = from; i < colon; i++) {
        MimeAddressToken *token = address_token_at(self, i);
        token->label = token->label != NULL ? token->label : "domain";
    }
    return colon + 1;
}

guint address_count_words(const MimeAddressReader *self, guint from, guint to) {
    guint n = 0;
    for (; from < to; from++) {
        n += address_is_blank(&address_token_at(self, from)->token) ? 0 : 1;
    }
    return n;
}

void address_label_words(MimeAddressReader *self, guint from, guint to, const char *label) {
    for (; from < to; from++) {
        MimeAddressToken *token = address_token_at(self, from);
        EncodedWord word;
        const char *text = self->lexer.text + token->token.offset;
        if (token->label == NULL) {
            gboolean is_encoded = token->token.kind == MESSAGE_TOKEN_ATOM &&
                                  encoded_word_read(text, token->token.length, &word) &&
                                  word.length == token->token.length;
            token->label = is_encoded ? "encoded word" : label;
        }
    }
}

static gboolean touches_dot(const MimeAddressReader *self, const MessageToken *left,
                            const MessageToken *right) {
    const char *text = self->lexer.text;
    return left->offset + left->length == right->offset || text[right->offset] == '.' ||
           text[left->offset + left->length - 1] == '.';
}

/* "John Doe a@b": where the local part begins, going back from the "@" over words with dots
 * between. */
static guint find_local_part(const MimeAddressReader *self, guint at) {
    guint first = at;
    for (guint i = at; i-- > 0;) {
        const MessageToken *token = &address_token_at(self, i)->token;
        if (address_is_blank(token)) {
            continue;
        }
        if (first < at && !touches_dot(self, token, &address_token_at(self, first)->token)) {
            break;
        }
        first = i;
    }
    return first;
}

AddressPlaces address_find_places(MimeAddressReader *self, guint *problems) {
    guint n = self->tokens->len;
    const MessageToken *end = &address_token_at(self, n - 1)->token;
    gboolean has_separator = address_is_separator(self, end, FALSE);
    AddressPlaces places = {.none = n, .ends_in_colon = address_is_special(self, end, ':')};
    guint stop = has_separator ? n - 1 : n;
    places.open = find_special(self, 0, stop, '<');
    places.close = find_special(self, places.open < n ? places.open : 0, stop, '>');
    places.first = places.open < n ? places.open + 1 : 0;
    places.last = places.close < n ? places.close : stop;
    if ((places.open == n) != (places.close == n)) {
        *problems |= MIME_ADDRESS_BRACKETS;
    }
    if (places.open < n) {
        places.first = skip_route(self, places.first, places.last, problems);
    }
    places.at = find_special(self, places.first, places.last, '@');
    if (places.close < n && address_count_words(self, places.close + 1, stop) > 0) {
        *problems |= MIME_ADDRESS_EXTRA;
    }
    if (places.open == n && places.at < n) {
        places.first = find_local_part(self, places.at);
        *problems |= address_count_words(self, 0, places.first) > 0 ? MIME_ADDRESS_EXTRA : 0;
    }
    return places;
}

/* mailbox    = name-addr / addr-spec
 * name-addr  = [display-name] angle-addr
 * angle-addr = [CFWS] "<" addr-spec ">" [CFWS] / obs-angle-addr
 * addr-spec  = local-part "@" domain             RFC 5322 §3.4, §3.4.1 */
void address_label_mailbox(MimeAddressReader *self, const AddressPlaces *places) {
    guint local_last = MIN(places->at, places->last);
    address_label_words(self, 0, places->open < places->none ? places->open : places->first,
                        "display name");
    address_label_words(self, places->first, local_last, "local part");
    address_label_words(self, local_last, places->last, "domain");
    address_label_words(self, 0, places->none, "unexpected word");
}
