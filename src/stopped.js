// What stands in the place of a program that has stopped. It is not part of the program, of which nothing works any more.

// A panic or a want of memory ends in a trap, which browsers report as a RuntimeError; too deep a recursion does not. And
// Firefox ends what runs in a page that is left: the program is in the middle of it for good, as wasm-bindgen says.
const isStop = (error) =>
  error instanceof WebAssembly.RuntimeError ||
  /^closure invoked recursively/.test(error?.message) ||
  (["RangeError", "InternalError"].includes(error?.name) && /wasm/.test(error.stack));

const add = (parent, name, text, attributes = {}) => {
  const element = Object.assign(document.createElement(name), attributes);
  element.textContent = text;
  parent.append(element);
  return element;
};

let words;

const tell = (event) => {
  if (!isStop(event.error ?? event.reason)) return;
  removeEventListener("error", tell);
  removeEventListener("unhandledrejection", tell);
  // Nobody sees it, unless they come back by the button "back".
  if (document.hidden) addEventListener("pageshow", () => location.reload());
  const [title, intro, label] = words;
  // Whatever was typed goes with it.
  document.body.replaceChildren();
  document.title = title;
  const page = add(document.body, "main", "", { className: "page" });
  const card = add(page, "section", "", { className: "card" });
  const heading = add(card, "h1", title, { tabIndex: -1 });
  add(card, "p", intro, { className: "intro" });
  add(card, "button", label, { type: "button", className: "main", onclick: () => location.reload() });
  heading.focus();
};

/** What is to be said if the program stops: a title, what people can do, and the label of the button that does it. */
export const say = (...said) => {
  if (!words) {
    addEventListener("error", tell);
    addEventListener("unhandledrejection", tell);
  }
  words = said;
};
