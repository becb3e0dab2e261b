/* SPDX-License-Identifier: MIT */
/* SMTP (RFC 5321) and LMTP (RFC 2033): the row of functions for the dissector table. */
#pragma once

#include "dissect/dissector.h"

extern const DissectorClass smtp_dissector;
