/* SPDX-License-Identifier: MIT */
#include "dissect/queue_id.h"

#include <criterion/criterion.h>
#include <string.h>

Test(queue_id, what_servers_write) {
    static const struct {
        const char *status, *line, *id;
    } cases[] = {
        {"250", "2.0.0 Ok: queued as 7F986A94482", "7F986A94482"},
        {"250", "Ok: queued as 4F1C", "4F1C"},
        {"250", "OK id=1rABcD-0003xY-2k", "1rABcD-0003xY-2k"},
        {"250", "2.0.0 3ANC2LxH012345 Message accepted for delivery", "3ANC2LxH012345"},
        {"250", "2.0.0: 1a2b3c4d Message accepted for delivery", "1a2b3c4d"},
        {"250", "2.6.0 <a@b> [InternalId=123456, Hostname=x] Queued mail for delivery", "123456"},
        {"250", "2.0.0 <bob@b.example> OP2ZMabc1 Saved", "OP2ZMabc1"},
        {"250", "2.1.5 Ok SESSIONID=<cyrus-1468-1480404138-1>", "cyrus-1468-1480404138-1"},
        {"250", "Ok. 00000000000A29AE.0000000065A1B2C3.00000D01",
         "00000000000A29AE.0000000065A1B2C3.00000D01"},
        {"250", "Ok. Thanks", NULL},
        {"250", "Message accepted for delivery", NULL},
        {"250", "2.5.0 Message accepted for delivery", NULL},
        {"250", "Your Message accepted for delivery", NULL},
        {"250", "Ok: queued as ", NULL},
        {"250", "Ok: queued as 12<34", NULL},
        {"250", "ok 1460191710 qp 128", NULL},
        {"250", "", NULL},
        {"451", "2.0.0 Ok: queued as 7F986A94482", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gsize length = strlen(cases[i].line);
        g_autofree char *copy = g_memdup2(cases[i].line, length + 1);
        NoteText line = {copy, length};
        NoteReply reply = {.status = cases[i].status, .lines = &line, .n_lines = 1};
        g_autofree char *id = queue_id_read(&reply);
        cr_assert(g_strcmp0(id, cases[i].id) == 0, "%s: %s", cases[i].line, id);
    }
    cr_assert_null(queue_id_read(NULL));
}

Test(queue_id, cut_at_every_point) {
    static const char text[] = "2.0.0 Ok: queued as 7F986A94482";
    for (gsize n = 0; n < sizeof text; n++) {
        g_autofree char *copy = g_memdup2(text, MAX(n, 1)); /* no NUL behind it */
        NoteText line = {copy, n};
        NoteReply reply = {.status = "250", .lines = &line, .n_lines = 1};
        g_autofree char *id = queue_id_read(&reply);
        cr_assert(id == NULL || g_str_has_prefix("7F986A94482", id));
    }
}
