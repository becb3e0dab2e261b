/* SPDX-License-Identifier: MIT */
#include "stream/carrier_log.h"
