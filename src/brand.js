// The owner's brand, as the settings document has it. Fetched for a page that has one alone (src/prerendered.js), and put on
// before anything is shown. What cannot be taken is left out and named: src/settings/brand.rs tells the owner.

const root = document.documentElement;
const CHOICE = "leptos-cognito.scheme";

const CHOICES = {
  layout: ["card", "split", "plain"],
  scheme: ["system", "light", "dark"],
  density: ["comfortable", "compact"],
};

/** What somebody has chosen on this page before; nothing where nothing may be kept. */
const kept = () => {
  try {
    return localStorage.getItem(CHOICE) ?? undefined;
  } catch {
    return undefined;
  }
};

const keep = (scheme) => {
  try {
    if (scheme) localStorage.setItem(CHOICE, scheme);
    else localStorage.removeItem(CHOICE);
  } catch {
    // Then it holds as long as the page.
  }
};

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) =>
  typeof value === "string" || (isObject(value) && Object.values(value).every((one) => typeof one === "string"));

/** The owner's words in the shown language, or in the nearest that there is. */
const inLanguage = (text) => {
  if (typeof text === "string") return text;
  const [base] = root.lang.split("-");
  return text[root.lang] ?? text[base] ?? text.en ?? Object.values(text)[0] ?? "";
};

/** The address of a file of this origin. */
const file = (address) => {
  if (typeof address !== "string" || !URL.canParse(address, document.baseURI)) return undefined;
  const { href, origin, protocol } = new URL(address, document.baseURI);
  return /^https?:$/.test(protocol) && origin === location.origin ? href : undefined;
};

/** An address that a link may lead to. */
const target = (address) => {
  if (typeof address !== "string" || !URL.canParse(address, document.baseURI)) return undefined;
  const { href, protocol } = new URL(address, document.baseURI);
  return ["https:", "http:", "mailto:", "tel:"].includes(protocol) ? href : undefined;
};

const add = (parent, name, attributes = {}) => {
  const element = Object.assign(document.createElement(name), attributes);
  parent.append(element);
  return element;
};

/** Reads a brand, puts it on, and returns the places of the settings document that say something else than they may. */
export const apply = (brand) => {
  const problems = [];
  const read = { ...brand };
  const take = (name, check, allowed) => {
    const value = read[name];
    delete read[name];
    if (value === undefined) return undefined;
    const taken = check(value);
    if (taken === undefined) problems.push([`brand.${name}`, allowed]);
    return taken;
  };
  const text = (name) => take(name, (value) => (isText(value) ? value : undefined), "a text, or one for each language");
  const fileOf = (name) => take(name, file, "the address of a file of this origin");

  const choice = (name) =>
    take(name, (value) => (CHOICES[name].includes(value) ? value : undefined), CHOICES[name].join(", "));
  const [layout, density, ownScheme] = ["layout", "density", "scheme"].map(choice);
  if (layout) root.dataset.layout = layout;
  if (density) root.dataset.density = density;

  const name = text("name");
  const logo = take("logo", (value) => (isObject(value) ? value : undefined), "light, dark, alt");
  if (logo) {
    const { alt, ...files } = logo;
    if (pair("logo", files, problems)) {
      if (alt !== undefined && !isText(alt)) problems.push(["brand.logo.alt", "a text, or one for each language"]);
      root.dataset.logo = inLanguage(isText(alt) ? alt : (name ?? "Logo"));
    }
  }
  if (name) {
    // The app goes by it too.
    const content = inLanguage(name);
    document.querySelector("meta[name=application-name]")?.remove();
    add(document.head, "meta", { name: "application-name", content });
    document.title += ` – ${content}`;
  }
  const picture = take("picture", (value) => (isObject(value) ? value : { light: value }), "");
  if (picture && pair("picture", picture, problems)) root.dataset.picture = "";
  const icon = fileOf("icon");
  if (icon) {
    document.querySelectorAll("link[rel=icon]").forEach((link) => link.remove());
    add(document.head, "link", { rel: "icon", href: icon });
  }
  takeTokens(take("tokens", (value) => (isObject(value) ? value : undefined), "names of tokens"), problems);

  const [above, below] = ["above", "below"].map(text);
  const isLink = (link) =>
    isObject(link) && isText(link.label) && target(link.href) && Object.keys(link).length === 2;
  const areLinks = (value) => (Array.isArray(value) && value.every(isLink) ? value : undefined);
  const links = take("links", areLinks, "a list of label and href") ?? [];
  const isSwitch = (value) => (typeof value === "boolean" || isText(value) ? value : undefined);
  const switchLabel = take("schemeSwitch", isSwitch, "true, false, or its label");
  const scheme = switchLabel ? (kept() ?? ownScheme) : ownScheme;
  if (scheme && scheme !== "system") root.dataset.scheme = scheme;

  frame({ above, below, links, switchLabel: switchLabel === true ? "Dark mode" : switchLabel, ownScheme });
  const mark = document.getElementById("login")?.content.querySelector(".mark");
  if (mark && root.dataset.logo) describe(mark);
  for (const unknown of Object.keys(read)) problems.push([`brand.${unknown}`, ""]);
  return problems;
};

