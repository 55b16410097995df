import type { StatementOrder } from '../../../account/plan-call.ts';
import { statementsIn } from '../../../account/services/statements.ts';
import type { Call } from '../../../activity/call.ts';
import { type Offer, textOf } from '../../../activity/offers/offer.ts';
import type { JsonObject } from '../../../json.ts';
import type { HoldPlan } from '../../finding.ts';
import type { NoPlan } from '../respond.ts';

/** What `AddPermission` asks for that says who may do what. Source: AWS Lambda API reference, "AddPermission". */
const ASKED = [
  'action',
  'principal',
  'sourceArn',
  'sourceAccount',
  'eventSourceToken',
  'principalOrgID',
  'functionUrlAuthType',
] as const;
/** What names the statement, and what decides only whether it was added. */
const NAMING: readonly string[] = ['functionName', 'statementId', 'qualifier', 'revisionId'];
const FUNCTION = /^(?<name>arn:[^:]+:lambda:[^:]+:[0-9]{12}:function:[\w-]+)(?::(?<qualifier>[\w$-]+))?$/;

/**
 * How a statement that `AddPermission` added is held: it is taken away, as it only allows. No plan where the request asks for what
 * is not known here: the statement that is given back would lack it.
 */
export function statementPlan(call: Call, offer: Offer): HoldPlan | NoPlan {
  const asked = 'asked' in call.change ? call.change.asked : {};
  const { name: resource, qualifier: own } = FUNCTION.exec(offer.resource)?.groups ?? {};
  const [statement, ...more] = statementsIn(offer.policy);
  const statementId = textOf(asked, 'statementId');
  if (resource === undefined) return { none: 'the record does not name the function by its ARN' };
  if (statementId === undefined || statement === undefined || more.length > 0) {
    return { none: 'the record does not say which statement was added' };
  }
  const strange = Object.keys(asked).find((each) => !isKnown(each) && asked[each] !== null);
  if (strange !== undefined) return { none: `what ${strange} makes of the statement is not known` };
  const qualifier = textOf(asked, 'qualifier') ?? own;
  const about = {
    service: 'lambda',
    region: call.region,
    resource,
    ...(qualifier === undefined ? {} : { qualifier }),
    statementId,
    asked: textsIn(asked),
    statement,
  } as const;
  const take: StatementOrder = { ...about, name: 'RemovePermission' };
  const give: StatementOrder = { ...about, name: 'AddPermission' };
  const summary = `takes the statement ${statementId} away from the policy of ${offer.resource}`;
  return { kind: 'exact-inverse', account: call.account, calls: [take], restore: [give], summary };
}

function isKnown(member: string): boolean {
  return NAMING.includes(member) || ASKED.some((each) => each === member);
}

function textsIn(asked: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ASKED.flatMap((member) => {
      const value = textOf(asked, member);
      return value === undefined ? [] : [[member, value] as const];
    }),
  );
}
