/**
 * On the server's page `/desk`, the address that `lencana desk` opens: asks for the extension's own desk in its place. Not for somebody
 * who comes back to it: he could never go back any further.
 */

{
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (navigation?.type !== "back_forward") void Lencana.channel.send({ type: "desk" });
}
