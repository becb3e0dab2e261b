/* SPDX-License-Identifier: MIT */
/* Challenges -> responses, as a client works them out: APOP, CRAM-MD5, DIGEST-MD5. */
#include "exercise/player.h"

#include "exercise/seed_function.h"
#include "options.h"

#include <string.h>

#define CNONCE "b2JlZGllbnQgY2xpZW50"

/* The last word of a line, decoded from base64; "" if it is none. */
static char *challenge_of(const char *line) {
    const char *space = strrchr(line, ' ');
    gsize length = 0;
    g_autofree guint8 *octets = g_base64_decode(space != NULL ? space + 1 : line, &length);
    return g_strndup((const char *)octets, length);
}

static char *base64(const char *text) {
    return g_base64_encode((const guint8 *)text, strlen(text));
}

/* RFC 1939 §7: the timestamp of the greeting with the password behind it. */
static char *answer_apop(const char *greeting, const char *last, const char *user,
                         const char *password) {
    const char *from = strchr(greeting, '<'), *to = strrchr(greeting, '>');
    if (from == NULL || to == NULL || to < from)
        return NULL;
    g_autofree char *text = g_strdup_printf("%.*s%s", (int)(to - from) + 1, from, password);
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_MD5, text, -1);
    return g_strdup_printf("APOP %s %s", user, digest);
}

/* RFC 2195 §2 */
static char *answer_cram_md5(const char *greeting, const char *last, const char *user,
                             const char *password) {
    g_autofree char *challenge = challenge_of(last);
    g_autofree char *digest =
        seed_function_cram_md5(password, strlen(password), challenge, strlen(challenge));
    g_autofree char *text = g_strdup_printf("%s %s", user, digest);
    return base64(text);
}

/* The value of name="…" in a challenge; "" if it is not there. */
static char *directive(const char *challenge, const char *name) {
    g_autofree char *opening = g_strdup_printf("%s=\"", name);
    const char *found = strstr(challenge, opening);
    const char *from = found != NULL ? found + strlen(opening) : NULL;
    const char *to = from != NULL ? strchr(from, '"') : NULL;
    return to != NULL ? g_strndup(from, (gsize)(to - from)) : g_strdup("");
}

/* HEX(H({user:realm:password}H, ":", nonce, ":", cnonce)): RFC 2831 §2.1.2.1 */
static char *digest_a1(const char *user, const char *realm, const char *password,
                       const char *nonce) {
    g_autofree char *secret = g_strdup_printf("%s:%s:%s", user, realm, password);
    g_autofree char *rest = g_strdup_printf(":%s:" CNONCE, nonce);
    g_autoptr(GChecksum) inner = g_checksum_new(G_CHECKSUM_MD5);
    g_autoptr(GChecksum) outer = g_checksum_new(G_CHECKSUM_MD5);
    guint8 digest[16];
    gsize length = sizeof digest;
    g_checksum_update(inner, (const guchar *)secret, (gssize)strlen(secret));
    g_checksum_get_digest(inner, digest, &length);
    g_checksum_update(outer, digest, (gssize)length);
    g_checksum_update(outer, (const guchar *)rest, (gssize)strlen(rest));
    return g_strdup(g_checksum_get_string(outer));
}

static char *answer_digest_md5(const char *greeting, const char *last, const char *user,
                               const char *password) {
    g_autofree char *challenge = challenge_of(last);
    g_autofree char *realm = directive(challenge, "realm");
    g_autofree char *nonce = directive(challenge, "nonce");
    g_autofree char *host = realm[0] != '\0' ? g_strdup(realm) : g_strdup("localhost");
    g_autofree char *uri = g_strdup_printf("smtp/%s", host);
    g_autofree char *a1 = digest_a1(user, realm, password, nonce);
    g_autofree char *request = g_strdup_printf("AUTHENTICATE:%s", uri);
    g_autofree char *a2 = g_compute_checksum_for_string(G_CHECKSUM_MD5, request, -1);
    g_autofree char *all = g_strdup_printf("%s:%s:00000001:" CNONCE ":auth:%s", a1, nonce, a2);
    g_autofree char *response = g_compute_checksum_for_string(G_CHECKSUM_MD5, all, -1);
    g_autofree char *text = g_strdup_printf(
        "charset=utf-8,username=\"%s\",realm=\"%s\",nonce=\"%s\",nc=00000001,cnonce=\"" CNONCE
        "\",digest-uri=\"%s\",response=%s,qop=auth",
        user, realm, nonce, uri, response);
    return base64(text);
}

static const struct {
    const char *name;
    char *(*answer)(const char *greeting, const char *last, const char *user, const char *password);
} mechanisms[] = {
    {"apop", answer_apop},
    {"cram-md5", answer_cram_md5},
    {"digest-md5", answer_digest_md5},
};

char *player_answer(const char *call, const char *greeting, const char *last, GError **error) {
    g_auto(GStrv) words = g_strsplit(call, " ", 3);
    for (guint i = 0; g_strv_length(words) == 3 && i < G_N_ELEMENTS(mechanisms); i++) {
        if (strcmp(mechanisms[i].name, words[0]) != 0)
            continue;
        char *answer = mechanisms[i].answer(greeting, last, words[1], words[2]);
        if (answer == NULL)
            options_refuse(error, "There is nothing to answer with %s in \"%s\".", words[0],
                           greeting);
        return answer;
    }
    options_refuse(error,
                   "\"answer %s\" is none of apop, cram-md5, digest-md5 with a user and a "
                   "password.",
                   call);
    return NULL;
}
