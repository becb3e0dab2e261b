/* SPDX-License-Identifier: MIT */
/* A load and a size -> a capture file with that many octets of interleaved SMTP sessions, in
 * packets of at most 1514 octets with right checksums. The sessions are cut into chunks once;
 * packet by packet only addresses, ports, numbers and the checksum change. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLIENT, SERVER };
enum { FIN = 0x01, SYN = 0x02, PSH = 0x08, ACK = 0x10 };
enum { MSS = 1460, HEADERS = 14 + 20 + 20, N_TEMPLATES = 24 };

/* What one packet carries. */
typedef struct {
    uint8_t side, flags;
    uint16_t length;
    uint32_t sum; /* of the payload's 16-bit words */
    uint8_t *octets;
} Chunk;

/* A session from SYN to the last ACK. */
typedef struct {
    Chunk *chunks;
    size_t n_chunks, room;
    size_t octets; /* in the file */
} Session;

typedef struct {
    const Session *session;
    size_t next;
    uint32_t number; /* of the connection */
    uint32_t seq[2];
} Connection;

typedef struct {
    const char *name;
    unsigned concurrent; /* connections open at once; 0: all of them */
    unsigned mails_min, mails_max;
    unsigned octets_min, octets_max; /* of a mail */
} Load;

/* PERFORMANCE: large mails, short sessions, open flows. */
static const Load loads[] = {
    {"mails", 200, 1, 5, 500, 160000},
    {"short", 200, 1, 1, 400, 1300},
    {"open", 0, 1, 2, 1800, 3400},
};

static uint64_t random_state = 88172645463325252u;

static uint32_t random_below(uint32_t limit) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)((random_state >> 16) % limit);
}

static uint32_t word_sum(const uint8_t *octets, size_t length) {
    uint64_t sum = 0;
    for (size_t i = 0; i + 1 < length; i += 2)
        sum += (uint32_t)octets[i] << 8 | octets[i + 1];
    if (length % 2)
        sum += (uint32_t)octets[length - 1] << 8;
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint32_t)sum;
}

static void add_chunk(Session *self, int side, int flags, const void *octets, size_t length) {
    if (self->n_chunks == self->room) {
        self->room = self->room ? self->room * 2 : 64;
        self->chunks = realloc(self->chunks, self->room * sizeof *self->chunks);
    }
    uint8_t *copy = malloc(length + 1);
    if (self->chunks == NULL || copy == NULL)
        abort();
    memcpy(copy, octets, length);
    self->chunks[self->n_chunks++] =
        (Chunk){(uint8_t)side, (uint8_t)flags, (uint16_t)length, word_sum(copy, length), copy};
    self->octets += 16 + HEADERS + length;
}

/* A flight in segments; the receiver acknowledges each second one. */
static void say(Session *self, int side, const char *octets, size_t length) {
    unsigned segments = 0;
    for (size_t at = 0; at < length; at += MSS) {
        size_t size = length - at < MSS ? length - at : MSS;
        add_chunk(self, side, ACK | PSH, octets + at, size);
        if (++segments % 2 == 0 && at + size < length)
            add_chunk(self, !side, ACK, "", 0);
    }
}

static void line(Session *self, int side, const char *text) {
    say(self, side, text, strlen(text));
}

static char *append(char *at, const char *text) {
    size_t length = strlen(text);
    memcpy(at, text, length);
    return at + length;
}

static char *append_base64(char *at, const char *end) {
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    while (at + 78 < end) {
        for (int i = 0; i < 76; i++)
            *at++ = alphabet[random_below(64)];
        at = append(at, "\r\n");
    }
    return at;
}

static char *append_prose(char *at, const char *end) {
    static const char prose[] =
        "Mail is handed on from host to host until it reaches its mailbox.\r\n"
        "..a line that begins with a dot has one more on the wire.\r\n";
    while (at + sizeof prose < end)
        at = append(at, prose);
    return at;
}

