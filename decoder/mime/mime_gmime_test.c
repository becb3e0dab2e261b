/* SPDX-License-Identifier: MIT */
/* Our scanner beside GMime on well-formed messages: tree, types, parameters, ranges of the leaves
 * and their decoded content must agree. */
#include "mime/mime.h"
#include "mime/mime_address.h"
#include "mime/mime_date.h"

#include <criterion/criterion.h>
#include <gmime/gmime.h>
#include <string.h>

/* ---- one line for each part, by either hand ---- */

static void describe(GString *out, guint depth, const char *type, const char *charset,
                     const char *filename) {
    g_autofree char *lower = g_ascii_strdown(type, -1);
    g_string_append_printf(out, "%u %s charset=%s file=%s", depth, lower,
                           charset != NULL ? charset : "-", filename != NULL ? filename : "-");
}

static void describe_leaf(GString *out, gint64 start, gint64 end, const guint8 *content,
                          gsize length) {
    g_autofree char *digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, content, length);
    g_string_append_printf(out, " [%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ") %zu %.16s", start,
                           end, length, digest);
}

typedef struct {
    GPtrArray *parts; /* GString each, in order of appearance */
    GArray *open;     /* indices into `parts` */
    GByteArray *content;
    char *subject;
} Ours;

static void our_part_begin(gpointer user, const MimePart *part) {
    Ours *ours = user;
    GString *line = g_string_new(NULL);
    guint index = ours->parts->len;
    describe(line, part->depth, part->type, part->charset, part->filename);
    g_ptr_array_add(ours->parts, line);
    g_array_append_val(ours->open, index);
    g_byte_array_set_size(ours->content, 0);
}

static void our_header(gpointer user, guint depth, const MimeHeader *header) {
    Ours *ours = user;
    if (depth == 0 && g_ascii_strcasecmp(header->name, "Subject") == 0) {
        g_free(ours->subject);
        ours->subject = g_strdup(header->value);
    }
}

static void our_content(gpointer user, const guint8 *octets, gsize length) {
    g_byte_array_append(((Ours *)user)->content, octets, length);
}

static void our_part_end(gpointer user, const MimePart *part) {
    Ours *ours = user;
    guint index = g_array_index(ours->open, guint, ours->open->len - 1);
    g_array_set_size(ours->open, ours->open->len - 1);
    if (part->is_leaf) {
        describe_leaf(g_ptr_array_index(ours->parts, index), (gint64)part->body_offset,
                      (gint64)(part->body_offset + part->body_length), ours->content->data,
                      ours->content->len);
    }
}

static void our_defect(gpointer user, MimeDefect defect, guint64 offset, const char *detail) {
    cr_expect(FALSE, "%s at %" G_GUINT64_FORMAT " (%s)", mime_defect_name(defect), offset, detail);
}

static void free_string(gpointer string) {
    g_string_free(string, TRUE);
}

static char *scan_ours(const GString *message, char **subject) {
    static const MimeSink sink = {our_part_begin, our_header, our_content,
                                  our_part_end,   our_defect, NULL};
    Ours ours = {g_ptr_array_new_with_free_func(free_string),
                 g_array_new(FALSE, FALSE, sizeof(guint)), g_byte_array_new(), NULL};
    g_autoptr(MimeScanner) scanner = mime_scanner_new(&sink, &ours);
    mime_scanner_push(scanner, (const guint8 *)message->str, message->len);
    mime_scanner_finish(scanner);
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < ours.parts->len; i++) {
        g_string_append_printf(all, "%s\n", ((GString *)g_ptr_array_index(ours.parts, i))->str);
    }
    *subject = ours.subject;
    g_ptr_array_unref(ours.parts);
    g_array_unref(ours.open);
    g_byte_array_unref(ours.content);
    return g_string_free(all, FALSE);
}

static void describe_their_leaf(GString *out, GMimePart *part) {
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    g_autoptr(GByteArray) octets = g_byte_array_new();
    GMimeStream *memory = g_mime_stream_mem_new_with_byte_array(octets);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
    g_mime_data_wrapper_write_to_stream(content, memory);
    g_object_unref(memory);
    GMimeStream *source = g_mime_data_wrapper_get_stream(content);
    describe_leaf(out, source->bound_start, source->bound_end, octets->data, octets->len);
}

