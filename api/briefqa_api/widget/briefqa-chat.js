/*
 * <briefqa-chat server="https://briefs.example" title="Ask the briefs"> answers questions by quoting the documents.
 *
 * One module without dependencies, served as it stands here, so that a host page needs one line; that is why it is
 * longer than other files. docs/widget.md describes attributes, parts, events and words.
 *
 * What a document or a server says enters the page as text nodes only, and becomes a link only as http(s).
 * Offsets count code points, so text is cut with Array.from and never with String.slice.
 */

const WORDS = {
	en: {
		title: "Ask the documents", close: "Close", clear: "New conversation", question: "Your question",
		greeting: "Ask in plain words. Every answer is quoted from the documents, with the place it stands.",
		placeholder: "Ask a question…", send: "Ask", stop: "Stop", examples: "For example", log: "Conversation",
		you: "You asked", reply: "Answer",
		loading: "Reading the documents…", slow: "Still reading. This takes longer than usual.",
		high: "High confidence", medium: "Medium confidence", low: "Low confidence: check the quote",
		readAs: "Understood as", derived: "Computed from the documents", page: "p. {n}", row: "Row",
		column: "Column", opens: "opens the document at this passage", more: "Also stated here ({n})",
		conflict: "The documents disagree", thisAnswer: "This answer", elsewhere: "Stated elsewhere",
		derivation: "How it was computed", value: "Value", written: "As written", result: "Result", formula: "Formula",
		rounding: "Rounding", facts: "Figures, dates and deals ({n})",
		figure: "Figure", date: "Date", deal: "Deal", quoted: "quoted", projected: "projected", negated: "denied",
		refusal: "The documents do not say.", missing: "What is missing", nearest: "Closest passages",
		copy: "Copy answer with citation", copied: "Copied", up: "Helpful", down: "Not helpful",
		thanks: "Thank you.", unsent: "That could not be sent.", comment: "What was wrong? (optional)", submit: "Send",
		retry: "Try again", offline: "No connection. The question is asked again as soon as there is one.",
		limited: "Too many questions at once.",
		busy: "The server is busy just now.", unreachable: "The server cannot be reached.", timeout: "No answer came in time.", denied: "This page may not ask here.",
		failed: "Something went wrong on the server.", interrupted: "This question was interrupted.",
	},
	uk: {
		title: "Запитайте документи", close: "Закрити", clear: "Нова розмова", question: "Ваше запитання",
		greeting: "Питайте звичайними словами. Кожна відповідь — цитата з документів із точним місцем.",
		placeholder: "Поставте запитання…", send: "Запитати", stop: "Зупинити", examples: "Наприклад", log: "Розмова",
		you: "Ви запитали", reply: "Відповідь",
		loading: "Читаю документи…", slow: "Ще читаю. Це триває довше, ніж звичайно.",
		high: "Висока впевненість", medium: "Середня впевненість", low: "Низька впевненість: перевірте цитату",
		readAs: "Зрозуміло як", derived: "Обчислено за документами", page: "с. {n}", row: "Рядок",
		column: "Стовпець", opens: "відкриває документ на цьому місці", more: "Також сказано тут ({n})",
		conflict: "Документи суперечать один одному", thisAnswer: "Ця відповідь", elsewhere: "В іншому місці",
		derivation: "Як це обчислено", value: "Значення", written: "Як у тексті", result: "Результат",
		formula: "Формула", rounding: "Округлення", facts: "Числа, дати й угоди ({n})",
		figure: "Число", date: "Дата", deal: "Угода", quoted: "за словами", projected: "прогноз", negated: "заперечено",
		refusal: "У документах цього немає.", missing: "Чого бракує", nearest: "Найближчі уривки",
		copy: "Копіювати відповідь із цитатою", copied: "Скопійовано", up: "Корисно", down: "Не корисно",
		thanks: "Дякуємо.", unsent: "Не вдалося надіслати.", comment: "Що не так? (необов’язково)",
		submit: "Надіслати", retry: "Спробувати ще раз",
		offline: "Немає з’єднання. Запитання буде поставлено знову, щойно воно з’явиться.",
		limited: "Забагато запитань за короткий час.",
		busy: "Сервер зараз зайнятий.", unreachable: "Сервер недоступний.", timeout: "Відповідь не надійшла вчасно.",
		denied: "Ця сторінка не має дозволу питати тут.", failed: "На сервері сталася помилка.",
		interrupted: "Це запитання було перервано.",
	},
};

