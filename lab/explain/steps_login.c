/* SPDX-License-Identifier: MIT */
/* The logins that send the password as it is: PLAIN (RFC 4616) and LOGIN. */
#include "steps.h"

#include "options.h"

#include <string.h>

/* message = [authzid] UTF8NUL authcid UTF8NUL passwd — RFC 4616 §2 */
static GString *join_plain(const StepsInput *input) {
    const GString *user = steps_argument(input, 0), *password = steps_argument(input, 1);
    const GString *other = steps_argument(input, 2);
    GString *message =
        g_string_new_len(other != NULL ? other->str : "", (gssize)(other != NULL ? other->len : 0));
    g_string_append_c(message, '\0');
    g_string_append_len(message, user->str, (gssize)user->len);
    g_string_append_c(message, '\0');
    g_string_append_len(message, password->str, (gssize)password->len);
    return message;
}

static void tell_plain(ExplainPage *page, const StepsInput *input) {
    g_autoptr(GString) message = join_plain(input);
    g_autofree char *shown = steps_show(message, 200);
    g_autofree char *letters = steps_to_base64(message);
    g_autofree char *line = g_strdup_printf("C: AUTH PLAIN %s", letters);
    explain_page_item(page,
                      "Three texts, with an octet of zero between them: whom to act as (%s), who "
                      "logs in, and the password:",
                      steps_argument(input, 2) != NULL ? "named here"
                                                       : "empty: the user who logs in");
    explain_page_quote(page, shown);
    explain_page_item(page,
                      "All %" G_GSIZE_FORMAT " octets in base64, so that they are a line of "
                      "text:",
                      message->len);
    explain_page_quote(page, line);
    explain_page_paragraph(page, "Nothing is encrypted, and nothing depends on the moment: whoever "
                                 "reads the line has the password. Use it only inside TLS.");
}

static gboolean tell_plain_back(ExplainPage *page, const GString *letters, GError **error) {
    g_autoptr(GString) message = steps_from_base64(letters);
    const char *first = message == NULL ? NULL : memchr(message->str, '\0', message->len);
    const char *end = message == NULL ? NULL : message->str + message->len;
    const char *second = first == NULL ? NULL : memchr(first + 1, '\0', (gsize)(end - first - 1));
    if (second == NULL)
        return options_refuse(error, "That is no answer of PLAIN: in base64 there have to be three "
                                     "texts with octets of zero between them.");
    g_autoptr(GString) other = g_string_new_len(message->str, first - message->str);
    g_autoptr(GString) user = g_string_new_len(first + 1, second - first - 1);
    g_autoptr(GString) password = g_string_new_len(second + 1, end - second - 1);
    g_autofree char *shown_other = steps_show(other, 200), *shown_user = steps_show(user, 200);
    g_autofree char *shown_password = steps_show(password, 200);
    explain_page_item(page, "To act as: %s",
                      other->len > 0 ? shown_other : "(empty) the same user");
    explain_page_item(page, "User: %s", shown_user);
    explain_page_item(page, "Password: %s", shown_password);
    explain_page_paragraph(page, "No key was needed to read it.");
    return TRUE;
}

gboolean steps_plain(ExplainPage *page, const StepsInput *input, GError **error) {
    if (input->decode != (input->arguments->len == 1))
        return options_refuse(error, "PLAIN needs a user and a password: maillab explain plain bob "
                                     "hungry; or with --decode what stands behind AUTH PLAIN.");
    explain_page_title(page, "PLAIN", "the answer that it sends, step by step.");
    if (!input->decode)
        tell_plain(page, input);
    else if (!tell_plain_back(page, steps_argument(input, 0), error))
        return FALSE;
    explain_page_source(page, "RFC 4616 §2");
    return TRUE;
}

static void tell_quote(ExplainPage *page, const char *speaker, const GString *octets) {
    g_autofree char *letters = steps_to_base64(octets);
    g_autofree char *shown = steps_show(octets, 200);
    g_autofree char *line = g_strdup_printf("%s %s", speaker, letters);
    explain_page_quote(page, line);
    explain_page_item(page, "which is base64 for: %s", shown);
}

gboolean steps_login(ExplainPage *page, const StepsInput *input, GError **error) {
    if (input->decode)
        return options_refuse(error,
                              "LOGIN sends single words in base64: use maillab explain base64 "
                              "--decode.");
    explain_page_title(page, "LOGIN", "its questions and answers, step by step.");
    g_autoptr(GString) ask_name = g_string_new("Username:");
    g_autoptr(GString) ask_password = g_string_new("Password:");
    explain_page_quote(page, "C: AUTH LOGIN");
    tell_quote(page, "S: 334", ask_name);
    tell_quote(page, "C:", steps_argument(input, 0));
    tell_quote(page, "S: 334", ask_password);
    tell_quote(page, "C:", steps_argument(input, 1));
    explain_page_paragraph(page,
                           "Nothing is encrypted: use it only inside TLS, or use PLAIN, which "
                           "an RFC describes.");
    explain_page_source(page, "vendor");
    return TRUE;
}
