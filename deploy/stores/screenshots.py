"""The stores' pictures, 1280 × 800 as they want them, from those that the end-to-end tests in Chromium have taken."""

import sys
from base64 import b64encode
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

ROOT: Final = Path(__file__).parents[2]
TAKEN: Final = ROOT / "tests/e2e/screenshots"
WIDTH, HEIGHT = 1280, 800  # of the Chrome Web Store, in pixels; the others take it, too
PICTURES: Final = (
    ("1-verified", "chromium-preview-verified.png"),
    ("2-suspicious", "chromium-preview-lookalike.png"),
    ("3-why", "chromium-details.png"),
    ("4-unknown", "chromium-preview-unknown.png"),
    ("5-take-over", "chromium-join.png"),
)


def main() -> None:
    """Write them to build/stores, without transparency; a picture that was not taken is an error."""
    if missing := [name for _, name in PICTURES if not (TAKEN / name).is_file()]:
        sys.exit(f"not taken yet: {', '.join(missing)}; `PICTURES=1 make chromium` takes them")
    folder = ROOT / "build/stores"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, taken in PICTURES:
            data = b64encode((TAKEN / taken).read_bytes()).decode()
            page.set_content(
                "<body style='margin:0;background:#fff'>"
                "<img style='display:block;width:100vw;height:100vh;object-fit:cover;object-position:left top'"
                f" src='data:image/png;base64,{data}'>"
            )
            page.wait_for_function("document.images[0].complete")
            page.screenshot(path=folder / f"{name}.png", omit_background=False)
            sys.stdout.write(f"{folder / name}.png\n")
        browser.close()


if __name__ == "__main__":
    main()
