/* SPDX-License-Identifier: MIT */
/* A dialogue file ("C: EHLO larch.example", "S: 250", …) -> what a scripted client does. */
#pragma once

#include <glib.h>

#define DIALOGUE_STEPS_MAX 2000u
#define DIALOGUE_CONNECTIONS_MAX 50u

typedef enum {
    DIALOGUE_CONNECT, /* `text` is the service; NULL: the first of the exercise */
    DIALOGUE_SEND,    /* `octets` */
    DIALOGUE_EXPECT,  /* a line that begins with `text` */
    DIALOGUE_TLS,     /* handshake now */
    DIALOGUE_CLOSE,   /* drop the connection */
    DIALOGUE_ANSWER,  /* `text` is "apop alice wonderland" */
} DialogueKind;

typedef struct {
    DialogueKind kind;
    guint connection; /* from 1 */
    char *text;
    GString *octets;
    guint line; /* in the file */
} DialogueStep;

/* Reads a dialogue; of DialogueStep, with a free function. The first connection is made before the
 * first step that needs one. NULL with a sentence. */
GPtrArray *dialogue_parse(const char *text, GError **error);

/* The lines of send=: "EHLO {name} => 250;QUIT => 221" as a dialogue file; free with g_free(). */
char *dialogue_of_list(char *const *list);
