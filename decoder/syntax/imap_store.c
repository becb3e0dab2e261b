/* SPDX-License-Identifier: MIT */
/* Turns the action of STORE into what it does with the flags. */
#include "syntax/imap_scan.h"

/* store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag))) */
gboolean imap_parse_store_action(SyntaxSlice action, ImapStoreMode *mode, gboolean *is_silent) {
    *mode = IMAP_STORE_REPLACE;
    if (action.length > 0 && (action.octets[0] == '+' || action.octets[0] == '-')) {
        *mode = action.octets[0] == '+' ? IMAP_STORE_ADD : IMAP_STORE_REMOVE;
        action = (SyntaxSlice){action.octets + 1, action.length - 1};
    }
    *is_silent = imap_slice_is(action, "FLAGS.SILENT");
    return *is_silent || imap_slice_is(action, "FLAGS");
}
