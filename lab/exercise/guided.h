/* SPDX-License-Identifier: MIT */
/* The exercises as a guided session on a terminal: a list, a page for each, keys in the foot, and
 * progress always in view. It shows what the verbs write, and keeps what they keep. */
#pragma once

#include "exercise/desk.h"

/* Until the student leaves; an exit status. `operands`: none. */
int guided_run(Desk *desk, GPtrArray *operands);
