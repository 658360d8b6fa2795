"""The secretariat's workplace for the plan and its progress, one module a noun."""

from logframe.admin import activities, imports, indicators, people, plan, reporting

__all__ = ["activities", "imports", "indicators", "people", "plan", "reporting"]
