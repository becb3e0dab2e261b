/* SPDX-License-Identifier: MIT */
/* Real sessions between a client and a server of GnuTLS, read from outside: whole, cut at every
 * point, octet by octet, and with octets lost. */
#include "dissect/tls_pair.h"
#include "dissect/tls_session.h"

#include <criterion/criterion.h>
#include <string.h>

/* ---- what the session says, as text ---------------------------------------------------------- */

typedef struct {
    GString *text;
    guint64 labelled[N_DIRECTIONS];
    GString *labels[N_DIRECTIONS];
    int last; /* direction of the content line that is open; -1: none */
} Record;

static void close_line(Record *record) {
    if (record->last >= 0) {
        g_string_append_c(record->text, '\n');
    }
    record->last = -1;
}

static void on_leaf(gpointer user, Direction from, guint64 length, const char *label) {
    Record *record = user;
    record->labelled[from] += length;
    g_string_append_printf(record->labels[from], "%s %" G_GUINT64_FORMAT "\n", label, length);
}

static void on_handshake(gpointer user, Direction from, guint64 offset, guint64 length) {
    (void)user;
}

static void on_decided(gpointer user, gboolean is_readable) {
    Record *record = user;
    close_line(record);
    g_string_append(record->text, is_readable ? "readable\n" : "opaque\n");
}

static void on_content(gpointer user, Direction from, const guint8 *octets, gsize length,
                       guint64 offset, guint64 record_length) {
    Record *record = user;
    if (record->last != (int)from) {
        close_line(record);
        g_string_append_printf(record->text, "%c ", from == DIRECTION_CLIENT ? 'C' : 'S');
        record->last = (int)from;
    }
    g_string_append_len(record->text, (const char *)octets, (gssize)length);
}

static void on_lost(gpointer user, Direction from, guint64 length) {
    Record *record = user;
    const char *line = from == DIRECTION_CLIENT ? "C lost\n" : "S lost\n";
    close_line(record);
    if (!g_str_has_suffix(record->text->str, line)) {
        g_string_append(record->text, line);
    }
}

static void on_find(gpointer user, Direction from, guint64 offset, guint64 length, const char *code,
                    const char *text) {
    Record *record = user;
    close_line(record);
    g_string_append_printf(record->text, "%s\n", code);
}

static void on_used(gpointer user, Direction from, guint64 offset) {
    (void)user;
}

static const TlsEvents events = {
    .leaf = on_leaf,
    .handshake = on_handshake,
    .decided = on_decided,
    .content = on_content,
    .lost = on_lost,
    .find = on_find,
    .used = on_used,
};

/* ---- the cuts -------------------------------------------------------------------------------- */

/* Where octets are lost, and how pieces are cut. */
typedef struct {
    guint64 at;      /* of all octets of the transcript: a cut stands here; 0: none */
    gboolean octets; /* one by one */
    guint64 gap, gap_length;
} Cut;

static void push(TlsSession *session, Direction from, const guint8 *octets, gsize length,
                 const Cut *cut) {
    for (gsize i = 0; cut->octets && i < length; i++) {
        tls_session_push(session, from, octets + i, 1);
    }
    if (!cut->octets && length > 0) {
        g_autofree guint8 *copy = g_memdup2(octets, length); /* a read past its end is found */
        tls_session_push(session, from, copy, length);
    }
}

/* One flight, of which octets may be lost, in two pieces if the cut stands inside. */
static void play_flight(TlsSession *session, const TlsFlight *flight, guint64 start,
                        const Cut *cut) {
    const guint8 *octets = flight->octets->data;
    gsize length = flight->octets->len;
    gsize split = cut->at > start && cut->at < start + length ? (gsize)(cut->at - start) : 0;
    gboolean is_lossy = cut->gap_length > 0 && cut->gap >= start && cut->gap < start + length;
    if (is_lossy) {
        gsize before = (gsize)(cut->gap - start);
        gsize lost = MIN((gsize)cut->gap_length, length - before);
        push(session, flight->from, octets, before, cut);
        tls_session_gap(session, flight->from, lost);
        push(session, flight->from, octets + before + lost, length - before - lost, cut);
    } else {
        push(session, flight->from, octets, split, cut);
        push(session, flight->from, octets + split, length - split, cut);
    }
}

