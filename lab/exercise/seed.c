/* SPDX-License-Identifier: MIT */
/* A seed -> choices from lists, and {names} -> their values. Every choice is a digest of the seed,
 * the exercise and what is chosen, so that no choice depends on another. It knows no exercise. */
#include "exercise/seed.h"

#include "exercise/seed_function.h"

#include "options.h"

#include <string.h>

#define PORT_FIRST 20000u
#define PORTS 10000u
#define NAME_MAX_LENGTH 64u

struct Seed {
    char *text;
    guint exercise;
    GHashTable *values; /* name -> value */
};

/* clang-format off */
static const char *const users[] = { "alice", "carol", "erin", "grace", "ivan", "kavya", "meera", "olga", "quentin",
    "sybil", "uma", "wendy", "yusuf", "anita", "chandra", "esha" };
static const char *const others[] = { "bob", "dave", "frank", "heidi", "judy", "leo", "niaj", "peggy", "rupert",
    "trent", "victor", "xavier", "zoe", "bharat", "dinesh", "farid" };
static const char *const colours[] = { "amber", "blue", "copper", "golden", "green", "ivory", "red", "silver",
    "violet", "white" };
static const char *const things[] = { "lantern", "bridge", "kettle", "umbrella", "violin", "compass", "bicycle",
    "telescope", "garden", "window", "teapot", "ladder" };
static const char *const places[] = { "by the station", "on the roof", "in the library", "behind the hill",
    "at the harbour", "near the old mill", "under the stairs", "across the river" };
static const char *const machines[] = { "larch", "maple", "cedar", "birch", "willow", "aspen", "hazel", "rowan",
    "neem", "banyan", "teak", "juniper" };
/* clang-format on */

/* ---- choices -------------------------------------------------------------------------------- */

guint32 seed_pick(const Seed *self, const char *what, guint32 limit) {
    if (self->text[0] == '\0' || limit < 2)
        return 0;
    g_autofree char *key = g_strdup_printf("%s\n%u\n%s", self->text, self->exercise, what);
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
    digest[8] = '\0';
    return (guint32)(g_ascii_strtoull(digest, NULL, 16) % limit);
}

#define PICK(self, what, list) ((list)[seed_pick((self), (what), G_N_ELEMENTS(list))])

static void set_take(Seed *self, const char *name, char *take_value) {
    g_hash_table_insert(self->values, g_strdup(name), take_value);
}

static char *pick_password(const Seed *self, const char *what, const char *nobodys) {
    g_autofree char *digits = g_strconcat(what, " digits", NULL);
    if (self->text[0] == '\0')
        return g_strdup(nobodys);
    return g_strdup_printf("%s%u", PICK(self, what, machines), 10 + seed_pick(self, digits, 90));
}

static void set_built_in(Seed *self) {
    const char *colour = PICK(self, "colour", colours);
    const char *thing = PICK(self, "thing", things);
    set_take(self, "seed", g_strdup(self->text));
    set_take(self, "user", g_strdup(PICK(self, "user", users)));
    set_take(self, "other", g_strdup(PICK(self, "other", others)));
    set_take(self, "password", pick_password(self, "password", "wonderland"));
    set_take(self, "other-password", pick_password(self, "other-password", "hungry"));
    set_take(self, "subject", g_strdup_printf("The %s %s", colour, thing));
    set_take(self, "body",
             g_strdup_printf("The %s %s is %s.", colour, thing, PICK(self, "place", places)));
    set_take(self, "number", g_strdup_printf("%u", 100 + seed_pick(self, "number", 900)));
    set_take(self, "small", g_strdup_printf("%u", 2 + seed_pick(self, "small", 8)));
    set_take(self, "name", g_strconcat(PICK(self, "name", machines), ".example", NULL));
}

Seed *seed_new(const char *seed, guint exercise) {
    Seed *self = g_new0(Seed, 1);
    self->text = g_strdup(seed != NULL ? seed : "");
    self->exercise = exercise;
    self->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    set_built_in(self);
    return self;
}

void seed_free(Seed *self) {
    if (self == NULL)
        return;
    g_hash_table_unref(self->values);
    g_free(self->text);
    g_free(self);
}

const char *seed_text(const Seed *self) {
    return self->text;
}

guint16 seed_port(const Seed *self, guint index) {
    g_autofree char *what = g_strdup_printf("port %u", index);
    return (guint16)(PORT_FIRST + (seed_pick(self, what, PORTS - 20) + index) % PORTS);
}

