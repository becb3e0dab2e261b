/* SPDX-License-Identifier: MIT */
/* Says whether octets are a domain or an address literal. It does not ask whether they exist. */
#include "syntax/smtp_scanner.h"

#include <arpa/inet.h>
#include <string.h>

/* sub-domain = Let-dig [Ldh-str]; or a U-label in UTF-8: RFC 6531 §3.3 */
static gboolean label_is_valid(const char *label, gsize length) {
    if (length == 0 || label[0] == '-' || label[length - 1] == '-')
        return FALSE;
    for (gsize i = 0; i < length; i++) {
        if (!smtp_is_ldh((guchar)label[i]) && (guchar)label[i] < 0x80)
            return FALSE;
    }
    return TRUE;
}

/* Domain = sub-domain *("." sub-domain) */
static gboolean name_is_valid(SyntaxSlice domain) {
    gsize begin = 0;
    for (gsize i = 0; i <= domain.length; i++) {
        if (i < domain.length && domain.octets[i] != '.')
            continue;
        if (!label_is_valid(domain.octets + begin, i - begin))
            return FALSE;
        begin = i + 1;
    }
    return g_utf8_validate(domain.octets, (gssize)domain.length, NULL);
}

/* IPv4-address-literal = Snum 3("." Snum)
 * Snum = 1*3DIGIT, 0 to 255 */
static gboolean ipv4_is_valid(const char *text) {
    guint numbers = 0;
    for (;;) {
        guint value = 0, digits = 0;
        for (; g_ascii_isdigit(*text) && digits < 4; digits++)
            value = value * 10 + (guint)(*text++ - '0');
        if (digits < 1 || digits > 3 || value > 255)
            return FALSE;
        numbers++;
        if (*text == '\0')
            return numbers == 4;
        if (*text++ != '.')
            return FALSE;
    }
}

/* General-address-literal = Standardized-tag ":" 1*dcontent
 * dcontent = %d33-90 / %d94-126 */
static gboolean general_is_valid(const char *text) {
    const char *colon = strchr(text, ':');
    if (colon == NULL || !label_is_valid(text, (gsize)(colon - text)) || colon[1] == '\0')
        return FALSE;
    for (const char *octet = colon + 1; *octet != '\0'; octet++) {
        if (*octet < '!' || *octet > '~' || strchr("[\\]", *octet) != NULL)
            return FALSE;
    }
    return TRUE;
}

/* address-literal = "[" ( IPv4-address-literal / "IPv6:" IPv6-addr / General-address-literal ) "]"
 */
static gboolean literal_is_valid(SyntaxSlice literal) {
    char text[256]; /* longer than any domain may be: RFC 5321 §4.5.3.1.2 */
    if (literal.length < 3 || literal.length - 2 >= sizeof text ||
        literal.octets[literal.length - 1] != ']')
        return FALSE;
    gsize length = literal.length - 2;
    memcpy(text, literal.octets + 1, length);
    text[length] = '\0';
    if (strlen(text) != length)
        return FALSE;

    struct in6_addr address;
    if (g_ascii_strncasecmp(text, "IPv6:", 5) == 0)
        return inet_pton(AF_INET6, text + 5, &address) == 1;
    return ipv4_is_valid(text) || general_is_valid(text);
}

gboolean smtp_domain_is_valid(SyntaxSlice domain) {
    if (domain.length == 0)
        return FALSE;
    return domain.octets[0] == '[' ? literal_is_valid(domain) : name_is_valid(domain);
}
