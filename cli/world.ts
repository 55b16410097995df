import type { Organization } from '../lib/core/account/organization/organization.ts';
import type { AccountState } from '../lib/core/account/state.ts';
import {
  describeGovernanceProblem,
  type GovernanceProblem,
} from '../lib/core/governance/standards/governance-problem.ts';
import type { Governance } from '../lib/core/governance/standards/standards.ts';
import { type AccountFileProblem, readAccount } from '../lib/wiring/read-account.ts';
import { readStandards, type StandardsFile } from '../lib/wiring/read-standards.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { nameOf, reasonOf } from './inputs.ts';
import { Stop } from './stop.ts';

/** The account of a file, or of stdin (`-`); a `Stop` where it cannot be read. */
export async function accountOf(path: string, { stdin }: Pick<Context, 'stdin'>): Promise<AccountState> {
  const read = await readAccount(path === '-' ? stdin : path);
  if (read.ok) return read.value;
  throw new Stop(EXIT.badInput, accountProblemLine(path, read.error));
}

/** The organization of a file, or of stdin (`-`); a `Stop` where it cannot be read. */
export async function organizationOf(path: string, { stdin }: Pick<Context, 'stdin'>): Promise<Organization> {
  const { readOrganization } = await import('../lib/wiring/given-organization.ts');
  const read = await readOrganization(path === '-' ? stdin : path);
  if (read.ok) return read.value;
  throw new Stop(EXIT.badInput, organizationProblemLine(path, read.error));
}

/** What is wrong with an organization's file, in one line. */
export function organizationProblemLine(path: string, { code, place, detail }: AccountFileProblem): string {
  const what = code === 'UNREADABLE_FILE' ? unreadable(detail) : `${place}: ${detail}`;
  return `${nameOf(path)}: ${what}; docs/json.md says what an organization is written as`;
}

/** The standards of a file, or the default; a `Stop` where they cannot be read. */
export async function governanceOf(path: string | undefined): Promise<Governance> {
  return (await standardsOf(path)).governance;
}

/** The same with the file that says it. */
export async function standardsOf(path: string | undefined): Promise<StandardsFile> {
  const read = await readStandards(path);
  if (read.ok) return read.value;
  throw new Stop(EXIT.badInput, standardsProblemLine(path, read.error));
}

/** What is wrong with an account file, in one line. */
export function accountProblemLine(path: string, { code, place, detail }: AccountFileProblem): string {
  const name = nameOf(path);
  switch (code) {
    case 'UNREADABLE_FILE':
      return `${name}: ${unreadable(detail)}`;
    case 'BROKEN_JSON':
      return `${name}: broken JSON: ${detail}; fetch it again with aws iam get-account-authorization-details`;
    case 'FILE_TOO_LARGE':
    case 'TOO_LARGE':
      return `${name}: over its limit: ${detail}`;
    case 'WRONG_SHAPE':
    case 'NO_ACCOUNT':
    case 'TWO_ACCOUNTS':
    case 'CONTRADICTION':
      return `${name}: ${place}: ${detail}; it must be what aws iam get-account-authorization-details prints`;
  }
}

/** What is wrong with a standards file, in one line: the most telling problem, and how many more there are. */
export function standardsProblemLine(path: string | undefined, problems: readonly GovernanceProblem[]): string {
  // what was misspelt explains what is missing
  const first = problems.find(({ expected }) => expected.includes('did you mean')) ?? problems[0];
  const name = path === undefined ? 'the default standards' : nameOf(path);
  if (first === undefined) return `${name}: it was refused`;
  const rest =
    problems.length > 1 ? ` (and ${problems.length - 1} more; ambit standards check ${name} lists them)` : '';
  return `${standardsProblemText(name, first)}${rest}`;
}

/** A problem of a standards file with the file's name: `NAME:LINE:COLUMN: …`, or `NAME: …` where it is of the whole file. */
export function standardsProblemText(name: string, problem: GovernanceProblem): string {
  return `${name}:${problem.position === undefined ? ' ' : ''}${describeGovernanceProblem(problem)}`;
}

function unreadable(detail: string): string {
  if (/unexpected end of file|incorrect|invalid|gzip/i.test(detail)) {
    return `the gzip data is broken or cut off (${detail}); fetch the file again`;
  }
  const code = /^([A-Z]+):/.exec(detail)?.[1];
  return reasonOf({ code, message: detail });
}
