"""Meetings, their decisions and what was issued to them, one module a noun."""

from meetings.models.decisions import Decision, Implementation
from meetings.models.editions import Edition, Erratum, IssuedFile
from meetings.models.follow_ups import FollowUp
from meetings.models.links import Addressee, DecisionLink, DecisionRelation
from meetings.models.meetings import AgendaItem, Body, Document, Meeting, MeetingOfficer

__all__ = [
    "Addressee",
    "AgendaItem",
    "Body",
    "Decision",
    "DecisionLink",
    "DecisionRelation",
    "Document",
    "Edition",
    "Erratum",
    "FollowUp",
    "Implementation",
    "IssuedFile",
    "Meeting",
    "MeetingOfficer",
]
