/** Paints tiles little by little, so that no frame waits for a tile with thousands of lines. */

export type Steps = Generator<void, void, void>;

/** Steps that one frame may take; the number follows how long frames really take. */
const FEWEST = 1;
const MOST = 8;
/** Milliseconds: above the first there were too many steps, below the second there may be more. */
const SLOW = 22;
const QUICK = 18;
/** Milliseconds within which a frame goes on unless frames are slow, however many steps it took: near the ground most are tiny. */
const SPARE = 4;

export class PaintQueue<Key extends object> {
  private readonly waiting = new Map<Key, () => Steps>();
  private current: { readonly key: Key; readonly steps: Steps } | null = null;
  private allowed = 4;
  private last = 0;
  private isRunning = false;

  /** `onBusy` hears when painting begins and when nothing is left. */
  constructor(private readonly onBusy: (busy: boolean) => void, private readonly nextFrame: (then: (now: number) => void) => void = (then) => void requestAnimationFrame(then), private readonly clock: () => number = () => performance.now()) {}

  /** Paints from the beginning, also what is being painted just now. */
  add(key: Key, make: () => Steps): void {
    this.drop(key);
    this.waiting.set(key, make);
    if (this.isRunning) return;
    this.isRunning = true;
    this.last = 0;
    this.onBusy(true);
    this.nextFrame((now) => this.frame(now));
  }

  drop(key: Key): void {
    this.waiting.delete(key);
    if (this.current?.key === key) this.current = null;
  }

  /** Paints all that is left at once, where nobody looks at frames. */
  flush(): void {
    while (this.step());
  }

  private frame(now: number): void {
    const took = this.last === 0 ? QUICK : now - this.last;
    this.last = now;
    if (took > SLOW) this.allowed = Math.max(FEWEST, Math.floor(this.allowed / 2));
    else if (took <= QUICK) this.allowed = Math.min(MOST, this.allowed + 1);
    const until = took > SLOW ? 0 : this.clock() + SPARE;
    let more = true;
    for (let taken = 0; more && (taken < this.allowed || this.clock() < until); taken += 1) more = this.step();
    this.isRunning = more;
    if (more) this.nextFrame((next) => this.frame(next));
    else this.onBusy(false);
  }

  /** One step of the oldest; says whether anything is left. */
  private step(): boolean {
    if (this.current === null) {
      const [next] = this.waiting;
      if (next === undefined) return false;
      this.waiting.delete(next[0]);
      this.current = { key: next[0], steps: next[1]() };
    }
    if (this.current.steps.next().done === true) this.current = null;
    return this.current !== null || this.waiting.size > 0;
  }
}
