/* SPDX-License-Identifier: MIT */
#include "framing/dot_text.h"
