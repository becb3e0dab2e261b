/* SPDX-License-Identifier: MIT */
/* Chooses the fields by which Wireshark knows a unit. Which field answers which fact is known to
 * compare/fields.c alone. */
#include "filters_unit.h"

#include "compare/fields.h"

#include <string.h>

#define FACTS_BACK_MAX 4096u /* facts that are looked at, from the newest back */

/* The facts whose fields, together, say which unit it is. With a second kind the unit has to have
 * both, or to lack that one: LIST alone would find LIST 2 too. */
typedef struct {
    FactGroup group;
    gboolean is_command;
    FactKind kinds[2];
    gboolean lacks_second;
} Recipe;

/* The first that can be followed counts. */
static const Recipe recipes[] = {
    {FACTS_SMTP, TRUE, {FACT_TEXT_END, FACT_NONE}},
    {FACTS_SMTP, TRUE, {FACT_COMMAND_VERB, FACT_COMMAND_ARGUMENT}},
    {FACTS_SMTP, TRUE, {FACT_COMMAND_LINE, FACT_NONE}},
    {FACTS_SMTP, TRUE, {FACT_COMMAND_VERB, FACT_NONE}},
    {FACTS_SMTP, FALSE, {FACT_REPLY_CODE, FACT_REPLY_TEXT}},
    {FACTS_SMTP, FALSE, {FACT_REPLY_LINE, FACT_NONE}},
    {FACTS_POP, TRUE, {FACT_COMMAND_VERB, FACT_COMMAND_ARGUMENT}},
    {FACTS_POP, TRUE, {FACT_COMMAND_VERB, FACT_COMMAND_ARGUMENT}, TRUE},
    {FACTS_POP, TRUE, {FACT_COMMAND_VERB, FACT_NONE}},
    {FACTS_POP, FALSE, {FACT_REPLY_CODE, FACT_REPLY_TEXT}},
    {FACTS_POP, FALSE, {FACT_REPLY_CODE, FACT_REPLY_TEXT}, TRUE},
    {FACTS_IMAP, TRUE, {FACT_TAG, FACT_COMMAND_VERB}},
    {FACTS_IMAP, FALSE, {FACT_TAG, FACT_REPLY_CODE}},
    {FACTS_IMAP, TRUE, {FACT_LINE, FACT_NONE}},
    {FACTS_IMAP, FALSE, {FACT_LINE, FACT_NONE}},
};

/* The first fact of this kind that the unit has; NULL if there is none. */
static const Fact *find_fact(const FactStore *store, guint unit, FactKind kind) {
    const Fact *found = NULL;
    guint n = store->facts->len;
    for (guint i = 0; i < MIN(n, FACTS_BACK_MAX); i++) {
        const Fact *fact = &g_array_index(store->facts, Fact, n - 1 - i);
        if (fact->unit == unit && fact->kind == kind)
            found = fact;
    }
    return found;
}

/* The field that a filter can compare with such a fact. */
static const FieldRow *find_field(FactGroup group, FactKind kind, const char *detail) {
    guint n_rows;
    const FieldRow *rows = fields_rows(&n_rows);
    for (guint i = 0; i < n_rows; i++) {
        gboolean has_detail = rows[i].detail == NULL || g_strcmp0(rows[i].detail, detail) == 0;
        if (rows[i].group == group && rows[i].fact == kind && has_detail && !rows[i].is_mute &&
            rows[i].compare != FIELD_UNANSWERED)
            return &rows[i];
    }
    return NULL;
}

/* A line of IMAP that ends in a literal's size: Wireshark's line goes on with the literal. */
static gboolean goes_on(const Fact *fact) {
    static const char end[] = "}\r\n";
    return fact->kind == FACT_LINE && fact->length > strlen(end) &&
           fact->length <= FACT_VALUE_MAX &&
           memcmp(fact->value + fact->length - strlen(end), end, strlen(end)) == 0;
}

/* Is that literal the text of a message, "BODY[1] {218}"? Of others, as in ENVELOPE, Wireshark
 * shows only what follows them. */
static gboolean announces_text(const Fact *fact) {
    g_autofree char *line = g_strndup(fact->value, fact->length);
    const char *brace = strrchr(line, '{');
    return brace != NULL && brace - line > 2 && (brace[-2] == ']' || brace[-2] == '>');
}

