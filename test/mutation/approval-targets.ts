import type { Target } from './target.ts';

const ACTS = 'core/governance/cases/acts-as.test.ts';
const SIGN = 'core/governance/cases/sign.test.ts';
const QUORUM = 'core/governance/cases/quorum.test.ts';
const NEEDS = 'core/governance/cases/needs.test.ts';
const CASE = [
  'core/governance/cases/case.test.ts',
  'core/governance/cases/hold-attempts.test.ts',
  'core/governance/cases/restore-calls.test.ts',
];
const STATUS = 'core/governance/cases/case-status.test.ts';
const WAIVERS = 'core/governance/cases/waivers.test.ts';
const GLASS = 'core/governance/cases/break-glass.test.ts';
const WARRANT = 'core/governance/cases/warrant.test.ts';
const DECIDE = ['usecases/approval/decide-approval.test.ts', 'usecases/approval/follow-decision.test.ts'];
const RESTORE = ['usecases/approval/restore-access.test.ts', 'usecases/approval/restored-beside-another.test.ts'];
const NAMESAKE = 'usecases/holds/namesake.test.ts';
const BEYOND_IAM = ['wiring/held-beyond-iam.test.ts', 'wiring/signed-beyond-iam.test.ts'];
const RECERTIFY = ['attacks/recertification.test.ts', 'attacks/break-glass.test.ts'];
const DEADLINES = 'usecases/approval/meet-deadlines.test.ts';
const GROWN = 'usecases/approval/grown-since-signed.test.ts';
const WIDER = 'usecases/approval/wider-than-signed.test.ts';
const COVERED = 'usecases/approval/covered-by-deny.test.ts';
const ATTACKS = 'attacks/countersigning.test.ts';
const WAITS = 'wiring/waiting-for-stacks.test.ts';
const GAINS = [
  'usecases/approval/gains-by.test.ts',
  'usecases/approval/gains-by-limits.test.ts',
  'usecases/approval/own-gifts.test.ts',
  'usecases/approval/acts-as-agent.test.ts',
];
const WAITING = 'core/governance/holds/in-code/wait-for-stack.test.ts';
const WAIVED = 'usecases/assess/waivers-of.test.ts';

const of =
  (group: Target['group'], folder: string) =>
  (name: string, ...judges: readonly string[]): Target => ({ group, file: `${folder}/${name}.ts`, judges });

const CASES = 'core/governance/cases';
const quorum = of('quorum', CASES);
const signing = of('signing', CASES);
const restore = of('restore', CASES);
const waivers = of('waivers', CASES);
const consenting = of('signing', 'usecases/approval');
const restoring = of('restore', 'usecases/approval');
const waiving = of('waivers', 'usecases/approval');

/** What lies between a hold and its end: who signs, what it takes, what is given back and until when. */
export const APPROVAL_TARGETS: readonly Target[] = [
  quorum('quorum', QUORUM, SIGN, NEEDS, WAIVERS),
  quorum('needs', NEEDS, QUORUM),
  signing('acts-as', ACTS, SIGN, QUORUM),
  signing('sign', SIGN, WAIVERS),
  signing('session-age', SIGN, QUORUM),
  signing('digest-of-finding', SIGN),
  consenting('decide-approval', ...DECIDE, ...RECERTIFY, ATTACKS, ...BEYOND_IAM),
  consenting('gains-by', ...GAINS),
  consenting('neighbours', ...GAINS, ...DECIDE),
  consenting('acts-as-agent', ...GAINS, ...DECIDE),
  consenting('follow-decision', ...DECIDE, ...RECERTIFY),
  restore('may-restore', QUORUM, WAIVERS, GLASS),
  restore('warrant', WARRANT),
  restore('case', ...CASE, WAIVERS, GLASS, WAITING),
  restore('case-parts', ...CASE, WAIVERS, GLASS, ...RESTORE),
  restore('case-status', STATUS, ...CASE),
  restoring('restore-access', ...RESTORE, NAMESAKE, ...BEYOND_IAM),
  restoring('wider-than-signed', WIDER, COVERED),
  restoring('covered-by-deny', COVERED),
  restoring('grown-since-signed', GROWN, ...BEYOND_IAM),
  restoring('new-people', GROWN),
  restoring('organization-looser', GROWN),
  restoring('waiver-deadlines', DEADLINES, ...RESTORE),
  waivers('waiver', WAIVERS, ...CASE),
  waivers('case-of-waiver', WAIVERS, GLASS, ...CASE),
  waivers('signed-part', WAIVED),
  waivers('keep-or-revoke', WAIVERS),
  waivers('break-glass', GLASS),
  waiving('meet-deadlines', DEADLINES, ...BEYOND_IAM, WAITS),
];
