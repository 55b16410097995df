import { join } from 'node:path';
import { makeClock, type Clock } from './clock.ts';
import { watchFunctions, type Functions } from './functions.ts';
import { startMinistack, type Ministack } from './ministack.ts';
import { startMoto, type Moto } from './moto.ts';
import { startTrail, type Trail } from './trail/trail.ts';

/** The hub's account: that of calls whose credentials say no other. */
export const HUB = '123456789012';
/** Where IAM's calls are recorded, and where everything is deployed. */
export const REGION = 'us-east-1';

/** An AWS of the tests: MiniStack for what runs and stores, moto behind a stand-in for CloudTrail for who may do what. */
export interface Cloud {
  readonly ministack: Ministack;
  readonly moto: Moto;
  readonly trail: Trail;
  readonly clock: Clock;
  readonly functions: Functions;
  stop(): Promise<void>;
}

/** How AWS's clients reach a part of it. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** What the processes of functions load before anything else. */
const PRELOADED = ['moved-clock.mjs', 'noted-process.mjs'].map((file) => join(import.meta.dirname, 'node', file));

/** What the emulators are told besides, in variables of their environments. */
export interface CloudSettings {
  readonly moto?: Readonly<Record<string, string>>;
  readonly ministack?: Readonly<Record<string, string>>;
}

/** Starts all of it. What functions ask of IAM, STS, Organizations, Identity Center and CloudTrail goes to the stand-in. */
export async function startCloud(settings: CloudSettings = {}): Promise<Cloud> {
  const clock = makeClock();
  const moto = await startMoto({ ...clock.environment, ...settings.moto });
  const ends = { apis: moto.endpoint, ministack: '', clock };
  const trail = await startTrail(ends);
  const services = ['IAM', 'STS', 'ORGANIZATIONS', 'SSO_ADMIN', 'IDENTITYSTORE', 'CLOUDTRAIL'];
  const toTrail = Object.fromEntries(services.map((service) => [`AWS_ENDPOINT_URL_${service}`, trail.endpoint]));
  const functions = watchFunctions();
  const ministack = await startMinistack({
    ...clock.environment,
    ...functions.environment,
    ...toTrail,
    ...settings.ministack,
    NODE_OPTIONS: PRELOADED.map((file) => `--import=${file}`).join(' '),
  });
  ends.ministack = ministack.endpoint;
  const stop = async () => {
    await Promise.all([ministack.stop(), moto.stop(), trail.stop()]);
    clock.remove();
    functions.remove();
  };
  return { ministack, moto, trail, clock, functions, stop };
}

/** For clients of what MiniStack runs. */
export function inMinistack({ ministack }: Cloud, accountId = HUB): ClientConfig {
  return configFor(ministack.endpoint, accountId);
}

/** For clients of IAM and its neighbours, by somebody whom the stand-in knows by this access key. */
export function throughTrail({ trail }: Cloud, accessKeyId: string): ClientConfig {
  return configFor(trail.endpoint, accessKeyId);
}

function configFor(endpoint: string, accessKeyId: string): ClientConfig {
  return { endpoint, region: REGION, credentials: { accessKeyId, secretAccessKey: 'none' } };
}
