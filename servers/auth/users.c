/* SPDX-License-Identifier: MIT */
/* A text of names and passwords -> who may log in. It refuses to know how anybody proves it. */
#include "auth/users.h"

#include <string.h>

typedef struct {
    char *name, *password;
} User;

struct Users {
    GPtrArray *rows;     /* of User, as they stand in the file */
    GHashTable *by_name; /* name -> User */
};

static void free_user(gpointer data) {
    User *user = data;
    g_free(user->name);
    g_free(user->password);
    g_free(user);
}

static Users *users_new(void) {
    Users *self = g_new0(Users, 1);
    self->rows = g_ptr_array_new_with_free_func(free_user);
    self->by_name = g_hash_table_new(g_str_hash, g_str_equal);
    return self;
}

void users_free(Users *self) {
    if (self == NULL)
        return;
    g_hash_table_unref(self->by_name);
    g_ptr_array_unref(self->rows);
    g_free(self);
}

static void add(Users *self, const char *name, gsize name_length, const char *password,
                gsize password_length) {
    User *user = g_new(User, 1);
    user->name = g_strndup(name, name_length);
    user->password = g_strndup(password, password_length);
    g_ptr_array_add(self->rows, user);
    g_hash_table_insert(self->by_name, user->name, user);
}

Users *users_new_default(void) {
    Users *self = users_new();
    add(self, "alice", 5, "wonderland", 10);
    add(self, "bob", 3, "hungry", 6);
    return self;
}

/* ---- reading -------------------------------------------------------------------------------- */

/* A name becomes a directory and the local part of an address: letters, digits, and . _ - inside.
 */
static gboolean is_name(const char *name, gsize length) {
    for (gsize i = 0; i < length; i++) {
        gboolean is_inner = i > 0 && strchr("._-", name[i]) != NULL;
        if (!g_ascii_isalnum(name[i]) && !is_inner)
            return FALSE;
    }
    return length > 0;
}

static const char *what_is_wrong(const Users *self, const char *line, gsize length,
                                 const char *colon) {
    if (memchr(line, '\0', length) != NULL || !g_utf8_validate(line, (gssize)length, NULL))
        return "it is no UTF-8 text";
    if (colon == NULL)
        return "there is no colon; each line is \"name:password\"";
    gsize name_length = (gsize)(colon - line);
    if (!is_name(line, name_length))
        return "a name is made of letters and digits, with . _ - between them";
    if (name_length > USERS_WORD_MAX || length - name_length - 1 > USERS_WORD_MAX)
        return "names and passwords have at most 255 octets";
    if (name_length + 1 == length)
        return "the password is missing";
    g_autofree char *name = g_strndup(line, name_length);
    if (users_has(self, name))
        return "this name was there before";
    return self->rows->len >= USERS_MAX ? "there are too many users" : NULL;
}

static gboolean take_line(Users *self, const char *line, gsize length, guint number,
                          GError **error) {
    if (length > 0 && line[length - 1] == '\r')
        length--;
    if (length == 0 || line[0] == '#')
        return TRUE;
    const char *colon = memchr(line, ':', length);
    const char *wrong = what_is_wrong(self, line, length, colon);
    if (wrong != NULL) {
        g_set_error(error, g_quark_from_static_string("maillab-users"), 0, "line %u: %s", number,
                    wrong);
        return FALSE;
    }
    add(self, line, (gsize)(colon - line), colon + 1, length - (gsize)(colon - line) - 1);
    return TRUE;
}

static gboolean take_lines(Users *self, const char *text, gsize length, GError **error) {
    const char *end = text + length;
    guint number = 1;
    for (const char *at = text; at < end; number++) {
        const char *newline = memchr(at, '\n', (gsize)(end - at));
        const char *stop = newline != NULL ? newline : end;
        if (!take_line(self, at, (gsize)(stop - at), number, error))
            return FALSE;
        at = stop + 1;
    }
    if (self->rows->len > 0)
        return TRUE;
    g_set_error(error, g_quark_from_static_string("maillab-users"), 0,
                "there is no user in it; each line is \"name:password\"");
    return FALSE;
}

Users *users_parse(const char *text, gsize length, GError **error) {
    Users *self = users_new();
    if (take_lines(self, text, length, error))
        return self;
    users_free(self);
    return NULL;
}

/* ---- asking --------------------------------------------------------------------------------- */

static const User *find(const Users *self, const char *name) {
    return g_hash_table_lookup(self->by_name, name);
}

gboolean users_has(const Users *self, const char *name) {
    return find(self, name) != NULL;
}

const char *users_password(const Users *self, const char *name) {
    const User *user = find(self, name);
    return user != NULL ? user->password : NULL;
}

/* Looks at as many octets as were given, wherever they differ. */
static gboolean is_equal(const char *expected, const char *given) {
    gsize expected_length = strlen(expected), given_length = strlen(given);
    guchar difference = expected_length != given_length;
    for (gsize i = 0; i < given_length; i++)
        difference |= (guchar)(given[i] ^ expected[expected_length > 0 ? i % expected_length : 0]);
    return difference == 0;
}

gboolean users_check(const Users *self, const char *name, const char *password) {
    const char *expected = users_password(self, name);
    gboolean matches = is_equal(expected != NULL ? expected : "", password);
    return matches && expected != NULL;
}

guint users_count(const Users *self) {
    return self->rows->len;
}

const char *users_name(const Users *self, guint index) {
    return ((const User *)self->rows->pdata[index])->name;
}
