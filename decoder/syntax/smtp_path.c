/* SPDX-License-Identifier: MIT */
/* Turns the argument of MAIL or RCPT into an address, its parameters, and what is wrong with it.
 * It reads on whatever is wrong, and knows nothing of whether the address exists. */
#include "syntax/smtp_scanner.h"

#include <string.h>

/* Quoted-string = DQUOTE *QcontentSMTP DQUOTE
 * QcontentSMTP  = qtextSMTP / quoted-pairSMTP
 * Where the quoted string that begins at `begin` ends (after its last quote); 0 if it never does.
 */
static gsize quoted_string_end(const char *octets, gsize begin, gsize length) {
    for (gsize i = begin + 1; i < length; i++) {
        if (octets[i] == '\\')
            i++;
        else if (octets[i] == '"')
            return i + 1;
    }
    return 0;
}

static gboolean quoted_string_is_valid(SyntaxSlice part) {
    if (quoted_string_end(part.octets, 0, part.length) != part.length)
        return FALSE;
    for (gsize i = 1; i + 1 < part.length; i++) {
        guchar octet = (guchar)part.octets[i];
        if (octet < ' ' || octet == 0x7f)
            return FALSE;
    }
    return TRUE;
}

/* Dot-string = Atom *("." Atom) */
static gboolean dot_string_is_valid(SyntaxSlice part) {
    gboolean after_dot = TRUE;
    for (gsize i = 0; i < part.length; i++) {
        gboolean is_dot = part.octets[i] == '.';
        if (is_dot ? after_dot : !smtp_is_atext((guchar)part.octets[i]))
            return FALSE;
        after_dot = is_dot;
    }
    return !after_dot;
}

/* Local-part = Dot-string / Quoted-string */
static gboolean local_part_is_valid(SyntaxSlice part) {
    if (part.length == 0 || !g_utf8_validate(part.octets, (gssize)part.length, NULL))
        return FALSE;
    return part.octets[0] == '"' ? quoted_string_is_valid(part) : dot_string_is_valid(part);
}

/* Where a path ends that begins at the scanner's place: before ">" if it is bracketed (else, or if
 * there is none, before white space). What stands in a quoted string ends nothing. */
static gsize path_end(const SmtpScanner *self, gboolean is_bracketed, gboolean *is_closed) {
    gsize space = 0;
    gboolean quotes_close = TRUE; /* once one does not, none after it does */
    *is_closed = FALSE;
    for (gsize i = self->at; i < self->length; i++) {
        guchar octet = (guchar)self->line[i];
        if (octet == '"' && quotes_close) {
            gsize end = quoted_string_end(self->line, i, self->length);
            quotes_close = end > 0;
            i = quotes_close ? end - 1 : i;
        } else if (is_bracketed && octet == '>') {
            *is_closed = TRUE;
            return i;
        } else if (smtp_is_blank(octet) && space == 0) {
            if (!is_bracketed)
                return i;
            space = i;
        }
    }
    return space > 0 ? space : self->length;
}

/* A-d-l     = At-domain *( "," At-domain )
 * At-domain = "@" Domain
 * Path      = "<" [ A-d-l ":" ] Mailbox ">" */
static void scan_source_route(SmtpScanner *self, gsize end, SmtpPath *path) {
    const char *colon = memchr(self->line + self->at, ':', end - self->at);
    if (!smtp_scanner_sees(self, '@') || colon == NULL)
        return;
    gsize route_end = (gsize)(colon - self->line);
    path->problems |= SMTP_PATH_SOURCE_ROUTE;
    while (self->at < route_end) {
        if (smtp_scanner_sees(self, ','))
            smtp_scanner_take(self, 1, "comma");
        if (smtp_scanner_sees(self, '@'))
            smtp_scanner_take(self, 1, "at");
        else
            path->problems |= SMTP_PATH_BAD_DOMAIN;
        gsize stop = self->at;
        while (stop < route_end && self->line[stop] != ',')
            stop++;
        if (!smtp_domain_is_valid(smtp_scanner_take(self, stop - self->at, "domain")))
            path->problems |= SMTP_PATH_BAD_DOMAIN;
    }
    smtp_scanner_take(self, 1, "colon");
}

/* The "@" between local part and domain: the last one that is not inside a quoted local part. */
static gsize find_at(const SmtpScanner *self, gsize end) {
    gsize from = self->at;
    if (smtp_scanner_sees(self, '"')) {
        gsize quoted = quoted_string_end(self->line, self->at, end);
        from = quoted > 0 ? quoted : from;
    }
    for (gsize i = end; i > from; i--) {
        if (self->line[i - 1] == '@')
            return i - 1;
    }
    return end;
}

/* Mailbox = Local-part "@" ( Domain / address-literal ) */
static void scan_mailbox(SmtpScanner *self, gsize end, gboolean may_be_postmaster, SmtpPath *path) {
    gsize at = find_at(self, end);
    path->address = (SyntaxSlice){self->line + self->at, end - self->at};
    if (smtp_slice_has_8bit(path->address))
        path->problems |= SMTP_PATH_8BIT;
    if (!local_part_is_valid(smtp_scanner_take(self, at - self->at, "local part")))
        path->problems |= SMTP_PATH_BAD_LOCAL_PART;
    if (at == end) {
        if (!may_be_postmaster || !smtp_slice_is(path->address, "postmaster"))
            path->problems |= SMTP_PATH_NO_DOMAIN;
        return;
    }
    smtp_scanner_take(self, 1, "at");
    const char *label = smtp_scanner_sees(self, '[') ? "address literal" : "domain";
    if (!smtp_domain_is_valid(smtp_scanner_take(self, end - self->at, label)))
        path->problems |= SMTP_PATH_BAD_DOMAIN;
}

