// What the gallery has in place of the world: a service that answers as the scene says, a browser that has kept what the scene
// says, and a person who types and presses. Scenes are data: scenes.json.

(() => {
  const asked = new URLSearchParams(location.search);
  // Before anything else runs, and so in one piece.
  const read = (address) => {
    const request = new XMLHttpRequest();
    request.open("GET", address, false);
    request.send();
    return JSON.parse(request.responseText);
  };
  const { scenes, answers, languages, brands, settings, clientId } = read("/scenes.json");

  // The list of all scenes: the links go by what is chosen above.
  const list = () => {
    const add = (parent, name, properties = {}) => {
      const element = Object.assign(document.createElement(name), properties);
      parent.append(element);
      return element;
    };
    add(document.head, "link", { rel: "stylesheet", href: "/gallery.css" });
    const main = add(document.body, "main", { className: "gallery" });
    add(main, "h1", { textContent: "Gallery" });
    const form = add(main, "form");
    const choices = { lang: languages, scheme: ["", "light", "dark"], brand: ["", ...brands] };
    for (const [name, values] of Object.entries(choices)) {
      const label = add(form, "label", { textContent: `${name} ` });
      const select = add(label, "select", { name });
      for (const value of values) add(select, "option", { value, textContent: value || "as it is" });
      select.value = asked.get(name) ?? values[0];
    }
    const links = scenes.map((scene) => {
      const entry = add(main.querySelector("ul") ?? add(main, "ul"), "li");
      return [add(entry, "a", { textContent: scene.name }), scene];
    });
    const update = () => {
      const chosen = [...new FormData(form)].filter(([, value]) => value);
      history.replaceState(null, "", `?${new URLSearchParams(chosen)}`);
      for (const [link, scene] of links) {
        const query = new URLSearchParams([...new URLSearchParams(scene.at.split("?")[1]), ["scene", scene.name], ...chosen]);
        link.href = `${scene.at.split("?")[0]}?${query}`;
      }
    };
    form.addEventListener("change", update);
    update();
  };

  const name = asked.get("scene");
  if (!name) return list();
  const scene = scenes.find((scene) => scene.name === name);
  if (!scene) throw new Error(`there is no scene ${name}`);

  // Settings: the gallery's, the scene's, and the brand and scheme that the address names.
  const merged = { ...settings, ...scene.settings };
  const brand = asked.get("brand");
  if (brand) merged.brand = { ...read(`/brands/${brand}/settings.json`).brand, ...merged.brand };
  if (asked.get("scheme")) merged.brand = { ...merged.brand, scheme: asked.get("scheme") };
  const text = JSON.stringify(merged).replaceAll('"/brand/', `"/brands/${brand}/`);
  document.getElementById("cognito-settings").textContent = scene.misconfigured ?? text;
  const branded = merged.brand && import("/brand.js").then(({ begin }) => begin(JSON.parse(text).brand, asked.get("lang") === "en"));

  // Times are written as seconds ago, so that they are the same ones on any day.
  const now = Math.floor(Date.now() / 1000);
  const dated = (value) => {
    if (Array.isArray(value)) return value.map(dated);
    if (value && typeof value === "object") {
      if ("ago" in value) return now - value.ago;
      return Object.fromEntries(Object.entries(value).map(([name, value]) => [name, dated(value)]));
    }
    return value;
  };

  const base64Url = (text) =>
    btoa(String.fromCharCode(...new TextEncoder().encode(text)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace(/=+$/, "");
  const USER = "f3a4c8d2-70f1-7009-1d11-2f6e0c9a4b57";
  const claims = {
    sub: USER, username: USER, "cognito:username": USER, email: "ada@example.com", name: "Ada Lovelace",
    origin_jti: "sign-in", jti: "token", auth_time: { ago: 60 }, iat: { ago: 60 }, exp: { ago: -3540 },
    ...scene.session,
  };
  const tokenOf = (claims) => `eyJhbGciOiJub25lIn0.${base64Url(JSON.stringify(dated(claims)))}.c2lnbmF0dXJl`;
  const { username, ...idClaims } = claims;
  const [token, idToken] = [tokenOf(claims), tokenOf(idClaims)];
  const tokens = { AccessToken: token, IdToken: idToken, RefreshToken: "refresh", ExpiresIn: 3600, TokenType: "Bearer" };

  // What the browser has kept.
  localStorage.clear();
  sessionStorage.clear();
  const kept = (key, value) => localStorage.setItem(`CognitoIdentityServiceProvider.${clientId}.${key}`, value);
  if (scene.session) {
    kept("LastAuthUser", username);
    kept(`${username}.idToken`, idToken);
    kept(`${username}.accessToken`, token);
    kept(`${username}.refreshToken`, "refresh");
    // Otherwise a refresh is due first.
    kept(`${username}.clockDriftOf`, `0 ${dated(claims).iat}`);
  }
  if (scene.device) {
    const device = { deviceKey: scene.device, deviceGroupKey: "group", randomPasswordKey: "secret" };
    for (const [name, value] of Object.entries(device)) kept(`${username}.${name}`, value);
  }
  for (const [key, value] of Object.entries(scene.kept ?? {})) sessionStorage.setItem(key, value);

  // The service. What the scene says nothing of waits for ever.
  const told = { GetTokensFromRefreshToken: { tokens: true }, ...(scene.session && answers.signedIn), ...scene.answers };
  let underWay = 0;
  const body = (answer) => {
    if (answer.tokens) {
      const NewDeviceMetadata = answer.device && { DeviceKey: "eu-west-1_1", DeviceGroupKey: "group" };
      return [200, { AuthenticationResult: { ...tokens, NewDeviceMetadata } }];
    }
    if (answer.challenge) {
      const [ChallengeName, ChallengeParameters = {}, more = {}] = answer.challenge;
      return [200, { ChallengeName, ChallengeParameters, Session: "s".repeat(40), ...more }];
    }
    if (answer.refused) return [400, { __type: answer.refused[0], message: answer.refused[1] ?? "" }];
    return [200, dated(answer.ok ?? {})];
  };
  const answerTo = (operation) => {
    let answer = told[operation];
    if (Array.isArray(answer)) answer = answer.length > 1 ? answer.shift() : answer[0];
    if (typeof answer === "string") answer = answers[answer] ?? answer;
    return answer ?? "held";
  };
  const { fetch } = window;
  window.fetch = async (address, init) => {
    const target = init?.headers?.get?.("x-amz-target");
    if (!target && new URL(address.url ?? address, location.href).origin === location.origin) {
      underWay += 1;
      return fetch(address, init).finally(() => (underWay -= 1));
    }
    const answer = answerTo(target?.split(".").pop() ?? new URL(address).pathname);
    if (answer === "held") return new Promise(() => {});
    if (answer === "offline") throw new TypeError("Failed to fetch");
    const [status, content] = body(answer);
    return new Response(JSON.stringify(content), { status });
  };

  // Passkeys, which no browser without a person can have.
  const passkeys = async () => {
    if (scene.passkeys === "refused") throw new DOMException("not given", "NotAllowedError");
    return new Promise(() => {});
  };
  if (navigator.credentials) Object.assign(navigator.credentials, { get: passkeys, create: passkeys });
  if (window.PublicKeyCredential) {
    PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable = async () => true;
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  }

  // The person. What they look for has to come: after a while they give up.
  const PATIENCE = 20_000;
  const frame = () => new Promise(requestAnimationFrame);
  const until = async (what, find) => {
    const start = performance.now();
    for (;;) {
      const found = find();
      if (found) return found;
      if (performance.now() - start > PATIENCE) throw new Error(`${name}: ${what} does not come`);
      await frame();
    }
  };
  const shown = (selector) => until(selector, () => [...document.querySelectorAll(selector)].find((one) => one.checkVisibility()));
  const type = (field, text) => {
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.blur();
  };
  const TYPED = { email: "ada@example.com", tel: "+1 202 555 0123", password: "Correct-horse-1", date: "1815-12-10", url: "https://example.com/ada" };
  const doing = {
    see: shown,
    async type(selector, text) {
      type(await shown(selector), text);
    },
    async press(selector) {
      const button = await shown(selector);
      button.focus();
      button.click();
    },
    /** Types something into each field of the form. */
    async fill(selector, text = "Ada") {
      const form = await shown(selector);
      for (const field of form.querySelectorAll("input, textarea, select")) {
        if (!field.checkVisibility() || field.type === "hidden") continue;
        if (field.type === "checkbox") field.click();
        else if (field.localName === "select") type(field, field.options[1].value);
        else type(field, TYPED[field.type] ?? (field.inputMode === "numeric" ? "42" : text));
      }
    },
    async trap() {
      await shown("h1");
      dispatchEvent(new ErrorEvent("error", { error: new WebAssembly.RuntimeError("unreachable") }));
    },
  };

  // Nothing has changed for some frames, nothing is under way, and nothing moves but what moves for ever.
  const STILL = 8;
  const settled = async () => {
    let still = 0;
    const changes = new MutationObserver(() => (still = 0));
    changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    const moves = (animation) => animation.playState === "running" && animation.effect?.getComputedTiming().endTime !== Infinity;
    await until("a moment of peace", () => {
      still = underWay || document.getAnimations().some(moves) ? 0 : still + 1;
      return still > STILL;
    });
    changes.disconnect();
    await document.fonts.ready;
  };

  const play = async () => {
    await branded;
    if (!scene.isWaiting) await until("the app", () => document.querySelector("h1"));
    else await until("the app", () => document.querySelector("main, [role=status]"));
    for (const [verb, ...rest] of scene.steps ?? []) {
      await doing[verb](...rest);
      await frame();
    }
    if (!scene.isWaiting) await until("a page", () => document.querySelector("h1")?.textContent);
    await settled();
  };
  globalThis.branded = branded;
  /** Ends when the scene is as it is to be seen. */
  globalThis.played = play();
})();
