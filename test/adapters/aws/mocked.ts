/** What clients need that are never to send anything. */
export const NOWHERE = { region: 'eu-west-1', credentials: { accessKeyId: 'A', secretAccessKey: 'B' } } as const;

/** An error of AWS. */
export function refused(name: string, message = 'no'): Error {
  return Object.assign(new Error(message), { name });
}
