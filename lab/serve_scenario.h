/* SPDX-License-Identifier: MIT */
/* The four scenarios of the lecture (L18): which systems each needs, where, and what to type. */
#pragma once

#include "serve_system.h"

#define SCENARIO_SYSTEMS_MAX 2u
#define SCENARIO_WHO_WIDTH 12u /* columns of "a:submission" in the log */

typedef struct {
    const char *name; /* "a": in the log */
    const char *domain, *address;
    const char *who; /* "alice:wonderland": lines as in a users file */
    const char *const *services;
} ScenarioSystem;

typedef struct {
    const char *title;
    const char *picture;
    const char *remark;
    ScenarioSystem systems[SCENARIO_SYSTEMS_MAX];
    guint n_systems;
    void (*append_guide)(GString *out, const ServeSystem *sender, const ServeSystem *receiver);
} ServeScenario;

/* `number` from 1 to 4. */
const ServeScenario *serve_scenario(guint number);
/* The directory of one of its systems: under --mail, or where the lab keeps its state. Free with
 * g_free(). */
char *serve_scenario_state(const ServeOptions *options, const ScenarioSystem *system);
/* What the system is to be, given what the command line asks for; `state` is lent. */
ServeOptions serve_scenario_options(const ServeOptions *options, const ScenarioSystem *system,
                                    const char *state);
/* The records of its domains for the lab's DNS; free with g_free(). */
char *serve_scenario_zone(const ServeScenario *scenario);
/* The screen that greets; free with g_free(). */
char *serve_scenario_screen(guint number, const ServeSystem *systems);
