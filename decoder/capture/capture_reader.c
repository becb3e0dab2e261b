/* SPDX-License-Identifier: MIT */
/* Turns a path into packets: finds out the format by the first octets, numbers the frames, and lets
 * through what the filter passes. It knows no format from inside. */
#include "capture/capture_format.h"
#include "capture/packet_filter.h"

#include <string.h>

G_DEFINE_QUARK(maillab - capture - error, capture_error)

#define SNIFFED_OCTETS 16u
#define QUOTED_OCTETS 12u

struct CaptureReader {
    char *shown; /* the file's name for people */
    ByteSource *source;
    const CaptureFormat *format;
    gpointer file;
    guint64 n_frames;
    int last_link_type;
    LinkList links;
    PacketFilter *filter; /* NULL: everything passes */
};

typedef struct {
    const char *octets;
    guint8 length;
    const CaptureFormat *format; /* NULL: known, but not read */
    const char *advice;          /* then: a clause to follow the file's name */
} Magic;

#define CONVERT "; Wireshark's editcap converts it: editcap -F pcapng OLD NEW"

/* clang-format off */
static const Magic magics[] = {
    {"\xd4\xc3\xb2\xa1", 4, &pcap_format, NULL},
    {"\xa1\xb2\xc3\xd4", 4, &pcap_format, NULL},
    {"\x4d\x3c\xb2\xa1", 4, &pcap_format, NULL},
    {"\xa1\xb2\x3c\x4d", 4, &pcap_format, NULL},
    {"\x0a\x0d\x0d\x0a", 4, &pcapng_format, NULL},
    {"\x34\xcd\xb2\xa1", 4, NULL, "is a modified pcap (Kuznetzov's)" CONVERT},
    {"\xa1\xb2\xcd\x34", 4, NULL, "is a modified pcap (Kuznetzov's)" CONVERT},
    {"\xac\x01\x00\x1c", 4, NULL, "is a modified pcap (IXIA's)" CONVERT},
    {"\x1c\x00\x01\xac", 4, NULL, "is a modified pcap (IXIA's)" CONVERT},
    {"\xab\x01\x00\x1c", 4, NULL, "is a modified pcap (IXIA's)" CONVERT},
    {"\x1c\x00\x01\xab", 4, NULL, "is a modified pcap (IXIA's)" CONVERT},
    {"snoop\0\0\0",      8, NULL, "is a capture of Solaris snoop" CONVERT},
    {"btsnoop\0",        8, NULL, "is a Bluetooth capture (btsnoop), where no mail is"},
    {"iptrace ",         8, NULL, "is a capture of AIX iptrace" CONVERT},
    {"RTSS",             4, NULL, "is a capture of Microsoft Network Monitor 1" CONVERT},
    {"GMBU",             4, NULL, "is a capture of Microsoft Network Monitor 2" CONVERT},
    {"TRSNIFF data",    12, NULL, "is a capture of the DOS Sniffer" CONVERT},
    {"XCP\0",            4, NULL, "is a capture of NetXray or the Windows Sniffer" CONVERT},
    {"\x7f" "ver",       4, NULL, "is a capture of EtherPeek or OmniPeek" CONVERT},
    {"TR\x00\x64",       4, NULL, "is a capture of HP-UX nettl" CONVERT},
    {"\x05VNF",         4, NULL, "is a capture of Visual Networks" CONVERT},
    {"PK\x03\x04",       4, NULL, "is a zip archive; unpack it first (unzip)"},
    {"\xfd" "7zXZ",      5, NULL, "is packed with xz; unpack it first (xz -d)"},
    {"BZh",              3, NULL, "is packed with bzip2; unpack it first (bzip2 -d)"},
    {"\x28\xb5\x2f\xfd", 4, NULL, "is packed with Zstandard; unpack it first (zstd -d)"},
    {"\x04\x22\x4d\x18", 4, NULL, "is packed with LZ4; unpack it first (lz4 -d)"},
};
/* clang-format on */

static const Magic *find_magic(const guint8 *octets, gsize length) {
    for (gsize i = 0; i < G_N_ELEMENTS(magics); i++) {
        if (length >= magics[i].length && memcmp(octets, magics[i].octets, magics[i].length) == 0) {
            return &magics[i];
        }
    }
    return NULL;
}

/* The first octets as a person can recognise them: in quotation marks if they are plain text. */
static char *quote(const guint8 *octets, gsize length) {
    GString *text = g_string_new("\""), *hex = g_string_new("the octets");
    gboolean is_text = TRUE;
    for (gsize i = 0; i < MIN(length, QUOTED_OCTETS); i++) {
        gboolean is_space = g_ascii_isspace(octets[i]);
        is_text = is_text && (g_ascii_isprint(octets[i]) || is_space);
        g_string_append_c(text, is_space ? ' ' : (char)octets[i]);
        g_string_append_printf(hex, " %02x", octets[i]);
    }
    g_string_append(text, length > QUOTED_OCTETS ? "…\"" : "\"");
    g_string_free(is_text ? hex : text, TRUE);
    return g_string_free(is_text ? text : hex, FALSE);
}

