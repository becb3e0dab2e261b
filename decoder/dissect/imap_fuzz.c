/* SPDX-License-Identifier: MIT */
/* Any octets as an IMAP session, in clear or on the port of TLS. */
#include "dissect/fuzz_dialogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const guint16 ports[] = {143, 993};
    fuzz_dialogue_run(data, size, ports);
    return 0;
}
