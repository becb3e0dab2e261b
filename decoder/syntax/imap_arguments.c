/* SPDX-License-Identifier: MIT */
/* Turns the octets behind a verb, a name or a response code into arguments, by the row of the
 * grammar. It reads on whatever is wrong, and knows no command itself. */
#include "syntax/imap_scan.h"

#include <string.h>

/* clang-format off */
static const char *const role_names[IMAP_N_ROLES] = {
    [IMAP_ROLE_UNKNOWN] = "unknown", [IMAP_ROLE_USER] = "user name", [IMAP_ROLE_PASSWORD] = "password",
    [IMAP_ROLE_MECHANISM] = "mechanism", [IMAP_ROLE_INITIAL_RESPONSE] = "initial response",
    [IMAP_ROLE_MAILBOX] = "mailbox", [IMAP_ROLE_NEW_MAILBOX] = "target mailbox", [IMAP_ROLE_REFERENCE] = "reference",
    [IMAP_ROLE_PATTERN] = "mailbox pattern", [IMAP_ROLE_OPTIONS] = "option", [IMAP_ROLE_SET] = "set",
    [IMAP_ROLE_DATA] = "message data", [IMAP_ROLE_ITEMS] = "items", [IMAP_ROLE_ACTION] = "action",
    [IMAP_ROLE_FLAGS] = "flag", [IMAP_ROLE_DATE] = "date", [IMAP_ROLE_MESSAGE] = "message text",
    [IMAP_ROLE_SEARCH] = "search keys", [IMAP_ROLE_STATUS] = "status item", [IMAP_ROLE_CAPABILITY] = "capability",
    [IMAP_ROLE_FIELDS] = "field", [IMAP_ROLE_NUMBER] = "number", [IMAP_ROLE_UIDVALIDITY] = "uidvalidity",
    [IMAP_ROLE_DELIMITER] = "delimiter", [IMAP_ROLE_NAMESPACE] = "namespace", [IMAP_ROLE_CHARSET] = "charset",
    [IMAP_ROLE_TEXT] = "text", [IMAP_ROLE_NAME] = "name",
};
/* clang-format on */

const char *imap_role_name(ImapRole role) {
    return role_names[role];
}

const ImapValue *imap_argument(const ImapArguments *self, ImapRole role) {
    for (guint i = 0; i < self->n; i++) {
        if (self->items[i].role == role)
            return &self->items[i].value;
    }
    return NULL;
}

static void keep(ImapReader *self, ImapArguments *arguments, ImapRole role,
                 const ImapValue *value) {
    if (arguments->n == IMAP_ARGUMENTS_MAX)
        self->problems |= IMAP_PROBLEM_TOO_MANY;
    else
        arguments->items[arguments->n++] = (ImapArgument){role, *value};
}

/* All search keys, to the end. */
static ImapValue scan_search(ImapReader *self) {
    SyntaxSlice keys = {self->text->octets + self->at, self->end - self->at};
    ImapSearchKey key;
    gsize depth = 0;
    while (imap_scan_search_key(self, &key)) {
        gboolean closes = imap_slice_is(key.key, ")");
        if (closes && depth == 0)
            self->problems |= IMAP_PROBLEM_PARENTHESIS;
        depth = imap_slice_is(key.key, "(") ? depth + 1 : depth - (closes && depth > 0 ? 1 : 0);
    }
    if (depth > 0)
        self->problems |= IMAP_PROBLEM_PARENTHESIS;
    return (ImapValue){
        .kind = keys.length > 0 ? IMAP_VALUE_LIST : IMAP_VALUE_NONE, .raw = keys, .octets = keys};
}

/* append-data = literal / literal8 / append-data-ext ; "UTF8" SP "(" literal8 ")": RFC 6855 §4 */
static ImapValue scan_message(ImapReader *self) {
    if (imap_reader_peek(self) != IMAP_VALUE_ATOM)
        return imap_reader_value(self, imap_role_name(IMAP_ROLE_MESSAGE));
    imap_reader_value(self, "option");
    imap_reader_space(self);
    return imap_reader_value(self, imap_role_name(IMAP_ROLE_MESSAGE));
}

static ImapValue scan_date(ImapReader *self) {
    gint64 seconds;
    int zone;
    ImapValue value = imap_reader_value(self, imap_role_name(IMAP_ROLE_DATE));
    if (!imap_parse_date_time(value.octets, &seconds, &zone))
        self->problems |= IMAP_PROBLEM_BAD_DATE;
    return value;
}

static ImapValue scan_number(ImapReader *self) {
    guint64 number;
    ImapValue value = imap_reader_value(self, "number");
    if (!imap_value_number(&value, &number))
        self->problems |= IMAP_PROBLEM_BAD_NUMBER;
    return value;
}

static ImapValue scan_text(ImapReader *self) {
    SyntaxSlice text = imap_reader_rest(self, "text");
    return (ImapValue){.kind = IMAP_VALUE_ATOM, .raw = text, .octets = text};
}

