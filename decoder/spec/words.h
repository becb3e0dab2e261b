/* SPDX-License-Identifier: MIT */
/* The tables of words by kind, for words.c; inside decoder/spec only. */
#pragma once

#include "spec/spec.h"

typedef struct {
    const SpecWord *words;
    guint n_words;
} SpecWordTable;

extern const SpecWordTable words_ehlo_keywords;
extern const SpecWordTable words_mail_parameters;
extern const SpecWordTable words_rcpt_parameters;
extern const SpecWordTable words_enhanced_codes;
extern const SpecWordTable words_sasl_mechanisms;
extern const SpecWordTable words_headers;
extern const SpecWordTable words_encodings;
extern const SpecWordTable words_ports;
extern const SpecWordTable words_pop3_capabilities;
extern const SpecWordTable words_pop3_response_codes;
extern const SpecWordTable words_imap_capabilities;
extern const SpecWordTable words_imap_response_codes;
extern const SpecWordTable words_imap_data;
extern const SpecWordTable words_fetch_items;
extern const SpecWordTable words_search_keys;
extern const SpecWordTable words_imap_flags;
