/* SPDX-License-Identifier: MIT */
/* What a person should know of a capture that could not be read, or has no mail: sentences on
 * standard error. */
#include "analyze_say.h"

#include "capture/capture.h"

/* What to do about a capture that cannot be read, or not to its end. */
void analyze_complain_of_capture(const GError *error) {
    static const char *const advice[] = {
        [CAPTURE_ERROR_OPEN] = "Check the name, and whether you may read the file.",
        [CAPTURE_ERROR_EMPTY] = "Capture again: tcpdump -w FILE, or tshark -w FILE.",
        [CAPTURE_ERROR_FORMAT] = "Name a file that tcpdump, tshark or Wireshark wrote.",
        [CAPTURE_ERROR_CUT_SHORT] = "Copy or capture it again if the rest matters.",
        [CAPTURE_ERROR_FILTER] = "Filters are written as for tcpdump: see pcap-filter(7).",
    };
    gboolean is_known = error->domain == CAPTURE_ERROR && error->code >= 0 &&
                        (guint)error->code < G_N_ELEMENTS(advice);
    lab_complain("%s. %s", error->message, is_known ? advice[error->code] : "");
}

/* What a person should know of a capture in which there is nothing to tell. */
void analyze_say_if_no_mail(const AnalyzeOptions *options, const char *name, const NoteEnd *end) {
    g_autofree char *packets = g_strdup_printf("%" G_GUINT64_FORMAT " packet%s", end->packets,
                                               end->packets == 1 ? "" : "s");
    if (end->conversations > 0)
        return;
    if (end->packets == 0)
        lab_complain(options->filter == NULL ? "%s holds no packets."
                                             : "%s holds no packets that match -f.",
                     name);
    else if (options->decoder.only_stream >= 0 || options->decoder.only_protocol != NULL)
        lab_complain("%s holds %s, and no mail conversation that --stream or --protocol asks for; "
                     "without them all are shown.",
                     name, packets);
    else if (end->other_tcp == 0)
        lab_complain("%s holds %s and no TCP connection with mail in it.", name, packets);
    else
        lab_complain("%s holds %s in %u TCP connection%s, none of them mail. If one of them is, "
                     "name it: -d tcp.port==8025,smtp",
                     name, packets, end->other_tcp, end->other_tcp == 1 ? "" : "s");
}
