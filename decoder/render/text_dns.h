/* SPDX-License-Identifier: MIT */
/* How a look-up in the DNS is told in plain words. */
#pragma once

#include "render/text_store.h"
#include "render/text_words.h"

/* Appends "who takes mail for b.example? → mta.b.example (preference 10)". `server` is the address
 * that is worth a remark, or NULL. */
void text_dns_sentence(GString *out, const NoteDns *note, const char *server, SafeCharset charset,
                       const TextSigns *signs);

/* A look-up that led to this conversation: a row before its first command. */
void text_store_dns(TextConversation *self, const NoteDns *note, const TextSigns *signs);
