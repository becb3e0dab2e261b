/* SPDX-License-Identifier: MIT */
/* The tables of the profile, for Wireshark 4.0 and newer. Nothing here knows how they are written.
 */
#include "wireshark/profile.h"

/* clang-format off */
static const ProfileFilter filters[] = {
    { "Mail: all of it", "smtp || pop || imap || imf",
      "Every packet in which something of SMTP, POP3, IMAP or a message ends.", "mail" },
    { "Mail: what the client says", "smtp.req || pop.request || imap.isrequest == 1",
      "The commands alone: read them as a script.", "client" },
    { "Mail: what the server says", "smtp.rsp || pop.response || imap.isrequest == 0",
      "The replies alone; it is they that move the state.", "server" },
    { "Mail: messages", "imf",
      "The packets in which a whole message ends: header and body, whatever carried it.", "messages" },
    { "Mail: passwords that anyone can read",
      "smtp.auth.password || smtp.auth.username_password || smtp.req.command == \"AUTH\" || pop.request.command == \"PASS\" || imap.request.password",
      "Without TLS these lines give the password away; base64 does not hide it.", "passwords" },
    { "Mail: refusals", "smtp.response.code >= 400 || pop.response.indicator == \"-ERR\" || imap.response.status in {\"NO\", \"BAD\"}",
      "Where something went wrong: read the packet before it to see what was asked.", "refusals" },
    { "SMTP: the envelope", "smtp.req.command in {\"MAIL\", \"RCPT\", \"mail\", \"rcpt\"}",
      "Sender and recipients as SMTP knows them; the header of the message may say otherwise.", "envelope" },
    { "SMTP: a text begins", "smtp.response.code == 354",
      "From here to the lone dot the client sends text, not commands.", NULL },
    { "SMTP: a text ends", "smtp.eom",
      "The lone dot. The next reply decides whether the server has taken the mail.", NULL },
    { "SMTP: refused for now", "smtp.response.code >= 400 && smtp.response.code < 500",
      "Codes that begin with 4: the client keeps the mail and tries again later.", NULL },
    { "SMTP: refused for good", "smtp.response.code >= 500",
      "Codes that begin with 5: to try the same again is of no use.", NULL },
    { "SMTP: STARTTLS", "smtp.req.command in {\"STARTTLS\", \"STAR\"}",
      "Wireshark 4.0 takes the first four letters for the verb, so it has to be asked for STAR.", NULL },
    { "POP3: the login", "pop.request.command in {\"USER\", \"PASS\", \"APOP\", \"AUTH\"}",
      "USER and PASS send the password as it is, APOP a digest of it.", NULL },
    { "POP3: what is deleted", "pop.request.command in {\"DELE\", \"RSET\", \"QUIT\"}",
      "DELE only marks; RSET takes the marks off; QUIT carries them out.", NULL },
    { "IMAP: commands by tag", "imap.request_tag",
      "Each command has a name of its own, so that several may be under way at once.", NULL },
    { "IMAP: slow answers", "imap.time > 0.1",
      "How long the server took to complete a command; there is such a field for IMAP only.", NULL },
    { "DNS: which server takes the mail", "dns.qry.type == 15",
      "The question for MX records, just before a connection to port 25.", "MX" },
    { "TLS: mail in TLS", "tls && tcp.port in {25, 465, 587, 110, 995, 143, 993}",
      "Encrypted mail; with a key log Wireshark shows what is inside.", NULL },
    { "TLS: the server's name in clear", "tls.handshake.extensions_server_name",
      "Even in TLS the client says first whom it wants to speak to.", NULL },
    { "TCP: lost, sent again, out of order",
      "tcp.analysis.lost_segment || tcp.analysis.retransmission || tcp.analysis.out_of_order",
      "What TCP had to repair; the mail does not notice.", "TCP" },
    { "TCP: connections opened and closed", "tcp.flags.syn == 1 || tcp.flags.fin == 1 || tcp.flags.reset == 1",
      "The frame around each dialogue. RST instead of FIN: broken off.", NULL },
    { "maillab: explanations", "frame.comment",
      "What `maillab analyze -T pcapng` has written beside the packets.", "explained" },
};