const STYLE = `
:host{all:initial !important;display:contents !important}
[hidden]{display:none !important}
*{box-sizing:border-box}
.layer{
 --_accent:var(--briefqa-accent, light-dark(#1d5570,#8cc5de));
 --_on-accent:var(--briefqa-accent-text, light-dark(#fff,#0d1a20));
 --_surface:var(--briefqa-surface, light-dark(#fdfcf9,#1b1d21));
 --_raised:var(--briefqa-raised, light-dark(#f3f0e9,#272a30));
 --_text:var(--briefqa-text, light-dark(#23252b,#e4e1d9));
 --_muted:var(--briefqa-muted, light-dark(#5a606c,#a6abb5));
 --_line:var(--briefqa-border, light-dark(#e0dbd0,#3a3e46));
 --_mark:var(--briefqa-mark, light-dark(#ffe69a,#574510));
 --_mark-text:var(--briefqa-mark-text, light-dark(#221c06,#fff2cc));
 --_warn:var(--briefqa-warning, light-dark(#8f3a12,#f0a884));
 --_radius:var(--briefqa-radius, 14px);
 --_edge:var(--briefqa-offset, 20px);
 color-scheme:light dark;
 position:fixed;inset:auto;inset-block-end:var(--_edge);inset-inline-end:var(--_edge);
 z-index:2147483000;margin:0;padding:0;border:0;overflow:visible;background:none;color:var(--_text);
 font:400 var(--briefqa-font-size, 15px)/1.5 var(--briefqa-font, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif);
 text-align:start;letter-spacing:normal;overflow-wrap:anywhere;
}
:host([theme=light]) .layer{color-scheme:light}
:host([theme=dark]) .layer{color-scheme:dark}
:host([position=start]) .layer{inset-inline:var(--_edge) auto}
button, textarea, input{font:inherit;color:inherit;margin:0}
button{cursor:pointer;background:none;border:0;padding:0}
button:disabled{cursor:default;opacity:.55}
svg{width:1.2em;height:1.2em;flex:none;fill:none;stroke:currentColor;stroke-width:1.7;
 stroke-linecap:round;stroke-linejoin:round}
:focus-visible{outline:2px solid var(--_accent);outline-offset:2px}
a{color:var(--_accent);text-underline-offset:.2em}
p, figure, blockquote, ul{margin:0;padding:0}
.icon, .label, .note, .state, summary, thead th, ::placeholder{color:var(--_muted)}
.welcome, .examples, .answer, .citation, .others, .sides > div, .fact{display:grid}
.launcher, .head, .confidence, .actions, .error, .state{display:flex;align-items:center}
ul{list-style:none}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.launcher{gap:.6em;padding:.8em 1.25em;border-radius:99px;font-weight:600;
 background:var(--_accent);color:var(--_on-accent);box-shadow:0 6px 24px rgb(0 0 0 / .18)}
.panel[open]{display:flex}
.panel{position:static;margin:0;padding:0;color:inherit;flex-direction:column;width:var(--briefqa-width, 420px);max-width:calc(100vw - 2 * var(--_edge));
 height:var(--briefqa-height, 680px);max-height:calc(100dvh - 2 * var(--_edge));overflow:hidden;background:var(--_surface);
 border:1px solid var(--_line);border-radius:var(--_radius);box-shadow:0 18px 60px rgb(0 0 0 / .2);animation:rise .18s ease-out}
@keyframes rise{from{opacity:0;translate:0 10px}}
.head{gap:.25em;padding-block:.8em;padding-inline:1.25em .8em;border-block-end:1px solid var(--_line)}
.head h2{flex:1;margin:0;font-size:1.06em;font-weight:650}
.icon{display:grid;place-items:center;width:2.2em;height:2.2em;border-radius:8px}
.icon:hover{background:var(--_raised);color:var(--_text)}
.scroll{flex:1;overflow-y:auto;overscroll-behavior:contain;padding:1.25em;scrollbar-width:thin}
.log{display:flex;flex-direction:column;gap:1.4em;outline-offset:6px}
.welcome{gap:1.4em}
.welcome p{font-size:1.06em}
.label{font-size:.85em;font-weight:600;margin-block-end:.6em}
.examples{gap:.5em}
.examples button{width:100%;padding:.65em .9em;text-align:start;border:1px solid var(--_line);border-radius:10px}
.examples button:hover{border-color:var(--_accent)}
.message{border-radius:10px;outline-offset:5px}
.question{align-self:flex-end;max-width:88%;padding:.55em .95em;background:var(--_raised);border-radius:14px;border-end-end-radius:4px;
 white-space:pre-line}
.answer{gap:.95em}
.answer, .answer > *, .sides > div{min-width:0}
.value{font-size:1.1em;line-height:1.35;font-weight:600}
.value.short{font-size:1.7em;line-height:1.2;letter-spacing:-.015em}
.note, .source, summary{font-size:.87em}
.confidence{gap:.55em;margin-block-start:-.55em}
.dots{display:inline-flex;gap:3px}
.dots i{width:6px;height:6px;border-radius:50%;border:1px solid var(--_muted)}
.dots i.on{background:var(--_accent);border-color:var(--_accent)}
.low{color:var(--_warn)}
.citation{gap:.5em;padding-inline-start:1em;border-inline-start:3px solid var(--_line)}
blockquote{white-space:pre-line;text-wrap:pretty;unicode-bidi:isolate}
.control::after{content:"⇄";color:var(--_warn)}
mark{background:var(--_mark);color:var(--_mark-text);border-radius:.2em;padding:.06em .1em;box-decoration-break:clone}
.source svg{width:.85em;height:.85em;margin-inline-start:.3em;vertical-align:-.05em}
.source svg:dir(rtl){scale:-1 1}
.others{gap:1em}
summary{width:fit-content;cursor:pointer;font-weight:600}
summary:hover{color:var(--_text)}
[open] > summary{margin-block-end:.9em}
.box{padding:1em;border:1px solid var(--_line);border-radius:10px}
.box h3{margin:0 0 .8em;font-size:.93em;font-weight:600}
.conflict{border-color:var(--_warn)}
.conflict h3{color:var(--_warn)}
.sides{display:grid;grid-template-columns:repeat(auto-fit, minmax(8.5em, 1fr));gap:1em 1.25em}
.sides > div{gap:.4em;align-content:start}
.sides .citation{padding:0;border:0;font-size:.9em}
.sides strong{font-size:1.15em;font-weight:600}
table{width:100%;border-collapse:collapse;font-size:.9em;font-variant-numeric:tabular-nums}
th, td{padding:.45em .7em .45em 0;text-align:start;vertical-align:top;border-block-start:1px solid var(--_line);font-weight:400}
thead th{border:0;padding-block-start:0;font-size:.92em}
tfoot th, tfoot td{font-weight:600}
tr > :last-child{text-align:end;padding-inline-end:0}
.fact{gap:.1em;font-size:.93em}
.chips{display:flex;flex-wrap:wrap;gap:.4em}
.chips li{padding:.2em .7em;border:1px dashed var(--_muted);border-radius:99px;font-size:.9em}
.actions{flex-wrap:wrap;gap:.15em;margin-inline-start:-.5em;min-height:2.2em}
.actions .note{margin-inline-start:.5em}
[data-verdict=down] svg{rotate:180deg}
.icon[aria-pressed=true]{color:var(--_accent)}
.icon[aria-pressed=true] svg{fill:var(--_mark)}
.remark{display:flex;gap:.5em}
.remark input, .plain{padding:.45em .8em;background:none;border:1px solid var(--_muted);border-radius:8px}
.remark input{flex:1;min-width:0}
.plain{white-space:nowrap}
.plain:hover:enabled{border-color:var(--_text)}
.error{flex-wrap:wrap;gap:.8em;padding:.85em 1em;border-radius:10px;background:var(--_raised)}
.error p{flex:1 1 12em}
.state{gap:.8em}
.state:not(:empty){margin-block-start:1.4em}
.pulse{display:inline-flex;gap:4px}
.pulse i{width:6px;height:6px;border-radius:50%;background:var(--_accent);animation:pulse 1.1s infinite ease-in-out}
.pulse i:nth-child(2){animation-delay:.15s} .pulse i:nth-child(3){animation-delay:.3s}
@keyframes pulse{0%, 70%, 100%{opacity:.25} 35%{opacity:1}}
form.ask{padding:.8em 1em 1em;border-block-start:1px solid var(--_line)}
.field{display:flex;align-items:flex-end;gap:.4em;padding-block:.3em;padding-inline:.95em .3em;border:1px solid var(--_muted);border-radius:14px}
.field:focus-within{border-color:var(--_accent);box-shadow:0 0 0 1px var(--_accent)}
textarea{flex:1;min-width:0;max-height:8em;padding:.35em 0;border:0;outline:none!important;resize:none;background:none;
 field-sizing:content;line-height:1.45}
::placeholder{opacity:1}
.send{display:grid;place-items:center;width:2.25em;height:2.25em;border-radius:10px;background:var(--_accent);color:var(--_on-accent)}
@media (max-width:30rem){
 .panel{position:fixed;inset:0;width:100vw;max-width:none;height:100dvh;max-height:none;border:0;border-radius:0}
}
@media (prefers-reduced-motion:reduce){*{animation:none !important;transition:none !important}}
@media (forced-colors:active){.launcher, .send{border:1px solid} .dots i.on{background:CanvasText}}
@media print{.layer{display:none !important}}
`;

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

