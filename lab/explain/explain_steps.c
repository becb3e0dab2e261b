/* SPDX-License-Identifier: MIT */
/* Words of the command line -> a calculation and its arguments. It knows no calculation but as a
 * row of its table. */
#include "explain_steps.h"

#include "options.h"
#include "spec/spec.h"

#include <string.h>

#define JOINED G_MAXUINT /* any number of words, which are one text */
#define NO_KIND SPEC_N_WORD_KINDS

typedef struct {
    const char *name, *arguments, *meaning, *rfc, *example;
    guint n_min, n_max;
    gboolean has_way_back;
    SpecWordKind kind; /* words of this kind are explained, not worked on */
    StepsTell tell;
} Calculation;

/* clang-format off */
static const Calculation calculations[] = {
    { "plain",            "USER PASSWORD [ACT-AS]",    "The answer of AUTH PLAIN: three texts in base64.",                   "RFC 4616 §2",       "plain bob hungry",                 2, 3, TRUE,  SPEC_WORD_SASL_MECHANISM, steps_plain },
    { "login",            "USER PASSWORD",             "The questions and answers of AUTH LOGIN.",                           "vendor",            "login bob hungry",                 2, 2, FALSE, SPEC_WORD_SASL_MECHANISM, steps_login },
    { "cram-md5",         "USER PASSWORD CHALLENGE",   "The answer to a challenge of CRAM-MD5: a keyed MD5.",                "RFC 2195 §2",       "cram-md5 bob hungry \"<1.2@mail.example>\"", 3, 3, FALSE, SPEC_WORD_SASL_MECHANISM, steps_cram_md5 },
    { "digest-md5",       "USER PASSWORD REALM NONCE CNONCE URI", "The response of DIGEST-MD5.",                             "RFC 2831 §2.1.2.1", "digest-md5 bob hungry ksit.example n1 c1 smtp/mail.ksit.example", 6, 6, FALSE, NO_KIND, steps_digest_md5 },
    { "scram-sha-256",    "USER PASSWORD CLIENT-NONCE SERVER-FIRST", "The proofs of SCRAM-SHA-256, client's and server's.",  "RFC 5802 §3",       "scram-sha-256 bob hungry c1 r=c1s1,s=c2FsdA==,i=4096", 4, 4, FALSE, NO_KIND, steps_scram_sha_256 },
    { "apop",             "USER PASSWORD TIMESTAMP",   "The digest of APOP: MD5 of the greeting's timestamp and the password.", "RFC 1939 §7",    "apop bob hungry \"<1.2@mail.example>\"", 3, 3, FALSE, NO_KIND, steps_apop },
    { "base64",           "TEXT",                      "Bits regrouped by six, letters, padding, line breaks, and the cost.", "RFC 2045 §6.8",    "base64 \"Hello, world\"",          1, JOINED, TRUE,  SPEC_WORD_ENCODING, steps_base64 },
    { "quoted-printable", "TEXT",                      "Which octets become =XX and why, soft line breaks, and the cost.",   "RFC 2045 §6.7",     "quoted-printable \"Viele Grüße\"", 1, JOINED, TRUE,  SPEC_WORD_ENCODING, steps_quoted_printable },
    { "encoded-word",     "TEXT",                      "Letters beyond ASCII in a header field, as =?charset?encoding?text?=.", "RFC 2047 §2",    "encoded-word \"Viele Grüße\"",     1, JOINED, TRUE,  NO_KIND, steps_encoded_word },
    { "dot-stuffing",     "TEXT",                      "Lines that begin with a dot, and the lone dot that ends a text.",    "RFC 5321 §4.5.2",   "-e dot-stuffing \"one\\n.two\\n.\"", 1, JOINED, TRUE,  NO_KIND, steps_dot_stuffing },
    { "literal",          "TEXT",                      "A string of IMAP with its octets counted.",                          "RFC 9051 §4.3",     "literal \"Grüße\"",                1, JOINED, FALSE, NO_KIND, steps_literal },
};
/* clang-format on */

static const Calculation *find_calculation(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(calculations); i++) {
        if (g_ascii_strcasecmp(calculations[i].name, name) == 0)
            return &calculations[i];
    }
    return NULL;
}

/* "PLAIN LOGIN CRAM-MD5" asks what they are, not for a calculation. */
static gboolean are_all_of_kind(const GPtrArray *words, SpecWordKind kind) {
    if (kind == NO_KIND)
        return FALSE;
    for (guint i = 0; i < words->len; i++) {
        if (spec_find_word(kind, words->pdata[i], strlen(words->pdata[i])) == NULL)
            return FALSE;
    }
    return TRUE;
}

