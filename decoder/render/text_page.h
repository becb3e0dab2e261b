/* SPDX-License-Identifier: MIT */
/* What all parts of the text output share while one conversation is written. */
#pragma once

#include "render/text.h"
#include "render/text_layout.h"
#include "render/text_store.h"
#include "render/text_words.h"

typedef struct {
    TextOptions options;
    SafeCharset charset;
    const TextSigns *signs;
    GHashTable *explained; /* what has been explained in this run */
    GString *out;          /* what is written, ready for the device */
} TextPage;

/* TRUE the first time it is asked for `kind`:`name` in this run, and always with -v. */
gboolean text_page_explains(TextPage *self, const char *kind, const char *name);

/* Writes a marked text, wrapped to the page: `indent` spaces before every line, `hang` more before
 * all but the first. */
void text_page_write(TextPage *self, const char *marked, guint indent, guint hang);
void text_page_blank(TextPage *self);

/* The parts of a conversation, in the order in which they are written. */
void text_write_heading(TextPage *self, const TextConversation *conversation);
void text_write_ladder(TextPage *self, const TextConversation *conversation);
void text_write_messages(TextPage *self, const TextConversation *conversation);
void text_write_findings(TextPage *self, const TextConversation *conversation);
void text_write_octets(TextPage *self, const TextConversation *conversation);

/* The one line of -q, without a limit to its width. */
void text_write_brief(TextPage *self, const TextConversation *conversation);

/* "3 mails, 2 accepted"; "2 mails fetched"; "no mail". `done` is what became of the good ones. */
void text_mails(GString *out, guint messages, guint accepted, const char *done);
/* That word: a mail is accepted by a server that takes it, and fetched from one that keeps it. */
const char *text_mail_done(const SpecProtocol *spec);
/* "1 danger · 2 warnings"; nothing if there are none. */
void text_findings_count(GString *out, const guint counts[FINDING_N_SEVERITIES],
                         const TextSigns *signs);
/* The style letter of a severity. */
const char *text_severity_style(FindingSeverity severity);
