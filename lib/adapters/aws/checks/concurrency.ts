import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  type LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { LEAST_UNRESERVED, RESERVED_CONCURRENCY } from '../../../core/reserved-concurrency.ts';
import { type Check, fine, problem, warning } from './check.ts';

const WANTED = Object.values(RESERVED_CONCURRENCY).reduce((sum, each) => sum + each, 0);

/** Who is asked about which hub. */
export interface HubFunctions {
  readonly lambda: LambdaClient;
  readonly region: string;
  readonly prefix: string;
}

/** The concurrency of an account in a Region: executions at once. */
interface Concurrency {
  readonly limit: number;
  /** What is kept for no function. */
  readonly unreserved: number;
  /** What functions of the hub have of their own. */
  readonly ofHub: number;
  /** The functions of the hub that have less of their own than they are to. */
  readonly lacking: readonly Reserved[];
}

/** What is kept for a function alone, and what is to be. */
interface Reserved {
  readonly name: string;
  readonly has: number;
  readonly wanted: number;
}

/**
 * Whether an account has the concurrency that a deployment keeps for the hub's functions. Where the hub is there already, only
 * what it lacks is asked for. `isReserved`: as `-c ambit:reserveConcurrency` says. Takes `lambda:GetAccountSettings` and
 * `lambda:GetFunctionConcurrency`.
 */
export async function checkRoomForConcurrency(hub: HubFunctions, isReserved: 'reserved' | 'shared'): Promise<Check> {
  const name = 'quota of concurrency';
  const { limit, unreserved, ofHub } = await concurrencyOf(hub);
  const has = `${unreserved} of ${limit} executions at once are reserved for no function in ${hub.region}`;
  if (isReserved === 'shared') return fine(name, `${has}; the hub shares them with all other functions`);
  const more = Math.max(0, WANTED - ofHub);
  const says = `${has}; the hub reserves ${WANTED}${ofHub === 0 ? '' : ` and has ${ofHub}`}, and ${LEAST_UNRESERVED} must stay free`;
  if (unreserved - more >= LEAST_UNRESERVED) return fine(name, says);
  return problem(name, says, moreThan(limit + more + LEAST_UNRESERVED - unreserved, hub.region));
}

/** What is said where the credentials are not those of the account that the hub is to stand in: Lambda tells each account its own. */
export function concurrencyOfAnother(hubAccount: string): Check {
  return warning(
    'quota of concurrency',
    `the hub is to stand in ${hubAccount}, and these credentials are of another account; the hub reserves ${WANTED} executions at once, and ${LEAST_UNRESERVED} must stay free`,
    'ambit deploy-check --profile NAME, with a profile of that account',
  );
}

/** Whether the functions of a deployed hub can run as many at once as they are to. Takes the same. */
export async function checkConcurrency(hub: HubFunctions): Promise<Check> {
  const name = 'concurrency';
  const { limit, unreserved, ofHub, lacking } = await concurrencyOf(hub);
  const left = `${unreserved} of ${limit} executions at once are left to all other functions in ${hub.region}`;
  if (ofHub >= WANTED) return fine(name, `the hub has ${ofHub} of its own, ${left}`);
  if (ofHub > 0) {
    const todo = lacking.map(giveAsWanted).join(' && ');
    return problem(name, `the hub has ${ofHub} of its own and wants ${WANTED}; ${left}`, todo);
  }
  const says = `the hub has none of its own and wants ${WANTED}; it shares ${unreserved} of ${limit} with all other functions in ${hub.region}`;
  if (unreserved >= WANTED + LEAST_UNRESERVED) {
    return warning(name, says, 'deploy with -c ambit:reserveConcurrency=true, so that others do not starve it');
  }
  return warning(name, says, moreThan(WANTED + LEAST_UNRESERVED + limit - unreserved, hub.region));
}

async function concurrencyOf({ lambda, prefix }: HubFunctions): Promise<Concurrency> {
  const { AccountLimit = {} } = await lambda.send(new GetAccountSettingsCommand({}));
  const { ConcurrentExecutions: limit = 0, UnreservedConcurrentExecutions: unreserved = 0 } = AccountLimit;
  const asked = Object.entries(RESERVED_CONCURRENCY).map(async ([each, wanted]) => {
    const name = `${prefix}-${each}`;
    return { name, wanted, has: await reservedFor(lambda, name) };
  });
  const reserved = await Promise.all(asked);
  const lacking = reserved.filter(({ has, wanted }) => has < wanted);
  return { limit, unreserved, ofHub: reserved.reduce((sum, { has }) => sum + has, 0), lacking };
}

// CloudFormation changes nothing where its template is the one of before, so that a deployment would not mend it
function giveAsWanted({ name, wanted }: Reserved): string {
  return `aws lambda put-function-concurrency --function-name ${name} --reserved-concurrent-executions ${wanted}`;
}

/** None of a function that is not there. */
async function reservedFor(lambda: LambdaClient, FunctionName: string): Promise<number> {
  try {
    const { ReservedConcurrentExecutions = 0 } = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    return ReservedConcurrentExecutions;
  } catch (fault) {
    if (fault instanceof ResourceNotFoundException) return 0;
    throw fault;
  }
}

/** Quota code of "Concurrent executions". Source: Lambda's quotas in Service Quotas. */
function moreThan(limit: number, region: string): string {
  return `aws service-quotas request-service-quota-increase --region ${region} --service-code lambda --quota-code L-B99A9384 --desired-value ${Math.max(1000, limit)}; until then deploy with -c ambit:reserveConcurrency=false`;
}
