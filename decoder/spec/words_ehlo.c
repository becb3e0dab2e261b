/* SPDX-License-Identifier: MIT */
/* What a server offers in its answer to EHLO, and the parameters that these extensions add to MAIL
 * and RCPT. The names are those registered with IANA, and two that Postfix shows. */
#include "spec/words.h"

/* clang-format off */
#define KEYWORD SPEC_WORD_EHLO_KEYWORD
static const SpecWord ehlo_keywords[] = {
    { KEYWORD, "SIZE", "RFC 1870 §4", "The number after it is the largest message, in octets, that the server takes.", "The client may announce its size with SIZE= in MAIL, and is refused before it has sent the text." },
    { KEYWORD, "8BITMIME", "RFC 6152 §2", "Octets above 127 may stand in the message text.", "The client says BODY=8BITMIME in MAIL." },
    { KEYWORD, "PIPELINING", "RFC 2920 §2", "The client may send several commands before it has their replies.", "MAIL, RCPT and RSET may stand anywhere in such a group; DATA, EHLO and QUIT only at its end." },
    { KEYWORD, "ENHANCEDSTATUSCODES", "RFC 2034 §4", "Replies carry a second code of the form class.subject.detail, which says more than three digits can.", "Look such a code up: maillab explain 5.1.1." },
    { KEYWORD, "STARTTLS", "RFC 3207 §3", "The connection can be turned into an encrypted one.", "The client says STARTTLS, and EHLO again inside TLS." },
    { KEYWORD, "AUTH", "RFC 4954 §3", "The client can log in; the words after it are the mechanisms on offer.", "The client says AUTH with one of them." },
    { KEYWORD, "DSN", "RFC 3461 §4", "The client may say when it wants reports on the delivery, and how much of the mail they return.", "NOTIFY and ORCPT go with RCPT, RET and ENVID with MAIL." },
    { KEYWORD, "CHUNKING", "RFC 3030 §2", "The message may be sent in counted chunks with BDAT instead of DATA: no lone dot, no added dots.", "The client says BDAT with the number of octets." },
    { KEYWORD, "BINARYMIME", "RFC 3030 §3", "The message text may be binary, without lines; it then has to be sent with BDAT.", "The client says BODY=BINARYMIME in MAIL." },
    { KEYWORD, "SMTPUTF8", "RFC 6531 §3.1", "Addresses and header fields may be in UTF-8.", "The client says SMTPUTF8 in MAIL." },
    { KEYWORD, "UTF8SMTP", "RFC 5336 §3.1", "The experimental forerunner of SMTPUTF8, obsolete.", "Use SMTPUTF8." },
    { KEYWORD, "VRFY", "RFC 5321 §4.1.1.6", "The server knows the command VRFY; whether it tells anything is another matter.", NULL },
    { KEYWORD, "EXPN", "RFC 5321 §4.1.1.7", "The server knows the command EXPN, which shows who is on a mailing list.", NULL },
    { KEYWORD, "HELP", "RFC 5321 §4.1.1.8", "The server answers HELP with a text for a person.", NULL },
    { KEYWORD, "SEND", "RFC 821 §3.4", "The mail appears on the user's terminal instead of in the mailbox; obsolete.", NULL },
    { KEYWORD, "SOML", "RFC 821 §3.4", "The mail appears on the user's terminal, or else goes to the mailbox; obsolete.", NULL },
    { KEYWORD, "SAML", "RFC 821 §3.4", "The mail appears on the user's terminal and goes to the mailbox too; obsolete.", NULL },
    { KEYWORD, "TURN", "RFC 5321 §F.1", "Client and server may swap roles; obsolete, because anyone could claim to be anyone.", "ETRN and ATRN took its place." },
    { KEYWORD, "ETRN", "RFC 1985 §3", "The client may ask the server to deliver now what waits for a domain.", "The client says ETRN with the domain." },
    { KEYWORD, "ATRN", "RFC 2645 §5.2.1", "After a login, client and server may swap roles so that waiting mail comes over this connection.", NULL },
    { KEYWORD, "DELIVERBY", "RFC 2852 §2", "The client may set a deadline for the delivery.", "The client says BY= in MAIL." },
    { KEYWORD, "CHECKPOINT", "RFC 1845 §3", "A message whose transfer broke off may be taken up again; experimental.", "The client says TRANSID= in MAIL." },
    { KEYWORD, "CONPERM", "RFC 4141 §4.1", "The sender may permit servers on the way to convert the content.", "The client says CONPERM in MAIL." },
    { KEYWORD, "CONNEG", "RFC 4141 §5.1", "The client may ask what kinds of content the recipient can handle.", "The client says CONNEG in RCPT." },
    { KEYWORD, "NO-SOLICITING", "RFC 3865 §2", "The server does not want mail of the classes of advertising that it lists.", "The sender may state the class with SOLICIT= in MAIL." },
    { KEYWORD, "MTRK", "RFC 3885 §3", "The message can be tracked on its way.", "The client says MTRK= in MAIL." },
    { KEYWORD, "SUBMITTER", "RFC 4405 §3", "The client may name who is responsible for sending the mail; historic.", NULL },
    { KEYWORD, "BURL", "RFC 4468 §3", "Parts of a submitted message may be fetched by the server from an IMAP URL.", NULL },
    { KEYWORD, "FUTURERELEASE", "RFC 4865 §3", "The server can hold a submitted message until a later time.", "The client says HOLDFOR= or HOLDUNTIL= in MAIL." },
    { KEYWORD, "MT-PRIORITY", "RFC 6710 §3", "Messages may have a priority.", "The client says MT-PRIORITY= in MAIL." },
    { KEYWORD, "RRVS", "RFC 7293 §3.1", "The client may ask for delivery only if the recipient has owned the mailbox since a given time.", "The client says RRVS= in RCPT." },
    { KEYWORD, "REQUIRETLS", "RFC 8689 §2", "The sender may demand that the message is handed on only over verified TLS.", "The client says REQUIRETLS in MAIL." },
    { KEYWORD, "LIMITS", "RFC 9422", "The server tells its limits, for instance how many recipients it takes in one mail.", "The client keeps to them." },
    { KEYWORD, "XCLIENT", "vendor", "A command of Postfix with which a trusted proxy tells whom it speaks for.", NULL },
    { KEYWORD, "XFORWARD", "vendor", "A command of Postfix with which a content filter passes on the first client's name, for the log only.", NULL },
};

