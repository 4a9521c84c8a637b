/* Asking the server, and why there may be no answer. */

const SLOW_AFTER = 5000; // ms until the reader is told that it takes long
const GIVE_UP_AFTER = 60000; // ms until a request counts as lost

/** Why there is no answer: `kind` names the words to show, `wait` counts seconds. */
class AskError extends Error {
	constructor(kind, detail = null, wait = 0) {
		super(detail ?? kind);
		Object.assign(this, { kind, detail, wait });
	}
}

const KINDS = { 401: "denied", 403: "denied", 429: "limited", 502: "busy", 503: "busy", 504: "timeout" };

async function request(base, path, { body, token, signal } = {}) {
	let response, json;
	try {
		response = await fetch(base + path, {
			method: body ? "POST" : "GET", credentials: "omit", signal, body: body && JSON.stringify(body),
			headers: { ...(body && { "Content-Type": "application/json" }), ...(token && { Authorization: `Bearer ${token}` }) },
		});
		json = await response.json();
	} catch {
		if (signal?.aborted) throw new AskError(signal.reason);
		if (!response) throw new AskError(navigator.onLine ? "unreachable" : "offline");
	}
	if (response.ok && json) return json;
	const kind = KINDS[response.status] ?? "failed";
	const said = kind === "failed" && response.status < 500 && typeof json?.detail === "string" ? json.detail : null;
	throw new AskError(kind, said, Number.parseInt(response.headers.get("Retry-After"), 10) || 5);
}
