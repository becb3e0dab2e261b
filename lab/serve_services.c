/* SPDX-License-Identifier: MIT */
/* The tables of services and of extensions. Nothing here knows a socket. */
#include "serve_services.h"

#include "imap/imap.h"
#include "pop3/pop3.h"
#include "smtp/smtp.h"

#include <string.h>

/* clang-format off */
static const ServeService services[] = {
    /*    name           core              TLS      port  words */
    { { "smtp",        &smtp_core,       FALSE }, 2525, "SMTP" },
    { { "submission",  &submission_core, FALSE }, 2587, "submission" },
    { { "lmtp",        &lmtp_core,       FALSE }, 2424, "LMTP" },
    { { "pop3",        &pop3_core,       FALSE }, 2110, "POP3" },
    { { "imap",        &imap_core,       FALSE }, 2143, "IMAP" },
    { { "submissions", &submission_core, TRUE  }, 2465, "submission in TLS" },
    { { "pop3s",       &pop3_core,       TRUE  }, 2995, "POP3 in TLS" },
    { { "imaps",       &imap_core,       TRUE  }, 2993, "IMAP in TLS" },
};

static const char *const extensions[] = {
    /* SMTP */
    "PIPELINING", "SIZE", "8BITMIME", "SMTPUTF8", "CHUNKING", "ENHANCEDSTATUSCODES", "DSN",
    /* all */
    "STARTTLS", "STLS", "AUTH", "PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256",
    "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS",
    /* POP3 */
    "APOP", "CAPA", "UIDL", "TOP", "USER", "RESP-CODES", "AUTH-RESP-CODE", "SASL",
    /* IMAP */
    "IMAP4REV2", "LITERAL+", "SASL-IR", "IDLE", "NAMESPACE", "ID", "ENABLE", "UIDPLUS", "MOVE", "UNSELECT", "CHILDREN",
    "SPECIAL-USE", "LIST-EXTENDED", "LIST-STATUS", "ESEARCH", "SEARCHRES", "WITHIN", "STATUS=SIZE", "BINARY", "APPENDLIMIT",
};
/* clang-format on */

const ServeService *serve_services(guint *n_services) {
    *n_services = G_N_ELEMENTS(services);
    return services;
}

const ServeService *serve_service_find(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(services); i++) {
        if (g_ascii_strcasecmp(services[i].service.name, name) == 0)
            return &services[i];
    }
    return NULL;
}

char *serve_service_names(void) {
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(services); i++)
        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", services[i].service.name);
    return g_string_free(names, FALSE);
}

gboolean serve_extension_is_known(const char *word) {
    for (guint i = 0; i < G_N_ELEMENTS(extensions); i++) {
        if (g_ascii_strcasecmp(extensions[i], word) == 0)
            return TRUE;
    }
    return FALSE;
}

char *serve_extension_names(void) {
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(extensions); i++)
        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", extensions[i]);
    return g_string_free(names, FALSE);
}
