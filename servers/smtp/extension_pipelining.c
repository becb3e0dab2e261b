/* SPDX-License-Identifier: MIT */
/* PIPELINING (RFC 2920): commands are taken one after the other however they come, so the word in
 * EHLO is all there is to it. What came in one group is told by the order of the replies. */
#include "smtp/smtp_core.h"

const SmtpExtension smtp_pipelining = {.word = "PIPELINING"};
