/* SPDX-License-Identifier: MIT */
/* Any octets as a capture file: pcap, pcapng, gzipped or nothing of the kind. Every octet of every
 * packet must be readable, and the reading must end. */
#include "capture/capture_format.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(GError) error = NULL;
    g_autoptr(CaptureReader) reader =
        capture_reader_new(byte_source_new_memory(data, size), "fuzz", &error);
    if (reader == NULL) {
        g_assert(error != NULL);
        return 0;
    }
    CapturePacket packet;
    CaptureStatus status;
    guint64 n = 0;
    while ((status = capture_reader_next(reader, &packet, &error)) == CAPTURE_PACKET) {
        guint sum = 0;
        for (guint32 i = 0; i < packet.captured; i++) {
            sum += packet.octets[i];
        }
        g_assert(packet.captured <= packet.length && sum <= packet.captured * 255u);
        g_assert(packet.frame == ++n);
    }
    g_assert((error != NULL) == (status == CAPTURE_CUT_SHORT));
    return 0;
}
