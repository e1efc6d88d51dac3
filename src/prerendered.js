// The login form of index.html: people see it and type into it before the program is here, which then takes it over
// (src/prerendered.rs). Where the program would draw anything else, nobody sees the form. It leads nowhere by itself.
(async () => {
  const template = document.getElementById("login");

  // A settings document that cannot be read sets nothing here: the app says so then, without this form.
  let settings;
  try {
    settings = JSON.parse(document.getElementById("cognito-settings")?.textContent.trim() || "{}");
  } catch {
    return;
  }
  if (!settings) return;

  // As src/settings/parse.rs has it. What the build was set to, `cargo xtask build` notes in the page.
  const setting = (name, member) => {
    const meta = document.querySelector(`meta[name=cognito-${name}]`);
    return meta?.content.trim() || member || meta?.dataset.build || "";
  };
  const client = setting("client-id", settings.clientId);

  // What the form looks the same with, whatever it is: anything else is left to the app.
  const isPlain = ([name, value]) =>
    [
      "$schema",
      "brand",
      "userPoolId",
      "clientId",
      "endpoint",
      "signInFlow",
      "plainPassword",
      "country",
      "autoVerifiedAttributes",
      "mfa",
      "mfaTypes",
      "firstFactors",
      "passwordPolicy",
      "profile",
      "clientMetadata",
      "validationData",
      "analyticsEndpointId",
      "identityPool",
      "tokenStore",
      "cookies",
      "terms",
      "marketing",
      "addresses",
      "languages",
    ].includes(name) ||
    (name === "usernameAttributes" && `${value}` === "email") ||
    (name === "signUp" && value?.open !== false);

  const seemsKnown = () => {
    const session = `CognitoIdentityServiceProvider.${client}.LastAuthUser`;
    try {
      return (
        [localStorage, sessionStorage].some((storage) => storage.getItem(session) !== null) ||
        document.cookie.includes(session) ||
        sessionStorage.getItem(`leptos-cognito.${client}.signIn`) !== null
      );
    } catch {
      // Where nothing may be kept, nobody is.
      return false;
    }
  };

  // As src/base.rs has it.
  const base = new URL(document.querySelector("base[href]")?.getAttribute("href") ?? "/", location.origin);

  // The form is in English: who reads something else waits for the program, which has the same choice (src/language.js).
  const isEnglish = () => {
    try {
      const { offered, files = [] } = settings.languages ?? {};
      // Another kind of English, or the owner's, is not that of the form.
      if ([...(offered ?? []), ...files].some((tag) => /^en-/i.test(tag)) || files.includes("en")) return false;
      const query = new URLSearchParams(location.search);
      const asked = query.get("lang") ?? query.get("ui_locales") ?? localStorage.getItem("leptos-cognito.language");
      if (`${offered}` === "en") return asked !== "en-XA";
      return offered?.includes("en") !== false && /^en(?!-XA)\b/i.test(asked ?? navigator.language);
    } catch {
      return false;
    }
  };

  // Before anything is shown, so that nothing jumps; the app waits for it too (xtask/src/build/finish.rs). A brand that
  // cannot be fetched keeps nobody from signing in.
  const { brand } = settings;
  if (brand) {
    globalThis.branded = import("./brand.js").then(({ begin }) => begin(brand, isEnglish())).catch(() => {});
    await globalThis.branded;
  }

  const isWanted =
    location.pathname.replace(/\/*$/, "/") === new URL(".", base).pathname &&
    !/[?&](screen|login_hint)=/.test(location.search) &&
    client &&
    setting("user-pool-id", settings.userPoolId) &&
    ["", "USER_SRP_AUTH", "USER_PASSWORD_AUTH", "CUSTOM_AUTH_WITH_SRP"].includes(
      setting("sign-in-flow", settings.signInFlow),
    ) &&
    Object.entries(settings).every(isPlain) &&
    !["keep-signed-in", "domain", "providers", "scopes"].some((name) => setting(name)) &&
    !seemsKnown() &&
    isEnglish();
  if (!isWanted) return;

  template.after(template.content.cloneNode(true));
  const page = template.nextElementSibling;
  // As src/components/languages.rs has it.
  if (settings.languages?.offered?.length === 1) page.querySelector(".languages").remove();
  const form = page.querySelector("form");
  const { email, password } = form.elements;
  const submit = form.querySelector("[type=submit]");
  const reveal = form.querySelector(".reveal");

  // Browsers tell where the caret is in a text, but not in an e-mail address.
  email.type = "text";

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit.setAttribute("aria-busy", "true");
  });

  reveal.addEventListener("click", () => {
    const isShown = reveal.classList.toggle("shown");
    password.type = isShown ? "text" : "password";
    reveal.setAttribute("aria-label", isShown ? "Hide password" : "Show password");
  });

  const end = () => {
    page.remove();
    email.value = password.value = "";
    delete globalThis.prerendered;
  };

  // What would come to nothing if the form were replaced in the middle of it.
  const unfinished = new Set();
  let mount;
  const mountIfFree = () => {
    if (!mount || unfinished.size) return;
    const run = mount;
    mount = undefined;
    run();
    // If it has drawn something else than was to be expected.
    setTimeout(end);
  };
  const waitFor = (begin, ends, isMeant) => {
    page.addEventListener(begin, (event) => isMeant(event) && unfinished.add(begin));
    const finish = () => {
      unfinished.delete(begin);
      // A click comes after that.
      setTimeout(mountIfFree);
    };
    for (const name of ends) addEventListener(name, finish, true);
  };
  waitFor("pointerdown", ["pointerup", "pointercancel"], ({ button }) => button === 0);
  waitFor("keydown", ["keyup"], ({ target }) => target.localName === "button");
  waitFor("compositionstart", ["compositionend"], () => true);

  // As browsers do with what is typed into a field for e-mail addresses.
  const inAscii = (address) =>
    address.replace(/(?<=@)[^\s@:/?#\\]*[^\0-\x7f][^\s@:/?#\\]*$/, (domain) =>
      URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : domain,
    );

  const typed = (name) => (name === "email" ? inAscii(email.value) : form.elements[name].value);

  const controls = (place) => [...place.querySelectorAll("input, button, a")];

  globalThis.prerendered = {
    /** Runs what mounts the app, as soon as nobody is in the middle of anything. */
    mountWhenFree(run) {
      mount = run;
      mountIfFree();
    },

    typed,

    /** To be called when the same form is drawn anew with what was typed: in that task, so that nobody sees both. */
    handOver() {
      const drawn = [...document.querySelectorAll("main")].at(-1);
      // The app may put them in a little later: what is there already moves no caret then.
      for (const name of ["email", "password"]) drawn.querySelector(`[name=${name}]`).value = typed(name);
      if (password.type === "text") drawn.querySelector(".reveal").click();
      const focused = document.activeElement;
      const heir = controls(drawn)[controls(page).indexOf(focused)];
      heir?.focus({ preventScroll: true });
      if (focused === email || focused === password) {
        const { type } = heir;
        if (focused === email) heir.type = "text";
        heir.setSelectionRange(focused.selectionStart, focused.selectionEnd, focused.selectionDirection);
        heir.type = type;
      }
      const isSubmitted = submit.hasAttribute("aria-busy");
      end();
      if (isSubmitted) drawn.querySelector("[type=submit]").click();
    },
  };
})();
