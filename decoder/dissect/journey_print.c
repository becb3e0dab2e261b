/* SPDX-License-Identifier: MIT */
/* Turns a message note into the little that is kept of it, packed into one piece. It compares
 * nothing, and knows nothing of routes. */
#include "dissect/journey_print.h"

#include <string.h>

#define NAMES_MAX 4096u
#define RECIPIENTS_MAX 100u
#define TEXT_MAX 320u
#define POOL_MAX 8192u
#define RECEIVED_TEXTS_MAX (4u << 20) /* octets, of all prints; later ones go without */

/* Names are the same in any case. */
static guint hash_name(gconstpointer name) {
    guint hash = 5381;
    for (const char *at = name; *at != '\0'; at++) {
        hash = hash * 33 + (guint8)g_ascii_tolower(*at);
    }
    return hash;
}

static gboolean is_same_name(gconstpointer a, gconstpointer b) {
    return strcmp(a, b) == 0 || g_ascii_strcasecmp(a, b) == 0;
}

void journey_names_init(JourneyNames *self) {
    self->numbers = g_hash_table_new(hash_name, is_same_name);
    self->names = g_ptr_array_new_with_free_func(g_free);
    self->received_left = RECEIVED_TEXTS_MAX;
    g_ptr_array_add(self->names, g_strdup("other fields"));
    journey_names_number(self, "Received");
}

void journey_names_clear(JourneyNames *self) {
    g_hash_table_unref(self->numbers);
    g_ptr_array_unref(self->names);
}

guint16 journey_names_number(JourneyNames *self, const char *name) {
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(self->numbers, name));
    if (known != 0) {
        return (guint16)known;
    }
    if (self->names->len >= NAMES_MAX) {
        return 0;
    }
    guint16 number = (guint16)self->names->len;
    char *own = g_strdup(name);
    g_ptr_array_add(self->names, own);
    g_hash_table_insert(self->numbers, own, GUINT_TO_POINTER(number));
    return number;
}

const char *journey_names_text(const JourneyNames *self, guint16 number) {
    return g_ptr_array_index(self->names, number);
}

/* ---- packing ----------------------------------------------------------------------------------
 */

/* A print while it is made. */
typedef struct {
    JourneyNames *names;
    GString *pool;
    JourneyPrint print; /* without what stands behind it */
} Packing;

static guint16 pack(Packing *self, const char *octets, gsize length) {
    if (octets == NULL || self->pool->len + length + 1 > POOL_MAX) {
        return 0;
    }
    guint16 offset = (guint16)self->pool->len;
    const char *end = memchr(octets, '\0', length);
    g_string_append_len(self->pool, octets, end != NULL ? end - octets : (gssize)length);
    g_string_append_c(self->pool, '\0');
    return offset;
}

static guint16 pack_text(Packing *self, const char *text) {
    return text == NULL ? 0 : pack(self, text, MIN(strlen(text), TEXT_MAX));
}

static void pack_envelope(Packing *self, const NoteMessage *note) {
    JourneyPrint *print = &self->print;
    print->has_envelope = note->has_envelope ? 1 : 0;
    print->from = pack(self, note->from.octets, MIN(note->from.length, TEXT_MAX));
    for (guint i = 0; i < note->n_to && print->n_to < RECIPIENTS_MAX; i++) {
        guint16 offset = pack(self, note->to[i].octets, MIN(note->to[i].length, TEXT_MAX));
        if (offset == 0) {
            return;
        }
        print->to = print->n_to == 0 ? offset : print->to;
        print->n_to++;
    }
}

static void pack_received(Packing *self, const NoteHeaderField *field) {
    JourneyPrint *print = &self->print;
    guint at = print->n_received++;
    gsize length = field->received == NULL ? 0 : strlen(field->received);
    if (at < JOURNEY_RECEIVED_MAX && length > 0 && length <= self->names->received_left) {
        print->received[at] = pack_text(self, field->received);
        self->names->received_left -= length;
    }
}

static guint16 *pack_fields(Packing *self, const NoteMessage *note) {
    guint16 *numbers = g_new(guint16, note->n_header_fields);
    self->print.n_fields = (guint16)MIN(note->n_header_fields, (guint)G_MAXUINT16);
    for (guint i = 0; i < self->print.n_fields; i++) {
        numbers[i] = journey_names_number(self->names, note->header_fields[i].name);
        if (numbers[i] == JOURNEY_NAME_RECEIVED) {
            pack_received(self, &note->header_fields[i]);
        }
    }
    return numbers;
}

/* Makes one short digest of many long ones: the order counts. */
static void mix_digest(guint64 content[2], const guint8 sha256[NOTE_SHA256_SIZE]) {
    guint64 words[4];
    memcpy(words, sha256, sizeof words);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        guint64 *word = &content[i % 2];
        *word = (*word ^ words[i]) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
        *word ^= *word >> 32;
    }
}

