// @ts-check

/** What the gate's refusal names, of what a permit is asked for with. */
export const NAMED = /** @type {const} */ (['environment', 'account', 'operation', 'target', 'change']);

const OPTION = /--(environment|account|operation|target|change) ('(?:[^']|'\\'')*'|[^\s']+)/g;

/**
 * The terms in the command at the end of a refusal, or in the command alone, by the names of their fields.
 * @param {string} text as CloudFormation shows it, wherever it breaks its lines
 * @returns {ReadonlyMap<string, string>}
 */
export function termsIn(text) {
  const terms = new Map();
  for (const [, name, word = ''] of text.replaceAll(/\s+/g, ' ').matchAll(OPTION)) {
    terms.set(name, word.startsWith("'") ? word.slice(1, -1).replaceAll("'\\''", "'") : word);
  }
  return terms;
}
