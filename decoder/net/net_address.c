/* SPDX-License-Identifier: MIT */
/* Turns an address into text: dotted for IPv4, RFC 5952 for IPv6. */
#include "net/net.h"

#include <arpa/inet.h>

const char *net_address_text(const NetAddress *self, char text[NET_ADDRESS_TEXT_SIZE]) {
    int family = self->family == 4 ? AF_INET : AF_INET6;
    if (inet_ntop(family, self->octets, text, NET_ADDRESS_TEXT_SIZE) == NULL) {
        text[0] = '\0';
    }
    return text;
}
