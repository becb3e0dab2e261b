/* SPDX-License-Identifier: MIT */
/* A capture file -> the number of its packets: what merely reading it with libpcap costs. Every
 * other time of the bench is told in multiples of this one's. */
#include <pcap.h>
#include <stdio.h>

typedef struct {
    unsigned long long packets, octets;
} Total;

static void count(unsigned char *user, const struct pcap_pkthdr *header,
                  const unsigned char *octets) {
    Total *total = (Total *)user;
    (void)octets;
    total->packets++;
    total->octets += header->caplen;
}

int main(int argc, char **argv) {
    char error[PCAP_ERRBUF_SIZE];
    Total total = {0, 0};
    if (argc != 2) {
        fprintf(stderr, "usage: empty_loop CAPTURE\n");
        return 2;
    }
    pcap_t *capture = pcap_open_offline(argv[1], error);
    if (capture == NULL) {
        fprintf(stderr, "%s\n", error);
        return 2;
    }
    int status = pcap_dispatch(capture, 0, count, (unsigned char *)&total);
    pcap_close(capture);
    printf("%llu packets, %llu octets\n", total.packets, total.octets);
    return status >= 0 ? 0 : 2;
}
