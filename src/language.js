// The words of other languages than English, which are in the program. Loaded part by part (lang/*.toml has a table for each),
// as files that never change: crates/languages writes them. What cannot be fetched is read in English.

const ENGLISH = "en";
// Lengthened English, for tests: only who asks for it gets it.
const PSEUDO = "en-XA";
const WRITTEN_FROM_RIGHT = ["Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"];

const isText = (value) => typeof value === "string";

// What the owner says of languages, in the page's settings. What is not right there the page for the owner tells.
const settings = () => {
  try {
    const said = JSON.parse(document.getElementById("cognito-settings")?.textContent || "{}").languages ?? {};
    const tags = (value) => (Array.isArray(value) && value.every(isText) ? value : undefined);
    const first = isText(said.default) ? said.default : undefined;
    return { offered: tags(said.offered), files: tags(said.files), default: first };
  } catch {
    return {};
  }
};

const locale = (tag) => {
  try {
    return new Intl.Locale(tag.replaceAll("_", "-"));
  } catch {
    return undefined;
  }
};

const SAME = { no: "nb", nn: "nb" };
const language = ({ language }) => SAME[language] ?? language;

const match = (tag, offered) => {
  const exact = offered.find((other) => other.toLowerCase() === tag.toLowerCase());
  const wanted = exact ? undefined : locale(tag)?.maximize();
  if (!wanted) return exact;
  const alike = offered
    .map((tag) => ({ tag, locale: locale(tag) }))
    .filter(({ locale }) => locale && language(locale) === language(wanted))
    // Only of these few: it takes a while.
    .map(({ tag, locale }) => ({ tag, locale: locale.maximize() }))
    .filter(({ locale }) => locale.script === wanted.script);
  // What is spoken in America is another variety than what is spoken elsewhere.
  const regions = [wanted.region];
  if (wanted.language === "es" && wanted.region !== "ES") regions.push("419");
  if (wanted.language === "pt" && wanted.region !== "BR") regions.push("PT");
  const here = regions.map((region) => alike.find(({ locale }) => locale.region === region)).find(Boolean);
  return (here ?? alike[0])?.tag;
};

/** The first of the `wanted` languages that is among those `offered`, as far as the same people read it; both are tags. */
export const matching = (wanted, offered) => {
  for (const tag of wanted) {
    const found = match(tag, offered);
    if (found) return found;
  }
  return undefined;
};

// By tag and part, what was asked for.
const packs = new Map();
// The parts that are needed, and of those that are here the words in the shown language.
const needed = new Set();
let shown = { tag: ENGLISH, words: {} };
// The language that is to be shown next.
let next = ENGLISH;
let builtIn = [];
// What those are called by who speaks them.
let names = [];

// What is there below the path of the app, as src/base.rs has it.
const file = (path) => new URL(path, document.querySelector("base[href]") ? document.baseURI : location.origin);

// Where the words are: `cargo xtask build` names the directory after what is in it.
const place = () => document.querySelector("meta[name=cognito-languages]")?.content || "lang/";

const read = async (address) => {
  const response = await fetch(file(address));
  if (!response.ok) throw new Error(address);
  return response.json();
};

const once = (key, make) => {
  if (!packs.has(key)) {
    packs.set(
      key,
      make().catch(() => {
        // The next one who asks tries again.
        packs.delete(key);
        return undefined;
      }),
    );
  }
  return packs.get(key);
};

const isTable = (value) => typeof value === "object" && value !== null;

// A sentence, or its forms for numbers.
const isSentence = (words) => {
  const texts = isTable(words) ? Object.values(words) : [words];
  return texts.length > 0 && texts.every((text) => text && typeof text === "string");
};

// Tells the owner what in their file is no sentence, or none of the app's.
const check = (tag, written, keys) => {
  const known = new Set(Object.entries(keys).flatMap(([part, names]) => names.map((name) => `${part}.${name}`)));
  const look = (value, at) => {
    const isKnown = known.has(at.join("."));
    if (!isKnown && isTable(value)) for (const name in value) look(value[name], [...at, name]);
    else if (!isKnown || !isSentence(value)) console.warn(`lang/${tag}.json: ${at.join(".")} is no sentence that the app has.`);
  };
  look(written, []);
};

// What the owner has written in the place of some sentences: by part and keys, in a file beside index.html.
const owners = async (tag, part) => {
  if (!settings().files?.includes(tag)) return [];
  const keys = once("keys", () => read(`${place()}keys.json`));
  const file = async () => {
    try {
      const written = await read(`lang/${tag}.json`);
      const known = await keys;
      if (known) check(tag, written, known);
      return written;
    } catch (error) {
      console.warn(`lang/${tag}.json cannot be read: ${error.message}`);
      throw error;
    }
  };
  const written = await once(tag, file);
  const found = (key) => key.split(".").reduce((table, name) => table?.[name], written?.[part]);
  return ((await keys)?.[part] ?? []).map(found);
};

