/** Sentences as the browser looks them up in _locales. */

import { readFileSync } from "node:fs";

const EXTENSION = new URL("../../../extension/", import.meta.url);

/** @param {string} language @returns {Record<string, {message: string}>} */
export function messages(language) {
  return JSON.parse(readFileSync(new URL(`_locales/${language}/messages.json`, EXTENSION), "utf8"));
}

/** @param {string} language @returns {(key: string, ...params: string[]) => string} throws where the browser would say nothing */
export function lookupIn(language) {
  const all = messages(language);
  return (key, ...params) => {
    const entry = all[key];
    if (entry === undefined) throw new Error(`no sentence ${key} in ${language}`);
    return entry.message.replace(/\$(\d)/g, (_, i) => params[i - 1] ?? "");
  };
}
