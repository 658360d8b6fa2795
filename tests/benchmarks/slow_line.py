"""How long a focal point on a slow line waits for the overview.

    python -m tests.benchmarks.slow_line

Serves the demonstration as in production, and opens the overview in Debian's Chromium over a line
of 400 kbit/s with answers that are 400 ms late, the "slow 3G" of its tools: first with an empty
cache, then again. Prints when the largest text was there and when the page was complete. Ends with
1 where that took more than 6 seconds at first, or more than 3 again.
"""

import shutil
import sys
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.benchmarks.serving import production_served
from tests.pages import PAGES

SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400 * 1000 / 8,
    "uploadThroughput": 400 * 1000 / 8,
}
PATIENCE = {"empty cache": 6.0, "full cache": 3.0}
TIMES = """() => new Promise((told) => {
    const complete = performance.getEntriesByType("navigation")[0].loadEventEnd;
    new PerformanceObserver((list) => told([list.getEntries().at(-1).startTime, complete]))
        .observe({ type: "largest-contentful-paint", buffered: true });
})"""
WEIGHT = """() => ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
    .map((entry) => entry.transferSize).reduce((sum, size) => sum + size, 0)"""


def sign_in(context: BrowserContext, site: str, username: str) -> None:
    """Sign in as the proxy would pass it on: by TLS."""
    address = f"{site}/accounts/login/"
    page = context.new_page()
    page.goto(address)
    token = page.locator("main [name=csrfmiddlewaretoken]").input_value()
    secure = f"https://{urlsplit(site).netloc}"
    answer = context.request.post(
        address,
        form={"username": username, "password": "demo", "csrfmiddlewaretoken": token},
        headers={"Origin": secure, "Referer": f"{secure}/accounts/login/"},
    )
    if "/accounts/login/" in answer.url:
        raise RuntimeError("The sign-in failed.")
    page.close()


def on_a_slow_line(page: Page, *, empty: bool) -> None:
    """Slow the line down; with an empty cache, where nothing was loaded before."""
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    if empty:
        tools.send("Network.clearBrowserCache")
    tools.send("Network.emulateNetworkConditions", SLOW_3G)


def wait_for_overview(context: BrowserContext, site: str, cache: str) -> float:
    """Open the overview, print how long it took, and return the longer of the two."""
    page = context.new_page()
    on_a_slow_line(page, empty=cache == "empty cache")
    page.goto(f"{site}{PAGES['plan']}", wait_until="load")
    page.get_by_role("heading", name="Where the plan stands").wait_for()
    largest, complete = (milliseconds / 1000 for milliseconds in page.evaluate(TIMES))
    sys.stdout.write(
        f"{cache}: largest text after {largest:.1f} s, complete after {complete:.1f} s, "
        f"{page.evaluate(WEIGHT) / 1000:.0f} KB\n"
    )
    page.close()
    return max(largest, complete)


def main() -> int:
    """Wait for the overview with an empty and with a full cache."""
    with production_served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        context = browser.new_context(extra_http_headers={"X-Forwarded-Proto": "https"})
        sign_in(context, site, "focal")
        too_long = [
            cache
            for cache, seconds in PATIENCE.items()
            if wait_for_overview(context, site, cache) > seconds
        ]
        browser.close()
    return 1 if too_long else 0


if __name__ == "__main__":
    sys.exit(main())
