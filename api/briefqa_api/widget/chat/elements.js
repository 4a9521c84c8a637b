/* Building elements and text: what a document or a server says enters as text nodes only. */

const ICONS = {
	chat: "M4 5.5h16v11H10l-4.5 3.5v-3.5H4z M8 9.5h8 M8 12.5h5",
	close: "M6 6l12 12 M18 6L6 18",
	clear: "M4 12a8 8 0 1 1 2.5 5.8 M4 12V6.5 M4 12h5.5",
	send: "M12 19V5 M6 11l6-6 6 6",
	stop: "M7 7h10v10H7z",
	copy: "M9 9h10v11H9z M6 15H5V4h10v2",
	up: "M7 20H4v-9h3z M7 11l4-7.5c1.7 0 2.5 1.2 2.2 2.7L12.5 9H19l-1.8 9.2c-.2 1.1-1 1.8-2 1.8H7z",
	out: "M8 6h10v10 M18 6L6 18",
};

/** An element ("tag.class") with attributes and listeners if the next argument is an object, then children; null and false are none. */
function make(tag, ...children) {
	const [element, ...classes] = tag.split(".");
	const attributes = children[0]?.constructor === Object ? children.shift() : {};
	const made = document.createElement(element);
	if (classes.length) made.className = made.part = classes.join(" "); // every class is a part that a host page can style
	if (element === "button" && attributes.click) made.type = "button";
	for (const [name, value] of Object.entries(attributes)) {
		if (typeof value === "function") made.addEventListener(name, value);
		else if (value === true) made.setAttribute(name, "");
		else if (value !== false && value != null) made.setAttribute(name, value);
	}
	made.append(...children.flat().filter((child) => child != null && child !== false && child !== ""));
	return made;
}

function icon(name) {
	const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
	const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
	svg.setAttribute("viewBox", "0 0 24 24");
	svg.setAttribute("aria-hidden", "true");
	path.setAttribute("d", ICONS[name === "down" ? "up" : name]); // thumbs down is thumbs up, turned by the style
	svg.append(path);
	return svg;
}

const iconButton = (name, label, click, attributes = {}) =>
	make("button.icon", { "aria-label": label, title: label, click, ...attributes }, icon(name));

/** Pieces of text; a character that reorders text is shown for what it is and shut in, so that it reorders nothing. */
const pieces = (text) => String(text).split(/([\u202a-\u202e\u2066-\u2069])/).map((piece, n) => (n % 2 ? make("bdi.control", piece) : piece));

/** Text of unknown language and direction, which cannot reorder what stands around it. */
const foreign = (text) => make("bdi", pieces(text));

const isNarrow = () => matchMedia("(max-width: 30rem)").matches;

const numbered = (words, n) => words.replace("{n}", n);

/** `address` as an absolute http(s) address, or null for anything else. */
function webAddress(address, base) {
	try {
		const url = new URL(address, base);
		return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
	} catch {
		return null;
	}
}

/** A decimal string in base units as a number people read, with its unit. */
function spokenValue(value, unit, language) {
	if (!Number.isFinite(Number(value))) return value;
	const options = /^[A-Z]{3}$/.test(unit ?? "") ? { style: "currency", currency: unit } : {};
	try {
		const number = new Intl.NumberFormat(language, { maximumFractionDigits: 6, minimumFractionDigits: 0, ...options });
		return number.format(value) + (options.style || !unit ? "" : (unit === "%" ? "%" : " " + unit));
	} catch {
		return [value, unit].filter(Boolean).join(" ");
	}
}

async function copyText(text) {
	if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
	const field = make("textarea", { readonly: true });
	field.value = text;
	document.body.append(field);
	field.select();
	const copied = document.execCommand("copy"); // the only way on intranet pages without TLS
	field.remove();
	if (!copied) throw new Error("copying is not allowed here");
}
