/* SPDX-License-Identifier: MIT */
/* Turns steps along the text of a unit into values and tokens. It knows atoms, strings, literals
 * and parentheses, and nothing of what they mean. */
#include "syntax/imap_reader.h"

#include <string.h>

ImapReader imap_reader_of(const ImapText *text, GArray *tokens) {
    return (ImapReader){.text = text, .end = text->length, .tokens = tokens};
}

ImapReader imap_reader_inside(const ImapReader *self, SyntaxSlice slice) {
    return (ImapReader){.text = self->text,
                        .at = imap_slice_at(self->text, slice),
                        .end = imap_slice_end(self->text, slice),
                        .tokens = self->tokens};
}

SyntaxSlice imap_reader_take(ImapReader *self, gsize count, const char *label) {
    SyntaxSlice slice = {self->text->octets + self->at, count};
    if (count > 0 && self->tokens != NULL) {
        SyntaxToken token = {.offset = self->at, .length = count, .label = label};
        g_array_append_val(self->tokens, token);
    }
    self->at += count;
    return slice;
}

SyntaxSlice imap_reader_take_while(ImapReader *self, ImapOctetTest test, const char *label) {
    gsize at = self->at;
    while (at < self->end && test((guchar)self->text->octets[at]))
        at++;
    return imap_reader_take(self, at - self->at, label);
}

static gboolean is_blank(guchar octet) {
    return octet == ' ' || octet == '\t';
}

gboolean imap_reader_space(ImapReader *self) {
    SyntaxSlice space = imap_reader_take_while(self, is_blank, "space");
    if (space.length > 1 || (space.length == 1 && space.octets[0] != ' '))
        self->problems |= IMAP_PROBLEM_SPACES;
    return space.length > 0;
}

SyntaxSlice imap_reader_rest(ImapReader *self, const char *label) {
    return imap_reader_take(self, self->end - self->at, label);
}

