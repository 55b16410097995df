import type { PermitJson } from '../../lib/core/governance/permits/permit-json.ts';

/** A permit for people: its terms, who signed, and how to sign it where that is still possible. */
export function permitLines(permit: PermitJson): readonly string[] {
  const { id, status, environment, account, target, change, actor, from, until, reason, requestedBy, requestedAt } =
    permit;
  return [
    permitLine(permit),
    `  where:    environment ${environment}, account ${account}`,
    `  what:     ${target}`,
    `  change:   ${change}`,
    `  by:       ${actor}`,
    `  when:     ${from} until ${until}`,
    `  why:      ${reason} (${requestedBy} at ${requestedAt})`,
    ...permit.signatures.map(
      ({ person, groups, reason: why, at, counts }) =>
        `  signed:   ${person} as ${groups.join(', ')} at ${at}: ${why}${counts ? '' : ' (does not count)'}`,
    ),
    ...(permit.missing.length === 0 ? [] : [`  missing:  ${missingText(permit)}`]),
    ...(permit.withdrawn === null
      ? []
      : [`  withdrawn: ${permit.withdrawn.person} at ${permit.withdrawn.at}: ${permit.withdrawn.reason}`]),
    ...(permit.used === null
      ? []
      : [`  used:     by ${permit.used.by === 'gate' ? 'request' : 'call'} ${permit.used.key} at ${permit.used.at}`]),
    ...(status === 'open'
      ? [`  sign it:  ambit permit sign ${id} --digest ${permit.digest} --by PERSON --reason WHY`]
      : []),
  ];
}

/** A permit in one line. */
export function permitLine({ id, status, operation, target, until }: PermitJson): string {
  return `${id} ${status}: ${operation} of ${target} until ${until}`;
}

function missingText({ missing }: PermitJson): string {
  return missing.map(({ group, count }) => `${count} of ${group}`).join(', ');
}
