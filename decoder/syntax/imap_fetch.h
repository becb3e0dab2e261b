/* SPDX-License-Identifier: MIT */
/* What FETCH asks for and returns: items, sections, ENVELOPE, BODYSTRUCTURE (RFC 9051 §6.4.5,
 * §7.5.2). */
#pragma once

#include "syntax/imap_value.h"

typedef enum {
    IMAP_ITEM_OTHER,
    IMAP_ITEM_MACRO, /* ALL, FAST, FULL */
    IMAP_ITEM_FLAGS,
    IMAP_ITEM_UID,
    IMAP_ITEM_INTERNALDATE,
    IMAP_ITEM_RFC822_SIZE,
    IMAP_ITEM_ENVELOPE,
    IMAP_ITEM_BODY, /* BODY without section: the structure without extensions */
    IMAP_ITEM_BODYSTRUCTURE,
    IMAP_ITEM_SECTION, /* BODY[…], BODY.PEEK[…] */
    IMAP_ITEM_BINARY,  /* BINARY[…], BINARY.PEEK[…] */
    IMAP_ITEM_BINARY_SIZE,
    IMAP_ITEM_RFC822,
    IMAP_ITEM_RFC822_HEADER,
    IMAP_ITEM_RFC822_TEXT,
    IMAP_ITEM_MODSEQ,
    IMAP_ITEM_EMAILID,
    IMAP_ITEM_THREADID,
    IMAP_ITEM_PREVIEW,
    IMAP_ITEM_SAVEDATE,
} ImapItemKind;

/* section = "[" [section-spec] "]" ; partial = "<" number64 "." nz-number64 ">" */
typedef struct {
    ImapItemKind kind;
    SyntaxSlice raw;          /* "BODY.PEEK[1.HEADER.FIELDS (A B)]<0.10>" */
    SyntaxSlice name;         /* "BODY.PEEK": what the table of words knows */
    gboolean is_peek;         /* does not set \Seen */
    gboolean carries_message; /* its value is message octets */
    gboolean has_section;
    SyntaxSlice section; /* between the brackets; length 0: the whole message */
    SyntaxSlice part;    /* of it: "1.2" */
    SyntaxSlice
        what; /* of it: "HEADER", "HEADER.FIELDS", "HEADER.FIELDS.NOT", "TEXT", "MIME" or nothing */
    SyntaxSlice fields;             /* of it: inside the parentheses: "A B" */
    gboolean has_origin, has_count; /* request <origin.count>, response <origin> */
    guint64 origin, count;
    guint problems;
} ImapItem;

/* The item that this slice names. */
void imap_parse_item_name(const ImapText *text, SyntaxSlice raw, ImapItem *item);

/* The items of a request: ROLE_ITEMS's value.octets (a single item without parentheses too). */
gboolean imap_next_request_item(const ImapText *text, gsize *at, gsize end, ImapItem *item);
/* Item and value of a response: of the octets of an argument in
 * IMAP_ROLE_DATA. */
gboolean imap_next_item(const ImapText *text, gsize *at, gsize end, ImapItem *item,
                        ImapValue *value);

/* envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP
 * env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")" */
typedef struct {
    ImapValue date, subject, from, sender, reply_to, to, cc, bcc, in_reply_to, message_id;
    guint problems;
} ImapEnvelope;
void imap_parse_envelope(const ImapText *text, const ImapValue *value, ImapEnvelope *envelope);

/* address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")". An address without host
 * begins a group, with neither ends it. Iterates over the octets of from, to, …. */
typedef struct {
    ImapValue name, route, mailbox, host;
} ImapAddress;
gboolean imap_next_address(const ImapText *text, gsize *at, gsize end, ImapAddress *address);

#define IMAP_BODY_PARTS_MAX 10000u
#define IMAP_BODY_NO_PARENT G_MAXUINT

/* One node of BODYSTRUCTURE, in the order of the message. */
typedef struct {
    guint parent; /* its place in the array, or IMAP_BODY_NO_PARENT */
    guint number; /* among its parent's children, from 1; 0: the body of a message/rfc822 that is a
                     multipart, which has the path of its parent */
    guint depth;
    gboolean is_multipart, is_message; /* message/rfc822, message/global with envelope and body */
    ImapValue type, subtype;           /* type is NONE for a multipart */
    ImapValue parameters;              /* list of pairs or NIL */
    ImapValue id, description, encoding;
    guint64 octets, lines; /* as sent; lines of text and message parts only */
    ImapValue envelope;    /* of a message part */
    ImapValue md5, disposition, language, location; /* extension data, NONE if not sent */
} ImapBodyPart;

/* Appends the parts to `parts` (GArray of ImapBodyPart); returns problems. */
guint imap_parse_body(const ImapText *text, const ImapValue *value, GArray *parts);
/* "1.2": RFC 9051 §6.4.5.1; "" for the root of a multipart. Free with g_free(). */
char *imap_body_path(const GArray *parts, guint index);
