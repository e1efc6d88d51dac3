// crates/password-strength, under the name that Trunk gives it; `cargo xtask build` puts the finished one in its place.
const load = async () => {
  const module = await import("/password-strength.js");
  await module.default();
  return module;
};

let loading;

export const estimate = async (password, known) => (await (loading ??= load())).estimate(password, known);
