/* SPDX-License-Identifier: MIT */
/* Ties sights of the same mail together: by Message-ID, and what has none by its content, if one
 * header grew out of the other as on a way through servers. It knows no order of hops. */
#include "dissect/journey_tie.h"

#include <string.h>

#define CANDIDATES_MAX 64u /* sights of the same content that are compared */

typedef struct {
    GHashTable *by_id;      /* char * → first JourneyPrint * */
    GHashTable *by_content; /* content → JourneyPrint * */
    GPtrArray *mails;       /* of JourneyPrint *: the first sights */
} Ties;

static guint content_hash(gconstpointer key) {
    guint hash;
    memcpy(&hash, key, sizeof hash);
    return hash;
}

static gboolean content_equal(gconstpointer a, gconstpointer b) {
    return memcmp(a, b, JOURNEY_CONTENT_SIZE) == 0;
}

/* Starts a mail, or puts a sight right behind the first one. */
static void add_sight(Ties *self, JourneyPrint *first, JourneyPrint *print) {
    print->first = first != NULL ? first : print;
    print->next = NULL;
    if (first == NULL) {
        g_ptr_array_add(self->mails, print);
    } else {
        print->next = first->next;
        first->next = print;
    }
}

static void remember_content(Ties *self, JourneyPrint *print) {
    if (!print->has_content) {
        return;
    }
    print->next_content = g_hash_table_lookup(self->by_content, print->content);
    g_hash_table_replace(self->by_content, print->content, print);
}

static void tie_by_id(Ties *self, JourneyPrint *print) {
    const char *id = journey_print_text(print, print->message_id);
    JourneyPrint *first = g_hash_table_lookup(self->by_id, id);
    if (first == NULL) {
        g_hash_table_insert(self->by_id, (gpointer)id, print);
    }
    add_sight(self, first, print);
    remember_content(self, print);
}

/* Two mails may say the same ("test"). A hop adds to the header (RFC 5321 §4.4) and keeps the rest.
 */
static gboolean is_grown_from(const JourneyPrint *later, const JourneyPrint *earlier) {
    return later->n_received > earlier->n_received && journey_print_holds(later, earlier);
}

static gboolean is_same_mail(const JourneyPrint *a, const JourneyPrint *b) {
    gboolean is_kept = a->kind == JOURNEY_RETRIEVAL && b->kind == JOURNEY_RETRIEVAL &&
                       a->n_received == b->n_received;
    return is_grown_from(a, b) || is_grown_from(b, a) || (is_kept && journey_print_holds(a, b)) ||
           journey_print_is_same_sight(a, b);
}

static void tie_by_content(Ties *self, JourneyPrint *print) {
    JourneyPrint *same =
        print->has_content ? g_hash_table_lookup(self->by_content, print->content) : NULL;
    for (guint n = 0; same != NULL && n < CANDIDATES_MAX; n++, same = same->next_content) {
        if (is_same_mail(same, print)) {
            break;
        }
    }
    gboolean is_found = same != NULL && is_same_mail(same, print);
    if (is_found) {
        same->first->is_by_content = 1;
    }
    add_sight(self, is_found ? same->first : NULL, print);
    remember_content(self, print);
}

/* ---- order ------------------------------------------------------------------------------------
 */

static int compare_mails(gconstpointer a, gconstpointer b) {
    return journey_print_compare(*(JourneyPrint *const *)a, *(JourneyPrint *const *)b);
}

/* The sight that the mail's first hop is, as far as time tells. */
static JourneyPrint *find_earliest(JourneyPrint *mail) {
    JourneyPrint *best = mail;
    for (JourneyPrint *print = mail->next; print != NULL; print = print->next) {
        best = journey_print_compare(print, best) < 0 ? print : best;
    }
    return best;
}

/* Exchanges the first sight with an earlier one. */
static JourneyPrint *begin_with(JourneyPrint *mail, JourneyPrint *earliest) {
    if (earliest == mail) {
        return mail;
    }
    JourneyPrint *before = mail;
    while (before->next != earliest) {
        before = before->next;
    }
    before->next = earliest->next;
    earliest->next = mail;
    earliest->is_by_content = mail->is_by_content;
    return earliest;
}

static GPtrArray *sort_mails(const Ties *self) {
    GPtrArray *mails = g_ptr_array_new();
    for (guint i = 0; i < self->mails->len; i++) {
        JourneyPrint *mail = self->mails->pdata[i];
        if (mail->next != NULL) {
            g_ptr_array_add(mails, begin_with(mail, find_earliest(mail)));
        }
    }
    g_ptr_array_sort(mails, compare_mails);
    return mails;
}

GPtrArray *journey_tie(const GPtrArray *prints) {
    Ties self = {
        .by_id = g_hash_table_new(g_str_hash, g_str_equal),
        .by_content = g_hash_table_new(content_hash, content_equal),
        .mails = g_ptr_array_new(),
    };
    for (guint i = 0; i < prints->len; i++) {
        JourneyPrint *print = g_ptr_array_index(prints, i);
        print->next_content = NULL;
        print->is_by_content = 0;
        if (print->message_id != 0) {
            tie_by_id(&self, print);
        }
    }
    for (guint i = 0; i < prints->len; i++) {
        JourneyPrint *print = g_ptr_array_index(prints, i);
        if (print->message_id == 0) {
            tie_by_content(&self, print);
        }
    }
    GPtrArray *mails = sort_mails(&self);
    g_hash_table_unref(self.by_id);
    g_hash_table_unref(self.by_content);
    g_ptr_array_unref(self.mails);
    return mails;
}
