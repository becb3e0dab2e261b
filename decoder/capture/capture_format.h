/* SPDX-License-Identifier: MIT */
/* What the reader asks of each file format. Internal to capture/. */
#pragma once

#include "capture/byte_source.h"
#include "capture/capture.h"

/* The link types of a capture by their numbers, in order of first sight. */
typedef struct {
    GArray *numbers;  /* of int */
    GPtrArray *names; /* ends with NULL */
} LinkList;

void link_list_init(LinkList *self);
void link_list_clear(LinkList *self);
void link_list_add(LinkList *self, int link_type);

/* One row per format. Messages in errors are clauses that follow the file's name: "ends in …". */
typedef struct {
    const char *name;
    /* `source` and `links` are lent for the life of the file. NULL with `error` set. */
    gpointer (*open)(ByteSource *source, LinkList *links, GError **error);
    /* As capture_reader_next(); packet->frame is set by the caller. */
    CaptureStatus (*next)(gpointer file, CapturePacket *packet, GError **error);
    void (*free)(gpointer file);
    /* As capture_reader_take_tls_secrets(); NULL where the format has no place for them. */
    GBytes *(*take_tls_secrets)(gpointer file);
    /* As capture_reader_find_interface(), and for G_MAXUINT32 that of the last packet; NULL where a
     * file has one interface. */
    gboolean (*interface)(gpointer file, guint32 number, CaptureInterface *interface);
    /* As capture_reader_packet_options(); NULL where packets have none. */
    void (*packet_options)(gpointer file, CaptureOptionFunction tell, gpointer user);
} CaptureFormat;

extern const CaptureFormat pcap_format;
extern const CaptureFormat pcapng_format;

/* A reader of any source; takes it. `shown` names the file in errors. */
CaptureReader *capture_reader_new(ByteSource *source, const char *shown, GError **error);
