/* SPDX-License-Identifier: MIT */
/* The parts of a message as BODY and BODYSTRUCTURE: RFC 9051 §7.5.2. */
#pragma once

#include "imap/message_tree.h"

/* With `has_extensions` BODYSTRUCTURE: digest, disposition, language and location are told too. */
void body_structure_append(GString *out, const MessageTree *tree, gboolean has_extensions);
