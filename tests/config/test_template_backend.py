"""What a template was given is gone once it is written."""

import gc
import weakref

import pytest
from django.template import TemplateDoesNotExist, engines


class Thing:
    """Something that a page has read."""

    def __str__(self) -> str:
        return "a plan"


@pytest.fixture
def _nobody_looks_for_rings():
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_nobody_looks_for_rings")
def test_a_template_lets_go_of_what_it_was_given(rf):
    thing = Thing()
    still_there = weakref.ref(thing)

    text = engines["django"].from_string("It is {{ thing }}.").render({"thing": thing}, rf.get("/"))
    del thing

    assert text == "It is a plan."
    assert still_there() is None


def test_a_template_that_includes_what_is_not_there_says_so():
    template = engines["django"].from_string('{% include "nowhere.html" %}')

    with pytest.raises(TemplateDoesNotExist, match=r"nowhere\.html"):
        template.render({})
