/* SPDX-License-Identifier: MIT */
/* Dialogues for the core's tests: what a client sends, what it gets, and which transitions that is.
 *
 * Client lines end in '\n', which is sent as CRLF ("\r" alone before it is not doubled). Expected
 * lines are patterns with * and ?; "..." stands for any number of lines. Transitions are written
 * "COMMAND STATUS STATE". What brings the session into the state before is neither listed nor
 * compared. */
#pragma once

#include "spec/imap_spec.h"

/* The fields stand in the order in which a row reads well. */
/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding) */
typedef struct {
    const char *name;
    int state; /* before: IMAP_STATE_NOT_AUTHENTICATED, AUTHENTICATED, SELECTED (INBOX) */
    const char *client, *wire, *transitions;
    const char *without; /* one extension, or NULL */
    gboolean is_strict;
} ImapCase;

#define NA IMAP_STATE_NOT_AUTHENTICATED
#define AU IMAP_STATE_AUTHENTICATED
#define SE IMAP_STATE_SELECTED

/* clang-format off */
static const ImapCase imap_cases[] = {
    /* ---- any state ---- */
    { "capability", NA, "a CAPABILITY\n", "[*] CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE STARTTLS AUTH=*\na OK *", "CAPABILITY OK NOT-AUTHENTICATED" },
    { "capability_user", AU, "a CAPABILITY\n", "[*] CAPABILITY IMAP4rev1 * IDLE NAMESPACE UIDPLUS MOVE UNSELECT CHILDREN SPECIAL-USE LIST-EXTENDED LIST-STATUS ESEARCH * STATUS=SIZE BINARY APPENDLIMIT=*\na OK *", "CAPABILITY OK AUTHENTICATED" },
    { "lower_case", NA, "a noop\nb cApAbIlItY\n", "a OK *\n[*] CAPABILITY *\nb OK *", "NOOP OK NOT-AUTHENTICATED\nCAPABILITY OK NOT-AUTHENTICATED" },
    { "logout", SE, "a LOGOUT\nb NOOP\n", "[*] BYE *\na OK *", "LOGOUT OK LOGOUT" },
    { "id", NA, "a ID NIL\nb ID (\"name\" \"test\")\n", "[*] ID (\"name\" *\na OK *\n[*] ID *\nb OK *", "ID OK NOT-AUTHENTICATED\nID OK NOT-AUTHENTICATED" },

    /* ---- what is wrong ---- */
    { "no_such_command", AU, "a FROBNICATE\n", "a BAD FROBNICATE is no command here. Now allowed: CAPABILITY *", "" },
    { "not_offered", AU, "a GETQUOTA \"\"\n", "a BAD GETQUOTA is no command here*", "" },
    { "wrong_state", NA, "a SELECT INBOX\n", "a BAD SELECT is not allowed in state NOT-AUTHENTICATED (RFC 9051 §3.1). Now allowed: *", "" },
    { "login_twice", AU, "a LOGIN bob hungry\n", "a BAD LOGIN is not allowed in state AUTHENTICATED *", "" },
    { "empty_line", NA, "\na NOOP\n", "[*] BAD *\na OK *", "NOOP OK NOT-AUTHENTICATED" },
    { "tag_only", NA, "a\n", "a BAD After the tag *", "" },
    { "bad_tag", NA, "a+b NOOP\n* NOOP\n", "[*] BAD A command begins with a tag *\n[*] BAD *", "" },
    { "too_few", AU, "a SELECT\n", "a BAD * SELECT <mailbox> (RFC 9051 §6.3.2)", "" },
    { "too_many", AU, "a SELECT INBOX Sent\n", "a BAD *", "" },
    { "spaces_overlooked", AU, "a  SELECT  INBOX \n", "...\na OK [[]READ-WRITE] *", "SELECT OK SELECTED" },
    { "spaces_strict", AU, "a SELECT  INBOX\n", "a BAD *", "", NULL, TRUE },
    { "ten_bad", NA, "1 X\n2 X\n3 X\n4 X\n5 X\n6 X\n7 X\n8 X\n9 X\n10 X\n11 NOOP\n", "...\n[*] BYE Too many *\n10 BAD *", "- BYE LOGOUT" },
    { "ten_bad_known", NA, "1 X\n2 X\n3 X\n4 X\n5 X\n6 X\n7 X\n8 X\n9 X\n10 LOGIN\n11 NOOP\n", "...\n[*] BYE Too many *\n10 BAD *", "LOGIN BYE LOGOUT" },
    { "bad_in_a_row_only", NA, "1 X\n2 X\n3 X\n4 X\n5 X\n6 X\n7 X\n8 X\n9 X\n10 NOOP\n11 X\n12 NOOP\n", "...\n12 OK *", "NOOP OK NOT-AUTHENTICATED\nNOOP OK NOT-AUTHENTICATED" },
    { "literal_as_command", NA, "a {6+}\nx NOOP\nb NOOP\n", "a BAD {6+} * is no command here. *\nb OK *", "NOOP OK NOT-AUTHENTICATED" },
    { "answer_stays_one_line", NA, "a {4+}\nb OK\nb NOOP\n", "a BAD * is no command here. *\nb OK *", "NOOP OK NOT-AUTHENTICATED" },
    { "quote_open", AU, "a SELECT \"INBOX\n", "a BAD *", "" },

    /* ---- login ---- */
    { "login", NA, "a LOGIN bob hungry\n", "a OK [[]CAPABILITY IMAP4rev1 * IDLE *] Logged in", "LOGIN OK AUTHENTICATED" },
    { "login_quoted", NA, "a LOGIN \"bob\" \"hungry\"\n", "a OK *", "LOGIN OK AUTHENTICATED" },
    { "login_literals", NA, "a LOGIN {3}\nbob {6}\nhungry\n", "+ go ahead\n+ go ahead\na OK *", "LOGIN OK AUTHENTICATED" },
    { "login_literal_plus", NA, "a LOGIN {3+}\nbob {6+}\nhungry\n", "a OK *", "LOGIN OK AUTHENTICATED" },
    { "login_wrong", NA, "a LOGIN bob thirsty\n", "a NO [[]AUTHENTICATIONFAILED] *", "" },
    { "login_refused_literal", NA, "a LOGIN bob {99999}\nb NOOP\n", "a NO [[]TOOBIG] *\nb OK *", "NOOP OK NOT-AUTHENTICATED" },
    { "login_password_of_line_ends", NA, "a LOGIN bob {2+}\n\n\nb LOGIN bob {99999}\nc LOGIN \"bob\" \"x\" y\n", "a NO *\nb NO [[]TOOBIG] *\nc BAD *", "" },
    { "authenticate_plain", NA, "a AUTHENTICATE PLAIN\n" "\x1e" "AGJvYgBodW5ncnk=\n", "+ \na OK [[]CAPABILITY *", "AUTHENTICATE + AUTH\n<sasl-response> OK AUTHENTICATED" },
    { "authenticate_initial", NA, "a AUTHENTICATE PLAIN AGJvYgBodW5ncnk=\n", "a OK *", "AUTHENTICATE OK AUTHENTICATED" },
    { "authenticate_initial_off", NA, "a AUTHENTICATE PLAIN AGJvYgBodW5ncnk=\n", "a BAD *", "", "SASL-IR" },
    { "authenticate_login", NA, "a AUTHENTICATE LOGIN\n" "\x1e" "Ym9i\n" "\x1e" "aHVuZ3J5\n", "+ *\n+ *\na OK *", "AUTHENTICATE + AUTH\n<sasl-response> + AUTH\n<sasl-response> OK AUTHENTICATED" },
    { "authenticate_cancel", NA, "a AUTHENTICATE PLAIN\n" "\x1e" "*\nb NOOP\n", "+ \na BAD *\nb OK *", "AUTHENTICATE + AUTH\n<sasl-response> BAD NOT-AUTHENTICATED\nNOOP OK NOT-AUTHENTICATED" },
    { "authenticate_wrong", NA, "a AUTHENTICATE PLAIN\n" "\x1e" "AGJvYgB0aGlyc3R5\n", "+ \na NO [[]AUTHENTICATIONFAILED] *", "AUTHENTICATE + AUTH\n<sasl-response> NO NOT-AUTHENTICATED" },
    { "authenticate_unknown", NA, "a AUTHENTICATE KLINGON\n", "a NO *", "" },
    { "starttls", NA, "a STARTTLS\n" "\x1e" "b CAPABILITY\nc STARTTLS\n", "a OK *\n<TLS>\n[*] CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE AUTH=*\nb OK *\nc BAD *", "STARTTLS OK NOT-AUTHENTICATED\nCAPABILITY OK NOT-AUTHENTICATED" },
    { "starttls_off", NA, "a STARTTLS\n", "a BAD STARTTLS is switched off *", "", "STARTTLS" },

    /* ---- enable ---- */
    { "enable", AU, "a ENABLE CONDSTORE IMAP4rev2\nb SELECT INBOX\n", "[*] ENABLED IMAP4rev2\na OK *\n[*] FLAGS *\n[*] OK [[]PERMANENTFLAGS *\n[*] 3 EXISTS\n[*] LIST () \"/\" INBOX\n[*] OK [[]UIDVALIDITY *\n[*] OK [[]UIDNEXT 4] *\nb OK *", "ENABLE OK AUTHENTICATED\nSELECT OK SELECTED" },
    { "enable_search", AU, "a ENABLE IMAP4rev2\nb SELECT INBOX\nc SEARCH ALL\nd SELECT Sent\n", "...\nb OK *\n[*] ESEARCH (TAG \"c\") ALL 1:3\nc OK *\n[*] OK [[]CLOSED] *\n...\nd OK *", "ENABLE OK AUTHENTICATED\nSELECT OK SELECTED\nSEARCH OK SELECTED\nSELECT OK SELECTED" },
    { "enable_off", AU, "a ENABLE IMAP4rev2\n", "a BAD ENABLE is switched off *", "", "ENABLE" },
    { "enable_nothing", AU, "a ENABLE X-FOO\n", "[*] ENABLED*\na OK *", "ENABLE OK AUTHENTICATED" },

    /* ---- mailboxes ---- */
    { "select", AU, "a SELECT inbox\n", "[*] FLAGS (\\\\Answered \\\\Flagged \\\\Deleted \\\\Seen \\\\Draft)\n[*] OK [[]PERMANENTFLAGS (* \\\\[*])] *\n[*] 3 EXISTS\n[*] 3 RECENT\n[*] OK [[]UNSEEN 2] *\n[*] OK [[]UIDVALIDITY *\n[*] OK [[]UIDNEXT 4] *\na OK [[]READ-WRITE] *", "SELECT OK SELECTED" },
    { "examine", AU, "a EXAMINE INBOX\nb STORE 1 FLAGS ()\nc EXPUNGE\nd FETCH 2 BODY[TEXT]<0.1>\ne CLOSE\n", "...\n[*] OK [[]PERMANENTFLAGS ()] *\n...\na OK [[]READ-ONLY] *\nb NO *\nc NO *\n[*] 2 FETCH (BODY[[]TEXT]<0> {1}\n?)\nd OK *\ne OK *", "EXAMINE OK SELECTED\nFETCH OK SELECTED\nCLOSE OK AUTHENTICATED" },
    { "select_missing", SE, "a SELECT Nowhere\nb FETCH 1 UID\n", "a NO [[]NONEXISTENT] *\nb BAD FETCH is not allowed in state AUTHENTICATED *", "SELECT NO AUTHENTICATED" },
    { "select_again", SE, "a SELECT Sent\nb NOOP\n", "...\n[*] 0 EXISTS\n...\na OK *\nb OK *", "SELECT OK SELECTED\nNOOP OK SELECTED" },
    { "close_unselect", SE, "a STORE 1 +FLAGS.SILENT (\\Deleted)\nb UNSELECT\nc SELECT INBOX\nd CLOSE\ne STATUS INBOX (MESSAGES)\n", "a OK *\nb OK *\n...\nc OK *\nd OK *\n[*] STATUS INBOX (MESSAGES 2)\ne OK *", "STORE OK SELECTED\nUNSELECT OK AUTHENTICATED\nSELECT OK SELECTED\nCLOSE OK AUTHENTICATED\nSTATUS OK AUTHENTICATED" },
    { "unselect_off", SE, "a UNSELECT\n", "a BAD UNSELECT is switched off *", "", "UNSELECT" },
    { "create_delete", AU, "a CREATE Work/2026\nb LIST \"\" Work*\nc DELETE Work/2026\nd DELETE Work/2026\ne CREATE inbox\nf DELETE INBOX\n", "a OK *\n[*] LIST (\\\\Noselect \\\\HasChildren) \"/\" Work\n[*] LIST (\\\\HasNoChildren) \"/\" Work/2026\nb OK *\nc OK *\nd NO [[]NONEXISTENT] *\ne NO [[]ALREADYEXISTS] *\nf NO [[]CANNOT] *", "CREATE OK AUTHENTICATED\nLIST OK AUTHENTICATED\nDELETE OK AUTHENTICATED" },
    { "create_utf7", AU, "a CREATE &ANw-bung\nb LIST \"\" %bung\nc CREATE &foo\n", "a OK *\n[*] LIST (*) \"/\" &ANw-bung\nb OK *\nc NO [[]CANNOT] *", "CREATE OK AUTHENTICATED\nLIST OK AUTHENTICATED" },
    { "create_utf8", AU, "a ENABLE IMAP4rev2\nb CREATE \"\xc3\x9c" "bung\"\nc LIST \"\" %bung\n", "...\nb OK *\n[*] LIST (*) \"/\" \"\xc3\x9c" "bung\"\nc OK *", "ENABLE OK AUTHENTICATED\nCREATE OK AUTHENTICATED\nLIST OK AUTHENTICATED" },
    { "create_use", AU, "a CREATE Old (USE (\\Archive))\nb CREATE Odd (USE (\\Nothing))\n", "a OK *\nb NO [[]USEATTR] *", "CREATE OK AUTHENTICATED" },
    { "rename", AU, "a RENAME Sent Gone\nb STATUS Gone (MESSAGES)\nc RENAME Sent X\nd RENAME INBOX Kept\ne STATUS INBOX (MESSAGES)\nf STATUS Kept (MESSAGES)\n", "a OK *\n[*] STATUS Gone *\nb OK *\nc NO *\nd OK *\n[*] STATUS INBOX (MESSAGES 0)\ne OK *\n[*] STATUS Kept (MESSAGES 3)\nf OK *", "RENAME OK AUTHENTICATED\nSTATUS OK AUTHENTICATED\nRENAME OK AUTHENTICATED\nSTATUS OK AUTHENTICATED\nSTATUS OK AUTHENTICATED" },
    { "subscribe", AU, "a UNSUBSCRIBE Sent\nb LSUB \"\" \"*e*\"\nc SUBSCRIBE Sent\nd LSUB \"\" S%\n", "a OK *\n[*] LSUB (*) \"/\" Archive\nb OK *\nc OK *\n[*] LSUB (*) \"/\" Sent\nd OK *", "UNSUBSCRIBE OK AUTHENTICATED\nLSUB OK AUTHENTICATED\nSUBSCRIBE OK AUTHENTICATED\nLSUB OK AUTHENTICATED" },
    { "lsub_level", AU, "a CREATE Work/2026\nb SUBSCRIBE Work/2026\nc LSUB \"\" W%\nd LSUB \"\" W*\n", "a OK *\nb OK *\n[*] LSUB (\\\\Noselect *) \"/\" Work\nc OK *\n[*] LSUB (*) \"/\" Work/2026\nd OK *", "CREATE OK AUTHENTICATED\nSUBSCRIBE OK AUTHENTICATED\nLSUB OK AUTHENTICATED\nLSUB OK AUTHENTICATED" },
    { "list", AU, "a LIST \"\" \"*\"\nb LIST \"\" \"\"\nc LIST Se %t\n", "[*] LIST (*) \"/\" INBOX\n[*] LIST (\\\\HasNoChildren \\\\Archive) \"/\" Archive\n[*] LIST (*\\\\Drafts) \"/\" Drafts\n[*] LIST (*\\\\Junk) \"/\" Junk\n[*] LIST (*\\\\Sent) \"/\" Sent\n[*] LIST (*\\\\Trash) \"/\" Trash\na OK *\n[*] LIST (\\\\Noselect) \"/\" \"\"\nb OK *\n[*] LIST (*) \"/\" Sent\nc OK *", "LIST OK AUTHENTICATED\nLIST OK AUTHENTICATED\nLIST OK AUTHENTICATED" },
    { "list_without_children", AU, "a LIST \"\" INBOX\n", "[*] LIST () \"/\" INBOX\na OK *", "LIST OK AUTHENTICATED", "CHILDREN" },
    { "list_without_special_use", AU, "a LIST \"\" Sent\n", "[*] LIST (\\\\HasNoChildren) \"/\" Sent\na OK *", "LIST OK AUTHENTICATED", "SPECIAL-USE" },
    { "list_extended", AU, "a LIST (SUBSCRIBED) \"\" (Sent Trash) RETURN (CHILDREN STATUS (MESSAGES UNSEEN))\nb LIST (SPECIAL-USE) \"\" \"*n*\"\nc LIST (RECURSIVEMATCH) \"\" *\n", "[*] LIST (\\\\Subscribed \\\\HasNoChildren \\\\Sent) \"/\" Sent\n[*] STATUS Sent (MESSAGES 0 UNSEEN 0)\n[*] LIST (*) \"/\" Trash\n[*] STATUS Trash (*)\na OK *\n[*] LIST (*) \"/\" Junk\n[*] LIST (*) \"/\" Sent\nb OK *\nc BAD *", "LIST OK AUTHENTICATED\nLIST OK AUTHENTICATED" },
    { "list_recursive", AU, "a CREATE Work/2026\nb SUBSCRIBE Work/2026\nc LIST (SUBSCRIBED RECURSIVEMATCH) \"\" W%\n", "a OK *\nb OK *\n[*] LIST (\\\\NonExistent \\\\HasChildren) \"/\" Work (CHILDINFO (\"SUBSCRIBED\"))\nc OK *", "CREATE OK AUTHENTICATED\nSUBSCRIBE OK AUTHENTICATED\nLIST OK AUTHENTICATED" },
    { "list_extended_off", AU, "a LIST (SUBSCRIBED) \"\" *\nb LIST \"\" (Sent)\n", "a BAD *\nb BAD *", "", "LIST-EXTENDED" },
    { "list_status_off", AU, "a LIST \"\" Sent RETURN (STATUS (MESSAGES))\n", "a BAD *", "", "LIST-STATUS" },
    { "namespace", AU, "a NAMESPACE\n", "[*] NAMESPACE ((\"\" \"/\")) NIL NIL\na OK *", "NAMESPACE OK AUTHENTICATED" },
    { "status", AU, "a STATUS INBOX (UIDNEXT MESSAGES UNSEEN RECENT SIZE DELETED)\nb STATUS Nowhere (MESSAGES)\nc STATUS INBOX (COLOUR)\nd STATUS INBOX\n", "[*] STATUS INBOX (UIDNEXT 4 MESSAGES 3 UNSEEN 2 RECENT 3 SIZE * DELETED 0)\na OK *\nb NO [[]NONEXISTENT] *\nc BAD *\nd BAD *", "STATUS OK AUTHENTICATED" },
    { "status_size_off", AU, "a STATUS INBOX (SIZE)\n", "a BAD *", "", "STATUS=SIZE" },

    /* ---- append ---- */
    { "append", AU, "a APPEND Sent (\\Seen $Sent) \"24-Aug-2026 10:20:00 +0530\" {12}\n" "\x1e" "Hello: x\n\n\nb SELECT Sent\nc FETCH 1 (INTERNALDATE FLAGS RFC822.SIZE)\n", "+ go ahead\na OK [[]APPENDUID * 1] *\n[*] FLAGS (* $Sent)\n...\nb OK *\n[*] 1 FETCH (INTERNALDATE \"24-Aug-2026 04:50:00 +0000\" FLAGS (\\\\Seen \\\\Recent $Sent) RFC822.SIZE 12)\nc OK *", "APPEND OK AUTHENTICATED\nSELECT OK SELECTED\nFETCH OK SELECTED" },
    { "append_literal_plus", AU, "a APPEND Sent {12+}\nHello: x\n\n\n", "a OK [[]APPENDUID *", "APPEND OK AUTHENTICATED" },
    { "append_pipelined", AU, "a APPEND Sent {12}\nHello: x\n\n\nb NOOP\n", "+ go ahead\na OK *\nb OK *", "APPEND OK AUTHENTICATED\nNOOP OK AUTHENTICATED" },
    { "append_selected", SE, "a APPEND INBOX {12+}\nHello: x\n\n\n", "[*] 4 EXISTS\n[*] 4 RECENT\na OK *", "APPEND OK SELECTED" },
    { "append_missing", AU, "a APPEND Nowhere {12}\nb APPEND Nowhere {12+}\nHello: x\n\n\nc NOOP\n", "a NO [[]TRYCREATE] *\nb NO [[]TRYCREATE] *\nc OK *", "NOOP OK AUTHENTICATED" },
    { "append_too_big", AU, "a APPEND Sent {1001}\nb APPEND Sent {1001+}\n" "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789" "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789" "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789" "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789" "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789" "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789" "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789" "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789" "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789" "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x\nc NOOP\n", "a NO [[]TOOBIG] *\nb NO [[]TOOBIG] *\nc OK *", "NOOP OK AUTHENTICATED" },
    { "append_empty", AU, "a APPEND Sent {0}\nb APPEND Sent\nc APPEND Sent hello\n", "a NO *\nb BAD *\nc BAD *", "" },
    { "append_two", AU, "a APPEND Sent {12+}\nHello: x\n\n {12+}\nHello: x\n\n\nb STATUS Sent (MESSAGES)\n", "a BAD One message *\n[*] STATUS Sent (MESSAGES 0)\nb OK *", "STATUS OK AUTHENTICATED" },
    { "append_bad_flag", AU, "a APPEND Sent (\\Recent) {12}\nb APPEND Sent (\\Odd) \"32-Aug-2026 10:20:00 +0530\" {12}\n", "a BAD *\nb BAD *", "" },
    { "append_not_now", NA, "a APPEND Sent {12}\nb NOOP\n", "a BAD APPEND is not allowed *\nb OK *", "NOOP OK NOT-AUTHENTICATED" },
    { "append_without_uidplus", AU, "a APPEND Sent {12+}\nHello: x\n\n\n", "a OK The message *", "APPEND OK AUTHENTICATED", "UIDPLUS" },
    { "literal_plus_off", AU, "a APPEND Sent {12+}\nHello: x\n\n\nb NOOP\n", "a BAD Literals must wait here*\nb OK *", "NOOP OK AUTHENTICATED", "LITERAL+" },

    /* ---- fetch ---- */
    { "fetch_order", SE, "a FETCH 2 (RFC822.SIZE UID FLAGS)\nb UID FETCH 2:3 (FLAGS)\nc UID FETCH 99 FLAGS\n", "[*] 2 FETCH (RFC822.SIZE * UID 2 FLAGS (\\\\Recent))\na OK *\n[*] 2 FETCH (UID 2 FLAGS (*))\n[*] 3 FETCH (UID 3 FLAGS (*))\nb OK *\nc OK *", "FETCH OK SELECTED\nUID FETCH OK SELECTED\nUID FETCH OK SELECTED" },
    { "fetch_seen", SE, "a FETCH 2 BODY.PEEK[TEXT]<0.5>\nb FETCH 2 BODY[TEXT]<1.3>\nc FETCH 2 (FLAGS BODY[TEXT]<0.1>)\n", "[*] 2 FETCH (BODY[[]TEXT]<0> {5}\nLiebe)\na OK *\n[*] 2 FETCH (FLAGS (\\\\Seen \\\\Recent) BODY[[]TEXT]<1> {3}\nieb)\nb OK *\n[*] 2 FETCH (FLAGS (\\\\Seen \\\\Recent) BODY[[]TEXT]<0> {1}\n?)\nc OK *", "FETCH OK SELECTED\nFETCH OK SELECTED\nFETCH OK SELECTED" },
    { "fetch_partial_behind", SE, "a FETCH 1 BODY.PEEK[]<99999.5>\n", "[*] 1 FETCH (BODY[[]]<99999> {0}\n)\na OK *", "FETCH OK SELECTED" },
    { "fetch_fields", SE, "a FETCH 1 (BODY.PEEK[HEADER.FIELDS (subject)] BODY.PEEK[HEADER.FIELDS.NOT (subject from to date message-id mime-version content-type)])\n", "[*] 1 FETCH (BODY[[]HEADER.FIELDS (subject)] {*}\nSubject: *\n\n BODY[[]HEADER.FIELDS.NOT (*)] {*}\n...\n\n)\na OK *", "FETCH OK SELECTED" },
    { "fetch_macro", SE, "a FETCH 1 FAST\nb FETCH 1 (FAST)\n", "[*] 1 FETCH (FLAGS (*) INTERNALDATE \"20-Nov-2026 12:00:00 +0000\" RFC822.SIZE *)\na OK *\nb BAD FETCH has no item FAST here*", "FETCH OK SELECTED" },
    { "fetch_structure", SE, "a FETCH 1 (BODY BODYSTRUCTURE)\n", "[*] 1 FETCH (BODY (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" * *) BODYSTRUCTURE (\"text\" \"plain\" (*) NIL NIL \"7bit\" * * NIL NIL NIL NIL))\na OK *", "FETCH OK SELECTED" },
    { "fetch_binary", SE, "a FETCH 3 (BINARY.SIZE[2] BINARY.PEEK[9])\nb FETCH 3 BINARY[1.HEADER]\n", "[*] 3 FETCH (BINARY.SIZE[[]2] * BINARY[[]9] NIL)\na OK *\nb BAD *", "FETCH OK SELECTED" },
    { "fetch_binary_off", SE, "a FETCH 3 BINARY[1]\n", "a BAD *", "", "BINARY" },
    { "fetch_no_part", SE, "a FETCH 1 (BODY.PEEK[7] BODY.PEEK[1.MIME] BODY.PEEK[1.HEADER])\n", "[*] 1 FETCH (BODY[[]7] NIL BODY[[]1.MIME] {*}\n...\n BODY[[]1.HEADER] NIL)\na OK *", "FETCH OK SELECTED" },
    { "fetch_wrong", SE, "a FETCH 4 UID\nb FETCH 0 UID\nc FETCH x UID\nd FETCH 1 COLOUR\ne FETCH 1 (UID\nf FETCH 1\ng FETCH 1 BODY[\n", "a BAD The mailbox has 3 *\nb BAD *\nc BAD *\nd BAD *\ne BAD *\nf BAD *\ng BAD *", "" },
    { "fetch_sets", SE, "a FETCH 3:2,1 UID\nb FETCH * UID\nc UID FETCH 5:* UID\n", "[*] 1 FETCH (UID 1)\n[*] 2 FETCH (UID 2)\n[*] 3 FETCH (UID 3)\na OK *\n[*] 3 FETCH (UID 3)\nb OK *\n[*] 3 FETCH (UID 3)\nc OK *", "FETCH OK SELECTED\nFETCH OK SELECTED\nUID FETCH OK SELECTED" },

    /* ---- store, expunge, copy, move ---- */
    { "store", SE, "a STORE 1:2 FLAGS (\\Flagged)\nb STORE 1 -FLAGS \\Flagged\nc UID STORE 3 +FLAGS.SILENT ($Junk)\nd UID STORE 3 +FLAGS (\\Answered)\n", "[*] 1 FETCH (FLAGS (\\\\Flagged \\\\Recent))\n[*] 2 FETCH (FLAGS (\\\\Flagged \\\\Recent))\na OK *\n[*] 1 FETCH (FLAGS (\\\\Recent))\nb OK *\n[*] FLAGS (* $Junk)\n[*] OK [[]PERMANENTFLAGS (* $Junk \\\\[*])] *\nc OK *\n[*] 3 FETCH (UID 3 FLAGS (\\\\Answered \\\\Recent $Junk))\nd OK *", "STORE OK SELECTED\nSTORE OK SELECTED\nUID STORE OK SELECTED\nUID STORE OK SELECTED" },
    { "store_odd_keyword", SE, "a STORE 1 FLAGS (a]b)\nb STORE 1 FLAGS (\"a\")\n", "a BAD *\nb BAD *", "" },
    { "store_wrong", SE, "a STORE 1 FLAGS (\\Recent)\nb STORE 1 COLOURS (\\Seen)\nc STORE 1 FLAGS\nd STORE 9 FLAGS ()\n", "a BAD *\nb BAD *\nc BAD *\nd BAD *", "" },
    { "expunge", SE, "a STORE 1,3 +FLAGS.SILENT \\Deleted\nb EXPUNGE\nc EXPUNGE\n", "a OK *\n[*] 1 EXPUNGE\n[*] 2 EXPUNGE\nb OK *\nc OK *", "STORE OK SELECTED\nEXPUNGE OK SELECTED\nEXPUNGE OK SELECTED" },
    { "uid_expunge", SE, "a STORE 1:3 +FLAGS.SILENT \\Deleted\nb UID EXPUNGE 2,9\n", "a OK *\n[*] 2 EXPUNGE\nb OK *", "STORE OK SELECTED\nUID EXPUNGE OK SELECTED" },
    { "copy", SE, "a COPY 2:3 Sent\nb UID COPY 9 Sent\nc COPY 1 Nowhere\nd STATUS Sent (MESSAGES)\n", "a OK [[]COPYUID * 2:3 1:2] *\nb OK Copied\nc NO [[]TRYCREATE] *\n[*] STATUS Sent (MESSAGES 2)\nd OK *", "COPY OK SELECTED\nUID COPY OK SELECTED\nSTATUS OK SELECTED" },
    { "copy_here", SE, "a COPY 1 INBOX\n", "[*] 4 EXISTS\n[*] 4 RECENT\na OK [[]COPYUID * 1 4] *", "COPY OK SELECTED" },
    { "move", SE, "a MOVE 1:2 Trash\nb UID MOVE 3 Trash\nc MOVE 1 Trash\n", "[*] OK [[]COPYUID * 1:2 1:2] *\n[*] 1 EXPUNGE\n[*] 1 EXPUNGE\na OK *\n[*] OK [[]COPYUID * 3 3] *\n[*] 1 EXPUNGE\nb OK *\nc BAD *", "MOVE OK SELECTED\nUID MOVE OK SELECTED" },
    { "move_off", SE, "a MOVE 1 Trash\n", "a BAD *", "", "MOVE" },
    { "check", SE, "a CHECK\n", "a OK *", "CHECK OK SELECTED" },

    /* ---- search ---- */
    { "search_flags", SE, "a SEARCH UNSEEN\nb SEARCH SEEN\nc UID SEARCH NOT SEEN\nd SEARCH DELETED\ne SEARCH NEW RECENT\nf SEARCH OLD\n", "[*] SEARCH 2 3\na OK *\n[*] SEARCH 1\nb OK *\n[*] SEARCH 2 3\nc OK *\n[*] SEARCH\nd OK *\n[*] SEARCH 2 3\ne OK *\n[*] SEARCH\nf OK *", "SEARCH OK SELECTED\nSEARCH OK SELECTED\nUID SEARCH OK SELECTED\nSEARCH OK SELECTED\nSEARCH OK SELECTED\nSEARCH OK SELECTED" },
    { "search_text", SE, "a SEARCH SUBJECT \"welcome\"\nb SEARCH FROM teacher TO bob\nc SEARCH CHARSET UTF-8 SUBJECT {5+}\ngr\xc3\xbc\xc3\nd SEARCH BODY nosuchword\ne SEARCH TEXT WELCOME\nf SEARCH HEADER In-Reply-To \"\"\n", "[*] SEARCH 1\na OK *\n[*] SEARCH 1 3\nb OK *\n[*] SEARCH*\nc OK *\n[*] SEARCH\nd OK *\n[*] SEARCH 1*\ne OK *\n[*] SEARCH 2\nf OK *", "SEARCH OK SELECTED\nSEARCH OK SELECTED\nSEARCH OK SELECTED\nSEARCH OK SELECTED\nSEARCH OK SELECTED\nSEARCH OK SELECTED" },
    { "search_decoded", SE, "a SEARCH CHARSET UTF-8 SUBJECT {7+}\ngr\xc3\xbc\xc3\x9f" "e\n", "[*] SEARCH 2\na OK *", "SEARCH OK SELECTED" },
    { "search_logic", SE, "a SEARCH OR SUBJECT welcome UID 3\nb SEARCH NOT (1 SEEN)\nc SEARCH OR NOT 1 NOT NOT 1\nd SEARCH (OR (1) (2)) NOT OR 2 3\n", "[*] SEARCH 1 3\na OK *\n[*] SEARCH 2 3\nb OK *\n[*] SEARCH 1 2 3\nc OK *\n[*] SEARCH 1\nd OK *", "SEARCH OK SELECTED\nSEARCH OK SELECTED\nSEARCH OK SELECTED\nSEARCH OK SELECTED" },
    { "search_dates", SE, "a SEARCH SINCE 21-Nov-2026\nb SEARCH ON 20-Nov-2026\nc SEARCH SENTBEFORE 21-Nov-2026\nd SEARCH BEFORE \"1-Jan-1999\"\ne SEARCH LARGER 700 SMALLER 900\n", "[*] SEARCH 2 3\na OK *\n[*] SEARCH 1\nb OK *\n[*] SEARCH 1\nc OK *\n[*] SEARCH\nd OK *\n[*] SEARCH 2\ne OK *", "SEARCH OK SELECTED\nSEARCH OK SELECTED\nSEARCH OK SELECTED\nSEARCH OK SELECTED\nSEARCH OK SELECTED" },
    { "search_wrong", SE, "a SEARCH COLOUR blue\nb SEARCH (ALL\nc SEARCH NOT\nd SEARCH SINCE yesterday\ne SEARCH CHARSET KLINGON ALL\nf SEARCH\ng SEARCH ()\nh SEARCH OR ALL\n", "a BAD *\nb BAD *\nc BAD *\nd BAD *\ne NO [[]BADCHARSET (US-ASCII UTF-8)] *\nf BAD *\ng BAD *\nh BAD *", "" },
    { "esearch", SE, "a SEARCH RETURN (MIN MAX COUNT ALL) 1:3\nb UID SEARCH RETURN () SEEN\nc SEARCH RETURN (COUNT MIN) DELETED\nd SEARCH RETURN (COLOUR) ALL\n", "[*] ESEARCH (TAG \"a\") MIN 1 MAX 3 COUNT 3 ALL 1:3\na OK *\n[*] ESEARCH (TAG \"b\") UID ALL 1\nb OK *\n[*] ESEARCH (TAG \"c\") COUNT 0\nc OK *\nd BAD *", "SEARCH OK SELECTED\nUID SEARCH OK SELECTED\nSEARCH OK SELECTED" },
    { "esearch_off", SE, "a SEARCH RETURN (MIN) ALL\n", "a BAD *", "", "ESEARCH" },
    { "search_saved", SE, "a SEARCH RETURN (SAVE) UNSEEN\nb FETCH $ UID\nc UID SEARCH $ 2\nd SEARCH RETURN (SAVE MAX) ALL\ne UID FETCH $ UID\n", "a OK *\n[*] 2 FETCH (UID 2)\n[*] 3 FETCH (UID 3)\nb OK *\n[*] SEARCH 2\nc OK *\n[*] ESEARCH (TAG \"d\") MAX 3\nd OK *\n[*] 3 FETCH (UID 3)\ne OK *", "SEARCH OK SELECTED\nFETCH OK SELECTED\nUID SEARCH OK SELECTED\nSEARCH OK SELECTED\nUID FETCH OK SELECTED" },

    /* ---- idle ---- */
    { "idle", SE, "a IDLE\n" "\x1e" "DONE\nb NOOP\n", "+ *\na OK *\nb OK *", "IDLE + SELECTED\n<idle-done> OK SELECTED\nNOOP OK SELECTED" },
    { "idle_lower_case", AU, "a IDLE\n" "\x1e" "done\n", "+ *\na OK *", "IDLE + AUTHENTICATED\n<idle-done> OK AUTHENTICATED" },
    { "idle_wrong", SE, "a IDLE\n" "\x1e" "b NOOP\nc NOOP\n", "+ *\na BAD IDLE ends with DONE *\nc OK *", "IDLE + SELECTED\nNOOP OK SELECTED" },
    { "idle_off", SE, "a IDLE\n", "a BAD IDLE is switched off *", "", "IDLE" },
};
/* clang-format on */
