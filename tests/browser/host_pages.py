"""Pages of a host that embed the widget: a plain one and difficult ones. SERVER stands for the server's address."""

from __future__ import annotations

from dataclasses import dataclass

_PARAGRAPH = "<p>The canteen is closed on Friday. The car park opens again on Monday at seven.</p>"


@dataclass(frozen=True)
class HostPage:
    """Markup and the Content-Security-Policy it is sent with."""

    markup: str
    policy: str = ""


def _page(body: str, *, head: str = "", attributes: str = 'lang="en"') -> str:
    return (
        f'<!doctype html><html {attributes}><head><meta charset="utf-8"><title>Intranet</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">{head}</head>'
        f"<body><main><h1>Intranet</h1>{_PARAGRAPH * 3}<a href='/host/plain'>News</a></main>{body}</body></html>"
    )


_SCRIPT = '<script type="module" src="SERVER/widget.js"></script>'
_ELEMENT = f'{_SCRIPT}<briefqa-chat server="SERVER" title="Ask the briefs"></briefqa-chat>'

_HOSTILE_STYLE = """<style>
  html { font-size: 3px; letter-spacing: 9px; word-spacing: 2em; line-height: 4; text-transform: uppercase; }
  body { transform: rotate(3deg) scale(.5); filter: blur(3px); opacity: .2; overflow: hidden; contain: strict; }
  * { font-family: fantasy !important; color: red !important; visibility: hidden !important; float: left !important; }
  briefqa-chat { display: none !important; position: absolute; inset: -999px; pointer-events: none !important; }
  button, textarea, dialog, article, mark { display: none !important; background: red !important; }
  :focus { outline: none !important; }
</style>"""

HOST_PAGES = {
    "plain": HostPage(_page(_ELEMENT)),
    "other": HostPage(_page(_ELEMENT)),
    "script": HostPage(
        _page(
            '<script type="module" src="SERVER/widget.js" data-title="Ask the script" data-key="briefqa_k" '
            'data-documents="harbours" data-examples="One?|Two?"></script>'
        )
    ),
    "strict": HostPage(
        _page(_ELEMENT),
        "default-src 'none'; script-src SERVER; connect-src SERVER; img-src data:; style-src 'none'; base-uri 'none'; "
        "require-trusted-types-for 'script'",
    ),
    "hostile": HostPage(_page(_ELEMENT, head=_HOSTILE_STYLE)),
    "right-to-left": HostPage(_page(_ELEMENT, attributes='lang="ar" dir="rtl"')),
    "ukrainian": HostPage(
        _page(
            f'{_SCRIPT}<briefqa-chat server="SERVER" words=\'{{"send": "Гайда"}}\'></briefqa-chat>',
            attributes='lang="uk"',
        )
    ),
    "bare": HostPage(_page("")),
    "dark": HostPage(_page(_ELEMENT.replace("title=", 'theme="dark" title='))),
}
