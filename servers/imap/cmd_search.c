/* SPDX-License-Identifier: MIT */
/* SEARCH and UID SEARCH (RFC 9051 §6.4.4, RFC 3501 §6.4.4): which messages meet all keys. */
#include "imap/commands.h"
#include "imap/esearch.h"
#include "imap/search_program.h"

#include <string.h>

#define NANOSECONDS G_GINT64_CONSTANT(1000000000)

typedef struct {
    GArray *numbers, *uids; /* of guint32 */
} Found;

static GBytes *load(gpointer user, guint number) {
    ImapCore *self = user;
    return imap_store(self)->text(self->box, number - 1);
}

static void find_all(ImapCore *self, const SearchProgram *program, Found *found) {
    for (guint i = 0; i < self->box->messages->len; i++) {
        guint32 number = i + 1, uid = imap_message(self, i)->uid;
        SearchSubject subject = {
            .message = imap_message(self, i), .number = number, .load = load, .user = self};
        if (search_program_fits(program, &subject)) {
            g_array_append_val(found->numbers, number);
            g_array_append_val(found->uids, uid);
        }
        search_subject_clear(&subject);
    }
}

/* mailbox-data =/ "SEARCH" *(SP nz-number) */
static void tell_plain(ImapCore *self, const GArray *numbers) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < numbers->len; i++)
        g_string_append_printf(text, "%s%u", i > 0 ? " " : "", g_array_index(numbers, guint32, i));
    session_untagged(self->session, "SEARCH", "%s", text->str);
}

/* Charsets that are read: RFC 9051 §6.4.4 asks for these two. */
static gboolean is_charset_known(const ImapValue *charset) {
    return charset == NULL || imap_value_is(charset, "UTF-8") || imap_value_is(charset, "US-ASCII");
}

static void run(ImapCore *self, const ImapCall *call, const SearchProgram *program,
                const SearchReturn *wanted) {
    Found found = {g_array_new(FALSE, FALSE, sizeof(guint32)),
                   g_array_new(FALSE, FALSE, sizeof(guint32))};
    find_all(self, program, &found);
    const GArray *told = call->is_uid ? found.uids : found.numbers;
    if (wanted->is_extended)
        esearch_tell(self, call, wanted, told);
    else
        tell_plain(self, told);
    if (wanted->save)
        esearch_save(self, wanted, found.uids);
    imap_ok(self, NULL, "Searched");
    g_array_unref(found.numbers);
    g_array_unref(found.uids);
}

/* search = "SEARCH" [search-return-opts] SP search-program */
void cmd_search(ImapCore *self, const ImapCall *call) {
    const ImapArguments *arguments = &call->line->arguments;
    const ImapValue *keys = imap_argument(arguments, IMAP_ROLE_SEARCH);
    SearchReturn wanted;
    if (!is_charset_known(imap_argument(arguments, IMAP_ROLE_CHARSET))) {
        imap_no(self, "BADCHARSET (US-ASCII UTF-8)", "That charset is not read here");
        return;
    }
    if (!esearch_read(self, call, imap_argument(arguments, IMAP_ROLE_OPTIONS), &wanted))
        return;
    g_autofree char *error = NULL;
    SearchScope scope = {.box = self->box,
                         .saved = self->saved,
                         .now_s = session_now_ns(self->session) / NANOSECONDS};
    g_autoptr(SearchProgram) program =
        keys != NULL ? search_program_new(call->text, keys->octets, &scope, &error) : NULL;
    if (program == NULL)
        imap_bad(self, "%s", error != NULL ? error : "SEARCH takes keys: RFC 9051 §6.4.4");
    else
        run(self, call, program, &wanted);
}
