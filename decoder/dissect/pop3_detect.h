/* SPDX-License-Identifier: MIT */
/* Does this look like POP3? Redis answers +OK and -ERR too, but never speaks first. */
#pragma once

#include "dissect/dissector.h"

DetectVerdict pop3_recognise(const DetectEvidence *evidence);