const fetched = async (tag, part) => {
  const isThere = tag !== ENGLISH && (builtIn.includes(tag) || tag === PSEUDO);
  const pack = isThere && once(`${tag}/${part}`, () => read(`${place()}${tag}/${part}.json`));
  const [words, own] = await Promise.all([pack, owners(tag, part)]);
  return Object.assign([...(words || [])], Object.fromEntries(Object.entries(own).filter(([, words]) => isSentence(words))));
};

const isHere = (tag) => tag === ENGLISH && !settings().files?.includes(tag);

const wordsOf = async (tag, parts) =>
  Object.fromEntries(await Promise.all(parts.map(async (part) => [part, await fetched(tag, part)])));

const isEmpty = (words) => Object.values(words).every((part) => part.length === 0);

/** The languages that people may choose, by their tags. */
export const offered = () => settings().offered ?? [...new Set([...builtIn, ...(settings().files ?? [])])];

/** Whether there is more than one of them. */
export const isChoosable = () => offered().length > 1;

// Of one that only its owner has written.
const nameOf = (tag) => {
  try {
    const name = new Intl.DisplayNames([tag], { type: "language", fallback: "none" }).of(tag);
    return name ? name.charAt(0).toLocaleUpperCase(tag) + name.slice(1) : tag;
  } catch {
    return tag;
  }
};

/** What that language is called by who speaks it. */
export const name = (tag) => names[builtIn.indexOf(tag)] ?? nameOf(tag);

export const idle = () =>
  new Promise((resolve) => {
    if (globalThis.requestIdleCallback) requestIdleCallback(resolve, { timeout: 2000 });
    else setTimeout(resolve, 200);
  });

// What the page's address asks for, at best first.
const asked = () => {
  const query = new URLSearchParams(location.search);
  return (query.get("lang") ?? query.get("ui_locales") ?? "").split(/[ ,]+/).filter(Boolean);
};

// What the address of an app around asks for ends with the person's own choice: a reload must not undo that.
const forgetAsked = () => {
  if (asked().length === 0) return;
  const url = new URL(location);
  for (const name of ["lang", "ui_locales"]) url.searchParams.delete(name);
  history.replaceState(history.state, "", url);
};

/**
 * Chooses the language to begin with; `all` are the tags of the built-in ones, `called` their names, `kept` is the one that was
 * chosen before. Gives the tag if the page's address has asked for it.
 */
export const choose = (all, called, kept) => {
  builtIn = all.split(" ");
  names = called.split("\n");
  const first = asked();
  const found = first.includes(PSEUDO) ? PSEUDO : matching(first, offered());
  const others = [kept, ...navigator.languages, settings().default].filter(Boolean);
  next = found ?? (kept === PSEUDO ? kept : matching(others, offered())) ?? offered()[0] ?? ENGLISH;
  if (isHere(next)) show({ tag: next, words: {} });
  return found;
};

const show = (chosen) => {
  shown = chosen;
  const root = document.documentElement;
  root.lang = shown.tag;
  root.dir = WRITTEN_FROM_RIGHT.includes(locale(shown.tag)?.maximize().script) ? "rtl" : "ltr";
};

/** Whether all of these parts can be read in the shown language. */
export const has = (parts) => {
  for (const part of parts.split(" ")) needed.add(part);
  return isHere(next) || (shown.tag === next && parts.split(" ").every((part) => part in shown.words));
};

/** Makes these parts readable in the language that is to be shown; it may be another one by then. */
export const load = async (parts) => {
  has(parts);
  const tag = next;
  const words = isHere(tag) ? {} : await wordsOf(tag, [...needed]);
  // Whoever has chosen another one meanwhile waits for that.
  if (tag !== next) return;
  // A language of which nothing is here is not the page's.
  show(!isHere(tag) && isEmpty(words) ? { tag: ENGLISH, words: {} } : { tag, words });
};

/** Shows another language, as soon as its words are here. */
export const change = async (tag) => {
  forgetAsked();
  next = tag;
  await load([...needed].join(" "));
};

/** The tag of the language that is shown. */
export const tag = () => shown.tag;

/** A sentence of a part by its place; in the form for `count`. Nothing if it is to be read in English. */
export const words = (part, place, count) => {
  const found = shown.words[part]?.[place];
  if (typeof found !== "object") return found;
  return found?.[new Intl.PluralRules(shown.tag).select(count)] ?? found?.other;
};

/** A number, in the digits of the language. */
export const number = (number) => new Intl.NumberFormat(shown.tag).format(number);
