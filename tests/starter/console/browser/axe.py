"""What axe finds on a page: WCAG 2.2 AA, narrow and wide, in light and forced colours, each question asked once.

A page is read whole at one width, and at the other only what is not shown at the first. The contrast of two texts with the
same classes within the same parents is the same, so it is measured once in a run for each width (decision 0115).
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.running import ROOT

AXE = ROOT / "starter" / "console" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose answer depends on the colours that are shown."""
OF_LAYOUT = ["target-size", "scrollable-region-focusable"]
"""The rules whose answer depends on where elements are, so that they are asked at each width."""
WIDTHS = (1280, 320)

_QUICK = {
    "resultTypes": ["violations"],
    "selectors": False,
    "iframes": False,
    "preload": False,
    "pingWaitTime": 0,
}
"""The pages have no frames, and no rule here reads the text of a style sheet."""

_READ = """async ({width, first, tags, ofColours, ofLayout, seen, quick}) => {
    const found = [], known = new Set(seen), fresh = new Set(), paths = new Map(), here = window.ehcpSeen ||= new Set();
    const run = async (context, runOnly, rules) => {
        const answer = await axe.run(context, {runOnly, rules, ...quick});
        for (const one of answer.violations) found.push(one.id + ': ' + one.nodes[0].html.slice(0, 160));
    };
    const look = one => ['type', 'aria-current', 'aria-selected', 'disabled', 'checked', 'style']
        .map(name => one.getAttribute(name) ?? '').join();
    const path = one => {
        if (!one) return '';
        if (!paths.has(one)) paths.set(one, path(one.parentElement) + '>' + one.localName + '.' + one.className + look(one));
        return paths.get(one);
    };
    const code = text => { let sum = 7; for (const each of text) sum = (sum * 31 + each.codePointAt(0)) | 0; return sum; };
    const all = [...document.body.querySelectorAll('*')];
    const shown = all.filter(one => one.checkVisibility());
    const off = Object.fromEntries(ofColours.map(id => [id, {enabled: false}]));
    if (first) await run(document, tags, off);
    else {
        const only = shown.filter(one => !here.has(one));
        if (only.length) await run(only, tags, off);
        await run(document, ofLayout);
    }
    shown.forEach(one => here.add(one));
    const texts = shown.filter(one => one.matches('input, select, textarea')
        || [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
    const unknown = texts.filter(one => {
        const sign = code(width + path(one));
        if (known.has(sign)) return false;
        fresh.add(sign);
        return true;
    });
    if (unknown.length > texts.length / 3) await run(document, ofColours);
    else if (unknown.length) await run(unknown, ofColours);
    const wide = document.documentElement.scrollWidth;
    if (wide > width) found.push('the page is ' + wide + ' wide');
    return [found, [...fresh]];
}"""

_FORCED = """async ({width, ofColours, seen, check, quick}) => {
    const known = new Set(seen), fresh = new Set(), own = [];
    const rules = (list, within) => {
        for (const rule of list)
            if (rule.cssRules?.length && rule.conditionText !== undefined)
                rules(rule.cssRules, within || rule.conditionText.includes('forced-colors'));
            else if (within && rule.selectorText) own.push(rule.selectorText);
    };
    for (const sheet of document.styleSheets) rules(sheet.cssRules, false);
    const named = own.join();
    const special = [...document.body.querySelectorAll('*')].filter(one => one.checkVisibility()
        && ((named && one.matches(named)) || getComputedStyle(one).forcedColorAdjust === 'none'));
    const unknown = special.filter(one => {
        const sign = width + ' ' + one.parentElement.className + '>' + one.localName + '.' + one.className;
        if (known.has(sign)) return false;
        fresh.add(sign);
        return true;
    });
    if (!check) return [unknown.length, []];
    const answer = await axe.run(unknown, {runOnly: ofColours, ...quick});
    return [answer.violations.map(one => 'forced colours: ' + one.id + ': ' + one.nodes[0].html.slice(0, 160)), [...fresh]];
}"""

_contrasts: set[int] = set()
"""The texts whose contrast this run has measured: a number for their width, their classes and their parents'."""
_forced: set[str] = set()
"""The same for elements whose colours the browser does not choose by itself in forced colours."""


def faults(page: Page, back: bool = True) -> list[str]:
    """Return what axe finds on a page at both widths, in light and forced colours, and any horizontal overflow.

    `back` is whether the page has its first width again at the end.
    """
    page.add_script_tag(path=AXE)
    at = (page.viewport_size or {"width": WIDTHS[0]})["width"]
    found = []
    for width in sorted(WIDTHS, key=lambda one: one != at):
        if width != at:
            page.set_viewport_size({"width": width, "height": 900})
        found += [
            f"{width}: {one}" for one in _light(page, width, width == at) + _in_forced_colours(page, width)
        ]
    if back:
        page.set_viewport_size({"width": at, "height": 900})
    return found


def _light(page: Page, width: int, first: bool) -> list[str]:
    asked = {
        "tags": TAGS,
        "ofColours": OF_COLOURS,
        "ofLayout": OF_LAYOUT,
        "seen": list(_contrasts),
        "quick": _QUICK,
    }
    found, fresh = page.evaluate(_READ, {**asked, "width": width, "first": first})
    _contrasts.update(fresh)
    return list(found)


def _in_forced_colours(page: Page, width: int) -> list[str]:
    """Return what is wrong in forced colours, where the browser chooses all colours but those that a style keeps or names."""
    asked: dict[str, Any] = {
        "width": width,
        "ofColours": OF_COLOURS,
        "seen": sorted(_forced),
        "quick": _QUICK,
    }
    unknown, _ = page.evaluate(_FORCED, {**asked, "check": False})
    if not unknown:
        return []
    page.emulate_media(forced_colors="active")
    found, fresh = page.evaluate(_FORCED, {**asked, "check": True})
    page.emulate_media(forced_colors="none")
    _forced.update(fresh)
    return list(found)