/* Roles that are more than one value, or are checked. */
static const struct {
    ImapRole role;
    ImapValue (*scan)(ImapReader *self);
} scans[] = {
    {IMAP_ROLE_SET, imap_scan_set},       {IMAP_ROLE_DATA, imap_scan_fetch_data},
    {IMAP_ROLE_ITEMS, imap_scan_items},   {IMAP_ROLE_SEARCH, scan_search},
    {IMAP_ROLE_MESSAGE, scan_message},    {IMAP_ROLE_DATE, scan_date},
    {IMAP_ROLE_UIDVALIDITY, scan_number}, {IMAP_ROLE_NUMBER, scan_number},
    {IMAP_ROLE_TEXT, scan_text},
};

static ImapValue scan_role(ImapReader *self, ImapRole role) {
    for (guint i = 0; i < G_N_ELEMENTS(scans); i++) {
        if (scans[i].role == role)
            return scans[i].scan(self);
    }
    return imap_reader_value(self, imap_role_name(role));
}

/* Values that follow each other are one argument; a list ends a run of numbers. A list that is all
 * there is stands for itself. */
static ImapValue scan_run(ImapReader *self, ImapRole role) {
    gsize begin = self->at, end = begin;
    guint n = 0;
    ImapValue value = {.kind = IMAP_VALUE_NONE};
    while (!imap_reader_is_done(self)) {
        ImapReader before = *self;
        before.tokens = NULL;
        imap_reader_space(&before);
        ImapValueKind kind = imap_reader_peek(&before);
        if (kind == IMAP_VALUE_NONE || (kind == IMAP_VALUE_LIST && role == IMAP_ROLE_NUMBER))
            break;
        imap_reader_space(self);
        value = scan_role(self, role);
        end = self->at;
        n++;
    }
    SyntaxSlice run = {self->text->octets + begin, end - begin};
    if (n == 0 || (n == 1 && value.kind == IMAP_VALUE_LIST))
        return value;
    return (ImapValue){.kind = IMAP_VALUE_LIST, .raw = run, .octets = run};
}

/* Is the argument of this row there? The reader stands behind the space. */
static gboolean is_there(const ImapReader *self, const ImapParameter *parameter) {
    ImapValueKind kind = imap_reader_peek(self);
    if (kind == IMAP_VALUE_NONE)
        return FALSE;
    if ((parameter->flags & IMAP_PARAMETER_IF_LIST) != 0)
        return kind == IMAP_VALUE_LIST;
    if ((parameter->flags & IMAP_PARAMETER_IF_QUOTED) != 0)
        return kind == IMAP_VALUE_QUOTED;
    if ((parameter->flags & IMAP_PARAMETER_AFTER_WORD) != 0) {
        ImapReader ahead = *self;
        ImapValue word = imap_reader_pass(&ahead);
        return kind == IMAP_VALUE_ATOM && imap_value_is(&word, parameter->word);
    }
    return TRUE;
}

/* SP between two arguments: one, and none at the end. */
static void separate(ImapReader *self) {
    gboolean is_separated = imap_reader_space(self), is_done = imap_reader_is_done(self);
    if (is_separated && is_done)
        self->problems |= IMAP_PROBLEM_SPACES;
    else if (!is_separated && !is_done)
        self->problems |= IMAP_PROBLEM_NO_SPACE;
}

static void scan_parameter(ImapReader *self, const ImapParameter *parameter,
                           ImapArguments *arguments) {
    if (!is_there(self, parameter)) {
        if ((parameter->flags & IMAP_PARAMETER_OPTIONAL) == 0)
            self->problems |= IMAP_PROBLEM_MISSING_ARGUMENT;
        return;
    }
    if ((parameter->flags & IMAP_PARAMETER_AFTER_WORD) != 0) {
        imap_reader_value(self, "keyword");
        imap_reader_space(self);
    }
    ImapValue value = (parameter->flags & IMAP_PARAMETER_REPEATED) != 0
                          ? scan_run(self, parameter->role)
                          : scan_role(self, parameter->role);
    keep(self, arguments, parameter->role, &value);
    separate(self);
}

/* What no row asks for. */
static void scan_extra(ImapReader *self, guint problem, ImapArguments *arguments) {
    while (!imap_reader_is_done(self)) {
        self->problems |= problem;
        ImapValue value = imap_reader_value(self, "unknown");
        if (value.kind == IMAP_VALUE_NONE)
            imap_reader_take(self, 1, "unknown");
        else
            keep(self, arguments, IMAP_ROLE_UNKNOWN, &value);
        separate(self);
    }
}

static void scan_parameters(ImapReader *self, const ImapGrammar *grammar, guint first,
                            ImapArguments *arguments) {
    for (guint i = first;
         i < IMAP_PARAMETERS_MAX && grammar->parameters[i].role != IMAP_ROLE_UNKNOWN; i++)
        scan_parameter(self, &grammar->parameters[i], arguments);
}

void imap_scan_arguments(ImapReader *self, const ImapGrammar *grammar, ImapArguments *arguments) {
    *arguments = (ImapArguments){.n = 0};
    separate(self);
    if (grammar != NULL)
        scan_parameters(self, grammar, 0, arguments);
    while (grammar != NULL && grammar->is_repeated && arguments->n < IMAP_ARGUMENTS_MAX) {
        gsize before = self->at;
        if (!imap_reader_is_done(self))
            scan_parameters(self, grammar, 1, arguments);
        if (self->at == before)
            break;
    }
    scan_extra(self, grammar != NULL ? IMAP_PROBLEM_EXTRA_ARGUMENT : 0, arguments);
}
