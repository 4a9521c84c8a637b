/* Below an answer: copying it, and saying whether it helped. */

class AnswerActions {
	/** `send` takes a verdict to the server. */
	constructor(turn, card, words, send) {
		Object.assign(this, { turn, card, words, send });
		this.said = make("span.note", { role: "status" });
		this.thumbs = ["up", "down"].map((verdict) => iconButton(verdict, words[verdict], () => this.judge(verdict),
			{ "aria-pressed": String(turn.verdict === verdict), "data-verdict": verdict }));
		this.bar = make("div.actions", iconButton("copy", words.copy, () => this.copy()), this.thumbs, this.said);
	}

	async copy() {
		const { said, words } = this;
		try { await copyText(this.card.asText(this.turn.answer)); said.textContent = words.copied; } catch { said.textContent = words.unsent; }
	}

	judge(verdict) {
		this.turn.verdict = verdict;
		for (const thumb of this.thumbs) thumb.setAttribute("aria-pressed", String(thumb.dataset.verdict === verdict));
		this.bar.nextElementSibling?.remove();
		if (verdict === "down") this.bar.after(this.remark());
		return this.say();
	}

	remark() {
		const { words } = this;
		const field = make("input", { maxlength: "1000", "aria-label": words.comment, placeholder: words.comment, dir: "auto" });
		return make("form.remark", { submit: (event) => {
			event.preventDefault();
			if (field.value.trim()) this.say(field.value.trim());
			event.target.remove();
		} }, field, make("button.plain", words.submit));
	}

	async say(comment) {
		const sent = await this.send({ answer_id: this.turn.answer.id, verdict: this.turn.verdict, ...(comment && { comment }) });
		this.said.textContent = sent ? this.words.thanks : this.words.unsent;
	}
}
