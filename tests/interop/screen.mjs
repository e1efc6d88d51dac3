// A person in front of the pool's own pages: cookies, forms, and redirects up to the one that leads back to the app.

export class Screen {
	#cookies = new Map();

	constructor(pool, callback) {
		this.pool = pool;
		this.callback = callback;
	}

	/** Goes there; gives the address at the app that it leads to, or the page. */
	async visit(address, form = undefined) {
		for (;;) {
			const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
			const method = form ? 'POST' : 'GET';
			const response = await fetch(this.#numbered(address), { method, body: form, headers: { cookie }, redirect: 'manual' });
			for (const line of response.headers.getSetCookie()) {
				const [name, value] = line.split(';')[0].split('=');
				if (/max-age=0/i.test(line)) this.#cookies.delete(name);
				else this.#cookies.set(name, value);
			}
			const location = response.headers.get('location');
			if (!location) return { page: await response.text() };
			if (location.startsWith(this.callback)) return { callback: new URL(location) };
			[address, form] = [new URL(location, this.pool.endpoint).href, undefined];
		}
	}

	/** Fills in the form of a page, and goes on. */
	async send(page, fields) {
		const action = /action="([^"]*)"/.exec(page)[1].replaceAll('&amp;', '&');
		const hidden = [...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
		const form = new URLSearchParams([...hidden, ...Object.entries(fields)]);
		return this.visit(new URL(action, this.pool.endpoint).href, form);
	}

	/** localhost may be ::1 first, and the pool is on 127.0.0.1 alone. */
	#numbered(address) {
		return address.replace('://localhost:', '://127.0.0.1:');
	}
}
