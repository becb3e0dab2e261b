/* SPDX-License-Identifier: MIT */
/* The packets of an interface as they pass. Never blocks: packets are asked for when the
 * descriptor is readable. */
#pragma once

#include "capture/capture.h"

#include <stdio.h>

typedef struct CaptureLive CaptureLive;

/* Listens on `interface` ("any": on all), not promiscuously; only to packets that match the libpcap
 * filter `expression` unless it is NULL. NULL with a sentence: CAPTURE_ERROR_PERMISSION,
 * CAPTURE_ERROR_INTERFACE (there is none of that name), CAPTURE_ERROR_FILTER, CAPTURE_ERROR_OPEN.
 */
CaptureLive *capture_live_open(const char *interface, const char *expression, GError **error);
void capture_live_free(CaptureLive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CaptureLive, capture_live_free)

/* Readable when packets wait. */
int capture_live_descriptor(const CaptureLive *self);

/* "EN10MB" and the like; static. */
const char *capture_live_link(const CaptureLive *self);

/* From now on every packet is also written to `file`, a pcap file; takes it. FALSE with a sentence.
 */
gboolean capture_live_save(CaptureLive *self, FILE *file, GError **error);

/* A packet; frames count from 1. Its octets are lent for the call. */
typedef void (*CaptureTake)(gpointer user, const CapturePacket *packet);

/* Hands on the packets that wait, a bounded number of them. FALSE with a sentence if the
 * interface is gone or the file of capture_live_save() cannot be written. */
gboolean capture_live_read(CaptureLive *self, CaptureTake take, gpointer user, GError **error);

/* How many packets the kernel had no room for. */
guint64 capture_live_dropped(const CaptureLive *self);

/* The names of the interfaces that there are; NULL-terminated, free with g_strfreev(). */
char **capture_live_interfaces(void);
