/* SPDX-License-Identifier: MIT */
/* The logins that prove the password by an MD5 of it with something that differs each time: APOP
 * (RFC 1939 §7), CRAM-MD5 (RFC 2195 §2), DIGEST-MD5 (RFC 2831 §2.1.2). */
#include "steps.h"

#include "options.h"

#include <gnutls/crypto.h>
#include <string.h>

#define MD5_OCTETS 16u
#define MD5_BLOCK 64u

/* MD5 is what these logins are made of; it is not used to protect anything here. */
static void md5(const char *octets, gsize length, guint8 *digest) {
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_MD5);
    gsize size = MD5_OCTETS;
    g_checksum_update(sum, (const guchar *)octets, (gssize)length);
    g_checksum_get_digest(sum, digest, &size);
}

static char *md5_hex(const GString *text) {
    return g_compute_checksum_for_data(G_CHECKSUM_MD5, (const guchar *)text->str, text->len);
}

gboolean steps_apop(ExplainPage *page, const StepsInput *input, GError **error) {
    const GString *user = steps_argument(input, 0), *password = steps_argument(input, 1);
    const GString *stamp = steps_argument(input, 2);
    if (input->decode)
        return options_refuse(error, "A digest has no way back; one can only try passwords.");
    if (stamp->len < 3 || stamp->str[0] != '<' || stamp->str[stamp->len - 1] != '>')
        return options_refuse(error, "The timestamp is what the greeting holds in angle brackets, "
                                     "with them: maillab explain apop bob hungry \"<1.2@mail>\".");
    g_autoptr(GString) text = g_string_new_len(stamp->str, (gssize)stamp->len);
    g_string_append_len(text, password->str, (gssize)password->len);
    g_autofree char *digest = md5_hex(text);
    g_autofree char *shown = steps_show(text, 200), *name = steps_show(user, 200);
    g_autofree char *line = g_strdup_printf("C: APOP %s %s", name, digest);
    explain_page_title(page, "APOP", "its digest, step by step.");
    explain_page_item(page,
                      "The timestamp of the greeting, with its angle brackets, and the password "
                      "right behind it:");
    explain_page_quote(page, shown);
    explain_page_item(
        page, "The MD5 of these %" G_GSIZE_FORMAT " octets, in hexadecimal digits:", text->len);
    explain_page_row(page, "%s", digest);
    explain_page_item(page, "The command:");
    explain_page_quote(page, line);
    explain_page_paragraph(page, "The server does the same sum. The password stays unseen, but "
                                 "whoever has both lines can try words until one fits.");
    explain_page_source(page, "RFC 1939 §7");
    return TRUE;
}

/* The key filled up to a block and mixed with one octet: RFC 2104 §2 */
static void mix_key(const GString *password, guint8 octet, guint8 *block) {
    guint8 key[MD5_BLOCK] = {0};
    if (password->len > MD5_BLOCK)
        md5(password->str, password->len, key);
    else
        memcpy(key, password->str, password->len);
    for (guint i = 0; i < MD5_BLOCK; i++)
        block[i] = key[i] ^ octet;
}

/* MD5 of the mixed key and what follows it; told as a step. */
static void tell_round(ExplainPage *page, const char *name, const GString *password, guint8 octet,
                       const GString *behind, guint8 *digest) {
    guint8 block[MD5_BLOCK];
    mix_key(password, octet, block);
    g_autofree char *begin = steps_hex(block, MD5_BLOCK, 12);
    g_autoptr(GString) text = g_string_new_len((const char *)block, MD5_BLOCK);
    g_string_append_len(text, behind->str, (gssize)behind->len);
    md5(text->str, text->len, digest);
    g_autofree char *hex = steps_hex(digest, MD5_OCTETS, MD5_OCTETS);
    explain_page_item(page, "%s: each octet of the key with the bits of %02X turned over:", name,
                      octet);
    explain_page_row(page, "%s", begin);
    explain_page_item(page,
                      "MD5 of it and %s:", octet == 0x36 ? "the challenge" : "the digest before");
    explain_page_row(page, "%s", hex);
}

