"""The secretariat's workplace for meetings and decisions, one module a noun."""

from meetings.admin import decisions, editions, follow_ups, meetings

__all__ = ["decisions", "editions", "follow_ups", "meetings"]
