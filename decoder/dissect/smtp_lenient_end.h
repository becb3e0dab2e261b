/* SPDX-License-Identifier: MIT */
/* A lone dot between line ends that are not both CRLF: did the server take it as the end of the
 * text? RFC 5321 §4.1.1.4 says that it must not; its replies show whether it did.
 *
 * Strict reading: all is text up to CRLF.CRLF. Then the server owes one reply for the text (LMTP:
 * one for each recipient) and one for each command line that follows. Lenient reading: the text
 * ended at the dot, and what follows are commands. */
#pragma once

#include "framing/dot_text.h"

typedef enum {
    LENIENT_UNDECIDED,
    LENIENT_IS_END,  /* the server took the dot as the end */
    LENIENT_IS_TEXT, /* it did not */
} LenientVerdict;

/* What has been seen since the dot. */
typedef struct {
    gboolean has_strict_end;
    guint text_replies;  /* that a text earns: 1, in LMTP one for each recipient */
    guint command_lines; /* whole lines behind the strict end */
    guint data_line;     /* 1-based: which of them is the first DATA; 0: none */
    guint replies;       /* that have come, the one to be judged included */
} LenientEvidence;

/* Judges the reply that has just come. */
LenientVerdict lenient_end_judge(const LenientEvidence *evidence, const char *status);

/* The octets after the dot, held until it is known what they are. */
typedef struct {
    GByteArray *octets;
    LenientEvidence evidence;
    DotText dots;   /* reads on in search of the strict end */
    guint8 line[5]; /* the beginning of the current line behind the strict end */
    gsize line_length;
} SmtpLenientEnd;

/* `dots`: as it stands behind the dot. */
SmtpLenientEnd *smtp_lenient_end_new(const DotText *dots, guint text_replies);
void smtp_lenient_end_free(SmtpLenientEnd *self);
void smtp_lenient_end_push(SmtpLenientEnd *self, const guint8 *octets, gsize length);
