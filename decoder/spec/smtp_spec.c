/* SPDX-License-Identifier: MIT */
/* SMTP and LMTP as tables: states, commands, and what each reply does. RFC 5321, RFC 2033 and the
 * extensions that add commands. No code here decides anything: see spec_machine.c. */
#include "spec/smtp_spec.h"

#define S(name) SPEC_STATE(SMTP_STATE_##name)
/* Where the server takes commands and a session is open. */
#define SESSION (S(READY) | S(MAIL) | S(RCPT) | S(BDAT))
#define OPEN (S(GREETED) | SESSION)

/* clang-format off */
static const SpecState states[SMTP_N_STATES] = {
    [SMTP_STATE_START]   = { "START",   "RFC 5321 §3.1", "The connection is open and the server has not yet said that it is ready." },
    [SMTP_STATE_REFUSED] = { "REFUSED", "RFC 5321 §3.1", "The server answered the connection with a refusal; it only waits for QUIT." },
    [SMTP_STATE_GREETED] = { "GREETED", "RFC 5321 §3.2", "The server has greeted; now the client says its name with EHLO or HELO (LHLO in LMTP)." },
    [SMTP_STATE_READY]   = { "READY",   "RFC 5321 §4.1.4", "Both sides know each other and no mail is under way: a transaction may begin with MAIL." },
    [SMTP_STATE_MAIL]    = { "MAIL",    "RFC 5321 §3.3", "A transaction is open and has a sender; it needs its first recipient." },
    [SMTP_STATE_RCPT]    = { "RCPT",    "RFC 5321 §3.3", "The envelope has a sender and at least one accepted recipient; the text may follow." },
    [SMTP_STATE_DATA]    = { "DATA",    "RFC 5321 §4.1.1.4", "What the client sends now is message text, not commands, until a line that holds only a dot." },
    [SMTP_STATE_BDAT]    = { "BDAT",    "RFC 3030 §2", "Chunks of the message have been sent and the one marked LAST has not been accepted; after a refused chunk only RSET leads on." },
    [SMTP_STATE_AUTH]    = { "AUTH",    "RFC 4954 §4", "A login is under way: the client's next line answers the server's challenge and is no command." },
    [SMTP_STATE_CLOSED]  = { "CLOSED",  "RFC 5321 §3.8", "The server has said goodbye and closes the connection." },
    [SMTP_STATE_TLS]     = { "TLS",     "RFC 3207 §4.2", "The connection is encrypted and the observer has no keys: what happens inside cannot be seen.", .is_observer = TRUE },
    [SMTP_STATE_LOST]    = { "LOST",    "RFC 5321 §4.3.1", "Octets are missing from the capture, so the observer does not know the state until a reply shows it.", .is_observer = TRUE },
};

