#!/usr/bin/env python3
"""Looks at the golden pages of profiles in a browser: pages_test.py PROJECT_DIR [--keep DIR]

On a phone, a desktop and paper, light and dark: nothing is wider than the page, no text of a figure leaves the figure or
lies on another, every text stands out against what is behind it (WCAG AA), and axe-core finds nothing.
--keep stores the screenshots and the printed pages, to be looked at. Ends with 77 where Chromium or axe-core is missing;
`scripts/deps test` installs both.
"""
import base64
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browser import Browser, find_browser  # noqa: E402

PROJECT = pathlib.Path(sys.argv[1]).resolve()
KEEP = pathlib.Path(sys.argv[sys.argv.index("--keep") + 1]) if "--keep" in sys.argv else None
AXE = PROJECT / "tests/pages/node_modules/axe-core/axe.min.js"
SCREENS = {"phone": (390, 844), "desktop": (1280, 900)}
PAPER_WIDTH = 718  # A4 without margins of 1 cm, in CSS pixels

# What is wrong with the layout, in words. Wide tables scroll in a box of their own.
LAYOUT = r"""
(() => {
  const faults = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width)
    faults.push(`the page is ${document.documentElement.scrollWidth} wide on a screen of ${width}`);
  const name = element => (element.textContent || '').trim().slice(0, 40);
  for (const element of document.querySelectorAll('main *')) {
    if (element.closest('.scroll') && !element.matches('.scroll')) continue;
    const box = element.getBoundingClientRect();
    if (box.width > 0 && (box.right > width + 0.5 || box.left < -0.5))
      faults.push(`<${element.tagName}> '${name(element)}' reaches from ${box.left} to ${box.right}`);
  }
  for (const figure of document.querySelectorAll('svg')) {
    const frame = figure.getBoundingClientRect();
    const texts = [...figure.querySelectorAll('text')].map(text => [text, text.getBoundingClientRect()]);
    for (const [text, box] of texts)
      if (box.left < frame.left - 0.5 || box.right > frame.right + 0.5 || box.top < frame.top - 0.5 ||
          box.bottom > frame.bottom + 0.5)
        faults.push(`'${name(text)}' leaves its figure`);
    texts.forEach(([text, a], i) => texts.slice(i + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 2)
        faults.push(`'${name(text)}' lies on '${name(other)}'`);
    }));
    const size = Math.min(...texts.map(([text]) =>
      parseFloat(getComputedStyle(text).fontSize) * frame.width / figure.viewBox.baseVal.width));
    if (size < 10)
      faults.push(`the text of a figure is ${size.toFixed(1)} pixels high`);
  }
  return faults;
})()
"""

# Contrast of every text against its background; texts of figures also against the bands that they may lie on.
CONTRAST = r"""
(() => {
  const parse = colour => {
    const parts = colour.match(/[\d.]+/g).map(Number);
    return parts.length < 4 ? [...parts, 1] : parts;
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const light = colour => {
    const [r, g, b] = colour.slice(0, 3).map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) return over(colour, [255, 255, 255, 1]);
    }
    return [255, 255, 255, 1];
  };
  const faults = [];
  let lowest = 99;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('title, desc, style')) continue;
    const style = getComputedStyle(element);
    const paper = behind(element);
    const backgrounds = [paper];
    const figure = element.closest('svg');
    let ink = parse(style.color);
    if (figure) {
      ink = parse(style.fill);
      for (const band of figure.querySelectorAll('.band')) {
        const look = getComputedStyle(band);
        const colour = parse(look.fill);
        colour[3] = parseFloat(look.fillOpacity);
        backgrounds.push(over(colour, paper));
      }
    }
    for (const background of backgrounds) {
      const found = contrast(over(ink, background), background);
      lowest = Math.min(lowest, found);
      if (found < 4.5)
        faults.push(`'${node.data.trim().slice(0, 40)}' has a contrast of ${found.toFixed(2)}`);
    }
  }
  return {faults: [...new Set(faults)], lowest};
})()
"""

AXE_RUN = """
axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(
  result => ({
    n_passes: result.passes.length,
    faults: result.violations.map(one => `axe ${one.id}: ${one.help}: ` + one.nodes.map(n => n.html.slice(0, 90)).join(' | '))
  }))
"""


def keep(name, data):
    if KEEP:
        KEEP.mkdir(parents=True, exist_ok=True)
        (KEEP / name).write_bytes(base64.b64decode(data))


def look(browser, page, screen, scheme):
    """Faults of one page on one screen."""
    width, height = SCREENS[screen]
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                 mobile=screen == "phone")
    browser.call("Emulation.setEmulatedMedia", media="screen",
                 features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.open(page)
    faults = browser.run(LAYOUT)
    contrast = browser.run(CONTRAST)
    faults += contrast["faults"]
    browser.run(AXE.read_text(encoding="utf-8"))
    axe = browser.run(AXE_RUN)
    faults += axe["faults"]
    if axe["n_passes"] < 10:
        faults.append(f"axe-core passed only {axe['n_passes']} rules: it did not see the page")
    keep(f"{page.stem}-{screen}-{scheme}.png",
         browser.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"])
    return [f"{page.name}, {screen}, {scheme}: {fault}" for fault in faults], contrast["lowest"]


def print_page(browser, page):
    """Faults of one page on paper, also when the screen is dark."""
    browser.call("Emulation.setDeviceMetricsOverride", width=PAPER_WIDTH, height=1000, deviceScaleFactor=1, mobile=False)
    browser.call("Emulation.setEmulatedMedia", media="print",
                 features=[{"name": "prefers-color-scheme", "value": "dark"}])
    browser.open(page)
    contrast = browser.run(CONTRAST)
    faults = browser.run(LAYOUT) + contrast["faults"]
    pdf = browser.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, marginTop=0.4, marginBottom=0.4,
                       marginLeft=0.4, marginRight=0.4, printBackground=False)["data"]
    keep(f"{page.stem}.pdf", pdf)
    n_sheets = len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(pdf)))
    is_whole = 'class="sheet"' in page.read_text(encoding="utf-8")
    if n_sheets < (2 if is_whole else 1) or n_sheets > 10:
        faults.append(f"prints on {n_sheets} sheets")
    return [f"{page.name}, paper: {fault}" for fault in faults], contrast["lowest"]


def main():
    program = find_browser()
    if not program or not AXE.exists():
        print("skipped: needs Chromium and axe-core; scripts/deps test installs them")
        return 77
    pages = sorted((PROJECT / "tests/reference/profile").glob("*.html"))
    faults, lowest, n_looks = [], 99, 0
    with Browser(program) as browser:
        for page in pages:
            looks = [look(browser, page, screen, scheme) for screen in SCREENS for scheme in ("light", "dark")]
            for found, contrast in [*looks, print_page(browser, page)]:
                faults += found
                lowest = min(lowest, contrast)
                n_looks += 1
    print("\n".join(faults))
    print(f"{len(pages)} pages, {n_looks} looks, lowest contrast {lowest:.2f}, {len(faults)} faults")
    return 1 if faults or not pages else 0


sys.exit(main())
