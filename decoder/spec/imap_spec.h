/* SPDX-License-Identifier: MIT */
/* IMAP: the numbers of its commands and states; the tables are in imap_spec.c. */
#pragma once

#include "spec/spec.h"

extern const SpecProtocol spec_imap;

/* Index of spec_imap.commands. */
typedef enum {
    IMAP_CONNECT, /* <connect> */
    IMAP_CAPABILITY,
    IMAP_NOOP,
    IMAP_LOGOUT,
    IMAP_ID,
    IMAP_STARTTLS,
    IMAP_AUTHENTICATE,
    IMAP_SASL_RESPONSE, /* <sasl-response> */
    IMAP_LOGIN,
    IMAP_ENABLE,
    IMAP_SELECT,
    IMAP_EXAMINE,
    IMAP_CREATE,
    IMAP_DELETE,
    IMAP_RENAME,
    IMAP_SUBSCRIBE,
    IMAP_UNSUBSCRIBE,
    IMAP_LIST,
    IMAP_LSUB,
    IMAP_XLIST,
    IMAP_NAMESPACE,
    IMAP_STATUS,
    IMAP_APPEND,
    IMAP_IDLE,
    IMAP_IDLE_DONE, /* <idle-done> */
    IMAP_GETQUOTA,
    IMAP_GETQUOTAROOT,
    IMAP_SETQUOTA,
    IMAP_GETACL,
    IMAP_SETACL,
    IMAP_DELETEACL,
    IMAP_LISTRIGHTS,
    IMAP_MYRIGHTS,
    IMAP_GETMETADATA,
    IMAP_SETMETADATA,
    IMAP_COMPRESS,
    IMAP_UNAUTHENTICATE,
    IMAP_CHECK,
    IMAP_CLOSE,
    IMAP_UNSELECT,
    IMAP_EXPUNGE,
    IMAP_SEARCH,
    IMAP_FETCH,
    IMAP_STORE,
    IMAP_COPY,
    IMAP_MOVE,
    IMAP_SORT,
    IMAP_THREAD,
    IMAP_UID_FETCH,
    IMAP_UID_STORE,
    IMAP_UID_COPY,
    IMAP_UID_MOVE,
    IMAP_UID_SEARCH,
    IMAP_UID_EXPUNGE,
    IMAP_UID_SORT,
    IMAP_UID_THREAD,
    IMAP_N_COMMANDS,
} ImapCommand;

typedef enum {
    IMAP_STATE_START, /* connected, no greeting yet */
    IMAP_STATE_NOT_AUTHENTICATED,
    IMAP_STATE_AUTH, /* NOT-AUTHENTICATED, in the middle of AUTHENTICATE */
    IMAP_STATE_AUTHENTICATED,
    IMAP_STATE_SELECTED,
    IMAP_STATE_LOGOUT, /* the server has said goodbye */
    IMAP_STATE_TLS,    /* observer: encrypted, no keys */
    IMAP_STATE_LOST,   /* observer: octets are missing, the state is not known */
    IMAP_N_STATES,
} ImapState;
