/* SPDX-License-Identifier: MIT */
/* `maillab explain encoded-word TEXT`: letters beyond ASCII in a header field -> =?utf-8?Q?…?= or
 * =?utf-8?B?…?=, and back: RFC 2047. */
#include "steps.h"

#include "mime/encoded_word.h"
#include "options.h"

#include <string.h>

#define WORD_OCTETS 75u /* RFC 2047 §2 */
#define WORDS_SHOWN 20u

typedef struct {
    char letter;
    const char *name;
    /* What a piece of text becomes. Free with g_free(). */
    char *(*encode)(const GString *piece);
} WordEncoding;

/* What may stand as it is anywhere in a field: RFC 2047 §5 (3). */
static gboolean is_plain(char octet) {
    return g_ascii_isalnum(octet) || (octet != '\0' && strchr("!*+-/", octet) != NULL);
}

static char *encode_q(const GString *piece) {
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < piece->len; i++) {
        if (is_plain(piece->str[i]))
            g_string_append_c(text, piece->str[i]);
        else if (piece->str[i] == ' ')
            g_string_append_c(text, '_');
        else
            g_string_append_printf(text, "=%02X", (guint8)piece->str[i]);
    }
    return g_string_free(text, FALSE);
}

static const WordEncoding encodings[] = {{'Q', "Q, made for eyes", encode_q},
                                         {'B', "B, which is base64", steps_to_base64}};

static char *write_word(const WordEncoding *encoding, const GString *piece) {
    g_autofree char *text = encoding->encode(piece);
    return g_strdup_printf("=?utf-8?%c?%s?=", encoding->letter, text);
}

/* The words of a text, none too long, none ending inside a letter. */
static GPtrArray *write_words(const WordEncoding *encoding, const GString *text) {
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) piece = g_string_new(NULL);
    for (const char *at = text->str; *at != '\0'; at = g_utf8_next_char(at)) {
        gsize before = piece->len;
        g_string_append_len(piece, at, g_utf8_next_char(at) - at);
        g_autofree char *word = write_word(encoding, piece);
        if (strlen(word) <= WORD_OCTETS)
            continue;
        g_string_truncate(piece, before);
        g_ptr_array_add(words, write_word(encoding, piece));
        g_string_assign(piece, "");
        g_string_append_len(piece, at, g_utf8_next_char(at) - at);
    }
    if (piece->len > 0)
        g_ptr_array_add(words, write_word(encoding, piece));
    return words;
}

static gsize length_of(const GPtrArray *words) {
    gsize length = 0;
    for (guint i = 0; i < words->len; i++)
        length += strlen(words->pdata[i]) + 1;
    return length;
}

static void tell_words(ExplainPage *page, const WordEncoding *encoding, const GPtrArray *words) {
    explain_page_paragraph(page, "In %s:", encoding->name);
    for (guint i = 0; i < MIN(words->len, WORDS_SHOWN); i++)
        explain_page_row(page, "%s%s", i > 0 ? " " : "", (const char *)words->pdata[i]);
    if (words->len > WORDS_SHOWN)
        explain_page_row(page, "… (and %u more words)", words->len - WORDS_SHOWN);
}

static void encode(ExplainPage *page, const GString *text) {
    gsize n_characters = (gsize)g_utf8_strlen(text->str, -1);
    explain_page_item(
        page, "Why: a header field holds ASCII, unless the message is sent with SMTPUTF8. "
              "Other letters go as words that say their charset: =?charset?encoding?text?=.");
    explain_page_item(page,
                      "The charset: UTF-8, in which these %" G_GSIZE_FORMAT
                      " letters are %" G_GSIZE_FORMAT " octets.",
                      n_characters, text->len);
    explain_page_item(page,
                      "The encoding: in Q a letter or digit stays, a blank becomes _, and all "
                      "else = with two hexadecimal digits; B is base64.");
    explain_page_item(page,
                      "The length: a word has at most 75 octets and holds whole letters. What "
                      "does not fit goes into the next word; the blank between two words "
                      "vanishes when they are read.");
    g_autoptr(GPtrArray) q_words = write_words(&encodings[0], text);
    g_autoptr(GPtrArray) b_words = write_words(&encodings[1], text);
    tell_words(page, &encodings[0], q_words);
    tell_words(page, &encodings[1], b_words);
    gboolean is_q_shorter = length_of(q_words) <= length_of(b_words);
    explain_page_paragraph(page,
                           "Q is better where most letters are ASCII, B where few are: here %s "
                           "is %s.",
                           is_q_shorter ? "Q" : "B",
                           length_of(q_words) == length_of(b_words) ? "no longer" : "shorter");
    steps_tell_cost(page, "in words", text->len, MIN(length_of(q_words), length_of(b_words)) - 1);
    explain_page_paragraph(page, "In a field: Subject: %s",
                           (const char *)(is_q_shorter ? q_words : b_words)->pdata[0]);
}

static gboolean decode(ExplainPage *page, const GString *text, GError **error) {
    EncodedWord word;
    if (!encoded_word_read(text->str, text->len, &word))
        return options_refuse(error, "That is no encoded word; one looks like =?utf-8?Q?Gr=C3=BC"
                                     "=C3=9Fe?=.");
    g_autofree char *charset = g_strndup(word.charset, word.charset_length);
    guint problems = 0;
    g_autofree char *result = encoded_words_decode(text->str, text->len, FALSE, &problems);
    explain_page_item(page, "The charset: %s.", charset);
    explain_page_item(page, "The encoding: %c, %s.", word.encoding,
                      word.encoding == 'Q' ? "in which _ is a blank and =XX an octet"
                                           : "which is base64");
    explain_page_item(page, "The text: %.*s", (int)MIN(word.text_length, 200), word.text);
    if ((problems & ENCODED_WORD_SYNTAX) != 0)
        explain_page_item(page, "Something in it is not as RFC 2047 asks for.");
    if ((problems & ENCODED_WORD_CHARSET) != 0)
        explain_page_item(page, "The charset is not known here.");
    if ((problems & ENCODED_WORD_LENGTH) != 0)
        explain_page_item(page, "It has more than the 75 octets that a word may have.");
    explain_page_paragraph(page, "The result:");
    explain_page_quote(page, result);
    return TRUE;
}

gboolean steps_encoded_word(ExplainPage *page, const StepsInput *input, GError **error) {
    const GString *text = steps_argument(input, 0);
    g_autofree char *shown = steps_show(text, 30);
    if (text->len == 0 || !g_utf8_validate(text->str, (gssize)text->len, NULL))
        return options_refuse(error, "Give some text in UTF-8: maillab explain encoded-word "
                                     "\"Grüße\".");
    explain_page_title(page, "encoded-word", "\"%s\" %s, step by step.", shown,
                       input->decode ? "decoded" : "encoded for a header field");
    if (!input->decode)
        encode(page, text);
    else if (!decode(page, text, error))
        return FALSE;
    explain_page_source(page, "RFC 2047 §2");
    return TRUE;
}
