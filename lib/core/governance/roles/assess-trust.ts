import type { Reason } from '../../access/excess.ts';
import type { AccountState } from '../../account/state.ts';
import type { Finding } from '../finding.ts';
import { findingOfGain, type Giving } from './finding-of-gain.ts';
import { allGains, gainByRole, type RoleGain } from './gain-by-role.ts';
import { handedRoles, nameOfRole } from './handed-roles.ts';
import { giverOf, isOfAws } from '../assess/giver.ts';
import { atLeast } from '../graver.ts';
import type { Standard } from '../standards/standards.ts';
import { type OpenedWay, trusts, type Way } from './trust-opening.ts';

/** A call that says who can become whom besides the trust policies of roles. */
export interface TrustChange extends Omit<Giving, 'giver'> {
  readonly ways: readonly OpenedWay[];
  /** An account with the roles that are named; undefined: it cannot be read. */
  readonly stateOf: (account: string) => AccountState | undefined;
}

/** What one way gives. */
interface OpenedGain {
  readonly gain: RoleGain;
  readonly reason: Reason;
  readonly way: Way;
}

/**
 * What people and machines outside of IAM gain by a change of who can become whom: what the roles that they come to may
 * do beyond the standard of principals that no class matches, and all of it where they are the public. A role whose trust
 * policy lets nobody in by this way is none.
 */
export function assessTrust(input: TrustChange): readonly Finding[] {
  const { call, ways, caller, governance } = input;
  if (call.error !== undefined || isOfAws(call.actor)) return [];
  const opened = ways.map((way) => gainBy(way, input)).filter((each) => each !== undefined);
  const gain = allGains(opened.map((each) => each.gain));
  if (gain === undefined) return [];
  const floor = opened.map(({ way }) => way.floor).reduce(atLeast);
  const giving = { ...input, giver: giverOf(call.actor, caller, governance) };
  return [findingOfGain(gain, { kind: 'excess-trust', reasons: opened.map(({ reason }) => reason), floor }, giving)];
}

function gainBy({ way, roles, more }: OpenedWay, { call, governance, stateOf }: TrustChange): OpenedGain | undefined {
  const standard = way.to === 'public' ? NOTHING : governance.unclassified.standard;
  const known = handedRoles(roles, stateOf).filter((role) => role.kind === 'unknown' || trusts(role, way));
  const gained = known.flatMap((role) => {
    const gain = gainByRole(role, { standard, waivers: [], held: undefined });
    return gain === undefined ? [] : [{ role, gain }];
  });
  const gain = allGains([...gained.map((each) => each.gain), ...(more === 0 ? [] : [notCompared(more)])]);
  if (gain === undefined) return undefined;
  const names = gained.length === 0 ? 'some roles' : gained.map(({ role }) => nameOfRole(role)).join(', ');
  return { gain, way, reason: { rule: 'trust', detail: `${call.name} lets ${way.who} act as ${names}` } };
}

/** What the public may have. */
const NOTHING: Standard = { name: 'the public', policies: [] };

function notCompared(more: number): RoleGain {
  const reasons = [
    { rule: 'roles-not-compared', detail: `${more} more roles are open to them, and were not compared` },
  ];
  return { verdict: 'undetermined', excess: [], witness: null, reasons, openings: [], standing: 'new' };
}
