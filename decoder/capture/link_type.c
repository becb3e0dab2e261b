/* SPDX-License-Identifier: MIT */
/* Turns the link-type numbers of files into those of this system's libpcap and into names. */
#include "capture/link_type.h"

#include <glib.h>
#include <pcap.h>

/* The DLT numbers that differ between systems got numbers of their own in files. */
static const struct {
    int link_type, dlt;
} differing[] = {
    {100, DLT_ATM_RFC1483}, {101, DLT_RAW},      {102, DLT_SLIP_BSDOS},
    {103, DLT_PPP_BSDOS},   {106, DLT_ATM_CLIP},
};

int link_type_to_dlt(int link_type) {
    for (gsize i = 0; i < G_N_ELEMENTS(differing); i++) {
        if (differing[i].link_type == link_type) {
            return differing[i].dlt;
        }
    }
    return link_type;
}

int link_type_from_dlt(int dlt) {
    for (gsize i = 0; i < G_N_ELEMENTS(differing); i++) {
        if (differing[i].dlt == dlt) {
            return differing[i].link_type;
        }
    }
    return dlt;
}

const char *link_type_name(int link_type) {
    return pcap_datalink_val_to_name(link_type_to_dlt(link_type));
}
