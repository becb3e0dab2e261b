/* SPDX-License-Identifier: MIT */
/* POP3 as tables: states, commands, and what each reply does. RFC 1939 and the extensions that add
 * commands (RFC 2449, 2595, 5034, 6856). No code here decides anything: see spec_machine.c. */
#include "spec/pop3_spec.h"

#define S(name) SPEC_STATE(POP3_STATE_##name)
/* Before the login, and where a name may be given (anew). */
#define BEFORE_LOGIN (S(AUTHORIZATION) | S(USER))
#define IN_SESSION (BEFORE_LOGIN | S(TRANSACTION))

/* clang-format off */
static const SpecState states[POP3_N_STATES] = {
    [POP3_STATE_START]         = { "START",         "RFC 1939 §4", "The connection is open and the server has not yet greeted." },
    [POP3_STATE_AUTHORIZATION] = { "AUTHORIZATION", "RFC 1939 §4", "The server has greeted; the client must say who it is and prove it before it sees any mail." },
    [POP3_STATE_USER]          = { "USER",          "RFC 1939 §7", "Still AUTHORIZATION: a name has been given, and the password for it may follow." },
    [POP3_STATE_AUTH]          = { "AUTH",          "RFC 5034 §4", "Still AUTHORIZATION: a SASL login is under way, and the client's next line answers a challenge." },
    [POP3_STATE_TRANSACTION]   = { "TRANSACTION",   "RFC 1939 §5", "The maildrop is open and locked for this client: messages can be listed, fetched and marked for deletion." },
    [POP3_STATE_UPDATE]        = { "UPDATE",        "RFC 1939 §6", "QUIT was taken after a login: only now does the server remove the messages that were marked.", .is_end = TRUE },
    [POP3_STATE_CLOSED]        = { "CLOSED",        "RFC 1939 §4", "The server has said goodbye; without a login before, there was nothing to update." },
    [POP3_STATE_TLS]           = { "TLS",           "RFC 2595 §4", "The connection is encrypted and the observer has no keys: what happens inside cannot be seen.", .is_observer = TRUE },
    [POP3_STATE_LOST]          = { "LOST",          "RFC 1939 §3", "Octets are missing from the capture, so the observer does not know the state until a reply shows it.", .is_observer = TRUE },
};

