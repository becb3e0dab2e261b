/* SPDX-License-Identifier: MIT */
/* Turns the defects that the MIME scanner met, and differences between envelope and header, into
 * findings, by a table. It reads no octets. */
#include "dissect/message_findings.h"

#include <string.h>

typedef struct {
    const char *code;
    gboolean needs_whole; /* says that something is not there: true only of a whole message */
} DefectRow;

/* clang-format off */
static const DefectRow defect_rows[MIME_N_DEFECTS] = {
    [MIME_DEFECT_HEADER_SYNTAX]         = { "message.header-syntax", FALSE },
    [MIME_DEFECT_NO_BLANK_LINE]         = { "message.no-blank-line", TRUE },
    [MIME_DEFECT_SPACE_BEFORE_COLON]    = { "message.space-before-colon", FALSE },
    [MIME_DEFECT_HEADER_TOO_LONG]       = { "message.header-too-long", FALSE },
    [MIME_DEFECT_HEADER_DUPLICATE]      = { "message.duplicate-field", FALSE },
    [MIME_DEFECT_HEADER_8BIT]           = { "message.8bit-header", FALSE },
    [MIME_DEFECT_MISSING_FROM]          = { "message.missing-from", TRUE },
    [MIME_DEFECT_MISSING_DATE]          = { "message.missing-date", TRUE },
    [MIME_DEFECT_DATE_SYNTAX]           = { "message.date-syntax", FALSE },
    [MIME_DEFECT_ADDRESS_SYNTAX]        = { "message.address-syntax", FALSE },
    [MIME_DEFECT_BCC_PRESENT]           = { "message.bcc-left-in", FALSE },
    [MIME_DEFECT_LINE_TOO_LONG]         = { "message.line-too-long", FALSE },
    [MIME_DEFECT_BARE_LF]               = { "message.bare-lf", FALSE },
    [MIME_DEFECT_BARE_CR]               = { "message.bare-cr", FALSE },
    [MIME_DEFECT_NUL]                   = { "message.nul", FALSE },
    [MIME_DEFECT_8BIT_IN_7BIT]          = { "mime.8bit-in-7bit", FALSE },
    [MIME_DEFECT_CONTENT_TYPE_SYNTAX]   = { "mime.content-type-syntax", FALSE },
    [MIME_DEFECT_BOUNDARY_MISSING]      = { "mime.boundary-missing", FALSE },
    [MIME_DEFECT_BOUNDARY_TOO_LONG]     = { "mime.boundary-too-long", FALSE },
    [MIME_DEFECT_BOUNDARY_NEVER_SEEN]   = { "mime.boundary-never-seen", TRUE },
    [MIME_DEFECT_BOUNDARY_NOT_CLOSED]   = { "mime.boundary-not-closed", TRUE },
    [MIME_DEFECT_ENCODING_UNKNOWN]      = { "mime.encoding-unknown", FALSE },
    [MIME_DEFECT_ENCODING_ON_MULTIPART] = { "mime.encoding-on-multipart", FALSE },
    [MIME_DEFECT_BASE64_SYNTAX]         = { "mime.base64-syntax", TRUE },
    [MIME_DEFECT_BASE64_LINE_TOO_LONG]  = { "mime.base64-line-too-long", FALSE },
    [MIME_DEFECT_QP_SYNTAX]             = { "mime.quoted-printable-syntax", TRUE },
    [MIME_DEFECT_QP_LINE_TOO_LONG]      = { "mime.quoted-printable-line-too-long", FALSE },
    [MIME_DEFECT_UUENCODE_SYNTAX]       = { "mime.uuencode-syntax", TRUE },
    [MIME_DEFECT_ENCODED_WORD_SYNTAX]   = { "mime.encoded-word-syntax", FALSE },
    [MIME_DEFECT_CHARSET_UNKNOWN]       = { "mime.charset-unknown", FALSE },
    [MIME_DEFECT_VERSION]               = { "mime.version", TRUE },
    [MIME_DEFECT_TOO_DEEP]              = { "mime.too-deep", FALSE },
    [MIME_DEFECT_TOO_MANY_PARTS]        = { "mime.too-many-parts", FALSE },
};
/* clang-format on */

static void find_defect(Conversation *conversation, const char *code, const MessageDefect *defect,
                        FindingPlace place) {
    const FindingKind *kind = finding_find(code);
    if (defect->offset == 0 && defect->detail == NULL) {
        conversation_find(conversation, code, place,
                          NULL); /* it has no place: something is not there */
        return;
    }
    g_autofree char *times =
        defect->count > 1 ? g_strdup_printf(", %u times in all", defect->count) : g_strdup("");
    const char *detail = defect->detail == NULL ? NULL
                                                : conversation_quote(conversation, defect->detail,
                                                                     strlen(defect->detail));
    conversation_find(conversation, code, place,
                      "%s (At octet %" G_GUINT64_FORMAT " of the message%s%s%s.)", kind->sentence,
                      defect->offset, times, detail != NULL ? ": " : "",
                      detail != NULL ? detail : "");
}

