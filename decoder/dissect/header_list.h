/* SPDX-License-Identifier: MIT */
/* The header of a message as a list of short digests, so that the same message can be compared with
 * itself wherever it is seen again. */
#pragma once

#include "mime/mime.h"
#include "notes/notes.h"

#define HEADER_LIST_MAX 64u    /* fields; those further down are not compared */
#define HEADER_RECEIVED_MAX 2u /* topmost Received fields whose text is kept */

/* Adds a field to `fields` (of NoteHeaderField), with its texts in `strings`. */
void header_list_add(GArray *fields, GStringChunk *strings, const MimeHeader *header);
