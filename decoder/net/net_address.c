/* SPDX-License-Identifier: MIT */
/* Turns an address into text: dotted for IPv4, RFC 5952 for IPv6. */
#include "net/net.h"

#include <arpa/inet.h>

/* "0" to "255"; returns where it ends. */
static char *put_octet(char *at, guint8 octet) {
    if (octet >= 100) {
        *at++ = (char)('0' + octet / 100);
    }
    if (octet >= 10) {
        *at++ = (char)('0' + octet / 10 % 10);
    }
    *at++ = (char)('0' + octet % 10);
    return at;
}

/* By hand: records of short sessions would spend their time in inet_ntop(). */
static void put_dotted(char *text, const guint8 octets[4]) {
    char *at = text;
    for (guint i = 0; i < 4; i++) {
        if (i > 0) {
            *at++ = '.';
        }
        at = put_octet(at, octets[i]);
    }
    *at = '\0';
}

const char *net_address_text(const NetAddress *self, char text[NET_ADDRESS_TEXT_SIZE]) {
    if (self->family == 4) {
        put_dotted(text, self->octets);
    } else if (inet_ntop(AF_INET6, self->octets, text, NET_ADDRESS_TEXT_SIZE) == NULL) {
        text[0] = '\0';
    }
    return text;
}
