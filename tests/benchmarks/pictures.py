"""Pictures of all pages: as on a desk, in the dark, on a phone and on paper.

    python -m tests.benchmarks.pictures FOLDER

Starts the demonstration on a database of its own, opens every page in Debian's Chromium and writes
FOLDER/PAGE-desktop.png, -dark.png, -phone.png, -paper.pdf and, where Debian's poppler-utils are
installed, one -paper-N.png for each sheet. Ends with 1 where a page is wider than its window.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.serving import demonstration_served
from tests.pages import PAGES

WINDOWS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2},
}
MEASURE = """() => {
    const page = document.documentElement;
    return [page.scrollWidth, page.scrollHeight];
}"""
WITHOUT_A_PICTURE = ("healthz", "home")  # no page, and the overview again


def take(browser: Browser, site: str, folder: Path, username: str, names: list[str]) -> list[str]:
    """Take all pictures of the pages, and return what is wider than its window."""
    too_wide = []
    for window, options in WINDOWS.items():
        context = browser.new_context(**options)
        page = context.new_page()
        sign_in(page, site, username)
        for name in names:
            page.goto(f"{site}{PAGES[name]}")
            window_width = options["viewport"]["width"]
            width, height = page.evaluate(MEASURE)
            if width > window_width:
                too_wide.append(f"{name}, {window}: {width} pixels wide")
            # In a window as high as the page, what sticks to its edge covers nothing.
            page.set_viewport_size({"width": window_width, "height": height})
            page.screenshot(path=folder / f"{name}-{window}.png")
            page.set_viewport_size(options["viewport"])
            if window == "desktop":
                print_on_paper(page, folder / f"{name}-paper.pdf")
        context.close()
    return too_wide


def sign_in(page: Page, site: str, username: str) -> None:
    """Sign in as a person of the demonstration."""
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def print_on_paper(page: Page, path: Path) -> None:
    """Print the page, and take a picture of each sheet."""
    page.pdf(path=path, prefer_css_page_size=True)
    if shutil.which("pdftoppm"):
        subprocess.run(
            ["pdftoppm", "-r", "70", "-png", path, path.with_suffix("")],
            check=True,
        )


def main() -> int:
    """Take the pictures, and say what is wrong with them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", nargs="+", choices=PAGES, help="Only these.")
    parser.add_argument("--username", default="officer", help="Who looks; officer if not said.")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    names = options.pages or [name for name in PAGES if name not in WITHOUT_A_PICTURE]
    with demonstration_served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        too_wide = take(browser, site, options.folder, options.username, names)
        browser.close()
    for sentence in too_wide:
        sys.stdout.write(f"{sentence}\n")
    return 1 if too_wide else 0


if __name__ == "__main__":
    sys.exit(main())
