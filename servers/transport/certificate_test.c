/* SPDX-License-Identifier: MIT */
#include "transport/certificate.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

static char *contents(const char *directory, const char *name) {
    g_autofree char *path = g_build_filename(directory, name, NULL);
    char *text = NULL;
    g_file_get_contents(path, &text, NULL, NULL);
    return text;
}

static char *load(const char *directory, const char *host_name) {
    g_autoptr(GError) error = NULL;
    gnutls_certificate_credentials_t credentials =
        certificate_load(directory, host_name, "lab.example", &error);
    cr_assert_not_null(credentials, "%s", error != NULL ? error->message : "");
    gnutls_certificate_free_credentials(credentials);
    return directory != NULL ? contents(directory, CERTIFICATE_FILE) : NULL;
}

Test(certificate, is_made_once_and_kept) {
    g_autofree char *directory = g_dir_make_tmp("maillab-XXXXXX", NULL);
    g_autofree char *first = load(directory, "mail.lab.example");
    g_autofree char *again = load(directory, "mail.lab.example");
    cr_assert_not_null(first);
    cr_expect_str_eq(first, again);

    g_autofree char *key_path = g_build_filename(directory, CERTIFICATE_KEY_FILE, NULL);
    GStatBuf status;
    cr_assert_eq(g_stat(key_path, &status), 0);
    cr_expect_eq(status.st_mode & 0777, 0600, "%o", status.st_mode & 0777);

    g_autofree char *other = load(directory, "mail.other.example");
    cr_expect_str_neq(first, other, "another name asks for another certificate");
    g_autofree char *certificate_path = g_build_filename(directory, CERTIFICATE_FILE, NULL);
    cr_assert(g_file_set_contents(certificate_path, "no certificate", -1, NULL));
    g_autofree char *mended = load(directory, "mail.other.example");
    cr_expect(g_str_has_prefix(mended, "-----BEGIN CERTIFICATE-----"));
    g_remove(key_path);
    g_remove(certificate_path);
    g_rmdir(directory);
}

Test(certificate, can_be_for_this_run_only) {
    cr_expect_null(load(NULL, "mail.lab.example"));
}

Test(certificate, a_directory_that_is_not_there_is_told) {
    g_autoptr(GError) error = NULL;
    cr_expect_null(
        certificate_load("/nonexistent/maillab", "mail.lab.example", "lab.example", &error));
    cr_assert_not_null(error);
}
