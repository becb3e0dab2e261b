/* SPDX-License-Identifier: MIT */
/* A table of the kinds of words. It knows no single word. */
#include "explain_kind.h"

/* clang-format off */
static const ExplainKind kinds[SPEC_N_WORD_KINDS] = {
    [SPEC_WORD_EHLO_KEYWORD] = {
        "a keyword with which the server, in its reply to EHLO, says what it offers.",
        "The server says it right after EHLO (never after HELO), and again after STARTTLS, where "
        "the list may differ (RFC 3207 §4.2).",
        "The client may make use of it in this session; from a server that did not say it, it may not.",
        { "C: EHLO laptop.ksit.example", "S: 250-mail.ksit.example", "S: 250 {}" } },
    [SPEC_WORD_MAIL_PARAMETER] = {
        "a parameter of MAIL, from the client.",
        "It stands behind the sender's path, and only if the server's reply to EHLO offered the "
        "extension it belongs to.",
        "A server that does not know it answers 555 (RFC 5321 §4.1.1.11); leave it out then.",
        { "C: MAIL FROM:<alice@ksit.example> {}", "S: 250 2.1.0 Ok" } },
    [SPEC_WORD_RCPT_PARAMETER] = {
        "a parameter of RCPT, from the client.",
        "It stands behind a recipient's path, for this one recipient, and only if the server's reply "
        "to EHLO offered the extension it belongs to.",
        "A server that does not know it answers 555 (RFC 5321 §4.1.1.11); leave it out then.",
        { "C: RCPT TO:<bob@ksit.example> {}", "S: 250 2.1.5 Ok" } },
    [SPEC_WORD_ENHANCED_CODE] = {
        "an enhanced status code, from the server, after the reply code.",
        "It stands at the beginning of the text of replies, if the server offers ENHANCEDSTATUSCODES "
        "(RFC 2034 §4), and in the reports on mail that could not be delivered (RFC 3464 §2.3.4).",
        "A program goes by the reply code before it; a person reads this one to learn why.",
        { NULL } },
    [SPEC_WORD_SASL_MECHANISM] = {
        "a way to log in (SASL mechanism), chosen by the client.",
        "The server offers it (SMTP: AUTH in its reply to EHLO; POP3: SASL in CAPA; IMAP: a capability "
        "that begins with AUTH=). The client names it in AUTH or AUTHENTICATE, and the two exchange "
        "lines of base64.",
        "Success is 235, +OK or OK; after a refusal the client may try another one.",
        { "S: 250-AUTH {}", "C: AUTH {}", "S: 334 (a challenge in base64, perhaps empty)",
          "C: (the answer in base64)" } },
    [SPEC_WORD_HEADER] = {
        "a header field of the message.",
        "The author's program writes it, or a server or list on the way; it stands before the empty "
        "line at which the body begins. No server needs it to deliver the mail: that is the "
        "envelope's business.",
        "See it in a capture with `maillab analyze -x`, which names every field.",
        { "{}: (its value)" } },
    [SPEC_WORD_ENCODING] = {
        "a value of Content-Transfer-Encoding, in the header of a message or part.",
        "The sending program chooses it for each part that holds data, and says so in the part's "
        "header; the receiving program undoes it.",
        "See what an encoding does: `maillab explain base64 TEXT`, `maillab explain quoted-printable TEXT`.",
        { "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: {}" } },
    [SPEC_WORD_PORT] = {
        "a TCP port.",
        "The server listens there, and the client connects to it from a port of its own choice. The "
        "number is a convention: maillab looks at the content too, and finds mail on any port.",
        "In Wireshark the filter below finds its packets; `maillab explain smtp pop3 imap` tells what is spoken there.",
        { "tcp.port == {}" } },
    [SPEC_WORD_POP3_CAPABILITY] = {
        "a capability that a POP3 server lists in its answer to CAPA.",
        "The client may ask before the login and after it, and should ask again after STLS; the "
        "answers may differ (RFC 2449 §5).",
        "The client may make use of it; a server that lists nothing may still know it, so trying is allowed.",
        { "C: CAPA", "S: +OK", "S: {}", "S: ." } },
    [SPEC_WORD_POP3_RESPONSE_CODE] = {
        "a code in brackets, at the beginning of a refusal of POP3.",
        "The server may use it if it lists RESP-CODES in its answer to CAPA (RFC 2449 §8).",
        "A program goes by the code, a person by the text behind it.",
        { "S: -ERR [{}] (a text for people)" } },
    [SPEC_WORD_IMAP_CAPABILITY] = {
        "a capability of an IMAP server.",
        "The server names it in its greeting, after CAPABILITY, and often after the login; before and "
        "after STARTTLS and the login the lists may differ (RFC 9051 §6.1.1).",
        "The client may make use of it; without it the client must do with plain IMAP.",
        { "C: a1 CAPABILITY", "S: * CAPABILITY IMAP4rev1 {}", "S: a1 OK done" } },
    [SPEC_WORD_IMAP_RESPONSE_CODE] = {
        "a code in brackets, at the beginning of a reply of IMAP.",
        "The server puts it behind OK, NO, BAD, BYE or PREAUTH, in the reply to a command or in an "
        "untagged line (RFC 9051 §7.1).",
        "A program goes by the code, a person by the text behind it.",
        { "S: a2 NO [{}] (a text for people; OK, BAD or BYE may stand before it as well)" } },
    [SPEC_WORD_IMAP_DATA] = {
        "what an IMAP server tells in a line that begins with a star.",
        "Such lines come before the tagged reply to the command that asked for them, and some at any "
        "time, unasked (RFC 9051 §7).",
        "The client has to take note of it even if it did not ask.",
        { "S: * {} (and what belongs to it)" } },
    [SPEC_WORD_FETCH_ITEM] = {
        "an item that the client asks for with FETCH in IMAP.",
        "The client may ask while a mailbox is SELECTED; the server answers with an untagged FETCH "
        "that names the item and its value.",
        "Several items may be asked for at once, in parentheses.",
        { "C: a3 FETCH 1 ({})", "S: * 1 FETCH ({} …)", "S: a3 OK done" } },
    [SPEC_WORD_SEARCH_KEY] = {
        "a key that the client looks for with SEARCH in IMAP.",
        "The client may search while a mailbox is SELECTED; several keys behind each other must all hold.",
        "The answer is a list of numbers, for FETCH or STORE; with UID SEARCH a list of UIDs.",
        { "C: a4 SEARCH {}", "S: * SEARCH 2 5", "S: a4 OK done" } },
    [SPEC_WORD_IMAP_FLAG] = {
        "a flag of a message, or a mark of a mailbox, in IMAP.",
        "The server tells flags in FETCH and FLAGS, and marks in LIST; the client changes flags with "
        "STORE.",
        "Flags belong to the message, not to the session: the next client sees them too.",
        { "S: * 1 FETCH (FLAGS ({}))" } },
};
/* clang-format on */

const ExplainKind *explain_kind(SpecWordKind kind) {
    return &kinds[kind];
}

void explain_kind_example(ExplainPage *page, const ExplainKind *kind, const char *word) {
    explain_page_paragraph(page, "It looks like this:");
    for (guint i = 0; i < G_N_ELEMENTS(kind->lines) && kind->lines[i] != NULL; i++) {
        g_autoptr(GString) line = g_string_new(kind->lines[i]);
        g_string_replace(line, "{}", word, 0);
        explain_page_quote(page, line->str);
    }
}
