/** A menu that folds up again: by Esc, and by whatever one does elsewhere. */

export class Folding {
  constructor(private readonly menu: HTMLDetailsElement | null) {
    for (const name of ["pointerdown", "focusin"]) document.addEventListener(name, (event) => this.leave(event.target));
  }

  /** Esc: says whether there was something to fold. The focus stays on what unfolds it. */
  fold(): boolean {
    if (this.menu?.open !== true) return false;
    this.menu.open = false;
    this.menu.querySelector("summary")?.focus();
    return true;
  }

  private leave(target: EventTarget | null): void {
    if (this.menu !== null && !this.menu.contains(target as Node | null)) this.menu.open = false;
  }
}
