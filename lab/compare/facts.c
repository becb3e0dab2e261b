/* SPDX-License-Identifier: MIT */
/* Facts as they come -> facts by frame. It keeps the front of each value and knows nothing of what
 * they mean. */
#include "compare/facts.h"

#include <string.h>

/* clang-format off */
static const char *const kind_names[N_FACT_KINDS] = {
    [FACT_NONE] = "nothing",                   [FACT_LINE] = "line",
    [FACT_IS_REQUEST] = "who speaks",          [FACT_HAS_COMMAND] = "a command is here",
    [FACT_HAS_REPLY] = "a reply is here",      [FACT_COMMAND_LINE] = "command line",
    [FACT_COMMAND_VERB] = "verb",              [FACT_COMMAND_ARGUMENT] = "argument",
    [FACT_ANSWER_LINE] = "answer in a login",  [FACT_TAG] = "tag",
    [FACT_COMMAND_OR_ANSWERED] = "command",
    [FACT_UID] = "UID",                        [FACT_MAILBOX] = "mailbox",
    [FACT_USER_NAME] = "user name",            [FACT_PASSWORD] = "password",
    [FACT_CREDENTIALS] = "user name and password", [FACT_REPLY_LINE] = "reply line",
    [FACT_REPLY_CODE] = "reply code",          [FACT_REPLY_TEXT] = "reply text",
    [FACT_REPLY_DATA] = "further reply line",  [FACT_REPLY_COMMAND] = "command answered",
    [FACT_REPLY_FRAME] = "frame of the reply", [FACT_COMMAND_FRAME] = "frame of the command",
    [FACT_LATENCY] = "time to the reply",      [FACT_TEXT_END] = "end of the text",
    [FACT_TEXT_FRAME] = "frame of the text",   [FACT_TEXT_FRAMES] = "number of frames of the text",
    [FACT_TEXT_OCTETS] = "octets of the text", [FACT_HEADER] = "header field",
    [FACT_HEADER_OTHER] = "other header field", [FACT_HEADER_NAME] = "field name",
    [FACT_HEADER_VALUE] = "field value",       [FACT_MEDIA_TYPE] = "media type",
    [FACT_MEDIA_PARAMETERS] = "media type parameters", [FACT_MAILBOX_ITEM] = "mailbox in a header",
    [FACT_ADDRESS_ITEM] = "address in a header", [FACT_DISPLAY_NAME] = "display name",
    [FACT_ADDRESS] = "address",                [FACT_BODY] = "body",
    [FACT_MULTIPART] = "multipart type",       [FACT_PART] = "part",
    [FACT_PART_HEADER] = "header field of a part", [FACT_BOUNDARY_FIRST] = "first boundary",
    [FACT_BOUNDARY] = "boundary",              [FACT_BOUNDARY_LAST] = "last boundary",
    [FACT_PREAMBLE] = "preamble",              [FACT_EPILOGUE] = "epilogue",
    [FACT_STREAM] = "connection",              [FACT_SPLIT] = "frames of the unit",
    [FACT_RETRANSMISSION] = "retransmission",  [FACT_OUT_OF_ORDER] = "out of order",
    [FACT_LOST] = "octets missing before it",  [FACT_KEEP_ALIVE] = "keep-alive",
};
/* clang-format on */

const char *fact_kind_name(FactKind kind) {
    return kind_names[kind];
}

FactStore *fact_store_new(void) {
    FactStore *self = g_new0(FactStore, 1);
    self->facts = g_array_new(FALSE, TRUE, sizeof(Fact));
    self->talks = g_array_new(FALSE, TRUE, sizeof(FactTalk));
    self->units = g_array_new(FALSE, TRUE, sizeof(FactUnit));
    self->messages = g_array_new(FALSE, TRUE, sizeof(FactMessage));
    self->findings = g_array_new(FALSE, TRUE, sizeof(FactRemark));
    self->events = g_array_new(FALSE, TRUE, sizeof(FactRemark));
    self->talk_of = g_hash_table_new(NULL, NULL);
    self->values = g_string_chunk_new(64 * 1024);
    return self;
}

void fact_store_free(FactStore *self) {
    if (self == NULL)
        return;
    g_array_unref(self->facts);
    g_array_unref(self->talks);
    g_array_unref(self->units);
    g_array_unref(self->messages);
    g_array_unref(self->findings);
    g_array_unref(self->events);
    g_hash_table_unref(self->talk_of);
    g_string_chunk_free(self->values);
    g_free(self);
}

guint fact_store_add(FactStore *self, const Fact *fact) {
    if (self->facts->len >= FACTS_MAX || self->octets >= FACTS_OCTETS_MAX) {
        self->left_out++;
        return G_MAXUINT;
    }
    Fact kept = *fact;
    gsize length = MIN(fact->length, FACT_VALUE_MAX);
    if (fact->value != NULL) {
        kept.value = g_string_chunk_insert_len(self->values, fact->value, (gssize)length);
        self->octets += length + 1;
    }
    g_array_append_val(self->facts, kept);
    return self->facts->len - 1;
}

/* Frames first; within one, as the octets stand. */
static gint compare_places(gconstpointer a, gconstpointer b) {
    const Fact *one = a, *other = b;
    if (one->frame != other->frame)
        return one->frame < other->frame ? -1 : 1;
    if (one->talk != other->talk)
        return one->talk < other->talk ? -1 : 1;
    if (one->direction != other->direction)
        return one->direction < other->direction ? -1 : 1;
    if (one->offset != other->offset)
        return one->offset < other->offset ? -1 : 1;
    return 0;
}

void fact_store_seal(FactStore *self) {
    g_array_sort(self->facts, compare_places);
}

/* The first fact whose frame is at least `frame`. */
static guint first_from(const FactStore *self, guint64 frame) {
    guint low = 0, high = self->facts->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(self->facts, Fact, middle).frame < frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const Fact *fact_store_frame(const FactStore *self, guint64 frame, guint *n_facts) {
    guint first = first_from(self, frame), last = first;
    while (last < self->facts->len && g_array_index(self->facts, Fact, last).frame == frame)
        last++;
    *n_facts = last - first;
    return first == last ? NULL : &g_array_index(self->facts, Fact, first);
}

guint64 fact_store_next_frame(const FactStore *self, guint64 frame) {
    guint next = first_from(self, frame + 1);
    return next < self->facts->len ? g_array_index(self->facts, Fact, next).frame : 0;
}

guint fact_store_add_talk(FactStore *self, const FactTalk *talk) {
    guint index = self->talks->len;
    g_array_append_val(self->talks, *talk);
    g_hash_table_insert(self->talk_of, GUINT_TO_POINTER(talk->stream), GUINT_TO_POINTER(index));
    return index;
}

const FactTalk *fact_store_talk(const FactStore *self, guint32 stream) {
    gpointer index;
    if (!g_hash_table_lookup_extended(self->talk_of, GUINT_TO_POINTER(stream), NULL, &index))
        return NULL;
    return &g_array_index(self->talks, FactTalk, GPOINTER_TO_UINT(index));
}
