/* SPDX-License-Identifier: MIT */
/* Turns POP3 command and reply lines into verb, status, numbers and names. It does not know which
 * reply belongs to which command. */
#include "syntax/pop3_syntax.h"

#include "syntax/smtp_scanner.h"

#include <string.h>

static SyntaxSlice trim(SyntaxSlice slice) {
    while (slice.length > 0 && smtp_is_blank((guchar)slice.octets[0])) {
        slice.octets++;
        slice.length--;
    }
    while (slice.length > 0 && smtp_is_blank((guchar)slice.octets[slice.length - 1])) {
        slice.length--;
    }
    return slice;
}

/* command = keyword *(SP param): RFC 2449 §3 */
void pop3_parse_command(const char *line, gsize length, SyntaxSlice *verb, SyntaxSlice *argument) {
    const char *space = memchr(line, ' ', length);
    gsize n = space != NULL ? (gsize)(space - line) : length;
    *verb = (SyntaxSlice){line, n};
    *argument = trim((SyntaxSlice){line + n, length - n});
}

SyntaxSlice pop3_next_word(SyntaxSlice *argument) {
    *argument = trim(*argument);
    gsize n = 0;
    while (n < argument->length && !smtp_is_blank((guchar)argument->octets[n])) {
        n++;
    }
    SyntaxSlice word = {argument->octets, n};
    argument->octets += n;
    argument->length -= n;
    return word;
}

gboolean pop3_parse_message_number(SyntaxSlice word, guint32 *number) {
    guint64 value;
    if (!smtp_parse_number(word.octets, word.length, &value) || value == 0 || value > G_MAXUINT32) {
        return FALSE;
    }
    *number = (guint32)value;
    return TRUE;
}

/* resp-code = "[" resp-level *("/" resp-level) "]", resp-level = 1*rchar: RFC 2449 §3, §8 */
static SyntaxSlice find_code(SyntaxSlice text) {
    const char *end =
        text.length > 0 && text.octets[0] == '[' ? memchr(text.octets, ']', text.length) : NULL;
    gsize n = end != NULL ? (gsize)(end - text.octets) - 1 : 0;
    gboolean has_blank = n > 0 && memchr(text.octets + 1, ' ', n) != NULL;
    return n > 0 && !has_blank ? (SyntaxSlice){text.octets + 1, n} : (SyntaxSlice){NULL, 0};
}

/* single-line = status [SP text] CRLF, status = "+OK" / "-ERR": RFC 2449 §3;
 * continue-req = "+" SP [base64] CRLF: RFC 5034 §4 */
gboolean pop3_parse_status(const char *line, gsize length, Pop3Status *status) {
    static const char *const words[] = {"+OK", "-ERR", "+"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        gsize n = strlen(words[i]);
        gboolean begins = length >= n && g_ascii_strncasecmp(line, words[i], n) == 0;
        if (!begins || (length > n && !smtp_is_blank((guchar)line[n]))) {
            continue;
        }
        gsize text = MIN(length, n + 1);
        status->status = words[i];
        status->text = (SyntaxSlice){line + text, length - text};
        status->code = n > 1 ? find_code(status->text) : (SyntaxSlice){NULL, 0};
        return TRUE;
    }
    return FALSE;
}

/* timestamp = msg-id as in RFC 822, angle brackets included: RFC 1939 §7 */
gboolean pop3_parse_timestamp(SyntaxSlice text, SyntaxSlice *timestamp) {
    const char *end = text.octets + text.length;
    const char *open = memchr(text.octets, '<', text.length);
    const char *close = open != NULL ? memchr(open, '>', (gsize)(end - open)) : NULL;
    if (close == NULL || memchr(open, '@', (gsize)(close - open)) == NULL ||
        memchr(open, ' ', (gsize)(close - open)) != NULL) {
        return FALSE;
    }
    *timestamp = (SyntaxSlice){open, (gsize)(close + 1 - open)};
    return TRUE;
}

/* scan-listing = message-number SP size [SP text]: RFC 1939 §5 */
gboolean pop3_parse_numbers(SyntaxSlice text, guint32 *first, guint64 *second) {
    SyntaxSlice word = pop3_next_word(&text);
    guint64 value;
    if (!smtp_parse_number(word.octets, word.length, &value) || value > G_MAXUINT32) {
        return FALSE;
    }
    *first = (guint32)value;
    word = pop3_next_word(&text);
    return smtp_parse_number(word.octets, word.length, second);
}

/* unique-id = 1*70(%x21-7E): RFC 1939 §7 */
gboolean pop3_parse_unique_id(SyntaxSlice text, guint32 *number, SyntaxSlice *unique_id) {
    SyntaxSlice word = pop3_next_word(&text);
    if (!pop3_parse_message_number(word, number)) {
        return FALSE;
    }
    *unique_id = pop3_next_word(&text);
    return unique_id->length > 0;
}

static gboolean is_octets(SyntaxSlice word) {
    while (word.length > 0 && !g_ascii_isalpha(word.octets[word.length - 1])) {
        word.length--; /* "octets)", "octets." */
    }
    return smtp_slice_is(word, "octets") || smtp_slice_is(word, "octet") ||
           smtp_slice_is(word, "bytes");
}

gboolean pop3_parse_octets(SyntaxSlice text, guint64 *octets) {
    SyntaxSlice before = {"", 0};
    SyntaxSlice word = pop3_next_word(&text);
    while (word.length > 0) {
        while (before.length > 0 && before.octets[0] == '(') {
            before.octets++;
            before.length--;
        }
        if (is_octets(word) && smtp_parse_number(before.octets, before.length, octets)) {
            return TRUE;
        }
        before = word;
        word = pop3_next_word(&text);
    }
    return FALSE;
}
