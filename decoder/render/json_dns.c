/* SPDX-License-Identifier: MIT */
/* A look-up in the DNS -> the members of its record. */
#include "render/json_members.h"

void json_write_dns(JsonWriter *writer, const NoteDns *note) {
    g_autofree char *question = g_strconcat(note->name, " ", note->kind, NULL);
    key_frames(writer, note->frames);
    key_string(writer, "question", question);
    json_key(writer, "answers");
    json_literal(writer, "[");
    for (guint i = 0; i < note->n_answers; i++) {
        json_separate(writer);
        json_string(writer, note->answers[i], strlen(note->answers[i]));
    }
    json_literal(writer, "]");
    json_key_word(writer, "failure", note->has_no_such_name ? "NXDOMAIN" : note->failure);
    if (note->for_stream < 0)
        json_key_word(writer, "for_stream", NULL);
    else
        json_key_u64(writer, "for_stream", (guint64)note->for_stream);
    if (note->filter != NULL)
        key_string(writer, "filter", note->filter);
}
