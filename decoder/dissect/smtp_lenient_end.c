/* SPDX-License-Identifier: MIT */
/* Turns the octets after a doubtful lone dot, and the replies that come, into a verdict: was it the
 * end of the text? It changes no state and writes nothing. */
#include "dissect/smtp_lenient_end.h"

#include <string.h>

static gboolean is_end_reply(const char *status) {
    return strchr("245", status[0]) != NULL && strcmp(status, "421") != 0;
}

LenientVerdict lenient_end_judge(const LenientEvidence *evidence, const char *status) {
    if (strcmp(status, "421") == 0) {
        return LENIENT_IS_TEXT;
    }
    if (!evidence->has_strict_end) {
        return is_end_reply(status) ? LENIENT_IS_END : LENIENT_IS_TEXT;
    }
    if (evidence->replies > evidence->text_replies + evidence->command_lines) {
        return LENIENT_IS_END;
    }
    gboolean answers_data = evidence->data_line > 0 &&
                            evidence->replies == evidence->text_replies + evidence->data_line;
    if (strcmp(status, "354") == 0 && !answers_data) {
        return LENIENT_IS_END;
    }
    return LENIENT_UNDECIDED;
}

SmtpLenientEnd *smtp_lenient_end_new(const DotText *dots, guint text_replies) {
    SmtpLenientEnd *self = g_new0(SmtpLenientEnd, 1);
    self->octets = g_byte_array_new();
    self->dots = *dots;
    self->evidence.text_replies = text_replies;
    return self;
}

void smtp_lenient_end_free(SmtpLenientEnd *self) {
    if (self == NULL) {
        return;
    }
    g_byte_array_unref(self->octets);
    g_free(self);
}

/* Counts lines behind the strict end; the first that says DATA is remembered. */
static void count_lines(SmtpLenientEnd *self, const guint8 *octets, gsize length) {
    for (gsize i = 0; i < length; i++) {
        if (octets[i] != '\n') {
            if (self->line_length < sizeof self->line) {
                self->line[self->line_length] = octets[i];
            }
            self->line_length++;
            continue;
        }
        self->evidence.command_lines++;
        gboolean is_data = self->line_length >= 4 && self->line_length <= 5 &&
                           g_ascii_strncasecmp((const char *)self->line, "DATA", 4) == 0;
        if (is_data && self->evidence.data_line == 0) {
            self->evidence.data_line = self->evidence.command_lines;
        }
        self->line_length = 0;
    }
}

void smtp_lenient_end_push(SmtpLenientEnd *self, const guint8 *octets, gsize length) {
    g_byte_array_append(self->octets, octets, (guint)length);
    gsize used = 0;
    while (!self->evidence.has_strict_end) {
        DotTextPiece piece = dot_text_next(&self->dots, octets, length, &used);
        if (piece.kind == DOT_TEXT_MORE) {
            return;
        }
        self->evidence.has_strict_end = piece.kind == DOT_TEXT_END;
    }
    count_lines(self, octets + used, length - used);
}