const SLOW_AFTER = 5000; // ms until the reader is told that it takes long
const GIVE_UP_AFTER = 60000; // ms until a request counts as lost
const KEPT_TURNS = 20; // turns of a conversation that survive a page change
const HISTORY = 5; // earlier questions that a follow-up may refer to
const CONFIDENT = [["high", 0.8, 3], ["medium", 0.5, 2], ["low", 0, 1]];

/* ---- building elements ---- */

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

/* ---- the server ---- */

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

/* ---- answers ---- */

/** Builds what an answer looks like; `words` are the interface's, everything else comes from the answer. */
class AnswerCard {
	constructor(words, language, base, follow) {
		Object.assign(this, { words, language, base, follow });
	}

	parts(answer) {
		return answer.answered ? this.answered(answer) : this.refused(answer);
	}

	answered(answer) {
		const { words } = this;
		const [first, ...rest] = answer.citations;
		const isQuote = first && answer.answer.trim() === first.quote.trim();
		const short = Array.from(answer.answer).length <= 36;
		const [level, , dots] = CONFIDENT.find(([, least]) => answer.confidence >= least) ?? CONFIDENT[2];
		return [
			!isQuote && make(short ? "p.value.short" : "p.value", { dir: "auto" }, pieces(answer.answer)),
			make(`p.note.confidence.${level}`,
				make("span.dots", { "aria-hidden": "true" }, [1, 2, 3].map((n) => make(n <= dots ? "i.on" : "i"))),
				answer.derivation ? `${words.derived} · ${words[level]}` : words[level]),
			this.readAs(answer),
			answer.conflicts?.length > 0 ? this.conflicts(answer) : first && this.citation(first),
			this.folded(words.more, rest.map((citation) => make("li", this.citation(citation)))),
			answer.derivation && this.derivation(answer.derivation),
			this.folded(words.facts, (answer.facts ?? []).map((fact) => this.fact(fact))),
		];
	}