/* A message of about `octets`: half of them text alone, the others with an attachment. */
static void say_message(Session *self, size_t octets) {
    char *text = malloc(octets + 2048), *at = text, *end = text + octets;
    int attached = octets > 4000 && random_below(4) != 0;
    if (text == NULL)
        abort();
    at += sprintf(at,
                  "From: Alice <alice@a.example>\r\nTo: Bob <bob@b.example>\r\n"
                  "Subject: Mail %u\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n"
                  "Message-ID: <%u.bench@a.example>\r\nMIME-Version: 1.0\r\n",
                  random_below(1000000), random_below(1000000000));
    if (attached) {
        at = append(
            at,
            "Content-Type: multipart/mixed; boundary=\"=-bench\"\r\n\r\n--=-bench\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n\r\nSee the attachment.\r\n--=-bench\r\n"
            "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
            "Content-Disposition: attachment; filename=bench.pdf\r\n\r\n");
        at = append(append_base64(at, end), "--=-bench--\r\n");
    } else {
        at = append(at, "Content-Type: text/plain; charset=utf-8\r\n\r\n");
        at = append(append_prose(at, end), "The end.\r\n");
    }
    at = append(at, ".\r\n");
    say(self, CLIENT, text, (size_t)(at - text));
    free(text);
}

static void add_mail(Session *self, const Load *load) {
    line(self, CLIENT, "MAIL FROM:<alice@a.example> SIZE=100000 BODY=8BITMIME\r\n");
    line(self, SERVER, "250 2.1.0 Ok\r\n");
    line(self, CLIENT, "RCPT TO:<bob@b.example>\r\n");
    line(self, SERVER, "250 2.1.5 Ok\r\n");
    line(self, CLIENT, "DATA\r\n");
    line(self, SERVER, "354 End data with <CR><LF>.<CR><LF>\r\n");
    say_message(self, load->octets_min + random_below(load->octets_max - load->octets_min));
    line(self, SERVER, "250 2.0.0 Ok: queued as 4F1C77ABD2\r\n");
}

static void make_session(Session *self, const Load *load) {
    unsigned mails = load->mails_min + random_below(load->mails_max - load->mails_min + 1);
    add_chunk(self, CLIENT, SYN, "", 0);
    add_chunk(self, SERVER, SYN | ACK, "", 0);
    add_chunk(self, CLIENT, ACK, "", 0);
    line(self, SERVER, "220 mail.b.example ESMTP\r\n");
    line(self, CLIENT, "EHLO laptop.a.example\r\n");
    line(self, SERVER,
         "250-mail.b.example\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-8BITMIME\r\n"
         "250 ENHANCEDSTATUSCODES\r\n");
    for (unsigned i = 0; i < mails; i++)
        add_mail(self, load);
    line(self, CLIENT, "QUIT\r\n");
    line(self, SERVER, "221 2.0.0 Bye\r\n");
    add_chunk(self, SERVER, FIN | ACK, "", 0);
    add_chunk(self, CLIENT, FIN | ACK, "", 0);
    add_chunk(self, SERVER, ACK, "", 0);
}

static void put16(uint8_t *at, uint32_t value) {
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value) {
    put16(at, value >> 16);
    put16(at + 2, value);
}

static uint32_t folded(uint64_t sum) {
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint32_t)~sum & 0xffff;
}

static void put_end(uint8_t *ip, uint8_t *tcp, int is_source, int side, uint32_t number) {
    uint32_t address = side == CLIENT ? 0x0a000000u + 256 + number / 50000 : 0x0ac80001u;
    uint32_t port = side == CLIENT ? 10000 + number % 50000 : 25;
    put32(ip + (is_source ? 12 : 16), address);
    put16(tcp + (is_source ? 0 : 2), port);
}

