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
    fill(this.#form, requestForm(list));
  }
}

/** @param {PermitListWire} list */
function requestForm({ environments, longestHours }) {
  const environment = element(
    'select',
    { id: 'environment', required: true },
    ...environments.map(({ name }) => element('option', { value: name }, name)),
  );
  const fields = {
    environment,
    account: input('account', { required: true, pattern: '[0-9]{12}', inputmode: 'numeric', list: 'accounts' }),
    operation: input('operation', { required: true, list: 'operations' }),
    target: input('target', { required: true, maxlength: '2048' }),
    change: input('change', { pattern: 'sha256:[0-9a-f]{64}' }),
    actor: input('actor', { required: true, maxlength: '2048' }),
    hours: input('hours', { required: true, type: 'number', min: '1', max: String(longestHours), step: '1' }),
    reason: element('textarea', { id: 'reason', rows: '2', maxlength: '1000', required: true }),
  };
  fields.hours.value = String(Math.min(4, longestHours));
  for (const [name, field] of Object.entries(fields)) field.value = draft.get(name) ?? field.value;
  const keep = () => {
    for (const [name, field] of Object.entries(fields)) draft.set(name, field.value);
  };
  const refusal = element('textarea', { id: 'refusal', rows: '3' });
  const take = () => {
    const terms = termsIn(refusal.value);
    for (const name of NAMED) fields[name].value = terms.get(name) ?? fields[name].value;
    keep();
  };
  refusal.addEventListener('input', take);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    void asked();
  };
  const asked = async () => {
    form.querySelector('.problem')?.remove();
    button.disabled = true;
    try {
      const { permit } = await askPermit(bodyOf(fields));
      draft.clear();
      location.hash = `#/permits/${encodeURIComponent(permit.id)}`;
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      form.append(problem(fault));
    } finally {
      button.disabled = false;
    }
  };
  const button = element('button', { type: 'submit' }, 'Ask for this permit');
  const form = element(
    'form',
    { class: 'decide', submit, input: keep },
    ...field(refusal, "The gate's refusal, or the command in it: what it names is filled in below"),
    ...field(fields.environment, 'Environment'),
    ...field(fields.account, 'Account'),
    ...field(
      fields.operation,
      'Operation: stack-delete, stack-update, iam-resource, or a call such as rds:DeleteDBInstance',
    ),
    ...field(
      fields.target,
      'Target: the ARN of the stack with its id, or the resource as the gate or the finding names it',
    ),
    ...field(fields.change, 'Change: the digest that the gate names; of a call, leave it empty'),
    ...field(fields.actor, 'Actor: the ARN of the role, user or role session that makes the change'),
    ...field(fields.hours, `For hours, from now on (at most ${longestHours})`),
    ...field(fields.reason, 'Reason'),
    suggestions('operations', ['stack-delete', 'stack-update', 'iam-resource']),
    suggestions('accounts', [...new Set(environments.flatMap(({ accounts }) => accounts))]),
    element('div', 'buttons', button),
  );
  return form;
}

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
const field = (control, label) => [element('label', { for: control.id }, label), control];

/**
 * @param {string} id
 * @param {readonly string[]} values
 */
const suggestions = (id, values) => element('datalist', { id }, ...values.map((value) => element('option', { value })));