/** Sets the files of a picture: for both schemes, or one for each. */
const pair = (name, { light, dark = light, ...others }, problems) => {
  const files = { light: file(light), dark: file(dark) };
  for (const other of Object.keys(others)) problems.push([`brand.${name}.${other}`, ""]);
  for (const [scheme, address] of Object.entries(files)) {
    if (address) root.style.setProperty(`--cognito-${name}-${scheme}`, `url("${address}")`);
    else problems.push([`brand.${name}.${scheme}`, "the address of a file of this origin"]);
  }
  return files.light && files.dark;
};

/** As src/components/heading.rs draws it. */
const describe = (mark) => {
  mark.removeAttribute("aria-hidden");
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", root.dataset.logo);
};

/** Sets tokens: for both schemes, or one for each. */
const takeTokens = (tokens, problems) => {
  if (!tokens) return;
  const { light = {}, dark = {}, ...both } = tokens;
  const isKnown = (name) => getComputedStyle(root).getPropertyValue(`--cognito-${name}`) !== "";
  const set = (place, name, value) => {
    const isPlain = typeof value === "string" && !/url\(|image\(|[;{}]/i.test(value);
    if (!isKnown(name)) problems.push([`brand.tokens.${place}`, "a name of docs/brand.md"]);
    else if (!isPlain) problems.push([`brand.tokens.${place}`, "a value of CSS without an address"]);
    else root.style.setProperty(`--cognito-${name}`, value);
  };
  for (const [name, value] of Object.entries(both)) set(name, name, value);
  for (const name of new Set([...Object.keys(light), ...Object.keys(dark)])) {
    const place = name in light ? `light.${name}` : `dark.${name}`;
    if ([light, dark].every((colors) => CSS.supports("color", colors[name]))) {
      set(place, name, `light-dark(${light[name]}, ${dark[name]})`);
    } else problems.push([`brand.tokens.${place}`, "a color in light, and one in dark"]);
  }
};

/** What stands around the card on every page. */
const frame = ({ above, below, links, switchLabel, ownScheme }) => {
  const said = [];
  const say = (element, words) => said.push([element, words]);
  const foot = document.createElement("footer");
  foot.className = "foot";
  if (above) {
    const header = document.createElement("header");
    header.className = "above";
    document.body.prepend(header);
    say(add(header, "p"), above);
  }
  if (below) say(add(foot, "p", { className: "below" }), below);
  const list = links.length || switchLabel ? add(foot, "ul") : undefined;
  for (const { label, href } of links) say(add(add(list, "li"), "a", { href: target(href) }), label);
  if (switchLabel) say(add(add(list, "li"), "button", schemeSwitch(ownScheme)), switchLabel);
  const speak = () => said.forEach(([element, words]) => (element.textContent = inLanguage(words)));
  speak();
  new MutationObserver(speak).observe(root, { attributeFilter: ["lang"] });
  if (above || foot.hasChildNodes()) root.dataset.framed = "";
  if (!foot.hasChildNodes()) return;
  document.body.append(foot);
  // The app comes after it, and the focus is to go from top to bottom.
  new MutationObserver(() => document.body.lastElementChild !== foot && document.body.append(foot)).observe(
    document.body,
    { childList: true },
  );
};

/** What presses between light and dark. It goes by the owner's scheme again as soon as that is what is wanted. */
const schemeSwitch = (ownScheme = "system") => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const own = () => (ownScheme === "system" ? (system.matches ? "dark" : "light") : ownScheme);
  const shown = () => root.dataset.scheme ?? own();
  const attributes = { type: "button", className: "quiet", ariaPressed: String(shown() === "dark") };
  const onclick = ({ currentTarget }) => {
    const wanted = shown() === "dark" ? "light" : "dark";
    keep(wanted === own() ? undefined : wanted);
    if (wanted === own() && ownScheme === "system") delete root.dataset.scheme;
    else root.dataset.scheme = wanted;
    currentTarget.ariaPressed = String(wanted === "dark");
  };
  return { ...attributes, onclick };
};

/** The brand of the page's settings, with the rules for what only a brand has. */
export const begin = async () => {
  const { brand } = JSON.parse(document.getElementById("cognito-settings").textContent);
  if (!isObject(brand)) return;
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet" });
  style.href = new URL("./brand.css", import.meta.url);
  const isHere = new Promise((resolve) => (style.onload = style.onerror = resolve));
  document.head.append(style);
  globalThis.brandProblems = apply(brand);
  await isHere;
};
