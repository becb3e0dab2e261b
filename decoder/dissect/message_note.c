/* SPDX-License-Identifier: MIT */
/* Turns a text that was read into the members of its note that every protocol shares. It knows no
 * envelope and no mailbox. */
#include "dissect/message_note.h"

#include "dissect/tcp_story.h"

#include <string.h>

void message_check_conflicts(MessageReader *reader) {
    Span span = {reader->direction, reader->wire_start, reader->wire_end - reader->wire_start};
    if (tcp_story_conflicts(reader->conversation,
                            conversation_wire_span(reader->conversation, span))) {
        message_reader_worsen(reader, NOTE_CONFLICTING);
    }
}

/* Digests of what is not whole would be digests of something else. */
static void drop_digests(MessageReader *reader) {
    for (guint i = 0; i < reader->parts->len && reader->integrity > NOTE_CONFLICTING; i++) {
        g_array_index(reader->parts, NotePart, i).has_sha256 = FALSE;
    }
}

static void fill_header(const MessageReader *reader, NoteMessage *note) {
    note->subject = reader->fields[MESSAGE_SUBJECT];
    note->from_header = reader->fields[MESSAGE_FROM];
    note->to_header = reader->fields[MESSAGE_TO];
    note->date = reader->fields[MESSAGE_DATE];
    note->message_id = reader->fields[MESSAGE_ID];
    note->queue_id = reader->queue_id;
    note->header_fields = (const NoteHeaderField *)(void *)reader->header_fields->data;
    note->n_header_fields = reader->header_fields->len;
}

void message_fill_text(MessageReader *reader, NoteMessage *note) {
    drop_digests(reader);
    note->integrity = reader->integrity;
    note->octets = reader->octets;
    note->stuffed_dots = reader->stuffed_dots;
    note->has_sha256 = reader->message_hash != NULL && reader->integrity <= NOTE_CONFLICTING;
    memcpy(note->sha256, reader->sha256, sizeof note->sha256);
    note->frames = carrier_frames(&reader->carrier);
    note->segments = reader->carrier.segments;
    note->parts = (const NotePart *)(void *)reader->parts->data;
    note->n_parts = reader->parts->len;
    fill_header(reader, note);
}
