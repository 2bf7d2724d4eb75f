/** The badge's styles, for a shadow root in a page and for the popup's document. */

// What a shadow tree says of its host with !important wins over anything that the page says, its style attribute included.
Lencana.badgeStyles = `
:host { all: initial !important; display: block !important; position: relative !important; z-index: 1 !important; }
.badge { color-scheme: light; --tone: #59636b; --background: transparent; --line: light-dark(#d9dcdf, #3d444a);
  --foreground: light-dark(#1d2327, #e8eaec); --soft: light-dark(#59636b, #a3adb5); --on-tone: light-dark(#fff, #14171a); }
.badge[data-kind="verified"] { --tone: #17744a; --background: light-dark(#eaf5ef, #16301f); --line: light-dark(#b5d9c6, #2b5c40); }
.badge[data-kind="suspicious"] { --tone: #b3261e; --background: light-dark(#fdeeec, #3a1b19); --line: light-dark(#eab6b1, #74352f); }
.badge[data-kind="unchecked"] { --background: light-dark(#f4f5f6, #22272b); --line: light-dark(#b9c0c5, #59636b); }
.badge[data-theme="dark"] { color-scheme: dark; --tone: #a3adb5; }
.badge[data-theme="dark"][data-kind="verified"] { --tone: #4fbe87; }
.badge[data-theme="dark"][data-kind="suspicious"] { --tone: #f2867d; }
/* A generic font: a name could be one that the message has loaded letters of its own under. */
.badge { box-sizing: border-box; margin: 8px 0; border: 1px solid var(--line); border-radius: 10px; overflow: hidden;
  background: var(--background); color: var(--foreground); font: 14px/1.45 sans-serif;
  text-align: start; }
.badge[data-kind="suspicious"] { border-inline-start: 5px solid var(--tone); }
.badge[data-kind="unchecked"] { border-style: dashed; }
.badge:not([data-kind]), [hidden] { display: none !important; }
.head { display: flex; align-items: center; gap: 12px; padding: 10px 12px; }
.quiet .head { padding-block: 6px; }
.badge[data-kind="suspicious"] .head { align-items: start; }
.icon { flex: none; width: 28px; height: 28px; color: var(--tone); }
.quiet .icon { width: 18px; height: 18px; margin-inline: 5px; }
.badge[data-kind="checking"] .icon { animation: turn 1s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }
.summary { flex: 1; min-width: 0; overflow-wrap: anywhere; text-wrap: pretty; }
.word, .brand { color: var(--tone); font-weight: 700; font-size: 16px; }
.brand::before { content: "·"; margin-inline-end: .3em; }
.sentence { display: block; }
.quiet .word { font-size: inherit; margin-inline-end: .4em; }
.badge[data-kind="unknown"] .sentence { display: inline; color: var(--soft); }
.buttons { flex: none; display: flex; gap: 6px; flex-wrap: wrap; justify-content: end; }
.badge[data-kind="suspicious"] .buttons { flex-direction: column; }
button { font: inherit; font-size: 13px; line-height: 1.3; padding: 5px 10px; border-radius: 7px; cursor: pointer;
  color: var(--foreground); background: transparent; border: 1px solid transparent; }
button:hover { border-color: var(--soft); }
button.action { border-color: var(--soft); font-weight: 700; }
button.report { border-color: var(--line); justify-self: start; }
.quiet button { color: var(--soft); }
button:focus-visible, a:focus-visible { outline: 2px solid var(--tone); outline-offset: 2px; }
.details::after { content: ""; display: inline-block; width: .4em; height: .4em; margin-inline-start: .5em; vertical-align: .15em;
  border: solid currentColor; border-width: 0 1.5px 1.5px 0; transform: rotate(45deg); }
.details[aria-expanded="true"]::after { transform: rotate(225deg); vertical-align: -.05em; }
.panel { padding-block: 2px 14px; padding-inline: 52px 14px; display: grid; gap: 12px; }
.quiet .panel { padding-block-start: 6px; }
.panel > * { margin: 0; }
.advice { font-weight: 700; }
.summary .advice { display: block; margin-block-start: 6px; }
ul { list-style: none; padding: 0; display: grid; gap: 6px; }
li { display: flex; gap: 8px; align-items: start; overflow-wrap: anywhere; }
li svg { flex: none; width: 17px; height: 17px; margin-top: 2px; color: var(--soft); }
li[data-severity="danger"] svg { color: light-dark(#b3261e, #f2867d); }
li[data-severity="warning"] svg { color: light-dark(#8a5a00, #e0ac4d); }
li[data-severity="good"] svg { color: var(--tone); }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 16px; font-size: 13px; padding-top: 10px; border-top: 1px solid var(--line); }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; user-select: all; }
a { color: var(--tone); justify-self: start; }
@media (max-width: 480px) { .badge[data-kind="suspicious"] .buttons { flex-direction: row; } .head { flex-wrap: wrap; align-items: start; } .summary { flex-basis: 60%; } .panel { padding-inline-start: 14px; }
  dl { grid-template-columns: 1fr; } dd { margin-block-end: 6px; } }
@media (prefers-reduced-motion: reduce) { .icon { animation: none !important; } }
@media (forced-colors: active) { .badge { border-color: CanvasText; } }
@media print { .buttons { display: none; } }
`;