/* ---- variables ------------------------------------------------------------------------------ */

/* name = ALPHA *( ALPHA / DIGIT / "-" / "_" ): the octets at the beginning of `text` */
static gsize name_length(const char *text) {
    gsize length = 0;
    if (!g_ascii_isalpha(text[0]))
        return 0;
    while (g_ascii_isalnum(text[length]) || text[length] == '-' || text[length] == '_')
        length++;
    return length;
}

gboolean seed_set(Seed *self, const char *name, const char *value) {
    gsize length = name_length(name);
    if (length == 0 || length > NAME_MAX_LENGTH || name[length] != '\0' ||
        g_hash_table_size(self->values) >= SEED_VARIABLES_MAX || strlen(value) > SEED_TEXT_MAX)
        return FALSE;
    set_take(self, name, g_strdup(value));
    return TRUE;
}

const char *seed_get(const Seed *self, const char *name) {
    return g_hash_table_lookup(self->values, name);
}

static gboolean refuse_name(const char *name, GError **error) {
    return options_refuse(
        error, "\"%s\" cannot be the name of a variable; letters, digits, - and _ can.", name);
}

gboolean seed_vary(Seed *self, const char *names, const char *list, GError **error) {
    g_auto(GStrv) name = g_strsplit(names, "|", -1);
    g_auto(GStrv) rows = g_strsplit(list, ";", -1);
    guint n_names = g_strv_length(name), n_rows = g_strv_length(rows);
    if (n_rows > 0 && rows[n_rows - 1][0] == '\0')
        n_rows--; /* "a;b;" */
    if (n_rows == 0)
        return options_refuse(error, "The list of \"%s\" is empty.", names);
    const char *row = rows[seed_pick(self, names, n_rows)];
    g_auto(GStrv) values = g_strsplit(row, "|", n_names > 1 ? -1 : 1);
    if (g_strv_length(values) != n_names && !(n_names == 1 && row[0] == '\0'))
        return options_refuse(error, "\"%s\" has %u values for the %u names \"%s\".", row,
                              g_strv_length(values), n_names, names);
    for (guint i = 0; i < n_names; i++) {
        g_autofree char *filled = seed_fill(self, values[i] != NULL ? values[i] : "", error);
        if (filled == NULL)
            return FALSE;
        if (!seed_set(self, name[i], filled))
            return refuse_name(name[i], error);
    }
    return TRUE;
}

gboolean seed_compute(Seed *self, const char *name, const char *call, GError **error) {
    g_autofree char *filled = seed_fill(self, call, error);
    g_autofree char *result = filled != NULL ? seed_function_call(filled, error) : NULL;
    if (result == NULL)
        return FALSE;
    return seed_set(self, name, result) || refuse_name(name, error);
}

/* ---- texts ---------------------------------------------------------------------------------- */

static gboolean refuse_unknown(const Seed *self, const char *name, GError **error) {
    return options_refuse(error,
                          "There is no variable {%s}; [vary] and [compute] make some, and "
                          "exercises/README.md lists those that are always there.",
                          name);
}

/* The "{name}" at `text`; its octets, or 0 if it is none. */
static gsize append_variable(const Seed *self, GString *out, const char *text, GError **error) {
    gsize length = name_length(text + 1);
    if (length == 0 || length > NAME_MAX_LENGTH || text[1 + length] != '}')
        return 0;
    g_autofree char *name = g_strndup(text + 1, length);
    const char *value = seed_get(self, name);
    if (value != NULL)
        g_string_append(out, value);
    else
        refuse_unknown(self, name, error);
    return length + 2;
}

char *seed_fill(const Seed *self, const char *text, GError **error) {
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) reason = NULL;
    while (*text != '\0' && reason == NULL) {
        gsize taken = *text == '{' ? append_variable(self, out, text, &reason) : 0;
        if (taken == 0)
            g_string_append_c(out, *text++);
        text += taken;
        if (out->len > SEED_TEXT_MAX)
            options_refuse(&reason, "A text is too long once its variables are filled in.");
    }
    if (reason == NULL)
        return g_string_free(g_steal_pointer(&out), FALSE);
    g_propagate_error(error, g_steal_pointer(&reason));
    return NULL;
}

char *seed_function_names(void) {
    return seed_function_list();
}