static guint64 total(const TlsPair *pair) {
    guint64 sum = 0;
    for (guint i = 0; i < pair->flights->len; i++) {
        sum += g_array_index(pair->flights, TlsFlight, i).octets->len;
    }
    return sum;
}

static void check_tiling(const TlsPair *pair, const Record *record, guint64 lost) {
    guint64 sum = record->labelled[0] + record->labelled[1];
    cr_assert_eq(sum, total(pair) - lost, "%s\n--\n%s", record->labels[0]->str,
                 record->labels[1]->str);
}

/* What the session says; the labels behind it if `labels`. */
static char *play(const TlsPair *pair, const char *secrets, const Cut *cut, gboolean labels) {
    g_autoptr(TlsKeylog) keylog = tls_keylog_new();
    const TlsKeylog *logs[TLS_KEYLOGS] = {secrets != NULL ? keylog : NULL, NULL};
    Record record = {.text = g_string_new(NULL), .last = -1};
    guint64 start = 0;
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        record.labels[d] = g_string_new(NULL);
    }
    if (secrets != NULL) {
        tls_keylog_add(keylog, secrets, strlen(secrets));
    }
    g_autoptr(TlsSession) session = tls_session_new(logs, &events, &record);
    for (guint i = 0; i < pair->flights->len; i++) {
        const TlsFlight *flight = &g_array_index(pair->flights, TlsFlight, i);
        play_flight(session, flight, start, cut);
        start += flight->octets->len;
    }
    tls_session_finish(session);
    close_line(&record);
    check_tiling(pair, &record, cut->gap_length);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        if (labels) {
            g_string_append(record.text, record.labels[d]->str);
        }
        g_string_free(record.labels[d], TRUE);
    }
    return g_string_free(record.text, FALSE);
}

/* ---- the sessions ---------------------------------------------------------------------------- */

typedef enum {
    PLAIN,
    KEY_UPDATE,
    RESUMED,
    EARLY_DATA,
    RENEGOTIATED,
    ALERT,
} Plot;

typedef struct {
    const char *name;
    const char *client, *server; /* priorities; server NULL: the same */
    guint flags;
    Plot plot;
    const char *expected;
    gboolean is_everywhere; /* cut at every point; the others at some, which saves time */
} Case;

#define V13 "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:"
#define V12 "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:"
#define TALK "S * OK hello\r\n\nC a LOGOUT\r\n\nS a OK bye\r\n\n"
#define READ "readable\n" TALK

/* clang-format off */
static const Case cases[] = {
    { "1.3 AES-128-GCM", V13 "+AES-128-GCM", NULL, 0, PLAIN, READ, TRUE },
    { "1.3 AES-256-GCM", V13 "+AES-256-GCM", NULL, 0, PLAIN, READ },
    { "1.3 ChaCha20", V13 "+CHACHA20-POLY1305", NULL, 0, PLAIN, READ },
    { "1.3 hello retry", V13 "+AES-128-GCM:-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1",
      V13 "+AES-128-GCM:-GROUP-ALL:+GROUP-SECP256R1", GNUTLS_KEY_SHARE_TOP, PLAIN, READ, TRUE },
    { "1.3 key update", V13 "+AES-128-GCM", NULL, 0, KEY_UPDATE,
      READ "C more\r\n\nS and more\r\n\nC again\r\n\n" },
    { "1.3 resumed", V13 "+AES-256-GCM", NULL, 0, RESUMED, READ },
    { "1.3 early data", V13 "+AES-128-GCM", NULL, 0, EARLY_DATA,
      "tls.early-data\nreadable\ntls.early-data\n" TALK },
    { "1.3 AES-CCM", V13 "+AES-128-CCM", NULL, 0, PLAIN, "tls.suite-not-read\nopaque\n" },
    { "1.2 AES-128-GCM", V12 "+AES-128-GCM", NULL, 0, PLAIN, READ, TRUE },
    { "1.2 AES-256-GCM", V12 "+AES-256-GCM", NULL, 0, PLAIN, READ },
    { "1.2 ChaCha20", V12 "+CHACHA20-POLY1305", NULL, 0, PLAIN, READ },
    { "1.2 resumed", V12 "+AES-256-GCM", NULL, 0, RESUMED, READ },
    { "1.2 AES-128-CBC", V12 "+AES-128-CBC", NULL, 0, PLAIN, "tls.suite-not-read\nopaque\n" },
    { "1.2 renegotiated", V12 "+AES-128-GCM", NULL, 0, RENEGOTIATED, NULL },
    { "1.3 alert", V13 "+AES-128-GCM", NULL, 0, ALERT, READ "tls.alert\n" },
    { "1.2 alert", V12 "+AES-128-GCM", NULL, 0, ALERT, READ "tls.alert\n" },
};
/* clang-format on */