static const SpecCommand commands[SMTP_N_COMMANDS] = {
    [SMTP_CONNECT] = { "<connect>", "(the TCP connection is opened)", SPEC_TURN_LAST_IN_PIPELINE, "RFC 5321 §3.1",
        "opens the TCP connection; the server speaks first and greets",
        "The client waits for the server's 220 before it sends anything." },
    [SMTP_EHLO] = { "EHLO", "EHLO <domain>", SPEC_TURN_LAST_IN_PIPELINE, "RFC 5321 §4.1.1.1",
        "introduces the client by its domain name and asks which extensions the server offers; it also drops a transaction that is open",
        "Read the keywords in the reply: only what is listed there may be used. Then log in, start TLS, or begin a mail with MAIL." },
    [SMTP_HELO] = { "HELO", "HELO <domain>", SPEC_TURN_LAST_IN_PIPELINE, "RFC 5321 §4.1.1.1",
        "introduces the client by its domain name in the old way, without extensions",
        "Begin a mail with MAIL. Without EHLO no parameter of any extension may be used." },
    [SMTP_LHLO] = { "LHLO", "LHLO <domain>", SPEC_TURN_LAST_IN_PIPELINE, "RFC 2033 §4.1",
        "introduces the client in LMTP, which has neither HELO nor EHLO so that nobody takes one protocol for the other",
        "Read the keywords in the reply, then begin a mail with MAIL." },
    [SMTP_MAIL] = { "MAIL", "MAIL FROM:<path> [parameters]", SPEC_TURN_FREE, "RFC 5321 §4.1.1.2",
        "opens a transaction and names the envelope sender, to whom errors are reported; <> means that nobody wants a report",
        "Name the recipients with RCPT, one command for each." },
    [SMTP_RCPT] = { "RCPT", "RCPT TO:<path> [parameters]", SPEC_TURN_FREE, "RFC 5321 §4.1.1.3",
        "names one envelope recipient; repeated for each of them, and each gets its own reply",
        "Name further recipients, or send the text with DATA or BDAT." },
    [SMTP_DATA] = { "DATA", "DATA", SPEC_TURN_FRAMING_WAITS | SPEC_TURN_LAST_IN_PIPELINE, "RFC 5321 §4.1.1.4",
        "asks to send the message text",
        "Wait for 354, then send header, empty line and body, and end with a line that holds only a dot." },
    [SMTP_END_OF_DATA] = { "<end-of-data>", ".", SPEC_TURN_FREE, "RFC 5321 §4.1.1.4",
        "is the lone dot that ends the text: CRLF, dot, CRLF",
        "Keep the message until the reply has come: only a 250 says that the server has taken it over." },
    [SMTP_BDAT] = { "BDAT", "BDAT <octets>", SPEC_TURN_FREE, "RFC 3030 §2",
        "sends a chunk of the message whose octets are counted, so that nothing in it needs a dot added",
        "Send the next chunk; the last one says LAST." },
    [SMTP_BDAT_LAST] = { "BDAT LAST", "BDAT <octets> LAST", SPEC_TURN_FREE, "RFC 3030 §2",
        "sends the last chunk of the message, which may be empty, and so ends the message",
        "Keep the message until the reply has come: only a 250 says that the server has taken it over." },
    [SMTP_RSET] = { "RSET", "RSET", SPEC_TURN_FREE, "RFC 5321 §4.1.1.5",
        "drops the transaction: sender, recipients and text are forgotten, the session stays",
        "Begin anew with MAIL, or leave with QUIT." },
    [SMTP_VRFY] = { "VRFY", "VRFY <user or mailbox>", SPEC_TURN_LAST_IN_PIPELINE, "RFC 5321 §4.1.1.6",
        "asks whether a name is a mailbox here; most servers answer 252 to tell spammers nothing",
        "The transaction, if there is one, is untouched: go on as before." },
    [SMTP_EXPN] = { "EXPN", "EXPN <list>", SPEC_TURN_LAST_IN_PIPELINE, "RFC 5321 §4.1.1.7",
        "asks who is on a mailing list; hardly any server tells",
        "The transaction, if there is one, is untouched: go on as before." },
    [SMTP_HELP] = { "HELP", "HELP [<command>]", SPEC_TURN_FREE, "RFC 5321 §4.1.1.8",
        "asks the server for a text that helps a person",
        "The transaction, if there is one, is untouched: go on as before." },
    [SMTP_NOOP] = { "NOOP", "NOOP", SPEC_TURN_LAST_IN_PIPELINE, "RFC 5321 §4.1.1.9",
        "does nothing but get an answer: a sign of life, or a point to wait at",
        "Go on as before." },
    [SMTP_QUIT] = { "QUIT", "QUIT", SPEC_TURN_LAST_IN_PIPELINE, "RFC 5321 §4.1.1.10",
        "asks to end the session; a transaction that is still open is dropped",
        "Wait for 221, then close the connection." },
    [SMTP_AUTH] = { "AUTH", "AUTH <mechanism> [initial response]", SPEC_TURN_FRAMING_WAITS | SPEC_TURN_LAST_IN_PIPELINE, "RFC 4954 §4",
        "starts a login with one of the SASL mechanisms that the server listed",
        "On 334 answer the challenge; on 235 the login is done." },
    [SMTP_SASL_RESPONSE] = { "<sasl-response>", "base64, or * to give up", SPEC_TURN_FRAMING_WAITS | SPEC_TURN_LAST_IN_PIPELINE, "RFC 4954 §4",
        "answers the server's challenge during a login, in base64; a lone * gives the login up",
        "Another 334 is another challenge; 235 is success." },
    [SMTP_STARTTLS] = { "STARTTLS", "STARTTLS", SPEC_TURN_FRAMING_WAITS | SPEC_TURN_LAST_IN_PIPELINE, "RFC 3207 §4",
        "asks to go on encrypted on the same connection",
        "On 220 begin the TLS handshake; inside it say EHLO again, for everything learned before is void." },
    [SMTP_ETRN] = { "ETRN", "ETRN <domain>", SPEC_TURN_LAST_IN_PIPELINE, "RFC 1985 §5",
        "asks the server to deliver now what waits in its queue for a domain, over a connection of its own",
        "Expect the mail on a new connection from the server." },
};

