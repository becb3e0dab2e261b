/* SPDX-License-Identifier: MIT */
/* Gathers what replies tell of the messages in the maildrop: sizes, unique-ids, and which of them
 * are marked for deletion (RFC 1939 §5, §6, §7). It reads no octets off the wire. */
#include "dissect/pop3_session.h"

#include <string.h>

#define UNIQUE_ID_MAX 70u /* RFC 1939 §7 */
#define SHOWN_MAX 10u

void pop3_maildrop_init(Pop3Maildrop *self) {
    self->messages = g_hash_table_new_full(g_int_hash, g_int_equal, NULL, g_free);
    self->strings = g_string_chunk_new(256);
}

void pop3_maildrop_clear(Pop3Maildrop *self) {
    g_hash_table_unref(self->messages);
    g_string_chunk_free(self->strings);
}

const Pop3Message *pop3_maildrop_find(const Pop3Maildrop *self, guint32 number) {
    return g_hash_table_lookup(self->messages, &number);
}

/* NULL if no more are remembered. */
static Pop3Message *get_message(Pop3Maildrop *self, guint32 number) {
    Pop3Message *message = g_hash_table_lookup(self->messages, &number);
    if (message == NULL && number > 0 && g_hash_table_size(self->messages) < POP3_MESSAGES_MAX) {
        message = g_new0(Pop3Message, 1);
        message->number = number;
        g_hash_table_insert(self->messages, &message->number, message);
    }
    return message;
}

static void learn_size(Pop3Maildrop *self, SyntaxSlice line) {
    guint32 number;
    guint64 size;
    Pop3Message *message =
        pop3_parse_numbers(line, &number, &size) ? get_message(self, number) : NULL;
    if (message != NULL) {
        message->size = size;
        message->has_size = TRUE;
    }
}

static void learn_unique_id(Pop3Maildrop *self, SyntaxSlice line) {
    guint32 number;
    SyntaxSlice id;
    Pop3Message *message =
        pop3_parse_unique_id(line, &number, &id) ? get_message(self, number) : NULL;
    if (message != NULL && message->unique_id == NULL && id.length <= UNIQUE_ID_MAX) {
        message->unique_id = g_string_chunk_insert_len(self->strings, id.octets, (gssize)id.length);
    }
}

void pop3_maildrop_learn(Pop3Maildrop *self, int command, SyntaxSlice line) {
    if (command == POP3_LIST) {
        learn_size(self, line);
    } else if (command == POP3_UIDL) {
        learn_unique_id(self, line);
    }
}

static void mark(Pop3Maildrop *self, guint32 number) {
    Pop3Message *message = get_message(self, number);
    if (message != NULL && !message->is_marked) {
        message->is_marked = TRUE;
        self->n_marked++;
    }
}

static void unmark_all(Pop3Maildrop *self) {
    GHashTableIter iterator;
    gpointer message;
    g_hash_table_iter_init(&iterator, self->messages);
    while (g_hash_table_iter_next(&iterator, NULL, &message)) {
        ((Pop3Message *)message)->is_marked = FALSE;
    }
    self->n_marked = 0;
}

void pop3_maildrop_answer(Pop3Maildrop *self, const Pop3Exchange *exchange,
                          const Pop3Reply *reply) {
    SyntaxSlice line = pop3_reply_line(reply, 0);
    if (exchange->command == POP3_STAT) {
        self->has_stat = pop3_parse_numbers(line, &self->stat_count, &self->stat_octets);
    } else if (exchange->command == POP3_DELE) {
        mark(self, exchange->number);
    } else if (exchange->command == POP3_RSET) {
        unmark_all(self);
    } else if (exchange->argument.length > 0) {
        pop3_maildrop_learn(self, exchange->command, line);
    }
}

static gint compare_numbers(gconstpointer a, gconstpointer b) {
    guint32 left = *(const guint32 *)a;
    guint32 right = *(const guint32 *)b;
    return (left > right) - (left < right);
}

static GArray *list_marked(const Pop3Maildrop *self) {
    GArray *numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
    GHashTableIter iterator;
    gpointer value;
    g_hash_table_iter_init(&iterator, self->messages);
    while (g_hash_table_iter_next(&iterator, NULL, &value)) {
        const Pop3Message *message = value;
        if (message->is_marked) {
            g_array_append_val(numbers, message->number);
        }
    }
    g_array_sort(numbers, compare_numbers);
    return numbers;
}

char *pop3_maildrop_marked(const Pop3Maildrop *self) {
    g_autoptr(GArray) numbers = list_marked(self);
    GString *text = g_string_new(numbers->len == 1 ? "message" : "messages");
    guint n_shown = MIN(numbers->len, SHOWN_MAX);
    for (guint i = 0; i < n_shown; i++) {
        gboolean is_last = i + 1 == numbers->len;
        g_string_append_printf(text, "%s %u",
                               i == 0    ? ""
                               : is_last ? " and"
                                         : ",",
                               g_array_index(numbers, guint32, i));
    }
    if (numbers->len > SHOWN_MAX) {
        g_string_append_printf(text, " and %u more", numbers->len - SHOWN_MAX);
    }
    return g_string_free(text, FALSE);
}