static void talk(TlsPair *pair) {
    tls_pair_handshake(pair);
    tls_pair_say(pair, DIRECTION_SERVER, "* OK hello\r\n");
    tls_pair_say(pair, DIRECTION_CLIENT, "a LOGOUT\r\n");
    tls_pair_say(pair, DIRECTION_SERVER, "a OK bye\r\n");
}

static void act_on(TlsPair *pair, const Case *test) {
    const char *server = test->server != NULL ? test->server : test->client;
    gnutls_session_t client = pair->sessions[DIRECTION_CLIENT];
    if (test->plot == KEY_UPDATE) {
        gnutls_session_key_update(client, GNUTLS_KU_PEER);
        tls_pair_say(pair, DIRECTION_CLIENT, "more\r\n");
        tls_pair_say(pair, DIRECTION_SERVER, "and more\r\n");
        gnutls_session_key_update(client, 0);
        tls_pair_say(pair, DIRECTION_CLIENT, "again\r\n");
    } else if (test->plot == RESUMED) {
        tls_pair_resume(pair, test->client, server, 0);
        talk(pair);
        tls_pair_log_master(pair);
        cr_assert(gnutls_session_is_resumed(pair->sessions[DIRECTION_CLIENT]));
    } else if (test->plot == EARLY_DATA) {
        tls_pair_resume(pair, test->client, server, GNUTLS_ENABLE_EARLY_DATA);
        gnutls_record_send_early_data(pair->sessions[DIRECTION_CLIENT], "early", 5);
        talk(pair);
        cr_assert(gnutls_session_get_flags(pair->sessions[DIRECTION_SERVER]) &
                  GNUTLS_SFLAGS_EARLY_DATA);
    } else if (test->plot == RENEGOTIATED) {
        gnutls_rehandshake(pair->sessions[DIRECTION_SERVER]);
        tls_pair_say(pair, DIRECTION_SERVER, "");
        tls_pair_handshake(pair);
        tls_pair_say(pair, DIRECTION_CLIENT, "hidden\r\n");
    } else if (test->plot == ALERT) {
        gnutls_alert_send(client, GNUTLS_AL_FATAL, GNUTLS_A_UNKNOWN_CA);
    }
}

static TlsPair *make(const Case *test) {
    const char *server = test->server != NULL ? test->server : test->client;
    TlsPair *pair = tls_pair_new(test->client, server, test->flags);
    tls_pair_offer(pair, "imap");
    talk(pair);
    act_on(pair, test);
    return pair;
}

Test(tls_session, every_suite_and_turn_in_every_cut) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *test = &cases[i];
        TlsPair *pair = make(test);
        g_autofree char *whole = play(pair, pair->keylog->str, &(Cut){0}, FALSE);
        cr_assert_str_eq(whole, test->expected != NULL ? test->expected : whole, "%s: %s",
                         test->name, whole);
        g_autofree char *labelled = play(pair, pair->keylog->str, &(Cut){0}, TRUE);
        g_autofree char *octets = play(pair, pair->keylog->str, &(Cut){.octets = TRUE}, TRUE);
        cr_assert_str_eq(octets, labelled, "%s", test->name);
        for (guint64 at = 1; at < total(pair); at += test->is_everywhere ? 1 : 13) {
            g_autofree char *cut = play(pair, pair->keylog->str, &(Cut){.at = at}, TRUE);
            cr_assert_str_eq(cut, labelled, "%s, cut at %u: %s", test->name, (guint)at, cut);
        }
        tls_pair_free(pair);
    }
}

