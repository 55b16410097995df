import type { Instant } from '../../core/instant.ts';

/** A sequence number as text that sorts as the number does, up to a million million entries. */
export function sortable(sequence: number): string {
  return digits(sequence, 12);
}

/** A time as text that sorts as times do; those before 1970 are as old as it. */
export function sortableTime(time: Instant): string {
  return digits(Math.max(0, Math.floor(time)), 16);
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}