static const SpecCommand commands[POP3_N_COMMANDS] = {
    [POP3_CONNECT] = { "<connect>", "(the TCP connection is opened)", SPEC_TURN_LAST_IN_PIPELINE, "RFC 1939 §4",
        "opens the TCP connection; the server speaks first and greets with +OK",
        "Wait for +OK. A greeting that holds <something@like.this> offers APOP." },
    [POP3_USER] = { "USER", "USER <name>", SPEC_TURN_FREE, "RFC 1939 §7",
        "names the mailbox whose mail is to be read",
        "Send the password with PASS. Many servers answer +OK to any name, so as not to tell which ones exist." },
    [POP3_PASS] = { "PASS", "PASS <password>", SPEC_TURN_FREE, "RFC 1939 §7",
        "proves who the client is by sending the password itself, readable by everyone on the way unless TLS is on",
        "On +OK the maildrop is open: ask with STAT or LIST what is in it." },
    [POP3_APOP] = { "APOP", "APOP <name> <digest>", SPEC_TURN_FREE, "RFC 1939 §7",
        "proves who the client is by the MD5 of the greeting's timestamp followed by the password, so that the password itself is not sent",
        "On +OK the maildrop is open: ask with STAT or LIST what is in it." },
    [POP3_AUTH] = { "AUTH", "AUTH <mechanism> [initial response]", SPEC_TURN_FRAMING_WAITS | SPEC_TURN_LAST_IN_PIPELINE, "RFC 5034 §4",
        "starts a login with one of the SASL mechanisms that CAPA lists",
        "Answer each line that begins with + ; on +OK the maildrop is open." },
    [POP3_SASL_RESPONSE] = { "<sasl-response>", "base64, or * to give up", SPEC_TURN_FRAMING_WAITS | SPEC_TURN_LAST_IN_PIPELINE, "RFC 5034 §4",
        "answers the server's challenge during a login, in base64; a lone * gives the login up",
        "Another line with + is another challenge; +OK is success." },
    [POP3_STLS] = { "STLS", "STLS", SPEC_TURN_FRAMING_WAITS | SPEC_TURN_LAST_IN_PIPELINE, "RFC 2595 §4",
        "asks to go on encrypted on the same connection",
        "On +OK begin the TLS handshake; ask CAPA again inside it, for what was learned before is void." },
    [POP3_CAPA] = { "CAPA", "CAPA", SPEC_TURN_FREE, "RFC 2449 §5",
        "asks what the server can do beyond the base protocol",
        "Read the list: each line is one capability.", SPEC_REPLY_MULTI_LINE },
    [POP3_UTF8] = { "UTF8", "UTF8", SPEC_TURN_FREE, "RFC 6856 §2.1",
        "switches the session to UTF-8, so that messages with UTF-8 headers come as they are",
        "Log in: UTF8 belongs before the login." },
    [POP3_LANG] = { "LANG", "LANG [<language>]", SPEC_TURN_FREE, "RFC 6856 §3",
        "chooses the language of the server's texts, or lists those there are",
        "Go on as before.", SPEC_REPLY_MULTI_LINE_WITHOUT_ARGUMENT },
    [POP3_STAT] = { "STAT", "STAT", SPEC_TURN_FREE, "RFC 1939 §5",
        "asks how many messages there are and how many octets they have together",
        "List them with LIST or UIDL, or fetch one with RETR." },
    [POP3_LIST] = { "LIST", "LIST [<message>]", SPEC_TURN_FREE, "RFC 1939 §5",
        "lists the messages by number with their sizes in octets; numbers never shift within a session",
        "Fetch one with RETR.", SPEC_REPLY_MULTI_LINE_WITHOUT_ARGUMENT },
    [POP3_UIDL] = { "UIDL", "UIDL [<message>]", SPEC_TURN_FREE, "RFC 1939 §7",
        "lists the messages with identifiers that stay the same from session to session, so that a client knows which ones it has already fetched",
        "Fetch those that are new with RETR.", SPEC_REPLY_MULTI_LINE_WITHOUT_ARGUMENT },
    [POP3_RETR] = { "RETR", "RETR <message>", SPEC_TURN_FREE, "RFC 1939 §5",
        "fetches one whole message",
        "The message follows +OK and ends with a lone dot. Keep it, or mark it for deletion with DELE.", SPEC_REPLY_MULTI_LINE },
    [POP3_TOP] = { "TOP", "TOP <message> <lines>", SPEC_TURN_FREE, "RFC 1939 §7",
        "fetches the header of one message and the first so many lines of its body",
        "Decide by it whether to fetch all of it with RETR.", SPEC_REPLY_MULTI_LINE },
    [POP3_DELE] = { "DELE", "DELE <message>", SPEC_TURN_FREE, "RFC 1939 §5",
        "marks one message for deletion; it is removed only when QUIT is taken",
        "QUIT makes it final, RSET takes every mark back." },
    [POP3_RSET] = { "RSET", "RSET", SPEC_TURN_FREE, "RFC 1939 §5",
        "takes back every deletion mark of this session",
        "Go on as before." },
    [POP3_NOOP] = { "NOOP", "NOOP", SPEC_TURN_FREE, "RFC 1939 §5",
        "does nothing but get an answer",
        "Go on as before." },
    [POP3_QUIT] = { "QUIT", "QUIT", SPEC_TURN_LAST_IN_PIPELINE, "RFC 1939 §6",
        "ends the session; after a login it is also what makes deletions final",
        "Wait for +OK, then close the connection." },
};

