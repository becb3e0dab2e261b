/* SPDX-License-Identifier: MIT */
/* ENHANCEDSTATUSCODES (RFC 2034): a second code in each reply but the greeting and those to EHLO
 * and HELO. They are written by smtp_core_say(), which asks for this word. */
#include "smtp/smtp_core.h"

const SmtpExtension smtp_enhanced_codes = {.word = "ENHANCEDSTATUSCODES"};
