/** Waits so many milliseconds: between two reads of something that shows a change late. */
export type Pause = (milliseconds: number) => Promise<void>;
