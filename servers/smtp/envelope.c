/* SPDX-License-Identifier: MIT */
/* MAIL, RCPT and RSET: the envelope. Who may send to whom is decided here: mail is taken for the
 * lab's own mailboxes only. RFC 5321 §4.1.1.2, §4.1.1.3, §4.1.1.5. */
#include "smtp/smtp_core.h"

#include "session/mail_date.h"

#include <string.h>

/* ---- syntax ---- */

/* Departures that real clients make, and the lecture too; everything else is refused. */
static const struct {
    guint problem;
    const char *code, *rfc, *sentence;
} forgivable[] = {
    {SMTP_PATH_SPACE_BEFORE_COLON | SMTP_PATH_SPACE_AFTER_COLON, "smtp.space-around-colon",
     "RFC 5321 §3.3", "no space belongs on either side of the colon: MAIL FROM:<user@domain>"},
    {SMTP_PATH_NO_BRACKETS, "smtp.no-brackets", "RFC 5321 §3.3",
     "an address stands in angle brackets: MAIL FROM:<user@domain>, RCPT TO:<user@domain>"},
};

static gboolean forgive_problems(SmtpCore *self, guint *problems) {
    for (guint i = 0; i < G_N_ELEMENTS(forgivable); i++) {
        if ((*problems & forgivable[i].problem) == 0)
            continue;
        *problems &= ~forgivable[i].problem;
        if (!smtp_core_forgive(self, "501", "5.5.4", forgivable[i].code, forgivable[i].rfc,
                               forgivable[i].sentence))
            return FALSE;
    }
    if ((*problems & SMTP_PATH_SOURCE_ROUTE) != 0)
        session_lesson(self->session, "smtp.source-route", "RFC 5321 §F.2",
                       "the source route before the address is read and ignored");
    *problems &= ~(guint)(SMTP_PATH_SOURCE_ROUTE | SMTP_PATH_8BIT);
    return TRUE;
}

static const struct {
    guint problem;
    const char *enhanced, *sentence;
} refusable[] = {
    {SMTP_PATH_NO_KEYWORD, "5.5.4", "MAIL goes on with FROM:<address>, RCPT with TO:<address>"},
    {SMTP_PATH_EMPTY, "5.5.4", "there is no address; the null sender is written <>"},
    {SMTP_PATH_UNBALANCED, "5.5.4", "an angle bracket has no partner"},
    {SMTP_PATH_BAD_LOCAL_PART, "5.1.3", "what stands before the @ is no local part"},
    {SMTP_PATH_BAD_DOMAIN, "5.1.3", "what stands after the @ is no domain"},
    {SMTP_PATH_NO_DOMAIN, "5.1.3", "the address has no domain: user@domain"},
    {SMTP_PATH_BAD_PARAMETER, "5.5.4", "a parameter behind the address is malformed"},
    {SMTP_PATH_TOO_MANY_PARAMETERS, "5.5.4", "too many parameters"},
};

/* FALSE: the argument was refused, and answered. */
static gboolean read_path(SmtpCore *self, SyntaxSlice argument, const char *keyword,
                          SmtpPath *path) {
    smtp_parse_path(argument.octets, argument.length, keyword, path);
    guint problems = path->problems;
    for (guint i = 0; i < G_N_ELEMENTS(refusable); i++) {
        if ((problems & refusable[i].problem) == 0)
            continue;
        smtp_core_say(self, "501", refusable[i].enhanced, "%s (RFC 5321 §4.1.2)",
                      refusable[i].sentence);
        return FALSE;
    }
    if (path->address.length > SMTP_PATH_MAX - 2) {
        smtp_core_say(self, "501", "5.1.3",
                      "an address has at most 254 octets (RFC 5321 §4.5.3.1.3)");
        return FALSE;
    }
    return forgive_problems(self, &problems);
}

/* ---- parameters ---- */

static gboolean is_word(SyntaxSlice slice, const char *word) {
    return slice.length == strlen(word) &&
           g_ascii_strncasecmp(slice.octets, word, slice.length) == 0;
}

static const SmtpParameterRow *find_parameter(const SmtpCore *self, int command,
                                              SyntaxSlice keyword) {
    for (guint i = 0; self->is_extended && smtp_extensions[i] != NULL; i++) {
        const SmtpParameterRow *row = smtp_extensions[i]->parameters;
        gboolean is_offered = smtp_core_is_offered(self, smtp_extensions[i]);
        for (; is_offered && row->take != NULL; row++) {
            if (row->command == command && is_word(keyword, row->keyword))
                return row;
        }
    }
    return NULL;
}

static gboolean is_repeated(const SmtpPath *path, guint index) {
    SyntaxSlice keyword = path->parameters[index].keyword;
    for (guint i = 0; i < index; i++) {
        SyntaxSlice other = path->parameters[i].keyword;
        if (other.length == keyword.length &&
            g_ascii_strncasecmp(other.octets, keyword.octets, keyword.length) == 0)
            return TRUE;
    }
    return FALSE;
}