#define MAIL SPEC_WORD_MAIL_PARAMETER
static const SpecWord mail_parameters[] = {
    { MAIL, "SIZE", "RFC 1870 §6", "The client's estimate of the message's size in octets; a server that cannot take so much refuses at once.", NULL },
    { MAIL, "BODY", "RFC 6152 §3", "What octets the text holds: 7BIT, 8BITMIME, or BINARYMIME (RFC 3030 §3).", NULL },
    { MAIL, "SMTPUTF8", "RFC 6531 §3.4", "Addresses or header fields of this mail are in UTF-8; it may only go to servers that offer SMTPUTF8.", NULL },
    { MAIL, "RET", "RFC 3461 §4.3", "How much of the mail a failure report returns: FULL, or HDRS for the header only.", NULL },
    { MAIL, "ENVID", "RFC 3461 §4.4", "A name that the sender gives this sending, so that reports can be matched to it.", NULL },
    { MAIL, "AUTH", "RFC 4954 §5", "Who first submitted the mail, as the client vouches; <> says that this is not known.", NULL },
    { MAIL, "MT-PRIORITY", "RFC 6710 §3", "The priority of the message, from -9 to 9.", NULL },
    { MAIL, "REQUIRETLS", "RFC 8689 §2", "Hand this message on only over verified TLS, or return it.", NULL },
    { MAIL, "HOLDFOR", "RFC 4865 §3", "Hold the message for so many seconds before sending it on.", NULL },
    { MAIL, "HOLDUNTIL", "RFC 4865 §3", "Hold the message until this date and time before sending it on.", NULL },
    { MAIL, "BY", "RFC 2852 §4", "Deliver within so many seconds; R asks to return the mail after that, N asks to tell the sender.", NULL },
    { MAIL, "SOLICIT", "RFC 3865 §2.3", "The class of advertising that this mail belongs to.", NULL },
    { MAIL, "TRANSID", "RFC 1845 §3", "Names the transfer, so that it can be taken up again if it breaks off.", NULL },
    { MAIL, "MTRK", "RFC 3885 §3.1", "A secret's fingerprint, with which the sender can later ask where the message is.", NULL },
    { MAIL, "SUBMITTER", "RFC 4405 §4", "The address responsible for sending this mail; historic.", NULL },
    { MAIL, "CONPERM", "RFC 4141 §4.2", "Servers on the way may convert the content.", NULL },
    { MAIL, "ALT-ADDRESS", "RFC 5336 §3.4", "An ASCII address to use instead of one in UTF-8; obsolete with UTF8SMTP.", NULL },
};

#define RCPT SPEC_WORD_RCPT_PARAMETER
static const SpecWord rcpt_parameters[] = {
    { RCPT, "NOTIFY", "RFC 3461 §4.1", "When to report on this recipient: NEVER, or any of SUCCESS, FAILURE and DELAY.", NULL },
    { RCPT, "ORCPT", "RFC 3461 §4.2", "The recipient's address as the sender wrote it, for the reports, whatever it is rewritten to on the way.", NULL },
    { RCPT, "CONNEG", "RFC 4141 §5.2", "Asks what kinds of content this recipient can handle.", NULL },
    { RCPT, "RRVS", "RFC 7293 §3.1", "Deliver only if the mailbox has had the same owner since this time.", NULL },
    { RCPT, "ALT-ADDRESS", "RFC 5336 §3.4", "An ASCII address to use instead of one in UTF-8; obsolete with UTF8SMTP.", NULL },
};
/* clang-format on */

const SpecWordTable words_ehlo_keywords = {ehlo_keywords, G_N_ELEMENTS(ehlo_keywords)};
const SpecWordTable words_mail_parameters = {mail_parameters, G_N_ELEMENTS(mail_parameters)};
const SpecWordTable words_rcpt_parameters = {rcpt_parameters, G_N_ELEMENTS(rcpt_parameters)};
