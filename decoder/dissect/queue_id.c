/* SPDX-License-Identifier: MIT */
/* Finds the queue identifier in the text of a reply by a table of what servers are known to write.
 * RFC 5321 leaves the text free, so what fits no row stays unknown. */
#include "dissect/queue_id.h"

#include <string.h>

#define ID_MAX 64u
#define LINE_MAX_OCTETS 512u /* of a line of the reply are looked at */

typedef struct {
    const char *server;
    const char *before; /* "": the id is the first word, a recipient in brackets aside */
    const char *after;  /* must follow the id; "": its word ends there */
    char must_hold;     /* a character without which it is none; 0: any digit will do */
} QueueIdForm;

/* clang-format off */
static const QueueIdForm forms[] = {
    { "Postfix",              "queued as ",   "" },
    { "Exim",                 "OK id=",       "" },
    { "Exchange",             "[InternalId=", "" },
    { "Sendmail, OpenSMTPD",  "",             " Message accepted for delivery" },
    { "Dovecot LMTP",         "",             " Saved" },
    { "Cyrus LMTP",           "SESSIONID=<",  ">" },
    { "Courier",              "Ok. ",         "", '.' },
};
/* clang-format on */

static gboolean is_id_character(char c) {
    return g_ascii_isalnum(c) || strchr("-_.:+/=", c) != NULL;
}

static gsize id_length(const char *at) {
    gsize length = 0;
    while (length < ID_MAX && at[length] != '\0' && is_id_character(at[length])) {
        length++;
    }
    return length;
}

/* The enhanced code "2.0.0 " is not part of the text. */
static const char *skip_enhanced(const char *line) {
    const char *at = line;
    for (guint dots = 0; g_ascii_isdigit(*at) || *at == '.'; at++) {
        dots += *at == '.' ? 1 : 0;
        if (dots == 2 && at[1] != '\0' && g_ascii_isdigit(at[1])) {
            gsize digits = strspn(at + 1, "0123456789");
            const char *end = at + 1 + digits;
            end += *end == ':' ? 1 : 0; /* as OpenSMTPD writes it */
            return *end == ' ' ? end + 1 : line;
        }
    }
    return line;
}

/* LMTP servers name the recipient first: "<bob@b.example> ID Saved". */
static const char *skip_recipient(const char *text) {
    const char *end = *text == '<' ? strstr(text, "> ") : NULL;
    return end != NULL ? end + 2 : text;
}

static gboolean ends_as(const char *end, const char *after) {
    if (after[0] != '\0') {
        return g_str_has_prefix(end, after);
    }
    return *end == '\0' || strchr(" ,])", *end) != NULL;
}

static char *try_form(const QueueIdForm *form, const char *text) {
    const char *at = skip_recipient(text);
    if (form->before[0] != '\0') {
        at = strstr(text, form->before);
        if (at == NULL) {
            return NULL;
        }
        at += strlen(form->before);
    }
    gsize length = id_length(at);
    char id[ID_MAX + 1] = "";
    memcpy(id, at, length);
    gboolean fits = length < ID_MAX && strpbrk(id, "0123456789") != NULL &&
                    (form->must_hold == 0 || strchr(id, form->must_hold) != NULL) &&
                    ends_as(at + length, form->after);
    return fits ? g_strdup(id) : NULL;
}

char *queue_id_read(const NoteReply *reply) {
    if (reply == NULL || reply->status == NULL || reply->status[0] != '2') {
        return NULL;
    }
    for (guint i = 0; i < reply->n_lines; i++) {
        char line[LINE_MAX_OCTETS + 1] = "";
        memcpy(line, reply->lines[i].octets, MIN(reply->lines[i].length, LINE_MAX_OCTETS));
        const char *text = skip_enhanced(line);
        for (guint k = 0; k < G_N_ELEMENTS(forms); k++) {
            char *id = try_form(&forms[k], text);
            if (id != NULL) {
                return id;
            }
        }
    }
    return NULL;
}
