/* SPDX-License-Identifier: MIT */
/* Turns the name of a user into the passwords that may be his. It does not know what they are
 * compared with. */
#include "dissect/secrets.h"

#include <string.h>

const char *secrets_next(const Secrets *self, const char *user, gsize length, guint *at) {
    while (*at < self->n_rows) {
        const Secret *row = &self->rows[(*at)++];
        gboolean is_his = row->user == NULL ||
                          (strlen(row->user) == length && memcmp(row->user, user, length) == 0);
        if (is_his) {
            return row->password;
        }
    }
    return NULL;
}
