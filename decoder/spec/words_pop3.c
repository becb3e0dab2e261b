/* SPDX-License-Identifier: MIT */
/* What a POP3 server lists in its answer to CAPA, and the codes in brackets that its refusals
 * carry. */
#include "spec/words.h"

/* clang-format off */
#define CAPA SPEC_WORD_POP3_CAPABILITY
static const SpecWord capabilities[] = {
    { CAPA, "TOP", "RFC 2449 §6.1", "The client can fetch the header and the first lines of a message.", "The client says TOP with a message number and a number of lines." },
    { CAPA, "USER", "RFC 2449 §6.2", "The client can log in with USER and PASS, which send the password as it is.", "Do so inside TLS only." },
    { CAPA, "SASL", "RFC 5034 §3", "The client can log in with AUTH; the words after it are the mechanisms on offer.", "The client says AUTH with one of them." },
    { CAPA, "RESP-CODES", "RFC 2449 §6.4", "A word in brackets at the beginning of a refusal is a code that a program can read.", NULL },
    { CAPA, "LOGIN-DELAY", "RFC 2449 §6.5", "Between two logins of one user so many seconds must pass; USER after it says that users differ.", "A client that comes earlier may be refused." },
    { CAPA, "PIPELINING", "RFC 2449 §6.6", "The client may send several commands before it has their answers.", "The answers come in the order of the commands." },
    { CAPA, "EXPIRE", "RFC 2449 §6.7", "The server keeps messages for so many days after they were fetched; NEVER says that it removes none by itself.", "With 0, whatever was fetched may be gone after QUIT." },
    { CAPA, "UIDL", "RFC 2449 §6.8", "The server gives each message an identifier that stays the same from session to session.", "The client says UIDL and fetches only what it does not know." },
    { CAPA, "IMPLEMENTATION", "RFC 2449 §6.9", "The name of the server's software, for bug reports.", NULL },
    { CAPA, "STLS", "RFC 2595 §4", "The connection can be turned into an encrypted one before the login.", "The client says STLS, and CAPA again inside TLS." },
    { CAPA, "AUTH-RESP-CODE", "RFC 3206 §6", "The code AUTH in a refusal says that the name or password was the problem, and nothing else.", NULL },
    { CAPA, "UTF8", "RFC 6856 §2", "The session can be switched to UTF-8; USER after it says that names and passwords may be in UTF-8 too.", "The client says UTF8 before it logs in." },
    { CAPA, "LANG", "RFC 6856 §3", "The client can choose the language of the server's texts.", "The client says LANG to see which there are." },
    { CAPA, "CAPA", "vendor", "Some servers list CAPA itself, the command that was just answered.", NULL },
    { CAPA, "APOP", "vendor", "Some servers list APOP, which the timestamp in the greeting offers already.", NULL },
};

#define CODE SPEC_WORD_POP3_RESPONSE_CODE
static const SpecWord codes[] = {
    { CODE, "LOGIN-DELAY", "RFC 2449 §8.1.1", "This user has logged in too recently.", "Wait as long as the capability LOGIN-DELAY says." },
    { CODE, "IN-USE", "RFC 2449 §8.1.2", "Name and password are right, but another session holds the lock on the maildrop.", "Try again when it has ended." },
    { CODE, "SYS/TEMP", "RFC 3206 §4", "Something in the server failed that will probably pass.", "Try again later; the password is not the problem." },
    { CODE, "SYS/PERM", "RFC 3206 §4", "Something in the server failed that a person has to mend.", "Tell the administrator; the password is not the problem." },
    { CODE, "AUTH", "RFC 3206 §5", "The name or the password was wrong.", "Ask the user for them again." },
    { CODE, "UTF8", "RFC 6856 §5", "The maildrop holds messages that can be fetched only in UTF-8 mode.", "Say UTF8 before the login." },
};
/* clang-format on */

const SpecWordTable words_pop3_capabilities = {capabilities, G_N_ELEMENTS(capabilities)};
const SpecWordTable words_pop3_response_codes = {codes, G_N_ELEMENTS(codes)};