/* What only SMTP has stands first, what only LMTP has stands last: each protocol sees a window of
 * the one table. */
static const SpecTransition rows[] = {
    /* SMTP only */
    /* from                command             reply  to                   RFC                   why */
    { OPEN,                SMTP_EHLO,          "250", SMTP_STATE_READY,    "RFC 5321 §4.1.4",    "the client has introduced itself and knows the server's extensions; any transaction is dropped" },
    { OPEN,                SMTP_HELO,          "250", SMTP_STATE_READY,    "RFC 5321 §4.1.1.1",  "the client has introduced itself; HELO offers no extensions, EHLO would" },
    { S(DATA),             SMTP_END_OF_DATA,   "xxx", SMTP_STATE_READY,    "RFC 5321 §4.1.1.4",  "delivered or refused, the transaction is over" },
    { S(RCPT) | S(BDAT),   SMTP_BDAT_LAST,     "250", SMTP_STATE_READY,    "RFC 3030 §2",        "the last chunk is in: the server has taken the message over" },
    { S(RCPT) | S(BDAT),   SMTP_BDAT_LAST,     "4xx", SMTP_STATE_BDAT,     "RFC 3030 §2",        "the message is refused for now; what state that leaves is open, so only RSET leads on" },
    { S(RCPT) | S(BDAT),   SMTP_BDAT_LAST,     "5xx", SMTP_STATE_BDAT,     "RFC 3030 §2",        "the message is refused; what state that leaves is open, so only RSET leads on" },
#define N_SMTP_ONLY 6

    /* both */
    { S(START),            SMTP_CONNECT,       "220", SMTP_STATE_GREETED,  "RFC 5321 §3.1",      "the server is ready and says its name" },
    { S(START),            SMTP_CONNECT,       "4xx", SMTP_STATE_REFUSED,  "RFC 5321 §4.2.1",    "the server takes no mail at the moment; only QUIT makes sense" },
    { S(START),            SMTP_CONNECT,       "5xx", SMTP_STATE_REFUSED,  "RFC 5321 §3.1",      "the server takes no mail from this client; it waits for QUIT" },
    { S(READY),            SMTP_MAIL,          "250", SMTP_STATE_MAIL,     "RFC 5321 §3.3",      "the sender is accepted: the envelope has begun" },
    { S(MAIL) | S(RCPT),   SMTP_RCPT,          "250", SMTP_STATE_RCPT,     "RFC 5321 §3.3",      "one recipient is accepted" },
    { S(MAIL) | S(RCPT),   SMTP_RCPT,          "251", SMTP_STATE_RCPT,     "RFC 5321 §3.4",      "one recipient is accepted: the mailbox has moved, and the server forwards" },
    { S(MAIL) | S(RCPT),   SMTP_RCPT,          "252", SMTP_STATE_RCPT,     "RFC 5321 §3.5.3",    "one recipient is accepted unverified: the server will try to deliver" },
    { S(RCPT),             SMTP_DATA,          "354", SMTP_STATE_DATA,     "RFC 5321 §3.3",      "what follows is text, not commands" },
    { S(RCPT) | S(BDAT),   SMTP_BDAT,          "250", SMTP_STATE_BDAT,     "RFC 3030 §2",        "one chunk is in, more will follow" },
    { S(RCPT) | S(BDAT),   SMTP_BDAT,          "4xx", SMTP_STATE_BDAT,     "RFC 3030 §2",        "a chunk is refused for now, and with it the message; only RSET leads on" },
    { S(RCPT) | S(BDAT),   SMTP_BDAT,          "5xx", SMTP_STATE_BDAT,     "RFC 3030 §2",        "a chunk is refused, and with it the message; only RSET leads on" },
    { SESSION,             SMTP_RSET,          "250", SMTP_STATE_READY,    "RFC 5321 §4.1.1.5",  "the transaction is dropped, the session stays" },
    { S(GREETED),          SMTP_RSET,          "250", SPEC_SAME,           "RFC 5321 §4.1.1.5",  "there was nothing to drop, and the client has still not introduced itself" },
    { OPEN,                SMTP_VRFY,          "2xx", SPEC_SAME,           "RFC 5321 §4.1.1.6",  "a question was answered; the transaction is untouched" },
    { OPEN,                SMTP_EXPN,          "2xx", SPEC_SAME,           "RFC 5321 §4.1.1.7",  "a question was answered; the transaction is untouched" },
    { OPEN,                SMTP_HELP,          "2xx", SPEC_SAME,           "RFC 5321 §4.1.1.8",  "the server explained itself; the transaction is untouched" },
    { OPEN,                SMTP_NOOP,          "2xx", SPEC_SAME,           "RFC 5321 §4.1.1.9",  "nothing was asked, nothing changes" },
    { OPEN | S(REFUSED),   SMTP_QUIT,          "221", SMTP_STATE_CLOSED,   "RFC 5321 §4.1.1.10", "the server says goodbye and closes the connection" },
    { S(READY),            SMTP_AUTH,          "334", SMTP_STATE_AUTH,     "RFC 4954 §4",        "the server sends a challenge; the client's next line answers it" },
    { S(READY),            SMTP_AUTH,          "235", SPEC_SAME,           "RFC 4954 §4",        "the login succeeded at once" },
    { S(AUTH),             SMTP_SASL_RESPONSE, "334", SPEC_SAME,           "RFC 4954 §4",        "the server sends another challenge" },
    { S(AUTH),             SMTP_SASL_RESPONSE, "235", SMTP_STATE_READY,    "RFC 4954 §4",        "the login succeeded" },
    { S(AUTH),             SMTP_SASL_RESPONSE, "4xx", SMTP_STATE_READY,    "RFC 4954 §4",        "the login failed for now; commands are taken again" },
    { S(AUTH),             SMTP_SASL_RESPONSE, "5xx", SMTP_STATE_READY,    "RFC 4954 §4",        "the login failed or was given up; commands are taken again" },
    { S(READY),            SMTP_STARTTLS,      "220", SMTP_STATE_GREETED,  "RFC 3207 §4.2",      "TLS begins; inside it the session starts anew, as if just greeted" },
    { S(READY),            SMTP_ETRN,          "25x", SPEC_SAME,           "RFC 1985 §5.1",      "the server looks after its queue for that domain" },

    /* LMTP only */
    { OPEN,                SMTP_LHLO,          "250", SMTP_STATE_READY,    "RFC 2033 §4.1",      "the client has introduced itself; any transaction is dropped" },
    { S(DATA),             SMTP_END_OF_DATA,   "xxx", SMTP_STATE_READY,    "RFC 2033 §4.2",      "every accepted recipient has had its own reply: the transaction is over" },
    { S(RCPT) | S(BDAT),   SMTP_BDAT_LAST,     "xxx", SMTP_STATE_READY,    "RFC 2033 §4.3",      "every accepted recipient has had its own reply: the transaction is over" },
#define N_LMTP_ONLY 3
};

static const SpecInterrupt interrupts[] = {
    { "421", SMTP_STATE_CLOSED, "RFC 5321 §3.8", "the server gives up and closes the connection" },
};
/* clang-format on */

#define COMMON_TABLES                                                                              \
    .states = states, .n_states = G_N_ELEMENTS(states), .commands = commands,                      \
    .n_commands = G_N_ELEMENTS(commands), .interrupts = interrupts,                                \
    .n_interrupts = G_N_ELEMENTS(interrupts), .replies = smtp_replies,                             \
    .n_replies = SMTP_N_REPLIES, .initial = SMTP_STATE_START, .lost = SMTP_STATE_LOST,             \
    .tls = SMTP_STATE_TLS, .closed = SMTP_STATE_CLOSED

const SpecProtocol spec_smtp = {
    .name = "smtp",
    COMMON_TABLES,
    .transitions = rows,
    .n_transitions = G_N_ELEMENTS(rows) - N_LMTP_ONLY,
};

const SpecProtocol spec_lmtp = {
    .name = "lmtp",
    COMMON_TABLES,
    .transitions = rows + N_SMTP_ONLY,
    .n_transitions = G_N_ELEMENTS(rows) - N_SMTP_ONLY,
};
