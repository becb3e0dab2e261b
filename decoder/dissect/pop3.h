/* SPDX-License-Identifier: MIT */
/* POP3 (RFC 1939, with 2449, 2595 and 5034): the row of functions for the dissector table. */
#pragma once

#include "dissect/dissector.h"

extern const DissectorClass pop3_dissector;
