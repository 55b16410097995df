import type { Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import type { Finding } from '../finding.ts';
import { findingId, raise } from '../raise.ts';
import type { Mode } from '../standards/standards.ts';
import type { Weakening } from './weakening.ts';

const UNKNOWN = 'unknown';

/** A file with rules that are not in force. */
export interface RefusedRules {
  /** Digest of its content. */
  readonly found: Digest;
  /** The bundle that stays in force. */
  readonly inForce: Digest;
  readonly weakens: readonly Weakening[];
  /** What is wrong with the file; the empty text: it can be read. */
  readonly problem: string;
}

const SIGN =
  'put the file back, or have it signed in the console, under Rules (or by ambit rules propose, then two people: ambit rules sign)';

/**
 * The finding that rules were found which are not in force: weaker ones that nobody signed, or a file that cannot be read.
 * The same file beside the same rules gives the same id.
 */
export function findingOfRules({ found, inForce, weakens, problem }: RefusedRules, now: Instant): Finding {
  const isReadable = problem === '';
  const reasons = isReadable
    ? weakens.map(({ place, detail }) => ({ rule: 'weaker-rules', detail: `${place}: ${detail}` }))
    : [{ rule: 'unreadable-rules', detail: problem }];
  const witness = weakens.find((each) => each.witness !== undefined)?.witness;
  const said: Said = {
    id: `rules ${inForce} ${found}`,
    isReadable,
    witness: witness ?? null,
    reasons,
    resources: ['ambit.yaml', found],
    why: `the last rules that were signed stay in force (${inForce}); ${SIGN}`,
  };
  return tampered(said, now);
}

const SIGN_MODE =
  'deploy the mode of before; to do less, have it signed: accountModes in ambit.yaml, ambit rules propose, then two people: ambit rules sign';

/** The finding that a lower mode was deployed than the one in force. The same mode, deployed since the same moment, gives the same id. */
export function findingOfMode(
  asked: Mode,
  { inForce, since }: { readonly inForce: Mode; readonly since: Instant },
  now: Instant,
): Finding {
  const said: Said = {
    id: `mode ${asked} ${inForce} ${since}`,
    isReadable: true,
    witness: null,
    reasons: [{ rule: 'weaker-rules', detail: `ambit:mode: ${asked} was deployed, where ${inForce} is in force` }],
    resources: ['ambit:mode', asked],
    why: `the mode ${inForce} stays in force; ${SIGN_MODE}`,
  };
  return tampered(said, now);
}

interface Said extends Pick<Finding, 'witness' | 'reasons' | 'resources'> {
  readonly id: string;
  readonly isReadable: boolean;
  readonly why: string;
}

function tampered({ id, isReadable, why, ...said }: Said, now: Instant): Finding {
  return raise(
    {
      id: findingId(id, UNKNOWN, 'watch-tampered'),
      kind: 'watch-tampered',
      severity: isReadable ? 'critical' : 'high',
      principal: UNKNOWN,
      account: UNKNOWN,
      class: UNKNOWN,
      // who writes a file tells nobody; whoever deployed it is told by the call that did
      actor: { id: UNKNOWN, name: UNKNOWN, class: UNKNOWN, via: UNKNOWN, agentHints: [] },
      call: null,
      verdict: isReadable ? 'exceeds' : 'undetermined',
      excess: [],
      ...said,
      raisedAt: now,
    },
    { kind: 'alert', why },
  );
}
