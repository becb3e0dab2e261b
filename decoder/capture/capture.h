/* SPDX-License-Identifier: MIT */
/* A capture file or standard input, read packet by packet; for an interface see capture_live.h.
 * The only directory that knows <pcap.h>. It knows file formats and link-type
 * numbers, and nothing of what is inside a packet. */
#pragma once

#include <glib.h>

/* One captured packet. `octets` is lent until the next capture_reader_next(). */
typedef struct {
    guint64 frame;    /* number in the file, from 1, as Wireshark counts */
    gint64 time_ns;   /* since 1970-01-01 UTC */
    guint32 captured; /* octets that are here */
    guint32 length;   /* octets that were on the wire; more than `captured`: snapped */
    int link_type;    /* LINKTYPE_ number (1 Ethernet, 113 cooked v1, 276 cooked v2, …) */
    const guint8 *octets;
} CapturePacket;

typedef enum {
    CAPTURE_PACKET,    /* *packet is filled in */
    CAPTURE_END,       /* the file ended where a file may end */
    CAPTURE_CUT_SHORT, /* it ended in the middle, or what follows is no capture; error says where */
} CaptureStatus;

typedef struct CaptureReader CaptureReader;

/* Opens `path` ("-" is standard input): classic pcap (µs or ns, either byte order),
 * pcapng (any number of sections and interfaces), or gzip of either, told apart by
 * content and never by name. NULL with a sentence for a person in `error`: missing,
 * empty, not a capture. */
CaptureReader *capture_reader_open(const char *path, GError **error);
void capture_reader_free(CaptureReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CaptureReader, capture_reader_free)

/* From now on only packets that match the libpcap filter `expression` are returned;
 * frame numbers stay those of the file. FALSE with `error` if it does not compile. If the
 * file later comes to a link type for which the expression has no meaning, reading ends
 * there: CAPTURE_CUT_SHORT with CAPTURE_ERROR_FILTER. */
gboolean capture_reader_set_filter(CaptureReader *self, const char *expression, GError **error);

/* The next packet. `error` is set exactly for CAPTURE_CUT_SHORT; the packets before stay good. */
CaptureStatus capture_reader_next(CaptureReader *self, CapturePacket *packet, GError **error);

/* "pcap" or "pcapng" */
const char *capture_reader_format(const CaptureReader *self);

/* Names of the link types seen so far in order of first sight ("EN10MB", …), NULL-terminated, lent.
 */
const char *const *capture_reader_links(const CaptureReader *self);

/* The TLS secrets (lines of a key log) that the file held since the last call, in front of the
 * packet that was returned last; NULL if there were none. Free with g_bytes_unref(). */
GBytes *capture_reader_take_tls_secrets(CaptureReader *self);

/* Where packets of a pcapng were captured, or of a pcap: then number 0 of section 0. */
typedef struct {
    guint32 section; /* from 0 */
    guint32 number;  /* in its section, from 0 */
    int link_type;
    guint32 snaplen; /* 0: none is known */
} CaptureInterface;

/* The interface of the packet that was returned last. */
void capture_reader_interface(const CaptureReader *self, CaptureInterface *interface);
/* Another one of its section, by number; FALSE if there is none. */
gboolean capture_reader_find_interface(const CaptureReader *self, guint32 number,
                                       CaptureInterface *interface);

/* Told for every option of the packet that was returned last, in order. Numbers of more than one
 * octet are in little-endian order, as in what maillab writes. `value` is lent. */
typedef void (*CaptureOptionFunction)(gpointer user, guint code, const guint8 *value, gsize length);
void capture_reader_packet_options(const CaptureReader *self, CaptureOptionFunction tell,
                                   gpointer user);

/* How much of the file has been read, for a progress bar: 0…1, or -1 where the size is unknown. */
double capture_reader_progress(const CaptureReader *self);

#define CAPTURE_ERROR (capture_error_quark())
GQuark capture_error_quark(void);

typedef enum {
    CAPTURE_ERROR_OPEN,       /* no such file, no permission, a directory */
    CAPTURE_ERROR_EMPTY,      /* zero octets */
    CAPTURE_ERROR_FORMAT,     /* not a capture */
    CAPTURE_ERROR_CUT_SHORT,  /* ends in mid-packet, or garbage follows */
    CAPTURE_ERROR_FILTER,     /* the filter expression does not compile */
    CAPTURE_ERROR_PERMISSION, /* an interface that the system does not let this user listen on */
    CAPTURE_ERROR_INTERFACE,  /* no such interface */
} CaptureError;
