/* SPDX-License-Identifier: MIT */
/* Numbers of a conversation's spec -> their names. */
#pragma once

#include "notes/notes.h"

/* "READY"; NULL for SPEC_SAME and what is no state. */
const char *state_name(const NoteConversation *conversation, int state);
/* "RCPT"; NULL for -1. */
const char *command_name(const NoteConversation *conversation, int command);