Test(tls_session, renegotiation_ends_reading) {
    const Case test = {"", V12 "+AES-128-GCM", NULL, 0, RENEGOTIATED, NULL};
    TlsPair *pair = make(&test);
    g_autofree char *said = play(pair, pair->keylog->str, &(Cut){0}, FALSE);
    cr_assert(g_str_has_prefix(said, READ "tls.renegotiation\n"), "%s", said);
    cr_assert_null(strstr(said, "hidden"), "%s", said);
    tls_pair_free(pair);
}

/* Without a log; with one of another session; with damaged secrets. */
Test(tls_session, says_why_nothing_opens) {
    static const char *const priorities[] = {V13 "+AES-128-GCM", V12 "+CHACHA20-POLY1305"};
    for (guint i = 0; i < G_N_ELEMENTS(priorities); i++) {
        const Case test = {"", priorities[i], NULL, 0, PLAIN, NULL};
        TlsPair *pair = make(&test);
        TlsPair *other = make(&test);
        g_autofree char *without = play(pair, NULL, &(Cut){0}, FALSE);
        cr_assert_str_eq(without, "opaque\n");
        g_autofree char *foreign = play(pair, other->keylog->str, &(Cut){0}, FALSE);
        cr_assert_str_eq(foreign, "tls.no-secrets\nopaque\n");
        g_auto(GStrv) lines = g_strsplit(pair->keylog->str, "\n", -1);
        for (char **line = lines; *line != NULL; line++) {
            gsize length = strlen(*line);
            if (length > 70) {
                (*line)[length - 1] = (*line)[length - 1] == '0' ? '1' : '0';
            }
        }
        g_autofree char *damaged = g_strjoinv("\n", lines);
        g_autofree char *wrong = play(pair, damaged, &(Cut){0}, FALSE);
        cr_assert_str_eq(wrong, "tls.wrong-secrets\nopaque\n", "%s", wrong);
        tls_pair_free(pair);
        tls_pair_free(other);
    }
}

/* Wherever octets are lost, nothing false is said, and what comes in whole records is read. */
Test(tls_session, gaps) {
    for (guint i = 0; i < 11; i++) {
        TlsPair *pair = make(&cases[i]);
        for (guint64 at = 0; at + 40 < total(pair); at += 3) {
            Cut cut = {.gap = at, .gap_length = 40};
            g_autofree char *said = NULL;
            guint64 start = 0, end = 0;
            for (guint f = 0; f < pair->flights->len && end <= at; f++) {
                start = end;
                end += g_array_index(pair->flights, TlsFlight, f).octets->len;
            }
            cut.gap_length = MIN(cut.gap_length, end - MAX(start, at));
            said = play(pair, pair->keylog->str, &cut, FALSE);
            g_autofree char *again = NULL;
            cut.octets = TRUE;
            again = play(pair, pair->keylog->str, &cut, FALSE);
            cr_assert_str_eq(again, said, "%s, gap at %u: %s--\n%s", cases[i].name, (guint)at, said,
                             again);
        }
        tls_pair_free(pair);
    }
}

/* A lost record costs what it held, and no more. */
Test(tls_session, goes_on_after_a_lost_record) {
    static const char *const priorities[] = {V13 "+AES-128-GCM", V12 "+AES-128-GCM",
                                             V12 "+CHACHA20-POLY1305"};
    for (guint i = 0; i < G_N_ELEMENTS(priorities); i++) {
        const Case test = {"", priorities[i], NULL, 0, PLAIN, NULL};
        TlsPair *pair = make(&test);
        guint64 start = total(pair);
        tls_pair_say(pair, DIRECTION_SERVER, "* one\r\n");
        guint64 end = total(pair);
        tls_pair_say(pair, DIRECTION_SERVER, "* two\r\n");
        g_autofree char *whole =
            play(pair, pair->keylog->str, &(Cut){.gap = start, .gap_length = end - start}, FALSE);
        cr_assert(g_str_has_suffix(whole, "S lost\nS * two\r\n\n"), "%s", whole);
        g_autofree char *part =
            play(pair, pair->keylog->str, &(Cut){.gap = start + 9, .gap_length = 5}, FALSE);
        cr_assert(g_str_has_suffix(part, "tls.gap\nS lost\nS * two\r\n\n"), "%s", part);
        tls_pair_free(pair);
    }
}

