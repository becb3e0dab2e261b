/* SPDX-License-Identifier: MIT */
/* Encoded words in header fields: =?charset?encoding?text?= (RFC 2047; language suffix RFC 2231
 * §5). */
#pragma once

#include <glib.h>

typedef struct {
    const char *charset, *text; /* lent, not NUL-terminated */
    gsize charset_length;       /* without "*language" */
    gsize text_length;
    char encoding; /* 'B' or 'Q' */
    gsize length;  /* of the whole word */
} EncodedWord;

/* Is there an encoded word at the beginning of text[0…length)? Nothing in it may be a blank. */
gboolean encoded_word_read(const char *text, gsize length, EncodedWord *word);

typedef enum {
    ENCODED_WORD_SYNTAX = 1 << 0,  /* not apart from its neighbours, bad base64 or "=" inside */
    ENCODED_WORD_CHARSET = 1 << 1, /* a charset that is not known */
    ENCODED_WORD_LENGTH = 1 << 2,  /* over 75 octets: RFC 2047 §2 */
} EncodedWordProblem;

/* Is this plain text on one line, that decoding would leave as it is? */
gboolean encoded_words_are_none(const char *text, gsize length);

/* The same text without the blanks before it, lent, if it is that plain and ends in no blank: what
 * most values are. Else NULL. */
const char *encoded_words_plain(const char *text, gsize length);

/* `text` (may be folded) with its encoded words decoded, line ends taken out and both ends trimmed:
 * valid UTF-8. Blanks between two encoded words vanish; adjacent words of one charset and encoding
 * are joined before the charset is decoded, so that a letter may be split between them. With
 * `keeps_quoted`, quoted strings stay as they are (RFC 2047 §5). *problems (may be NULL) collects
 * EncodedWordProblem bits. Free with g_free(). */
char *encoded_words_decode(const char *text, gsize length, gboolean keeps_quoted, guint *problems);
