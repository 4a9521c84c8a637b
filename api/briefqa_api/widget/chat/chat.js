/* The element: a launcher, a panel, a conversation. */

const HISTORY = 5; // earlier questions that a follow-up may refer to

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
		const ui = buildFrame(words, title, language, {
			open: () => this.open(), close: () => this.close(), clear: () => { this.reset(); this.#ui.input.focus(); },
			typed: (event) => this.#typed(event), submit: (event) => this.#submit(event),
		});
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
		this.#add("answer", this.#words.reply, this.#card.parts(turn.answer),
			new AnswerActions(turn, this.#card, this.#words, (body) => this.#judged(body)).bar);
	}

	#addError(turn, error) {
		const retry = () => { if (!this.#pending) { drop(); this.#ui.input.focus(); this.#request(turn); } };
		const failure = buildFailure(this.#words, error, retry);
		const message = this.#add("error", this.#words.reply, failure.parts);
		const drop = () => { failure.stop(); message.remove(); this.#failed = null; };
		this.#failed = { kind: error.kind, drop, retry };
		this.#emit("error", { kind: error.kind, detail: error.detail, question: turn.question });
	}

	async #judged(body) {
		this.#save();
		try {
			await request(this.#server, "/v1/feedback", { body, token: await this.#token() });
		} catch {
			return false;
		}
		this.#emit("feedback", body);
		return true;
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
		welcome.append(buildExamples(this.#words, questions.slice(0, 4), (question) => { this.#ui.input.focus(); this.#ask(question); }));
	}

	#save() { keep(this.#storageKey, this.isOpen, this.#turns); }

	#restore() {
		const kept = recall(this.#storageKey);
		this.#turns = kept.turns;
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
		if (kept.open && !isNarrow()) this.#show(true, false);
	}
}
