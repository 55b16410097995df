// @ts-check

/** @typedef {Node | string | number | null | undefined} Child what an element may hold; null and undefined are nothing */
/** @typedef {Readonly<Record<string, string | boolean | ((event: Event) => void)>>} Attributes functions listen to the event of that name */

/** Control characters, line separators, and marks that reorder or hide text: names come from events that anyone may write. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * A text as it is safe to read: what could hide or reorder a part of it is escaped.
 * @param {string} text
 */
export function readable(text) {
  return text.replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/**
 * An element. Children that are text become text nodes: nothing here makes markup of a text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes | string} attributes a text is the class
 * @param {readonly Child[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  const all = typeof attributes === 'string' ? { class: attributes } : attributes;
  for (const [name, value] of Object.entries(all)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (typeof value === 'string') made.setAttribute(name, value);
    else made.toggleAttribute(name, value);
  }
  made.append(...nodes(children));
  return made;
}

/**
 * Replaces what an element holds.
 * @param {Element} parent
 * @param {readonly Child[]} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(...nodes(children));
}

/**
 * The element with an id of the page; an error where there is none.
 * @param {string} id
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element "${id}"`);
  return found;
}

/** @param {readonly Child[]} children */
function nodes(children) {
  return children
    .filter((child) => child !== null && child !== undefined)
    .map((child) => (typeof child === 'object' ? child : document.createTextNode(readable(String(child)))));
}

/**
 * Gives the focus back to the link in a list that has it, once the list was drawn anew: its row is a new one then.
 * @param {HTMLElement} rows
 * @returns {() => void} what does so
 */
export function keepingFocus(rows) {
  const focused = document.activeElement?.getAttribute('href');
  return () => {
    const again = focused ? rows.querySelector(`a[href="${CSS.escape(focused)}"]`) : null;
    if (again instanceof HTMLElement) again.focus();
  };
}
