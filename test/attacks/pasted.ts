import { spawnSync } from 'node:child_process';
import type { JsonObject } from '../../lib/core/json.ts';

/** The operations of IAM that pasted commands of the AWS CLI change something by, as a shell splits them, with their parameters as CloudTrail records them. */
export function commandsIn(pasted: string): readonly (readonly [name: string, parameters: JsonObject])[] {
  const shell = `aws() { printf '%s\\n' "$@" >&3; echo >&3; }; ${pasted}`;
  const { output } = spawnSync('sh', ['-ec', shell], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], encoding: 'utf8' });
  const commands = (output[3] ?? '').split('\n\n').filter((words) => words !== '');
  return commands.map((words) => calledBy(words.split('\n'))).filter(([name]) => !/^(?:Get|List)/.test(name));
}

function calledBy([, operation = '', ...words]: readonly string[]): readonly [string, JsonObject] {
  const parameters: { [name: string]: string | string[] } = {};
  let last = '';
  for (const word of words) {
    const [, option, value] = /^--([a-z-]+)(?:=(.*))?$/.exec(word) ?? [];
    if (option !== undefined) {
      last = camel(option);
      parameters[last] = value ?? [];
    } else parameters[last] = last === 'tagKeys' ? [...[parameters[last] ?? []].flat(), word] : word;
  }
  const name = camel(operation);
  return [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, parameters];
}

function camel(kebab: string): string {
  return kebab.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
