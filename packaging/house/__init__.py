# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the whole house on one machine: CA, central, printer, kiosk. Used by packaging/run, by its
demo and by the end-to-end tests, so that all three start it the same way."""
