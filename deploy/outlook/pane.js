/** Starts the pane. The drawing scripts ask their browser for sentences: here it is we who have them. */

import { loadSentences } from "./sentences.js";

const DRAWING = Object.freeze(["shared", "limits", "icon_paths", "badge_styles", "badge"]);

/** @param {string} address */
function runScript(address) {
  const script = Object.assign(document.createElement("script"), { src: address });
  const done = new Promise((resolve, reject) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`${address} does not load`)));
  });
  document.head.append(script);
  return done;
}

async function start() {
  await Office.onReady();
  const lookup = await loadSentences(Office.context.displayLanguage ?? navigator.language);
  Object.assign(globalThis, { browser: { i18n: { getMessage: lookup } } });
  for (const name of DRAWING) await runScript(`extension/drawing/${name}.js`);
  const { openPane } = await import("./message_pane.js");
  await openPane(Office.context, lookup);
  document.body.dataset["ready"] = "yes";
}

void start();
