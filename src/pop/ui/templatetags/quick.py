"""`{% url %}` and `{% translate %}` as Django has them, but quicker: a plan page has two hundred of them."""

from django import template
from django.template.base import Parser, Token, Variable
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

from pop.ui.addresses import address

register = template.Library()


class QuickUrl(URLNode):
    def render(self, context: Context) -> str:
        if not self.kwargs and not self.asvar:
            found = address(self.view_name.resolve(context), [arg.resolve(context) for arg in self.args])
            if found is not None:
                return found
        return str(super().render(context))


class FixedText(TranslateNode):
    """A text that stands in the template: worked out once for each language."""

    def __init__(self, node: TranslateNode) -> None:
        super().__init__(node.filter_expression, node.noop, None, node.message_context)
        self.name = node.asvar
        self.known: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        text = self.known.get(language)
        if text is None:
            text = self.known[language] = super().render(context)
        if self.name:
            context[self.name] = text
            return ""
        return text


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    node = django_url(parser, token)
    return QuickUrl(node.view_name, node.args, node.kwargs, node.asvar)


@register.tag
def translate(parser: Parser, token: Token) -> TranslateNode:
    node = do_translate(parser, token)
    said = node.filter_expression
    fixed = isinstance(said.var, Variable) and said.var.literal is not None and not said.filters
    return FixedText(node) if fixed else node
