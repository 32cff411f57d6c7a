/** Runs inside the map's page before anything else: counts what is fetched and how long frames take. */
(() => {
  const probe = (window.__probe = { pending: 0, pendingTiles: 0, tiles: 0, settled: null, frames: [], clicked: null, saved: null, shown: null });
  const ask = window.fetch.bind(window);
  window.fetch = async (...request) => {
    const isTile = String(request[0]).startsWith("/tiles/");
    probe.pending += 1;
    if (isTile) probe.pendingTiles += 1;
    try {
      return await ask(...request);
    } finally {
      if (isTile) probe.tiles += 1;
      // The answer is read, decoded and painted in the same turn or a few behind it.
      setTimeout(() => {
        probe.pending -= 1;
        if (isTile) probe.pendingTiles -= 1;
      }, 0);
    }
  };
  /** The first of three frames in a row with nothing under way shows the map as it was saved. */
  let calm = 0;
  let firstCalm = null;
  const followSave = (now, isPainting) => {
    if (probe.saved === null || probe.shown !== null) return;
    calm = probe.pendingTiles === 0 && !isPainting ? calm + 1 : 0;
    if (calm === 1) firstCalm = now;
    if (calm === 3 && firstCalm > probe.saved) probe.shown = firstCalm;
  };
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.(".edit-form [type=submit]") === null) return;
    calm = 0;
    Object.assign(probe, { clicked: performance.now(), saved: null, shown: null });
  }, true);
  addEventListener("DOMContentLoaded", () => {
    const said = document.getElementById("status-edit");
    if (said === null) return;
    new MutationObserver(() => {
      if (probe.clicked !== null && probe.saved === null && said.dataset.state === "saved") probe.saved = performance.now();
    }).observe(said, { attributes: true });
  });
  let last = performance.now();
  let quiet = 0;
  const frame = (now) => {
    probe.frames.push(now - last);
    last = now;
    const isPainting = document.getElementById("map")?.getAttribute("aria-busy") === "true";
    quiet = probe.pending === 0 && probe.tiles > 0 && !isPainting ? quiet + 1 : 0;
    // The third frame without anything under way shows the map.
    if (quiet === 3 && probe.settled === null) probe.settled = performance.now();
    followSave(now, isPainting);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  probe.again = () => Object.assign(probe, { settled: null, frames: [], tiles: 1 });
  probe.scripts = () =>
    performance.getEntriesByType("resource").filter(({ name }) => /\.js(\?|$)/.test(name)).reduce((sum, one) => sum + one.encodedBodySize, 0);
  /** Milliseconds of what one movement of the pointer does, everywhere in the view. */
  probe.hits = (count) => {
    const map = document.getElementById("map");
    const { left, top, width, height } = map.getBoundingClientRect();
    return Array.from({ length: count }, (_, index) => {
      const clientX = left + 100 + ((index * 97) % (width - 200));
      const clientY = top + 100 + ((index * 61) % (height - 200));
      const target = document.elementFromPoint(clientX, clientY) ?? map;
      const before = performance.now();
      target.dispatchEvent(new MouseEvent("mousemove", { bubbles: true, clientX, clientY }));
      return performance.now() - before;
    });
  };
})();
