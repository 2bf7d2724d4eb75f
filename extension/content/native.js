/**
 * An element's own properties. The fields of a form hide those of the form that have the same name (HTML, section 4.10.3), in Chromium
 * also from content scripts: after `<form><input name="matches">` the form can no longer be asked what it matches. So whoever asks
 * an element that a message may have written, or climbs from one, asks here.
 */

Lencana.native = (element, name) => {
  /** @type {any} */
  const value = Reflect.get(Element.prototype, name, element);
  return typeof value === "function" ? value.bind(element) : value;
};
