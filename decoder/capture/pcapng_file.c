/* SPDX-License-Identifier: MIT */
/* Reads pcapng: any number of sections, each in either byte order, with any number of interfaces.
 * A row of the block table is the place to read a further kind of block; the rest is skipped.
 * It refuses to know what packets hold. */
#include "capture/capture_format.h"
#include "capture/pcapng_time.h"

#include <string.h>

#define BLOCK_OCTETS_MAX (64u * 1024 * 1024)
#define INTERFACES_MAX 65536u
#define BLOCK_OVERHEAD 12u /* type, length, and the length again at the end */

enum { SECTION_HEADER = 0x0a0d0d0a };
enum { SECRETS_OF_TLS = 0x544c534b }; /* "TLSK": lines of a key log */
enum { OPTION_END = 0, OPTION_TSRESOL = 9, OPTION_TSOFFSET = 14 };

typedef struct {
    int link_type;
    guint32 snaplen; /* 0: none */
    PcapngTime time;
} Interface;

typedef struct {
    ByteSource *source;
    LinkList *links;
    GArray *interfaces; /* of Interface, of this section */
    gboolean is_big_endian;
    gint64 last_time_ns; /* for packets that have no time stamp */
    GByteArray *secrets; /* of TLS, not yet asked for */
    guint32 n_sections;
    guint32 packet_interface;     /* of the packet that was returned last */
    const guint8 *packet_options; /* lent with the packet */
    gsize packet_options_length;
    guint64 block_at; /* where the block being read begins */
} PcapngFile;

/* What stands between a block's two lengths. */
typedef struct {
    const guint8 *octets;
    gsize length;
} Body;

typedef enum {
    BLOCK_SKIPPED,
    BLOCK_PACKET,
    BLOCK_DAMAGED, /* its numbers contradict each other */
} BlockResult;

static guint16 read_16(const PcapngFile *self, const guint8 *octets) {
    guint16 number;
    memcpy(&number, octets, sizeof number);
    return self->is_big_endian ? GUINT16_FROM_BE(number) : GUINT16_FROM_LE(number);
}

static guint32 read_32(const PcapngFile *self, const guint8 *octets) {
    guint32 number;
    memcpy(&number, octets, sizeof number);
    return self->is_big_endian ? GUINT32_FROM_BE(number) : GUINT32_FROM_LE(number);
}

static guint64 read_64(const PcapngFile *self, const guint8 *octets) {
    guint64 number;
    memcpy(&number, octets, sizeof number);
    return self->is_big_endian ? GUINT64_FROM_BE(number) : GUINT64_FROM_LE(number);
}

/* A section begins: its interfaces are numbered from 0 again. The byte order is already known. */
static BlockResult read_section_header(PcapngFile *self, Body body, CapturePacket *packet) {
    if (body.length < 16) {
        return BLOCK_DAMAGED;
    }
    g_array_set_size(self->interfaces, 0);
    self->n_sections++;
    return BLOCK_SKIPPED;
}

static void read_interface_option(const PcapngFile *self, Interface *interface, guint code,
                                  Body value) {
    if (code == OPTION_TSRESOL && value.length == 1) {
        pcapng_time_set_resolution(&interface->time, value.octets[0]);
    } else if (code == OPTION_TSOFFSET && value.length == 8) {
        pcapng_time_set_offset(&interface->time, (gint64)read_64(self, value.octets));
    }
}

typedef struct {
    guint code;
    Body value;
} PcapngOption;

/* Options stand one behind the other, each padded to four octets. Takes the first of `rest`; FALSE
 * at the end of the list, which a damaged option is too. */
static gboolean take_option(const PcapngFile *self, Body *rest, PcapngOption *option) {
    if (rest->length < 4)
        return FALSE;
    gsize length = read_16(self, rest->octets + 2), left = rest->length - 4;
    *option = (PcapngOption){read_16(self, rest->octets), {rest->octets + 4, length}};
    if (option->code == OPTION_END || length > left)
        return FALSE;
    gsize taken = 4 + MIN((length + 3) & ~(gsize)3, left);
    rest->octets += taken;
    rest->length -= taken;
    return TRUE;
}

static void read_interface_options(const PcapngFile *self, Interface *interface, Body options) {
    PcapngOption option;
    while (take_option(self, &options, &option))
        read_interface_option(self, interface, option.code, option.value);
}

static BlockResult read_interface(PcapngFile *self, Body body, CapturePacket *packet) {
    if (body.length < 8 || self->interfaces->len >= INTERFACES_MAX) {
        return BLOCK_DAMAGED;
    }
    Interface interface = {.link_type = read_16(self, body.octets),
                           .snaplen = read_32(self, body.octets + 4)};
    pcapng_time_init(&interface.time);
    read_interface_options(self, &interface, (Body){body.octets + 8, body.length - 8});
    g_array_append_val(self->interfaces, interface);
    link_list_add(self->links, interface.link_type);
    return BLOCK_SKIPPED;
}

