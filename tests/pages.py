"""Every page of the site, as an address that exists in the demonstration data.

The tests that visit all pages go through this list; a named address without a page here fails.
"""

PLAN = "/plans/2026-2030/"
PAGES = {
    "home": "/",
    "work": "/my-work/",
    "plan": PLAN,
    "area": f"{PLAN}areas/air-pollution/",
    "output": f"{PLAN}outputs/4.1b/",
    "narrative": f"{PLAN}outputs/4.2c/report/2026/",
    "indicators": f"{PLAN}indicators/",
    "indicator": f"{PLAN}indicators/4.1b-2/",
    "milestones": f"{PLAN}indicators/4.1b-2/milestones/",
    "close_year": f"{PLAN}close/2026/",
    "logframe": f"{PLAN}logframe/",
    "record": f"{PLAN}record/2026/",
    "record_indicator": f"{PLAN}record/2026/4.1b-2/",
    "activities": f"{PLAN}activities/",
    "meetings": "/meetings/",
    "meeting": "/meetings/SOM-26/",
    "meeting_follow_up": "/meetings/SOM-29/follow-up/",
    "decisions": "/decisions/",
    "decision": "/decisions/SOM-26-I-5-2/",
    "follow_up": "/decisions/SOM-26-I-5-2/follow-up/",
    "relation": "/decisions/SOM-26-I-5-2/relation/",
    "member-states": f"{PLAN}member-states/",
    "member-state": f"{PLAN}member-states/MNG/",
    "sdgs": f"{PLAN}sdgs/",
    "trace": "/trace/",
    "search": "/search/?q=air+pollution",
    "help": "/help/",
    "login": "/accounts/login/",
    "healthz": "/healthz",
}
# How many queries each page asks, those of the sign-in and of the rights included.
QUERIES = {
    "home": 19,
    "work": 17,
    "plan": 19,
    "area": 25,
    "output": 26,
    "narrative": 20,
    "indicators": 17,
    "indicator": 26,
    "milestones": 9,
    "close_year": 17,
    "logframe": 13,
    "record": 18,
    "record_indicator": 17,
    "activities": 11,
    "meetings": 8,
    "meeting": 30,
    "meeting_follow_up": 29,
    "decisions": 14,
    "decision": 34,
    "follow_up": 9,
    "relation": 12,
    "member-states": 16,
    "member-state": 19,
    "sdgs": 14,
    "trace": 9,
    "search": 11,
    "help": 3,
    "login": 3,
    "healthz": 3,
}
LISTS = ("indicators", "activities", "meetings", "meeting_follow_up", "decisions")
OPEN_TO_ALL = ("login", "healthz")
# Where something is entered: refused to focal points, and to all who are not signed in.
STAFF_PAGES = (
    "milestones",
    "record",
    "record_indicator",
    "work",
    "narrative",
    "close_year",
    "follow_up",
    "relation",
)
# Of these, what officers are refused too.
MANAGER_PAGES = ("close_year",)
# Reached by a form, not by an address; and a file, which the demonstration has none of.
WITHOUT_A_PAGE = ("logout", "evidence")
