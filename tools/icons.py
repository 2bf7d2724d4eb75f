"""Draw extension/icons/lencana-*.png from lencana.svg; run it after changing that. Chromium takes no SVG in a manifest.

The files that are kept were reduced to 24 colours afterwards, which nobody sees and which is a fifth of the size.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

ICONS = Path(__file__).parents[1] / "extension" / "icons"
SIZES = (32, 128)  # pixels


def main() -> None:
    """The product's icon in every size that the manifest names."""
    drawing = (ICONS / "lencana.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        for size in SIZES:
            page.set_viewport_size({"width": size, "height": size})
            page.set_content(f"<style>*{{margin:0}}svg{{display:block;width:{size}px}}</style>{drawing}")
            page.screenshot(path=ICONS / f"lencana-{size}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
