/** How a user pool starts. */
export interface StartOptions {
	/** TOML: the settings of the pool, its client and its users. Without it there is one user, demo@example.com. */
	settings?: string;
	/** A file with such settings. */
	config?: string;
	/** The file that keeps everything over restarts. */
	state?: string;
	/** A free one, if nothing else is said. */
	port?: number;
	/** Further options of the program: `npx local-user-pool --help`. */
	args?: string[];
	/** Further environment variables of the program. */
	env?: Record<string, string>;
}

/** What a message is for. */
export type MessageKind =
	| 'sign_up_code'
	| 'mfa_code'
	| 'sign_in_code'
	| 'password_reset_code'
	| 'temporary_password'
	| 'attribute_verification_code';

/** A message that was not sent but kept. */
export interface Message {
	/** The address or number. */
	to: string;
	medium: 'EMAIL' | 'SMS';
	/** The real user name. */
	username: string;
	kind: MessageKind | (string & {});
	/** Digits, or a temporary password. */
	code: string;
	/** The address that does the same as the code. */
	link: string | null;
	/** Of a mail. */
	subject: string | null;
	/** What it says; that of a mail may be HTML. */
	body: string;
	/** When it was sent: ISO 8601, UTC. */
	at: string;
	userPoolId: string;
}

/** Which messages; what is not named is anything. */
export interface Wanted {
	to?: string;
	kind?: MessageKind;
	username?: string;
	userPoolId?: string;
	/** How long to wait for the first one, in seconds: 0 to 60. */
	wait?: number;
}

/** What the next calls end with: TooManyRequestsException, an answer 500, or an answer that comes late. */
export interface Fault {
	/** "InitiateAuth"; without it every operation. */
	operation?: string;
	fault: 'throttle' | 'internal_error' | 'delay';
	/** How many calls: 1, if nothing else is said; null for all from now on. */
	calls?: number | null;
	/** How long a delay is. */
	milliseconds?: number;
}

/** A user pool that runs. */
export interface LocalUserPool extends AsyncDisposable {
	/** The endpoint of the API, and of managed login: "http://127.0.0.1:PORT". */
	readonly endpoint: string;
	readonly userPoolId: string;
	readonly clientId: string;
	/** The messages that were sent, oldest first; with `wait`, as soon as there is one. */
	inbox(wanted?: Wanted): Promise<Message[]>;
	/** The code that was sent last to an address or number; waits up to `wait` seconds, 5 if nothing else is said. */
	lastCode(to: string, wanted?: { kind?: MessageKind; wait?: number }): Promise<string>;
	/** Removes messages. */
	removeMessages(wanted?: Omit<Wanted, 'wait'>): Promise<void>;
	/** Makes everything as it was at the start: pools, users, messages, time, codes, faults. */
	reset(): Promise<void>;
	/** Keeps pools, users, tokens and messages as they are now, under a name, until the pool stops. */
	snapshot(name: string): Promise<void>;
	/** Comes back to what was kept under a name. Sign-ins that are under way are over. */
	restore(name: string): Promise<void>;
	/** Moves the pool's time forward. */
	advance(seconds: number): Promise<void>;
	/** Sets the pool's time; without one it is this machine's again. */
	setTime(time?: Date): Promise<void>;
	/** Makes every code that is sent from now on this one, 6 to 8 digits; without one they are random again. */
	fixCode(code?: string): Promise<void>;
	/** Lets the next calls of an operation fail, or wait. */
	fault(fault: Fault): Promise<void>;
	/** Forgets the faults that have not come yet. */
	clearFaults(): Promise<void>;
	/** Ends it. */
	stop(): Promise<void>;
}

/** Starts a user pool on a free port of this machine. It ends with this process, if stop() does not end it before. */
export function start(options?: StartOptions): Promise<LocalUserPool>;
