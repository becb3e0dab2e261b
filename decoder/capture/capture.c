/* SPDX-License-Identifier: MIT */
#include "capture/capture.h"
G_DEFINE_QUARK(maillab-capture-error, capture_error)
