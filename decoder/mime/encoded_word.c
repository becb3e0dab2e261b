/* SPDX-License-Identifier: MIT */
/* Turns header text with encoded words into UTF-8. It does not know in which field it stands. */
#include "mime/encoded_word.h"

#include "mime/base64_decoder.h"
#include "mime/charset.h"
#include "mime/quoted_printable.h"

#include <string.h>

#define ENCODED_WORD_LENGTH_MAX 75u

/* encoded-word = "=?" charset "?" encoding "?" encoded-text "?="       RFC 2047 §2
 * charset is a token, here with "*language" after it (RFC 2231 §5) */
static const char *token_end(const char *at, const char *end) {
    while (at < end && *at != '?' && *at > ' ' && *at <= '~') {
        at++;
    }
    return at;
}

gboolean encoded_word_read(const char *text, gsize length, EncodedWord *word) {
    const char *end = text + length;
    if (length < 8 || text[0] != '=' || text[1] != '?') {
        return FALSE;
    }
    const char *charset = text + 2, *charset_end = token_end(charset, end);
    if (charset_end == charset || end - charset_end < 5 || charset_end[0] != '?' ||
        charset_end[2] != '?' || strchr("BbQq", charset_end[1]) == NULL) {
        return FALSE;
    }
    const char *encoded = charset_end + 3;
    const char *stop = encoded;
    while (stop < end && *stop != '?' && *stop != ' ' && *stop != '\t' && *stop != '\r' &&
           *stop != '\n') {
        stop++;
    }
    if (end - stop < 2 || stop[0] != '?' || stop[1] != '=') {
        return FALSE;
    }
    const char *language = memchr(charset, '*', charset_end - charset);
    *word = (EncodedWord){.charset = charset,
                          .charset_length = (language != NULL ? language : charset_end) - charset,
                          .encoding = g_ascii_toupper(charset_end[1]),
                          .text = encoded,
                          .text_length = stop - encoded,
                          .length = stop + 2 - text};
    return TRUE;
}

/* What has been decoded, and the octets of words whose charset is not decoded yet. */
typedef struct {
    GString *text, *octets;
    char *charset; /* of `octets`; NULL: there are none */
    char encoding;
    guint problems;
} Decoding;

static void end_word(Decoding *self) {
    if (self->charset == NULL) {
        return;
    }
    gboolean is_known = TRUE;
    g_autofree char *text =
        charset_to_utf8(self->charset, self->octets->str, self->octets->len, &is_known);
    g_string_append(self->text, text);
    self->problems |= is_known ? 0 : ENCODED_WORD_CHARSET;
    g_clear_pointer(&self->charset, g_free);
    g_string_truncate(self->octets, 0);
}

static void append_base64(Decoding *self, const EncodedWord *word) {
    g_autofree guint8 *room = g_malloc(BASE64_ROOM(word->text_length));
    Base64Decoder decoder;
    base64_decoder_init(&decoder);
    gsize n = base64_decoder_push(&decoder, 0, (const guint8 *)word->text, word->text_length, room);
    n += base64_decoder_finish(&decoder, word->text_length, room + n);
    g_string_append_len(self->octets, (const char *)room, (gssize)n);
    for (guint i = 0; i < BASE64_N_FAULTS; i++) {
        self->problems |= decoder.faults[i].count > 0 ? ENCODED_WORD_SYNTAX : 0;
    }
}

/* RFC 2047 §4.2: "_" is a blank, "=XX" an octet, all else stands for itself. */
static void append_q(Decoding *self, const EncodedWord *word) {
    for (gsize i = 0; i < word->text_length; i++) {
        char octet = word->text[i];
        if (octet == '=' && i + 2 < word->text_length && g_ascii_isxdigit(word->text[i + 1]) &&
            g_ascii_isxdigit(word->text[i + 2])) {
            octet = (char)qp_hex_octet(word->text[i + 1], word->text[i + 2]);
            i += 2;
        } else if (octet == '=') {
            self->problems |= ENCODED_WORD_SYNTAX;
        } else if (octet == '_') {
            octet = ' ';
        }
        g_string_append_c(self->octets, octet);
    }
}

