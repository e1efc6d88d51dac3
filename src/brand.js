// The owner's brand, as the settings document has it. Fetched for a page that has one alone (src/prerendered.js), and put on
// before anything is shown. The app checks the kinds of what is said (src/settings/shape.rs): here, what is of another kind is
// passed over, and what breaks a rule is named as well (src/settings/brand.rs).

const root = document.documentElement;
const CHOICE = "leptos-cognito.scheme";

const CHOICES = {
  layout: ["card", "split", "plain"],
  density: ["comfortable", "compact"],
  scheme: ["light", "dark"],
};

/** What somebody has chosen on this page before; nothing where nothing may be kept. */
const kept = () => {
  try {
    return localStorage.getItem(CHOICE);
  } catch {
    return null;
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
const isWording = (value) =>
  typeof value === "string" || (isObject(value) && Object.values(value).every((text) => typeof text === "string"));

/** The owner's words in the shown language, or in the nearest that there is, as src/settings/wording.rs has it. */
const inLanguage = (wording) => {
  if (typeof wording === "string") return wording;
  const [base] = root.lang.split("-");
  return wording[root.lang] ?? wording[base] ?? wording.en ?? Object.values(wording)[0] ?? "";
};

/** Says something now, if not told to wait, and again in each language that is shown. */
const follow = (speak, isNow = true) => {
  if (isNow) speak();
  new MutationObserver(speak).observe(root, { attributeFilter: ["lang"] });
};

// lang/*.toml has it in every language, in a part that nobody else fetches.
const DARK_MODE = "Dark mode";

/** The label of the switch, where the owner has no words for it. What cannot be fetched is read in English. */
const darkMode = async (tag) => {
  if (tag === "en") return DARK_MODE;
  const place = document.querySelector("meta[name=cognito-languages]")?.content || "lang/";
  try {
    const [words] = await (await fetch(new URL(`${place}${tag}/brand.json`, document.baseURI))).json();
    return words;
  } catch {
    return DARK_MODE;
  }
};

const parsed = (address) =>
  typeof address === "string" && URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : undefined;

/** The address of a file of this origin. */
const file = (address) => {
  const url = parsed(address);
  return url && /^https?:$/.test(url.protocol) && url.origin === location.origin ? url.href : undefined;
};

/** An address that a link may lead to. */
const target = (address) => {
  const url = parsed(address);
  return url && /^(https?|mailto|tel):$/.test(url.protocol) ? url.href : undefined;
};

const add = (parent, name, properties = {}) => {
  const element = Object.assign(document.createElement(name), properties);
  parent.append(element);
  return element;
};

/**
 * Puts a brand on. For people who may read another language than that of index.html, nothing that is seen is said before the
 * app has found that out. Returns the places of the settings document that break a rule, each with the rule.
 */
export const apply = (brand, isEnglish = true) => {
  const problems = [];
  const wording = (name) => (isWording(brand[name]) ? brand[name] : undefined);

  for (const name of ["layout", "density"]) if (CHOICES[name].includes(brand[name])) root.dataset[name] = brand[name];

  const name = wording("name");
  if (name) {
    // The app goes by it too.
    document.querySelector("meta[name=application-name]")?.remove();
    const meta = add(document.head, "meta", { name: "application-name" });
    follow(() => (meta.content = inLanguage(name)));
    document.title += ` – ${meta.content}`;
  }
  if (isObject(brand.logo) && setPicture("logo", brand.logo, problems)) {
    const alt = isWording(brand.logo.alt) ? brand.logo.alt : name;
    // As src/components/heading.rs draws it.
    root.dataset.logo = inLanguage(alt ?? "Logo");
    const mark = document.getElementById("login")?.content.querySelector(".mark");
    mark?.removeAttribute("aria-hidden");
    mark?.setAttribute("role", "img");
    mark?.setAttribute("aria-label", root.dataset.logo);
    follow(() => {
      if (!("logo" in root.dataset)) return;
      root.dataset.logo = inLanguage(alt ?? "Logo");
      for (const drawn of document.querySelectorAll(".mark[role=img]")) drawn.ariaLabel = root.dataset.logo;
    });
  }
  const { picture, icon } = brand;
  const pictures = typeof picture === "string" ? { light: picture } : picture;
  if (isObject(pictures) && setPicture("picture", pictures, problems)) root.dataset.picture = "";
  if (file(icon)) {
    document.querySelectorAll("link[rel=icon]").forEach((link) => link.remove());
    add(document.head, "link", { rel: "icon", href: file(icon) });
  } else if (icon !== undefined) problems.push(["brand.icon", "file"]);
  if (brand.tokens != null) setTokens(brand.tokens, problems);

  const links = Array.isArray(brand.links) ? brand.links : [];
  links.forEach((link, at) => target(link?.href) ?? problems.push([`brand.links[${at}].href`, "link"]));
  const switchLabel = brand.schemeSwitch === true || wording("schemeSwitch");
  const ownScheme = CHOICES.scheme.find((scheme) => scheme === brand.scheme);
  const scheme = switchLabel ? (CHOICES.scheme.find((choice) => choice === kept()) ?? ownScheme) : ownScheme;
  if (scheme) root.dataset.scheme = scheme;
  frame({
    above: wording("above"),
    below: wording("below"),
    links: links.filter((link) => isWording(link?.label) && target(link.href)),
    switchLabel,
    ownScheme,
    isEnglish,
  });
  return problems;
};

/** Sets the file of a picture in each scheme; whether both are there. One without `dark` is the same in both. */
const setPicture = (name, { light, dark = light }, problems) => {
  const files = Object.entries({ light, dark });
  for (const [scheme, address] of files) {
    const href = file(address);
    if (href) root.style.setProperty(`--cognito-${name}-${scheme}`, `url("${href}")`);
    else problems.push([`brand.${name}.${scheme}`, "file"]);
  }
  return files.every(([, address]) => file(address));
};

/** Sets tokens: the same for both schemes, or a color for each. */
const setTokens = (tokens, problems) => {
  if (![tokens, tokens.light ?? {}, tokens.dark ?? {}].every(isObject)) return problems.push(["brand.tokens", "value"]);
  const { light = {}, dark = {}, ...both } = tokens;
  const isKnown = (name) => getComputedStyle(root).getPropertyValue(`--cognito-${name}`) !== "";
  const set = (place, name, value) => {
    // Files have members of their own, which are checked.
    const isPlain = typeof value === "string" && !/(url|image|image-set|src)\(|[;{}]/i.test(value);
    const broken = isKnown(name) ? !isPlain && "value" : "token";
    if (broken) problems.push([`brand.tokens.${place}`, broken]);
    else root.style.setProperty(`--cognito-${name}`, value);
  };
  for (const [name, value] of Object.entries(both)) set(name, name, value);
  for (const name of new Set([...Object.keys(light), ...Object.keys(dark)])) {
    const place = `${name in light ? "light" : "dark"}.${name}`;
    const areColors = [light, dark].every((colors) => CSS.supports("color", colors[name] ?? ""));
    if (areColors) set(place, name, `light-dark(${light[name]}, ${dark[name]})`);
    else problems.push([`brand.tokens.${place}`, "colors"]);
  }
};

/** What stands around the card on every page. */
const frame = ({ above, below, links, switchLabel, ownScheme, isEnglish }) => {
  const said = [];
  // In a language that may be written in the other direction.
  const say = (element, words) => said.push([Object.assign(element, { dir: "auto" }), words]);
  const foot = Object.assign(document.createElement("footer"), { className: "foot" });
  if (above) {
    const header = Object.assign(document.createElement("header"), { className: "above" });
    document.body.prepend(header);
    say(add(header, "p"), above);
  }
  if (below) say(add(foot, "p", { className: "below" }), below);
  if (links.length || switchLabel) {
    const list = add(foot, "ul");
    for (const { label, href } of links) say(add(add(list, "li"), "a", { href: target(href) }), label);
    if (switchLabel) {
      const button = add(add(list, "li"), "button", schemeSwitch(ownScheme));
      if (switchLabel === true) follow(() => sayDarkMode(button), isEnglish);
      else say(button, switchLabel);
    }
  }
  follow(() => said.forEach(([element, words]) => (element.textContent = inLanguage(words))), isEnglish);
  if (above || foot.hasChildNodes()) root.dataset.framed = "";
  if (!foot.hasChildNodes()) return;
  // The app is put in after it, and the focus is to go from top to bottom.
  const putLast = () => foot.isConnected && document.body.lastElementChild !== foot && document.body.append(foot);
  document.body.append(foot);
  new MutationObserver(putLast).observe(document.body, { childList: true });
};

const sayDarkMode = async (button) => {
  const { lang } = root;
  const words = await darkMode(lang);
  // Another one may be shown by now.
  if (root.lang === lang) button.textContent = words;
};

/** What presses between light and dark. As soon as that is the owner's scheme again, it goes by that. */
const schemeSwitch = (ownScheme) => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const own = () => ownScheme ?? (system.matches ? "dark" : "light");
  const isDark = () => (root.dataset.scheme ?? own()) === "dark";
  const onclick = ({ currentTarget }) => {
    const wanted = isDark() ? "light" : "dark";
    const isOwn = wanted === own();
    keep(isOwn ? undefined : wanted);
    if (isOwn && !ownScheme) delete root.dataset.scheme;
    else root.dataset.scheme = wanted;
    currentTarget.ariaPressed = String(isDark());
  };
  return { type: "button", className: "quiet", ariaPressed: String(isDark()), onclick };
};

/** Puts the brand of the page on, with the rules for what only a brand has. */
export const begin = async (brand, isEnglish) => {
  const href = new URL("./brand.css", import.meta.url).href;
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  const isHere = new Promise((resolve) => (style.onload = style.onerror = resolve));
  document.head.append(style);
  globalThis.brandProblems = apply(brand, isEnglish);
  await isHere;
};