const ImapLiteral *imap_text_literal(const ImapText *text, gsize at) {
    guint low = 0, high = text->n_literals;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (text->literals[middle].at == at)
            return &text->literals[middle];
        if (text->literals[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* atom-specials = "(" / ")" / "{" / SP / CTL / list-wildcards / quoted-specials / resp-specials
 * What a flag ("\Seen"), a list pattern ("%"), a section and a set need besides is let pass. */
static gboolean is_bad_in_word(guchar octet) {
    return octet < ' ' || octet == 0x7f || octet == '"' || octet == '{';
}

static gboolean ends_word(guchar octet) {
    return is_blank(octet) || octet == '(' || octet == ')';
}

/* Is what stands before "[" the name of an item with a section? */
static gboolean has_section(SyntaxSlice name) {
    static const char *const names[] = {"BODY", "BODY.PEEK", "BINARY", "BINARY.PEEK",
                                        "BINARY.SIZE"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (imap_slice_is(name, names[i]))
            return TRUE;
    }
    return FALSE;
}

/* Where the section ends whose "[" stands at `at`: behind its "]", or at the end if it has none. */
static gsize section_end(ImapReader *self, gsize at) {
    const char *octets = self->text->octets;
    for (gboolean is_quoted = FALSE; at < self->end; at++) {
        if (octets[at] == '\\' && is_quoted && at + 1 < self->end)
            at++;
        else if (octets[at] == '"')
            is_quoted = !is_quoted;
        else if (octets[at] == ']' && !is_quoted)
            return at + 1;
    }
    self->problems |= IMAP_PROBLEM_BAD_SECTION;
    return self->end;
}

/* Where the word that begins here ends. It is at least one octet long. */
static gsize word_end(ImapReader *self) {
    const char *octets = self->text->octets;
    gsize at = self->at;
    while (at < self->end && !ends_word((guchar)octets[at])) {
        if (at > self->at && imap_text_literal(self->text, at) != NULL)
            break;
        if (octets[at] == '[' && has_section((SyntaxSlice){octets + self->at, at - self->at})) {
            at = section_end(self, at);
            continue;
        }
        if (is_bad_in_word((guchar)octets[at]))
            self->problems |= IMAP_PROBLEM_BAD_ATOM;
        if ((guchar)octets[at] >= 0x80)
            self->problems |= IMAP_PROBLEM_8BIT;
        at++;
    }
    return MAX(at, MIN(self->at + 1, self->end));
}

static const char *label_of_word(SyntaxSlice word, const char *label, gboolean is_inside) {
    if (!is_inside)
        return label;
    guint64 number;
    if (imap_slice_is(word, "NIL"))
        return "NIL";
    return imap_slice_number(word, &number) ? "number" : label;
}

/* atom = 1*ATOM-CHAR ; nil = "NIL" */
static ImapValue read_word(ImapReader *self, const char *label, gboolean is_inside) {
    gsize length = word_end(self) - self->at;
    SyntaxSlice word = {self->text->octets + self->at, length};
    imap_reader_take(self, length, label_of_word(word, label, is_inside));
    gboolean is_nil = imap_slice_is(word, "NIL");
    return (ImapValue){
        .kind = is_nil ? IMAP_VALUE_NIL : IMAP_VALUE_ATOM, .raw = word, .octets = word};
}

/* Where the content of the quoted string ends that begins at `at`: at its last quote. A quoted
 * string holds no CR or LF: there, or at the end, it ends without one. */
static gsize quoted_end(ImapReader *self, gsize at) {
    const char *octets = self->text->octets;
    for (; at < self->end && octets[at] != '"'; at++) {
        if (octets[at] == '\r' || octets[at] == '\n')
            break;
        if (octets[at] == '\\') {
            gboolean is_good =
                at + 1 < self->end && (octets[at + 1] == '"' || octets[at + 1] == '\\');
            self->problems |= is_good ? 0 : IMAP_PROBLEM_BAD_ESCAPE;
            at += is_good ? 1 : 0;
        }
    }
    if (at >= self->end || octets[at] != '"')
        self->problems |= IMAP_PROBLEM_QUOTE_OPEN;
    return at;
}

/* quoted = DQUOTE *QUOTED-CHAR DQUOTE */
static ImapValue read_quoted(ImapReader *self, const char *label) {
    gsize begin = self->at;
    imap_reader_take(self, 1, "quote");
    SyntaxSlice content = imap_reader_take(self, quoted_end(self, self->at) - self->at, label);
    if (imap_reader_sees(self, '"'))
        imap_reader_take(self, 1, "quote");
    if (!g_utf8_validate(content.octets, (gssize)content.length, NULL))
        self->problems |= IMAP_PROBLEM_8BIT;
    return (ImapValue){.kind = IMAP_VALUE_QUOTED,
                       .raw = {self->text->octets + begin, self->at - begin},
                       .octets = content};
}

static gboolean is_line_end(guchar octet) {
    return octet == '\r' || octet == '\n';
}

/* literal = "{" number64 ["+"] "}" CRLF *CHAR8 */
static ImapValue read_literal(ImapReader *self, const ImapLiteral *literal, const char *label) {
    gsize begin = self->at, header_end = MIN(begin + literal->header_length, self->end);
    gsize line_end = header_end;
    while (line_end > begin && is_line_end((guchar)self->text->octets[line_end - 1]))
        line_end--;
    imap_reader_take(self, line_end - begin, "literal header");
    imap_reader_take(self, header_end - line_end, "literal line end");
    ImapValue value = {.kind = IMAP_VALUE_LITERAL, .literal = literal};
    if (literal->is_inline)
        value.octets =
            imap_reader_take(self, (gsize)MIN(literal->size, self->end - self->at), label);
    value.raw = (SyntaxSlice){self->text->octets + begin, self->at - begin};
    return value;
}

static ImapValue read_string_or_word(ImapReader *self, const char *label, gboolean is_inside) {
    const ImapLiteral *literal = imap_text_literal(self->text, self->at);
    if (literal != NULL)
        return read_literal(self, literal, label);
    if (imap_reader_sees(self, '"'))
        return read_quoted(self, label);
    return read_word(self, label, is_inside);
}

/* One step inside a list: space, parenthesis, or a value. Returns how the depth changes. */
static int list_step(ImapReader *self, const char *label) {
    if (imap_reader_space(self))
        return 0;
    if (imap_reader_sees(self, '(') || imap_reader_sees(self, ')')) {
        int change = imap_reader_sees(self, '(') ? 1 : -1;
        imap_reader_take(self, 1, "parenthesis");
        return change;
    }
    read_string_or_word(self, label, TRUE);
    return 0;
}

/* "(" … ")" to the parenthesis that balances the first, or to the end. */
static ImapValue read_list(ImapReader *self, const char *label) {
    gsize begin = self->at, depth = 0;
    do {
        int change = list_step(self, label);
        depth = change > 0 ? depth + 1 : depth - (change < 0 ? 1 : 0);
        if (depth > IMAP_DEPTH_MAX)
            self->problems |= IMAP_PROBLEM_DEPTH;
    } while (depth > 0 && !imap_reader_is_done(self));
    if (depth > 0)
        self->problems |= IMAP_PROBLEM_PARENTHESIS;
    SyntaxSlice raw = {self->text->octets + begin, self->at - begin};
    gsize closing = depth == 0 ? 1 : 0;
    return (ImapValue){
        .kind = IMAP_VALUE_LIST, .raw = raw, .octets = {raw.octets + 1, raw.length - 1 - closing}};
}

ImapValue imap_reader_value(ImapReader *self, const char *label) {
    if (imap_reader_is_done(self) || imap_reader_sees(self, ')'))
        return (ImapValue){.kind = IMAP_VALUE_NONE};
    if (imap_reader_sees(self, '('))
        return read_list(self, label);
    return read_string_or_word(self, label, FALSE);
}

ImapValue imap_reader_pass(ImapReader *self) {
    GArray *tokens = self->tokens;
    self->tokens = NULL;
    ImapValue value = imap_reader_value(self, NULL);
    self->tokens = tokens;
    return value;
}

ImapValueKind imap_reader_peek(const ImapReader *self) {
    if (imap_reader_is_done(self) || imap_reader_sees(self, ')'))
        return IMAP_VALUE_NONE;
    if (imap_reader_sees(self, '('))
        return IMAP_VALUE_LIST;
    if (imap_text_literal(self->text, self->at) != NULL)
        return IMAP_VALUE_LITERAL;
    return imap_reader_sees(self, '"') ? IMAP_VALUE_QUOTED : IMAP_VALUE_ATOM;
}

ImapValue imap_reader_list(ImapReader *self, ImapElement element, gpointer user) {
    gsize begin = self->at;
    if (!imap_reader_sees(self, '(')) {
        element(self, user);
        SyntaxSlice raw = {self->text->octets + begin, self->at - begin};
        return (ImapValue){.kind = IMAP_VALUE_ATOM, .raw = raw, .octets = raw};
    }
    imap_reader_take(self, 1, "parenthesis");
    while (!imap_reader_is_done(self) && !imap_reader_sees(self, ')')) {
        if (!imap_reader_space(self))
            element(self, user);
    }
    SyntaxSlice inside = {self->text->octets + begin + 1, self->at - begin - 1};
    if (imap_reader_sees(self, ')'))
        imap_reader_take(self, 1, "parenthesis");
    else
        self->problems |= IMAP_PROBLEM_PARENTHESIS;
    SyntaxSlice raw = {self->text->octets + begin, self->at - begin};
    return (ImapValue){.kind = IMAP_VALUE_LIST, .raw = raw, .octets = inside};
}
