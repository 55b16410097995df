/** What the stack of the hub tells of itself: the keys of its outputs, by which the command line finds a deployment. */
export const HUB_OUTPUTS = {
  Prefix: 'start of the names of everything that is deployed',
  Mode: 'the most that Ambit does: observe, warn or enforce',
  Standards: 'digest of the standards that it was deployed with',
  Accounts: 'ids of the accounts that Ambit looks after, separated by commas; * for all that it hears of',
  Regions: 'Regions with rules that watch, separated by commas',
  Table: 'name of the table with the ledger',
  EvidenceBucket: 'name of the bucket with sealed copies of the ledger',
  SigningKey: 'ARN of the key that signs checkpoints of the ledger',
  Bus: 'name of the bus that calls and findings come by',
  ScheduleGroup: 'name of the group of schedules',
  Topic: 'ARN of the topic that findings and alarms are published to',
  CallsQueue: 'URL of the queue of calls',
  CallsDeadLetters: 'URL of the queue of calls that nobody could handle',
  SweepQueue: 'URL of the queue of pages of a sweep',
  SweepDeadLetters: 'URL of the queue of pages that nobody could measure',
  DeadLetters: 'URL of the queue of invocations and events that did not arrive',
} as const satisfies Readonly<Record<string, string>>;

/** The key of an output that every hub has. */
export type HubOutput = keyof typeof HUB_OUTPUTS;

/** The output of a hub with a console: where its HTTP API is. */
export const API_OUTPUT = 'ApiUrl';

/** An output cannot be empty: this stands for all accounts. */
export const ALL_ACCOUNTS = '*';
