/* SPDX-License-Identifier: MIT */
/* Datagrams, each after two octets with its length, from port 53; then a conversation with the
 * address that the answers name. */
#include "dissect/dns_lookups.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void on_dns(gpointer user, const NoteDns *note) {
    g_assert(note->name != NULL && note->kind != NULL);
    for (guint i = 0; i < note->n_answers; i++) {
        g_assert(note->answers[i] != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const NoteSink sink = {.dns = on_dns};
    g_autoptr(DnsLookups) lookups = dns_lookups_new(&sink, NULL);
    guint64 frame = 1;
    for (size_t at = 0; at + 2 <= size; frame++) {
        size_t n = MIN((size_t)data[at] << 8 | data[at + 1], size - at - 2);
        g_autofree guint8 *copy = g_memdup2(data + at + 2, n); /* of exactly its size */
        NetUnit unit = {.frame = frame, .payload = copy, .captured = (guint32)n};
        unit.source.port = unit.destination.port = 53;
        dns_lookups_push(lookups, &unit);
        at += 2 + n;
    }
    NoteConversation conversation = {.frames = {frame, frame}};
    conversation.server.address = (NetAddress){4, {10, 0, 1, 2}};
    dns_lookups_tell(lookups, &conversation);
    dns_lookups_finish(lookups);
    return 0;
}
