# SPDX-License-Identifier: MIT
"""What the suites share: captures made octet by octet, the program run, its records compared."""
