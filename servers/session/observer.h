/* SPDX-License-Identifier: MIT */
/* What a session reports as it goes: the records of the log as plain structs, in the order that the
 * contract promises (a command, its replies, the transition, the message it ended). Everything is
 * lent for the call. Secrets in arguments are redacted already unless the setup reveals
 * them; those of sasl lines are not. */
#pragma once

#include "session/core.h"

typedef struct {
    const char *octets; /* not NUL-terminated; NULL: there is none */
    gsize length;
} SessionText;

typedef struct {
    guint n;              /* from 0 */
    int command;          /* of spec->commands; -1: an unknown verb */
    SessionText verb;     /* upper case for known verbs: "MAIL", "UID FETCH", "<end-of-data>" */
    SessionText argument; /* without leading space and line end; redacted */
    SessionText tag;      /* IMAP */
    guint64 octets;       /* on the wire, line end (and text, chunk, literals) included */
    int state;            /* in which the server takes it up */
    gint64 time_ns;
} SessionCommandReport;

typedef struct {
    guint n;
    int command_n;                               /* the command that it answers; -1: none */
    const char *status, *enhanced, *code, *data; /* as in SessionReply; may be NULL */
    gboolean has_number;
    guint64 number;
    SessionText tag;          /* IMAP: of a tagged reply */
    const char *const *lines; /* without code, separator and octets of messages */
    guint n_lines;
    const char *recipient; /* LMTP */
    guint64 octets;
    gint64 time_ns, latency_ns;
    guint first_message, n_messages; /* that it carries */
} SessionReplyReport;

typedef struct {
    SpecStep step;
    gint64 time_ns;
} SessionTransitionReport;

typedef enum { SESSION_ACCEPTED, SESSION_REFUSED, SESSION_UNANSWERED } SessionVerdict;

/* The text itself was told through message_octets(); message_end() said that it is over. */
typedef struct {
    guint n;                /* set by the session */
    const char *carried_by; /* "DATA", "BDAT", "RETR", "TOP", "APPEND", "FETCH" */
    gboolean has_envelope;
    const char *from; /* bare; "" for the null sender */
    const char *const *to, *const *refused_to, *const *unanswered_to; /* NULL-terminated or NULL */
    SessionVerdict verdict;
    gboolean is_unterminated; /* the client left before its end */
    const char *mailbox;
    guint64 number, uid;   /* 0: none */
    const char *unique_id; /* POP3: as UIDL tells it; or NULL */
    const char *section;   /* "1.2", "HEADER"; NULL: the whole text */
    gboolean has_range;
    guint64 range_offset, range_length; /* as asked */
    guint given_up; /* n + 1 of the last BDAT, of chunks that another command gave up; or 0 */
    int command_n, reply_n; /* set by the session */
} SessionMessage;

/* One line of a login; who shows it decodes it, and redacts. */
typedef struct {
    int command_n;         /* set by the session */
    const char *mechanism; /* as the client named it; "USER", "APOP" and LOGIN of IMAP too */
    gboolean from_client;
    const char *base64; /* as it was sent; not NUL-terminated; NULL: no SASL, but these: */
    gsize length;
    const char *name, *secret; /* or NULL: the secret is a password, or the digest of APOP */
    const char *timestamp;     /* of APOP */
    /* "ok", "failed", "continue", "cancelled"; NULL given to session_sasl(): as the reply says;
     * NULL in a report: there was no reply */
    const char *result;
} SessionSaslReport;

typedef struct {
    const char *version, *cipher, *sni; /* or NULL */
} SessionTlsReport;

typedef struct {
    const char *code;     /* of the decoder's table of findings where it has one: "smtp.bare-lf" */
    const char *sentence; /* or NULL: the table's */
    const char *rfc;
    int command_n; /* -1: none */
} SessionLesson;

/* Any may be NULL. */
typedef struct {
    void (*opened)(gpointer user, Session *session);
    void (*command)(gpointer user, Session *session, const SessionCommandReport *report);
    void (*reply)(gpointer user, Session *session, const SessionReplyReport *report);
    void (*transition)(gpointer user, Session *session, const SessionTransitionReport *report);
    void (*message_octets)(gpointer user, Session *session, const guint8 *octets, gsize length);
    void (*message_end)(gpointer user, Session *session);
    void (*message)(gpointer user, Session *session, const SessionMessage *report);
    void (*sasl)(gpointer user, Session *session, const SessionSaslReport *report);
    void (*tls)(gpointer user, Session *session, const SessionTlsReport *report);
    void (*lesson)(gpointer user, Session *session, const SessionLesson *report);
    void (*closed)(gpointer user, Session *session);
} SessionObserver;
