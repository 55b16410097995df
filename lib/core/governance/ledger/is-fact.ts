import type { Fact, FactKind } from './fact.ts';

type Shape = 'string' | 'number' | 'list' | 'object';

const MEMBERS: Readonly<Record<FactKind, Readonly<Record<string, Shape>>>> = {
  'call-assessed': { callId: 'string', name: 'string', at: 'number', findings: 'list' },
  'finding-raised': { finding: 'object', at: 'number' },
  'hold-intended': { findingId: 'string', calls: 'list', at: 'number' },
  'hold-confirmed': { findingId: 'string', at: 'number' },
  'hold-failed': { findingId: 'string', detail: 'string', at: 'number' },
  'hold-gave-way': { findingId: 'string', by: 'string', until: 'number', at: 'number' },
  'hold-waits': {
    findingId: 'string',
    stack: 'string',
    status: 'string',
    look: 'number',
    until: 'number',
    since: 'number',
    at: 'number',
  },
  'excess-gone': { findingId: 'string', why: 'string', at: 'number' },
  'deletion-refused': { findingId: 'string', callId: 'string', name: 'string', by: 'string', at: 'number' },
  'gap-looked': {
    findingId: 'string',
    from: 'number',
    until: 'number',
    calls: 'list',
    count: 'number',
    seen: 'number',
    at: 'number',
  },
  announced: { findingId: 'string', channel: 'string', at: 'number' },
  signed: {
    findingId: 'string',
    digest: 'string',
    personId: 'string',
    groups: 'list',
    reason: 'string',
    until: 'number',
    at: 'number',
  },
  'signature-refused': { findingId: 'string', personId: 'string', code: 'string', detail: 'string', at: 'number' },
  rejected: { findingId: 'string', personId: 'string', reason: 'string', at: 'number' },
  'restore-intended': { findingId: 'string', digest: 'string', calls: 'list', waiverUntil: 'number', at: 'number' },
  'restore-confirmed': { findingId: 'string', at: 'number' },
  'restore-failed': { findingId: 'string', detail: 'string', at: 'number' },
  'waiver-ended': { findingId: 'string', at: 'number' },
  'waiver-due': { findingId: 'string', until: 'number', at: 'number' },
  'waiver-kept': { findingId: 'string', digest: 'string', waiverUntil: 'number', at: 'number' },
  'waiver-revoked': { findingId: 'string', personId: 'string', reason: 'string', at: 'number' },
  'glass-broken': {
    findingId: 'string',
    digest: 'string',
    personId: 'string',
    reason: 'string',
    until: 'number',
    at: 'number',
  },
  'approval-requested': { findingId: 'string', personId: 'string', reason: 'string', at: 'number' },
  'permit-requested': { permitId: 'string', terms: 'object', at: 'number' },
  'permit-listed': { permitId: 'string', at: 'number' },
  'permit-signed': {
    permitId: 'string',
    digest: 'string',
    personId: 'string',
    groups: 'list',
    reason: 'string',
    at: 'number',
  },
  'permit-refused': { permitId: 'string', personId: 'string', code: 'string', detail: 'string', at: 'number' },
  'permit-withdrawn': { permitId: 'string', digest: 'string', personId: 'string', reason: 'string', at: 'number' },
  'permit-used': { permitId: 'string', digest: 'string', use: 'object', at: 'number' },
  'drill-passed': {
    findingId: 'string',
    principal: 'string',
    account: 'string',
    calledAt: 'number',
    raisedAt: 'number',
    at: 'number',
  },
  'gate-passed': { account: 'string', permitId: 'string', stack: 'string', token: 'string', at: 'number' },
  // `needs` is an object or null
  'change-set-judged': { changeSet: 'string', stack: 'string', templates: 'string', at: 'number' },
  'rules-kept': { digest: 'string', bundle: 'object', at: 'number' },
  'rules-proposed': {
    digest: 'string',
    standards: 'string',
    version: 'number',
    previous: 'string',
    weakens: 'list',
    personId: 'string',
    reason: 'string',
    at: 'number',
  },
  'rules-signed': { digest: 'string', personId: 'string', groups: 'list', reason: 'string', at: 'number' },
  'rules-signature-refused': { digest: 'string', personId: 'string', code: 'string', detail: 'string', at: 'number' },
  'rules-adopted': {
    digest: 'string',
    standards: 'string',
    version: 'number',
    previous: 'string',
    by: 'string',
    at: 'number',
  },
  'rules-refused': { found: 'string', inForce: 'string', weakens: 'list', problem: 'string', at: 'number' },
  'rules-mode': { mode: 'string', at: 'number' },
  'rules-mode-refused': { mode: 'string', at: 'number' },
  'gate-refused': { token: 'string', account: 'string', environment: 'string', detail: 'string', at: 'number' },
};

/**
 * Whether a value that was stored is a fact: its kind is known and it has the members of that kind. Calls and findings inside are
 * taken as they are: the hash of the entry says that they are what Ambit wrote, so check that first.
 */
export function isFact(value: unknown): value is Fact {
  const kind = memberOf(value, 'kind');
  if (typeof kind !== 'string' || !isFactKind(kind)) return false;
  return Object.entries(MEMBERS[kind]).every(([name, shape]) => hasShape(memberOf(value, name), shape));
}

function isFactKind(kind: string): kind is FactKind {
  return Object.hasOwn(MEMBERS, kind);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function hasShape(value: unknown, shape: Shape): boolean {
  switch (shape) {
    case 'list':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'string':
    case 'number':
      return typeof value === shape;
  }
}
