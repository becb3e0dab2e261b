/* SPDX-License-Identifier: MIT */
/* Options -> users, store, queue and certificate, from files that are made where they are missing.
 * It knows no session. */
#include "serve_place.h"

#include "options.h"

#include "transport/certificate.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

static gboolean make_directory(const char *path, GError **error) {
    if (g_mkdir_with_parents(path, 0700) == 0)
        return TRUE;
    return options_refuse(error, "The directory %s cannot be made: %s.", path, g_strerror(errno));
}

/* ---- users ---------------------------------------------------------------------------------- */

static gboolean open_users(ServePlace *self, const ServeOptions *options, GError **error) {
    g_autoptr(GError) reason = NULL;
    g_autofree char *text = NULL;
    gsize length = 0;
    if (options->users == NULL && options->who == NULL) {
        self->users = users_new_default();
        return TRUE;
    }
    if (options->users == NULL) {
        self->users = users_parse(options->who, strlen(options->who), NULL);
        return self->users != NULL || options_refuse(error, "The users are not understood.");
    }
    if (!g_file_get_contents(options->users, &text, &length, &reason))
        return options_refuse(error, "%s.", reason->message);
    self->users = users_parse(text, length, &reason);
    if (self->users == NULL)
        return options_refuse(error, "%s, %s.", options->users, reason->message);
    return TRUE;
}

/* ---- mail ----------------------------------------------------------------------------------- */

/* Nothing is ever deleted: what was there gets another name, *aside. */
static gboolean set_aside(const char *path, char **aside, GError **error) {
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return TRUE;
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    g_autofree char *when = g_date_time_format(now, "%Y%m%d-%H%M%S");
    *aside = g_strdup_printf("%s.before-%s", path, when);
    if (g_rename(path, *aside) == 0)
        return TRUE;
    return options_refuse(error, "%s cannot be set aside: %s.", path, g_strerror(errno));
}

static gboolean open_directory(ServePlace *self, const ServeOptions *options, const char *state,
                               GError **error) {
    g_autoptr(GError) reason = NULL;
    self->mail =
        options->mail != NULL ? g_strdup(options->mail) : g_build_filename(state, "mail", NULL);
    if (options->reset && !set_aside(self->mail, &self->set_aside, error))
        return FALSE;
    if (!make_directory(self->mail, error))
        return FALSE;
    self->store = maildir_store_new(self->mail, options->domain, self->users, &reason);
    return self->store != NULL || options_refuse(error, "%s.", reason->message);
}

static gboolean open_store(ServePlace *self, const ServeOptions *options, const char *state,
                           GError **error) {
    if (options->ephemeral)
        self->store = memory_store_new(options->domain, self->users);
    else if (!open_directory(self, options, state, error))
        return FALSE;
    gint64 now_s = g_get_real_time() / G_USEC_PER_SEC;
    if (mailbox_add_samples(self->store, self->users, options->domain, now_s) == STORE_OK)
        return TRUE;
    return options_refuse(error, "The sample mails cannot be stored in %s.",
                          self->mail != NULL ? self->mail : "memory");
}

/* ---- queue ---------------------------------------------------------------------------------- */

static gint64 wall_clock_s(gpointer clock) {
    return g_get_real_time() / G_USEC_PER_SEC;
}

static gboolean open_queue(ServePlace *self, const ServeOptions *options, const char *state,
                           GError **error) {
    g_autoptr(GError) reason = NULL;
    if (options->scenario == 0)
        return TRUE;
    g_autofree char *directory = g_build_filename(state, "queue", NULL);
    g_autofree char *aside = NULL;
    if (options->reset && !set_aside(directory, &aside, error))
        return FALSE;
    self->queue = queue_new(directory, wall_clock_s, NULL, &reason);
    return self->queue != NULL || options_refuse(error, "%s.", reason->message);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static gboolean open_certificate(ServePlace *self, const ServeOptions *options, const char *state,
                                 const char *host_name, GError **error) {
    g_autoptr(GError) reason = NULL;
    const char *directory = options->ephemeral ? NULL : state;
    self->credentials = certificate_load(directory, host_name, options->domain, &reason);
    if (self->credentials == NULL)
        return options_refuse(error, "%s.", reason != NULL ? reason->message : "No certificate");
    if (directory != NULL)
        self->certificate = g_build_filename(directory, CERTIFICATE_FILE, NULL);
    return TRUE;
}

gboolean serve_place_open(ServePlace *self, const ServeOptions *options, const char *host_name,
                          GError **error) {
    *self = (ServePlace){NULL};
    g_autofree char *state = options->state != NULL
                                 ? g_strdup(options->state)
                                 : g_build_filename(g_get_user_state_dir(), "maillab", NULL);
    if (!options->ephemeral && !make_directory(state, error))
        return FALSE;
    return open_users(self, options, error) && open_store(self, options, state, error) &&
           open_queue(self, options, state, error) &&
           open_certificate(self, options, state, host_name, error);
}

void serve_place_close(ServePlace *self) {
    queue_free(self->queue);
    store_free(self->store);
    users_free(self->users);
    if (self->credentials != NULL)
        gnutls_certificate_free_credentials(self->credentials);
    g_free(self->mail);
    g_free(self->certificate);
    g_free(self->set_aside);
}