static const Interface *find_interface(const PcapngFile *self, guint32 number) {
    return number < self->interfaces->len ? &g_array_index(self->interfaces, Interface, number)
                                          : NULL;
}

/* The common part of the two packet blocks that have a time: from the time stamp on, at octet 4. */
static BlockResult read_timed_packet(PcapngFile *self, Body body, guint32 interface_number,
                                     CapturePacket *packet) {
    const Interface *interface = find_interface(self, interface_number);
    guint32 captured = read_32(self, body.octets + 12);
    if (interface == NULL || captured > body.length - 20) {
        return BLOCK_DAMAGED;
    }
    guint64 high = read_32(self, body.octets + 4), low = read_32(self, body.octets + 8);
    packet->time_ns = pcapng_time_to_ns(&interface->time, high << 32 | low);
    packet->captured = captured;
    packet->length = MAX(read_32(self, body.octets + 16), captured);
    packet->link_type = interface->link_type;
    packet->octets = body.octets + 20;
    gsize padded = MIN(((gsize)captured + 3) & ~(gsize)3, body.length - 20);
    self->packet_interface = interface_number;
    self->packet_options = body.octets + 20 + padded;
    self->packet_options_length = body.length - 20 - padded;
    self->last_time_ns = packet->time_ns;
    return BLOCK_PACKET;
}

static BlockResult read_enhanced_packet(PcapngFile *self, Body body, CapturePacket *packet) {
    if (body.length < 20) {
        return BLOCK_DAMAGED;
    }
    return read_timed_packet(self, body, read_32(self, body.octets), packet);
}

/* Obsolete; in place of a 32-bit interface number it has one of 16 bits and a count of drops. */
static BlockResult read_old_packet(PcapngFile *self, Body body, CapturePacket *packet) {
    if (body.length < 20) {
        return BLOCK_DAMAGED;
    }
    return read_timed_packet(self, body, read_16(self, body.octets), packet);
}

/* Always of interface 0, without a time: it gets that of the packet before. */
static BlockResult read_simple_packet(PcapngFile *self, Body body, CapturePacket *packet) {
    const Interface *interface = find_interface(self, 0);
    if (interface == NULL || body.length < 4) {
        return BLOCK_DAMAGED;
    }
    guint32 length = read_32(self, body.octets);
    guint32 captured = interface->snaplen > 0 ? MIN(length, interface->snaplen) : length;
    if (captured > body.length - 4) {
        return BLOCK_DAMAGED;
    }
    packet->time_ns = self->last_time_ns;
    packet->captured = captured;
    packet->length = length;
    packet->link_type = interface->link_type;
    packet->octets = body.octets + 4;
    self->packet_interface = 0;
    self->packet_options_length = 0;
    return BLOCK_PACKET;
}

/* Decryption secrets: their kind, their length, and the secrets, for the packets that follow. */
static BlockResult read_secrets(PcapngFile *self, Body body, CapturePacket *packet) {
    if (body.length < 8 || read_32(self, body.octets) != SECRETS_OF_TLS) {
        return BLOCK_SKIPPED;
    }
    guint32 length = read_32(self, body.octets + 4);
    if (length > body.length - 8) {
        return BLOCK_DAMAGED;
    }
    if (length <= BLOCK_OCTETS_MAX - self->secrets->len) {
        g_byte_array_append(self->secrets, body.octets + 8, length);
    }
    return BLOCK_SKIPPED;
}

typedef struct {
    guint32 type;
    BlockResult (*read)(PcapngFile *self, Body body, CapturePacket *packet);
} BlockReader;

/* Ordered by how often they come. */
static const BlockReader block_readers[] = {
    {6, read_enhanced_packet}, {3, read_simple_packet}, {2, read_old_packet},
    {1, read_interface},       {10, read_secrets},      {SECTION_HEADER, read_section_header},
};

static BlockResult read_block(PcapngFile *self, guint32 type, Body body, CapturePacket *packet) {
    for (gsize i = 0; i < G_N_ELEMENTS(block_readers); i++) {
        if (block_readers[i].type == type) {
            return block_readers[i].read(self, body, packet);
        }
    }
    return BLOCK_SKIPPED;
}

static CaptureStatus damaged(const PcapngFile *self, guint64 frame, const char *what,
                             GError **error) {
    g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_CUT_SHORT,
                "is damaged where frame %" G_GUINT64_FORMAT
                " should be (block at octet %" G_GUINT64_FORMAT
                "): %s; the frames before it are good",
                frame, self->block_at, what);
    return CAPTURE_CUT_SHORT;
}

/* Fewer octets are left than the block needs. */
static CaptureStatus ended(PcapngFile *self, guint64 frame, GError **error) {
    const char *failure = byte_source_failure(self->source);
    if (failure != NULL) {
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_CUT_SHORT,
                    "%s (in frame %" G_GUINT64_FORMAT "); the frames before it are good", failure,
                    frame);
        return CAPTURE_CUT_SHORT;
    }
    if (byte_source_left(self->source, 1) == 0) {
        return CAPTURE_END;
    }
    g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_CUT_SHORT,
                "ends in the middle of frame %" G_GUINT64_FORMAT " (octet %" G_GUINT64_FORMAT
                "); the frames before it are good",
                frame, self->block_at);
    return CAPTURE_CUT_SHORT;
}

