/* SPDX-License-Identifier: MIT */
/* The environment that sudo leaves -> an ordinary user, for good. */
#include "watch_privileges.h"

#include <errno.h>
#include <gio/gio.h>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#define NOBODY 65534

static gboolean read_number(const char *variable, guint64 *number) {
    const char *text = g_getenv(variable);
    return text != NULL && g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT32, number, NULL);
}

WatchIdentity watch_identity(void) {
    WatchIdentity self = {.is_needed = geteuid() == 0, .user = NOBODY, .group = NOBODY};
    guint64 user, group;
    if (read_number("SUDO_UID", &user) && read_number("SUDO_GID", &group)) {
        self.is_caller = TRUE;
        self.user = (uid_t)user;
        self.group = (gid_t)group;
        return self;
    }
    const struct passwd *nobody = getpwnam("nobody");
    if (nobody != NULL) {
        self.user = nobody->pw_uid;
        self.group = nobody->pw_gid;
    }
    return self;
}

gboolean watch_become(const WatchIdentity *self, GError **error) {
    if (!self->is_needed)
        return TRUE;
    gboolean is_done =
        setgroups(0, NULL) == 0 && setgid(self->group) == 0 && setuid(self->user) == 0;
    int failure = errno;
    if (is_done && setuid(0) != 0) /* there is no way back */
        return TRUE;
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED,
                "Root's rights cannot be given up (%s), and mail off the wire is not read with "
                "them. Permit the program to listen with setcap cap_net_raw+ep, and run it as "
                "yourself.",
                is_done ? "they came back" : g_strerror(failure));
    return FALSE;
}
