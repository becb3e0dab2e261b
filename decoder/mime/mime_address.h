/* SPDX-License-Identifier: MIT */
/* Address lists: From, To, Cc, Bcc, Reply-To, Sender, Return-Path. RFC 5322 §3.4, obsolete forms of
 * §4.4 included. */
#pragma once

#include "mime/message_lexer.h"

typedef enum {
    MIME_ADDRESS_NO_DOMAIN = 1 << 0, /* no "@", or nothing behind it */
    MIME_ADDRESS_NO_LOCAL = 1 << 1,  /* nothing before the "@" */
    MIME_ADDRESS_BRACKETS = 1 << 2,  /* "<" without ">", or the other way round */
    MIME_ADDRESS_NOT_CLOSED =
        1 << 3,                   /* a quoted string, comment, literal or group that never ends */
    MIME_ADDRESS_EXTRA = 1 << 4,  /* words where none belong: "a b@c", "<a@b> c", "a@b@c" */
    MIME_ADDRESS_EMPTY = 1 << 5,  /* "<>": right in Return-Path only */
    MIME_ADDRESS_NESTED = 1 << 6, /* a group in a group */
    MIME_ADDRESS_ROUTE = 1 << 7,  /* "<@a,@b:c@d>": obsolete */
    MIME_ADDRESS_SPARE_COMMA = 1 << 8, /* "a@b,,c@d": obsolete */
    MIME_ADDRESS_DOTS = 1 << 9,        /* a dot at an end, or two together, outside quotes */
} MimeAddressProblem;
/* Allowed to read, not to write (RFC 5322 §4.4). */
#define MIME_ADDRESS_OBSOLETE (MIME_ADDRESS_ROUTE | MIME_ADDRESS_SPARE_COMMA)

/* One mailbox. Lent until the next call. */
typedef struct {
    const char *display_name; /* decoded, UTF-8; from a comment behind the address if there is no
                                 other; or NULL */
    const char *address;      /* bare: "a@b"; without blanks and comments; valid UTF-8 */
    const char *group;        /* name of the group it is in, decoded; or NULL */
    gsize offset, length;     /* in the text */
    gsize address_offset, address_length; /* without brackets */
    guint problems;                       /* MimeAddressProblem bits */
} MimeMailbox;

/* A token in its role: for labelling octets. */
typedef struct {
    MessageToken token;
    const char *label; /* "display name", "local part", "at", "domain", … */
} MimeAddressToken;

typedef struct {
    MessageLexer lexer;
    GArray *tokens;          /* MimeAddressToken of the element read last; separator included */
    GString *name, *address; /* NULL until needed */
    char *display_name, *valid_address, *group;
    gboolean skips_names;    /* nobody asks for display names: set by the caller */
    gboolean is_after_group; /* a comma here is no spare one */
    guint n_elements;        /* mailboxes and groups so far */
    guint problems;          /* of all elements so far */
    gsize problem_offset;    /* of the first element that is not merely obsolete */
} MimeAddressReader;

/* `text` (may be folded) must outlive the reader. */
void mime_address_reader_init(MimeAddressReader *self, const char *text, gsize length);
void mime_address_reader_clear(MimeAddressReader *self);

/* The next mailbox. FALSE at the end. */
gboolean mime_address_reader_next(MimeAddressReader *self, MimeMailbox *mailbox);

/* The next element: a mailbox, the name of a group, its end, an empty one. Its tokens are in
 * self->tokens; those of all elements tile the text. FALSE at the end. */
gboolean mime_address_reader_next_element(MimeAddressReader *self, MimeMailbox *mailbox,
                                          gboolean *is_mailbox);