/* The messages are our own: their depth is small. */
static void describe_theirs(GString *out, GMimeObject *object, guint depth) {
    g_autofree char *type =
        g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object));
    const char *charset = g_mime_object_get_content_type_parameter(object, "charset");
    const char *filename =
        GMIME_IS_PART(object) ? g_mime_part_get_filename(GMIME_PART(object)) : NULL;
    describe(out, depth, type, charset, filename);
    if (GMIME_IS_PART(object)) {
        describe_their_leaf(out, GMIME_PART(object));
    }
    g_string_append_c(out, '\n');
    if (GMIME_IS_MULTIPART(object)) {
        for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(object)); i++) {
            describe_theirs(out, g_mime_multipart_get_part(GMIME_MULTIPART(object), i), depth + 1);
        }
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        describe_theirs(out, g_mime_message_get_mime_part(inner), depth + 1);
    }
}

static char *scan_theirs(const GString *message, char **subject) {
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(message->str, message->len);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *parsed = g_mime_parser_construct_message(parser, NULL);
    GString *all = g_string_new(NULL);
    *subject = g_strdup(g_mime_message_get_subject(parsed));
    describe_theirs(all, g_mime_message_get_mime_part(parsed), 0);
    g_object_unref(parsed);
    g_object_unref(parser);
    g_object_unref(stream);
    return g_string_free(all, FALSE);
}

static void compare(const char *name, const GString *message) {
    g_autofree char *our_subject = NULL, *their_subject = NULL;
    g_autofree char *ours = scan_ours(message, &our_subject);
    g_autofree char *theirs = scan_theirs(message, &their_subject);
    cr_expect_str_eq(ours, theirs, "%s:\nours\n%s\ntheirs\n%s\nof\n%s", name, ours, theirs,
                     message->str);
    cr_expect(g_strcmp0(our_subject, their_subject) == 0, "%s: [%s], not [%s]", name, our_subject,
              their_subject);
}

/* ---- messages ---- */

#define HEADER "From: a@b\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"

/* Encoded by GMime's encoders, which break lines with LF. */
static void append_encoded(GString *message, GMimeContentEncoding how, const guint8 *octets,
                           gsize length) {
    GMimeEncoding encoder;
    g_mime_encoding_init_encode(&encoder, how);
    g_autofree char *room = g_malloc(g_mime_encoding_outlen(&encoder, length) + 16);
    gsize n = g_mime_encoding_flush(&encoder, (const char *)octets, length, room);
    for (gsize i = 0; i < n; i++) {
        g_string_append(message, room[i] == '\n' ? "\r\n" : "");
        if (room[i] != '\n') {
            g_string_append_c(message, room[i]);
        }
    }
}

static void append_part_header(GString *message, GMimeContentEncoding how, const char *type) {
    g_string_append_printf(message, "Content-Type: %s\r\nContent-Transfer-Encoding: %s\r\n\r\n",
                           type, g_mime_content_encoding_to_string(how));
}

static const GMimeContentEncoding encodings[] = {GMIME_CONTENT_ENCODING_BASE64,
                                                 GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE};

/* Any octets; or for quoted-printable text, as there CR and LF would be line ends. */
static void fill(guint8 *octets, gsize length, guint seed, GMimeContentEncoding how) {
    for (gsize i = 0; i < length; i++) {
        seed = seed * 1103515245u + 12345u;
        octets[i] = (guint8)(seed >> 16);
        if (how == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE &&
            (octets[i] == '\r' || octets[i] == '\n')) {
            octets[i] = ' ';
        }
    }
}

Test(mime_gmime, encoded_leaves_of_many_lengths) {
    g_mime_init();
    for (guint e = 0; e < G_N_ELEMENTS(encodings); e++) {
        for (gsize length = 0; length < 240; length += length < 80 ? 1 : 13) {
            guint8 octets[256];
            g_autoptr(GString) message = g_string_new(
                HEADER
                "Subject: s\r\nContent-Type: multipart/mixed; boundary=\"x y\"\r\n\r\n--x y\r\n");
            fill(octets, length, (guint)length * 7 + e, encodings[e]);
            append_part_header(message, encodings[e], "application/octet-stream");
            append_encoded(message, encodings[e], octets, length);
            g_string_append(message, "\r\n--x y\r\n");
            append_part_header(message, encodings[e], "text/plain; charset=utf-8");
            append_encoded(message, encodings[e], octets, length / 2);
            g_string_append(message, "\r\n--x y--\r\n");
            compare("encoded", message);
        }
    }
}

