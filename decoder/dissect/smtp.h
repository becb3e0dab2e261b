/* SPDX-License-Identifier: MIT */
/* SMTP (RFC 5321) and LMTP (RFC 2033): the row of functions for the dissector table. */
#pragma once

#include "dissect/dissector.h"

extern const DissectorClass smtp_dissector;

/* Memory that a workshop keeps for replies. */
void smtp_reply_free(struct SmtpReply *self);
