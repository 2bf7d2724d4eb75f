"""What browsers read to learn of a newer version: update.xml for Chromium, updates.json for Firefox and Thunderbird.

Formats: Chromium's "gupdate" protocol 2.0; Mozilla's "Updating your extension" (updates.json).
"""

import json


def update_xml(extension_id: str, version: str, url: str, sha256: str) -> bytes:
    """Chromium's update manifest: where the CRX3 of this version is, and its digest in hex."""
    from xml.sax.saxutils import quoteattr  # loads urllib.request, and few starts are asked for this

    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        "<gupdate xmlns='http://www.google.com/update2/response' protocol='2.0'>\n"
        f"  <app appid={quoteattr(extension_id)}>\n"
        f"    <updatecheck codebase={quoteattr(url)} version={quoteattr(version)} hash_sha256={quoteattr(sha256)}/>\n"
        "  </app>\n"
        "</gupdate>\n"
    ).encode()


def updates_json(firefox_id: str, version: str, url: str, sha256: str, strict_min_version: str) -> bytes:
    """Firefox's update manifest: where the XPI of this version is, its digest in hex, the oldest Firefox for it."""
    update = {
        "version": version,
        "update_link": url,
        "update_hash": f"sha256:{sha256}",
        "applications": {"gecko": {"strict_min_version": strict_min_version}},
    }
    return json.dumps({"addons": {firefox_id: {"updates": [update]}}}, indent=2).encode() + b"\n"