#define BLACK "4718,10030,11796"
#define WHITE "65535,65535,65535"
static const ProfileColour colours[] = {
    { "maillab: TCP had to repair something",
      "tcp.analysis.lost_segment || tcp.analysis.retransmission || tcp.analysis.out_of_order", BLACK, "63479,34695,34695",
      "Red on black, as Wireshark's own rule: it is about TCP, not about mail." },
    { "maillab: a password anyone can read",
      "smtp.auth.password || smtp.auth.username_password || pop.request.command == \"PASS\" || imap.request.password", "58000,20000,20000", WHITE,
      "White on red: this packet gives a password away." },
    { "maillab: refused", "smtp.response.code >= 500 || pop.response.indicator == \"-ERR\" || imap.response.status in {\"NO\", \"BAD\"}", "65535,45000,45000", BLACK,
      "Pale red: the server said no." },
    { "maillab: refused for now", "smtp.response.code >= 400", "65535,58000,40000", BLACK,
      "Orange: the server said not now." },
    { "maillab: a message ends", "imf || smtp.eom", "52000,48000,65535", BLACK,
      "Violet: a mail has arrived; who carried it is beside the point." },
    { "maillab: client", "smtp.req || pop.request || imap.isrequest == 1 || smtp.data.fragment", "50000,60000,65535", BLACK,
      "Blue: the client speaks, be it commands or text." },
    { "maillab: server", "smtp.rsp || pop.response || imap.isrequest == 0", "52000,65535,52000", BLACK,
      "Green: the server answers." },
    { "maillab: which server takes the mail", "dns.qry.type == 15", "65535,63000,48000", BLACK,
      "Yellow: DNS is asked for MX records." },
    { "maillab: encrypted", "tls", "55000,55000,55000", BLACK,
      "Grey: TLS; without keys only sizes and times can be seen." },
    { "maillab: opened, closed", "tcp.flags.syn == 1 || tcp.flags.fin == 1 || tcp.flags.reset == 1", "41026,41026,41026", BLACK,
      "Dark grey: a connection begins or ends." },
    { "maillab: nothing of mail", "tcp", WHITE, "34000,34000,34000",
      "Grey on white: bare acknowledgements and pieces of something that ends later." },
};

static const ProfileColumn columns[] = {
    { "No.",     "%m", "The packet's number: maillab names packets by the same one." },
    { "Time",    "%t", "When, since the first packet." },
    { "Stream",  "%Cus:tcp.stream:0:R", "The connection: maillab's `--stream N` takes this number." },
    { "From",    "%us", "Who sent the packet." },
    { "To",      "%ud", "Who gets it." },
    { "Command", "%Cus:smtp.req.command or pop.request.command or imap.request.command:0:R", "What the client asks for." },
    { "Reply",   "%Cus:smtp.response.code or pop.response.indicator or imap.response.status:0:U", "How the server answers." },
    { "Bytes",   "%Cus:tcp.len:0:R", "How many octets TCP carries in it; 0 is a bare acknowledgement." },
    { "Info",    "%i", "Wireshark's own summary." },
};

static const ProfilePreference preferences[] = {
    { "smtp.decryption", "TRUE",
      "By default AUTH's answers stay in base64, which looks as if they were encrypted. They are not: this shows them." },
    { "tcp.reassemble_out_of_order", "TRUE",
      "By default a segment that comes late tears a message apart. With this, segments are put in order before SMTP, POP3 and IMAP see them." },
    { "tcp.desegment_tcp_streams", "TRUE",
      "Must stay on: a command or a message may be spread over many packets." },
    { "smtp.desegment_lines", "TRUE",
      "Must stay on: a line may be spread over several packets." },
    { "smtp.desegment_data", "TRUE",
      "Must stay on: then the whole message is shown in the packet in which it ends." },
    { "pop.desegment_data", "TRUE",
      "Must stay on, likewise. (Wireshark believes the number in `+OK 120 octets`; the RFC ends the message at the lone dot. No preference changes that.)" },
    { "mime_multipart.remove_base64_encoding", "TRUE",
      "By default an attachment is shown as letters of base64; this shows what they stand for." },
    { "tcp.relative_sequence_numbers", "TRUE",
      "Must stay on: then Seq counts the octets of the dialogue from 1." },
    { "tcp.check_checksum", "FALSE",
      "Must stay off on your own machine: the network card fills the checksums in later, so they look wrong. (Switch it on for a capture taken on the way, if a damaged copy may be among the packets.)" },
    { "nameres.network_name", "FALSE",
      "Must stay off: asking DNS for names adds packets of your own to a live capture." },
};

static const ProfilePort ports[] = {
    { 24,   "SMTP", "LMTP: the same commands but for LHLO, which Wireshark takes for an unknown one." },
    { 2525, "SMTP", "`maillab serve`: SMTP without root's rights." },
    { 2587, "SMTP", "`maillab serve`: submission." },
    { 2424, "SMTP", "`maillab serve`: LMTP." },
    { 2110, "POP",  "`maillab serve`: POP3." },
    { 2143, "IMAP", "`maillab serve`: IMAP." },
    { 2465, "TLS",  "`maillab serve`: submission in TLS." },
    { 2995, "TLS",  "`maillab serve`: POP3 in TLS." },
    { 2993, "TLS",  "`maillab serve`: IMAP in TLS." },
};
/* clang-format on */

const ProfileFilter *profile_filters(guint *n_rows) {
    *n_rows = G_N_ELEMENTS(filters);
    return filters;
}

const ProfileColour *profile_colours(guint *n_rows) {
    *n_rows = G_N_ELEMENTS(colours);
    return colours;
}

const ProfileColumn *profile_columns(guint *n_rows) {
    *n_rows = G_N_ELEMENTS(columns);
    return columns;
}

const ProfilePreference *profile_preferences(guint *n_rows) {
    *n_rows = G_N_ELEMENTS(preferences);
    return preferences;
}

const ProfilePort *profile_ports(guint *n_rows) {
    *n_rows = G_N_ELEMENTS(ports);
    return ports;
}