/* "field contains …": fields_filter() says so of a value that it cannot write out. */
static char *begins_with(const FieldRow *row, const Fact *fact) {
    g_autofree char *front = g_strndup(fact->value, fact->length - strlen("\r\n"));
    g_autofree char *part = fields_filter(row, front, strlen(front));
    g_auto(GStrv) halves = g_strsplit(part, " == ", 2);
    return g_strjoinv(" contains ", halves);
}

/* Adds "&& field == value"; FALSE if there is nothing to add. */
static gboolean add_fact(GString *filter, const FactStore *store, guint unit, FactKind kind) {
    const Fact *fact = find_fact(store, unit, kind);
    if (fact == NULL || fact->is_secret)
        return FALSE;
    const FieldRow *row = find_field(fact->group, fact->kind, fact->detail);
    if (row == NULL || (goes_on(fact) && !announces_text(fact)))
        return FALSE;
    g_autofree char *part =
        goes_on(fact) ? begins_with(row, fact)
                      : fields_filter(row, fact->value, MIN(fact->length, FACT_VALUE_MAX));
    g_string_append_printf(filter, " && %s", part);
    return TRUE;
}

/* Where Wireshark has no field, or does not look inside. */
static char *by_number(guint32 stream, guint64 frame) {
    return g_strdup_printf("tcp.stream eq %u && frame.number == %" G_GUINT64_FORMAT, stream, frame);
}

/* Adds "&& !field"; FALSE if the unit has such a fact. */
static gboolean add_lack(GString *filter, const FactStore *store, guint unit, FactGroup group,
                         FactKind kind) {
    const FieldRow *row = find_field(group, kind, NULL);
    if (row == NULL || find_fact(store, unit, kind) != NULL)
        return FALSE;
    g_string_append_printf(filter, " && !%s", row->name);
    return TRUE;
}

static gboolean follow(GString *filter, const Recipe *recipe, const FactStore *store, guint unit) {
    FactKind second = recipe->kinds[1];
    gsize before = filter->len;
    if (!add_fact(filter, store, unit, recipe->kinds[0]))
        return FALSE;
    if (second == FACT_NONE)
        return TRUE;
    if (recipe->lacks_second ? add_lack(filter, store, unit, recipe->group, second)
                             : add_fact(filter, store, unit, second))
        return TRUE;
    g_string_truncate(filter, before);
    return FALSE;
}

/* The verbs of SMTP that Wireshark knows have four letters, and STARTTLS. */
static gboolean is_verb_known(const FactUnit *unit) {
    return unit->verb == NULL || unit->verb[0] == '<' || strlen(unit->verb) == 4 ||
           strcmp(unit->verb, "STARTTLS") == 0;
}

/* What Wireshark makes of SMTP: chunks of BDAT are text to it, as is all that follows a DATA, even
 * one that was refused, up to a lone dot; behind that dot it does not look in the same packet. */
static gboolean is_seen_in_smtp(const FactUnit *unit, FilterSight *sight) {
    gboolean is_seen = !sight->is_misled;
    if (!unit->is_command) {
        gboolean is_refused =
            g_strcmp0(unit->verb, "DATA") == 0 && g_strcmp0(unit->status, "354") != 0;
        sight->is_misled |= is_refused;
        return TRUE;
    }
    if (g_strcmp0(unit->verb, "<end-of-data>") == 0) {
        sight->is_misled = FALSE;
        sight->text_end_frame = unit->frames.last;
        return is_seen;
    }
    if (g_strcmp0(unit->verb, "BDAT") == 0)
        sight->is_misled = TRUE;
    return is_seen && !sight->is_misled && is_verb_known(unit) &&
           unit->frames.first != sight->text_end_frame;
}

/* Of POP3 it reads the first command and the first reply in a packet, and no reply but +OK, -ERR.
 */
static gboolean is_seen_in_pop(const FactUnit *unit, const FilterSight *sight) {
    return unit->frames.first != sight->frames[unit->direction] &&
           g_strcmp0(unit->status, "+") != 0;
}

