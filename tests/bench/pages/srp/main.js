// The client's SRP and that of amazon-cognito-identity-js, side by side in one page.
import AuthenticationHelper from "amazon-cognito-identity-js/es/AuthenticationHelper";
import BigInteger from "amazon-cognito-identity-js/es/BigInteger";

// wasm-bindgen's output, which is served next to this page.
const ours = "/srp/bench_srp.js";
const { default: init, Exchange } = await import(/* @vite-ignore */ ours);
await init();

const GROUP = "AbCdEfGhI";
const USER = "3b0c1f2e-0000-4000-8000-000000000001";
const PASSWORD = "Demo-Passw0rd";

const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const timed = (work) => {
  const start = performance.now();
  const result = work();
  return [result, performance.now() - start];
};

/** What the server sends; B is below N, whose first byte is 0xff. */
const challenge = () => ({ b: hex([0x7f, ...random(383)]), salt: hex(random(16)), secretBlock: random(1024) });

const sum = (numbers) => numbers.reduce((sum, number) => sum + number, 0);

function measureOurs(a, { b, salt, secretBlock }) {
  const [tasksOfA, tasksOfS] = [[], []];
  /** Between any two of these an app lets other work go on. */
  const task = (tasks, work) => {
    const [result, took] = timed(work);
    tasks.push(took);
    return result;
  };
  const exchange = task(tasksOfA, () => new Exchange(a));
  while (!task(tasksOfA, () => exchange.advance()));
  const srpA = task(tasksOfA, () => exchange.start());
  const block = base64(secretBlock);
  task(tasksOfS, () => exchange.challenge([GROUP, USER], PASSWORD, b, salt, block));
  while (!task(tasksOfS, () => exchange.advance()));
  const [signature, timestamp] = task(tasksOfS, () => exchange.answer());
  const longest = Math.max(...tasksOfA, ...tasksOfS);
  return { a: srpA, signature, timestamp, forA: sum(tasksOfA), forS: sum(tasksOfS), longest };
}

function measureTheirs(a, { b, salt }) {
  const helper = new AuthenticationHelper(GROUP);
  helper.smallAValue = new BigInteger(hex(a), 16);
  delete helper.largeAValue;
  const caught = (call) => {
    let caught;
    call((error, result) => {
      if (error) throw error;
      caught = result;
    });
    return caught;
  };
  const [largeA, forA] = timed(() => caught((done) => helper.getLargeAValue(done)));
  const numbers = [b, salt].map((digits) => new BigInteger(digits, 16));
  const [key, forS] = timed(() =>
    caught((done) => helper.getPasswordAuthenticationKey(USER, PASSWORD, ...numbers, done)),
  );
  return { a: largeA.toString(16), key, forA, forS };
}

/** The two are only comparable if they come to the same. */
async function compare(ours, theirs, { secretBlock }) {
  if (BigInt(`0x${ours.a}`) !== BigInt(`0x${theirs.a}`)) throw new Error("the two have another A");
  const text = (string) => new TextEncoder().encode(string);
  const signed = new Blob([text(GROUP), text(USER), secretBlock, text(ours.timestamp)]);
  const key = await crypto.subtle.importKey("raw", theirs.key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, await signed.arrayBuffer());
  if (base64(new Uint8Array(signature)) !== ours.signature) throw new Error("the two have another S");
}

/** Milliseconds of one round; which of the two is first changes from round to round. */
globalThis.measure = async (round) => {
  const [a, server] = [random(128), challenge()];
  const inTurn = round % 2 === 0 ? [measureOurs, measureTheirs] : [measureTheirs, measureOurs];
  const results = inTurn.map((measure) => measure(a, server));
  const [ours, theirs] = round % 2 === 0 ? results : results.reverse();
  await compare(ours, theirs, server);
  return [ours.forA, ours.forS, ours.longest, theirs.forA, theirs.forS];
};
