import type { SignIn } from '../../api/sign-in.ts';
import { type Mode, MODES } from '../../core/governance/standards/standards.ts';

/** What a deployed function is told by its environment variables. */
export interface Environment {
  /** The hub's own account and Region. */
  readonly region: string;
  readonly table: string;
  readonly evidenceBucket: string;
  /** ARN of the key that signs checkpoints. */
  readonly signingKey: string;
  readonly bus: string;
  readonly scheduleGroup: string;
  /** ARNs of the role that wakes on-deadline, and of that function. */
  readonly scheduleRole: string;
  readonly deadlineFunction: string;
  readonly topic: string;
  /** URLs of the queues. */
  readonly calls: string;
  readonly sweepPages: string;
  /** Roles in members are called `<prefix>Observer` and so on. */
  readonly rolePrefix: string;
  /** Regions that are watched, the hub's first. */
  readonly regions: readonly string[];
  /** ARNs of Ambit's own stacks, without ids: the gate leaves them alone. */
  readonly ownStacks: readonly string[];
  /** Ids; empty: all accounts of the organization. */
  readonly accounts: readonly string[];
  readonly mode: Mode;
  /** The home Region of Identity Center, where the hub's account may read it; undefined: it may not, or there is none. */
  readonly identityCenter: string | undefined;
  /** The bucket of a trail, if there is one to read. */
  readonly trailBucket: string | undefined;
  /** So often a message is received before it becomes a dead letter. */
  readonly mostReceives: number;
  /** Where people sign in to the console; undefined: there is none. */
  readonly signIn: SignIn | undefined;
}

/** The environment is not as the stack sets it. */
export class EnvironmentFault extends Error {
  override readonly name = 'EnvironmentFault';
}

/** Reads the variables that the stack sets; throws an `EnvironmentFault` that names every one that is missing or wrong. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const problems: string[] = [];
  const text = (name: string): string => {
    const value = variables[name] ?? '';
    if (value === '') problems.push(`${name} is not set`);
    return value;
  };
  const environment = {
    region: text('AWS_REGION'),
    table: text('AMBIT_TABLE'),
    evidenceBucket: text('AMBIT_EVIDENCE_BUCKET'),
    signingKey: arnIn('AMBIT_SIGNING_KEY', text('AMBIT_SIGNING_KEY'), problems),
    bus: text('AMBIT_BUS'),
    scheduleGroup: text('AMBIT_SCHEDULE_GROUP'),
    scheduleRole: text('AMBIT_SCHEDULE_ROLE'),
    deadlineFunction: text('AMBIT_DEADLINE_ARN'),
    topic: text('AMBIT_TOPIC'),
    calls: text('AMBIT_QUEUE'),
    sweepPages: text('AMBIT_SWEEP_QUEUE'),
    rolePrefix: text('AMBIT_ROLE_PREFIX'),
    regions: text('AMBIT_REGIONS').split(','),
    ownStacks: listed(variables['AMBIT_OWN_STACKS'] ?? ''),
    accounts: accountsIn(variables['AMBIT_ACCOUNTS'] ?? '', problems),
    mode: modeIn(variables['AMBIT_MODE'], problems),
    identityCenter: variables['AMBIT_IDENTITY_CENTER'] || undefined,
    trailBucket: variables['AMBIT_TRAIL_BUCKET'] || undefined,
    mostReceives: receivesIn(variables['AMBIT_MOST_RECEIVES'], problems),
    signIn: signInOf(variables, problems),
  };
  if (problems.length === 0) return environment;
  throw new EnvironmentFault(`${problems.join('; ')}; deploy the stack again`);
}

function arnIn(name: string, text: string, problems: string[]): string {
  const isArn = /^arn:[a-z-]+:[a-z-]+:[a-z0-9-]*:\d{12}:./.test(text);
  if (text !== '' && !isArn) problems.push(`${name} is ${JSON.stringify(text)}, no ARN with an account`);
  return text;
}

function listed(text: string): readonly string[] {
  return text.split(',').filter((each) => each !== '');
}

function accountsIn(text: string, problems: string[]): readonly string[] {
  const accounts = listed(text);
  const wrong = accounts.filter((id) => !/^\d{12}$/.test(id));
  if (wrong.length > 0) problems.push(`AMBIT_ACCOUNTS has ${JSON.stringify(wrong.join(','))}, which is no account id`);
  return accounts;
}

function modeIn(text: string | undefined, problems: string[]): Mode {
  const mode = MODES.find((each) => each === text);
  if (mode === undefined) problems.push(`AMBIT_MODE is ${JSON.stringify(text)}, not one of ${MODES.join(', ')}`);
  return mode ?? 'observe';
}

function receivesIn(text: string | undefined, problems: string[]): number {
  const most = Number(text ?? Number.NaN);
  if (!Number.isInteger(most) || most < 1)
    problems.push(`AMBIT_MOST_RECEIVES is ${JSON.stringify(text)}, not a number`);
  return most;
}

function signInOf(variables: Readonly<Record<string, string | undefined>>, problems: string[]): SignIn | undefined {
  const { AMBIT_ISSUER: issuer, AMBIT_CLIENT: clientId, AMBIT_SIGN_IN_ORIGINS: origins } = variables;
  if (issuer === undefined && clientId === undefined && origins === undefined) return undefined;
  if (issuer && clientId && origins) return { issuer, clientId, origins: origins.split(',') };
  problems.push('AMBIT_ISSUER, AMBIT_CLIENT and AMBIT_SIGN_IN_ORIGINS go together, and one of them is not set');
  return undefined;
}