/* A tree by recipe: each letter of `shape` is a part: t text, b base64, m multipart, d digest, r a
 * message, ")" ends a container. */
static const char *append_parts(GString *message, const char *shape, const char *boundary,
                                gboolean is_digest);

static const char *append_part(GString *message, const char *shape, guint n) {
    static const guint8 octets[] =
        "some octets \303\274 of a part, long enough to need a second line of "
        "base64 letters";
    char letter = *shape++;
    g_autofree char *boundary = g_strdup_printf("b-%u-%zu", n, message->len);
    if (letter == 't') {
        g_string_append_printf(message,
                               "Content-Type: text/plain\r\n\r\nText %u.\r\nSecond line.\r\n", n);
    } else if (letter == 'b') {
        append_part_header(message, GMIME_CONTENT_ENCODING_BASE64, "image/png; name=\"a.png\"");
        append_encoded(message, GMIME_CONTENT_ENCODING_BASE64, octets, sizeof octets - n % 3);
    } else if (letter == 'r') {
        g_string_append(message,
                        "Content-Type: message/rfc822\r\n\r\n" HEADER "Subject: inner\r\n");
        shape = append_part(message, shape, n);
    } else {
        g_string_append_printf(message,
                               "Content-Type: multipart/%s; boundary=\"%s\"\r\n\r\npreamble\r\n",
                               letter == 'd' ? "digest" : "mixed", boundary);
        shape = append_parts(message, shape, boundary, letter == 'd');
    }
    return shape;
}

static const char *append_parts(GString *message, const char *shape, const char *boundary,
                                gboolean is_digest) {
    for (guint n = 0; *shape != ')'; n++) {
        g_string_append_printf(message, "--%s\r\n", boundary);
        if (is_digest) {
            g_string_append(message, "\r\n" HEADER "Subject: digested\r\n");
        }
        shape = append_part(message, shape, n);
        g_string_append(message, "\r\n");
    }
    g_string_append_printf(message, "--%s--\r\nepilogue\r\n", boundary);
    return shape + 1;
}

static const char *const shapes[] = {
    "t",     "b",        "rt",      "rb",        "rrt",         "mt)",     "mtt)",
    "mb)",   "mtbt)",    "mmtt)b)", "mmmmt))))", "mmt)mt)mt))", "mrt)",    "mrmtt)b)",
    "rmtb)", "mrrmt)t)", "dttb)",   "mtdtt)t)",  "mrmrmt)))",   "dmtt)t)", "m)",
};

Test(mime_gmime, trees) {
    g_mime_init();
    for (guint i = 0; i < G_N_ELEMENTS(shapes); i++) {
        g_autoptr(GString) message = g_string_new(HEADER);
        append_part(message, shapes[i], 0);
        compare(shapes[i], message);
    }
}

/* Headers of a leaf, where both should read the same parameters. (Not "us-ascii (comment)", the
 * example of RFC 2045 §5.1: GMime takes the comment for part of the value.) */
static const char *const part_headers[] = {
    "Content-Type: text/plain; charset=utf-8",
    "content-type:TEXT/Plain;CHARSET=\"utf-8\"",
    "Content-Type: text/plain;\r\n\tcharset=us-ascii",
    "Content-Type: application/pdf; name=\"a \\\"b\\\" c.pdf\"",
    "Content-Disposition: attachment; filename=plain.txt",
    "Content-Disposition: attachment; filename=\"semi;colon.txt\"",
    "Content-Disposition: attachment; filename*=utf-8''%C3%A9t%C3%A9.txt",
    "Content-Disposition: attachment; filename*=iso-8859-1'fr'%E9t%E9.txt",
    "Content-Disposition: attachment;\r\n filename*0=\"part one \";\r\n filename*1=\"part two\"",
    "Content-Disposition: attachment;\r\n filename*0*=utf-8''%C3%A9;\r\n filename*1*=%20b;\r\n "
    "filename*2=\".txt\"",
    "Content-Disposition: inline",
    "Content-Type: image/png; name=\"n.png\"\r\nContent-Disposition: attachment; "
    "filename=\"f.png\"",
    "Subject: plain words",
    "Subject: =?utf-8?Q?caf=C3=A9?=",
    "Subject: =?iso-8859-1?Q?a=E9_b?= and =?utf-8?B?w6k=?=",
    "Subject: =?utf-8?Q?one?=\r\n =?utf-8?Q?_two?=",
    "Subject: folded\r\n over\r\n\tlines",
};

