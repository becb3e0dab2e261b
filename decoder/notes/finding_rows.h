/* SPDX-License-Identifier: MIT */
/* The rows behind finding_table(), sorted by code; private to notes/. */
#pragma once

#include "notes/finding.h"

extern const FindingKind finding_rows[];
extern const guint finding_n_rows;
