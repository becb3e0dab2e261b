/* SPDX-License-Identifier: MIT */
/* Turns what a reply carries into remarks: keywords of EHLO, enhanced codes, codes that say no. */
#include "dissect/smtp_session.h"

#include <string.h>

static void add_keyword(Smtp *self, const char *line, gsize length, GArray *remarks) {
    const char *space = memchr(line, ' ', length);
    gsize n = space != NULL ? (gsize)(space - line) : length;
    const SpecWord *word = spec_find_word(SPEC_WORD_EHLO_KEYWORD, line, n);
    NoteRemark remark;
    if (word != NULL) {
        remark.about = conversation_text(self->conversation, "ehlo-keyword:%s", word->word);
        remark.text =
            conversation_text(self->conversation, "%s: %s",
                              conversation_quote(self->conversation, line, length), word->meaning);
        remark.rfc = word->rfc;
    } else {
        const char *name = conversation_quote(self->conversation, line, n);
        remark.about = conversation_text(self->conversation, "ehlo-keyword:%s", name);
        remark.text = conversation_text(self->conversation,
                                        "%s: an extension that this program does not know.", name);
        remark.rfc = NULL;
    }
    g_array_append_val(remarks, remark);
}

static void add_keywords(Smtp *self, const SmtpReply *reply, GArray *remarks) {
    for (guint i = 1; i < reply->lines->len; i++) {
        const SyntaxToken *line = &g_array_index(reply->lines, SyntaxToken, i);
        if (line->length > 0) {
            add_keyword(self, reply->text->str + line->offset, line->length, remarks);
        }
    }
}

static void add_code(Smtp *self, const SmtpReply *reply, GArray *remarks) {
    const SpecReply *row = spec_find_reply(self->machine.spec, reply->status);
    if (row == NULL || reply->status[0] == '2' || reply->status[0] == '3') {
        return;
    }
    NoteRemark remark = {
        .about = conversation_text(self->conversation, "reply:%s", row->code),
        .text = conversation_text(self->conversation, "%s: %s", row->code, row->meaning),
        .rfc = row->rfc,
    };
    g_array_append_val(remarks, remark);
}

static void add_enhanced(Smtp *self, const SmtpReply *reply, GArray *remarks) {
    if (reply->enhanced[0] == '\0') {
        return;
    }
    const SpecWord *word =
        spec_find_word(SPEC_WORD_ENHANCED_CODE, reply->enhanced, strlen(reply->enhanced));
    if (word == NULL) {
        return;
    }
    NoteRemark remark = {
        .about = conversation_text(self->conversation, "enhanced:%s", reply->enhanced),
        .text = conversation_text(self->conversation, "%s: %s", reply->enhanced, word->meaning),
        .rfc = word->rfc,
    };
    g_array_append_val(remarks, remark);
}

void smtp_reply_remarks(Smtp *self, const SmtpExchange *exchange, const SmtpReply *reply,
                        GArray *remarks) {
    if (self->conversation->workshop->options->no_remarks) {
        return;
    }
    gboolean is_ehlo = exchange != NULL && reply->status[0] == '2' &&
                       (exchange->command == SMTP_EHLO || exchange->command == SMTP_LHLO);
    if (is_ehlo) {
        add_keywords(self, reply, remarks);
    }
    add_code(self, reply, remarks);
    add_enhanced(self, reply, remarks);
}
