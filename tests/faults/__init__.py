"""Faults on purpose: what breaks around the site, and what is sent to it that no browser sends."""
