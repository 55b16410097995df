import type { RulesJson, RulesProposalJson, RulesVersionJson } from '../../lib/core/governance/rules/rules-json.ts';
import { describeWeakening, type Weakening } from '../../lib/core/governance/rules/weakening.ts';

const WHY: Readonly<Record<RulesVersionJson['by'], string>> = {
  'first-use': 'trusted on first use: nobody signed them',
  'no-weakening': 'they ask for as much as those before, or for more',
  signatures: 'signed',
};

/** The rules as they stand: what is in force, what is to be signed, what was refused. */
export function rulesLines({ inForce, proposal, refused, mode }: RulesJson): readonly string[] {
  return [
    ...(inForce === null ? ['no rules are in force'] : ['in force', ...versionLines(inForce)]),
    ...(proposal === null ? [] : ['to be signed', ...proposalLines(proposal)]),
    ...(refused === null ? [] : [`a file found at ${refused.at} is not in force`, ...refusedLines(refused)]),
    ...(mode === null ? [] : [`the mode ${mode.inForce} is in force since ${mode.since}`]),
    ...(mode === null || mode.refused === null
      ? []
      : [`  the mode ${mode.refused} was deployed; to do less, have accountModes of ambit.yaml signed`]),
  ];
}

/** One version that is or was in force. */
export function versionLines({ version, digest, at, by, weakens, signatures }: RulesVersionJson): readonly string[] {
  return [
    `  version ${version} since ${at}: ${WHY[by]}`,
    `  digest:   ${digest}`,
    ...weakenLines(weakens),
    ...signatures.map(({ person, groups, reason }) => `  signed:   by ${person} as ${groups.join(', ')}: ${reason}`),
  ];
}

function proposalLines(proposal: RulesProposalJson): readonly string[] {
  const { version, digest, weakens, proposedBy, reason, signatures, missing, signableUntil } = proposal;
  return [
    `  version ${version}, asked for by ${proposedBy}: ${reason}`,
    `  digest:   ${digest}`,
    ...weakenLines(weakens),
    ...signatures.map(({ person, groups, reason: why }) => `  signed:   by ${person} as ${groups.join(', ')}: ${why}`),
    `  missing:  ${missing.map(({ group, count }) => `${count} of ${group}`).join(', ')}, until ${signableUntil}`,
    `  to sign:  ambit rules sign --digest ${digest} --reason WHY`,
  ];
}

function refusedLines({ weakens, problem }: NonNullable<RulesJson['refused']>): readonly string[] {
  if (problem !== '') return [`  problem:  ${problem}`];
  return [...weakenLines(weakens), '  to have it signed: ambit rules propose --reason WHY'];
}

/** In what rules ask for less, one line each. */
export function weakenLines(weakens: readonly Weakening[]): readonly string[] {
  return weakens.map((each) => `  weaker:   ${describeWeakening(each)}`);
}
