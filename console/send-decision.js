// @ts-check
import { Refused } from './api.js';
import { element } from './dom.js';
import { problem } from './pieces.js';

/**
 * Waits for what a form has sent, and says in the page what came of it; until then its buttons take nothing.
 * @template Answer
 * @param {HTMLFormElement} form
 * @param {Promise<Answer>} sent
 * @param {object} then
 * @param {(answer: Answer) => string} then.taken is told that it was taken, and gives what is said of that
 * @param {(outcome: Node) => Promise<void>} then.changed is told what is said, also of a refusal
 */
export async function sendDecision(form, sent, { taken, changed }) {
  const buttons = form.querySelectorAll('button');
  for (const button of buttons) button.disabled = true;
  for (const earlier of form.querySelectorAll('.problem, .done')) earlier.remove();
  try {
    await changed(element('p', { class: 'done', role: 'status' }, taken(await sent)));
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    await changed(problem(fault));
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}
