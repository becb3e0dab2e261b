/* SPDX-License-Identifier: MIT */
/* Memory for messages, one after the other: what a reader owns whatever it reads is made once and
 * emptied. It does not know what is read. */
#include "dissect/message_pool.h"

#define STRINGS_SIZE 512u
#define HEADER_FIELDS_USUAL 10u
#define IDLE_MAX 4096u /* readers kept for later */

static MessageReader *make_reader(const DecoderOptions *options) {
    MessageReader *self = g_new0(MessageReader, 1);
    self->strings = g_string_chunk_new(STRINGS_SIZE);
    self->parts = g_array_new(FALSE, FALSE, sizeof(NotePart));
    self->header_fields = g_array_sized_new(FALSE, FALSE, sizeof(NoteHeaderField),
                                            options->journey != NULL ? HEADER_FIELDS_USUAL : 0);
    self->authors = g_string_new(NULL);
    self->readers = g_string_new(NULL);
    if (options->digests) {
        gnutls_hash_init(&self->message_hash, GNUTLS_DIG_SHA256);
        gnutls_hash_init(&self->part_hash, GNUTLS_DIG_SHA256);
    }
    return self;
}

static void destroy_reader(MessageReader *self) {
    if (self->message_hash != NULL) {
        gnutls_hash_deinit(self->message_hash, NULL);
    }
    if (self->part_hash != NULL) {
        gnutls_hash_deinit(self->part_hash, NULL);
    }
    mime_scanner_free(self->scanner);
    g_string_chunk_free(self->strings);
    g_array_unref(self->parts);
    g_array_unref(self->header_fields);
    g_string_free(self->authors, TRUE);
    g_string_free(self->readers, TRUE);
    g_free(self);
}

/* As make_reader() had made it; what is large is given back. */
static void empty_reader(MessageReader *self) {
    g_string_chunk_clear(self->strings);
    *self = (MessageReader){.scanner = self->scanner,
                            .strings = self->strings,
                            .parts = g_array_set_size(self->parts, 0),
                            .header_fields = g_array_set_size(self->header_fields, 0),
                            .authors = g_string_truncate(self->authors, 0),
                            .readers = g_string_truncate(self->readers, 0),
                            .message_hash = self->message_hash,
                            .part_hash = self->part_hash};
}

/* Its memory serves another message: it was read to its end, so that its digests begin anew, and
 * nothing of it is large. */
static gboolean is_reusable(const MessageReader *self) {
    gboolean is_small = self->parts->len <= 16 && self->header_fields->len <= 64 &&
                        self->authors->len <= 1024 && self->readers->len <= 1024;
    return self->is_finished && is_small;
}

MessageReader *message_pool_take(Workshop *workshop) {
    GPtrArray *idle = workshop->idle_readers;
    return idle->len > 0 ? g_ptr_array_steal_index_fast(idle, idle->len - 1)
                         : make_reader(workshop->options);
}

void message_pool_give(MessageReader *self) {
    GPtrArray *idle = self->conversation->workshop->idle_readers;
    if (idle->len >= IDLE_MAX || !is_reusable(self)) {
        destroy_reader(self);
        return;
    }
    empty_reader(self);
    g_ptr_array_add(idle, self);
}

void message_pool_clear(Workshop *workshop) {
    for (guint i = 0; i < workshop->idle_readers->len; i++) {
        destroy_reader(workshop->idle_readers->pdata[i]);
    }
    g_ptr_array_unref(workshop->idle_readers);
}
