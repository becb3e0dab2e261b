/* SPDX-License-Identifier: MIT */
/* Does this look like IMAP? The server's first line begins with "*", the client's with a tag and
 * then a verb. */
#pragma once

#include "dissect/dissector.h"

DetectVerdict imap_recognise(const DetectEvidence *evidence);
