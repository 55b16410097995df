/** A bug that could be made, as a change of one text in one file. */
export interface PlantedBug {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** The text as it is: it occurs in the file once. */
  readonly from: string;
  readonly to: string;
}

const CASES = 'lib/core/governance/cases';
const USECASES = 'lib/usecases';

/** Bugs that are easily made. Each is to be caught by the runs of test/model. */
export const PLANTED: readonly PlantedBug[] = [
  {
    name: 'a return is missing in the quorum: whose signature must not count, counts',
    file: `${CASES}/quorum.ts`,
    from: 'if (person === undefined || isBiasedPerson(person) || isAgent(person, governance)) return [];',
    to: 'if (person === undefined) return [];',
  },
  {
    name: 'a group that nobody signed for is not missed',
    file: `${CASES}/quorum.ts`,
    from: 'if (missing.length > 0 || counted.length >= LEAST_SIGNERS) return missing;',
    to: 'if (counted.length >= LEAST_SIGNERS) return [];',
  },
  {
    name: 'one human with two ids counts twice',
    file: `${CASES}/quorum.ts`,
    from: 'people.some((one) => isSamePerson(one, person));',
    to: 'people.some((one) => one.id === person.id);',
  },
  {
    name: 'who asked for access may sign for it',
    file: `${CASES}/sign.ts`,
    from: "  if (isOwn) return { code: 'SIGNED_OWN_REQUEST' };\n",
    to: '',
  },
  {
    name: 'the digest is over other bytes: the state that is signed is not in it',
    file: `${CASES}/digest-of-finding.ts`,
    from: 'excess, resources, restore, frozen, gives, heldBy }',
    to: 'excess, resources, restore, gives }',
  },
  {
    name: 'a waiver ends with the latest signature, not with the earliest',
    file: `${CASES}/may-restore.ts`,
    from: 'Math.min(now + governance.waiver.maxDays * DAY, ...counted.map(({ until }) => until))',
    to: 'Math.max(...counted.map(({ until }) => until))',
  },
  {
    name: 'the end of a waiver is off by an hour',
    file: `${USECASES}/approval/meet-deadlines.ts`,
    from: 'at < found.waiver.until)',
    to: 'at < found.waiver.until + 3_600_000)',
  },
  {
    name: 'a hold that was begun before a crash is not taken up again',
    file: 'lib/core/governance/holds/hold-due.ts',
    from: "if (hold.kind === 'pending') return true;",
    to: "if (hold.kind === 'pending') return false;",
  },
  {
    name: 'the outcome of a hold is written down before it is made',
    file: `${USECASES}/holds/hold-access.ts`,
    from: '  const outcome = await carryOut({ findingId, account, principal, calls }, { ...deps, enforcer });\n',
    to: `  await appendChosen(deps.ledger, findingId, (entries) =>
    closeHold(foldCase(entries), { begun, outcome: { kind: 'done', slice: undefined }, at: deps.clock.now() }),
  );
  const outcome = await carryOut({ findingId, account, principal, calls }, { ...deps, enforcer });
`,
  },
  {
    name: 'a call is made first, and the ledger asked afterwards',
    file: `${USECASES}/holds/warranted.ts`,
    from: `      const current = foldCase(await ledger.about(findingId));
`,
    to: `      if (findingId !== '') return enforcer.enforce(account, call, findingId);
      const current = foldCase(await ledger.about(findingId));
`,
  },
  {
    name: 'the warrant is asked for, and its answer not looked at',
    file: `${USECASES}/holds/warranted.ts`,
    from: "      if (!allowed.ok) return { kind: 'no-warrant', detail: allowed.error.detail };\n",
    to: '',
  },
  {
    name: 'what is given back is not looked at',
    file: `${USECASES}/approval/wider-than-signed.ts`,
    from: '  return wider && describeWider(wider);',
    to: '  return limits.now > 0 ? undefined : wider && describeWider(wider);',
  },
  {
    name: 'a call whose effect is there already counts as refused',
    file: `${USECASES}/holds/carry-out.ts`,
    from: `    if (outcome.kind === 'refused') {
      return { kind: 'failed', by: 'refusal', detail: \`\${call.name} was refused: \${outcome.code}: \${outcome.detail}\` };
    }`,
    to: `    if (outcome.kind !== 'done') {
      return { kind: 'failed', by: 'refusal', detail: \`\${call.name} was refused: \` };
    }`,
  },
  {
    name: 'a deny that stood in for a hold is not lifted',
    file: `${CASES}/case.ts`,
    from: '[...frozenRestore(finding), ...hold.standIns.map(({ remove }) => remove)]',
    to: 'frozenRestore(finding)',
  },
  {
    name: 'an append hangs on nothing: of two writers both are right',
    file: `${USECASES}/append-chosen.ts`,
    from: 'ledger.append(facts, { subject, entries: entries.length }, ...others)',
    to: 'ledger.append(facts)',
  },
  {
    name: 'a hold undoes a call whatever was done since',
    file: `${USECASES}/holds/choose-hold.ts`,
    from: 'given === undefined && isAsFound(live, found, plan)',
    to: 'given === undefined',
  },
  {
    name: 'a hold that failed is told to nobody',
    file: `${CASES}/news.ts`,
    from: 'return `the hold failed, the excess is still there: ${fact.detail}`;',
    to: 'return undefined;',
  },
  {
    name: 'a restore waits for no hold that was begun before it',
    file: `${USECASES}/approval/restore-access.ts`,
    from: '  if (waiver.until <= deps.clock.now()) return undefined;\n',
    to: '  if (waiver.until > 0) return undefined;\n',
  },
  {
    name: 'who has begun a hold does not look at what was given back meanwhile',
    file: `${USECASES}/holds/hold-access.ts`,
    from: 'return now.every((each) => givenBack.includes(each)) ?',
    to: 'return now.every((each) => givenBack.includes(each) || each !== "") ?',
  },
];
