#!/usr/bin/env python3
"""Runs the tracker's commands: python manage.py help."""

import os
import sys


def main() -> None:
    """Run one command with the tracker's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
