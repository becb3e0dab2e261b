/* SPDX-License-Identifier: MIT */
/* POP3: the numbers of its commands and states; the tables are in pop3_spec.c. */
#pragma once

#include "spec/spec.h"

extern const SpecProtocol spec_pop3;

/* Index of spec_pop3.commands. */
typedef enum {
    POP3_CONNECT, /* <connect> */
    POP3_USER,
    POP3_PASS,
    POP3_APOP,
    POP3_AUTH,
    POP3_SASL_RESPONSE, /* <sasl-response> */
    POP3_STLS,
    POP3_CAPA,
    POP3_UTF8,
    POP3_LANG,
    POP3_STAT,
    POP3_LIST,
    POP3_UIDL,
    POP3_RETR,
    POP3_TOP,
    POP3_DELE,
    POP3_RSET,
    POP3_NOOP,
    POP3_QUIT,
    POP3_N_COMMANDS,
} Pop3Command;

typedef enum {
    POP3_STATE_START, /* connected, no greeting yet */
    POP3_STATE_AUTHORIZATION,
    POP3_STATE_USER, /* AUTHORIZATION, and a name has been given: PASS may follow */
    POP3_STATE_AUTH, /* AUTHORIZATION, in the middle of a SASL exchange */
    POP3_STATE_TRANSACTION,
    POP3_STATE_UPDATE, /* QUIT was taken in TRANSACTION: the marked messages are removed */
    POP3_STATE_CLOSED, /* the server said goodbye without entering UPDATE */
    POP3_STATE_TLS,    /* observer: encrypted, no keys */
    POP3_STATE_LOST,   /* observer: octets are missing, the state is not known */
    POP3_N_STATES,
} Pop3State;