static const SpecTransition transitions[] = {
    /* from                     command             reply   to                         RFC             why */
    { S(START),                 POP3_CONNECT,       "+OK",  POP3_STATE_AUTHORIZATION,  "RFC 1939 §4",  "the server is ready and waits for a login" },
    { BEFORE_LOGIN,             POP3_USER,          "+OK",  POP3_STATE_USER,           "RFC 1939 §7",  "the name is taken down; the password may follow" },
    { BEFORE_LOGIN,             POP3_USER,          "-ERR", POP3_STATE_AUTHORIZATION,  "RFC 1939 §7",  "the server knows no such mailbox, or wants another kind of login" },
    { S(USER),                  POP3_PASS,          "+OK",  POP3_STATE_TRANSACTION,    "RFC 1939 §4",  "the login succeeded: the maildrop is open and locked" },
    { S(USER),                  POP3_PASS,          "-ERR", POP3_STATE_AUTHORIZATION,  "RFC 1939 §7",  "the login failed, or the maildrop is locked; the name must be given again" },
    { BEFORE_LOGIN,             POP3_APOP,          "+OK",  POP3_STATE_TRANSACTION,    "RFC 1939 §7",  "the digest is right: the maildrop is open and locked" },
    { BEFORE_LOGIN,             POP3_APOP,          "-ERR", POP3_STATE_AUTHORIZATION,  "RFC 1939 §7",  "the digest is wrong, or the maildrop is locked" },
    { BEFORE_LOGIN,             POP3_AUTH,          "+",    POP3_STATE_AUTH,           "RFC 5034 §4",  "the server sends a challenge; the client's next line answers it" },
    { BEFORE_LOGIN,             POP3_AUTH,          "+OK",  POP3_STATE_TRANSACTION,    "RFC 5034 §4",  "the login succeeded at once: the maildrop is open and locked" },
    { S(AUTH),                  POP3_SASL_RESPONSE, "+",    SPEC_SAME,                 "RFC 5034 §4",  "the server sends another challenge" },
    { S(AUTH),                  POP3_SASL_RESPONSE, "+OK",  POP3_STATE_TRANSACTION,    "RFC 5034 §4",  "the login succeeded: the maildrop is open and locked" },
    { S(AUTH),                  POP3_SASL_RESPONSE, "-ERR", POP3_STATE_AUTHORIZATION,  "RFC 5034 §4",  "the login failed or was given up" },
    { BEFORE_LOGIN,             POP3_STLS,          "+OK",  POP3_STATE_AUTHORIZATION,  "RFC 2595 §4",  "TLS begins; inside it the client still has to log in" },
    { IN_SESSION,               POP3_CAPA,          "+OK",  SPEC_SAME,                 "RFC 2449 §5",  "a question was answered" },
    { BEFORE_LOGIN,             POP3_UTF8,          "+OK",  SPEC_SAME,                 "RFC 6856 §2.1", "texts and headers are in UTF-8 from now on" },
    { IN_SESSION,               POP3_LANG,          "+OK",  SPEC_SAME,                 "RFC 6856 §3",  "the language of the server's texts is chosen or listed" },
    { S(TRANSACTION),           POP3_STAT,          "+OK",  SPEC_SAME,                 "RFC 1939 §5",  "a question was answered" },
    { S(TRANSACTION),           POP3_LIST,          "+OK",  SPEC_SAME,                 "RFC 1939 §5",  "a question was answered" },
    { S(TRANSACTION),           POP3_UIDL,          "+OK",  SPEC_SAME,                 "RFC 1939 §7",  "a question was answered" },
    { S(TRANSACTION),           POP3_RETR,          "+OK",  SPEC_SAME,                 "RFC 1939 §5",  "the message follows; it stays in the maildrop" },
    { S(TRANSACTION),           POP3_TOP,           "+OK",  SPEC_SAME,                 "RFC 1939 §7",  "the header and some lines follow" },
    { S(TRANSACTION),           POP3_DELE,          "+OK",  SPEC_SAME,                 "RFC 1939 §5",  "the message is marked, and still there until QUIT" },
    { S(TRANSACTION),           POP3_RSET,          "+OK",  SPEC_SAME,                 "RFC 1939 §5",  "no message is marked any more" },
    { S(TRANSACTION),           POP3_NOOP,          "+OK",  SPEC_SAME,                 "RFC 1939 §5",  "nothing was asked, nothing changes" },
    { S(TRANSACTION),           POP3_QUIT,          "+OK",  POP3_STATE_UPDATE,         "RFC 1939 §6",  "the marked messages are removed and the lock is released" },
    { S(TRANSACTION),           POP3_QUIT,          "-ERR", POP3_STATE_UPDATE,         "RFC 1939 §6",  "the session ends, but not every marked message could be removed" },
    { BEFORE_LOGIN,             POP3_QUIT,          "+OK",  POP3_STATE_CLOSED,         "RFC 1939 §4",  "the session ends without a login: nothing to update" },
};

static const SpecReply replies[] = {
    { "+OK",  "RFC 1939 §3", "success; for some commands more lines follow, up to a lone dot", "Go on with the next command." },
    { "-ERR", "RFC 1939 §3", "failure; the text after it says why, for a person to read", "Read the text, and try something else: the state is as before." },
    { "+",    "RFC 5034 §4", "the login goes on: what follows is a challenge in base64", "Answer it with one line in base64, or give up with a lone *." },
};
/* clang-format on */

const SpecProtocol spec_pop3 = {
    .name = "pop3",
    .states = states,
    .n_states = G_N_ELEMENTS(states),
    .commands = commands,
    .n_commands = G_N_ELEMENTS(commands),
    .transitions = transitions,
    .n_transitions = G_N_ELEMENTS(transitions),
    .replies = replies,
    .n_replies = G_N_ELEMENTS(replies),
    .initial = POP3_STATE_START,
    .lost = POP3_STATE_LOST,
    .tls = POP3_STATE_TLS,
    .closed = POP3_STATE_CLOSED,
};
