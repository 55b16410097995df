import { describeSettingsProblem, readSettings } from '../../infra/settings.ts';

/** What is wrong with the settings of a context, a line for each problem. */
export function settingsLines(context: Readonly<Record<string, unknown>>): readonly string[] {
  const read = readSettings(context, undefined);
  return read.ok ? [] : read.error.map(describeSettingsProblem);
}
