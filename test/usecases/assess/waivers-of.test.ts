import { describe, expect, test } from '@jest/globals';
import { sliceOf } from '../../../lib/core/account/slice.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import { type Case, foldCase } from '../../../lib/core/governance/cases/case.ts';
import type { FindingKind } from '../../../lib/core/governance/finding.ts';
import { raise } from '../../../lib/core/governance/raise.ts';
import { agentWaiversOf, waiversOf } from '../../../lib/usecases/assess/waivers-of.ts';
import { draft } from '../../core/governance/cases.ts';
import { withAdministrators } from '../agents.ts';
import { ENGINEER, MINUTE, NOW } from '../company.ts';

const RITA = 'AROAENGINEER:rita';
const state = withAdministrators();

/** A case of the engineers' role in which Rita acted, with a waiver that runs. */
function waived(kind: FindingKind): Case {
  const frozen = stateToJson(sliceOf(state, ENGINEER) ?? state);
  const actor = { ...draft().actor, id: RITA };
  const finding = raise(draft({ kind, principal: ENGINEER, actor, frozen }), { kind: 'alert', why: '' });
  const raised = { kind: 'finding-raised', finding, at: NOW } as const;
  const { digest, id: findingId, account, principal } = finding;
  const opened = foldCase([{ sequence: 1, subject: findingId, fact: raised, previous: digest, hash: digest }]);
  if (opened === undefined) throw new Error('no case');
  const waiver = { findingId, account, principal, digest, frozen, from: NOW, until: NOW + MINUTE };
  return { ...opened, waiver };
}

const ofRole = (kind: FindingKind) => waiversOf(ENGINEER, [waived(kind)], NOW, state).length;
const ofAgent = (kind: FindingKind, id: string) =>
  agentWaiversOf({ id, principalArn: ENGINEER }, [waived(kind)], NOW, state).length;

describe('what was signed', () => {
  test.each<[string, number, number]>([
    ['for a role counts for the role', ofRole('excess-access'), 1],
    ['for a role does not count for an agent that uses it', ofAgent('excess-access', RITA), 0],
    ['for an agent counts for agents in sessions of that name', ofAgent('agent-as-engineer', RITA), 1],
    ['for an agent does not count in sessions of another name', ofAgent('agent-as-engineer', 'AROAENGINEER:sam'), 0],
    ['for an agent does not count for the role that it uses', ofRole('agent-as-engineer'), 0],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