gboolean steps_cram_md5(ExplainPage *page, const StepsInput *input, GError **error) {
    const GString *user = steps_argument(input, 0), *password = steps_argument(input, 1);
    const GString *given = steps_argument(input, 2);
    if (input->decode)
        return options_refuse(error, "A digest has no way back; one can only try passwords.");
    gboolean is_plain = given->len > 0 && given->str[0] == '<';
    g_autoptr(GString) challenge =
        is_plain ? g_string_new_len(given->str, (gssize)given->len) : steps_from_base64(given);
    if (challenge == NULL || challenge->len == 0)
        return options_refuse(error,
                              "The challenge is what stands behind 334: either in base64 or, "
                              "decoded, in angle brackets.");
    g_autofree char *shown = steps_show(challenge, 200);
    explain_page_title(page, "CRAM-MD5", "the answer to a challenge, step by step.");
    explain_page_item(page, "The challenge%s: %s", is_plain ? "" : ", decoded from base64", shown);
    explain_page_item(page, "The key: the password, %s to %u octets.",
                      password->len > MD5_BLOCK ? "whose MD5 is taken as it is too long, filled up "
                                                  "with zeros"
                                                : "filled up with zeros",
                      MD5_BLOCK);
    guint8 inner[MD5_OCTETS], outer[MD5_OCTETS];
    tell_round(page, "The inner key", password, 0x36, challenge, inner);
    g_autoptr(GString) inner_text = g_string_new_len((const char *)inner, MD5_OCTETS);
    tell_round(page, "The outer key", password, 0x5c, inner_text, outer);
    g_autoptr(GString) answer = g_string_new_len(user->str, (gssize)user->len);
    g_string_append_c(answer, ' ');
    for (guint i = 0; i < MD5_OCTETS; i++)
        g_string_append_printf(answer, "%02x", outer[i]);
    g_autofree char *shown_answer = steps_show(answer, 300), *letters = steps_to_base64(answer);
    g_autofree char *line = g_strdup_printf("C: %s", letters);
    explain_page_item(page,
                      "The user's name, a blank, and the digest in small hexadecimal digits:");
    explain_page_quote(page, shown_answer);
    explain_page_item(page, "On the wire, in base64:");
    explain_page_quote(page, line);
    explain_page_paragraph(page,
                           "The server does the same sum and compares. The password stays "
                           "unseen, but the server has to know it, and whoever has both lines "
                           "can try words until one fits.");
    explain_page_source(page, "RFC 2195 §2");
    return TRUE;
}

/* A step whose digest goes on in hexadecimal. */
static char *tell_digest(ExplainPage *page, const char *name, const GString *text) {
    g_autofree char *shown = steps_show(text, 200);
    char *digest = md5_hex(text);
    explain_page_item(page, "%s: MD5 of %s", name, shown);
    explain_page_row(page, "%s", digest);
    return digest;
}

/* A1 = { H( username ":" realm ":" passwd ), ":", nonce, ":", cnonce } — RFC 2831 §2.1.2.1 */
static char *tell_a1(ExplainPage *page, const StepsInput *input) {
    g_autoptr(GString) secret = g_string_new(NULL);
    g_string_printf(secret, "%s:%s:%s", steps_argument(input, 0)->str,
                    steps_argument(input, 2)->str, steps_argument(input, 1)->str);
    g_autofree char *hex = tell_digest(page, "The secret", secret);
    guint8 digest[MD5_OCTETS];
    md5(secret->str, secret->len, digest);
    g_autoptr(GString) a1 = g_string_new_len((const char *)digest, MD5_OCTETS);
    g_string_append_printf(a1, ":%s:%s", steps_argument(input, 3)->str,
                           steps_argument(input, 4)->str);
    explain_page_item(page, "Its 16 octets, not their digits, begin the next text.");
    return tell_digest(page, "A1", a1);
}

gboolean steps_digest_md5(ExplainPage *page, const StepsInput *input, GError **error) {
    if (input->decode)
        return options_refuse(error, "A digest has no way back; one can only try passwords.");
    explain_page_title(page, "DIGEST-MD5", "the response to a challenge, step by step.");
    g_autofree char *a1 = tell_a1(page, input);
    g_autoptr(GString) a2_text = g_string_new(NULL);
    g_string_printf(a2_text, "AUTHENTICATE:%s", steps_argument(input, 5)->str);
    g_autofree char *a2 = tell_digest(page, "A2", a2_text);
    g_autoptr(GString) last = g_string_new(NULL);
    g_string_printf(last, "%s:%s:00000001:%s:auth:%s", a1, steps_argument(input, 3)->str,
                    steps_argument(input, 4)->str, a2);
    g_autofree char *response = tell_digest(page, "The response", last);
    explain_page_paragraph(page,
                           "It goes into the answer as response=%s, with nc=00000001 and "
                           "qop=auth.",
                           response);
    explain_page_paragraph(page, "RFC 6331 has declared DIGEST-MD5 historic: use SCRAM-SHA-256.");
    explain_page_source(page, "RFC 2831 §2.1.2.1");
    return TRUE;
}
