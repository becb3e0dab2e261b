/* SPDX-License-Identifier: MIT */
/* Login mechanisms, content encodings and ports: what the name stands for. */
#include "spec/words.h"

/* clang-format off */
#define SASL SPEC_WORD_SASL_MECHANISM
static const SpecWord sasl_mechanisms[] = {
    { SASL, "PLAIN", "RFC 4616 §2", "Sends name and password in one base64 line, readable by anyone on the way.", "Use it only inside TLS." },
    { SASL, "LOGIN", "vendor", "Sends name and password as two base64 lines, readable by anyone on the way; no RFC describes it.", "Use it only inside TLS, or use PLAIN." },
    { SASL, "EXTERNAL", "RFC 4422 §A", "Takes the identity from elsewhere, for instance from the client's TLS certificate.", NULL },
    { SASL, "ANONYMOUS", "RFC 4505 §2", "Logs in as nobody; a trace such as an address may be left.", NULL },
    { SASL, "CRAM-MD5", "RFC 2195 §2", "Proves the password with a keyed MD5 of the server's challenge, without sending it.", "MD5 is old: prefer SCRAM, or PLAIN inside TLS." },
    { SASL, "DIGEST-MD5", "RFC 2831 §2", "Proves the password by digests as in HTTP; obsolete since RFC 6331.", "Use SCRAM instead." },
    { SASL, "SCRAM-SHA-1", "RFC 5802 §5", "Proves the password by a salted challenge, and the server proves that it knows it too.", NULL },
    { SASL, "SCRAM-SHA-1-PLUS", "RFC 5802 §4", "SCRAM-SHA-1 bound to the TLS connection, so that nobody in the middle can pass it on.", NULL },
    { SASL, "SCRAM-SHA-256", "RFC 7677 §3", "SCRAM with SHA-256.", NULL },
    { SASL, "SCRAM-SHA-256-PLUS", "RFC 7677 §3", "SCRAM-SHA-256 bound to the TLS connection.", NULL },
    { SASL, "GSSAPI", "RFC 4752 §3", "Logs in with a Kerberos ticket.", NULL },
    { SASL, "GS2-", "RFC 5801 §3.1", "A family of names: any mechanism of the GSS-API.", NULL },
    { SASL, "OAUTHBEARER", "RFC 7628 §3", "Logs in with a token of OAuth 2.0 instead of a password.", "The token is as secret as a password: only inside TLS." },
    { SASL, "OAUTH10A", "RFC 7628 §3", "Logs in with OAuth 1.0a.", NULL },
    { SASL, "XOAUTH2", "vendor", "Logs in with a token of OAuth 2.0; a forerunner of OAUTHBEARER that no RFC describes.", "The token is as secret as a password: only inside TLS." },
    { SASL, "OTP", "RFC 2444 §3", "Logs in with a password that works only once.", NULL },
    { SASL, "SKEY", "RFC 2222 §7.3", "An older system of passwords that work only once; obsolete.", NULL },
    { SASL, "KERBEROS_V4", "RFC 2222 §7.1", "Logs in with a ticket of Kerberos 4; obsolete.", NULL },
    { SASL, "SECURID", "RFC 2808 §2", "Logs in with the number that a token card shows.", NULL },
    { SASL, "SAML20", "RFC 6595 §2", "Logs in by way of an identity provider that speaks SAML.", NULL },
    { SASL, "OPENID20", "RFC 6616 §3", "Logs in by way of OpenID 2.0.", NULL },
    { SASL, "EAP-AES128", "RFC 7055 §5.1", "Logs in by a method of EAP.", NULL },
    { SASL, "NTLM", "vendor", "Microsoft's challenge and response; no RFC describes it.", "It is old and weak: choose another." },
};

#define ENCODING SPEC_WORD_ENCODING
static const SpecWord encodings[] = {
    { ENCODING, "7bit", "RFC 2045 §6.2", "Nothing is encoded: lines of ASCII of at most 998 octets. It is what holds if nothing is said.", NULL },
    { ENCODING, "8bit", "RFC 2045 §6.2", "Nothing is encoded, but octets above 127 occur; the server must offer 8BITMIME.", NULL },
    { ENCODING, "binary", "RFC 2045 §6.2", "Nothing is encoded, and there need be no lines; the server must offer BINARYMIME.", NULL },
    { ENCODING, "quoted-printable", "RFC 2045 §6.7", "What is not plain ASCII is written as = and two hexadecimal digits; good for text with a few accents.", NULL },
    { ENCODING, "base64", "RFC 2045 §6.8", "Three octets become four characters, in lines of at most 76: about 37 % more octets with the line ends.", NULL },
    { ENCODING, "x-token", "RFC 2045 §6.3", "A name that begins with x- is a private encoding, which others may not know.", NULL },
    { ENCODING, "x-uuencode", "vendor", "The encoding of old Unix mail, between lines begin and end; in no mail standard.", NULL },
};

#define PORT SPEC_WORD_PORT
static const SpecWord ports[] = {
    { PORT, "24", "RFC 2033 §5", "Often LMTP between a mail server and the program that stores mail; never LMTP on 25.", NULL },
    { PORT, "25", "RFC 5321 §4.5.4.2", "SMTP from server to server; encrypted only after STARTTLS.", NULL },
    { PORT, "465", "RFC 8314 §3.3", "Submission by a mail program, inside TLS from the first octet.", NULL },
    { PORT, "587", "RFC 6409 §3.1", "Submission by a mail program; it begins unencrypted and is secured by STARTTLS.", NULL },
    { PORT, "110", "RFC 1939 §3", "POP3; encrypted only after STLS.", NULL },
    { PORT, "995", "RFC 8314 §3.1", "POP3 inside TLS from the first octet.", NULL },
    { PORT, "143", "RFC 9051 §2.1", "IMAP; encrypted only after STARTTLS.", NULL },
    { PORT, "993", "RFC 8314 §3.2", "IMAP inside TLS from the first octet.", NULL },
};
/* clang-format on */

const SpecWordTable words_sasl_mechanisms = {sasl_mechanisms, G_N_ELEMENTS(sasl_mechanisms)};
const SpecWordTable words_encodings = {encodings, G_N_ELEMENTS(encodings)};
const SpecWordTable words_ports = {ports, G_N_ELEMENTS(ports)};
