/* SPDX-License-Identifier: MIT */
/* Turns "text/plain; charset=utf-8" into a word and its parameters, continued and percent-encoded
 * ones put together. It does not know which words and parameters mean something. */
#include "mime/mime_parameters.h"

#include "mime/charset.h"
#include "mime/encoded_word.h"
#include "mime/message_lexer.h"
#include "mime/quoted_printable.h"

#include <stdlib.h>
#include <string.h>

/* One "name*1*=value" as it stands. */
typedef struct {
    char *name;  /* lower case, without index and mark */
    char *value; /* unquoted, not decoded */
    gsize value_length;
    guint index;          /* of a continuation */
    gboolean is_part;     /* has an index */
    gboolean is_extended; /* has the mark "*" at its end */
    gboolean is_used;
    gsize offset, length;
} Piece;

static void clear_piece(Piece *piece) {
    g_free(piece->name);
    g_free(piece->value);
}

/* section := "*" 1*DIGIT; the name ends in "*" if the value is extended       RFC 2231 §7 */
static void split_name(Piece *piece) {
    gsize length = strlen(piece->name);
    if (length > 1 && piece->name[length - 1] == '*') {
        piece->is_extended = TRUE;
        piece->name[--length] = '\0';
    }
    char *star = strrchr(piece->name, '*');
    if (star == NULL || star == piece->name || star[1] == '\0' || strlen(star + 1) > 4 ||
        strspn(star + 1, "0123456789") != strlen(star + 1)) {
        return;
    }
    piece->is_part = TRUE;
    piece->index = strtoul(star + 1, NULL, 10);
    *star = '\0';
}

/* value := token / quoted-string; mailers also send blanks and tspecials, so a token goes on to
 * the next ";" */
static void read_value(MessageLexer *lexer, Piece *piece, guint *problems) {
    MessageToken token;
    gsize end = lexer->position;
    gboolean has_value = FALSE;
    while (lexer->position < lexer->length && lexer->text[lexer->position] != ';') {
        message_lexer_next(lexer, &token);
        if (token.kind == MESSAGE_TOKEN_SPACE || token.kind == MESSAGE_TOKEN_COMMENT) {
            continue;
        }
        if (!has_value) {
            has_value = TRUE;
            piece->offset = token.offset;
        } else {
            *problems |= MIME_PARAMETERS_SYNTAX;
        }
        *problems |=
            token.is_closed && token.kind != MESSAGE_TOKEN_SPECIAL ? 0 : MIME_PARAMETERS_SYNTAX;
        end = token.offset + token.length;
        if (token.kind == MESSAGE_TOKEN_QUOTED && token.offset == piece->offset) {
            piece->value = message_token_text(lexer->text, &token, &piece->value_length);
        }
    }
    piece->length = has_value ? end - piece->offset : 0;
    if (!has_value) {
        *problems |= MIME_PARAMETERS_SYNTAX;
    }
    if (piece->value == NULL) {
        piece->value = g_strndup(lexer->text + piece->offset, piece->length);
        piece->value_length = piece->length;
    }
}

static void skip_to_semicolon(MessageLexer *lexer) {
    MessageToken token;
    while (lexer->position < lexer->length && lexer->text[lexer->position] != ';') {
        message_lexer_next(lexer, &token);
    }
}

/* parameter := attribute "=" value       RFC 2045 §5.1 */
static gboolean read_piece(MessageLexer *lexer, Piece *piece, guint *problems) {
    MessageToken name, equals;
    *piece = (Piece){0};
    if (!message_lexer_next_word(lexer, &name)) {
        return FALSE; /* a ";" at the very end harms nobody */
    }
    gsize before = lexer->position;
    if (name.kind != MESSAGE_TOKEN_ATOM || !message_lexer_next_word(lexer, &equals) ||
        equals.kind != MESSAGE_TOKEN_SPECIAL || lexer->text[equals.offset] != '=') {
        *problems |= MIME_PARAMETERS_SYNTAX;
        lexer->position = lexer->text[name.offset] == ';' ? name.offset : before;
        skip_to_semicolon(lexer);
        return FALSE;
    }
    piece->name = g_ascii_strdown(lexer->text + name.offset, (gssize)name.length);
    split_name(piece);
    read_value(lexer, piece, problems);
    return TRUE;
}