static void digest_content(Packing *self, const NoteMessage *note) {
    JourneyPrint *print = &self->print;
    guint64 content[2] = {0};
    guint64 octets = 0;
    gboolean is_known = TRUE;
    for (guint i = 0; i < note->n_parts; i++) {
        const NotePart *part = &note->parts[i];
        if (!part->is_leaf) {
            continue;
        }
        is_known &= part->has_sha256;
        octets += part->octets;
        mix_digest(content, part->sha256);
        if (print->n_encodings < JOURNEY_ENCODINGS_MAX && part->encoding != NULL) {
            print->encodings[print->n_encodings++] =
                journey_names_number(self->names, part->encoding);
        }
    }
    memcpy(print->content, content, sizeof print->content);
    print->has_content = is_known && octets > 0 ? 1 : 0;
}

static JourneyPrint *finish(const Packing *self, const guint16 *numbers) {
    gsize n = self->print.n_fields;
    gsize size = sizeof self->print + n * (sizeof(guint32) + sizeof(guint16)) + self->pool->len;
    JourneyPrint *print = g_malloc(size);
    *print = self->print;
    print->octets = (guint32)size;
    if (n > 0) {
        memcpy((guint16 *)(print->digests + n), numbers, n * sizeof numbers[0]);
    }
    memcpy((char *)((guint16 *)(print->digests + n) + n), self->pool->str, self->pool->len);
    return print;
}

/* ---- what kind of sight it is -----------------------------------------------------------------
 */

/* Port 587, or TLS on 465, or a login: a user agent hands its mail in. RFC 6409 §3.1, RFC 8314
 * §3.3. */
static const char *transport_of(const NoteConversation *conversation) {
    guint16 port = conversation->server.port;
    if (strcmp(conversation->spec->name, "smtp") != 0) {
        return conversation->spec->name;
    }
    return port == 587 || port == 465 || conversation->is_authenticated ? "submission" : "smtp";
}

/* FALSE: one part of a mail, or a header that is not its own. */
static gboolean find_kind(const NoteMessage *note, JourneyKind *kind) {
    gboolean is_fetched = strcmp(note->carried_by, "FETCH") == 0;
    gboolean is_top = strcmp(note->carried_by, "TOP") == 0;
    *kind =
        is_fetched || strcmp(note->carried_by, "RETR") == 0 ? JOURNEY_RETRIEVAL : JOURNEY_DELIVERY;
    if (is_top || note->section != NULL || note->has_range) {
        *kind = JOURNEY_LOOK;
        return note->message_id != NULL &&
               (note->section == NULL || g_str_has_prefix(note->section, "HEADER"));
    }
    if (strcmp(note->carried_by, "APPEND") == 0) {
        *kind = JOURNEY_APPEND;
    }
    return TRUE;
}

static gint64 time_of(const NoteConversation *conversation, const NoteMessage *note,
                      JourneyKind kind) {
    gboolean is_fetched = kind == JOURNEY_RETRIEVAL || kind == JOURNEY_LOOK;
    if (is_fetched && note->reply != NULL) {
        return note->reply->time_ns;
    }
    return note->command != NULL ? note->command->time_ns : conversation->last_time_ns;
}

static void pack_texts(Packing *self, const NoteConversation *conversation,
                       const NoteMessage *note) {
    JourneyPrint *print = &self->print;
    const char *name = conversation->server_name;
    print->message_id = pack_text(self, note->message_id);
    print->server_name =
        name == NULL ? 0 : pack(self, name, MIN(strcspn(name, " \t\r\n"), TEXT_MAX));
    print->queue_id = pack_text(self, note->queue_id);
    pack_envelope(self, note);
}

JourneyPrint *journey_print_new(JourneyNames *names, const NoteConversation *conversation,
                                const NoteMessage *note) {
    JourneyKind kind;
    if (!find_kind(note, &kind)) {
        return NULL;
    }
    g_autoptr(GString) pool = g_string_new(NULL);
    g_string_append_c(pool, '\0'); /* offset 0 is no text */
    Packing packing = {.names = names, .pool = pool};
    packing.print = (JourneyPrint){
        .stream = conversation->stream,
        .message = note->n,
        .client = conversation->client,
        .server = conversation->server,
        .transport = transport_of(conversation),
        .carried_by = note->carried_by,
        .kind = (guint8)kind,
        .time_ns = time_of(conversation, note, kind),
        .verdict = (guint8)note->verdict,
        .integrity = (guint8)note->integrity,
    };
    pack_texts(&packing, conversation, note);
    guint16 *numbers = NULL;
    if (kind != JOURNEY_LOOK) {
        numbers = pack_fields(&packing, note);
        digest_content(&packing, note);
    }
    JourneyPrint *print = finish(&packing, numbers);
    g_free(numbers);
    for (guint i = 0; i < print->n_fields; i++) {
        print->digests[i] = note->header_fields[i].digest;
    }
    return print;
}

void journey_print_free(JourneyPrint *self) {
    g_free(self);
}

const guint16 *journey_print_names(const JourneyPrint *self) {
    return (const guint16 *)(self->digests + self->n_fields);
}

const char *journey_print_text(const JourneyPrint *self, guint16 offset) {
    const char *pool = (const char *)(journey_print_names(self) + self->n_fields);
    return offset == 0 ? NULL : pool + offset;
}
