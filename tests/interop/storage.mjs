// What a browser keeps of one client.

import * as toughCookie from 'tough-cookie';

/** In place of localStorage. */
export class MemoryStorage {
	#items = new Map();

	setItem(key, value) {
		this.#items.set(key, String(value));
	}

	getItem(key) {
		return this.#items.get(key) ?? null;
	}

	removeItem(key) {
		this.#items.delete(key);
	}

	clear() {
		this.#items.clear();
	}

	/** Every key with its value. */
	entries() {
		return [...this.#items];
	}

	/** The one key that ends so. */
	keyEnding(suffix) {
		const keys = [...this.#items.keys()].filter((key) => key.endsWith(suffix));
		if (keys.length !== 1) throw new Error(`${keys.length} keys end with ${suffix}`);
		return keys[0];
	}
}

/** The cookies of one browser, which is on a page at `address`. */
export class CookieJar {
	#address;
	#jar = new toughCookie.CookieJar(undefined, { allowSecureOnLocal: false });

	constructor(address) {
		this.#address = address;
	}

	/** `document` of a page: its cookies, and those it sets. */
	document(address = this.#address) {
		const jar = this.#jar;
		return {
			get cookie() {
				return jar.getCookieStringSync(address, { http: false });
			},
			set cookie(text) {
				// A browser drops what it does not take without a word, and takes no more than 4096 bytes.
				const [pair] = text.split(';');
				if (pair.length <= 4096) jar.setCookieSync(text, address, { http: false, ignoreError: true });
			},
		};
	}

	/** Every name with its value, as a page reads them. */
	entries() {
		return this.cookies().map(({ key, value }) => [key, value]);
	}

	/** Every cookie that has not expired. */
	cookies() {
		const cookies = this.#jar.serializeSync().cookies.map((cookie) => toughCookie.Cookie.fromJSON(cookie));
		return cookies.filter((cookie) => cookie.expiryTime() > Date.now());
	}
}
