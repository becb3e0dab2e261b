/* SPDX-License-Identifier: MIT */
/* IMAP (RFC 3501, RFC 9051): the row of functions for the dissector table. */
#pragma once

#include "dissect/dissector.h"

extern const DissectorClass imap_dissector;
