"""Django's templates, whose contexts are gone once a page is written.

A context holds what it was made of, and that holds the context: such a ring stays, with all that
the page has read, until Python looks for rings. With a whole plan in each that took a tenth of the
time.
"""

from django.template import TemplateDoesNotExist
from django.template.backends import django
from django.template.context import make_context


class DjangoTemplates(django.DjangoTemplates):
    """The templates of the site."""

    def from_string(self, template_code: str) -> "Template":
        """Return a template that was given as text."""
        return Template(super().from_string(template_code).template, self)

    def get_template(self, template_name: str) -> "Template":
        """Return a template by its name; raises TemplateDoesNotExist."""
        return Template(super().get_template(template_name).template, self)


class Template(django.Template):
    """A template that lets go of what it was given."""

    def render(self, context: dict | None = None, request=None) -> str:
        """Write the template with a context."""
        made = make_context(context, request, autoescape=self.backend.engine.autoescape)
        try:
            return self.template.render(made)
        except TemplateDoesNotExist as missing:
            django.reraise(missing, self.backend)
        finally:
            made.dicts.clear()
