import type { Chance } from './chance.ts';
import { type Change, changeOf, versionOf } from './change.ts';
import { ACCOUNT, allow, pathOf, principal, type Principal, resourceOf, trustIn, WITHIN } from './company.ts';
import { type Estate, GROUPS, textOf } from './estate.ts';

/** What a change is drawn for. */
export interface Moment {
  readonly estate: Estate;
  readonly chance: Chance;
  /** Of the call. */
  readonly id: string;
  readonly at: number;
}

/** Undefined: it does not fit. */
type Draw = (subject: Principal, moment: Moment) => Change | undefined;

const TEAMS = 40;

/** A document of one service, for one team, within what the kind may hold. */
export function goodDocument({ kind }: Principal, chance: Chance): string {
  const actions = chance.oneOf(WITHIN[kind]) ?? [];
  const some = actions.filter((_, index) => index === 0 || chance.hits(0.6));
  return textOf(allow(some, resourceOf(actions[0] ?? '', chance.whole(1, TEAMS))));
}

const putsInline: Draw = (subject, { estate, chance, at }) => {
  const policyName = chance.pick(['access', 'extra', 'queue']);
  const policyDocument = goodDocument(subject, chance);
  estate.give({ owner: subject.arn, part: `inline:${policyName}` }, policyDocument, at);
  return changeOf(subject, 'Put…Policy', { policyName, policyDocument });
};

const deletesInline: Draw = (subject, { estate, chance, at }) => {
  const part = chance.oneOf(
    [...estate.goodOf(subject.arn).keys()].filter((each) => /^inline:(?:access|extra|queue)$/.test(each)),
  );
  // what was put over a bad document may be held by putting the one before back
  if (part === undefined || estate.badOf(subject.arn)?.place.part === part) return undefined;
  estate.take({ owner: subject.arn, part }, at);
  return changeOf(subject, 'Delete…Policy', { policyName: part.slice('inline:'.length) });
};

const attaches: Draw = (subject, { estate, chance, at }) => {
  const policyArn = chance.oneOf(estate.readers(subject.kind)) ?? '';
  const place = { owner: subject.arn, part: `attached:${policyArn}` };
  if (estate.goodOf(subject.arn).has(place.part)) {
    estate.take(place, at);
    return changeOf(subject, 'Detach…Policy', { policyArn });
  }
  estate.give(place, '', at);
  return changeOf(subject, 'Attach…Policy', { policyArn });
};

const joins: Draw = (subject, { estate, chance, at }) => {
  const [groupName = ''] = chance.oneOf(GROUPS) ?? [];
  if (subject.kind !== 'engineer') return undefined;
  const place = { owner: subject.arn, part: `in:${groupName}` };
  const parameters = { groupName, userName: subject.name };
  if (estate.goodOf(subject.arn).has(place.part)) {
    estate.take(place, at);
    return { name: 'RemoveUserFromGroup', parameters };
  }
  estate.give(place, '', at);
  return { name: 'AddUserToGroup', parameters };
};

const tags: Draw = (subject, { chance }) =>
  changeOf(subject, 'Tag…', { tags: [{ key: 'team', value: String(chance.whole(1, TEAMS)) }] });

const trusts: Draw = (subject, { estate, chance, at }) => {
  if (subject.kind === 'engineer' || estate.badOf(subject.arn)?.way === 'trust') return undefined;
  const services = ['lambda', 'ecs-tasks', 'ec2'].map((name) => ({ Service: `${name}.amazonaws.com` }));
  const document = textOf(trustIn(chance.oneOf([...services, { AWS: `arn:aws:iam::${ACCOUNT}:root` }]) ?? {}));
  estate.give({ owner: subject.arn, part: 'trust' }, document, at);
  return { name: 'UpdateAssumeRolePolicy', parameters: { roleName: subject.name, policyDocument: document } };
};

const writesVersion: Draw = (subject, { estate, chance, at }) => {
  const policy = chance.oneOf(estate.readers(subject.kind)) ?? '';
  const versionId = estate.nextVersion(policy);
  if (versionId === undefined) return undefined;
  const document = goodDocument(subject, chance);
  estate.give({ owner: policy, part: 'document' }, document, at);
  return versionOf(policy, document, versionId);
};

const founds: Draw = (_, { estate, id, at }) => {
  const made = principal('workload', `service-${estate.principals.length}`);
  const document = textOf(trustIn({ Service: 'lambda.amazonaws.com' }));
  estate.admit({ ...made, madeBy: id });
  estate.give({ owner: made.arn, part: 'trust' }, document, at);
  const { name: roleName, arn } = made;
  const role = { roleName, arn, path: pathOf('workload'), roleId: idOf(made) };
  return {
    name: 'CreateRole',
    parameters: { roleName, path: pathOf('workload'), assumeRolePolicyDocument: document },
    response: { role },
  };
};

/** As AWS would assign it. */
export function idOf({ kind, name }: Principal): string {
  return `${kind === 'engineer' ? 'AIDA' : 'AROA'}${name.replaceAll('-', '').toUpperCase()}`;
}

/** Each as often as it stands here. */
const DRAWS: readonly [Draw, ...Draw[]] = [
  putsInline,
  putsInline,
  putsInline,
  deletesInline,
  attaches,
  attaches,
  joins,
  tags,
  tags,
  trusts,
  writesVersion,
  founds,
];

/** Something that is within the standard of whom it is about. */
export function goodChange(subject: Principal, moment: Moment): Change {
  return moment.chance.pick(DRAWS)(subject, moment) ?? goodChange(subject, moment);
}