static gboolean is_seen(const FactTalk *talk, const FactUnit *unit, FilterSight *sight) {
    gboolean is_compressed =
        talk->compressed_from > 0 && unit->frames.last >= talk->compressed_from;
    gboolean is_told = talk->group == FACTS_SMTP  ? is_seen_in_smtp(unit, sight)
                       : talk->group == FACTS_POP ? is_seen_in_pop(unit, sight)
                                                  : TRUE;
    sight->frames[unit->direction] = unit->frames.last;
    return is_told && !is_compressed;
}

/* The logins that Wireshark follows in SMTP, and what the client answers in each. */
static const struct {
    const char *argument; /* of AUTH */
    FactKind answers[2];
} logins[] = {
    {"LOGIN", {FACT_USER_NAME, FACT_PASSWORD}},
    {"PLAIN", {FACT_CREDENTIALS, FACT_NONE}},
};

/* AUTH begins a login: what is to come? */
static void begin_login(const FactStore *store, guint unit, FilterSight *sight) {
    const Fact *argument = find_fact(store, unit, FACT_COMMAND_ARGUMENT);
    sight->answers[0] = sight->answers[1] = FACT_NONE;
    for (guint i = 0; argument != NULL && i < G_N_ELEMENTS(logins); i++) {
        if (argument->length == strlen(logins[i].argument) &&
            g_ascii_strncasecmp(argument->value, logins[i].argument, argument->length) == 0)
            memcpy(sight->answers, logins[i].answers, sizeof sight->answers);
    }
}

/* An answer is a secret, so its field is asked for without a value; NULL if there is no field. */
static const FieldRow *answer_field(FactGroup group, FilterSight *sight) {
    guint n_rows;
    const FieldRow *rows = fields_rows(&n_rows);
    FactKind kind = sight->answers[0];
    sight->answers[0] = sight->answers[1];
    sight->answers[1] = FACT_NONE;
    for (guint i = 0; kind != FACT_NONE && i < n_rows; i++) {
        if (rows[i].group == group && rows[i].fact == kind)
            return &rows[i];
    }
    return NULL;
}

char *filters_for_unit(const FactStore *store, guint index, guint32 stream, FilterSight *sight) {
    const FactUnit *unit = &g_array_index(store->units, FactUnit, index);
    const FactTalk *talk = &g_array_index(store->talks, FactTalk, unit->talk);
    g_autoptr(GString) filter = g_string_new(NULL);
    if (unit->is_command && unit->span.length == 0)
        return g_strdup_printf("tcp.stream eq %u && tcp.flags.syn == 1 && tcp.flags.ack == 0",
                               stream);
    if (!is_seen(talk, unit, sight))
        return by_number(stream, unit->frames.last);
    g_string_printf(filter, "tcp.stream eq %u", stream);
    if (g_strcmp0(unit->verb, "AUTH") == 0 && unit->is_command)
        begin_login(store, index, sight);
    const FieldRow *answer = unit->is_command && g_strcmp0(unit->verb, "<sasl-response>") == 0
                                 ? answer_field(talk->group, sight)
                                 : NULL;
    if (answer != NULL)
        return g_strdup_printf("%s && %s", filter->str, answer->name);
    for (guint i = 0; i < G_N_ELEMENTS(recipes); i++) {
        if (recipes[i].group == talk->group && recipes[i].is_command == unit->is_command &&
            follow(filter, &recipes[i], store, index))
            return g_strdup(filter->str);
    }
    return by_number(stream, unit->frames.last);
}

char *filters_for_tcp(const NoteTcp *note, guint32 stream) {
    return by_number(stream, note->frame);
}

char *filters_for_tls(guint32 stream) {
    return g_strdup_printf("tcp.stream eq %u && tls.handshake.type in {1, 2}", stream);
}

/* Wireshark asks for the number of a type: RFC 1035 §3.2.2, and 28 for IPv6. */
static const struct {
    const char *kind;
    guint number;
} dns_types[] = {{"MX", 15}, {"A", 1}, {"AAAA", 28}};

char *filters_for_dns(const NoteDns *note) {
    g_autofree char *name = g_strescape(note->name, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(dns_types); i++) {
        if (strcmp(dns_types[i].kind, note->kind) == 0)
            return g_strdup_printf("dns.qry.name == \"%s\" && dns.qry.type == %u", name,
                                   dns_types[i].number);
    }
    return g_strdup_printf("dns.qry.name == \"%s\"", name);
}