/* Ethernet, IPv4 and TCP headers of a chunk. */
static void put_headers(uint8_t *at, const Connection *self, const Chunk *chunk) {
    uint8_t *ip = at + 14, *tcp = ip + 20;
    memcpy(at, "\2\0\0\0\0\2\2\0\0\0\0\1\x08\0", 14);
    memset(ip, 0, 40);
    ip[0] = 0x45;
    put16(ip + 2, 40u + chunk->length);
    ip[8] = 64;
    ip[9] = 6;
    put_end(ip, tcp, 1, chunk->side, self->number);
    put_end(ip, tcp, 0, !chunk->side, self->number);
    put16(ip + 10, folded(word_sum(ip, 20)));
    put32(tcp + 4, self->seq[chunk->side]);
    put32(tcp + 8, chunk->flags & ACK ? self->seq[!chunk->side] : 0);
    tcp[12] = 5 << 4;
    tcp[13] = chunk->flags;
    put16(tcp + 14, 64240);
    put16(tcp + 16, folded((uint64_t)word_sum(ip + 12, 8) + 6 + 20 + chunk->length +
                           word_sum(tcp, 20) + chunk->sum));
}

static void write_packet(FILE *file, Connection *self, uint64_t time_us) {
    const Chunk *chunk = &self->session->chunks[self->next++];
    uint32_t length = HEADERS + chunk->length;
    uint32_t record[4] = {(uint32_t)(time_us / 1000000), (uint32_t)(time_us % 1000000), length,
                          length};
    uint8_t headers[HEADERS];
    put_headers(headers, self, chunk);
    fwrite(record, sizeof record, 1, file);
    fwrite(headers, sizeof headers, 1, file);
    fwrite(chunk->octets, 1, chunk->length, file);
    self->seq[chunk->side] += chunk->length + !!(chunk->flags & (SYN | FIN));
}

static void start(Connection *self, const Session *templates, uint32_t number) {
    *self = (Connection){&templates[random_below(N_TEMPLATES)],
                         0,
                         number,
                         {random_below(1u << 31), random_below(1u << 31)}};
}

/* How many connections fill the size. */
static uint32_t connections_for(const Session *templates, uint64_t octets) {
    uint64_t all = 0;
    for (int i = 0; i < N_TEMPLATES; i++)
        all += templates[i].octets;
    uint64_t number = octets * N_TEMPLATES / all;
    return number > 0 ? (uint32_t)number : 1;
}

/* Packet after packet of a connection picked by chance; `open` takes each in turn instead. */
static void write_sessions(FILE *file, const Load *load, const Session *templates,
                           uint64_t octets) {
    uint32_t total = connections_for(templates, octets), started = 0;
    uint32_t active = load->concurrent > 0 && load->concurrent < total ? load->concurrent : total;
    Connection *pool = calloc(active, sizeof *pool);
    uint64_t time_us = 1700000000ull * 1000000, turn = 0;
    if (pool == NULL)
        abort();
    while (started < active) {
        start(&pool[started], templates, started);
        started++;
    }
    while (active > 0) {
        uint32_t index = load->concurrent > 0 ? random_below(active) : (uint32_t)(turn++ % active);
        Connection *connection = &pool[index];
        write_packet(file, connection, time_us += 3);
        if (connection->next < connection->session->n_chunks)
            continue;
        if (started < total)
            start(connection, templates, started++);
        else
            *connection = pool[--active];
    }
    free(pool);
}

static const Load *find_load(const char *name) {
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++)
        if (strcmp(loads[i].name, name) == 0)
            return &loads[i];
    return NULL;
}

int main(int argc, char **argv) {
    static Session templates[N_TEMPLATES];
    static const uint32_t header[6] = {0xa1b2c3d4, 2 | 4 << 16, 0, 0, 262144, 1};
    const Load *load = argc == 4 ? find_load(argv[1]) : NULL;
    FILE *file = load != NULL ? fopen(argv[3], "wb") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: make_capture mails|short|open MEGABYTES FILE\n");
        return 2;
    }
    for (int i = 0; i < N_TEMPLATES; i++)
        make_session(&templates[i], load);
    setvbuf(file, NULL, _IOFBF, 1 << 20);
    fwrite(header, sizeof header, 1, file);
    write_sessions(file, load, templates, strtoull(argv[2], NULL, 10) * 1000000);
    return fclose(file) == 0 ? 0 : 2;
}
