// @ts-check
import { askPermit, readPermits, Refused } from './api.js';
import { element, fill } from './dom.js';
import { problem } from './pieces.js';
import { NAMED, termsIn } from './refusal-terms.js';
/** @import { PermitListWire, SessionWire } from '../lib/api/wire.ts' */

const HOUR = 3_600_000;

/** What was typed and not sent, by field. @type {Map<string, string>} */
const draft = new Map();

/** The form with which a permit is asked for. */
export class PermitRequest {
  #form = element('div');
  root = element(
    'section',
    { class: 'ask', 'aria-label': 'Ask for a permit' },
    element('a', { href: '#/permits' }, '← All permits'),
    element('h1', {}, 'Ask for a permit'),
    element(
      'p',
      {},
      'A permit is consent in advance to exactly one change of a guarded environment. Other people sign what is written here.',
    ),
    this.#form,
  );

  /** @param {SessionWire} session */
  async open(session) {
    if (session.person === null) {
      fill(this.#form, element('p', 'caution', 'Choose at the top who you are to ask for a permit.'));
      return;
    }
    const list = await readPermits();
    if (list.environments.length === 0) {
      fill(this.#form, element('p', 'quiet', 'No environment is guarded, so nothing needs a permit.'));
      return;
    }
    fill(this.#form, new RequestForm(list).root);
  }
}

/** A field for each term of the permit, and one for the refusal of the gate that names them. */
class RequestForm {
  #fields;
  #refusal = element('textarea', { id: 'refusal', rows: '3', input: () => this.#takeTerms() });
  #button = element('button', { type: 'submit' }, 'Ask for this permit');

  /** @param {PermitListWire} list */
  constructor(list) {
    this.#fields = fieldsFor(list);
    for (const [name, field] of Object.entries(this.#fields)) field.value = draft.get(name) ?? field.value;
    const accounts = new Set(list.environments.flatMap((each) => each.accounts));
    this.root = element(
      'form',
      { class: 'decide', submit: this.#submit, input: this.#keep },
      ...labelled(this.#refusal, "The gate's refusal, or the command in it: what it names is filled in below"),
      ...labelledTerms(this.#fields, list.longestHours),
      suggestions('operations', ['stack-delete', 'stack-update', 'iam-resource']),
      suggestions('accounts', [...accounts]),
      element('div', 'buttons', this.#button),
    );
  }

  #keep = () => {
    for (const [name, field] of Object.entries(this.#fields)) draft.set(name, field.value);
  };

  #takeTerms() {
    const terms = termsIn(this.#refusal.value);
    for (const name of NAMED) this.#fields[name].value = terms.get(name) ?? this.#fields[name].value;
    this.#keep();
  }

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    void this.#ask();
  };

  async #ask() {
    this.root.querySelector('.problem')?.remove();
    this.#button.disabled = true;
    try {
      const { permit } = await askPermit(bodyOf(this.#fields));
      draft.clear();
      location.hash = `#/permits/${encodeURIComponent(permit.id)}`;
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      this.root.append(problem(fault));
    } finally {
      this.#button.disabled = false;
    }
  }
}

/** @param {PermitListWire} list */
function fieldsFor({ environments, longestHours }) {
  const options = environments.map(({ name }) => element('option', { value: name }, name));
  const fields = {
    environment: element('select', { id: 'environment', required: true }, ...options),
    account: input('account', { required: true, pattern: '[0-9]{12}', inputmode: 'numeric', list: 'accounts' }),
    operation: input('operation', { required: true, list: 'operations' }),
    target: input('target', { required: true, maxlength: '2048' }),
    change: input('change', { pattern: 'sha256:[0-9a-f]{64}' }),
    actor: input('actor', { required: true, maxlength: '2048' }),
    hours: input('hours', { required: true, type: 'number', min: '1', max: String(longestHours), step: '1' }),
    reason: element('textarea', { id: 'reason', rows: '2', maxlength: '1000', required: true }),
  };
  fields.hours.value = String(Math.min(4, longestHours));
  return fields;
}

/**
 * @param {ReturnType<typeof fieldsFor>} fields
 * @param {number} longestHours
 */
const labelledTerms = ({ environment, account, operation, target, change, actor, hours, reason }, longestHours) => [
  ...labelled(environment, 'Environment'),
  ...labelled(account, 'Account'),
  ...labelled(operation, 'Operation: stack-delete, stack-update, iam-resource, or a call such as rds:DeleteDBInstance'),
  ...labelled(target, 'Target: the ARN of the stack with its id, or the resource as the gate or the finding names it'),
  ...labelled(change, 'Change: the digest that the gate names; of a call, leave it empty'),
  ...labelled(actor, 'Actor: the ARN of the role, user or role session that makes the change'),
  ...labelled(hours, `For hours, from now on (at most ${longestHours})`),
  ...labelled(reason, 'Reason'),
];

/** @typedef {{ readonly value: string }} Field */

/**
 * The terms as the API takes them. The window begins now.
 * @param {Readonly<Record<'environment' | 'account' | 'operation' | 'target' | 'change' | 'actor' | 'hours' | 'reason', Field>>} fields
 */
function bodyOf({ environment, account, operation, target, change, actor, hours, reason }) {
  const now = Date.now();
  const terms = {
    environment: environment.value,
    account: account.value.trim(),
    operation: operation.value.trim(),
    target: target.value.trim(),
    actor: actor.value.trim(),
    from: new Date(now).toISOString(),
    until: new Date(now + Number(hours.value) * HOUR).toISOString(),
    reason: reason.value,
  };
  return change.value === '' ? terms : { ...terms, change: change.value };
}

/**
 * @param {string} id
 * @param {Readonly<Record<string, string | boolean>>} attributes
 */
const input = (id, attributes) =>
  element('input', { id, type: 'text', autocomplete: 'off', spellcheck: 'false', ...attributes });

/**
 * @param {HTMLElement} control
 * @param {string} label
 */
const labelled = (control, label) => [element('label', { for: control.id }, label), control];

/**
 * @param {string} id
 * @param {readonly string[]} values
 */
const suggestions = (id, values) => element('datalist', { id }, ...values.map((value) => element('option', { value })));