/* A section header tells its byte order in the third word. Its type reads the same in both. */
static gboolean learn_byte_order(PcapngFile *self, const guint8 *header) {
    static const guint8 big[] = {0x1a, 0x2b, 0x3c, 0x4d}, little[] = {0x4d, 0x3c, 0x2b, 0x1a};
    self->is_big_endian = memcmp(header + 8, big, 4) == 0;
    return self->is_big_endian || memcmp(header + 8, little, 4) == 0;
}

static CaptureStatus pcapng_file_next(gpointer data, CapturePacket *packet, GError **error) {
    PcapngFile *self = data;
    BlockResult result = BLOCK_SKIPPED;
    while (result == BLOCK_SKIPPED) {
        self->block_at = byte_source_offset(self->source);
        const guint8 *header = byte_source_peek(self->source, BLOCK_OVERHEAD);
        if (header == NULL) {
            return ended(self, packet->frame, error);
        }
        guint32 type = read_32(self, header);
        if (type == SECTION_HEADER && !learn_byte_order(self, header)) {
            return damaged(self, packet->frame, "a section of unknown byte order", error);
        }
        guint32 length = read_32(self, header + 4);
        if (length < BLOCK_OVERHEAD || length > BLOCK_OCTETS_MAX || length % 4 != 0) {
            return damaged(self, packet->frame, "a block of impossible length", error);
        }
        const guint8 *block = byte_source_take(self->source, length);
        if (block == NULL) {
            return ended(self, packet->frame, error);
        }
        if (read_32(self, block + length - 4) != length) {
            return damaged(self, packet->frame, "the two lengths of a block differ", error);
        }
        result = read_block(self, type, (Body){block + 8, length - BLOCK_OVERHEAD}, packet);
    }
    if (result == BLOCK_DAMAGED) {
        return damaged(self, packet->frame, "a block whose numbers contradict each other", error);
    }
    return CAPTURE_PACKET;
}

static gpointer pcapng_file_open(ByteSource *source, LinkList *links, GError **error) {
    PcapngFile *self = g_new0(PcapngFile, 1);
    self->source = source;
    self->links = links;
    self->interfaces = g_array_new(FALSE, FALSE, sizeof(Interface));
    self->secrets = g_byte_array_new();
    return self;
}

static GBytes *pcapng_file_take_tls_secrets(gpointer data) {
    PcapngFile *self = data;
    if (self->secrets->len == 0) {
        return NULL;
    }
    GBytes *secrets = g_byte_array_free_to_bytes(self->secrets);
    self->secrets = g_byte_array_new();
    return secrets;
}

static gboolean pcapng_file_interface(gpointer data, guint32 number, CaptureInterface *interface) {
    const PcapngFile *self = data;
    guint32 asked = number == G_MAXUINT32 ? self->packet_interface : number;
    const Interface *found = find_interface(self, asked);
    *interface = (CaptureInterface){.section = self->n_sections > 0 ? self->n_sections - 1 : 0,
                                    .number = asked};
    if (found == NULL)
        return FALSE;
    interface->link_type = found->link_type;
    interface->snaplen = found->snaplen;
    return TRUE;
}

/* Packets' options that hold one number: epb_flags, epb_dropcount, epb_packetid, epb_queue. */
static gboolean is_number(guint code, gsize length) {
    static const guint8 lengths[] = {[2] = 4, [4] = 8, [5] = 8, [6] = 4};
    return code < sizeof lengths && lengths[code] != 0 && lengths[code] == length;
}

static void pcapng_file_packet_options(gpointer data, CaptureOptionFunction tell, gpointer user) {
    const PcapngFile *self = data;
    Body rest = {self->packet_options, self->packet_options_length};
    PcapngOption option;
    while (take_option(self, &rest, &option)) {
        guint8 turned[8];
        Body value = option.value;
        if (self->is_big_endian && is_number(option.code, value.length)) {
            for (gsize i = 0; i < value.length; i++)
                turned[i] = value.octets[value.length - 1 - i];
            value.octets = turned;
        }
        tell(user, option.code, value.octets, value.length);
    }
}

static void pcapng_file_free(gpointer data) {
    PcapngFile *self = data;
    g_array_unref(self->interfaces);
    g_byte_array_unref(self->secrets);
    g_free(self);
}

const CaptureFormat pcapng_format = {
    .name = "pcapng",
    .open = pcapng_file_open,
    .next = pcapng_file_next,
    .free = pcapng_file_free,
    .take_tls_secrets = pcapng_file_take_tls_secrets,
    .interface = pcapng_file_interface,
    .packet_options = pcapng_file_packet_options,
};
