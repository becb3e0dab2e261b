/* SPDX-License-Identifier: MIT */
#include "dissect/decoder.h"
