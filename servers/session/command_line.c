/* SPDX-License-Identifier: MIT */
/* Turns the words of a line into what a session is told of a command. It knows no command. */
#include "session/command_line.h"

void session_command_line(Session *self, int command, SyntaxSlice verb, SyntaxSlice argument,
                          SyntaxSlice secret, const Line *line) {
    session_command(self, &(SessionCommand){
                              .command = command,
                              .verb = verb.octets,
                              .verb_length = verb.length,
                              .argument = argument.octets,
                              .argument_length = argument.length,
                              .secret = secret.length > 0 ? secret.octets : NULL,
                              .secret_length = secret.length,
                              .octets = line->length + line->end_length,
                          });
}
