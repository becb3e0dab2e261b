/* SPDX-License-Identifier: MIT */
/* Pairs questions with answers, keeps what may lead to a mail server, and finds the way back from a
 * conversation to the look-ups before it. It does not read the DNS itself. */
#include "dissect/dns_lookups.h"

#include "dissect/dns_answer.h"

#include <string.h>

#define DNS_PORT 53u
#define QUESTIONS 1024u /* open ones that are remembered; a later one may take the place */

typedef struct {
    guint64 frame; /* 0: none */
    guint16 id;
    NetEndpoint asker;
} Question;

typedef struct {
    DnsAnswer *answer;
    NoteFrames frames;
    NetAddress asker;
    gboolean is_chosen; /* while a conversation is told */
} Lookup;

struct DnsLookups {
    const NoteSink *sink;
    gpointer user;
    Question questions[QUESTIONS];
    GQueue lookups;      /* of Lookup *, in order */
    GHashTable *servers; /* address as text → int *: how many of the look-ups answer with it */
    guint n_answers;     /* of all of them */
};

static void lookup_free(Lookup *self) {
    dns_answer_free(self->answer);
    g_free(self);
}

DnsLookups *dns_lookups_new(const NoteSink *sink, gpointer user) {
    DnsLookups *self = g_new0(DnsLookups, 1);
    self->sink = sink;
    self->user = user;
    g_queue_init(&self->lookups);
    self->servers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return self;
}

void dns_lookups_free(DnsLookups *self) {
    if (self == NULL) {
        return;
    }
    g_queue_clear_full(&self->lookups, (GDestroyNotify)lookup_free);
    g_hash_table_unref(self->servers);
    g_free(self);
}

static gboolean is_same_address(const NetAddress *a, const NetAddress *b) {
    return a->family == b->family && memcmp(a->octets, b->octets, sizeof a->octets) == 0;
}

/* ---- keeping ----------------------------------------------------------------------------------
 */

static void count_address(DnsLookups *self, const NetAddress *address, int change) {
    char text[NET_ADDRESS_TEXT_SIZE];
    net_address_text(address, text);
    int *n = g_hash_table_lookup(self->servers, text);
    if (n == NULL) {
        n = g_new0(int, 1);
        g_hash_table_insert(self->servers, g_strdup(text), n);
    }
    *n += change;
    if (*n == 0) {
        g_hash_table_remove(self->servers, text);
    }
}

static void count(DnsLookups *self, const DnsAnswer *answer, int change) {
    for (guint i = 0; i < answer->addresses->len; i++) {
        count_address(self, &g_array_index(answer->addresses, NetAddress, i), change);
    }
}

/* An empty answer takes a place too. */
static guint weight(const DnsAnswer *answer) {
    return MAX(answer->texts->len, 1u);
}

static void drop(DnsLookups *self, GList *link) {
    Lookup *lookup = link->data;
    count(self, lookup->answer, -1);
    self->n_answers -= weight(lookup->answer);
    lookup_free(lookup);
    g_queue_delete_link(&self->lookups, link);
}

static void keep(DnsLookups *self, DnsAnswer *take_answer, const Question *question,
                 const NetUnit *datagram) {
    guint64 asked = question->frame > 0 ? question->frame : datagram->frame;
    Lookup *lookup = g_new0(Lookup, 1);
    *lookup = (Lookup){take_answer, {asked, datagram->frame}, datagram->destination.address, FALSE};
    g_queue_push_tail(&self->lookups, lookup);
    count(self, take_answer, 1);
    self->n_answers += weight(take_answer);
    while (self->n_answers > DNS_LOOKUPS_MAX) {
        drop(self, self->lookups.head);
    }
}

/* ---- questions --------------------------------------------------------------------------------
 */

static Question *place_of(DnsLookups *self, guint16 id, const NetEndpoint *asker) {
    guint place = id ^ asker->port;
    for (guint i = 0; i < sizeof asker->address.octets; i++) {
        place = place * 31 + asker->address.octets[i];
    }
    return &self->questions[place % QUESTIONS];
}

static void take_question(DnsLookups *self, const DnsAnswer *answer, const NetUnit *datagram) {
    Question *place = place_of(self, answer->id, &datagram->source);
    gboolean is_repeated = place->frame > 0 && place->id == answer->id &&
                           place->asker.port == datagram->source.port &&
                           is_same_address(&place->asker.address, &datagram->source.address);
    if (!is_repeated) {
        *place = (Question){datagram->frame, answer->id, datagram->source};
    }
}

static Question find_question(DnsLookups *self, const DnsAnswer *answer, const NetUnit *datagram) {
    Question *place = place_of(self, answer->id, &datagram->destination);
    Question found = {0};
    if (place->id == answer->id && place->asker.port == datagram->destination.port &&
        is_same_address(&place->asker.address, &datagram->destination.address)) {
        found = *place;
        place->frame = 0;
    }
    return found;
}

void dns_lookups_push(DnsLookups *self, const NetUnit *datagram) {
    if (self->sink->dns == NULL ||
        (datagram->source.port != DNS_PORT && datagram->destination.port != DNS_PORT)) {
        return;
    }
    g_autoptr(DnsAnswer) answer = dns_answer_read(datagram->payload, datagram->captured);
    if (answer == NULL) {
        return;
    }
    if (!answer->is_response) {
        take_question(self, answer, datagram);
    } else if (datagram->source.port == DNS_PORT) {
        Question question = find_question(self, answer, datagram);
        keep(self, g_steal_pointer(&answer), &question, datagram);
    }
}

