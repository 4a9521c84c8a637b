/* What an answer looks like. */

const CONFIDENT = [["high", 0.8, 3], ["medium", 0.5, 2], ["low", 0, 1]];

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

	place({ document_title: title, section, page, last_page: last }) {
		const pages = last != null && last !== page ? `${page}–${last}` : page; // a quote over the end of a page
		return [title, section !== title && section, page != null && numbered(this.words.page, pages)].filter(Boolean);
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

	marked({ quote, cell, answer_start: start, answer_end: end }) {
		const points = Array.from(quote);
		const cut = (from, to) => this.cells(points.slice(from, to).join(""), cell);
		if (start == null || end == null || start >= end) return cut(0);
		return [...cut(0, start), make("mark", cut(start, end)), ...cut(end)];
	}

	/** The text of a table's row with its separators set back, so that its cells can be told apart. */
	cells(text, cell) {
		return text.split(cell ? /( \| )/ : /(?!)/).map((piece, n) => (n % 2 ? make("span.bar", piece) : pieces(piece))).flat();
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
		const plain = (value) => spokenValue(value, null, this.language);
		const head = [words.value, words.written].map((name) => make("th", { scope: "col" }, name));
		return make("section.box.derivation", { "aria-label": words.derivation },
			make("h3", words.derivation),
			make("table",
				make("thead", make("tr", head)),
				make("tbody", operands.map((operand) => make("tr", make("th", { scope: "row" }, foreign(operand.name)),
					make("td.source", this.source(operand.citation, operand.surface))))),
				make("tfoot",
					row(words.formula, formula), row(words.result, spoken(result) + (low && high ? ` (${plain(low)}–${plain(high)})` : "")),
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
			// a long item spells its designations out already
			const item = [fact.quantity, fact.item, !(fact.item?.length > 40) && fact.designation].filter(Boolean).join(" ");
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
