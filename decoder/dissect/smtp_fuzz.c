/* SPDX-License-Identifier: MIT */
/* Any octets as an SMTP or LMTP session. */
#include "dissect/fuzz_dialogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const guint16 ports[] = {25, 24};
    fuzz_dialogue_run(data, size, ports);
    return 0;
}
