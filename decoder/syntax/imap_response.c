/* SPDX-License-Identifier: MIT */
/* Turns the text of a server's unit into tag, status or data, response code and text, and into
 * tokens. It knows nothing of the command that is answered. */
#include "syntax/imap_scan.h"

#include <string.h>

static gboolean is_not_blank(guchar octet) {
    return octet != ' ' && octet != '\t';
}

static gboolean is_code_name(guchar octet) {
    return octet > ' ' && octet != ']' && octet != '(';
}

static gboolean is_status(const char *name) {
    static const char *const statuses[] = {"OK", "NO", "BAD", "BYE", "PREAUTH"};
    for (guint i = 0; i < G_N_ELEMENTS(statuses); i++) {
        if (strcmp(name, statuses[i]) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Where the "]" stands that ends the code; -1 if nowhere. One inside quotes does not count, unless
 * no other does. */
static gssize code_end(const ImapReader *self) {
    const char *octets = self->text->octets;
    gboolean is_quoted = FALSE;
    for (gsize at = self->at; at < self->end; at++) {
        is_quoted ^= octets[at] == '"';
        if (octets[at] == ']' && !is_quoted)
            return (gssize)at;
    }
    const char *any = memchr(octets + self->at, ']', self->end - self->at);
    return any != NULL ? any - octets : -1;
}

/* resp-text-code = "ALERT" / "BADCHARSET" … / atom [SP 1*<any TEXT-CHAR except "]">] */
static void scan_code(ImapReader *self, ImapResponseLine *response) {
    gssize end = code_end(self);
    if (end < 0) {
        self->problems |= IMAP_PROBLEM_BRACKET;
        return;
    }
    imap_reader_take(self, 1, "bracket");
    ImapReader inside = *self;
    inside.end = (gsize)end;
    SyntaxSlice name = imap_reader_take_while(&inside, is_code_name, "response code");
    imap_slice_upper(name, response->code, sizeof response->code);
    ImapReader ahead = inside;
    ahead.tokens = NULL;
    imap_reader_space(&ahead);
    response->code_argument = (SyntaxSlice){ahead.text->octets + ahead.at, ahead.end - ahead.at};
    const ImapGrammar *grammar = imap_find_code_grammar(response->code);
    if (grammar != NULL || inside.at == inside.end)
        imap_scan_arguments(&inside, grammar, &response->arguments);
    imap_reader_space(&inside);
    imap_reader_rest(&inside, "response code argument");
    self->problems |= inside.problems;
    self->at = (gsize)end;
    imap_reader_take(self, 1, "bracket");
    imap_reader_space(self);
}

/* resp-text = ["[" resp-text-code "]" SP] [text] */
static void scan_text(ImapReader *self, ImapResponseLine *response) {
    imap_reader_space(self);
    if (imap_reader_sees(self, '['))
        scan_code(self, response);
    response->text = imap_reader_rest(self, "text");
}

static gboolean is_base64(SyntaxSlice text) {
    gsize end = text.length;
    while (end > 0 && text.length - end < 2 && text.octets[end - 1] == '=')
        end--;
    for (gsize i = 0; i < end; i++) {
        char octet = text.octets[i];
        if (!g_ascii_isalnum(octet) && octet != '+' && octet != '/')
            return FALSE;
    }
    return text.length > 0 && text.length % 4 == 0;
}

/* continue-req = "+" SP (resp-text / base64) CRLF */
static void scan_continue(ImapReader *self, ImapResponseLine *response) {
    response->kind = IMAP_RESPONSE_CONTINUE;
    imap_reader_space(self);
    SyntaxSlice rest = {self->text->octets + self->at, self->end - self->at};
    if (is_base64(rest))
        response->text = imap_reader_rest(self, "challenge");
    else
        scan_text(self, response);
}

/* message-data = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att)) */
static void scan_number(ImapReader *self, ImapResponseLine *response) {
    ImapReader ahead = *self;
    SyntaxSlice number = imap_reader_pass(&ahead).raw;
    response->has_number = imap_slice_number(number, &response->number);
    if (!response->has_number)
        return;
    imap_reader_take(self, number.length, "number");
    imap_reader_space(self);
}

/* response-data = "*" SP (resp-cond-state / resp-cond-bye / mailbox-data / message-data /
 * capability-data / …) CRLF */
static void scan_untagged(ImapReader *self, ImapResponseLine *response) {
    response->kind = IMAP_RESPONSE_UNTAGGED;
    imap_reader_space(self);
    scan_number(self, response);
    ImapReader ahead = *self;
    ahead.tokens = NULL;
    SyntaxSlice name = imap_reader_take_while(&ahead, is_not_blank, NULL);
    imap_slice_upper(name, response->name, sizeof response->name);
    response->is_status = !response->has_number && is_status(response->name);
    if (name.length == 0)
        self->problems |= IMAP_PROBLEM_NO_VERB;
    imap_reader_take(self, name.length, response->is_status ? "status" : "data name");
    if (response->is_status) {
        scan_text(self, response);
        return;
    }
    const ImapGrammar *grammar = imap_find_data_grammar(response->name);
    if (grammar == NULL)
        self->problems |= IMAP_PROBLEM_UNKNOWN_WORD;
    ahead.at = self->at;
    imap_reader_space(&ahead);
    response->rest = (SyntaxSlice){ahead.text->octets + ahead.at, ahead.end - ahead.at};
    imap_scan_arguments(self, grammar, &response->arguments);
}

/* response-tagged = tag SP resp-cond-state CRLF */
static void scan_tagged(ImapReader *self, ImapResponseLine *response) {
    response->kind = IMAP_RESPONSE_TAGGED;
    imap_reader_space(self);
    SyntaxSlice status = imap_reader_take_while(self, is_not_blank, "status");
    imap_slice_upper(status, response->name, sizeof response->name);
    response->is_status = is_status(response->name);
    scan_text(self, response);
}

/* Is the second word a status? */
static gboolean has_status(const ImapReader *self) {
    ImapReader ahead = *self;
    char name[IMAP_NAME_MAX];
    ahead.tokens = NULL;
    if (!imap_reader_space(&ahead))
        return FALSE;
    imap_slice_upper(imap_reader_take_while(&ahead, is_not_blank, NULL), name, sizeof name);
    return is_status(name);
}

static void scan_response(ImapReader *self, ImapResponseLine *response) {
    *response = (ImapResponseLine){.kind = IMAP_RESPONSE_BAD};
    ImapReader begin = *self;
    begin.tokens = NULL;
    response->tag = imap_reader_take_while(&begin, is_not_blank, NULL);
    gboolean is_continue = imap_slice_is(response->tag, "+"),
             is_data = imap_slice_is(response->tag, "*");
    if (!is_continue && !is_data && !has_status(&begin)) {
        response->tag.length = 0;
        self->problems |= IMAP_PROBLEM_NO_TAG;
        response->text = imap_reader_rest(self, "unknown");
    } else {
        imap_reader_take(self, response->tag.length, "tag");
        if (is_continue)
            scan_continue(self, response);
        else if (is_data)
            scan_untagged(self, response);
        else
            scan_tagged(self, response);
    }
    response->problems = self->problems;
}

void imap_parse_response(const ImapText *text, ImapResponseLine *response) {
    ImapReader reader = imap_reader_of(text, NULL);
    scan_response(&reader, response);
}

void imap_response_tokens(const ImapText *text, GArray *tokens) {
    ImapReader reader = imap_reader_of(text, tokens);
    ImapResponseLine response;
    scan_response(&reader, &response);
}

gboolean imap_looks_like_response(const char *line, gsize length) {
    ImapText text = {.octets = line, .length = length};
    ImapResponseLine response;
    imap_parse_response(&text, &response);
    gboolean is_known = response.is_status || imap_find_data_grammar(response.name) != NULL;
    return response.kind == IMAP_RESPONSE_CONTINUE ||
           (response.kind != IMAP_RESPONSE_BAD && is_known);
}
