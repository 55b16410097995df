// @ts-check

/** What each status of a finding means to who reads it. @type {Readonly<Record<string, string>>} */
const STATUS = {
  observed: 'observed',
  alerted: 'alerted',
  open: 'waiting',
  'hold-pending': 'being held',
  held: 'held',
  'hold-failed': 'hold failed',
  rejected: 'rejected',
  restoring: 'being restored',
  restored: 'restored',
  'restore-failed': 'restore failed',
  'waiver-ended': 'waiver ended',
  // of a permit
  signed: 'granted',
  used: 'used',
  withdrawn: 'withdrawn',
  lapsed: 'lapsed',
  over: 'over',
};

/** What each status of a permit means to who reads it. @type {Readonly<Record<string, string>>} */
const PERMIT_STATUS = {
  open: 'It lacks signatures.',
  signed: 'It is good for exactly this change, once, in its window.',
  used: 'It was used, and is good for nothing else.',
  withdrawn: 'It was taken back before it was used.',
  lapsed: 'It was not signed in time.',
  over: 'Its window ended before it was used.',
};

/** @type {Readonly<Record<string, string>>} */
const OPERATION = {
  'stack-delete': 'Delete a stack',
  'stack-update': 'Update a stack',
  'iam-resource': 'Change access',
};

/** @type {Readonly<Record<string, string>>} */
const KIND = {
  'excess-access': 'Excess access',
  'guardrail-removed': 'Guardrail removed',
  'excess-trust': 'Excess trust',
  'standing-excess': 'Standing excess',
  'credential-created': 'Credential created',
  'unpermitted-destruction': 'Unpermitted destruction',
  'environment-recreated': 'Environment recreated',
  'agent-as-engineer': 'Agent as engineer',
  'destructive-burst': 'Destructive burst',
  'gate-bypassed': 'Gate bypassed',
  'watch-tampered': 'Watch tampered',
  'hold-undone': 'Hold undone',
  'excess-sharing': 'Excess sharing',
  'excess-by-role': 'Excess by role',
  'break-glass-used': 'Break-glass used',
  'unassessed-change': 'Unassessed change',
  'unreadable-call': 'Unreadable call',
};

/** Why rules are in force. @type {Readonly<Record<string, string>>} */
const ADOPTION = {
  'first-use':
    'There were none before, so they were trusted on first use: nobody signed them. Check that they are yours.',
  'no-weakening': 'They ask for as much as those before, or for more.',
  signatures: 'They ask for less than those before, and people signed that.',
};

/** Why a signature was not taken. @type {Readonly<Record<string, string>>} */
const REFUSAL = {
  SIGNED_OWN_REQUEST: 'asked for it',
  GAINS_BY_IT: 'gains by it',
  GAINS_UNKNOWN: 'may gain by it: nobody could tell',
  IS_AGENT: 'is an agent, or acts as one',
  NOT_AN_APPROVER: 'is in no group that signs this',
  UNKNOWN_PERSON: 'is not named by the standards',
  ALREADY_SIGNED: 'had signed',
  DIGEST_CHANGED: 'was shown something other than what is to be signed',
  EXPIRED: 'came too late',
  SESSION_TOO_OLD: 'had signed in too long ago',
  SESSION_UNKNOWN: 'had signed in nobody knows when',
  NOTHING_PROPOSED: 'signed what nobody asked for',
  WAIVER_TOO_LONG: 'would accept it for longer than is allowed',
  WAIVER_TOO_SHORT: 'would accept it for no time',
  NOT_SIGNABLE: 'signed when it took no signatures',
  REJECTED: 'signed what was rejected',
};

/** Statuses by what is to be done, for the filter. @type {readonly (readonly [string, string])[]} */
export const FILTERS = [
  ['', 'All'],
  ['open,hold-pending,held,hold-failed,restore-failed,waiver-ended', 'Held or waiting'],
  ['hold-failed,restore-failed', 'Failed'],
  ['alerted,observed', 'Alert only'],
  ['restored,restoring', 'Restored'],
  ['rejected', 'Rejected'],
];

/** Statuses of permits by what is to be done, for the filter. @type {readonly (readonly [string, string])[]} */
export const PERMIT_FILTERS = [
  ['', 'All'],
  ['open', 'Waiting'],
  ['signed', 'Granted'],
  ['used', 'Used'],
  ['withdrawn,lapsed,over', 'Ended unused'],
];

/** @param {string} status */
export const permitStatusText = (status) => PERMIT_STATUS[status] ?? status;

/** @param {string} by */
export const adoptionText = (by) => ADOPTION[by] ?? by;

/** @param {string} code */
export const refusalText = (code) => REFUSAL[code] ?? 'was refused';

/** @param {string} operation */
export const operationWord = (operation) => OPERATION[operation] ?? operation;

/** @param {string} status */
export const statusWord = (status) => STATUS[status] ?? status;

/** @param {string} kind */
export const kindWord = (kind) => KIND[kind] ?? kind;

/**
 * A moment as people read it, in UTC: everybody on the call sees the same.
 * @param {string} iso
 */
export const moment = (iso) => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

/**
 * The part of an ARN that tells principals apart: `role/agents/deployer`.
 * @param {string} arn
 */
export const shortArn = (arn) => (arn.startsWith('arn:') ? arn.split(':').slice(5).join(':') : arn);

/**
 * Where a finding comes from that names no call.
 * @param {string} kind
 */
export function withoutCall(kind) {
  return kind === 'unreadable-call' ? 'a record that cannot be read' : 'found by a sweep';
}

/**
 * How long ago a moment was, or how far ahead it is, in its largest unit.
 * @param {string} iso
 */
export function distance(iso) {
  const seconds = Math.round((Date.parse(iso) - Date.now()) / 1000);
  const size = Math.abs(seconds);
  const [unit, length] = UNITS.find(([, length]) => size >= length) ?? ['s', 1];
  const text = `${Math.round(size / length)} ${unit}`;
  if (size < 5) return 'now';
  return seconds < 0 ? `${text} ago` : `in ${text}`;
}

/** @type {readonly (readonly [string, number])[]} */
const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
];