static void set_not_a_capture(GError **error, const char *shown, const guint8 *octets,
                              gsize length) {
    const Magic *magic = find_magic(octets, length);
    if (magic != NULL) {
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_FORMAT, "%s %s", shown, magic->advice);
        return;
    }
    g_autofree char *beginning = quote(octets, length);
    g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_FORMAT,
                "%s is not a capture: it begins with %s; maillab reads pcap and pcapng, also "
                "gzipped",
                shown, beginning);
}

/* Finds the format of the source; NULL with `error` set. */
static const CaptureFormat *detect(ByteSource *source, const char *shown, GError **error) {
    gsize length = byte_source_left(source, SNIFFED_OCTETS);
    const char *failure = byte_source_failure(source);
    if (length == 0 && failure != NULL) {
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_OPEN, "%s %s", shown, failure);
        return NULL;
    }
    if (length == 0) {
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_EMPTY,
                    "%s is empty: it holds no octet, not even the header of a capture", shown);
        return NULL;
    }
    const guint8 *octets = byte_source_peek(source, length);
    const Magic *magic = find_magic(octets, length);
    if (magic == NULL || magic->format == NULL) {
        set_not_a_capture(error, shown, octets, length);
        return NULL;
    }
    return magic->format;
}

CaptureReader *capture_reader_new(ByteSource *source, const char *shown, GError **error) {
    g_autoptr(CaptureReader) self = g_new0(CaptureReader, 1);
    self->source = source;
    self->shown = g_strdup(shown);
    link_list_init(&self->links);
    self->format = detect(source, shown, error);
    if (self->format == NULL) {
        return NULL;
    }
    self->file = self->format->open(source, &self->links, error);
    if (self->file == NULL) {
        g_prefix_error(error, "%s ", shown);
        return NULL;
    }
    return g_steal_pointer(&self);
}

CaptureReader *capture_reader_open(const char *path, GError **error) {
    ByteSource *source = byte_source_open(path, error);
    if (source == NULL) {
        return NULL;
    }
    g_autofree char *shown =
        strcmp(path, "-") == 0 ? g_strdup("standard input") : g_filename_display_name(path);
    return capture_reader_new(source, shown, error);
}

void capture_reader_free(CaptureReader *self) {
    if (self == NULL) {
        return;
    }
    if (self->file != NULL) {
        self->format->free(self->file);
    }
    packet_filter_free(self->filter);
    link_list_clear(&self->links);
    byte_source_free(self->source);
    g_free(self->shown);
    g_free(self);
}

gboolean capture_reader_set_filter(CaptureReader *self, const char *expression, GError **error) {
    PacketFilter *filter = packet_filter_new(expression, self->links.numbers, error);
    if (filter == NULL) {
        return FALSE;
    }
    packet_filter_free(self->filter);
    self->filter = filter;
    return TRUE;
}

CaptureStatus capture_reader_next(CaptureReader *self, CapturePacket *packet, GError **error) {
    for (;;) {
        packet->frame = self->n_frames + 1;
        CaptureStatus status = self->format->next(self->file, packet, error);
        if (status == CAPTURE_CUT_SHORT) {
            g_prefix_error(error, "%s ", self->shown);
        }
        if (status != CAPTURE_PACKET) {
            return status;
        }
        self->n_frames++;
        self->last_link_type = packet->link_type;
        PacketFilterResult result = self->filter == NULL
                                        ? PACKET_FILTER_PASSES
                                        : packet_filter_match(self->filter, packet, error);
        if (result == PACKET_FILTER_FAILS) {
            g_prefix_error(error, "%s, frame %" G_GUINT64_FORMAT ": ", self->shown, packet->frame);
            return CAPTURE_CUT_SHORT;
        }
        if (result == PACKET_FILTER_PASSES) {
            return CAPTURE_PACKET;
        }
    }
}

GBytes *capture_reader_take_tls_secrets(CaptureReader *self) {
    const CaptureFormat *format = self->format;
    return format->take_tls_secrets != NULL ? format->take_tls_secrets(self->file) : NULL;
}

gboolean capture_reader_find_interface(const CaptureReader *self, guint32 number,
                                       CaptureInterface *interface) {
    if (self->format->interface != NULL)
        return self->format->interface(self->file, number, interface);
    *interface = (CaptureInterface){.link_type = self->last_link_type};
    return number == 0;
}

void capture_reader_interface(const CaptureReader *self, CaptureInterface *interface) {
    capture_reader_find_interface(self, G_MAXUINT32, interface);
}

void capture_reader_packet_options(const CaptureReader *self, CaptureOptionFunction tell,
                                   gpointer user) {
    if (self->format->packet_options != NULL)
        self->format->packet_options(self->file, tell, user);
}

const char *capture_reader_format(const CaptureReader *self) {
    return self->format->name;
}

const char *const *capture_reader_links(const CaptureReader *self) {
    return (const char *const *)self->links.names->pdata;
}

double capture_reader_progress(const CaptureReader *self) {
    return byte_source_progress(self->source);
}
