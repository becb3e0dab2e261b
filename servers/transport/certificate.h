/* SPDX-License-Identifier: MIT */
/* The server's certificate: made at the first start, then kept. */
#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>

#define CERTIFICATE_FILE "certificate.pem"
#define CERTIFICATE_KEY_FILE "key.pem"

/* Reads the files in `directory` (which is there), or makes a self-signed certificate (ECDSA P-256,
 * ten years) for `host_name`, its domain, localhost and the loopback addresses, and writes them,
 * the key with mode 0600. With NULL as directory nothing is kept. NULL with a sentence if it fails;
 * free with gnutls_certificate_free_credentials(). */
gnutls_certificate_credentials_t certificate_load(const char *directory, const char *host_name,
                                                  const char *domain, GError **error);
