/* SPDX-License-Identifier: MIT */
/* Writes the profile. It looks at all files before it touches the first, and never loses what was
 * there. */
#include "wireshark/install.h"

#include "options.h"
#include "wireshark/profile_files.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define BACKUPS_MAX 999u

char *wireshark_config_directory(void) {
    const char *named = g_getenv("WIRESHARK_CONFIG_DIR");
    if (named != NULL && named[0] != '\0')
        return g_strdup(named);
    g_autofree char *usual = g_build_filename(g_get_user_config_dir(), "wireshark", NULL);
    g_autofree char *old = g_build_filename(g_get_home_dir(), ".wireshark", NULL);
    if (!g_file_test(usual, G_FILE_TEST_IS_DIR) && g_file_test(old, G_FILE_TEST_IS_DIR))
        return g_steal_pointer(&old);
    return g_steal_pointer(&usual);
}

typedef enum { FILE_MISSING, FILE_SAME, FILE_DIFFERS } FileState;

/* What stands under the name now. */
static FileState inspect(const char *path, const char *content) {
    g_autofree char *old = NULL;
    gsize length = 0;
    if (!g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
        return FILE_MISSING;
    gboolean is_same = g_file_get_contents(path, &old, &length, NULL) &&
                       length == strlen(content) && memcmp(old, content, length) == 0;
    return is_same ? FILE_SAME : FILE_DIFFERS;
}

/* The names of the files that would be lost, or NULL. */
static char *list_changed(const char *place) {
    guint n_files;
    const ProfileFile *files = profile_files(&n_files);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < n_files; i++) {
        g_autofree char *path = g_build_filename(place, files[i].name, NULL);
        g_autofree char *content = files[i].write();
        if (inspect(path, content) == FILE_DIFFERS)
            g_ptr_array_add(names, (gpointer)files[i].name);
    }
    if (names->len == 0)
        return NULL;
    g_ptr_array_add(names, NULL);
    return g_strjoinv(", ", (char **)names->pdata);
}

/* The old file under a name that is free. */
static char *put_aside(const char *path, GError **error) {
    for (guint i = 1; i <= BACKUPS_MAX; i++) {
        g_autofree char *aside = g_strdup_printf("%s.before-%u", path, i);
        if (g_file_test(aside, G_FILE_TEST_EXISTS) || g_file_test(aside, G_FILE_TEST_IS_SYMLINK))
            continue;
        if (g_rename(path, aside) == 0)
            return g_steal_pointer(&aside);
        options_refuse(error, "%s cannot be put aside: %s.", path, g_strerror(errno));
        return NULL;
    }
    options_refuse(error, "%s has too many old versions beside it; remove some.", path);
    return NULL;
}

static gboolean write_file(const char *place, const ProfileFile *file, GString *report,
                           GError **error) {
    g_autofree char *path = g_build_filename(place, file->name, NULL);
    g_autofree char *content = file->write();
    g_autofree char *aside = NULL;
    FileState state = inspect(path, content);
    if (state == FILE_SAME) {
        g_string_append_printf(report, "%s: is there already (%s)\n", path, file->what);
        return TRUE;
    }
    if (state == FILE_DIFFERS && (aside = put_aside(path, error)) == NULL)
        return FALSE;
    if (!g_file_set_contents(path, content, -1, error))
        return FALSE;
    g_string_append_printf(report, "%s: written (%s)%s%s\n", path, file->what,
                           aside != NULL ? "; what was there is now " : "",
                           aside != NULL ? aside : "");
    return TRUE;
}

gboolean wireshark_install(const char *directory, const char *profile, gboolean force,
                           GString *report, GError **error) {
    g_autofree char *place = g_build_filename(directory, "profiles", profile, NULL);
    g_autofree char *changed = list_changed(place);
    if (changed != NULL && !force)
        return options_refuse(
            error,
            "Nothing is written: in %s there is something else already (%s). With "
            "--force it is kept under another name; --profile NAME makes another "
            "profile.",
            place, changed);
    if (g_mkdir_with_parents(place, 0700) != 0)
        return options_refuse(error, "%s cannot be made: %s.", place, g_strerror(errno));
    guint n_files;
    const ProfileFile *files = profile_files(&n_files);
    for (guint i = 0; i < n_files; i++) {
        if (!write_file(place, &files[i], report, error))
            return FALSE;
    }
    return TRUE;
}
