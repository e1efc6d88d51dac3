// crates/password-strength, under the name that Trunk gives it; `cargo xtask build` puts the finished one in its place.
const MODULE = "password-strength.js";

const load = async () => {
  // Among the files of the page, wherever these are.
  const files = document.querySelector("base[href]")?.href ?? location.origin;
  const module = await import(new URL(MODULE, files).href);
  await module.default();
  return module;
};

let loading;

export const estimate = async (password, known) => (await (loading ??= load())).estimate(password, known);
