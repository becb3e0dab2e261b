/* SPDX-License-Identifier: MIT */
/* Reads classic pcap through libpcap, in either byte order, microseconds or nanoseconds. It adds to
 * libpcap the places of what it read, so that a damaged file is described by frame and octet. */
#include "capture/capture_format.h"

#include <pcap.h>
#include <string.h>

#define HEADER_OCTETS 24u
#define RECORD_HEADER_OCTETS 16u
#define SNAPLEN_AT 16u
#define NETWORK_AT 20u
#define LINK_TYPE_MASK 0x03ffffffu /* the bits above tell the length of a frame check sequence */

typedef struct {
    pcap_t *pcap;
    int link_type;
    guint64 offset; /* of the next record, in the unpacked file */
    ByteSource *source;
} PcapFile;

static void pcap_file_free(gpointer data) {
    PcapFile *self = data;
    if (self->pcap != NULL) {
        pcap_close(self->pcap);
    }
    g_free(self);
}

/* The number is in the byte order of the machine that wrote the file, as its magic shows. */
static guint32 read_network(const guint8 *header) {
    guint32 number;
    memcpy(&number, header + NETWORK_AT, sizeof number);
    gboolean is_big_endian = header[0] == 0xa1;
    return is_big_endian ? GUINT32_FROM_BE(number) : GUINT32_FROM_LE(number);
}

static gpointer pcap_file_open(ByteSource *source, LinkList *links, GError **error) {
    const guint8 *header = byte_source_peek(source, HEADER_OCTETS);
    if (header == NULL) {
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_CUT_SHORT,
                    "ends in the middle of its pcap file header: %" G_GSIZE_FORMAT
                    " of %u octets are there",
                    byte_source_left(source, HEADER_OCTETS), HEADER_OCTETS);
        return NULL;
    }
    PcapFile *self = g_new0(PcapFile, 1);
    self->source = source;
    self->offset = HEADER_OCTETS;
    self->link_type = (int)(read_network(header) & LINK_TYPE_MASK);
    /* libpcap shortens packets to the snap length that the header promises, even where the file
     * holds more of them; 0 asks for its greatest. */
    byte_source_replace(source, SNAPLEN_AT, "\0\0\0\0", 4);
    FILE *stream = byte_source_stream(source);
    char problem[PCAP_ERRBUF_SIZE] = "";
    self->pcap =
        stream == NULL
            ? NULL
            : pcap_fopen_offline_with_tstamp_precision(stream, PCAP_TSTAMP_PRECISION_NANO, problem);
    if (self->pcap == NULL) {
        if (stream != NULL) {
            fclose(stream);
        }
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_FORMAT, "cannot be read as pcap: %s",
                    problem);
        pcap_file_free(self);
        return NULL;
    }
    link_list_add(links, self->link_type);
    return self;
}

/* Why no further record could be read. */
static CaptureStatus describe_end(PcapFile *self, int result, guint64 frame, GError **error) {
    const char *failure = byte_source_failure(self->source);
    if (failure != NULL) {
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_CUT_SHORT,
                    "%s (in frame %" G_GUINT64_FORMAT "); the frames before it are good", failure,
                    frame);
        return CAPTURE_CUT_SHORT;
    }
    if (result == PCAP_ERROR_BREAK) {
        return CAPTURE_END;
    }
    if (feof(pcap_file(self->pcap))) {
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_CUT_SHORT,
                    "ends in the middle of frame %" G_GUINT64_FORMAT " (octet %" G_GUINT64_FORMAT
                    "); the frames before it are good",
                    frame, self->offset);
    } else {
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_CUT_SHORT,
                    "is damaged where frame %" G_GUINT64_FORMAT
                    " should be (octet %" G_GUINT64_FORMAT "): %s; the frames before it are good",
                    frame, self->offset, pcap_geterr(self->pcap));
    }
    return CAPTURE_CUT_SHORT;
}

static CaptureStatus pcap_file_next(gpointer data, CapturePacket *packet, GError **error) {
    PcapFile *self = data;
    struct pcap_pkthdr *header = NULL;
    const u_char *octets = NULL;
    int result = pcap_next_ex(self->pcap, &header, &octets);
    if (result != 1) {
        return describe_end(self, result, packet->frame, error);
    }
    self->offset += RECORD_HEADER_OCTETS + header->caplen;
    packet->time_ns = header->ts.tv_sec * G_GINT64_CONSTANT(1000000000) + header->ts.tv_usec;
    packet->captured = header->caplen;
    packet->length = MAX(header->len, header->caplen);
    packet->link_type = self->link_type;
    packet->octets = octets;
    return CAPTURE_PACKET;
}

const CaptureFormat pcap_format = {
    .name = "pcap",
    .open = pcap_file_open,
    .next = pcap_file_next,
    .free = pcap_file_free,
};