/* RFC 5321 §4.1.1.11: what is not known is answered 555. */
static gboolean take_parameters(SmtpCore *self, int command, const SmtpPath *path,
                                SmtpRecipient *recipient) {
    for (guint i = 0; i < path->n_parameters; i++) {
        const SmtpParameter *parameter = &path->parameters[i];
        const SmtpParameterRow *row = find_parameter(self, command, parameter->keyword);
        if (row == NULL) {
            smtp_core_say(self, "555", "5.5.4", "the parameter %.*s was not offered%s",
                          (int)parameter->keyword.length, parameter->keyword.octets,
                          self->is_extended ? "" : ": only EHLO offers any");
            return FALSE;
        }
        if (is_repeated(path, i)) {
            smtp_core_say(self, "501", "5.5.4", "the parameter %s stands there twice",
                          row->keyword);
            return FALSE;
        }
        if (!row->take(self, parameter->value, recipient))
            return FALSE;
    }
    return TRUE;
}

/* RFC 6531 §3.5: an address beyond ASCII needs the parameter SMTPUTF8. */
static gboolean check_8bit(SmtpCore *self, const SmtpPath *path) {
    if ((path->problems & SMTP_PATH_8BIT) == 0 || self->envelope.is_utf8)
        return TRUE;
    smtp_core_say(self, "553", "5.6.7",
                  "an address beyond ASCII needs SMTPUTF8 behind MAIL FROM (RFC 6531 §3.4)");
    return FALSE;
}

/* ---- MAIL ---- */

/* Reverse-path = Path / "<>" */
static void run_mail(SmtpCore *self, SyntaxSlice argument) {
    SmtpPath path;
    if (session_fault(self->session, FAULT_CLOSE_421) && self->n_mails == 0) {
        smtp_core_say(self, "421", "4.3.2", "closing: the named fault close-421 is on");
        session_close(self->session);
        return;
    }
    if (self->needs_login && session_user(self->session) == NULL) {
        smtp_core_say(self, "530", "5.7.0",
                      "log in first: this is the submission port (RFC 6409 §4.3)");
        return;
    }
    if (!read_path(self, argument, "FROM", &path))
        return;
    smtp_core_drop_transaction(self);
    if (!take_parameters(self, SMTP_MAIL, &path, NULL) || !check_8bit(self, &path)) {
        smtp_envelope_reset(&self->envelope);
        return;
    }
    self->envelope.from = g_strndup(path.address.octets, path.address.length);
    self->n_mails++;
    smtp_core_say(self, "250", "2.1.0", "the sender is <%s>", self->envelope.from);
}

/* ---- RCPT ---- */

/* The faults that can bite here; TRUE: it has answered. */
static gboolean is_faulty(SmtpCore *self, const SmtpRecipient *recipient) {
    const char *rejected = session_fault_argument(self->session, FAULT_REJECT);
    if (session_fault(self->session, FAULT_REJECT) && rejected != NULL &&
        g_ascii_strcasecmp(rejected, recipient->address) == 0) {
        smtp_core_say(self, "550", "5.7.1", "<%s> is refused: the named fault reject is on",
                      recipient->address);
        return TRUE;
    }
    if (session_fault(self->session, FAULT_MAILBOX_FULL)) {
        smtp_core_say(self, "452", "4.2.2",
                      "the mailbox is full: the named fault mailbox-full is on");
        return TRUE;
    }
    g_autofree char *triplet =
        g_strdup_printf("%s %s %s", session_peer(self->session)->client_address,
                        self->envelope.from, recipient->address);
    /* Who has logged in is no stranger. */
    if (session_user(self->session) == NULL && session_fault(self->session, FAULT_GREYLIST) &&
        faults_first_time(session_setup(self->session)->faults, triplet)) {
        smtp_core_say(self, "450", "4.7.1",
                      "greylisted: try the same again later (the named fault greylist is on)");
        return TRUE;
    }
    return FALSE;
}

static const char *domain_of(const char *address) {
    const char *at = strrchr(address, '@');
    return at != NULL ? at + 1 : NULL;
}

/* Another domain of the lab: mail for it goes on, from those who have logged in. */
static gboolean goes_on(const SmtpCore *self, const char *domain) {
    const SessionSetup *setup = session_setup(self->session);
    if (setup->outgoing == NULL || setup->lab_domains == NULL || domain == NULL)
        return FALSE;
    for (guint i = 0; setup->lab_domains[i] != NULL; i++) {
        if (g_ascii_strcasecmp(setup->lab_domains[i], domain) == 0)
            return session_user(self->session) != NULL;
    }
    return FALSE;
}

/* Finds the mailbox, or the way to it; TRUE: the recipient can be taken. */
static gboolean find_mailbox(SmtpCore *self, SmtpRecipient *recipient) {
    const SessionSetup *setup = session_setup(self->session);
    const char *domain = domain_of(recipient->address);
    if (setup->store->klass->recipient(setup->store, recipient->address, &recipient->user) ==
            STORE_OK ||
        goes_on(self, domain))
        return TRUE;
    if (domain == NULL || g_ascii_strcasecmp(domain, setup->domain) == 0)
        smtp_core_say(self, "550", "5.1.1", "there is no mailbox <%s> here", recipient->address);
    else
        smtp_core_say(self, "550", "5.7.1",
                      "<%s> is not ours: this server takes mail for %s only, and relays nothing",
                      recipient->address, setup->domain);
    return FALSE;
}

