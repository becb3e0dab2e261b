/* SPDX-License-Identifier: MIT */
/* The mails that a new mailbox begins with: one plain, one in UTF-8, one with an attachment. The
 * texts are fixed but for names and dates. */
#include "mailbox/mailboxes.h"

#include "auth/users.h"
#include "session/mail_date.h"

#include <string.h>

typedef struct {
    gint64 age_s;
    guint flags;
    const char *text; /* LF line ends; %USER% %DOMAIN% %DATE% */
} Sample;

#define DAY_S G_GINT64_CONSTANT(86400)

static const Sample samples[] = {
    {3 * DAY_S, STORE_SEEN,
     "Return-Path: <teacher@%DOMAIN%>\n"
     "Received: from lectern.%DOMAIN% ([127.0.0.1]) by mail.%DOMAIN% with ESMTP\n"
     " id sample1; %DATE%\n"
     "Date: %DATE%\n"
     "From: The Teacher <teacher@%DOMAIN%>\n"
     "To: %USER%@%DOMAIN%\n"
     "Subject: Welcome to the mail laboratory\n"
     "Message-ID: <sample-1@%DOMAIN%>\n"
     "\n"
     "Hello %USER%,\n"
     "\n"
     "this is a message as simple as they come: a header, an empty line, a body.\n"
     "Fetch it with POP3 (RETR 1) or IMAP (FETCH 1 BODY[]) and look at every octet.\n"
     "\n"
     ".This line begins with a dot. On the wire it has two: that is dot-stuffing,\n"
     "so that it cannot be taken for the lone dot that ends the text.\n"
     "\n"
     "-- \n"
     "The Teacher\n"},
    {2 * DAY_S, 0,
     "Return-Path: <zoe@%DOMAIN%>\n"
     "Received: from desk.%DOMAIN% ([127.0.0.1]) by mail.%DOMAIN% with ESMTPSA\n"
     " id sample2; %DATE%\n"
     "Date: %DATE%\n"
     "From: =?utf-8?Q?Zo=C3=AB_M=C3=BCller?= <zoe@%DOMAIN%>\n"
     "To: %USER%@%DOMAIN%\n"
     "Subject: =?utf-8?B?R3LDvMOfZSBhdXMgWsO8cmljaA==?=\n"
     "Message-ID: <sample-2@%DOMAIN%>\n"
     "In-Reply-To: <sample-1@%DOMAIN%>\n"
     "References: <sample-1@%DOMAIN%>\n"
     "MIME-Version: 1.0\n"
     "Content-Type: text/plain; charset=utf-8\n"
     "Content-Transfer-Encoding: quoted-printable\n"
     "\n"
     "Liebe Gr=C3=BC=C3=9Fe! This body is UTF-8, and quoted-printable carries it in=\n"
     " seven bits:\n"
     "an equals sign and two hexadecimal digits stand for one octet (RFC 2045 =C2=A7=\n"
     "6.7).\n"
     "\n"
     "  =E2=82=AC 12,50 for the caf=C3=A9, =C3=A0 bient=C3=B4t!\n"
     "\n"
     "Zo=C3=AB\n"},
    {1 * DAY_S, 0,
     "Return-Path: <teacher@%DOMAIN%>\n"
     "Received: from lectern.%DOMAIN% ([127.0.0.1]) by mail.%DOMAIN% with ESMTP\n"
     " id sample3; %DATE%\n"
     "Date: %DATE%\n"
     "From: The Teacher <teacher@%DOMAIN%>\n"
     "To: %USER%@%DOMAIN%\n"
     "Subject: Your first attachment\n"
     "Message-ID: <sample-3@%DOMAIN%>\n"
     "MIME-Version: 1.0\n"
     "Content-Type: multipart/mixed; boundary=\"part-of-the-lesson\"\n"
     "\n"
     "A reader without MIME shows this line; others leave it out.\n"
     "--part-of-the-lesson\n"
     "Content-Type: text/plain; charset=us-ascii\n"
     "\n"
     "Two parts: this text, and a picture of one red dot in base64.\n"
     "\n"
     "--part-of-the-lesson\n"
     "Content-Type: image/png; name=\"dot.png\"\n"
     "Content-Disposition: attachment; filename=\"dot.png\"\n"
     "Content-Transfer-Encoding: base64\n"
     "\n"
     "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAMAAADz0U65AAAABlBMVEX////QICB2oeIkAAAAF0lE\n"
     "QVR42mNgQABGIIDRYBYeBlwxFAAABMgAIYfEvBIAAAAASUVORK5CYII=\n"
     "\n"
     "--part-of-the-lesson--\n"},
};

static StoreResult add_sample(Store *store, const char *user, const char *domain,
                              const Sample *sample, gint64 now_s) {
    g_autoptr(GString) text = g_string_new(sample->text);
    g_autofree char *date = mail_date(now_s - sample->age_s);
    g_string_replace(text, "%USER%", user, 0);
    g_string_replace(text, "%DOMAIN%", domain, 0);
    g_string_replace(text, "%DATE%", date, 0);
    g_string_replace(text, "\n", "\r\n", 0);

    const StoreMarks marks = {.flags = sample->flags, .received_s = now_s - sample->age_s};
    StoreDraft *draft = NULL;
    StoreResult result = store->klass->draft_new(store, user, "INBOX", &draft);
    if (result != STORE_OK)
        return result;
    result = store->klass->draft_write(draft, (const guint8 *)text->str, text->len);
    if (result == STORE_OK)
        result = store->klass->draft_sync(draft, &marks);
    if (result == STORE_OK)
        result = store->klass->draft_publish(draft, NULL, NULL);
    store->klass->draft_free(draft);
    return result;
}

static StoreResult add_folders(Store *store, const char *user) {
    static const char *const folders[] = {"INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash"};
    StoreResult result = STORE_OK;
    for (guint i = 0; i < G_N_ELEMENTS(folders) && result == STORE_OK; i++) {
        if (i > 0)
            result = store->klass->create(store, user, folders[i], NULL);
        if (result == STORE_OK)
            result = store->klass->subscribe(store, user, folders[i], TRUE);
    }
    return result;
}

StoreResult mailbox_add_samples(Store *store, const Users *users, const char *domain,
                                gint64 now_s) {
    const Mailboxes *mailboxes = mailboxes_of(store);
    StoreResult result = STORE_OK;
    for (guint i = 0; i < users_count(users) && result == STORE_OK; i++) {
        const char *user = users_name(users, i);
        if (mailboxes->backing->has_mailbox(mailboxes->data, user))
            continue;
        for (guint j = 0; j < G_N_ELEMENTS(samples) && result == STORE_OK; j++)
            result = add_sample(store, user, domain, &samples[j], now_s);
        if (result == STORE_OK)
            result = add_folders(store, user);
    }
    return result;
}
