/* SPDX-License-Identifier: MIT */
/* Blocks of a little-endian pcapng, appended to a GByteArray that somebody else writes to a file.
 */
#pragma once

#include "capture/capture.h"

/* An option is at most this long: its length has 16 bits. */
#define PCAPNG_OPTION_MAX 65535u
/* Decryption secrets beyond this are not read back. */
#define PCAPNG_SECRETS_MAX ((gsize)60 * 1024 * 1024)

enum { PCAPNG_OPTION_COMMENT = 1 };

/* The section header, which every file begins with. `application` is who wrote it. */
void pcapng_write_section(GByteArray *out, const char *application);
/* An interface, whose time stamps count nanoseconds. The first one is number 0. */
void pcapng_write_interface(GByteArray *out, const CaptureInterface *interface);
/* Lines of a TLS key log, for the packets that follow; at most PCAPNG_SECRETS_MAX. */
void pcapng_write_secrets(GByteArray *out, const void *octets, gsize length);
/* One option, for the options of a packet. Longer values than PCAPNG_OPTION_MAX are cut. */
void pcapng_write_option(GByteArray *out, guint code, const void *value, gsize length);
/* A packet of the interface with this number; `options` as pcapng_write_option() wrote them. */
void pcapng_write_packet(GByteArray *out, const CapturePacket *packet, guint32 interface,
                         const GByteArray *options);