static GArray *read_pieces(MessageLexer *lexer, guint *problems) {
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    g_array_set_clear_func(pieces, (GDestroyNotify)clear_piece);
    while (lexer->position < lexer->length) {
        lexer->position++; /* the ";" */
        Piece piece;
        if (pieces->len == MIME_PARAMETERS_MAX) {
            *problems |= MIME_PARAMETERS_TOO_MANY;
            break;
        }
        if (read_piece(lexer, &piece, problems)) {
            g_array_append_val(pieces, piece);
        }
    }
    return pieces;
}

/* extended-value := [charset] "'" [language] "'" *(ext-octet / attribute-char)  RFC 2231 §7
 * Returns where the octets begin. */
static const char *read_charset(const Piece *piece, char **charset) {
    const char *first = memchr(piece->value, '\'', piece->value_length);
    const char *second =
        first != NULL ? memchr(first + 1, '\'', piece->value + piece->value_length - first - 1)
                      : NULL;
    if (second == NULL) {
        return piece->value;
    }
    *charset = g_strndup(piece->value, first - piece->value);
    return second + 1;
}

static void append_percent_decoded(GString *octets, const char *at, const char *end) {
    for (; at < end; at++) {
        if (*at == '%' && end - at > 2 && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2])) {
            g_string_append_c(octets, (char)qp_hex_octet(at[1], at[2]));
            at += 2;
        } else {
            g_string_append_c(octets, *at);
        }
    }
}

static void append_piece(GString *octets, const Piece *piece, char **charset, guint *problems) {
    const char *end = piece->value + piece->value_length;
    if (!piece->is_extended) {
        g_string_append_len(octets, piece->value, (gssize)piece->value_length);
        return;
    }
    const char *at = piece->value;
    if (!piece->is_part || piece->index == 0) {
        at = read_charset(piece, charset);
        *problems |= *charset == NULL ? MIME_PARAMETERS_SYNTAX : 0;
    }
    append_percent_decoded(octets, at, end);
}

/* RFC 2047 §5 forbids encoded words here; many mailers send them. */
static char *decode_plain(const char *octets, gsize length, guint *problems) {
    guint word_problems = 0;
    if (strstr(octets, "=?") == NULL) {
        return g_utf8_make_valid(octets, (gssize)length);
    }
    char *text = encoded_words_decode(octets, length, FALSE, &word_problems);
    *problems |= word_problems & ENCODED_WORD_CHARSET ? MIME_PARAMETERS_CHARSET : 0;
    if (strcmp(text, octets) != 0) {
        *problems |= MIME_PARAMETERS_ENCODED_WORD;
    }
    return text;
}

static char *decode_octets(const GString *octets, const char *charset, guint *problems) {
    gboolean is_known = TRUE;
    if (charset == NULL) {
        return decode_plain(octets->str, octets->len, problems);
    }
    char *text = charset_to_utf8(charset, octets->str, octets->len, &is_known);
    *problems |= is_known || *charset == '\0' ? 0 : MIME_PARAMETERS_CHARSET;
    return text;
}

/* The piece of that name and index, extended ones before plain ones; NULL if there is none. */
static Piece *find_piece(GArray *pieces, const char *name, gboolean is_part, guint index) {
    Piece *found = NULL;
    for (guint i = 0; i < pieces->len; i++) {
        Piece *piece = &g_array_index(pieces, Piece, i);
        if (!piece->is_used && piece->is_part == is_part && piece->index == index &&
            strcmp(piece->name, name) == 0 &&
            (found == NULL || (piece->is_extended && !found->is_extended))) {
            found = piece;
        }
    }
    return found;
}

static void mark_used(GArray *pieces, const char *name, const Piece *whole, guint *problems) {
    for (guint i = 0; i < pieces->len; i++) {
        Piece *piece = &g_array_index(pieces, Piece, i);
        if (strcmp(piece->name, name) != 0) {
            continue;
        }
        gboolean is_other_form =
            whole != NULL && (piece->is_part || piece->is_extended != whole->is_extended);
        if (!piece->is_used && !is_other_form) {
            *problems |= piece->is_part ? MIME_PARAMETERS_SYNTAX : MIME_PARAMETERS_DUPLICATE;
        }
        piece->is_used = TRUE;
    }
}

