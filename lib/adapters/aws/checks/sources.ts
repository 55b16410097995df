import {
  type EventSourceMappingConfiguration,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { type Check, fine, problem } from './check.ts';
import type { HubFunctions } from './concurrency.ts';

/** From which queues functions of a hub are fed: their names after the prefix. */
const FEEDS = [
  { feeds: 'on-call', queue: 'calls' },
  { feeds: 'on-call', queue: 'sessions' },
  { feeds: 'sweep', queue: 'sweep-pages' },
] as const;

/** A mapping that works, or is about to: Lambda changes one in the background. */
const WORKS: readonly string[] = ['Enabled', 'Enabling', 'Updating', 'Creating'];

/**
 * Whether each function takes from its queues: Lambda stops asking a queue whose mapping somebody has disabled, and no call of that is
 * an error of a function. Takes `lambda:ListEventSourceMappings`.
 */
export async function checkSources({ lambda, prefix, region }: HubFunctions): Promise<Check> {
  const name = 'sources';
  const asked = [...new Set(FEEDS.map(({ feeds }) => feeds))].map(
    async (each) => [each, await mappingsOf(lambda, `${prefix}-${each}`)] as const,
  );
  const found = new Map(await Promise.all(asked));
  const faulty = FEEDS.flatMap(({ feeds, queue }) => {
    const own = found.get(feeds)?.find(({ EventSourceArn = '' }) => EventSourceArn.endsWith(`:${prefix}-${queue}`));
    if (own !== undefined && WORKS.includes(own.State ?? '')) return [];
    return [{ feeds: `${prefix}-${feeds}`, queue: `${prefix}-${queue}`, own }];
  });
  if (faulty.length === 0) return fine(name, `functions take from ${FEEDS.length} queues`);
  const says = faulty
    .map(({ feeds, queue, own }) => `${feeds} does not take from ${queue} (${stateOf(own)})`)
    .join(', ');
  return problem(
    name,
    says,
    `find out who did it, then ${[...new Set(faulty.map((each) => mended(each, region)))].join(' && ')}`,
  );
}

function stateOf(mapping: EventSourceMappingConfiguration | undefined): string {
  if (mapping === undefined) return 'it is mapped to none';
  const { State = 'in no state', StateTransitionReason: why } = mapping;
  return why === undefined ? State : `${State}: ${why}`;
}

// CloudFormation changes nothing where its template is the one of before, so that a deployment would not enable it
function mended(
  { feeds, own }: { readonly feeds: string; readonly own: EventSourceMappingConfiguration | undefined },
  region: string,
): string {
  if (own?.UUID === undefined) return `deploy again a template in which ${feeds} has its queues`;
  return `aws lambda update-event-source-mapping --region ${region} --uuid ${own.UUID} --enabled`;
}

/** None of a function that is not there. */
async function mappingsOf(
  lambda: LambdaClient,
  FunctionName: string,
): Promise<readonly EventSourceMappingConfiguration[]> {
  const found: EventSourceMappingConfiguration[] = [];
  let Marker: string | undefined;
  try {
    do {
      const page = await lambda.send(
        new ListEventSourceMappingsCommand({ FunctionName, ...(Marker === undefined ? {} : { Marker }) }),
      );
      found.push(...(page.EventSourceMappings ?? []));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
  } catch (fault) {
    if (!(fault instanceof ResourceNotFoundException)) throw fault;
  }
  return found;
}
