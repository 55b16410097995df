import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { recordOf } from '../../core/activity/records.ts';
import type { Modelled, Shape } from './models.ts';

/** A policy, wherever a request takes one. */
export const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Modelled', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }],
};

/** Which of a model's possibilities a record takes: which value of several, true or false, EC2's newer form or the older. */
export interface Variant {
  readonly pick: number;
  readonly flag: boolean;
  readonly form: 'plain' | 'wrapped';
}

/** All possibilities that are tried: four values, true and false, both forms. */
export const VARIANTS: readonly Variant[] = [0, 1, 2, 3].flatMap((pick) =>
  [false, true].flatMap((flag) => (['plain', 'wrapped'] as const).map((form) => ({ pick, flag, form }))),
);

/** Values that the API reference of a service lists, and its model does not. */
const DOCUMENTED: Readonly<Record<string, string>> = {
  'sns:AttributeName': 'Policy',
  'servicecatalog:Type': 'LAUNCH',
};

/** Members that CloudTrail writes under other names than the model has. Source: recorded logs. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  s3: { Bucket: 'bucketName', Policy: 'bucketPolicy' },
  s3control: { Bucket: 'bucketName' },
  eks: { clusterName: 'name' },
};

/** What CloudTrail calls a member of a request. */
export function nameInRecord(service: string, member: string): string {
  return RENAMED[service]?.[member] ?? `${member.slice(0, 1).toLowerCase()}${member.slice(1)}`;
}

/** A member that is a policy, by its name: a document and no name or id of one. */
export const isPolicyMember = (name: string) =>
  /(?:^|[a-z])(?:Polic(?:y|ies)|PolicyDocument|PolicyText|PolicyInJson|PolicyTemplate)$|^polic(?:y|yText|yDocument|yInJson|yTemplate)$|^(?:accessPolic(?:y|ies))$|^content$/i.test(
    name,
  );

/** A member that is a role, by its name. */
export const isRoleMember = (name: string) => /role(?:arn)?s?$|^roleArns$|iamInstanceProfile$/i.test(name);

/** The value that a member of this name has in a record. */
export function valueFor(name: string): string {
  if (/^(?:policyArn|permissionsBoundary)$/i.test(name)) return `arn:aws:iam::111122223333:policy/${name}`;
  if (isRoleMember(name)) return `arn:aws:iam::111122223333:role/${name}`;
  if (/account(?:id)?s?$/i.test(name)) return '444455556666';
  return /arn$/i.test(name) ? `arn:aws:any:us-east-1:111122223333:${name}` : `a-${name}`;
}

/**
 * A record of an operation with every member of its request, built from its model: names with the first letter lowered,
 * as CloudTrail writes them, lists of EC2 below `items`.
 * Source: CloudTrail user guide, "CloudTrail record contents"; recorded logs.
 */
export function modelledRecord({ source, name, found }: Modelled, variant: Variant, service = 0): JsonObject {
  const model = found[service];
  const isEc2 = model?.protocol === 'ec2';
  const build = new Builder(model?.service ?? source, variant, isEc2);
  const asked = model?.input === undefined ? {} : build.value(model.input, '', variant.form === 'plain');
  const answered = model?.output === undefined ? {} : build.value(model.output, '', true);
  const isWrapped = isEc2 && variant.form === 'wrapped';
  return recordOf({
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    requestParameters: isWrapped ? { [`${name}Request`]: asked } : asked,
    responseElements: answered,
  });
}

class Builder {
  readonly #service: string;
  readonly #variant: Variant;
  readonly #isEc2: boolean;

  constructor(service: string, variant: Variant, isEc2: boolean) {
    this.#service = service;
    this.#variant = variant;
    this.#isEc2 = isEc2;
  }

  value(shape: Shape, name: string, lowered: boolean): JsonValue {
    switch (shape.type) {
      case 'structure':
        return Object.fromEntries(
          Object.entries(shape.members).map(([each, inner]) => [
            this.#nameOf(each, lowered),
            this.value(inner, each, lowered),
          ]),
        );
      case 'list': {
        const items = [this.value(shape.of, name, lowered)];
        return this.#isEc2 && lowered ? { items } : items;
      }
      case 'string':
        return this.#text(shape.values, name);
      case 'boolean':
        return this.#variant.flag;
      case 'integer':
      case 'long':
      case 'float':
      case 'double':
        return this.#variant.flag ? 7 : 0;
      case 'timestamp':
        return '2026-03-04T05:06:07Z';
      case 'blob':
        return valueFor(name);
      case 'map':
        return Object.fromEntries(MAP_KEYS.map((key) => [key, this.#text([], key)]));
      case 'cut':
        return null;
    }
  }

  #text(values: readonly string[], name: string): string {
    const documented = DOCUMENTED[`${this.#service}:${name}`];
    if (documented !== undefined) return documented;
    if (values.length > 0) return values[this.#variant.pick % values.length] ?? '';
    return isPolicyMember(name) ? JSON.stringify(POLICY) : valueFor(name);
  }

  #nameOf(name: string, lowered: boolean): string {
    return lowered ? nameInRecord(this.#service, name) : (RENAMED[this.#service]?.[name] ?? name);
  }
}

/** Maps take any key; these are the ones that services know. Sources: SQS, Cognito and Systems Manager API references. */
const MAP_KEYS = ['Policy', 'authenticated', 'unauthenticated', 'AutomationAssumeRole'];