/* "FROM:" or "TO:" */
static void scan_keyword(SmtpScanner *self, const char *keyword, SmtpPath *path) {
    gsize length = strlen(keyword);
    SyntaxSlice start = {self->line + self->at, MIN(length, smtp_scanner_left(self))};
    const char *after = start.octets + start.length;
    const char *end = self->line + self->length;
    gboolean is_word = after == end || !smtp_is_atext((guchar)*after);
    if (!smtp_slice_is(start, keyword) || !is_word) {
        path->problems |= SMTP_PATH_NO_KEYWORD;
        return;
    }
    smtp_scanner_take(self, length, "keyword");
    gboolean has_space = smtp_scanner_space(self);
    if (!smtp_scanner_sees(self, ':')) {
        path->problems |= SMTP_PATH_NO_KEYWORD;
        return;
    }
    if (has_space)
        path->problems |= SMTP_PATH_SPACE_BEFORE_COLON;
    smtp_scanner_take(self, 1, "colon");
    if (smtp_scanner_space(self))
        path->problems |= SMTP_PATH_SPACE_AFTER_COLON;
}

/* Reverse-path = Path / "<>"
 * Forward-path = Path */
static void scan_address(SmtpScanner *self, gboolean is_recipient, SmtpPath *path) {
    gboolean is_closed = FALSE, is_bracketed = smtp_scanner_sees(self, '<');
    path->address = (SyntaxSlice){self->line + self->at, 0};
    if (smtp_scanner_left(self) == 0) {
        path->problems |= SMTP_PATH_EMPTY;
        return;
    }
    if (is_bracketed)
        smtp_scanner_take(self, 1, "angle bracket");
    else
        path->problems |= SMTP_PATH_NO_BRACKETS;
    gsize end = path_end(self, is_bracketed, &is_closed);
    /* "a@b>": a bracket that was never opened is no part of the address. */
    gboolean is_stray = !is_bracketed && end > self->at && self->line[end - 1] == '>' &&
                        memchr(self->line + self->at, '<', end - self->at) == NULL;
    end -= is_stray ? 1 : 0;
    path->address.octets = self->line + self->at;
    if (end > self->at) {
        scan_source_route(self, end, path);
        scan_mailbox(self, end, is_recipient, path);
    }
    if (is_closed || is_stray)
        smtp_scanner_take(self, 1, "angle bracket");
    if (is_bracketed != is_closed || is_stray)
        path->problems |= SMTP_PATH_UNBALANCED;
}

/* esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
 * esmtp-value   = 1*(%d33-60 / %d62-126); beyond ASCII with SMTPUTF8 (RFC 6531 §3.3) */
static gboolean parameter_is_valid(const SmtpParameter *parameter) {
    SyntaxSlice keyword = parameter->keyword, value = parameter->value;
    if (keyword.length == 0 || keyword.octets[0] == '-')
        return FALSE;
    for (gsize i = 0; i < keyword.length; i++) {
        if (!smtp_is_ldh((guchar)keyword.octets[i]))
            return FALSE;
    }
    if (value.octets == NULL)
        return TRUE;
    for (gsize i = 0; i < value.length; i++) {
        guchar octet = (guchar)value.octets[i];
        if (octet <= ' ' || octet == '=' || octet == 0x7f)
            return FALSE;
    }
    return value.length > 0 && g_utf8_validate(value.octets, (gssize)value.length, NULL);
}

static gboolean is_not_blank_or_equals(guchar octet) {
    return octet != '=' && !smtp_is_blank(octet);
}

/* esmtp-param = esmtp-keyword ["=" esmtp-value] */
static void scan_parameter(SmtpScanner *self, SmtpPath *path) {
    SmtpParameter parameter = {.value = {NULL, 0}};
    gsize length = smtp_scanner_count(self, is_not_blank_or_equals);
    parameter.keyword = smtp_scanner_take(self, length, "parameter name");
    if (smtp_scanner_sees(self, '=')) {
        smtp_scanner_take(self, 1, "equals");
        parameter.value = smtp_scanner_word(self, "parameter value");
        if (smtp_slice_has_8bit(parameter.value))
            path->problems |= SMTP_PATH_8BIT;
    }
    if (!parameter_is_valid(&parameter))
        path->problems |= SMTP_PATH_BAD_PARAMETER;
    if (path->n_parameters < SMTP_PARAMETERS_MAX)
        path->parameters[path->n_parameters++] = parameter;
    else
        path->problems |= SMTP_PATH_TOO_MANY_PARAMETERS;
}

/* Mail-parameters = esmtp-param *(SP esmtp-param) */
void smtp_scan_path(SmtpScanner *self, const char *keyword, SmtpPath *path) {
    *path = (SmtpPath){.problems = 0};
    scan_keyword(self, keyword, path);
    scan_address(self, g_ascii_strcasecmp(keyword, "TO") == 0, path);
    gboolean is_glued = !smtp_scanner_space(self) && smtp_scanner_left(self) > 0;
    if (is_glued)
        path->problems |= SMTP_PATH_BAD_PARAMETER;
    while (smtp_scanner_left(self) > 0) {
        scan_parameter(self, path);
        smtp_scanner_space(self);
    }
}

void smtp_parse_path(const char *argument, gsize length, const char *keyword, SmtpPath *path) {
    SmtpScanner scanner = {.line = argument, .length = length};
    smtp_scan_path(&scanner, keyword, path);
}