Test(tls_session, facts) {
    TlsPair *pair = make(&cases[0]);
    g_autoptr(TlsKeylog) keylog = tls_keylog_new();
    const TlsKeylog *logs[TLS_KEYLOGS] = {NULL, keylog};
    Record record = {.text = g_string_new(NULL), .last = -1};
    record.labels[0] = g_string_new(NULL);
    record.labels[1] = g_string_new(NULL);
    g_autoptr(TlsSession) session = tls_session_new(logs, &events, &record);
    tls_keylog_add(keylog, pair->keylog->str, pair->keylog->len);
    for (guint i = 0; i < pair->flights->len; i++) {
        play_flight(session, &g_array_index(pair->flights, TlsFlight, i), 0, &(Cut){0});
    }
    const TlsHandshake *handshake = tls_session_handshake(session);
    cr_assert_str_eq(handshake->sni, "mail.ksit.example");
    cr_assert_str_eq(handshake->offered, "imap");
    cr_assert_str_eq(handshake->alpn, "imap");
    cr_assert_str_eq(handshake->certificate,
                     "mail.ksit.example, imap.ksit.example, signed by itself");
    cr_assert_eq(handshake->version, TLS_VERSION_13);
    cr_assert_eq(handshake->suite, 0x1301);
    cr_assert_eq(tls_session_state(session), TLS_READABLE);
    g_string_free(record.text, TRUE);
    g_string_free(record.labels[0], TRUE);
    g_string_free(record.labels[1], TRUE);
    tls_pair_free(pair);
}

/* Text where a record should be; a handshake message longer than any; nonsense in each place. */
Test(tls_session, hostile) {
    static const char *const inputs[] = {"EHLO me\r\n", "\x16\x03\x01\x00\x04\x01\xff\xff\xff",
                                         "\x16\x03\x03\x00\x01\x01\x16\x03\x03\x00\x00",
                                         "\x15\x03\x03\x00\x02\x02\x28"};
    static const gsize lengths[] = {9, 9, 11, 7};
    static const char *const expected[] = {"tls.broken\nopaque\n", "opaque\n", "opaque\n",
                                           "tls.alert\nopaque\n"};
    for (guint i = 0; i < G_N_ELEMENTS(inputs); i++) {
        TlsPair pair = {.flights = g_array_new(FALSE, FALSE, sizeof(TlsFlight))};
        TlsFlight flight = {DIRECTION_CLIENT, g_byte_array_new()};
        g_byte_array_append(flight.octets, (const guint8 *)inputs[i], (guint)lengths[i]);
        g_array_append_val(pair.flights, flight);
        g_autofree char *said = play(&pair, NULL, &(Cut){0}, FALSE);
        g_autofree char *octets = play(&pair, NULL, &(Cut){.octets = TRUE}, FALSE);
        cr_assert_str_eq(said, expected[i], "%u: %s", i, said);
        cr_assert_str_eq(octets, said);
        g_byte_array_unref(flight.octets);
        g_array_unref(pair.flights);
    }
}

/* Each octet of a session damaged: nothing false comes out, and all is labelled. */
Test(tls_session, damaged) {
    TlsPair *pair = make(&cases[0]);
    for (guint i = 0; i < pair->flights->len; i++) {
        GByteArray *octets = g_array_index(pair->flights, TlsFlight, i).octets;
        for (guint at = 0; at < octets->len; at++) {
            octets->data[at] ^= 0x41;
            g_autofree char *said = play(pair, pair->keylog->str, &(Cut){0}, FALSE);
            cr_assert_not_null(said);
            octets->data[at] ^= 0x41;
        }
    }
    tls_pair_free(pair);
}