	refused(answer) {
		const { words } = this;
		return [
			make("p.value", words.refusal),
			this.readAs(answer),
			answer.missing.length > 0 && make("div", make("p.label", words.missing),
				make("ul.chips", answer.missing.map((what) => make("li", foreign(what))))),
			answer.nearest.length > 0 && make("div", make("p.label", words.nearest),
				make("div.others", answer.nearest.map((citation) => this.citation(citation)))),
		];
	}

	readAs(answer) {
		return answer.read_as && answer.read_as !== answer.question
			&& make("p.note", `${this.words.readAs}: `, foreign(answer.read_as));
	}

	folded(summary, content) {
		return content.length > 0
			&& make("details", make("summary", numbered(summary, content.length)), make("ul.others", content));
	}

	place({ document_title: title, section, page }) {
		return [title, section, page != null && numbered(this.words.page, page)].filter(Boolean);
	}

	/** Texts of unknown language and direction in one line. */
	line(texts) {
		return texts.filter(Boolean).flatMap((text, n) => [n ? " · " : "", foreign(text)]);
	}

	citation(citation) {
		const { words } = this;
		const { table, row, column } = citation.cell ?? {};
		const cell = [table, row && `${words.row}: ${row}`, column && `${words.column}: ${column}`].filter(Boolean);
		return make("figure.citation",
			make("blockquote", { dir: "auto" }, this.marked(citation)),
			cell.length > 0 && make("p.note", this.line(cell)),
			make("figcaption.source", this.source(citation)));
	}

	marked({ quote, answer_start: start, answer_end: end }) {
		if (start == null || end == null || start >= end) return pieces(quote);
		const points = Array.from(quote);
		const cut = (from, to) => pieces(points.slice(from, to).join(""));
		return [...cut(0, start), make("mark", cut(start, end)), ...cut(end)];
	}

	source(citation, name = null) {
		const text = this.line(name ? [name] : this.place(citation));
		const href = webAddress(citation.url, this.base);
		if (!href) return make("span", text);
		return make("a.link", { href, target: "_blank", rel: "noopener", click: (event) => this.follow(event, citation) },
			text, icon("out"), make("span.hidden", ` (${this.words.opens})`));
	}