Test(mime_gmime, parameters_and_words) {
    g_mime_init();
    for (guint i = 0; i < G_N_ELEMENTS(part_headers); i++) {
        g_autoptr(GString) message = g_string_new(HEADER);
        g_string_append_printf(message, "%s\r\n\r\nbody\r\n", part_headers[i]);
        compare(part_headers[i], message);
    }
}

/* GMime names a group and its members in one address, so groups are looked into. */
static void list_theirs(GString *out, InternetAddressList *list) {
    for (int i = 0; i < internet_address_list_length(list); i++) {
        InternetAddress *address = internet_address_list_get_address(list, i);
        const char *name = internet_address_get_name(address);
        if (INTERNET_ADDRESS_IS_GROUP(address)) {
            list_theirs(out, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)));
        } else {
            g_string_append_printf(
                out, "%s|%s;", name != NULL ? name : "",
                internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)));
        }
    }
}

static const char *const address_lists[] = {
    "a@b",
    "<a@b>",
    "Jane Doe <jane@b>",
    "\"Doe, Jane\" <jane@b>, k@c",
    "a@b (Jane)",
    "=?utf-8?Q?J=C3=B6rg?= <j@b>",
    "friends: a@b, K <c@d>;, e@f",
    "undisclosed-recipients:;",
    "a@[192.0.2.1]",
    "Jane\r\n <a@b>,\r\n\tc@d",
    "<@r:a@b>",
    "\"quoted \\\" mark\" <a@b>",
};

Test(mime_gmime, addresses) {
    g_mime_init();
    for (guint i = 0; i < G_N_ELEMENTS(address_lists); i++) {
        g_autoptr(GString) ours = g_string_new(NULL), theirs = g_string_new(NULL);
        MimeAddressReader reader;
        MimeMailbox mailbox;
        mime_address_reader_init(&reader, address_lists[i], strlen(address_lists[i]));
        while (mime_address_reader_next(&reader, &mailbox)) {
            g_string_append_printf(ours, "%s|%s;",
                                   mailbox.display_name != NULL ? mailbox.display_name : "",
                                   mailbox.address);
        }
        mime_address_reader_clear(&reader);
        InternetAddressList *list = internet_address_list_parse(NULL, address_lists[i]);
        list_theirs(theirs, list);
        g_object_unref(list);
        cr_expect_str_eq(ours->str, theirs->str, "[%s]: [%s], not [%s]", address_lists[i],
                         ours->str, theirs->str);
    }
}

static const char *const dates[] = {
    "Mon, 23 Nov 2026 09:00:00 +0530", "23 Nov 2026 09:00 -0800",
    "Sun, 1 Mar 2020 00:00:01 GMT",    "Tue, 29 Feb 2000 23:59:59 +0000 (UTC)",
    "Fri, 31 Dec 1999 23:59:59 EST",   "1 Jan 70 00:00:00 PDT",
};

Test(mime_gmime, date_values) {
    g_mime_init();
    for (guint i = 0; i < G_N_ELEMENTS(dates); i++) {
        MimeDate date;
        g_autoptr(GDateTime) theirs = g_mime_utils_header_decode_date(dates[i]);
        cr_assert(mime_date_parse(dates[i], strlen(dates[i]), &date, NULL));
        cr_expect_eq(date.seconds, g_date_time_to_unix(theirs), "%s: %" G_GINT64_FORMAT, dates[i],
                     date.seconds);
    }
}