static void take_word(Decoding *self, const EncodedWord *word) {
    g_autofree char *charset = g_ascii_strdown(word->charset, (gssize)word->charset_length);
    if (self->charset != NULL &&
        (self->encoding != word->encoding || strcmp(self->charset, charset) != 0)) {
        end_word(self);
    }
    if (self->charset == NULL) {
        self->charset = g_steal_pointer(&charset);
        self->encoding = word->encoding;
    }
    if (word->encoding == 'B') {
        append_base64(self, word);
    } else {
        append_q(self, word);
    }
    self->problems |= word->length > ENCODED_WORD_LENGTH_MAX ? ENCODED_WORD_LENGTH : 0;
}

static void take_text(Decoding *self, const char *text, gsize length) {
    end_word(self);
    for (gsize i = 0; i < length; i++) {
        if (text[i] != '\r' && text[i] != '\n') {
            g_string_append_c(self->text, text[i]);
        }
    }
}

static gboolean is_space(char octet) {
    return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
}

/* Where the quoted string that begins at `at` ends. */
static gsize quoted_end(const char *text, gsize length, gsize at) {
    for (at++; at < length && text[at] != '"'; at++) {
        at += text[at] == '\\' ? 1 : 0;
    }
    return MIN(at + 1, length);
}

/* Blanks are kept back in text[blanks_at…at): between two encoded words they mean nothing. */
static void decode_all(Decoding *self, const char *text, gsize length, gboolean keeps_quoted) {
    gsize at = 0, text_at = 0; /* text[text_at…at) is not taken yet */
    gboolean after_word = FALSE, only_blanks = TRUE;
    while (at < length) {
        EncodedWord word;
        if (text[at] == '=' && encoded_word_read(text + at, length - at, &word)) {
            if (!after_word || !only_blanks) {
                take_text(self, text + text_at, at - text_at);
            }
            gboolean is_apart = (at == 0 || is_space(text[at - 1]) || text[at - 1] == '(') &&
                                (at + word.length == length || is_space(text[at + word.length]) ||
                                 text[at + word.length] == ')');
            self->problems |= is_apart || keeps_quoted ? 0 : ENCODED_WORD_SYNTAX;
            take_word(self, &word);
            at += word.length;
            text_at = at;
            after_word = only_blanks = TRUE;
            continue;
        }
        only_blanks = only_blanks && is_space(text[at]);
        at = keeps_quoted && text[at] == '"' ? quoted_end(text, length, at) : at + 1;
    }
    take_text(self, text + text_at, length - text_at);
}

gboolean encoded_words_are_none(const char *text, gsize length) {
    for (gsize i = 0; i < length; i++) {
        guint8 octet = (guint8)text[i];
        gboolean is_word = octet == '=' && i + 1 < length && text[i + 1] == '?';
        if (is_word || octet >= 0x80 || (octet < ' ' && octet != '\t')) {
            return FALSE;
        }
    }
    return TRUE;
}

const char *encoded_words_plain(const char *text, gsize length) {
    gboolean ends_in_blank = length > 0 && is_space(text[length - 1]);
    if (ends_in_blank || !encoded_words_are_none(text, length)) {
        return NULL;
    }
    while (length > 0 && is_space(*text)) {
        text++;
        length--;
    }
    return text;
}

char *encoded_words_decode(const char *text, gsize length, gboolean keeps_quoted, guint *problems) {
    while (length > 0 && is_space(text[0])) {
        text++;
        length--;
    }
    while (length > 0 && is_space(text[length - 1])) {
        length--;
    }
    Decoding decoding = {.text = g_string_sized_new(length), .octets = g_string_new(NULL)};
    decode_all(&decoding, text, length, keeps_quoted);
    char *valid = g_utf8_make_valid(decoding.text->str, (gssize)decoding.text->len);
    if (problems != NULL) {
        *problems |= decoding.problems;
    }
    g_string_free(decoding.text, TRUE);
    g_string_free(decoding.octets, TRUE);
    return valid;
}
