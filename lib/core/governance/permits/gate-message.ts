import { toIso } from '../../instant.ts';
import type { GatedChange } from './gated-change.ts';
import { operationText, permitId } from './permit.ts';
import type { PermitMismatch } from './permit-covers.ts';

/** CloudFormation takes 4,096 characters of a hook's message, Cloud Control 1,024. */
const LONGEST = 1024;

/** Why no permit lets a change pass. `NONE`: nobody asked for one; `UNPINNED`: there can be none for exactly it. */
export type PermitLack = PermitMismatch | { readonly code: 'NONE' } | { readonly code: 'UNPINNED' };

/** The refusal of a change, for the engineer who is refused: what, why, what to do next. The command is never cut. */
export function refusalMessage(gated: GatedChange, lack: PermitLack): string {
  const { environment, what, why } = gated;
  const head = `Ambit refuses to ${what} in the guarded environment "${environment}"`;
  const tail = `; ${lackText(lack)}. ${nextStep(gated, lack)}`;
  const room = LONGEST - head.length - tail.length - 2;
  const reasons = why.join('; ');
  return `${head}${reasons === '' || room < 20 ? '' : `: ${cut(reasons, room)}`}${tail}`;
}

/** A refusal without a change that could be permitted. */
export function faultMessage(detail: string): string {
  return cut(`Ambit refuses: ${detail}`, LONGEST);
}

/** The command that asks for a permit for exactly this change; words in capitals are for people to fill in. */
export function requestCommand({ environment, change }: GatedChange): string {
  const { account, operation, target } = change;
  const options = [
    ['environment', environment],
    ['account', account],
    ['operation', operationText(operation)],
    ['target', target],
    ['change', change.change],
  ] as const;
  const given = options.map(([name, value]) => `--${name} ${inShell(value)}`).join(' ');
  return `ambit permit request ${given} --actor ARN --hours 4 --by PERSON --reason WHY`;
}

function nextStep(gated: GatedChange, lack: PermitLack): string {
  const id = permitId(gated.change);
  switch (lack.code) {
    case 'NONE':
    case 'OTHER_CHANGE':
    case 'USED':
    case 'TOO_LATE':
    case 'WITHDRAWN':
    case 'DIGEST_CHANGED':
      return `Ask for a permit: ${requestCommand(gated)}`;
    case 'NOT_SIGNED':
      return `See who can sign: ambit permit show ${id}`;
    case 'UNPINNED':
      return 'Make a change set instead (aws cloudformation create-change-set): it says what is changed, and if it is refused, which permit to ask for';
    case 'TOO_EARLY':
    case 'OTHER_ACTOR':
      return `See its terms: ambit permit show ${id}`;
  }
}

/** What keeps a permit from covering a change, for people. */
export function lackText(lack: PermitLack): string {
  switch (lack.code) {
    case 'NONE':
    case 'OTHER_CHANGE':
      return 'no permit covers it';
    case 'UNPINNED':
      return 'the templates do not tell all that would be done, so no permit can be for exactly it';
    case 'USED':
      return `its permit was used at ${toIso(lack.at)}, and is good once`;
    case 'TOO_LATE':
      return `its permit ended at ${toIso(lack.until)}`;
    case 'TOO_EARLY':
      return `its permit begins at ${toIso(lack.from)}`;
    case 'WITHDRAWN':
      return `its permit was withdrawn at ${toIso(lack.at)}`;
    case 'DIGEST_CHANGED':
      return 'the terms of its permit are not those that were signed';
    case 'OTHER_ACTOR':
      return `its permit is for ${lack.permitted}`;
    case 'NOT_SIGNED':
      return `its permit lacks signatures: ${lack.missing.map(({ group, count }) => `${count} of ${group}`).join(', ')}`;
  }
}

/** A word for a shell: quoted where it has anything but plain characters. */
function inShell(value: string): string {
  return /^[A-Za-z0-9_./:@=+-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
}
