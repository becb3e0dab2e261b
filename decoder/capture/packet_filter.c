/* SPDX-License-Identifier: MIT */
/* Turns a filter expression into one libpcap program per link type, and asks it about packets. */
#include "capture/packet_filter.h"

#include "capture/link_type.h"

#include <pcap.h>

#define SNAP_OCTETS (256 * 1024)

typedef struct {
    int link_type;
    struct bpf_program code;
} Program;

struct PacketFilter {
    char *expression;
    GArray *programs; /* of Program; a capture has few link types */
};

static gboolean compile(PacketFilter *self, int link_type, GError **error) {
    pcap_t *link = pcap_open_dead(link_type_to_dlt(link_type), SNAP_OCTETS);
    Program program = {.link_type = link_type};
    gboolean is_good =
        pcap_compile(link, &program.code, self->expression, 1, PCAP_NETMASK_UNKNOWN) == 0;
    if (is_good) {
        g_array_append_val(self->programs, program);
    } else {
        const char *name = link_type_name(link_type);
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_FILTER,
                    "the filter \"%s\" does not fit packets of link type %s: %s", self->expression,
                    name != NULL ? name : "unknown", pcap_geterr(link));
    }
    pcap_close(link);
    return is_good;
}

static void clear_program(gpointer data) {
    Program *program = data;
    pcap_freecode(&program->code);
}

/* Before any link type is known, an expression is good if it fits one of the most common. */
static gboolean compile_for_any(PacketFilter *self, GError **error) {
    static const int common[] = {1, 113, 101}; /* Ethernet, Linux cooked, raw IP */
    g_autoptr(GError) first = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(common); i++) {
        if (compile(self, common[i], first == NULL ? &first : NULL)) {
            return TRUE;
        }
    }
    g_propagate_error(error, g_steal_pointer(&first));
    return FALSE;
}

static gboolean compile_for_each(PacketFilter *self, const GArray *link_types, GError **error) {
    for (guint i = 0; i < link_types->len; i++) {
        if (!compile(self, g_array_index(link_types, int, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

PacketFilter *packet_filter_new(const char *expression, const GArray *link_types, GError **error) {
    PacketFilter *self = g_new0(PacketFilter, 1);
    self->expression = g_strdup(expression);
    self->programs = g_array_new(FALSE, FALSE, sizeof(Program));
    g_array_set_clear_func(self->programs, clear_program);
    gboolean is_good = link_types->len > 0 ? compile_for_each(self, link_types, error)
                                           : compile_for_any(self, error);
    if (!is_good) {
        packet_filter_free(self);
        return NULL;
    }
    return self;
}

void packet_filter_free(PacketFilter *self) {
    if (self == NULL) {
        return;
    }
    g_array_unref(self->programs);
    g_free(self->expression);
    g_free(self);
}

static const Program *find_program(PacketFilter *self, int link_type, GError **error) {
    for (guint i = 0; i < self->programs->len; i++) {
        const Program *program = &g_array_index(self->programs, Program, i);
        if (program->link_type == link_type) {
            return program;
        }
    }
    if (!compile(self, link_type, error)) {
        return NULL;
    }
    return &g_array_index(self->programs, Program, self->programs->len - 1);
}

PacketFilterResult packet_filter_match(PacketFilter *self, const CapturePacket *packet,
                                       GError **error) {
    const Program *program = find_program(self, packet->link_type, error);
    if (program == NULL) {
        return PACKET_FILTER_FAILS;
    }
    struct pcap_pkthdr header = {.caplen = packet->captured, .len = packet->length};
    return pcap_offline_filter(&program->code, &header, packet->octets) != 0 ? PACKET_FILTER_PASSES
                                                                             : PACKET_FILTER_DROPS;
}
