/** What a badge says. */

type Kind = "checking" | "verified" | "suspicious" | "unknown" | "unchecked";

/** Looks a sentence up in `_locales`. */
type MessageLookup = (key: string, ...params: string[]) => string;

/** Everything that is drawn; plain text only. */
interface BadgeView {
  kind: Kind;
  /** The verdict. */
  word: string;
  brand: string;
  /** Why, in one sentence. */
  sentence: string;
  /** What to do, in one sentence. */
  advice: string;
  reasons: readonly { severity: Severity; label: string; text: string }[];
  facts: readonly { label: string; value: string }[];
  /** To the brand's own policy. */
  link: { href: string; text: string } | null;
  /** A button; where `after` is not 0, it presses itself after so many seconds. */
  action: { type: "retry" | "settings"; text: string; after: number } | null;
  /** "Report…" is offered. */
  canReport: boolean;
}

/** A message that is open in a tab, and what its badge says. */
type TabMessage = { page: string; frameId: number; id: string; view: BadgeView; outcome?: Outcome; isCovered?: boolean };
type Tab = readonly TabMessage[];
