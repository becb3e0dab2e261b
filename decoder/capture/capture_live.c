/* SPDX-License-Identifier: MIT */
/* An interface -> packets, through libpcap, without ever waiting for one. It refuses to know who is
 * allowed to listen: it asks the system and hands on the refusal. */
#include "capture/capture_live.h"

#include "capture/link_type.h"

#include <errno.h>
#include <pcap.h>

#define SNAP_OCTETS (256 * 1024) /* the loopback's packets are larger than any network's */
#define BUFFER_OCTETS (32 * 1024 * 1024)
#define WAIT_MS 100        /* until a half-full block of packets is handed on */
#define READ_PACKETS 65536 /* at a time, so that signals are heard in between */
#define NANOSECONDS ((gint64)1000000000)

struct CaptureLive {
    pcap_t *handle;
    pcap_dumper_t *dump; /* NULL: packets are not kept */
    int link_type;
    gint64 unit_ns; /* of what the time stamps call microseconds */
    guint64 frame;
    CaptureTake take; /* for the time of a capture_live_read() */
    gpointer user;
};

/* ---- opening -------------------------------------------------------------------------------- */

static void refuse(GError **error, pcap_t *handle, const char *interface, int status) {
    gboolean is_denied =
        status == PCAP_ERROR_PERM_DENIED || status == PCAP_ERROR_PROMISC_PERM_DENIED;
    if (is_denied)
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_PERMISSION,
                    "The system does not let you listen on %s", interface);
    else if (status == PCAP_ERROR_NO_SUCH_DEVICE)
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_INTERFACE, "There is no interface \"%s\"",
                    interface);
    else
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_OPEN, "%s cannot be listened on: %s",
                    interface,
                    status == PCAP_ERROR ? pcap_geterr(handle) : pcap_statustostr(status));
}

static gboolean activate(CaptureLive *self, const char *interface, GError **error) {
    pcap_set_snaplen(self->handle, SNAP_OCTETS);
    pcap_set_buffer_size(self->handle, BUFFER_OCTETS);
    pcap_set_timeout(self->handle, WAIT_MS);
    gboolean is_nano = pcap_set_tstamp_precision(self->handle, PCAP_TSTAMP_PRECISION_NANO) == 0;
    self->unit_ns = is_nano ? 1 : 1000;
    int status = pcap_activate(self->handle);
    if (status >= 0) /* more than 0 is a warning */
        return TRUE;
    refuse(error, self->handle, interface, status);
    return FALSE;
}

static gboolean set_filter(CaptureLive *self, const char *expression, GError **error) {
    struct bpf_program code;
    gboolean is_good = pcap_compile(self->handle, &code, expression, 1, PCAP_NETMASK_UNKNOWN) == 0;
    if (is_good) {
        is_good = pcap_setfilter(self->handle, &code) == 0;
        pcap_freecode(&code);
    }
    if (!is_good)
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_FILTER,
                    "The filter \"%s\" is not understood: %s", expression,
                    pcap_geterr(self->handle));
    return is_good;
}

static gboolean open_handle(CaptureLive *self, const char *interface, const char *expression,
                            GError **error) {
    char why[PCAP_ERRBUF_SIZE] = "";
    self->handle = pcap_create(interface, why);
    if (self->handle == NULL) {
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_OPEN, "%s cannot be listened on: %s",
                    interface, why);
        return FALSE;
    }
    if (!activate(self, interface, error) ||
        (expression != NULL && !set_filter(self, expression, error)))
        return FALSE;
    self->link_type = link_type_from_dlt(pcap_datalink(self->handle));
    if (pcap_setnonblock(self->handle, 1, why) == 0 && pcap_get_selectable_fd(self->handle) >= 0)
        return TRUE;
    g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_OPEN,
                "%s cannot be listened on without waiting for each packet: %s", interface, why);
    return FALSE;
}

CaptureLive *capture_live_open(const char *interface, const char *expression, GError **error) {
    CaptureLive *self = g_new0(CaptureLive, 1);
    if (open_handle(self, interface, expression, error))
        return self;
    capture_live_free(self);
    return NULL;
}

void capture_live_free(CaptureLive *self) {
    if (self == NULL)
        return;
    if (self->dump != NULL)
        pcap_dump_close(self->dump);
    if (self->handle != NULL)
        pcap_close(self->handle);
    g_free(self);
}

int capture_live_descriptor(const CaptureLive *self) {
    return pcap_get_selectable_fd(self->handle);
}

const char *capture_live_link(const CaptureLive *self) {
    return link_type_name(self->link_type);
}

gboolean capture_live_save(CaptureLive *self, FILE *file, GError **error) {
    self->dump = pcap_dump_fopen(self->handle, file);
    if (self->dump != NULL && pcap_dump_flush(self->dump) == 0)
        return TRUE;
    g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_OPEN, "The packets cannot be kept: %s",
                self->dump == NULL ? pcap_geterr(self->handle) : g_strerror(errno));
    if (self->dump == NULL)
        fclose(file);
    return FALSE;
}

/* ---- packets -------------------------------------------------------------------------------- */

static void on_packet(u_char *live, const struct pcap_pkthdr *header, const u_char *octets) {
    CaptureLive *self = (CaptureLive *)(gpointer)live;
    CapturePacket packet = {
        .frame = ++self->frame,
        .time_ns = header->ts.tv_sec * NANOSECONDS + header->ts.tv_usec * self->unit_ns,
        .captured = header->caplen,
        .length = header->len,
        .link_type = self->link_type,
        .octets = octets,
    };
    if (self->dump != NULL)
        pcap_dump((u_char *)self->dump, header, octets);
    self->take(self->user, &packet);
}

gboolean capture_live_read(CaptureLive *self, CaptureTake take, gpointer user, GError **error) {
    self->take = take;
    self->user = user;
    int n = pcap_dispatch(self->handle, READ_PACKETS, on_packet, (u_char *)self);
    if (n < 0)
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_CUT_SHORT, "Listening has ended: %s",
                    pcap_geterr(self->handle));
    else if (n > 0 && self->dump != NULL && pcap_dump_flush(self->dump) != 0)
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_CUT_SHORT,
                    "The packets cannot be kept any longer: %s", g_strerror(errno));
    else
        return TRUE;
    return FALSE;
}

guint64 capture_live_dropped(const CaptureLive *self) {
    struct pcap_stat counts = {0};
    return pcap_stats(self->handle, &counts) == 0 ? (guint64)counts.ps_drop + counts.ps_ifdrop : 0;
}

char **capture_live_interfaces(void) {
    char why[PCAP_ERRBUF_SIZE];
    pcap_if_t *all = NULL;
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();
    if (pcap_findalldevs(&all, why) == 0) {
        for (const pcap_if_t *one = all; one != NULL; one = one->next)
            g_strv_builder_add(names, one->name);
        pcap_freealldevs(all);
    }
    return g_strv_builder_end(names);
}
