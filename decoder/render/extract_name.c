/* SPDX-License-Identifier: MIT */
/* A file name as sent, which an attacker chose -> a file name that stays where it is put. It
 * touches no file. */
#include "render/extract_name.h"

#include "render/safe_text.h"

#include <string.h>

#define EXTENSION_MAX 16u

struct ExtractNames {
    GHashTable *given;
};

/* clang-format off */
static const struct {
    const char *type, *extension;
} extensions[] = {
    { "text/plain", "txt" },      { "text/html", "html" },          { "text/csv", "csv" },
    { "text/calendar", "ics" },   { "image/png", "png" },           { "image/jpeg", "jpg" },
    { "image/gif", "gif" },       { "image/svg+xml", "svg" },       { "application/pdf", "pdf" },
    { "application/zip", "zip" }, { "application/json", "json" },   { "message/rfc822", "eml" },
    { "audio/mpeg", "mp3" },      { "message/delivery-status", "txt" },
};

/* Names that Windows takes for devices, whatever extension follows. */
static const char *const devices[] = {
    "con", "prn", "aux", "nul", "conin$", "conout$",
    "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "com¹", "com²", "com³",
    "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "lpt¹", "lpt²", "lpt³",
};
/* clang-format on */

static const char *extension_of(const char *type) {
    for (guint i = 0; type != NULL && i < G_N_ELEMENTS(extensions); i++) {
        if (g_ascii_strcasecmp(extensions[i].type, type) == 0)
            return extensions[i].extension;
    }
    return "bin";
}

/* What follows the last separator of any system that is not at the end. */
static const char *last_component(const char *wanted, gsize *length) {
    gsize end = strlen(wanted);
    while (end > 0 && strchr("/\\", wanted[end - 1]) != NULL)
        end--;
    gsize start = end;
    while (start > 0 && strchr("/\\", wanted[start - 1]) == NULL)
        start--;
    *length = end - start;
    return wanted + start;
}

static gboolean is_allowed(gunichar character) {
    if (!safe_text_is_printable(character))
        return FALSE;
    return character >= 0x80 || strchr("<>:\"/\\|?*", (int)character) == NULL;
}

static GString *replace_forbidden(const char *octets, gsize length) {
    GString *name = g_string_sized_new(length + 8);
    for (gsize at = 0; at < length;) {
        gunichar character;
        gsize size = safe_text_decode(octets + at, length - at, &character);
        if (size > 0 && is_allowed(character))
            g_string_append_len(name, octets + at, (gssize)size);
        else
            g_string_append_c(name, '_');
        at += MAX(size, 1);
    }
    return name;
}

/* Windows drops dots and spaces at the end, shells read a dash as an option, a dot hides a file. */
static void trim(GString *name) {
    while (name->len > 0 && strchr(". ", name->str[name->len - 1]) != NULL)
        g_string_truncate(name, name->len - 1);
    while (name->len > 0 && name->str[0] == ' ')
        g_string_erase(name, 0, 1);
    if (name->len > 0 && strchr(".-~", name->str[0]) != NULL)
        name->str[0] = '_';
}

static gboolean is_device(const char *name) {
    g_autofree char *stem = g_strndup(name, strcspn(name, "."));
    g_strchomp(stem);
    for (guint i = 0; i < G_N_ELEMENTS(devices); i++) {
        if (g_ascii_strcasecmp(stem, devices[i]) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Where the extension begins, its dot included; the end if there is none worth keeping. */
static gsize extension_at(const GString *name) {
    const char *dot = strrchr(name->str, '.');
    gsize at = dot == NULL ? name->len : (gsize)(dot - name->str);
    return at == 0 || name->len - at > EXTENSION_MAX ? name->len : at;
}

/* Leaves out the end of the stem until `extra` more octets fit. */
static void shorten(GString *name, gsize extra) {
    gsize dot = extension_at(name);
    if (name->len + extra <= EXTRACT_NAME_MAX)
        return;
    gsize stem_max = EXTRACT_NAME_MAX - extra - (name->len - dot);
    gsize stem = stem_max;
    while (stem > 0 && ((guchar)name->str[stem] & 0xc0) == 0x80)
        stem--; /* not within a character */
    g_string_erase(name, (gssize)stem, (gssize)(dot - stem));
}

char *extract_name(const char *wanted, const char *path, const char *type) {
    gsize length = 0;
    const char *component = wanted == NULL ? "" : last_component(wanted, &length);
    GString *name = replace_forbidden(component, length);
    trim(name);
    if (name->len == 0)
        g_string_printf(name, "part-%s.%s", path[0] == '\0' ? "1" : path, extension_of(type));
    if (is_device(name->str))
        g_string_prepend_c(name, '_');
    shorten(name, 0);
    trim(name);
    return g_string_free(name, FALSE);
}

ExtractNames *extract_names_new(void) {
    ExtractNames *self = g_new0(ExtractNames, 1);
    self->given = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return self;
}

void extract_names_free(ExtractNames *self) {
    if (self == NULL)
        return;
    g_hash_table_unref(self->given);
    g_free(self);
}

/* TRUE if nobody had it: now it is taken. */
static gboolean take(ExtractNames *self, const char *name) {
    g_autofree char *composed = g_utf8_normalize(name, -1, G_NORMALIZE_ALL);
    return g_hash_table_add(self->given, g_utf8_casefold(composed, -1));
}

static char *numbered(const char *name, guint number) {
    char suffix[16];
    int length = g_snprintf(suffix, sizeof suffix, "-%u", number);
    GString *other = g_string_new(name);
    shorten(other, (gsize)length);
    g_string_insert(other, (gssize)extension_at(other), suffix);
    return g_string_free(other, FALSE);
}

char *extract_names_give(ExtractNames *self, const char *wanted, const char *path,
                         const char *type) {
    g_autofree char *name = extract_name(wanted, path, type);
    if (take(self, name))
        return g_steal_pointer(&name);
    for (guint number = 2;; number++) { /* ends: only so many names were given */
        g_autofree char *other = numbered(name, number);
        if (take(self, other))
            return g_steal_pointer(&other);
    }
}