static char *join_parts(GArray *pieces, Piece *part, guint *problems) {
    g_autofree char *charset = NULL;
    g_autoptr(GString) octets = g_string_new(NULL);
    const char *name = part->name;
    for (guint i = 0; part != NULL; part = find_piece(pieces, name, TRUE, ++i)) {
        part->is_used = TRUE;
        append_piece(octets, part, &charset, problems);
    }
    return decode_octets(octets, charset, problems);
}

static char *decode_whole(Piece *whole, guint *problems) {
    whole->is_used = TRUE;
    if (!whole->is_extended) {
        return decode_plain(whole->value, whole->value_length, problems);
    }
    g_autofree char *charset = NULL;
    g_autoptr(GString) octets = g_string_new(NULL);
    append_piece(octets, whole, &charset, problems);
    return decode_octets(octets, charset, problems);
}

/* name*, then name*0 name*1 …, then plain name: what says more about the charset goes first. */
static MimeParameter join_pieces(GArray *pieces, const Piece *first, guint *problems) {
    Piece *whole = find_piece(pieces, first->name, FALSE, 0);
    Piece *part = find_piece(pieces, first->name, TRUE, 0);
    if (part != NULL && (whole == NULL || !whole->is_extended)) {
        whole = NULL;
    }
    MimeParameter parameter = {.offset = first->offset, .length = first->length};
    if (whole != NULL) {
        parameter.offset = whole->offset;
        parameter.length = whole->length;
        parameter.value = decode_whole(whole, problems);
    } else if (part != NULL) {
        parameter.value = join_parts(pieces, part, problems);
    } else {
        parameter.value = g_strdup("");
    }
    mark_used(pieces, first->name, whole, problems);
    parameter.name = g_strdup(first->name);
    return parameter;
}

/* The word up to the first ";". */
static char *read_main_value(MessageLexer *lexer, guint *problems) {
    g_autoptr(GString) value = g_string_new(NULL);
    MessageToken token;
    while (lexer->position < lexer->length && lexer->text[lexer->position] != ';') {
        message_lexer_next(lexer, &token);
        if (token.kind == MESSAGE_TOKEN_SPACE || token.kind == MESSAGE_TOKEN_COMMENT) {
            continue;
        }
        g_string_append_len(value, lexer->text + token.offset, (gssize)token.length);
    }
    *problems |= value->len == 0 ? MIME_PARAMETERS_SYNTAX : 0;
    g_string_ascii_down(value);
    return g_utf8_make_valid(value->str, (gssize)value->len);
}

MimeParameters *mime_parameters_parse(const char *text, gsize length) {
    MimeParameters *self = g_new0(MimeParameters, 1);
    MessageLexer lexer;
    message_lexer_init(&lexer, MESSAGE_LEXER_MIME, text, length);
    self->value = read_main_value(&lexer, &self->problems);
    g_autoptr(GArray) pieces = read_pieces(&lexer, &self->problems);
    self->parameters = g_new0(MimeParameter, pieces->len);
    for (guint i = 0; i < pieces->len; i++) {
        const Piece *piece = &g_array_index(pieces, Piece, i);
        if (!piece->is_used) {
            self->parameters[self->n_parameters++] = join_pieces(pieces, piece, &self->problems);
        }
    }
    return self;
}

void mime_parameters_free(MimeParameters *self) {
    if (self == NULL) {
        return;
    }
    for (guint i = 0; i < self->n_parameters; i++) {
        g_free(self->parameters[i].name);
        g_free(self->parameters[i].value);
    }
    g_free(self->parameters);
    g_free(self->value);
    g_free(self);
}

const char *mime_parameters_get(const MimeParameters *self, const char *name) {
    for (guint i = 0; i < self->n_parameters; i++) {
        if (strcmp(self->parameters[i].name, name) == 0) {
            return self->parameters[i].value;
        }
    }
    return NULL;
}

gboolean mime_parameters_has_media_type(const MimeParameters *self) {
    const char *slash = strchr(self->value, '/');
    return slash != NULL && slash != self->value && slash[1] != '\0' &&
           strchr(slash + 1, '/') == NULL && strpbrk(self->value, "=\"?:@,<>[]\\ ") == NULL;
}