/* \n, \t, \r, \0, \\ and \xHH; anything else behind a backslash stays as it is. */
static GString *undo_escapes(const char *word) {
    static const char letters[] = "ntr0\\", octets[] = "\n\t\r\0\\";
    GString *text = g_string_new(NULL);
    for (; *word != '\0'; word++) {
        const char *letter = word[0] == '\\' && word[1] != '\0' ? strchr(letters, word[1]) : NULL;
        if (letter != NULL) {
            g_string_append_c(text, octets[letter - letters]);
            word++;
        } else if (word[0] == '\\' && word[1] == 'x' && g_ascii_isxdigit(word[2]) &&
                   g_ascii_isxdigit(word[3])) {
            int octet = g_ascii_xdigit_value(word[2]) << 4 | g_ascii_xdigit_value(word[3]);
            g_string_append_c(text, (char)octet);
            word += 3;
        } else {
            g_string_append_c(text, *word);
        }
    }
    return text;
}

static void free_text(gpointer text) {
    g_string_free(text, TRUE);
}

static GPtrArray *read_arguments(const Calculation *calculation, const GPtrArray *words,
                                 const StepsWishes *wishes) {
    GPtrArray *arguments = g_ptr_array_new_with_free_func(free_text);
    for (guint i = 1; i < words->len; i++) {
        GString *text =
            wishes->with_escapes ? undo_escapes(words->pdata[i]) : g_string_new(words->pdata[i]);
        if (calculation->n_max != JOINED || i == 1) {
            g_ptr_array_add(arguments, text);
            continue;
        }
        GString *whole = arguments->pdata[0];
        g_string_append_c(whole, ' ');
        g_string_append_len(whole, text->str, (gssize)text->len);
        g_string_free(text, TRUE);
    }
    return arguments;
}

static gboolean fits(const Calculation *calculation, guint n_arguments, gboolean decode) {
    if (decode && calculation->n_max != JOINED)
        return n_arguments == 1;
    return n_arguments >= calculation->n_min && n_arguments <= calculation->n_max;
}

static gsize count_octets(const GPtrArray *arguments) {
    gsize n_octets = 0;
    for (guint i = 0; i < arguments->len; i++)
        n_octets += ((const GString *)arguments->pdata[i])->len;
    return n_octets;
}

StepsAnswer explain_steps(ExplainPage *page, const GPtrArray *words, const StepsWishes *wishes,
                          GError **error) {
    const Calculation *calculation = words->len < 2 ? NULL : find_calculation(words->pdata[0]);
    if (calculation == NULL || !fits(calculation, words->len - 1, wishes->decode) ||
        are_all_of_kind(words, calculation->kind))
        return STEPS_NONE;
    g_autoptr(GPtrArray) arguments = read_arguments(calculation, words, wishes);
    if (count_octets(arguments) > STEPS_OCTETS_MAX) {
        options_refuse(error, "That is too much to be shown step by step: give at most %u octets.",
                       STEPS_OCTETS_MAX);
        return STEPS_REFUSED;
    }
    StepsInput input = {arguments, wishes->decode};
    gsize before = page->text->len;
    if (calculation->tell(page, &input, error))
        return STEPS_DONE;
    g_string_truncate(page->text, before); /* no page without its end */
    return STEPS_REFUSED;
}

gboolean explain_calculation_at(const ExplainSource *self, guint index, ExplainEntry *entry) {
    if (index >= G_N_ELEMENTS(calculations))
        return FALSE;
    *entry = (ExplainEntry){calculations[index].name, calculations[index].meaning};
    return TRUE;
}

guint explain_calculation(const ExplainSource *self, ExplainPage *page, const char *term) {
    const Calculation *calculation = find_calculation(term);
    if (calculation == NULL)
        return 0;
    explain_page_title(page, calculation->name, "a calculation that can be shown step by step.");
    explain_page_paragraph(page, "%s", calculation->meaning);
    explain_page_paragraph(page, "Typed as: `maillab explain %s %s`", calculation->name,
                           calculation->arguments);
    explain_page_paragraph(page, "What then? Try it: `maillab explain %s`", calculation->example);
    if (calculation->has_way_back)
        explain_page_paragraph(page, "The way back: `maillab explain --decode %s …`",
                               calculation->name);
    explain_page_source(page, calculation->rfc);
    return 1;
}
