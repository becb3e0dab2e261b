/* SPDX-License-Identifier: MIT */
/* Whom a certificate names: RFC 5280 §4.2.1.6. */
#pragma once

#include <glib.h>

/* The names that an X.509 certificate (DER) was made for, and by whom: "mail.ksit.example, issued
 * by KSIT CA"; NULL if it is none. Safe to show. Free with g_free(). */
char *tls_certificate_names(const guint8 *octets, gsize length);
