/* SPDX-License-Identifier: MIT */
#include "dissect/journey.h"
#include "spec/imap_spec.h"
#include "spec/pop3_spec.h"

#include <criterion/criterion.h>
#include <string.h>

/* One sight of a mail. Hosts are last octets of addresses; `header` lists digests from the top,
 * upper case letters are Received fields. */
typedef struct {
    guint32 stream;
    const SpecProtocol *spec;
    guint16 port;
    guint8 client, server;
    const char *carried_by, *id, *header, *queue_id, *received;
    guint8 content;
    gint64 time;
    NoteVerdict verdict;
    const char *section;
} Sight;

static void add(Journey *journey, const Sight *sight) {
    NoteConversation conversation = {.stream = sight->stream, .spec = sight->spec};
    conversation.client = (NetEndpoint){{4, {10, 0, 0, sight->client}}, 40000};
    conversation.server = (NetEndpoint){{4, {10, 0, 0, sight->server}}, sight->port};
    NoteHeaderField fields[16] = {{0}};
    guint n = 0;
    for (const char *at = sight->header; *at != '\0'; at++, n++) {
        gboolean is_received = g_ascii_isupper(*at);
        fields[n] = (NoteHeaderField){is_received ? "Received" : "X-Field", (guint32)*at,
                                      is_received ? (n == 0 ? sight->received : "by x") : NULL};
    }
    NotePart part = {.is_leaf = TRUE, .octets = 5, .has_sha256 = TRUE, .encoding = "7bit"};
    part.sha256[0] = sight->content;
    NoteCommand command = {.time_ns = sight->time};
    NoteReply reply = {.time_ns = sight->time};
    NoteMessage note = {.carried_by = sight->carried_by,
                        .command = &command,
                        .reply = &reply,
                        .verdict = sight->verdict,
                        .message_id = sight->id,
                        .header_fields = fields,
                        .n_header_fields = n,
                        .queue_id = sight->queue_id,
                        .section = sight->section,
                        .parts = &part,
                        .n_parts = 1};
    journey_add(journey, &conversation, &note);
}

/* "scenario tie: stream<previous …; looks" */
static void on_journey(gpointer user, const NoteJourney *note) {
    GString *told = user;
    g_string_append_printf(told, "%d %s:", note->scenario, note->tied_by);
    for (guint i = 0; i < note->n_hops; i++) {
        g_string_append_printf(told, " %u<%d", note->hops[i].stream, note->hops[i].previous);
        cr_assert((note->hops[i].previous < 0) == (note->hops[i].because == NULL));
    }
    g_string_append_printf(told, " looks %u;", note->n_looks);
}

static const NoteSink sink = {.journey = on_journey};

#define SUBMIT(stream, time)                                                                       \
    { stream, &spec_smtp, 587, 1, 2, "DATA", "<m>", "ab", "Q1X2Y3", NULL, 1, time }
#define RELAY(stream, time)                                                                        \
    {                                                                                              \
        stream, &spec_smtp, 25, 2, 3, "DATA", "<m>", "Aab", "Q4X5Y6", "from a by b id Q1X2Y3;", 1, \
            time                                                                                   \
    }
#define FETCH(stream, time)                                                                        \
    {                                                                                              \
        stream, &spec_pop3, 110, 4, 3, "RETR", "<m>", "BAab", NULL, "from b by c id Q4X5Y6;", 1,   \
            time                                                                                   \
    }

static const struct {
    const char *name;
    Sight sights[6];
    guint n;
    const char *expected;
} cases[] = {
    {"one hop is no journey", {SUBMIT(0, 1)}, 1, ""},
    {"third scenario", {SUBMIT(0, 1), RELAY(1, 2)}, 2, "3 message-id: 0<-1 1<0 looks 0;"},
    {"fourth scenario",
     {SUBMIT(0, 1), RELAY(1, 2), FETCH(2, 3)},
     3,
     "4 message-id: 0<-1 1<0 2<1 looks 0;"},
    {"any order, clocks wrong",
     {FETCH(2, 1), RELAY(1, 2), SUBMIT(0, 3)},
     3,
     "4 message-id: 0<-1 1<0 2<1 looks 0;"},
    {"fetched again, and looked at",
     {SUBMIT(0, 1),
      RELAY(1, 2),
      FETCH(2, 3),
      FETCH(3, 4),
      {4, &spec_pop3, 110, 4, 3, "TOP", "<m>", "BAab", NULL, NULL, 1, 5}},
     5,
     "4 message-id: 0<-1 1<0 2<1 looks 2;"},
    {"two deliveries are two branches",
     {SUBMIT(0, 1),
      RELAY(1, 2),
      {2, &spec_smtp, 25, 2, 5, "DATA", "<m>", "Cab", NULL, "id Q1X2Y3", 1, 3}},
     3,
     "3 message-id: 0<-1 1<0 2<0 looks 0;"},
    {"refused, then taken",
     {SUBMIT(0, 1),
      {1, &spec_smtp, 25, 2, 3, "DATA", "<m>", "Aab", NULL, "id Q1X2Y3", 1, 2, NOTE_REFUSED},
      RELAY(2, 3)},
     3,
     "3 message-id: 0<-1 1<0 2<0 looks 0;"},
    {"other mails",
     {SUBMIT(0, 1), {1, &spec_smtp, 25, 2, 3, "DATA", "<n>", "Aab", NULL, NULL, 1, 2}},
     2,
     ""},
    {"by content, since the first has no Message-ID",
     {{0, &spec_smtp, 587, 1, 2, "DATA", NULL, "ab", NULL, NULL, 1, 1}, RELAY(1, 2)},
     2,
     "3 content: 0<-1 1<0 looks 0;"},
    {"the same words in another mail",
     {{0, &spec_smtp, 587, 1, 2, "DATA", NULL, "ax", NULL, NULL, 1, 1}, RELAY(1, 2)},
     2,
     ""},
    {"the beginning is missing", {RELAY(1, 2), FETCH(2, 3)}, 2, "0 message-id: 1<-1 2<0 looks 0;"},
    {"a kept copy is no hop before the mailbox",
     {SUBMIT(0, 1),
      RELAY(1, 2),
      {5, &spec_imap, 143, 1, 2, "APPEND", "<m>", "ab", NULL, NULL, 1, 4}},
     3,
     "3 message-id: 0<-1 1<0 5<-1 looks 0;"},
};

Test(journey, routes) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Journey) journey = journey_new();
        g_autoptr(GString) told = g_string_new(NULL);
        for (guint k = 0; k < cases[i].n; k++) {
            add(journey, &cases[i].sights[k]);
        }
        journey_tell(journey, &sink, told);
        cr_expect_str_eq(told->str, cases[i].expected, "%s: %s", cases[i].name, told->str);
    }
}

Test(journey, little_is_kept) {
    enum { MAILS = 20000 };
    static const Sight pattern = RELAY(1, 2);
    g_autoptr(Journey) journey = journey_new();
    g_autofree char *line = g_strnfill(180, 'x');
    for (guint i = 0; i < MAILS; i++) {
        g_autofree char *id = g_strdup_printf("<%040u@mail.example>", i);
        Sight sight = pattern;
        sight.id = id;
        sight.received = line;
        add(journey, &sight);
    }
    cr_assert_leq(journey_octets(journey), (guint64)MAILS * 512);
}