static gboolean take_recipient(SmtpCore *self, const SmtpPath *path, SmtpRecipient *recipient) {
    if (self->envelope.to->len >= SESSION_RECIPIENTS_MAX) {
        smtp_core_say(self, "452", "4.5.3",
                      "%u recipients are enough for one mail: send the rest in another",
                      SESSION_RECIPIENTS_MAX);
        return FALSE;
    }
    return take_parameters(self, SMTP_RCPT, path, recipient) && check_8bit(self, path) &&
           !is_faulty(self, recipient) && find_mailbox(self, recipient);
}

/* A recipient refused out of order is one that this mail does not go to. */
void smtp_core_note_refused(SmtpCore *self, SyntaxSlice argument) {
    SmtpPath path;
    smtp_parse_path(argument.octets, argument.length, "TO", &path);
    g_ptr_array_add(self->envelope.refused, g_strndup(path.address.octets, path.address.length));
}

/* Forward-path = Path
 * rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) … */
static void run_rcpt(SmtpCore *self, SyntaxSlice argument) {
    SmtpPath path;
    if (!read_path(self, argument, "TO", &path))
        return;
    if (path.address.length == 0) {
        smtp_core_say(self, "501", "5.1.3", "a recipient cannot be empty");
        return;
    }
    SmtpRecipient *recipient = smtp_recipient_new(path.address.octets, path.address.length);
    if (!take_recipient(self, &path, recipient)) {
        g_ptr_array_add(self->envelope.refused, g_strdup(recipient->address));
        smtp_recipient_free(recipient);
        return;
    }
    g_ptr_array_add(self->envelope.to, recipient);
    smtp_core_say(self, "250", "2.1.5", "<%s> will get it", recipient->address);
}

/* ---- the transaction ---- */

void smtp_core_drop_transaction(SmtpCore *self) {
    if (self->delivery != NULL || self->chunk.is_open)
        smtp_core_give_up_message(self, TRUE);
    smtp_envelope_reset(&self->envelope);
}

static void run_rset(SmtpCore *self, SyntaxSlice argument) {
    smtp_core_say(self, "250", "2.0.0", "the transaction is forgotten");
    smtp_core_drop_transaction(self);
}

/* "ESMTPSA": RFC 3848; "UTF8SMTP": RFC 6531 §4.3. */
static char *transport_name(const SmtpCore *self) {
    gboolean is_utf8 = self->envelope.is_utf8;
    const char *base = self->is_lmtp ? (is_utf8 ? "UTF8LMTP" : "LMTP")
                       : is_utf8     ? "UTF8SMTP"
                                     : "ESMTP";
    if (!self->is_extended)
        return g_strdup("SMTP");
    return g_strconcat(base, session_is_tls(self->session) ? "S" : "",
                       session_user(self->session) != NULL ? "A" : "", NULL);
}

/* Names and addresses of clients go into a header field: nothing in them may end the line. */
static char *field_text(const char *text) {
    char *safe = g_strdup(text);
    for (char *octet = safe; *octet != '\0'; octet++) {
        if ((guchar)*octet < ' ' || *octet == 0x7f || strchr("()\\", *octet) != NULL)
            *octet = '?';
    }
    return safe;
}

/* Time-stamp-line = "Received:" FWS Stamp CRLF: RFC 5321 §4.4 */
static char *received_field(const SmtpCore *self) {
    const SessionPeer *peer = session_peer(self->session);
    gint64 now_s = session_now_ns(self->session) / G_GINT64_CONSTANT(1000000000);
    g_autofree char *with = transport_name(self);
    g_autofree char *hello = field_text(self->hello != NULL ? self->hello : "unknown");
    g_autofree char *date = mail_date(now_s);
    const SmtpRecipient *only = self->envelope.to->len == 1 ? self->envelope.to->pdata[0] : NULL;
    g_autofree char *recipient =
        only != NULL ? g_strdup_printf("\r\n for <%s>", only->address) : g_strdup("");
    gboolean is_v6 = strchr(peer->client_address, ':') != NULL;
    return g_strdup_printf("Received: from %s ([%s%s])\r\n by %s with %s\r\n"
                           " id %" G_GINT64_MODIFIER "x.%" G_GUINT64_FORMAT ".%u%s; %s\r\n",
                           hello, is_v6 ? "IPv6:" : "", peer->client_address,
                           session_setup(self->session)->host_name, with, now_s, peer->number,
                           self->n_mails, recipient, date);
}

void smtp_core_open_delivery(SmtpCore *self) {
    g_autofree char *head = received_field(self);
    self->delivery = smtp_delivery_new(session_setup(self->session), &self->envelope, head);
}

const SmtpVerb smtp_envelope_verbs[] = {
    {SMTP_MAIL, run_mail},
    {SMTP_RCPT, run_rcpt},
    {SMTP_RSET, run_rset},
    {0, NULL},
};
