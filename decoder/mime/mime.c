/* SPDX-License-Identifier: MIT */
#include "mime/mime.h"
