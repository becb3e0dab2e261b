/* SPDX-License-Identifier: MIT */
/* Finds a word among those of its kind. It knows no word itself: they stand in words_*.c. */
#include "spec/words.h"

#include <string.h>

static const SpecWordTable *const tables[SPEC_N_WORD_KINDS] = {
    [SPEC_WORD_EHLO_KEYWORD] = &words_ehlo_keywords,
    [SPEC_WORD_MAIL_PARAMETER] = &words_mail_parameters,
    [SPEC_WORD_RCPT_PARAMETER] = &words_rcpt_parameters,
    [SPEC_WORD_ENHANCED_CODE] = &words_enhanced_codes,
    [SPEC_WORD_SASL_MECHANISM] = &words_sasl_mechanisms,
    [SPEC_WORD_HEADER] = &words_headers,
    [SPEC_WORD_ENCODING] = &words_encodings,
    [SPEC_WORD_PORT] = &words_ports,
    [SPEC_WORD_POP3_CAPABILITY] = &words_pop3_capabilities,
    [SPEC_WORD_POP3_RESPONSE_CODE] = &words_pop3_response_codes,
    [SPEC_WORD_IMAP_CAPABILITY] = &words_imap_capabilities,
    [SPEC_WORD_IMAP_RESPONSE_CODE] = &words_imap_response_codes,
    [SPEC_WORD_IMAP_DATA] = &words_imap_data,
    [SPEC_WORD_FETCH_ITEM] = &words_fetch_items,
    [SPEC_WORD_SEARCH_KEY] = &words_search_keys,
    [SPEC_WORD_IMAP_FLAG] = &words_imap_flags,
};

const SpecWord *spec_words(SpecWordKind kind, guint *n_words) {
    *n_words = tables[kind]->n_words;
    return tables[kind]->words;
}

static const SpecWord *find_exact(SpecWordKind kind, const char *word, gsize length) {
    const SpecWordTable *table = tables[kind];
    for (guint i = 0; i < table->n_words; i++) {
        const char *known = table->words[i].word;
        if (strlen(known) == length && g_ascii_strncasecmp(known, word, length) == 0)
            return &table->words[i];
    }
    return NULL;
}

/* "5.1.1" is known as "x.1.1": the class says good or bad, subject and detail say about what. */
static const SpecWord *find_any_class(const char *code, gsize length) {
    char open[sizeof "x.999.999"];
    if (length < strlen("x.0.0") || length >= sizeof open || code[0] == '\0' ||
        strchr("245", code[0]) == NULL)
        return NULL;
    memcpy(open, code, length);
    open[0] = 'x';
    return find_exact(SPEC_WORD_ENHANCED_CODE, open, length);
}

/* "AUTH=PLAIN" is known as "AUTH=": the word that the longest known beginning up to = or - gives.
 */
static const SpecWord *find_family(const char *word, gsize length) {
    for (; length > 0; length--) {
        gboolean is_stem = word[length - 1] == '=' || word[length - 1] == '-';
        const SpecWord *found =
            is_stem ? find_exact(SPEC_WORD_IMAP_CAPABILITY, word, length) : NULL;
        if (found != NULL)
            return found;
    }
    return NULL;
}

const SpecWord *spec_find_word(SpecWordKind kind, const char *word, gsize length) {
    const SpecWord *found = find_exact(kind, word, length);
    if (found == NULL && kind == SPEC_WORD_ENHANCED_CODE)
        found = find_any_class(word, length);
    if (found == NULL && kind == SPEC_WORD_IMAP_CAPABILITY)
        found = find_family(word, length);
    return found;
}