/* ---- telling ----------------------------------------------------------------------------------
 */

static void tell(const DnsLookups *self, const Lookup *lookup, gint64 for_stream) {
    const DnsAnswer *answer = lookup->answer;
    NoteDns note = {
        .frames = lookup->frames,
        .name = answer->name,
        .kind = answer->kind,
        .answers = (const char *const *)answer->texts->pdata,
        .n_answers = answer->texts->len,
        .has_no_such_name = answer->has_no_such_name,
        .is_null_mx = answer->is_null_mx,
        .failure = answer->failure,
        .for_stream = for_stream,
    };
    self->sink->dns(self->user, &note);
}

static gboolean has_address(const DnsAnswer *answer, const NetAddress *address) {
    for (guint i = 0; i < answer->addresses->len; i++) {
        if (is_same_address(&g_array_index(answer->addresses, NetAddress, i), address)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* What one round of choosing looks for. */
typedef struct {
    const NoteConversation *conversation;
    gboolean only_by_client; /* look-ups of the client's own address */
    GHashTable *hosts;       /* names that are the server, or take mail beside it; lower case */
} Choice;

static gboolean is_candidate(const Choice *self, const Lookup *lookup) {
    return lookup->frames.last < self->conversation->frames.first &&
           (!self->only_by_client ||
            is_same_address(&lookup->asker, &self->conversation->client.address));
}

static void add_host(const Choice *self, const char *name) {
    g_hash_table_add(self->hosts, g_ascii_strdown(name, -1));
}

static gboolean is_host(const Choice *self, const char *name) {
    g_autofree char *key = g_ascii_strdown(name, -1);
    return g_hash_table_contains(self->hosts, key);
}

/* The names under which the server was found. */
static void find_hosts(const DnsLookups *self, const Choice *choice) {
    for (const GList *link = self->lookups.head; link != NULL; link = link->next) {
        const Lookup *lookup = link->data;
        if (is_candidate(choice, lookup) &&
            has_address(lookup->answer, &choice->conversation->server.address)) {
            add_host(choice, lookup->answer->name);
        }
    }
}

/* MX answers that name one of these hosts; all that they name may have been looked up as well. */
static void choose_exchanges(const DnsLookups *self, const Choice *choice) {
    g_autoptr(GPtrArray) more = g_ptr_array_new();
    for (const GList *link = self->lookups.head; link != NULL; link = link->next) {
        Lookup *lookup = link->data;
        const DnsAnswer *answer = lookup->answer;
        gboolean names_one = is_candidate(choice, lookup) && strcmp(answer->kind, "MX") == 0;
        for (guint i = 0; names_one && i < answer->exchanges->len; i++) {
            if (is_host(choice, answer->exchanges->pdata[i])) {
                lookup->is_chosen = TRUE;
                g_ptr_array_extend(more, answer->exchanges, NULL, NULL);
                break;
            }
        }
    }
    for (guint i = 0; i < more->len; i++) {
        add_host(choice, more->pdata[i]);
    }
}

/* Everything that was asked about these names, answered or not; but an MX answer that names other
 * hosts did not lead here. */
static void choose_named(const DnsLookups *self, const Choice *choice) {
    for (const GList *link = self->lookups.head; link != NULL; link = link->next) {
        Lookup *lookup = link->data;
        lookup->is_chosen |= is_candidate(choice, lookup) && lookup->answer->exchanges->len == 0 &&
                             is_host(choice, lookup->answer->name);
    }
}

static gboolean choose(const DnsLookups *self, const NoteConversation *conversation,
                       gboolean only_by_client) {
    g_autoptr(GHashTable) hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Choice choice = {conversation, only_by_client, hosts};
    find_hosts(self, &choice);
    if (g_hash_table_size(hosts) == 0) {
        return FALSE;
    }
    choose_exchanges(self, &choice);
    choose_named(self, &choice);
    return TRUE;
}

void dns_lookups_tell(DnsLookups *self, const NoteConversation *conversation) {
    char text[NET_ADDRESS_TEXT_SIZE];
    net_address_text(&conversation->server.address, text);
    if (!g_hash_table_contains(self->servers, text)) {
        return;
    }
    /* A host with two addresses may ask from one and speak from the other. */
    if (!choose(self, conversation, TRUE) && !choose(self, conversation, FALSE)) {
        return;
    }
    for (GList *link = self->lookups.head, *next; link != NULL; link = next) {
        next = link->next;
        const Lookup *lookup = link->data;
        if (lookup->is_chosen) {
            tell(self, lookup, conversation->stream);
            drop(self, link);
        }
    }
}

/* Without a delivery: MX, and addresses of the hosts that these name. */
void dns_lookups_finish(DnsLookups *self) {
    g_autoptr(GHashTable) hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Choice choice = {.hosts = hosts};
    for (const GList *link = self->lookups.head; link != NULL; link = link->next) {
        const GPtrArray *exchanges = ((const Lookup *)link->data)->answer->exchanges;
        for (guint i = 0; i < exchanges->len; i++) {
            add_host(&choice, exchanges->pdata[i]);
        }
    }
    for (const GList *link = self->lookups.head; link != NULL; link = link->next) {
        const DnsAnswer *answer = ((const Lookup *)link->data)->answer;
        if (strcmp(answer->kind, "MX") == 0 || is_host(&choice, answer->name)) {
            tell(self, link->data, -1);
        }
    }
}