static void find_defects(Conversation *conversation, const MessageReader *reader,
                         const MessageContext *context, FindingPlace place) {
    gboolean is_whole = reader->integrity <= NOTE_CONFLICTING;
    for (guint i = 0; reader->defects != NULL && i < MIME_N_DEFECTS; i++) {
        const MessageDefect *defect = &reader->defects[i];
        gboolean is_declared = i == MIME_DEFECT_HEADER_8BIT && context->is_utf8;
        if (defect->count > 0 && !is_declared && (is_whole || !defect_rows[i].needs_whole)) {
            find_defect(conversation, defect_rows[i].code, defect, place);
        }
    }
}

static void find_incomplete(Conversation *conversation, const MessageReader *reader,
                            FindingPlace place) {
    if (reader->lost_octets > 0) {
        conversation_find(conversation, "message.incomplete", place,
                          "%" G_GUINT64_FORMAT " octets of the message are missing, the first of "
                          "them behind octet %" G_GUINT64_FORMAT "%s.",
                          reader->lost_octets, reader->lost_offset,
                          reader->integrity == NOTE_SNAPPED ? " (cut off by the snap length)" : "");
    } else if (reader->integrity == NOTE_UNTERMINATED) {
        conversation_find(conversation, "message.incomplete", place,
                          "The message never ended: after %" G_GUINT64_FORMAT
                          " octets the connection, the capture or the transaction was over.",
                          reader->octets);
    }
}

static void find_sender(Conversation *conversation, const MessageReader *reader,
                        const NoteMessage *note, FindingPlace place) {
    if (note->from.octets == NULL || reader->authors->len == 0 ||
        message_names_address(reader->authors, note->from.octets, note->from.length)) {
        return;
    }
    if (note->from.length == 0) {
        return; /* a report: it has an author, but nobody to report to */
    }
    conversation_find(conversation, "message.envelope-differs", place,
                      "The envelope names %s as sender, the header From says %s. Errors go to the "
                      "first, people see the second.",
                      conversation_quote(conversation, note->from.octets, note->from.length),
                      reader->fields[MESSAGE_FROM] != NULL
                          ? conversation_quote(conversation, reader->fields[MESSAGE_FROM],
                                               strlen(reader->fields[MESSAGE_FROM]))
                          : "nothing");
}

#define HIDDEN_SHOWN_MAX 5u
#define HIDDEN_LOOKED_AT_MAX 100u /* recipients that are looked for in the header */

static void find_hidden(Conversation *conversation, const MessageReader *reader,
                        const NoteMessage *note, FindingPlace place) {
    g_autoptr(GString) names = NULL;
    guint n = 0;
    for (guint i = 0; i < MIN(note->n_to, HIDDEN_LOOKED_AT_MAX); i++) {
        const NoteText *to = &note->to[i];
        if (message_names_address(reader->readers, to->octets, to->length)) {
            continue;
        }
        names = names != NULL ? names : g_string_new(NULL);
        if (n++ < HIDDEN_SHOWN_MAX) {
            g_string_append_printf(names, "%s%s", n > 1 ? ", " : "",
                                   conversation_quote(conversation, to->octets, to->length));
        }
    }
    if (n > HIDDEN_SHOWN_MAX) {
        g_string_append_printf(names, " and %u more", n - HIDDEN_SHOWN_MAX);
    }
    if (n > 0) {
        conversation_find(conversation, "message.recipient-not-in-header", place,
                          "The envelope sends this mail to %s, whom neither To nor Cc names: a "
                          "blind copy, a mailing list, or forwarding.",
                          names->str);
    }
}

void message_find(Conversation *conversation, const MessageReader *reader, const NoteMessage *note,
                  const MessageContext *context) {
    Span span = {reader->direction, reader->wire_start, reader->wire_end - reader->wire_start};
    FindingPlace place = {note->frames, span.length > 0, span, context->command_n};
    find_incomplete(conversation, reader, place);
    find_defects(conversation, reader, context, place);
    find_sender(conversation, reader, note, place);
    if (reader->integrity <= NOTE_CONFLICTING) {
        find_hidden(conversation, reader, note, place);
    }
    if (reader->has_8bit && !context->is_8bit) {
        conversation_find(conversation, "smtp.8bit-not-declared", place, NULL);
    }
    if (context->has_size && context->size > 0 && reader->octets > context->size) {
        conversation_find(conversation, "smtp.size-exceeded", place,
                          "MAIL announced %" G_GUINT64_FORMAT " octets, the message has "
                          "%" G_GUINT64_FORMAT ".",
                          context->size, reader->octets);
    }
}
