/** How far readers of endless input have come, by the reader's name, across restarts. */
export interface Cursors {
  /** The place that was kept last; undefined: the reader has not begun. */
  place(name: string): Promise<string | undefined>;
  /** Keeps a place, durably. */
  keep(name: string, place: string): Promise<void>;
}
