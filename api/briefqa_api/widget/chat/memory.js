/* The conversation as it survives a page change in this tab. */

const KEPT_TURNS = 20;

function keep(key, open, turns) {
	try {
		sessionStorage.setItem(key, JSON.stringify({ open, turns: turns.slice(-KEPT_TURNS) }));
	} catch { /* storage may be full or forbidden; the conversation then lasts as long as the page */ }
}

function recall(key) {
	let kept = null;
	try { kept = JSON.parse(sessionStorage.getItem(key)); } catch { /* as above */ }
	const turns = Array.isArray(kept?.turns) ? kept.turns.filter((turn) => typeof turn?.question === "string") : [];
	return { open: Boolean(kept?.open), turns };
}
