import type { JsonValue } from '../../lib/core/json.ts';
import { type Change, changeOf, versionOf } from './change.ts';
import { ADMIN, allow, BEYOND, type Principal, STRANGER, trustIn } from './company.ts';
import { statementsOf } from './denials.ts';
import { type Bad, isFenced, type Place, textOf, type Way } from './estate.ts';
import { goodDocument, type Moment } from './good-changes.ts';

/** A change that gives what nobody may have, and what it gives. */
export interface BadChange {
  readonly change: Change;
  readonly given: Omit<Bad, 'callId' | 'at'>;
}

type Draw = (subject: Principal, moment: Moment) => BadChange | undefined;

const attached: Draw = (subject) => ({
  change: changeOf(subject, 'Attach…Policy', { policyArn: ADMIN }),
  given: {
    way: 'attached',
    holders: [subject],
    place: placeOf(subject, `attached:${ADMIN}`),
    value: '',
    action: 'iam:CreateUser',
  },
});

const inline: Draw = (subject, moment) => put(subject, 'inline', { policyName: 'hotfix', moment });

/** Beside what a policy said before. */
const overwritten: Draw = (subject, moment) => {
  const parts = [...moment.estate.goodOf(subject.arn).keys()].filter((part) =>
    /^inline:(?:access|extra|queue)$/.test(part),
  );
  const part = moment.chance.oneOf(parts);
  return part === undefined
    ? undefined
    : put(subject, 'overwritten', { policyName: part.slice('inline:'.length), moment });
};

interface Written {
  readonly policyName: string;
  readonly moment: Moment;
}

function put(subject: Principal, way: Way, { policyName, moment: { estate, chance } }: Written): BadChange {
  const place = placeOf(subject, `inline:${policyName}`);
  const action = chance.pick(BEYOND);
  const value = withAction(estate.goodOf(subject.arn).get(place.part) ?? goodDocument(subject, chance), action);
  return {
    change: changeOf(subject, 'Put…Policy', { policyName, policyDocument: value }),
    given: { way, holders: [subject], place, value, action },
  };
}

const trust: Draw = (subject) => {
  if (subject.kind === 'engineer') return undefined;
  const value = textOf(trustIn({ AWS: `arn:aws:iam::${STRANGER}:root` }));
  return {
    change: { name: 'UpdateAssumeRolePolicy', parameters: { roleName: subject.name, policyDocument: value } },
    given: { way: 'trust', holders: [subject], place: placeOf(subject, 'trust'), value, action: 'sts:AssumeRole' },
  };
};

const group: Draw = (subject) => {
  if (subject.kind !== 'engineer') return undefined;
  return {
    change: { name: 'AddUserToGroup', parameters: { groupName: 'admins', userName: subject.name } },
    given: {
      way: 'group',
      holders: [subject],
      place: placeOf(subject, 'in:admins'),
      value: '',
      action: 'iam:CreateUser',
    },
  };
};

const version: Draw = ({ kind }, { estate, chance }) => {
  const [policy, holders] = estate.sharedBy(kind, chance) ?? [];
  const versionId = policy === undefined ? undefined : estate.nextVersion(policy);
  if (policy === undefined || holders === undefined || versionId === undefined) return undefined;
  const action = chance.pick(BEYOND);
  const value = withAction(estate.goodOf(policy).get('document') ?? '', action);
  return {
    change: versionOf(policy, value, versionId),
    given: { way: 'version', holders, place: { owner: policy, part: 'document' }, value, action },
  };
};

const DRAWS: readonly [Draw, ...Draw[]] = [attached, inline, overwritten, trust, group, version];

/** Something beyond the standard of whom it is about, who has nothing bad yet. */
export function badChange(subject: Principal, moment: Moment): BadChange {
  // behind a boundary nothing else would be of use
  if (isFenced(subject)) return unfenced(subject);
  return moment.chance.pick(DRAWS)(subject, moment) ?? badChange(subject, moment);
}

function unfenced(subject: Principal): BadChange {
  return {
    change: { name: 'DeleteRolePermissionsBoundary', parameters: { roleName: subject.name } },
    given: {
      way: 'boundary',
      holders: [subject],
      place: placeOf(subject, 'boundary'),
      value: 'none',
      action: 'ec2:RunInstances',
    },
  };
}

function placeOf({ arn }: Principal, part: string): Place {
  return { owner: arn, part };
}

/** A document that allows one action more. */
function withAction(document: string, action: string): string {
  const statements = [...statementsOf(parsed(document)), ...statementsOf(allow([action]))];
  return textOf({ Version: '2012-10-17', Statement: statements });
}

const parsed: (text: string) => JsonValue = JSON.parse;
