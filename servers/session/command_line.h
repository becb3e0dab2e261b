/* SPDX-License-Identifier: MIT */
/* Tells a session of a command that is a single line. */
#pragma once

#include "framing/line_splitter.h"
#include "session/session.h"
#include "syntax/smtp_syntax.h"

/* `secret` is the part of the argument that must not be shown; its length is 0 if there is none. */
void session_command_line(Session *self, int command, SyntaxSlice verb, SyntaxSlice argument,
                          SyntaxSlice secret, const Line *line);
