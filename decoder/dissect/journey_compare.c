/* SPDX-License-Identifier: MIT */
/* Compares two sights of messages by what was kept of them. It knows nothing of routes. */
#include "dissect/journey_print.h"

#include <string.h>

#define SAME_SIGHT_MAX_NS (G_GINT64_CONSTANT(600) * 1000000000)

gboolean journey_print_is_same_host(const NetEndpoint *a, const NetEndpoint *b) {
    return a->address.family == b->address.family &&
           memcmp(a->address.octets, b->address.octets, sizeof a->address.octets) == 0;
}

static gboolean is_same_endpoint(const NetEndpoint *a, const NetEndpoint *b) {
    return a->port == b->port && journey_print_is_same_host(a, b);
}

static gboolean has_same_fields(const JourneyPrint *a, const JourneyPrint *b) {
    return a->n_fields == b->n_fields &&
           memcmp(a->digests, b->digests, a->n_fields * sizeof a->digests[0]) == 0;
}

int journey_print_compare(const JourneyPrint *a, const JourneyPrint *b) {
    if (a->time_ns != b->time_ns) {
        return a->time_ns < b->time_ns ? -1 : 1;
    }
    if (a->file != b->file) {
        return a->file < b->file ? -1 : 1;
    }
    if (a->stream != b->stream) {
        return a->stream < b->stream ? -1 : 1;
    }
    return a->message < b->message ? -1 : a->message > b->message;
}

gboolean journey_print_is_same_sight(const JourneyPrint *a, const JourneyPrint *b) {
    return a->file != b->file && a->message == b->message &&
           ABS(a->time_ns - b->time_ns) < SAME_SIGHT_MAX_NS &&
           is_same_endpoint(&a->client, &b->client) && is_same_endpoint(&a->server, &b->server) &&
           has_same_fields(a, b);
}

gboolean journey_print_is_same_retrieval(const JourneyPrint *a, const JourneyPrint *b) {
    return a->kind == JOURNEY_RETRIEVAL && b->kind == JOURNEY_RETRIEVAL &&
           a->transport == b->transport && journey_print_is_same_host(&a->client, &b->client) &&
           is_same_endpoint(&a->server, &b->server) && has_same_fields(a, b);
}

/* Servers add on top and leave the rest in its order, so one walk is enough. */
gboolean journey_print_holds(const JourneyPrint *later, const JourneyPrint *earlier) {
    guint at = 0;
    for (guint i = 0; i < earlier->n_fields; i++, at++) {
        while (at < later->n_fields && later->digests[at] != earlier->digests[i]) {
            at++;
        }
        if (at >= later->n_fields) {
            return FALSE;
        }
    }
    return later->n_received >= earlier->n_received;
}

/* The next Received field from `at` on; n_fields if there is none. */
static guint next_received(const JourneyPrint *self, guint at) {
    const guint16 *names = journey_print_names(self);
    while (at < self->n_fields && names[at] != JOURNEY_NAME_RECEIVED) {
        at++;
    }
    return at;
}

gboolean journey_print_is_received_after(const JourneyPrint *later, const JourneyPrint *earlier) {
    if (later->n_received < earlier->n_received) {
        return FALSE;
    }
    guint b = next_received(later, 0);
    for (guint added = later->n_received - earlier->n_received; added > 0; added--) {
        b = next_received(later, b + 1);
    }
    for (guint a = next_received(earlier, 0); a < earlier->n_fields;
         a = next_received(earlier, a + 1), b = next_received(later, b + 1)) {
        if (b >= later->n_fields || earlier->digests[a] != later->digests[b]) {
            return FALSE;
        }
    }
    return TRUE;
}

/* As a word of its own: not as a piece of a longer identifier. */
static gboolean names_word(const char *line, const char *word) {
    gsize length = strlen(word);
    for (const char *at = strstr(line, word); at != NULL; at = strstr(at + 1, word)) {
        gboolean begins = at == line || !(g_ascii_isalnum(at[-1]) || at[-1] == '-');
        if (begins && !g_ascii_isalnum(at[length]) && at[length] != '-') {
            return TRUE;
        }
    }
    return FALSE;
}

const char *journey_print_line_naming(const JourneyPrint *later, const JourneyPrint *earlier) {
    const char *queue_id = journey_print_text(earlier, earlier->queue_id);
    if (queue_id == NULL || later->n_received <= earlier->n_received) {
        return NULL;
    }
    guint added = (guint)(later->n_received - earlier->n_received);
    for (guint i = 0; i < MIN(added, JOURNEY_RECEIVED_MAX); i++) {
        const char *line = journey_print_text(later, later->received[i]);
        if (line != NULL && names_word(line, queue_id)) {
            return line;
        }
    }
    return NULL;
}

gboolean journey_print_is_same_content(const JourneyPrint *a, const JourneyPrint *b) {
    return a->has_content && b->has_content &&
           memcmp(a->content, b->content, sizeof a->content) == 0;
}
