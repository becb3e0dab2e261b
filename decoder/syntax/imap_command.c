/* SPDX-License-Identifier: MIT */
/* Turns the text of a client's unit into tag, verb and arguments, and into tokens. It knows nothing
 * of the state in which the command comes. */
#include "syntax/imap_scan.h"

#include <string.h>

/* tag         = 1*<any ASTRING-CHAR except "+">
 * ASTRING-CHAR = ATOM-CHAR / resp-specials */
static gboolean is_tag_octet(guchar octet) {
    return octet > ' ' && octet < 0x7f && strchr("(){%*\"\\+", octet) == NULL;
}

static gboolean is_not_blank(guchar octet) {
    return octet != ' ' && octet != '\t';
}

static gboolean tag_is_valid(SyntaxSlice tag) {
    for (gsize i = 0; i < tag.length; i++) {
        if (!is_tag_octet((guchar)tag.octets[i]))
            return FALSE;
    }
    return tag.length > 0;
}

/* uid = "UID" SP (copy / move / fetch / search / store / uid-expunge) ; two words, one verb */
static void scan_second_word(ImapReader *self, ImapCommandLine *command) {
    ImapReader ahead = *self;
    ahead.tokens = NULL;
    if (!imap_slice_is(command->verb, "UID") || !imap_reader_space(&ahead) ||
        imap_reader_is_done(&ahead))
        return;
    imap_reader_space(self);
    SyntaxSlice second = imap_reader_take_while(self, is_not_blank, "verb");
    command->verb.length = (gsize)(second.octets - command->verb.octets) + second.length;
    memcpy(command->name, "UID ", 4);
    imap_slice_upper(second, command->name + 4, sizeof command->name - 4);
}

static void scan_verb(ImapReader *self, ImapCommandLine *command) {
    command->verb = imap_reader_take_while(self, is_not_blank, "verb");
    imap_slice_upper(command->verb, command->name, sizeof command->name);
    scan_second_word(self, command);
    if (command->verb.length == 0)
        self->problems |= IMAP_PROBLEM_NO_VERB;
}

static void scan_command(ImapReader *self, ImapCommandLine *command) {
    *command = (ImapCommandLine){.problems = 0};
    if (imap_reader_sees(self, ' '))
        self->problems |= IMAP_PROBLEM_NO_TAG;
    imap_reader_space(self);
    command->tag = imap_reader_take_while(self, is_not_blank, "tag");
    if (command->tag.length == 0)
        self->problems |= IMAP_PROBLEM_NO_TAG;
    else if (!tag_is_valid(command->tag))
        self->problems |= IMAP_PROBLEM_BAD_TAG;
    imap_reader_space(self);
    scan_verb(self, command);

    const ImapGrammar *grammar = imap_find_command_grammar(command->name);
    command->is_known = grammar != NULL;
    ImapReader ahead = *self;
    ahead.tokens = NULL;
    imap_reader_space(&ahead);
    command->argument = (SyntaxSlice){ahead.text->octets + ahead.at, ahead.end - ahead.at};
    imap_scan_arguments(self, grammar, &command->arguments);
    command->problems = self->problems;
}

void imap_parse_command(const ImapText *text, ImapCommandLine *command) {
    ImapReader reader = imap_reader_of(text, NULL);
    scan_command(&reader, command);
}

void imap_command_tokens(const ImapText *text, GArray *tokens) {
    ImapReader reader = imap_reader_of(text, tokens);
    ImapCommandLine command;
    scan_command(&reader, &command);
}

static gboolean is_base64(guchar octet) {
    return g_ascii_isalnum((gchar)octet) || octet == '+' || octet == '/';
}

static gboolean is_padding(guchar octet) {
    return octet == '=';
}

/* base64 = *(4base64-char) [base64-terminal] ; "*" gives a login up; idle = "IDLE" CRLF "DONE" */
void imap_continuation_tokens(const ImapText *text, gboolean is_idle, GArray *tokens) {
    ImapReader reader = imap_reader_of(text, tokens);
    if (is_idle) {
        imap_reader_take_while(&reader, is_not_blank, "verb");
    } else if (imap_reader_sees(&reader, '*')) {
        imap_reader_take(&reader, 1, "cancel");
    } else {
        imap_reader_take_while(&reader, is_base64, "base64");
        imap_reader_take_while(&reader, is_padding, "base64 padding");
    }
    imap_reader_rest(&reader, "unknown");
}

gboolean imap_token_is_secret(const SyntaxToken *token) {
    return strcmp(token->label, imap_role_name(IMAP_ROLE_PASSWORD)) == 0;
}

gboolean imap_looks_like_command(const char *line, gsize length) {
    ImapText text = {.octets = line, .length = length};
    ImapReader reader = imap_reader_of(&text, NULL);
    ImapCommandLine command = {.problems = 0};
    SyntaxSlice tag = imap_reader_take_while(&reader, is_not_blank, NULL);
    if (!tag_is_valid(tag) || !imap_reader_space(&reader))
        return FALSE;
    scan_verb(&reader, &command);
    return imap_find_command_grammar(command.name) != NULL &&
           (reader.problems & IMAP_PROBLEM_SPACES) == 0;
}
