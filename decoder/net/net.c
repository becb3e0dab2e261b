/* SPDX-License-Identifier: MIT */
#include "net/net.h"
