/** Lambda and CloudFront write their API's version behind the name: `20150331v2`, `2020_05_31`. */
const VERSION_SUFFIX = /(?:\d{8}|\d{4}_\d{2}_\d{2})(?:v\d+)?$/;

/** The operation that an `eventName` stands for, without version suffix: `CreateFunction` for `CreateFunction20150331`. */
export function operationOf(eventName: string): string {
  return eventName.replace(VERSION_SUFFIX, '');
}

/** The service that an `eventSource` names, as the table of calls does: `ec2`; undefined where it is none of AWS's. */
export function serviceOf(eventSource: string): string | undefined {
  const [label = '', domain] = eventSource.toLowerCase().split('.');
  return domain === 'amazonaws' ? label : undefined;
}

/** Whether a service that called is CloudFormation, as it is called in any partition. */
export function isCloudFormation(service: string | undefined): boolean {
  return service !== undefined && /^cloudformation\.amazonaws\.com(?:\.cn)?$/.test(service);
}

/** Whether an operation of IAM only reads, going by its name. */
export function readsByName(operation: string): boolean {
  return /^(?:Get|List|Generate|Simulate)/.test(operation);
}

/** The time of an event; without an offset it would be read in the time zone of the machine. */
export const UTC_TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/i;
