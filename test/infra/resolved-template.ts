import * as z from 'zod';
import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/core/json.ts';

const templateShape = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.json()).optional() }),
  ),
});

/** Where a template is deployed, as the pseudo parameters tell it. */
export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** A resource as AWS would get it: references are ARNs and names. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
}

/** The resources of a template with every reference put in; throws on an intrinsic function that it does not know. */
export function resourcesOf(template: unknown, place: Place): readonly Resource[] {
  const { Resources } = templateShape.parse(template);
  const known = new Map(Object.entries(Resources));
  const names = new Names(known, place);
  return [...known].map(([id, { Type: type, Properties }]) => {
    const properties = resolved(Properties ?? {}, names);
    if (!isJsonObject(properties)) throw new Error(`${id}: the properties of a resource must be an object`);
    return { id, type, properties };
  });
}

type Known = ReadonlyMap<string, z.infer<typeof templateShape>['Resources'][string]>;

/** What the ARN of a resource looks like, by its type; `NAME` stands for its name. */
const ARNS: ReadonlyMap<string, string> = new Map([
  ['AWS::IAM::Role', 'arn:PARTITION:iam::ACCOUNT:role/NAME'],
  ['AWS::Lambda::Function', 'arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME'],
  ['AWS::DynamoDB::Table', 'arn:PARTITION:dynamodb:REGION:ACCOUNT:table/NAME'],
  ['AWS::DynamoDB::GlobalTable', 'arn:PARTITION:dynamodb:REGION:ACCOUNT:table/NAME'],
  ['AWS::SQS::Queue', 'arn:PARTITION:sqs:REGION:ACCOUNT:NAME'],
  ['AWS::SNS::Topic', 'arn:PARTITION:sns:REGION:ACCOUNT:NAME'],
  ['AWS::KMS::Key', 'arn:PARTITION:kms:REGION:ACCOUNT:key/NAME'],
  ['AWS::S3::Bucket', 'arn:PARTITION:s3:::NAME'],
  ['AWS::Events::EventBus', 'arn:PARTITION:events:REGION:ACCOUNT:event-bus/NAME'],
  ['AWS::Events::Rule', 'arn:PARTITION:events:REGION:ACCOUNT:rule/NAME'],
  ['AWS::Logs::LogGroup', 'arn:PARTITION:logs:REGION:ACCOUNT:log-group:NAME:*'],
  ['AWS::Scheduler::ScheduleGroup', 'arn:PARTITION:scheduler:REGION:ACCOUNT:schedule-group/NAME'],
]);

const NAME_PROPERTIES = [
  'RoleName',
  'FunctionName',
  'TableName',
  'QueueName',
  'TopicName',
  'BucketName',
  'LogGroupName',
  'Name',
];

class Names {
  readonly #known: Known;
  readonly #place: Place;

  constructor(known: Known, place: Place) {
    this.#known = known;
    this.#place = place;
  }

  /** What `Ref` gives. */
  reference(id: string): string {
    const { partition, account, region } = this.#place;
    const pseudo: Readonly<Record<string, string>> = {
      'AWS::Partition': partition,
      'AWS::AccountId': account,
      'AWS::Region': region,
      'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
      'AWS::StackName': 'Ambit',
    };
    // a topic is referred to by its ARN, most others by their name
    if (this.#known.get(id)?.Type === 'AWS::SNS::Topic') return this.attribute(id, 'Arn');
    return pseudo[id] ?? this.#name(id);
  }

  attribute(id: string, attribute: string): string {
    const type = this.#known.get(id)?.Type ?? '';
    const pattern = attribute === 'Arn' || attribute.endsWith('Arn') ? ARNS.get(type) : undefined;
    if (pattern === undefined) return `${id}.${attribute}`;
    const { partition, account, region } = this.#place;
    return pattern
      .replace('PARTITION', partition)
      .replace('REGION', region)
      .replace('ACCOUNT', account)
      .replace('NAME', this.#name(id));
  }

  #name(id: string): string {
    const properties = this.#known.get(id)?.Properties ?? {};
    const given = NAME_PROPERTIES.map((property) => properties[property]).find((name) => name !== undefined);
    // the names of roles can be made of tokens; those of buckets are of small letters
    return given === undefined ? id.toLowerCase() : text(resolved(given, this));
  }
}

function resolved(value: JsonValue, names: Names): JsonValue {
  if (isList(value)) return value.map((each) => resolved(each, names));
  if (!isJsonObject(value)) return value;
  const [[name, argument] = [], ...others] = Object.entries(value);
  if (name === undefined || argument === undefined || others.length > 0 || !/^(Ref|Fn::.+)$/.test(name)) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, names)]));
  }
  if (name === 'Ref') return names.reference(text(argument));
  return applied(name, argument, names);
}

function applied(name: string, argument: JsonValue, names: Names): JsonValue {
  const [first, second, ...others] = list(argument);
  switch (name) {
    case 'Fn::GetAtt':
      return names.attribute(text(first), text(second));
    case 'Fn::Join':
      return list(resolved(second ?? [], names))
        .map(text)
        .join(text(first));
    case 'Fn::Select':
      return list(resolved(second ?? [], names))[Number(first)] ?? '';
    case 'Fn::Split':
      return text(resolved(second ?? '', names)).split(text(first));
    case 'Fn::If':
      return resolved(second ?? '', names);
    case 'Fn::Sub':
      return substituted(text(argument), names);
    default:
      throw new Error(`${name} is not known here (${JSON.stringify([first, second, ...others])})`);
  }
}

function substituted(pattern: string, names: Names): string {
  return pattern.replaceAll(/\$\{(?<id>[^}.!]+)(?:\.(?<attribute>[^}]+))?\}/g, (_, id: string, attribute?: string) =>
    attribute === undefined ? names.reference(id) : names.attribute(id, attribute),
  );
}

function list(value: JsonValue): readonly JsonValue[] {
  return isList(value) ? value : [value];
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function text(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error(`a text is expected, got ${JSON.stringify(value)}`);
}
