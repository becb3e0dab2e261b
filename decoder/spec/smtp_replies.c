/* SPDX-License-Identifier: MIT */
/* What each reply code of SMTP and LMTP says, and what a client does about it. What a reply does to
 * the state stands in smtp_spec.c. */
#include "spec/smtp_spec.h"

/* clang-format off */
const SpecReply smtp_replies[SMTP_N_REPLIES] = {
    { "211", "RFC 5321 §4.2.3", "The server tells its status, or helps.", "Read the text; go on as before." },
    { "214", "RFC 5321 §4.2.3", "The server explains itself in a text for a person.", "Read the text; go on as before." },
    { "220", "RFC 5321 §4.2.3", "The server is ready. As a greeting it is followed by the server's name; after STARTTLS it means: begin the TLS handshake.", "After the greeting say EHLO; after STARTTLS begin TLS." },
    { "221", "RFC 5321 §4.2.3", "The server says goodbye and closes the connection: the answer to QUIT.", "Close the connection." },
    { "235", "RFC 4954 §6", "The login succeeded.", "Begin a mail with MAIL." },
    { "250", "RFC 5321 §4.2.3", "Done: the command was carried out. After the end of the text it means that the server has taken the mail over.", "Send the next command." },
    { "251", "RFC 5321 §3.4", "The recipient is elsewhere; the server forwards the mail and tells the new address.", "Go on; the address book may be brought up to date." },
    { "252", "RFC 5321 §3.5.3", "The server cannot confirm that the user exists, but would take the mail and try.", "Go on; a bounce may come later." },
    { "253", "RFC 1985 §5.1", "ETRN: a stated number of messages is waiting, and their delivery has been started.", "Expect the mail on a new connection." },
    { "334", "RFC 4954 §4", "The login goes on: the text is the server's challenge in base64.", "Answer the challenge in base64, or give up with a lone *." },
    { "354", "RFC 5321 §4.2.3", "Send the message text now.", "Send the text and end it with a line that holds only a dot." },
    { "421", "RFC 5321 §4.2.3", "The server gives up and closes the connection; this may answer any command, or come unasked.", "Keep the mail and try again later." },
    { "432", "RFC 4954 §6", "The user must first move to this login mechanism, for instance by changing the password.", "Ask the user to change the password." },
    { "450", "RFC 5321 §4.2.3", "The mailbox cannot be used at the moment: it is busy, or the server makes unknown clients wait.", "Keep the mail and try again later." },
    { "451", "RFC 5321 §4.2.3", "The server met an error of its own while working on it.", "Keep the mail and try again later." },
    { "452", "RFC 5321 §4.2.3", "The server lacks storage now, or has taken as many recipients as it takes at once (RFC 5321 §4.5.3.1.10).", "Send what was accepted, and try the rest again later." },
    { "453", "RFC 2645 §5.2.1", "ATRN: no mail is waiting for you.", "Ask again later." },
    { "454", "RFC 4954 §6", "Not now: the login failed for a passing reason on the server, or, after STARTTLS, TLS is not available at the moment (RFC 3207 §4).", "Try again later; after STARTTLS decide whether to go on unencrypted." },
    { "455", "RFC 5321 §4.2.3", "The server cannot honour a parameter of MAIL or RCPT at the moment.", "Try again later, or without the parameter." },
    { "458", "RFC 1985 §5.1", "ETRN: the server cannot start the queue for that domain now.", "Ask again later." },
    { "459", "RFC 1985 §5.1", "ETRN: the server does not do this for that domain.", "Ask the administrator." },
    { "500", "RFC 5321 §4.2.3", "The server does not know this command, or the line was too long.", "Check the spelling; after a refused EHLO try HELO." },
    { "501", "RFC 5321 §4.2.3", "The command is known, but something is wrong with its argument.", "Correct the argument: paths stand in angle brackets, with no space after the colon." },
    { "502", "RFC 5321 §4.2.4", "The server knows the command but does not carry it out.", "Do without it." },
    { "503", "RFC 5321 §4.2.3", "The command came in the wrong order.", "Look at the state: EHLO, then MAIL, then RCPT, then DATA." },
    { "504", "RFC 5321 §4.2.3", "This parameter of the command is not implemented, for instance the login mechanism.", "Leave the parameter out, or choose another." },
    { "521", "RFC 7504 §3", "This host never accepts mail.", "Do not try this host again." },
    { "530", "RFC 4954 §6", "Something has to come first: a login, or STARTTLS (RFC 3207 §4).", "Start TLS or log in, then repeat the command." },
    { "534", "RFC 4954 §6", "This login mechanism is too weak for the server's rules.", "Choose a stronger mechanism." },
    { "535", "RFC 4954 §6", "The login failed: name or password are wrong.", "Check name and password." },
    { "538", "RFC 4954 §6", "This login mechanism needs an encrypted connection.", "Start TLS first." },
    { "550", "RFC 5321 §4.2.3", "No: there is no such mailbox, or the server's rules forbid it.", "Do not repeat it; the sender must be told." },
    { "551", "RFC 5321 §3.4", "The recipient is elsewhere, and this server does not forward; the text may tell the new address.", "Try the address given there." },
    { "552", "RFC 5321 §4.2.3", "The mail needs more storage than is allowed.", "Send a smaller message." },
    { "553", "RFC 5321 §4.2.3", "The server does not allow this mailbox name, for instance because of its syntax.", "Correct the address." },
    { "554", "RFC 5321 §4.2.3", "The transaction failed. As a greeting it means: no mail service here for you.", "Tell the sender; after such a greeting only QUIT makes sense." },
    { "555", "RFC 5321 §4.2.3", "The server does not know a parameter of MAIL or RCPT.", "Use only what the server listed after EHLO." },
    { "556", "RFC 7504 §4", "The recipient's domain accepts no mail at all (null MX).", "Do not repeat it; the address is wrong." },
};
/* clang-format on */
