/* SPDX-License-Identifier: MIT */
/* Smaller grammars of IMAP: sets of numbers, dates, mailbox names, STORE actions, SEARCH in words.
 */
#pragma once

#include "syntax/imap_value.h"

/* sequence-set = (seq-number / seq-range) ["," sequence-set]; seq-number = nz-number / "*" */
#define IMAP_SET_LAST G_MAXUINT64 /* "*": the largest number in use */
typedef struct {
    guint64 first, last;            /* as sent; "7:3" is 3:7 (RFC 9051 §9), is_reversed then */
    gboolean is_reversed, is_saved; /* is_saved: "$", the saved result (RFC 9051 §6.4.4.1) */
} ImapRange;
/* The next range of `set` from *at on (begin with 0). A part that is none is skipped, with a
 * problem. */
gboolean imap_set_next(SyntaxSlice set, gsize *at, ImapRange *range, guint *problems);
/* Is the number in the set, where `last` is the largest in use? Linear in the set's octets. */
gboolean imap_set_holds(SyntaxSlice set, guint64 number, guint64 last);
/* How many numbers it names; 0 if that depends on "*" or "$". */
guint64 imap_set_count(SyntaxSlice set);

/* date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE; the slice
 * without quotes. FALSE if it is not that. Seconds since 1970 UTC, zone in minutes. */
gboolean imap_parse_date_time(SyntaxSlice slice, gint64 *unix_seconds, int *zone_minutes);

/* Mailbox names in modified UTF-7 (RFC 3501 §5.1.3) as UTF-8; octets that are not that stay as they
 * are, and *is_valid (may be NULL) is FALSE. Names that hold octets above 127 are UTF-8 already
 * (RFC 9051 §5.1). Free with g_free(). */
char *imap_mailbox_to_utf8(const char *octets, gsize length, gboolean *is_valid);
/* The other way, for servers. The name must be valid UTF-8. */
char *imap_mailbox_from_utf8(const char *name);

/* store-att-flags = ["+" / "-"] "FLAGS" [".SILENT"] */
typedef enum { IMAP_STORE_REPLACE, IMAP_STORE_ADD, IMAP_STORE_REMOVE } ImapStoreMode;
gboolean imap_parse_store_action(SyntaxSlice action, ImapStoreMode *mode, gboolean *is_silent);

/* The keys of SEARCH as a sentence: "messages that are not seen and whose From contains "bob"".
 * Free with g_free(). Adds to *problems (may be NULL). */
char *imap_search_sentence(const ImapText *text, SyntaxSlice keys, guint *problems);

/* One key after another, flat: for the table of words. NOT, OR and parentheses come as keys of
 * their own. */
typedef struct {
    SyntaxSlice key;        /* "SUBJECT", "1:5", "(", ")" */
    ImapValue arguments[2]; /* NONE if there is none */
    guint n_arguments;
    gboolean is_known, is_set;
} ImapSearchKey;
gboolean imap_next_search_key(const ImapText *text, gsize *at, gsize end, ImapSearchKey *key,
                              guint *problems);
