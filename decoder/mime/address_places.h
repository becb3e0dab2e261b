/* SPDX-License-Identifier: MIT */
/* The places of things in one element of an address list. Used by mime_address.c only. */
#pragma once

#include "mime/mime_address.h"

/* Where things stand in the element; `none` is its number of tokens. */
typedef struct {
    guint none;
    guint open, close;      /* brackets */
    guint at;               /* the "@" of the address */
    guint first, last;      /* tokens of the address lie in [first, last) */
    gboolean ends_in_colon; /* it is the name of a group */
} AddressPlaces;

MimeAddressToken *address_token_at(const MimeAddressReader *self, guint index);
gboolean address_is_special(const MimeAddressReader *self, const MessageToken *token, char octet);
gboolean address_is_blank(const MessageToken *token);
/* Is the token the last one of its element? Commas and colons inside brackets are a route's. */
gboolean address_is_separator(const MimeAddressReader *self, const MessageToken *token,
                              gboolean in_brackets);
/* The label a token has wherever it stands, or NULL. */
const char *address_fixed_label(const MimeAddressReader *self, const MessageToken *token);
/* Tokens in [from, to) that are neither blanks nor comments. */
guint address_count_words(const MimeAddressReader *self, guint from, guint to);
/* Labels those in [from, to) that have no label yet. */
void address_label_words(MimeAddressReader *self, guint from, guint to, const char *label);

/* Looks through the element in self->tokens; *problems collects MimeAddressProblem bits. */
AddressPlaces address_find_places(MimeAddressReader *self, guint *problems);
/* Labels the tokens of a mailbox. */
void address_label_mailbox(MimeAddressReader *self, const AddressPlaces *places);
