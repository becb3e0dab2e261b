/* SPDX-License-Identifier: MIT */
/* A message as SEARCH reads it: decoded to UTF-8 and folded to one case. */
#pragma once

#include "imap/message_tree.h"

/* "Name: value" of all fields of the message's header, one per line. Free with g_free(). */
char *search_text_of_header(const MessageTree *tree);
/* The content of its text parts, and the fields of parts and messages inside it. */
char *search_text_of_body(const MessageTree *tree);
/* A string as it is looked for. */
char *search_text_fold(const char *text);
