/* SPDX-License-Identifier: MIT */
/* Which function runs which command, and which extension it belongs to. In which state a command is
 * legal stands in decoder/spec/imap_spec.c, not here. */
#include "imap/commands.h"

/* clang-format off */
static const ImapCommandRow rows[] = {
    /* command           run               extension        no EXPUNGE */
    { IMAP_CAPABILITY,   cmd_capability },
    { IMAP_NOOP,         cmd_noop },
    { IMAP_LOGOUT,       cmd_logout },
    { IMAP_STARTTLS,     cmd_starttls,     "STARTTLS" },
    { IMAP_AUTHENTICATE, cmd_authenticate },
    { IMAP_LOGIN,        cmd_login },
    { IMAP_SELECT,       cmd_select },
    { IMAP_EXAMINE,      cmd_examine },
    { IMAP_CREATE,       cmd_create },
    { IMAP_DELETE,       cmd_delete },
    { IMAP_RENAME,       cmd_rename },
    { IMAP_SUBSCRIBE,    cmd_subscribe },
    { IMAP_UNSUBSCRIBE,  cmd_unsubscribe },
    { IMAP_LIST,         cmd_list },
    { IMAP_LSUB,         cmd_lsub },
    { IMAP_STATUS,       cmd_status },
    { IMAP_APPEND,       cmd_append },
    { IMAP_CHECK,        cmd_check },
    { IMAP_CLOSE,        cmd_close },
    { IMAP_EXPUNGE,      cmd_expunge },
    { IMAP_SEARCH,       cmd_search,       NULL,            TRUE },
    { IMAP_FETCH,        cmd_fetch,        NULL,            TRUE },
    { IMAP_STORE,        cmd_store,        NULL,            TRUE },
    { IMAP_COPY,         cmd_copy },
    { IMAP_UID_SEARCH,   cmd_search },
    { IMAP_UID_FETCH,    cmd_fetch },
    { IMAP_UID_STORE,    cmd_store },
    { IMAP_UID_COPY,     cmd_copy },
    { IMAP_ID,           cmd_id,           "ID" },
    { IMAP_ENABLE,       cmd_enable,       "ENABLE" },
    { IMAP_NAMESPACE,    cmd_namespace,    "NAMESPACE" },
    { IMAP_IDLE,         cmd_idle,         "IDLE" },
    { IMAP_UNSELECT,     cmd_unselect,     "UNSELECT" },
    { IMAP_UID_EXPUNGE,  cmd_uid_expunge,  "UIDPLUS" },
    { IMAP_MOVE,         cmd_move,         "MOVE" },
    { IMAP_UID_MOVE,     cmd_move,         "MOVE" },
};
/* clang-format on */

const ImapCommandRow *commands_find(int command) {
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].command == command)
            return &rows[i];
    }
    return NULL;
}