	conflicts(answer) {
		const { words } = this;
		const side = (title, value, reason, citations) => make("div",
			make("p.note", title), make("strong", foreign(value)), reason && make("p.note", { dir: "auto" }, reason),
			citations.map((citation) => this.citation(citation)));
		return make("section.box.conflict", { "aria-label": words.conflict },
			make("h3", words.conflict),
			make("div.sides",
				side(words.thisAnswer, answer.answer, null, answer.citations.slice(0, 1)),
				answer.conflicts.map((conflict) => side(words.elsewhere, conflict.answer, conflict.reason, conflict.citations))));
	}

	derivation({ formula, operands, result, unit, rounding, low, high }) {
		const { words } = this;
		const row = (name, value) => make("tr", make("th", { scope: "row" }, name), make("td", foreign(value)));
		const spoken = (value) => spokenValue(value, unit, this.language);
		const head = [words.value, words.written].map((name) => make("th", { scope: "col" }, name));
		return make("section.box.derivation", { "aria-label": words.derivation },
			make("h3", words.derivation),
			make("table",
				make("thead", make("tr", head)),
				make("tbody", operands.map((operand) => make("tr", make("th", { scope: "row" }, foreign(operand.name)),
					make("td.source", this.source(operand.citation, operand.surface))))),
				make("tfoot",
					row(words.formula, formula), row(words.result, spoken(result) + (low && high ? ` (${spoken(low)} – ${spoken(high)})` : "")),
					rounding && row(words.rounding, rounding))));
	}

	fact(fact) {
		const [what, detail] = this.stated(fact);
		const status = fact.status !== "asserted" && (this.words[fact.status] ?? fact.status);
		return make("li.fact", make("strong", foreign(what)),
			make("span.note", this.line([this.words[fact.kind] ?? fact.kind, ...detail, status, fact.attributed_to])));
	}

	/** What a record states, and what is known about it. */
	stated(fact) {
		if (fact.kind === "deal") {
			const parties = (fact.parties ?? []).map((party) => party.name).join(" – ");
			const item = [fact.quantity, fact.item, fact.designation].filter(Boolean).join(" ");
			return [parties || fact.surface, [item, fact.deal_type, fact.deal_status, fact.date, fact.value && spokenValue(fact.value, null, this.language)]];
		}
		if (fact.kind === "date") return [fact.surface, [fact.event, fact.edtf !== fact.surface && fact.edtf]];
		const value = fact.value != null && spokenValue(fact.value, fact.unit, this.language);
		return [fact.surface, [fact.subject, fact.attribute, fact.period, value !== fact.surface && value]];
	}

