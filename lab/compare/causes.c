/* SPDX-License-Identifier: MIT */
/* The table of causes, and the order in which their rules are asked. A rule stands in the file of
 * its protocol; here is only what a person is told. */
#include "compare/causes_parts.h"

#define M CAUSE_MAILLAB
#define B CAUSE_BOTH

/* clang-format off */
static const Cause rows[N_CAUSES] = {
    /* what both see of the connection */
    [CAUSE_OTHER_PORT] = { "D13", "mail on another port",
      "Wireshark chooses its dissector by the port number, so it does not know this connection, or takes it for another protocol. maillab knows it by what is said in it; Decode As shows it in Wireshark.",
      "RFC 5321 §3.1", M },
    [CAUSE_NO_MAIL] = { "D13", "no mail on a port for mail",
      "Wireshark reads every connection to this port as mail. This one is none: the client speaks before any greeting, or there is none. A port number is a convention, the words decide.",
      "RFC 1939 §4", M },
    [CAUSE_COMPRESSED] = { "W1", "compressed octets",
      "After COMPRESS the octets are compressed; Wireshark reads them as lines all the same. maillab expands them first.",
      "RFC 4978 §3", M },
    [CAUSE_ENCRYPTED] = { "W2", "encrypted octets",
      "The octets are encrypted from here on. Only who was given the secrets of this session reads them.",
      "RFC 3207 §4", B },
    /* what the network did */
    [CAUSE_BAD_CHECKSUM] = { "D19", "the damaged copy of a segment",
      "A segment came twice, with different octets, and the checksum of one copy is wrong: it was damaged on the way and the receiver threw it away. Wireshark does not verify checksums by default and keeps the copy that came first.",
      "RFC 9293 §3.1", M },
    [CAUSE_LOST_SEGMENT] = { "D5", "a segment that is not in the capture",
      "Octets of the text are missing in the capture. Wireshark joins what is before the hole to what is behind it and says nothing in the text itself; maillab counts what is missing and calls the text incomplete.",
      "RFC 9293 §3.4", M },
    [CAUSE_OUT_OF_ORDER] = { "W3", "segments that came out of order",
      "Wireshark hands octets to its dissector as packets arrive, unless the preference “Reassemble out-of-order segments” is on. TCP delivers octets in the order of their sequence numbers, whatever the order of arrival.",
      "RFC 9293 §3.4", M },
    [CAUSE_SNAPPED] = { "D17", "packets that were cut when they were captured",
      "The capture holds only the front of some packets. What is behind the cut is not there for anybody; Wireshark goes on as if nothing were missing and so misses the end of the text, maillab says where the cut is.",
      "RFC 9293 §3.4", M },
    [CAUSE_LATE_START] = { "D18", "a capture that begins in mid-session",
      "The capture begins in the middle of a text. Wireshark takes its lines for commands; maillab says that it does not know where it is until a reply of the server tells.",
      "RFC 5321 §3.3", M },
    /* texts of SMTP */
    [CAUSE_DOT_STUFFING] = { "D1", "dots that were put in front of lines",
      "A line of the text that begins with a dot crosses the network with one more dot in front, which the receiver takes away. Wireshark keeps and counts these dots.",
      "RFC 5321 §4.5.2", M },
    [CAUSE_EMPTY_LAST_LINE] = { "W4", "an empty line in front of the lone dot",
      "The last line of the text is empty. Wireshark takes its line end for a part of the end of data, so that the text is two octets short. The end of data is CRLF, dot, CRLF, and the first CRLF belongs to the line in front of it: here to the empty one.",
      "RFC 5321 §4.1.1.4", M },
    [CAUSE_REFUSED_DATA] = { "D2", "DATA that the server refused",
      "The server refused DATA. Wireshark does not look at the reply and takes what follows for the text of a message; without 354 no text begins, so these are commands.",
      "RFC 5321 §3.3", M },
    [CAUSE_CHUNKING] = { "D3", "a message sent in chunks (BDAT)",
      "BDAT says how many octets of the message follow, and they are counted. Wireshark loses its way: it takes the command for text and does not put the chunks together, and often does not find back to commands.",
      "RFC 3030 §2", M },
    [CAUSE_ONE_SEGMENT] = { "D4", "commands and text in one packet",
      "The client sent DATA and the text in one packet. Wireshark decides once for a whole packet, and takes all of it for text; which octets are commands follows from the protocol, not from packets.",
      "RFC 2920 §3.1", M },
    [CAUSE_AFTER_DOT] = { "W5", "commands behind the lone dot, in the same packet",
      "A command follows the end of the text in the same packet. Wireshark shows nothing of what is behind the dot there; a client that pipelines may send it so.",
      "RFC 2920 §3.1", M },
    [CAUSE_BARE_LINE_END] = { "D7", "a dot between line ends that are no CRLF",
      "Wireshark ends the text at a dot behind a bare LF or CR, and shows nothing of what follows. Only CRLF, dot, CRLF ends a text; a server that is as lenient can be made to see a second mail here (SMTP smuggling).",
      "RFC 5321 §4.1.1.4", M },
    [CAUSE_LENIENT_END] = { "D7", "a server that ended the text at a bare LF",
      "There is no CRLF, dot, CRLF, so that by the RFC the text is not over, and Wireshark goes on reading text. But the server answered as for the end of data: it was lenient, and what counts is what it did. maillab follows it and warns.",
      "RFC 5321 §2.3.8", B },
    [CAUSE_LOGIN_EXCHANGE] = { "D11", "an answer within a login",
      "This line is an answer in the exchange of a login. Wireshark does not follow the exchange and takes it for a command, for a tag or for the text of a message.",
      "RFC 4954 §4", M },
    [CAUSE_BASE64_ANSWER] = { "D15", "a login in base64",
      "Wireshark shows user name and password as they cross the network, in base64 (its preference “Decrypt AUTH parameters” changes that, though nothing is encrypted). maillab shows what the base64 says.",
      "RFC 4954 §4", B },
    [CAUSE_FOUR_LETTERS] = { "D12", "a verb that has not four letters",
      "Wireshark takes the first four letters of every SMTP command for its verb and what stands behind the fifth for its argument; a verb ends at the first space.",
      "RFC 5321 §4.1.1", M },
    [CAUSE_UNKNOWN_VERB] = { "W6", "a command that has not four letters and is not known",
      "Wireshark takes a line for a command if its verb has four letters or is one of a few longer ones, and this one for text. Where no text was begun by 354, every line is a command, if only one that the server refuses.",
      "RFC 5321 §4.1.1", M },
    [CAUSE_SPLIT_REPLY] = { "W20", "lines that came in several packets",
      "Wireshark puts a line of SMTP together only where a packet begins with it, and takes the first line of each packet for a new reply. A line ends at CRLF and a reply at the line with a space behind its code, in whatever packets they come.",
      "RFC 5321 §4.2.1", M },
    /* POP3 */
    [CAUSE_OCTET_COUNT] = { "D8", "the number of octets in the reply",
      "Wireshark ends a message when as many packets have come as hold the number of octets that the reply to RETR or TOP names, and without a number takes each packet for a message. That number is a courtesy of the server; the message ends at the lone dot.",
      "RFC 1939 §3", M },
    [CAUSE_LOOKS_LIKE_REPLY] = { "D8", "a line of a message that looks like a reply",
      "A packet within a message begins with +OK or -ERR, and Wireshark takes it for a reply. Whether a line is a reply follows from the command and the lone dot, not from how the line begins.",
      "RFC 1939 §3", M },
    [CAUSE_FIRST_LINE_ONLY] = { "D8", "several commands or replies in one packet",
      "Wireshark takes the first line of a packet for a command or a reply and the others for its further lines. With pipelining several stand in one packet; each line of the client is a command, and each reply ends by the rules of its command.",
      "RFC 2449 §6.6", M },
    [CAUSE_SPLIT_LINE] = { "W7", "a line that came in several packets",
      "Wireshark does not put lines of POP3 together: it takes the end of a packet for the end of a line. A line ends at CRLF, in whatever packets it comes.",
      "RFC 1939 §3", M },
    [CAUSE_TEXT_WITH_STATUS] = { "W8", "text in the packet of the line +OK, and behind it",
      "Wireshark shows what stands in the packet of the line +OK as lines of the reply, and takes the packets that follow for a message. The text begins right behind the line +OK and ends at the lone dot, in whatever packets it comes.",
      "RFC 1939 §3", M },
    [CAUSE_LONE_DOT_COUNTED] = { "W9", "the lone dot counted as text",
      "Wireshark counts the lone dot and its line end as octets of the message. They end it and are no part of it.",
      "RFC 1939 §3", M },
    /* IMAP */
    [CAUSE_LOGIN_STRING] = { "D9", "user name and password of LOGIN",
      "Wireshark cuts the arguments of LOGIN at spaces, leaves the quotes on the user name, and takes the first and last octet off the password as if they were always quotes. They are atoms, quoted strings or literals, and each is read in its own way.",
      "RFC 9051 §9", M },
    [CAUSE_LITERAL] = { "D10", "octets of a literal",
      "These octets belong to a literal, whose length stands in braces in front of it. Wireshark takes the first literal of a FETCH for a whole message, whatever it is, and reads the lines of all others as commands or replies. Octets of a literal are content, whatever they look like, and what kind of content the item in front of them says.",
      "RFC 9051 §4.3", M },
    [CAUSE_CONTINUATION] = { "W10", "a plus sign taken for a tag",
      "The server asks the client to go on. Wireshark takes the plus sign for a tag and the next word for a status; a continuation request has neither.",
      "RFC 9051 §7.6", M },
    [CAUSE_REPLY_WORD] = { "W11", "the first word of a reply's text",
      "Wireshark shows the first word behind OK, NO or BAD as the command of the reply. That word is the front of a text for people, or a response code; which command is answered follows from the tag.",
      "RFC 9051 §2.2.2", M },
    [CAUSE_IDLE_DONE] = { "W12", "DONE, which ends IDLE",
      "Wireshark takes DONE for a tag. It is a line without a tag, which ends the command IDLE.",
      "RFC 9051 §6.3.13", M },
    [CAUSE_FOLDER] = { "W13", "which word is the mailbox",
      "Wireshark shows the word behind the verb as the mailbox in the commands that it knows, quotes included, and none in others. Which argument is a mailbox follows from the grammar of each command.",
      "RFC 9051 §9", M },
    [CAUSE_UID_WORD] = { "W14", "UID in front of a command",
      "Wireshark shows UID as the command. It belongs to the command behind it, and says that its numbers are unique identifiers.",
      "RFC 9051 §6.4.9", M },
    [CAUSE_TIME_FROM_LINE] = { "W15", "the time of a command that came in several packets",
      "Wireshark measures from the packet with the first line of the command, and so counts the time that the client took to send the rest; maillab measures from the command's last octet, when the server can begin to answer.",
      NULL, B },
    /* TCP */
    [CAUSE_TLS_RECORDS] = { "W16", "TLS records that came in several packets",
      "Wireshark counts the packets of a TLS record, maillab those of a command or reply: other units of the same octets.",
      "RFC 8446 §5.1", B },
    [CAUSE_TLS_SUITE] = { "W19", "a cipher suite that maillab does not read",
      "The session uses an old cipher suite (CBC). maillab does not decrypt those, even with the secrets, and says so; Wireshark does.",
      "RFC 5246 §6.2.3.2", CAUSE_WIRESHARK },
    [CAUSE_NO_OCTETS] = { "W17", "sequence numbers of packets without octets",
      "This packet carries no octets of mail. Wireshark judges its sequence number all the same; maillab tells what happened to octets.",
      "RFC 9293 §3.4", B },
    [CAUSE_GUESS] = { "W18", "sent again, or only overtaken?",
      "Wireshark guesses from times and sequence numbers whether a packet was sent again or only came late, and gives no octets of a packet that it takes for sent again to its dissectors. maillab looks whether these octets were in the capture before; a receiver takes those that are new.",
      "RFC 9293 §3.10.7.4", M },
};

static CauseId (*const readers[])(const Difference *) = {
    cause_of_view, cause_of_tcp, cause_of_smtp, cause_of_pop, cause_of_imap, cause_of_network,
};
/* clang-format on */

const Cause *causes_explain(const Difference *difference) {
    CauseId found = CAUSE_NONE;
    for (guint i = 0; i < G_N_ELEMENTS(readers) && found == CAUSE_NONE; i++)
        found = readers[i](difference);
    return found == CAUSE_NONE ? NULL : &rows[found];
}

const Cause *causes_rows(guint *n_rows) {
    *n_rows = N_CAUSES - 1;
    return rows + 1;
}

const char *cause_right_name(CauseRight right) {
    static const char *const names[] = {
        [CAUSE_MAILLAB] = "maillab", [CAUSE_WIRESHARK] = "Wireshark", [CAUSE_BOTH] = "both"};
    return names[right];
}
