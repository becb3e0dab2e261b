/* SPDX-License-Identifier: MIT */
/* What a session holds; inside servers/session only. */
#pragma once

#include "session/driver.h"

/* A reply whose octets are still being written. */
typedef struct {
    gboolean is_open;
    SessionReply head;   /* strings are ours */
    guint64 octets;      /* written so far */
    GPtrArray *lines;    /* of char *: IMAP, the text between octets */
    guint kept_messages; /* how many waited when it began */
} OpenReply;

struct Session {
    const CoreClass *klass;
    const SessionSetup *setup;
    const SessionObserver *observer;
    gpointer observer_user, observer_data;
    SessionPeer peer; /* strings are ours */
    gpointer core;
    SpecMachine machine;

    GByteArray *in; /* what the core has not taken yet */
    GByteArray *out;
    gboolean is_interrupted; /* the core returned early and is to be called again */
    gboolean wants_tls, wants_close, is_held;
    guint hold_ms;

    gboolean is_tls;
    char *exporter, *unique; /* channel bindings */
    char *user;

    int command; /* the current one, of spec->commands; -1: none or unknown */
    guint command_n;
    gboolean has_command;
    gint64 command_time_ns;
    GString *tag;        /* of the current command */
    GPtrArray *early;    /* of char *: go-aheads whose command is not told yet */
    GPtrArray *messages; /* of KeptMessage: told after the reply, in IMAP after the tagged one */
    GPtrArray *lessons;  /* of KeptLesson: likewise */
    GPtrArray *logins;   /* of SessionSaslReport: told after the next reply */
    OpenReply open;
    guint reply_n; /* of the last reply */
    SessionCounts counts;
};

/* Moves the state by a reply and tells of it. */
void session_step(Session *self, int command, const char *status);
/* What waits for the end of a reply; its status, or NULL if there was none. */
void session_tell_kept(Session *self, const char *status);
/* Formats the head of a reply into `out`. */
void session_format_head(Session *self, const SessionReply *reply, gboolean is_open);
