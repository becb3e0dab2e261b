/* SPDX-License-Identifier: MIT */
#include "notes/finding.h"
