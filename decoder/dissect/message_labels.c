/* SPDX-License-Identifier: MIT */
/* Turns the leaves of a message's text, as its scanner names them, into labels of octets on the
 * wire, where stuffing dots stand between them. It names nothing itself but pieces of sections. */
#include "dissect/message_labels.h"

#include "dissect/labels.h"

/* Stuffing dots that stand before message octet `offset`, on the wire. */
static void label_dots(MessageReader *self, LabelTrack *track, guint64 offset) {
    guint n = 0;
    while (n < self->dots->len && g_array_index(self->dots, guint64, n) <= offset) {
        guint64 at = g_array_index(self->dots, guint64, n++);
        label_track_take(track, at - self->labelled, "unknown", FALSE);
        label_track_take(track, 1, "dot-stuffing", FALSE);
        self->labelled = at;
    }
    g_array_remove_range(self->dots, 0, n);
}

void message_label_to(MessageReader *self, guint64 offset) {
    LabelTrack *track = self->conversation->labels[self->direction];
    label_dots(self, track, offset);
    if (offset > self->labelled) {
        label_track_take(track, offset - self->labelled, "unknown", FALSE);
        self->labelled = offset;
    }
}

void message_label_leaf(gpointer user, guint64 offset, guint64 length, const char *label) {
    MessageReader *self = user;
    LabelTrack *track = self->conversation->labels[self->direction];
    message_label_to(self, offset);
    /* A dot can stand inside only if the line before it was no line to the scanner. */
    while (self->dots->len > 0 && g_array_index(self->dots, guint64, 0) < offset + length) {
        guint64 at = g_array_index(self->dots, guint64, 0);
        label_track_take(track, at - self->labelled, label, FALSE);
        self->labelled = at;
        label_dots(self, track, at);
    }
    if (offset + length > self->labelled) {
        label_track_take(track, offset + length - self->labelled, label, FALSE);
        self->labelled = offset + length;
    }
}

/* Octets of a section that stand before a line end, and the line end. */
static void label_section_line(MessageReader *self, gsize end_length) {
    LabelTrack *track = self->conversation->labels[self->direction];
    label_track_take(track, self->line_length, "section text", FALSE);
    label_track_take(track, end_length, "line end", FALSE);
    self->labelled += self->line_length + end_length;
    self->line_length = 0;
    self->has_cr = FALSE;
}

/* A section is a piece of a text: its lines are named as such, whatever they hold. */
void message_label_section(MessageReader *self, const guint8 *octets, gsize length) {
    for (gsize i = 0; i < length && self->conversation->labels[self->direction] != NULL; i++) {
        if (octets[i] == '\n') {
            self->line_length -= self->has_cr ? 1 : 0;
            label_section_line(self, self->has_cr ? 2 : 1);
        } else {
            self->line_length++;
            self->has_cr = octets[i] == '\r';
        }
    }
}

void message_label_section_end(MessageReader *self) {
    label_section_line(self, 0);
}

/* A line that two chunks share is in no leaf yet: what there is of it gets its label here. */
void message_reader_pause(MessageReader *self) {
    LabelTrack *track = self->conversation->labels[self->direction];
    guint64 end = self->octets + self->lost_octets;
    if (track != NULL && end > self->labelled) {
        label_track_lines(track, end - self->labelled, "split line");
        self->labelled = end;
    }
}
