// A trigger handler: an HTTP server that fills in `response` of the Lambda events that the pool POSTs.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

export class Handler {
	#server;

	/** Every event so far, as it came. */
	events = [];

	constructor(server) {
		this.#server = server;
	}

	/** `answer` gives `response` of an event. */
	static async start(answer) {
		const server = createServer(async (request, response) => {
			const event = await json(request);
			handler.events.push(event);
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ ...event, response: answer(event) }));
		});
		const handler = new Handler(server);
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		handler.url = `http://127.0.0.1:${server.address().port}/`;
		return handler;
	}

	async stop() {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}

	/** `request` of every event from `source`, oldest first. */
	requests(source) {
		return this.events.filter(({ triggerSource }) => triggerSource === source).map(({ request }) => request);
	}
}
