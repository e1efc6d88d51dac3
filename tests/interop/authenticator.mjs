// An authenticator in software: passkeys by WebAuthn Level 3, with keys on P-256 and no attestation.

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** Flags of authenticator data: user present, user verified, credential data attached. */
const [UP, UV, AT] = [0x01, 0x04, 0x40];
/** COSE: ECDSA on P-256 with SHA-256. */
const ES256 = -7;

export class PublicKeyCredential {
	type = 'public-key';
	authenticatorAttachment = 'platform';

	constructor(rawId, response) {
		this.id = base64url(rawId);
		this.rawId = arrayBuffer(rawId);
		this.response = response;
	}

	getClientExtensionResults() {
		return {};
	}
}

export class AuthenticatorAttestationResponse {
	#authenticatorData;
	#publicKey;

	constructor(clientDataJSON, authenticatorData, publicKey) {
		this.clientDataJSON = arrayBuffer(clientDataJSON);
		const object = new Map([['fmt', 'none'], ['attStmt', new Map()], ['authData', authenticatorData]]);
		this.attestationObject = arrayBuffer(cbor(object));
		this.#authenticatorData = authenticatorData;
		this.#publicKey = publicKey;
	}

	getTransports() {
		return ['internal'];
	}

	getPublicKeyAlgorithm() {
		return ES256;
	}

	getAuthenticatorData() {
		return arrayBuffer(this.#authenticatorData);
	}

	getPublicKey() {
		return arrayBuffer(this.#publicKey.export({ type: 'spki', format: 'der' }));
	}
}

export class AuthenticatorAssertionResponse {
	constructor(clientDataJSON, authenticatorData, signature, userHandle) {
		this.clientDataJSON = arrayBuffer(clientDataJSON);
		this.authenticatorData = arrayBuffer(authenticatorData);
		this.signature = arrayBuffer(signature);
		this.userHandle = arrayBuffer(userHandle);
	}
}

/** What `navigator.credentials` is on a page of `origin`. */
export class CredentialsContainer {
	/** {id, privateKey, userHandle, rpId} */
	passkeys = [];
	#counter = 0;

	constructor(origin) {
		this.origin = origin;
	}

	async create({ publicKey: { challenge, rp, user, pubKeyCredParams, excludeCredentials } }) {
		if (!pubKeyCredParams.some(({ alg }) => alg === ES256)) throw named('NotSupportedError');
		if (this.#of(rp.id, excludeCredentials).length > 0) throw named('InvalidStateError');
		const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		const passkey = { id: randomBytes(32), privateKey, userHandle: Buffer.from(user.id), rpId: rp.id };
		this.passkeys.push(passkey);
		const { x, y } = publicKey.export({ format: 'jwk' });
		// RFC 9052, section 7: key type EC2, algorithm, curve P-256, coordinates.
		const key = new Map([[1, 2], [3, ES256], [-1, 1], [-2, Buffer.from(x, 'base64url')], [-3, Buffer.from(y, 'base64url')]]);
		const length = Buffer.alloc(2);
		length.writeUInt16BE(passkey.id.length);
		const data = Buffer.concat([this.#data(rp.id, AT), Buffer.alloc(16), length, passkey.id, cbor(key)]);
		const response = new AuthenticatorAttestationResponse(this.#client('webauthn.create', challenge), data, publicKey);
		return new PublicKeyCredential(passkey.id, response);
	}

	async get({ publicKey: { challenge, rpId, allowCredentials } }) {
		const [passkey] = allowCredentials.length > 0 ? this.#of(rpId, allowCredentials) : this.#of(rpId);
		if (!passkey) throw named('NotAllowedError');
		const data = this.#data(rpId, 0);
		const client = this.#client('webauthn.get', challenge);
		const signed = Buffer.concat([data, sha256(client)]);
		const signature = sign('sha256', signed, passkey.privateKey);
		return new PublicKeyCredential(
			passkey.id,
			new AuthenticatorAssertionResponse(client, data, signature, passkey.userHandle),
		);
	}

	/** The passkeys of a relying party, of those that are listed. */
	#of(rpId, listed) {
		const ids = listed?.map(({ id }) => base64url(id));
		return this.passkeys.filter((passkey) => passkey.rpId === rpId && (ids?.includes(base64url(passkey.id)) ?? true));
	}

	#data(rpId, flags) {
		this.#counter += 1;
		const rest = Buffer.alloc(5);
		rest.writeUInt8(UP | UV | flags);
		rest.writeUInt32BE(this.#counter, 1);
		return Buffer.concat([sha256(rpId), rest]);
	}

	#client(type, challenge) {
		const data = { type, challenge: base64url(challenge), origin: this.origin, crossOrigin: false };
		return Buffer.from(JSON.stringify(data));
	}
}

/** RFC 8949, as far as credentials need it. */
function cbor(value) {
	if (Number.isInteger(value)) return value < 0 ? head(1, -1 - value) : head(0, value);
	if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
	if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
	return Buffer.concat([head(5, value.size), ...[...value].flat().map(cbor)]);
}

function head(major, argument) {
	if (argument < 24) return Buffer.from([(major << 5) | argument]);
	if (argument < 256) return Buffer.from([(major << 5) | 24, argument]);
	return Buffer.from([(major << 5) | 25, argument >> 8, argument & 0xff]);
}

function sha256(bytes) {
	return createHash('sha256').update(bytes).digest();
}

function base64url(bytes) {
	return Buffer.from(bytes).toString('base64url');
}

function arrayBuffer(buffer) {
	return new Uint8Array(buffer).buffer;
}

function named(name) {
	return new DOMException('refused by the authenticator', name);
}
