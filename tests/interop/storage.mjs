// What a browser keeps of one client.

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

	/** The one key that ends so. */
	keyEnding(suffix) {
		const keys = [...this.#items.keys()].filter((key) => key.endsWith(suffix));
		if (keys.length !== 1) throw new Error(`${keys.length} keys end with ${suffix}`);
		return keys[0];
	}
}
