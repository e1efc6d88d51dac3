// Runs in a measured page before anything of its own; what it finds is in `bench`. `ROBOT` is whether it signs in as soon as
// it can; then `USER` and `PASSWORD` are what it types.
(() => {
  const bench = { fieldVisible: null, clicked: null, firstRequest: null, longTasks: [] };
  window.bench = bench;

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) bench.longTasks.push({ startTime, duration });
  }).observe({ type: "longtask", buffered: true });

  const send = window.fetch;
  window.fetch = function (input, init) {
    const headers = new Headers(input instanceof Request ? input.headers : init?.headers);
    if (headers.get("x-amz-target")?.endsWith(".InitiateAuth")) bench.firstRequest ??= performance.now();
    return send.apply(this, arguments);
  };

  const isVisible = (element) => element !== null && element.getClientRects().length > 0;
  const find = () => ({
    email: document.querySelector("input[type=email], input:is([name=email], [name=username])"),
    password: document.querySelector("input[type=password]"),
    submit: document.querySelector("form button[type=submit]"),
  });
  // As a framework's own listeners see a person's typing.
  const type = (field, text) => {
    field.focus();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return new Promise((resolve) => setTimeout(resolve));
  };
  bench.type = async (user, password) => {
    await type(find().email, user);
    // A page may have been drawn anew meanwhile.
    await type(find().password, password);
  };
  bench.click = () => {
    bench.clicked = performance.now();
    find().submit.click();
  };

  // A frame's callback runs when what there is by then is about to be painted.
  const look = async () => {
    const form = find();
    if (!isVisible(form.email)) {
      requestAnimationFrame(look);
      return;
    }
    bench.fieldVisible ??= performance.now();
    if (!ROBOT) return;
    if (!isVisible(form.password) || !isVisible(form.submit) || form.submit.disabled) {
      requestAnimationFrame(look);
      return;
    }
    await bench.type(USER, PASSWORD);
    bench.click();
  };
  requestAnimationFrame(look);

  /** Whether nothing has been fetched or kept the page busy for so many milliseconds. */
  bench.isIdle = (quiet) => {
    const loaded = performance.getEntriesByType("navigation")[0].loadEventEnd;
    const fetched = performance.getEntriesByType("resource").map(({ responseEnd }) => responseEnd);
    const busy = bench.longTasks.map(({ startTime, duration }) => startTime + duration);
    return loaded > 0 && bench.fieldVisible !== null && performance.now() - Math.max(loaded, ...fetched, ...busy) > quiet;
  };
  bench.isSignedIn = () => !isVisible(find().email) && !isVisible(find().password);
  bench.firstPaint = () => performance.getEntriesByName("first-paint")[0]?.startTime ?? null;
  /** By how much tasks that began since then were longer than 50 ms, together; and the longest, 50 if all were shorter. */
  bench.blockedSince = (start) => {
    const durations = bench.longTasks.filter((task) => task.startTime >= start).map(({ duration }) => duration);
    const blocking = durations.reduce((sum, duration) => sum + duration - 50, 0);
    return { blocking, longest: Math.max(50, ...durations) };
  };
})();
