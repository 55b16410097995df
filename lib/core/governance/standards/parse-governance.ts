import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { isList } from '../../policy/parse-texts.ts';
import { err, ok, type Result } from '../../result.ts';
import { serviceProblems } from './check-approval.ts';
import { checkGovernance } from './check-governance.ts';
import { type GovernanceProblem, placeOfPath, valueAt } from './governance-problem.ts';
import { type GovernanceFile, governanceSchema } from './governance-schema.ts';
import { type ActionNames, parseStandard } from './parse-standard.ts';
import { problemsOfIssue } from './problems-of-issue.ts';
import type { BreakerLimit, ClassMatch, Governance, GuardedEnvironment, PrincipalClass } from './standards.ts';

/**
 * Reads a standards file, parsed from YAML to JSON. `files` holds the policy documents that it names by `file:`
 * (`policyFilesOf` lists them). Refused with every problem found: form first, then what does not fit together.
 * `actionNames` checks the actions of the standards against a catalogue; without it they are not checked.
 */
export function parseGovernance(
  source: JsonValue,
  files: ReadonlyMap<string, JsonValue>,
  actionNames?: ActionNames,
): Result<Governance, readonly GovernanceProblem[]> {
  const read = readGovernance(source, files, actionNames);
  if (!('governance' in read)) return err(read.problems);
  const { governance } = read;
  const problems = [...read.problems, ...checkGovernance(governance)];
  if (actionNames !== undefined) problems.push(...serviceProblems(governance, actionNames));
  return problems.length > 0 ? err(problems) : ok(governance);
}

/**
 * Reads rules that came in force, by their form alone: what does not fit together was looked at when they did, and what a later
 * version looks at besides must not leave it without any rules.
 */
export function parseKeptGovernance(
  source: JsonValue,
  files: ReadonlyMap<string, JsonValue>,
): Result<Governance, readonly GovernanceProblem[]> {
  const read = readGovernance(source, files);
  return 'governance' in read && read.problems.length === 0 ? ok(read.governance) : err(read.problems);
}

interface Read {
  readonly governance: Governance;
  readonly problems: readonly GovernanceProblem[];
}

function readGovernance(
  source: JsonValue,
  files: ReadonlyMap<string, JsonValue>,
  actionNames?: ActionNames,
): Read | Pick<Read, 'problems'> {
  const forbidden = forbiddenKeys(source);
  if (forbidden.length > 0) return { problems: forbidden };
  const parsed = governanceSchema.safeParse(source);
  if (!parsed.success) {
    return { problems: parsed.error.issues.flatMap((issue) => problemsOfIssue(issue, source, governanceSchema)) };
  }
  const problems: GovernanceProblem[] = [];
  const read = { source, files, problems, ...(actionNames === undefined ? {} : { actionNames }) };
  return { governance: toGovernance(parsed.data, read), problems };
}

/** The policy files that a standards file names, sorted, each once. Takes any JSON: what is out of form is passed over. */
export function policyFilesOf(source: JsonValue): readonly string[] {
  const classes = valueAt(source, ['classes']);
  const count = classes !== undefined && isList(classes) ? classes.length : 0;
  const standards = [
    ...Array.from({ length: count }, (_, index) => valueAt(source, ['classes', index, 'standard'])),
    valueAt(source, ['unclassified', 'standard']),
  ];
  const entries = standards.flatMap((standard) => {
    if (!isJsonObject(standard)) return [];
    const policies = standard['policies'];
    return [...(policies !== undefined && isList(policies) ? policies : []), standard['assumableBy']];
  });
  const names = entries.flatMap((entry) => {
    const file = isJsonObject(entry) ? entry['file'] : undefined;
    return typeof file === 'string' ? [file] : [];
  });
  return [...new Set(names)].sort();
}

/** What the parts of a standards file are read with: the whole source, the policy files, the problems so far. */
interface Reading {
  readonly source: JsonValue;
  readonly files: ReadonlyMap<string, JsonValue>;
  readonly problems: GovernanceProblem[];
  readonly actionNames?: ActionNames;
}

function toGovernance(file: GovernanceFile, read: Reading): Governance {
  const { unclassified } = file;
  return {
    classes: file.classes.map((each, index): PrincipalClass => {
      const path = ['classes', index, 'standard'];
      const standard = parseStandard(each.standard, { className: each.name, path }, read);
      return { ...each, match: toMatch(each.match), standard };
    }),
    unclassified: {
      ...unclassified,
      name: 'unclassified',
      kind: 'unclassified',
      match: NO_MATCH,
      standard: parseStandard(
        unclassified.standard,
        { className: 'unclassified', path: ['unclassified', 'standard'] },
        read,
      ),
    },
    people: file.people,
    approval: file.approval,
    protectedPrincipals: file.protectedPrincipals,
    environments: file.environments.map(toEnvironment),
    sharing: file.sharing,
    trustedTokens: file.trustedTokens,
    waiver: file.waiver,
    permit: file.permit,
    staleAfterMinutes: file.staleAfterMinutes,
    accountModes: file.accountModes,
    breaker: toBreaker(file.breaker),
    flapping: file.flapping,
    burst: file.burst,
    waitForStackMinutes: file.waitForStackMinutes,
  };
}

function toBreaker({ sharePercent, ...limit }: GovernanceFile['breaker']): BreakerLimit {
  return sharePercent === undefined ? limit : { ...limit, sharePercent };
}

/** Stacks are guarded by their ARNs, and what is theirs by its tag. */
function toEnvironment(file: GovernanceFile['environments'][number]): GuardedEnvironment {
  const stacks = file.stacks.map((name) => `arn:*:cloudformation:*:*:stack/${name}`);
  return {
    ...file,
    resources: [...file.resources, ...stacks],
    tags: file.tags.map((each) => new Map(Object.entries(each))),
  };
}

const NO_MATCH: ClassMatch = { names: [], paths: [], tags: [], trust: [], permissionSets: [] };

function toMatch(match: GovernanceFile['classes'][number]['match']): ClassMatch {
  return { ...match, tags: match.tags.map((each) => new Map(Object.entries(each))) };
}

/** Keys that JavaScript libraries drop or trip over: dropping one would widen what the rest of its object matches. */
function forbiddenKeys(source: JsonValue): readonly GovernanceProblem[] {
  const problems: GovernanceProblem[] = [];
  // a list of what is still to visit, since a hostile document may be nested deeper than the call stack
  const open: { readonly value: JsonObject | readonly JsonValue[]; readonly path: readonly (string | number)[] }[] = [];
  const visit = (value: JsonValue | undefined, path: readonly (string | number)[]) => {
    if (value !== undefined && (isJsonObject(value) || isList(value))) open.push({ value, path });
  };
  visit(source, []);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (isList(value)) {
      value.forEach((each, index) => visit(each, [...path, index]));
      continue;
    }
    for (const [key, each] of Object.entries(value)) {
      if (key === '__proto__') {
        problems.push({ place: placeOfPath([...path, key]), got: 'a reserved key', expected: 'another name' });
      } else visit(each, [...path, key]);
    }
  }
  return problems;
}
