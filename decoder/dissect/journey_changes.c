/* SPDX-License-Identifier: MIT */
/* Two sights of one mail -> sentences on what is different: header fields, content, encoding,
 * envelope. */
#include "dissect/journey_route.h"

#include <string.h>

#define NAMES_TOLD_MAX 8u

/* Which fields of one list are not in the other; each field of the other serves once. */
typedef struct {
    gboolean is_missing[G_MAXUINT8]; /* more than HEADER_LIST_MAX */
    guint n;
} FieldDifference;

static void find_difference(FieldDifference *self, const JourneyPrint *of, const JourneyPrint *in) {
    gboolean is_used[G_MAXUINT8] = {FALSE};
    self->n = MIN(of->n_fields, (guint)G_MAXUINT8);
    for (guint i = 0; i < self->n; i++) {
        self->is_missing[i] = TRUE;
        for (guint k = 0; k < MIN(in->n_fields, (guint)G_MAXUINT8); k++) {
            if (!is_used[k] && in->digests[k] == of->digests[i]) {
                is_used[k] = TRUE;
                self->is_missing[i] = FALSE;
                break;
            }
        }
    }
}

/* Is a field of this name among those that are missing? It is then taken out. */
static gboolean take_by_name(FieldDifference *self, const JourneyPrint *of, guint16 name) {
    const guint16 *names = journey_print_names(of);
    for (guint i = 0; i < self->n && name != 0; i++) {
        if (self->is_missing[i] && names[i] == name) {
            self->is_missing[i] = FALSE;
            return TRUE;
        }
    }
    return FALSE;
}

static void append_names(GString *out, const FieldDifference *difference, const JourneyPrint *of,
                         const JourneyNames *names) {
    const guint16 *numbers = journey_print_names(of);
    guint n = 0;
    for (guint i = 0; i < difference->n; i++) {
        if (!difference->is_missing[i]) {
            continue;
        }
        if (n < NAMES_TOLD_MAX) {
            g_string_append_printf(out, "%s%s", n == 0 ? "" : ", ",
                                   journey_names_text(names, numbers[i]));
        }
        n++;
    }
    if (n > NAMES_TOLD_MAX) {
        g_string_append_printf(out, " and %u more", n - NAMES_TOLD_MAX);
    }
}

static void tell_names(GPtrArray *changes, const char *what, const FieldDifference *difference,
                       const JourneyPrint *of, const JourneyNames *names) {
    g_autoptr(GString) list = g_string_new(NULL);
    append_names(list, difference, of, names);
    if (list->len > 0) {
        g_ptr_array_add(changes, g_strdup_printf("header %s: %s", what, list->str));
    }
}

static void tell_fields(GPtrArray *changes, const JourneyPrint *here, const JourneyPrint *before,
                        const JourneyNames *names) {
    FieldDifference added, removed, altered = {.n = 0};
    find_difference(&added, here, before);
    find_difference(&removed, before, here);
    altered.n = added.n;
    const guint16 *numbers = journey_print_names(here);
    for (guint i = 0; i < added.n; i++) {
        guint16 name = numbers[i];
        gboolean is_received = name == JOURNEY_NAME_RECEIVED;
        altered.is_missing[i] =
            added.is_missing[i] && !is_received && take_by_name(&removed, before, name);
        added.is_missing[i] = added.is_missing[i] && !is_received && !altered.is_missing[i];
    }
    tell_names(changes, "added", &added, here, names);
    tell_names(changes, "altered", &altered, here, names);
    tell_names(changes, "removed", &removed, before, names);
}

/* More new Received fields than the one hop explains, or fewer. Between the last server and the
 * mailbox there often is one more, inside that host. */
static void tell_received(GPtrArray *changes, const JourneyPrint *here,
                          const JourneyPrint *before) {
    guint added =
        here->n_received > before->n_received ? (guint)(here->n_received - before->n_received) : 0;
    if (before->kind == JOURNEY_APPEND || added == 1) {
        return;
    }
    if (added == 0) {
        g_ptr_array_add(changes, g_strdup("no Received field was added on the way here"));
        return;
    }
    g_ptr_array_add(changes,
                    g_strdup_printf("%u Received fields added: %u hop%s on the way %s not in the "
                                    "capture",
                                    added, added - 1, added == 2 ? "" : "s",
                                    added == 2 ? "is" : "are"));
}

/* Which came first was told by the Received fields. */
static void tell_clock(GPtrArray *changes, const JourneyPrint *here, const JourneyPrint *before) {
    if (here->time_ns < before->time_ns) {
        g_ptr_array_add(changes, g_strdup("captured earlier, by its clock, than the hop before: "
                                          "the clocks differ"));
    }
}

static void tell_encoding(GPtrArray *changes, const JourneyPrint *here, const JourneyPrint *before,
                          const JourneyNames *names) {
    for (guint i = 0; i < MIN(here->n_encodings, before->n_encodings); i++) {
        if (here->encodings[i] != before->encodings[i]) {
            g_ptr_array_add(changes,
                            g_strdup_printf("transfer encoding of part %u: %s before, %s now",
                                            i + 1, journey_names_text(names, before->encodings[i]),
                                            journey_names_text(names, here->encodings[i])));
        }
    }
}

static void tell_content(GPtrArray *changes, const JourneyPrint *here, const JourneyPrint *before) {
    if (!here->has_content || !before->has_content) {
        return;
    }
    gboolean is_same = journey_print_is_same_content(here, before);
    g_ptr_array_add(changes, g_strdup(is_same ? "content unchanged, to the octet"
                                              : "the content is not the same"));
}

/* The k-th recipient. */
static const char *recipient(const JourneyPrint *self, guint k) {
    const char *at = journey_print_text(self, self->to);
    while (k-- > 0) {
        at += strlen(at) + 1;
    }
    return at;
}

static gboolean has_same_recipients(const JourneyPrint *a, const JourneyPrint *b) {
    if (a->n_to != b->n_to) {
        return FALSE;
    }
    for (guint i = 0; i < a->n_to; i++) {
        if (g_ascii_strcasecmp(recipient(a, i), recipient(b, i)) != 0) {
            return FALSE;
        }
    }
    return TRUE;
}

static void tell_envelope(GPtrArray *changes, const JourneyPrint *here,
                          const JourneyPrint *before) {
    if (!here->has_envelope || !before->has_envelope) {
        return;
    }
    const char *from = journey_print_text(here, here->from);
    if (g_strcmp0(from, journey_print_text(before, before->from)) != 0) {
        g_ptr_array_add(changes, g_strdup("the envelope has another sender"));
    }
    if (!has_same_recipients(here, before)) {
        g_ptr_array_add(changes, g_strdup("the envelope has other recipients"));
    }
}

void journey_route_changes(const JourneyRoute *self, guint hop, const JourneyNames *names,
                           GPtrArray *changes) {
    if (self->previous[hop] < 0) {
        return;
    }
    const JourneyPrint *here = self->hops[hop];
    const JourneyPrint *before = self->hops[self->previous[hop]];
    tell_clock(changes, here, before);
    tell_envelope(changes, here, before);
    tell_fields(changes, here, before, names);
    tell_received(changes, here, before);
    tell_encoding(changes, here, before, names);
    tell_content(changes, here, before);
}