	/** The answer as plain text with its citation, for other documents. */
	asText(answer) {
		const [first] = answer.citations;
		const said = !answer.answered ? [this.words.refusal, ...answer.missing] : first
			? [answer.answer, `“${first.quote}”`, `— ${this.place(first).join(", ")}`, webAddress(first.url, this.base)] : [answer.answer];
		return said.filter(Boolean).join("\n");
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

/* ---- the element ---- */

export class BriefqaChat extends HTMLElement {
	static observedAttributes = ["server", "title", "lang", "greeting", "examples", "words", "documents"];

	/** An async function that returns a bearer token, for host applications that sign their own. */
	getToken = null;
	#root = this.attachShadow({ mode: "open" });
	#turns = [];
	#words = {};
	#own = {};
	#pending = null;
	#opener = null;
	#ui = null;
	#card = null;
	#online = () => this.#failed?.kind === "offline" && this.#failed.retry();
	#failed = null;

	connectedCallback() {
		if (!this.#ui) {
			const sheet = new CSSStyleSheet(); // allowed by any Content-Security-Policy, unlike a style element
			sheet.replaceSync(STYLE);
			this.#root.adoptedStyleSheets = [sheet];
		}
		this.#build();
		window.addEventListener("online", this.#online);
	}

	disconnectedCallback() {
		window.removeEventListener("online", this.#online);
		this.#pending?.abort("interrupted");
	}

	attributeChangedCallback(_, before, after) {
		if (this.#ui && before !== after) this.#build();
	}

	/** Words that replace the bundled ones, by name. */
	set words(words) {
		this.#own = words ?? {};
		if (this.#ui) this.#build();
	}

	get isOpen() { return Boolean(this.#ui?.panel.open); }

	open() { this.#show(true); }
	close() { this.#show(false); }

	/** Opens the panel and asks `question`; resolves with the answer, or null when there was none. */
	ask(question) {
		this.open();
		return this.#ask(String(question ?? "").trim());
	}

	/** Forgets the conversation. */
	reset() {
		this.#pending?.abort("interrupted");
		this.#failed?.drop();
		this.#turns = [];
		this.#ui.log.replaceChildren();
		this.#save();
		this.#welcome();
	}

	get #server() {
		const own = new URL(import.meta.url).origin;
		return (webAddress(this.getAttribute("server") || own, document.baseURI) ?? own).replace(/\/+$/, "");
	}

	get #documents() { return this.#list("documents", ","); }

	#list(name, separator) {
		return (this.getAttribute(name) ?? "").split(separator).map((item) => item.trim()).filter(Boolean);
	}

	get #storageKey() { return `briefqa-chat ${this.#server} ${this.#documents.join(",")}`; }

	#language() {
		const wanted = this.lang || this.closest("[lang]")?.lang || document.documentElement.lang || navigator.language;
		const short = wanted.slice(0, 2).toLowerCase();
		let own = {};
		try { own = JSON.parse(this.getAttribute("words") ?? "{}"); } catch { console.warn("briefqa-chat: words is not JSON"); }
		this.#words = { ...WORDS.en, ...WORDS[short], ...own, ...this.#own };
		return WORDS[short] || Object.keys(own).length ? wanted : "en";
	}

	#build() {
		const wasOpen = this.isOpen;
		const language = this.#language();
		const words = this.#words;
		const title = this.getAttribute("title") || words.title;
		this.#card = new AnswerCard(words, language, this.#server + "/", (event, citation) => {
			if (!this.#emit("citation", { citation }, true)) event.preventDefault();
		});
		const ui = {};
		ui.launcher = make("button.launcher", { "aria-haspopup": "dialog", click: () => this.open() }, icon("chat"), make("span", title));
		ui.welcome = make("div.welcome");
		ui.log = make("div.log", { role: "log", "aria-label": words.log, "aria-relevant": "additions",
			keydown: (event) => this.#walk(event) });
		ui.state = make("div.state", { role: "status" });
		ui.scroll = make("div.scroll", ui.welcome, ui.log, ui.state);
		ui.input = make("textarea.input", { rows: "1", maxlength: "2000", "aria-label": words.question, placeholder: words.placeholder,
			dir: "auto", autocomplete: "off", keydown: (event) => this.#typed(event) });
		ui.send = make("button.send");
		const form = make("form.ask", { submit: (event) => this.#submit(event) },
			make("div.field", ui.input, ui.send));
		ui.panel = make("dialog.panel", { "aria-labelledby": "title",
			cancel: (event) => { event.preventDefault(); this.close(); },
			keydown: (event) => { if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.close(); } } },
			make("div.head", make("h2", { id: "title" }, foreign(title)),
				iconButton("clear", words.clear, () => { this.reset(); ui.input.focus(); }),
				iconButton("close", words.close, () => this.close(), { part: "icon close" })),
			ui.scroll, form);
		// the top layer keeps launcher and panel clear of transforms, clipping and stacking of the host page
		ui.layer = make("div.layer", { popover: "manual", title: "", lang: language }, ui.panel, ui.launcher);
		this.#pending?.abort("interrupted");
		this.#ui = ui;
		this.#root.replaceChildren(ui.layer);
		ui.layer.showPopover?.();
		this.#button();
		this.#restore();
		if (wasOpen || this.hasAttribute("open")) this.#show(true, false);
	}

	#emit(name, detail, cancelable = false) {
		return this.dispatchEvent(new CustomEvent(`briefqa:${name}`, { detail, cancelable, bubbles: true, composed: true }));
	}

	/* opening, closing, keys */

	#show(open, focus = true) {
		const { panel, launcher, input, scroll } = this.#ui;
		if (open === panel.open) return;
		const hadFocus = !open && this.#root.activeElement;
		if (open) this.#opener = [document.body, this].includes(document.activeElement) ? null : document.activeElement;
		// where the panel fills the screen it is modal; elsewhere it leaves the page usable and does not take the focus
		if (!open) panel.close();
		else if (isNarrow()) panel.showModal();
		else panel.setAttribute("open", "");
		launcher.hidden = open;
		if (open) {
			this.#welcome();
			this.#examples();
			scroll.scrollTop = scroll.scrollHeight;
		}
		if (open && focus) input.focus();
		else if (hadFocus) (this.#opener?.isConnected ? this.#opener : launcher).focus();
		this.#save();
		this.#emit(open ? "open" : "close", {});
	}

	/** Arrow keys, Home and End go from message to message. */
	#walk(event) {
		const messages = [...this.#ui.log.children];
		const here = messages.indexOf(this.#root.activeElement);
		if (here < 0 && this.#root.activeElement !== this.#ui.log) return;
		const last = messages.length - 1;
		const next = { ArrowDown: Math.min(here + 1, last), ArrowUp: here < 0 ? last : Math.max(here - 1, 0), Home: 0, End: last }[event.key];
		if (next === undefined || last < 0) return;
		event.preventDefault();
		messages[next].focus();
	}

	#typed(event) {
		if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
			event.preventDefault();
			if (!this.#pending) event.target.form.requestSubmit();
		} else if (event.key === "ArrowUp" && event.target.value === "" && this.#ui.log.lastElementChild) {
			event.preventDefault();
			this.#ui.log.lastElementChild.focus();
		}
	}

	#submit(event) {
		event.preventDefault();
		if (this.#pending) return this.#pending.abort("interrupted");
		const question = this.#ui.input.value.trim();
		if (!question) return this.#ui.input.focus();
		this.#ui.input.value = "";
		this.#ask(question);
	}

	/* asking */

	async #ask(question) {
		if (!question || this.#pending || !this.#emit("question", { question }, true)) return null;
		this.#failed?.drop();
		const turn = { question, answer: null, verdict: null };
		this.#turns.push(turn);
		this.#addQuestion(turn);
		return this.#request(turn);
	}

	async #request(turn) {
		const earlier = this.#turns.slice(0, this.#turns.indexOf(turn)).filter((other) => other.answer);
		const body = { question: turn.question };
		if (earlier.length) body.history = earlier.slice(-HISTORY).map((other) => other.question);
		if (this.#documents.length) body.documents = this.#documents;
		const stop = (this.#pending = new AbortController());
		const slow = setTimeout(() => this.#wait(this.#words.slow), SLOW_AFTER);
		const lost = setTimeout(() => stop.abort("timeout"), GIVE_UP_AFTER);
		this.#wait(this.#words.loading);
		this.#save();
		try {
			const answer = await request(this.#server, "/v1/ask", { body, token: await this.#token(), signal: stop.signal });
			if (!this.#turns.includes(turn)) return null;
			this.#addAnswer(Object.assign(turn, { answer }));
			this.#emit("answer", turn.answer);
			return turn.answer;
		} catch (error) {
			turn.answer = null;
			if (this.#turns.includes(turn) && this.isConnected) this.#addError(turn, error instanceof AskError ? error : new AskError("failed"));
			if (!(error instanceof AskError)) console.error("briefqa-chat:", error);
			return null;
		} finally {
			clearTimeout(slow);
			clearTimeout(lost);
			if (this.#pending === stop) { this.#pending = null; this.#button(); }
			this.#save();
		}
	}

	async #token() { return this.getToken ? await this.getToken() : this.getAttribute("key"); }

	#wait(words) {
		const { state } = this.#ui;
		state.replaceChildren(make("span.pulse", { "aria-hidden": "true" }, make("i"), make("i"), make("i")), words);
		this.#button("stop");
		this.#toEnd(state);
	}

	#button(name = "send") {
		const { state, send } = this.#ui;
		if (name === "send") state.replaceChildren();
		send.replaceChildren(icon(name));
		send.setAttribute("aria-label", (send.title = this.#words[name]));
	}

	/* the transcript */

	#add(kind, label, ...parts) {
		const message = make(`article.message.${kind}`, { tabindex: "-1", "aria-label": label }, ...parts);
		this.#ui.log.append(message);
		this.#welcome();
		this.#toEnd(message);
		return message;
	}

	#toEnd(element) {
		const { scroll } = this.#ui;
		const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
		// a long answer is shown from its top, not from its end
		const top = element.offsetHeight > scroll.clientHeight ? element.offsetTop - scroll.offsetTop - 20 : scroll.scrollHeight;
		scroll.scrollTo({ top, behavior: smooth ? "smooth" : "instant" });
	}

	#addQuestion(turn) {
		this.#add("question", this.#words.you, make("p", { dir: "auto" }, turn.question));
	}

	#addAnswer(turn) {
		this.#add("answer", this.#words.reply, this.#card.parts(turn.answer), this.#actions(turn));
	}

	#addError(turn, { kind, detail, wait }) {
		const words = this.#words;
		const retry = make("button.plain", { disabled: kind === "limited" }, words.retry);
		const message = this.#add("error", words.reply, make("p", detail ?? words[kind]), retry);
		const count = () => {
			retry.disabled = wait > 0;
			retry.textContent = words.retry + (wait > 0 ? ` (${wait})` : "");
			if (wait-- <= 0) clearInterval(timer);
		};
		const timer = kind === "limited" && setInterval(count, 1000);
		const drop = () => { clearInterval(timer); message.remove(); this.#failed = null; };
		this.#failed = { kind, drop, retry: () => { if (!this.#pending) { drop(); this.#ui.input.focus(); this.#request(turn); } } };
		retry.addEventListener("click", this.#failed.retry);
		this.#emit("error", { kind, detail, question: turn.question });
	}

	#actions(turn) {
		const words = this.#words;
		const said = make("span.note", { role: "status" });
		const thumbs = ["up", "down"].map((verdict) => iconButton(verdict, words[verdict], () => this.#judge(turn, verdict, thumbs, said, bar),
			{ "aria-pressed": String(turn.verdict === verdict), "data-verdict": verdict }));
		const copy = iconButton("copy", words.copy, async () => {
			try { await copyText(this.#card.asText(turn.answer)); said.textContent = words.copied; } catch { said.textContent = words.unsent; }
		});
		const bar = make("div.actions", copy, thumbs, said);
		return bar;
	}

	async #judge(turn, verdict, thumbs, said, bar) {
		turn.verdict = verdict;
		for (const thumb of thumbs) thumb.setAttribute("aria-pressed", String(thumb.dataset.verdict === verdict));
		bar.nextElementSibling?.remove();
		if (verdict === "down") bar.after(this.#remark(turn, said));
		await this.#feedback(turn, null, said);
		this.#save();
	}

	#remark(turn, said) {
		const words = this.#words;
		const field = make("input", { maxlength: "1000", "aria-label": words.comment, placeholder: words.comment, dir: "auto" });
		return make("form.remark", { submit: (event) => {
			event.preventDefault();
			if (field.value.trim()) this.#feedback(turn, field.value.trim(), said);
			event.target.remove();
		} }, field, make("button.plain", words.submit));
	}

	async #feedback(turn, comment, said) {
		const body = { answer_id: turn.answer.id, verdict: turn.verdict, ...(comment && { comment }) };
		try {
			await request(this.#server, "/v1/feedback", { body, token: await this.#token() });
			said.textContent = this.#words.thanks;
			this.#emit("feedback", body);
		} catch {
			said.textContent = this.#words.unsent;
		}
	}

	/* greeting and memory */

	#welcome() {
		const empty = this.#turns.length === 0;
		this.#ui.welcome.hidden = !empty;
		this.#ui.log.tabIndex = empty ? -1 : 0;
	}

	async #examples() {
		const { welcome } = this.#ui;
		if (welcome.childElementCount) return;
		welcome.append(make("p", { dir: "auto" }, this.getAttribute("greeting") || this.#words.greeting));
		let questions = this.#list("examples", "|");
		if (!questions.length && !this.hasAttribute("examples")) {
			const known = await request(this.#server, "/v1/examples", { token: await this.#token() }).catch(() => null);
			questions = (known?.questions ?? []).filter((question) => typeof question === "string");
		}
		if (!questions.length) return;
		welcome.append(make("div", make("p.label", this.#words.examples),
			make("ul.examples", questions.slice(0, 4).map((question) => make("li",
				make("button", { dir: "auto", click: () => { this.#ui.input.focus(); this.#ask(question); } }, question))))));
	}

	#save() {
		try {
			sessionStorage.setItem(this.#storageKey, JSON.stringify({ open: this.isOpen, turns: this.#turns.slice(-KEPT_TURNS) }));
		} catch { /* storage may be full or forbidden; the conversation then lasts as long as the page */ }
	}

	#restore() {
		let kept = null;
		try { kept = JSON.parse(sessionStorage.getItem(this.#storageKey)); } catch { /* as above */ }
		this.#turns = Array.isArray(kept?.turns) ? kept.turns.filter((turn) => typeof turn?.question === "string") : [];
		// what was said before is there to be read, not to be announced again
		this.#ui.log.setAttribute("aria-live", "off");
		try {
			for (const turn of this.#turns) {
				this.#addQuestion(turn);
				if (turn.answer) this.#addAnswer(turn);
				else if (turn === this.#turns.at(-1)) this.#addError(turn, new AskError("interrupted"));
			}
		} catch {
			this.reset(); // kept by another version of this module
		}
		setTimeout(() => this.#ui.log.setAttribute("aria-live", "polite"));
		this.#welcome();
		if (kept?.open && !isNarrow()) this.#show(true, false);
	}
}

if (!customElements.get("briefqa-chat")) customElements.define("briefqa-chat", BriefqaChat);

// <script type="module" src=".../widget.js" data-title="..."> makes its own element; its data attributes become attributes
for (const script of document.querySelectorAll("script[type=module][src]")) {
	if (script.src !== import.meta.url || !Object.keys(script.dataset).length) continue;
	const chat = make("briefqa-chat");
	for (const { name, value } of script.attributes) if (name.startsWith("data-")) chat.setAttribute(name.slice(5), value);
	(document.body ?? document.documentElement).append(chat);
}
